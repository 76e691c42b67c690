"""What the buttons of the table do to what is typed; nothing that was typed is dropped. Pure."""

from __future__ import annotations

from surveys.limits import MOST_ANSWERS, MOST_PLACES, MOST_QUESTIONS
from surveys.office.grid.sets import OWN_WORDS, USUAL_TITLES, usual_answers
from surveys.office.grid.typed import (
    Cell,
    Mode,
    Removed,
    TypedAnswer,
    TypedPlace,
    TypedQuestion,
    TypedSurvey,
    mode_of,
)
from surveys.topics import topic_of
from surveys.values import PlaceKind


class Refused(Exception):
    """The move would lose what was typed, or there is no room; a Russian sentence that says what to do."""


def add_questions(typed: TypedSurvey, texts: str, answers: str) -> int:
    """A question for each line, else one empty; ``answers``: as `set_for` takes it. Returns the first one's place."""
    lines = [" ".join(line.split()) for line in texts.splitlines() if line.strip()] or [""]
    if len(typed.questions) + len(lines) > MOST_QUESTIONS:
        raise Refused(f"В одном опросе может быть не больше {MOST_QUESTIONS} вопросов. Разделите его на два.")
    first, place = len(typed.questions), set_for(typed, answers)
    for line in lines:
        typed.questions.append(TypedQuestion(line, "", topic_of(line) if line else "", place))
    for each in typed.places:
        each.cells += [[] for _ in lines]
    return first


def is_set(typed: TypedSurvey, answers: str) -> bool:
    """Whether `set_for` knows it."""
    return answers in USUAL_TITLES or answers in [str(place) for place in range(len(typed.sets))]


def set_for(typed: TypedSurvey, answers: str) -> int:
    """``answers``: the place of a set of this survey («0»), or a usual set's key; a new set is made where none fits."""
    if answers.isdecimal() and int(answers) < len(typed.sets):
        return int(answers)
    key = answers if answers in USUAL_TITLES else next(iter(USUAL_TITLES))
    wanted = usual_answers(key)
    if key != OWN_WORDS and wanted in typed.sets:
        return typed.sets.index(wanted)
    typed.sets.append(wanted)
    return len(typed.sets) - 1


def change_set(typed: TypedSurvey, question: int, answers: str) -> None:
    """Other answers for a question; its figures stay by their places."""
    asked = typed.questions[question]
    place = set_for(typed, answers)
    size = len(typed.sets[place])
    if any(_beyond(each.cells[question], size) for each in typed.places):
        raise Refused(
            f"У вопроса «{asked.text}» больше чисел, чем ответов в выбранном наборе. Сначала сотрите лишние числа."
        )
    asked.set = place


def remove_question(typed: TypedSurvey, question: int) -> None:
    """Take it out; the one taken out last can be put back."""
    asked = typed.questions.pop(question)
    rows = [place.cells.pop(question) for place in typed.places]
    typed.removed = Removed(question, asked, typed.answers_of(asked), rows)


def restore_question(typed: TypedSurvey) -> int:
    """Put the question that was taken out last where it stood. Returns its place."""
    back = typed.removed
    if back is None:
        raise Refused("Вернуть нечего: вопросы не убирали.")
    if back.answers not in typed.sets:
        typed.sets.append(back.answers)
    back.question.set = typed.sets.index(back.answers)
    at = min(back.at, len(typed.questions))
    typed.questions.insert(at, back.question)
    for place, row in zip(typed.places, back.rows, strict=False):
        place.cells.insert(at, row)
    for place in typed.places[len(back.rows) :]:
        place.cells.insert(at, [])
    typed.removed = None
    return at


def move_question(typed: TypedSurvey, question: int, by: int) -> int:
    """One place up (-1) or down (1); stays where there is no further. Returns its new place."""
    to = question + by
    if not 0 <= to < len(typed.questions):
        return question
    for rows in (typed.questions, *(place.cells for place in typed.places)):
        rows[question], rows[to] = rows[to], rows[question]  # type: ignore[index]
    return to


def add_answer(typed: TypedSurvey, which: int) -> None:
    if len(typed.sets[which]) >= MOST_ANSWERS:
        raise Refused(f"У вопроса может быть не больше {MOST_ANSWERS} ответов.")
    typed.sets[which].append(TypedAnswer())


def remove_answer(typed: TypedSurvey, which: int, answer: int) -> None:
    """Take an answer out of a set, unless it has figures somewhere."""
    words = typed.sets[which][answer].words
    rows = [
        place.cells[number]
        for place in typed.places
        for number, question in enumerate(typed.questions)
        if question.set == which
    ]
    if any(len(row) > answer and not row[answer].is_blank for row in rows):
        raise Refused(
            f"У ответа «{words}» есть числа. Сотрите их у всех муниципалитетов, и ответ можно убрать."
        )
    if len(typed.sets[which]) == 1:
        raise Refused("Хотя бы один ответ должен остаться.")
    del typed.sets[which][answer]
    for row in rows:
        del row[answer : answer + 1]


def add_place(typed: TypedSurvey, name: str) -> None:
    """Another municipality beside ours; the table shows it."""
    name = " ".join(name.split())
    if not name:
        raise Refused("Напишите название муниципалитета и нажмите «Добавить».")
    if any(place.name.casefold() == name.casefold() for place in typed.places):
        raise Refused(f"«{name}» в этом опросе уже есть.")
    if len(typed.places) >= MOST_PLACES:
        raise Refused(f"В одном опросе может быть не больше {MOST_PLACES} муниципалитетов.")
    typed.places.append(TypedPlace(PlaceKind.OTHER, name, cells=[[] for _ in typed.questions]))
    mode = typed.mode
    show_place(typed, len(typed.places) - 1)
    typed.mode = mode


def remove_place(typed: TypedSurvey, place: int) -> None:
    """Take out another municipality that has no figures."""
    if typed.places[place].kind != PlaceKind.OTHER or not typed.places[place].is_blank:
        raise Refused(f"У «{typed.places[place].name}» есть числа. Сотрите их, и муниципалитет можно убрать.")
    del typed.places[place]
    if typed.removed:
        del typed.removed.rows[place : place + 1]
    show_place(typed, 0)


def show_place(typed: TypedSurvey, place: int) -> None:
    """The table shows this place's figures, in the inputs that it has figures for."""
    typed.shown = place
    if not typed.place.is_blank:
        typed.mode = mode_of(typed.place)


def drop_printed(typed: TypedSurvey) -> None:
    """Leave per cents to be computed: those that were printed beside a count go from the table that is shown."""
    for row in typed.place.cells:
        row[:] = [Cell(cell.count) if cell.count.strip() else cell for cell in row]


def set_mode(typed: TypedSurvey, mode: str) -> None:
    if mode in list(Mode):
        typed.mode = Mode(mode)


def _beyond(row: list[Cell], size: int) -> bool:
    return any(not cell.is_blank for cell in row[size:])
