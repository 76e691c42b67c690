"""What was typed -> a survey's value, or everything that is wrong with it, each with its field. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from plans.folding import folded
from surveys.meanings import meaning_of
from surveys.office.grid.numbers import count_of, percent_of
from surveys.office.grid.typed import Cell, TypedAnswer, TypedPlace, TypedSurvey, is_meaning
from surveys.topics import topic_of
from surveys.values import Answer, AskedQuestion, Figure, Meaning, PlaceFigures, PlaceKind, SurveyValue

Number = TypeVar("Number")
_QUESTION_FIELDS = {"question": "text", "topic": "topic", "number": "number", "answer": "text"}
_LONGEST = {"text": 1000, "number": 20, "topic": 120, "words": 200, "name": 200}


@dataclass(frozen=True, slots=True)
class Problem:
    """``field``: its name in the form; ``label``: which field that is, in words; ``place``: whose table it stands in,
    None for what stands on the page whichever table is shown."""

    field: str
    label: str
    message: str
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """``value``: with problems only good for looking at; ``questions``, ``places``: which of those that were typed
    stand in it, in its order."""

    value: SurveyValue
    problems: list[Problem]
    questions: list[int]
    places: list[int]

    def problem(self, field: str, message: str) -> Problem:
        """A complaint of the write module, at the field of the form that it is about."""
        name, *numbers = field.split("-")
        if not all(number.isdecimal() for number in numbers):
            return Problem(field, "", message)
        at = [int(number) for number in numbers]
        if name == "figure":
            place, question = self.places[at[0]], self.questions[at[1]]
            return Problem(f"c-{question}-{at[2]}", f"Вопрос {question + 1}", message, place)
        if name in ("place", "respondents"):
            place = self.places[at[0]]
            field = "place-name" if name == "place" else f"respondents-{place}"
            return Problem(field, "", message, place)
        if name in _QUESTION_FIELDS:
            question = self.questions[at[0]]
            return Problem(f"q-{question}-{_QUESTION_FIELDS[name]}", f"Вопрос {question + 1}", message)
        return Problem(field, "", message)


def checked(typed: TypedSurvey, about: Mapping[str, Any]) -> Checked:
    """The survey that was typed, and what is wrong with it.

    ``about``: the checked fields of the survey itself. A question without words and figures is left out.
    """
    problems: list[Problem] = []
    kept = [place for place in range(len(typed.questions)) if not _is_blank(typed, place)]
    sizes = [_size(typed, place) for place in range(len(typed.sets))]
    sets = [_answers(typed.sets[place][:size], place, problems) for place, size in enumerate(sizes)]
    questions = tuple(_question(typed, place, sets, problems) for place in kept)
    _alike_questions(kept, questions, problems)
    if not questions:
        problems.append(Problem("new_questions", "Вопросы", "добавьте хотя бы один вопрос"))
    order = _in_order(typed)
    places = {each: _place(typed, each, kept, sizes, problems) for each in sorted(order)}
    _alike_places(typed, problems)
    value = SurveyValue(questions=questions, places=tuple(places[each] for each in order), **about)
    return Checked(value, problems, kept, order)


def _is_blank(typed: TypedSurvey, place: int) -> bool:
    return not typed.questions[place].text and all(
        cell.is_blank for each in typed.places for cell in each.cells[place]
    )


def _answers(answers: list[TypedAnswer], place: int, problems: list[Problem]) -> tuple[Answer, ...]:
    found: list[Answer] = []
    for number, answer in enumerate(answers):
        words = " ".join(answer.words.split())
        meaning = answer.meaning if is_meaning(answer.meaning) else meaning_of(words)
        field, label = f"set-{place}-{number}-words", f"Ответ {number + 1}"
        if not words:
            problems.append(Problem(field, label, "напишите ответ или уберите его"))
        elif len(words) > _LONGEST["words"]:
            problems.append(Problem(field, label, f"сократите до {_LONGEST['words']} знаков"))
        elif folded(words) in [folded(one.words) for one in found]:
            problems.append(Problem(field, label, f"«{words}» уже есть среди ответов"))
        elif meaning is None:
            problems.append(
                Problem(
                    f"set-{place}-{number}-meaning",
                    f"Ответ «{words}»",
                    "выберите, это за, против или ни то ни другое",
                )
            )
        found.append(Answer(words, Meaning(meaning or Meaning.NEUTRAL)))
    return tuple(found)


def _question(
    typed: TypedSurvey, place: int, sets: list[tuple[Answer, ...]], problems: list[Problem]
) -> AskedQuestion:
    asked = typed.questions[place]
    label = f"Вопрос {place + 1}"
    if not asked.text:
        problems.append(Problem(f"q-{place}-text", label, "напишите вопрос или уберите его вместе с числами"))
    for name, text in (("text", asked.text), ("number", asked.number), ("topic", asked.topic)):
        if len(text.strip()) > _LONGEST[name]:
            problems.append(Problem(f"q-{place}-{name}", label, f"сократите до {_LONGEST[name]} знаков"))
    topic = " ".join(asked.topic.split()) or topic_of(asked.text)
    return AskedQuestion(asked.text, sets[asked.set], asked.number.strip(), topic)


def _alike_questions(kept: list[int], questions: tuple[AskedQuestion, ...], problems: list[Problem]) -> None:
    texts = Counter(folded(question.text) for question in questions if question.text)
    first: dict[str, int] = {}
    for place, question in zip(kept, questions, strict=True):
        key = folded(question.text)
        if texts[key] > 1 and key in first:
            message = f"такой же вопрос уже стоит под номером {first[key] + 1}"
            problems.append(Problem(f"q-{place}-text", f"Вопрос {place + 1}", message))
        first.setdefault(key, place)


def _alike_places(typed: TypedSurvey, problems: list[Problem]) -> None:
    seen: set[str] = set()
    for each, place in enumerate(typed.places):
        name = " ".join(place.name.split())
        if place.kind == PlaceKind.OWN:
            continue
        if not name and not place.is_blank:
            problems.append(Problem("place-name", "Название", "назовите муниципалитет или регион", each))
        elif len(name) > _LONGEST["name"]:
            problems.append(
                Problem("place-name", "Название", f"сократите до {_LONGEST['name']} знаков", each)
            )
        elif name and folded(name) in seen:
            problems.append(Problem("place-name", "Название", f"«{name}» в опросе уже есть", each))
        seen.add(folded(name))


def _place(
    typed: TypedSurvey, each: int, kept: list[int], sizes: list[int], problems: list[Problem]
) -> PlaceFigures:
    place = typed.places[each]
    respondents, wrong = _read(count_of, place.respondents)
    if wrong:
        label = "Опрошено у нас" if each == 0 else f"Опрошено, {place.name}"
        problems.append(Problem(f"respondents-{each}", label, wrong, None if each < 2 else each))
    figures = tuple(
        tuple(
            _figure(typed, each, number, answer, problems)
            for answer in range(sizes[typed.questions[number].set])
        )
        for number in kept
    )
    return PlaceFigures(place.kind, figures, " ".join(place.name.split()), respondents)


def _size(typed: TypedSurvey, which: int) -> int:
    """How many answers of a set count: empty ones at its end are left out, unless they have figures."""
    rows = [
        place.cells[number]
        for place in typed.places
        for number, question in enumerate(typed.questions)
        if question.set == which
    ]
    used = [
        number
        for number, answer in enumerate(typed.sets[which])
        if answer.words.strip() or any(len(row) > number and not row[number].is_blank for row in rows)
    ]
    return max(used, default=0) + 1


def _figure(
    typed: TypedSurvey, each: int, question: int, answer: int, problems: list[Problem]
) -> Figure | None:
    cell = typed.places[each].cell(question, answer)
    count, wrong_count = _read(count_of, cell.count)
    percent, wrong_percent = _read(percent_of, cell.percent)
    words = typed.answers_of(typed.questions[question])[answer].words
    for prefix, wrong in (("c", wrong_count), ("p", wrong_percent)):
        if wrong:
            label = f"Вопрос {question + 1}, «{words}»"
            problems.append(Problem(f"{prefix}-{question}-{answer}", label, wrong, each))
    return None if count is None and percent is None else Figure(count, percent)


def _read(reader: Callable[[str], Number | None], text: str) -> tuple[Number | None, str]:
    try:
        return reader(text), ""
    except ValueError as error:
        return None, str(error)


def figure_of(cell: Cell) -> Figure | None:
    """As far as it can be read: for the sums that are shown beside what is typed."""
    count, percent = _read(count_of, cell.count)[0], _read(percent_of, cell.percent)[0]
    return None if count is None and percent is None else Figure(count, percent)


def wrong_in(cell: Cell) -> str:
    """Why a cell can't be read, «» where it can."""
    return _read(count_of, cell.count)[1] or _read(percent_of, cell.percent)[1]


def respondents_of(place: TypedPlace) -> int | None:
    return _read(count_of, place.respondents)[0]


def _in_order(typed: TypedSurvey) -> list[int]:
    """Ours, the region's where anything is known of it, then others by name."""
    order = list(PlaceKind)
    known = [
        each
        for each, place in enumerate(typed.places)
        if place.kind != PlaceKind.REGION or not place.is_blank
    ]
    return sorted(
        known, key=lambda each: (order.index(typed.places[each].kind), typed.places[each].name.casefold())
    )
