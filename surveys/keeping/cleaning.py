"""What may be kept of a survey: its texts without what no database takes; all that is wrong, by field. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from plans.folding import folded
from plans.shares import places_of
from surveys.limits import MOST_ANSWERS, MOST_PLACES, MOST_QUESTIONS
from surveys.values import Answer, AskedQuestion, Figure, PlaceFigures, PlaceKind, SurveyValue

YEARS = range(1990, 2101)
MOST_PEOPLE = 1_000_000_000
MOST_PERCENT_PLACES = 4
LONGEST_INTRO = 20_000
_LONGEST = {
    "title": 300,
    "source": 500,
    "question": 1000,
    "topic": 120,
    "number": 20,
    "answer": 200,
    "place": 200,
}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")

Problems = Iterator[tuple[str, str]]


def cleaned(value: SurveyValue) -> SurveyValue:
    """The same on single lines with single spaces, the intro by lines; a figure that says nothing is none."""
    return replace(
        value,
        title=_one_line(value.title),
        intro=_lines(value.intro),
        source=_one_line(value.source),
        questions=tuple(_question(question) for question in value.questions),
        places=tuple(_place(place) for place in value.places),
    )


def in_order(value: SurveyValue) -> SurveyValue:
    """This municipality first, then the region, then the others by name."""
    kinds = list(PlaceKind)
    places = sorted(value.places, key=lambda place: (kinds.index(place.kind), place.name))
    return replace(value, places=tuple(places))


def problems_of(value: SurveyValue) -> dict[str, str]:
    """Field -> a Russian sentence; the names of fields stand at `surveys.keeping.keep`.

    Raises ValueError where the places' figures do not fit the questions: a mistake of a program.
    """
    sizes = [len(question.answers) for question in value.questions]
    if any([len(figures) for figures in place.figures] != sizes for place in value.places):
        raise ValueError("Every place has a figure, or None, for each answer of each question.")
    found: dict[str, str] = {}
    for problems in (_of_survey(value), _of_questions(value.questions), _of_places(value.places)):
        for field, message in problems:
            found.setdefault(field, message)
    return found


def _of_survey(value: SurveyValue) -> Problems:
    if not value.title:
        yield "title", "Назовите опрос."
    yield from _too_long("title", "title", value.title)
    yield from _too_long("source", "source", value.source)
    if value.year is None or value.year not in YEARS:
        yield "year", f"Укажите год опроса: от {YEARS[0]} до {YEARS[-1]}."
    if len(value.intro) > LONGEST_INTRO:
        yield "intro", f"Вступление длиннее {LONGEST_INTRO} знаков. Сократите его."
    days = {}
    for field, words in (("starts_on", value.starts_on), ("ends_on", value.ends_on)):
        try:
            days[field] = date.fromisoformat(words) if words else None
        except ValueError:
            yield field, "Укажите день так: 01.03.2022."
    starts, ends = days.get("starts_on"), days.get("ends_on")
    if starts and ends and ends < starts:
        yield "ends_on", "Опрос кончается раньше, чем начинается. Поменяйте дни местами."


def _of_questions(questions: Sequence[AskedQuestion]) -> Problems:
    if not questions:
        yield "questions", "Добавьте хотя бы один вопрос."
    if len(questions) > MOST_QUESTIONS:
        yield "questions", f"В опросе больше {MOST_QUESTIONS} вопросов. Разделите его на несколько."
    seen: set[str] = set()
    for place, question in enumerate(questions):
        field = f"question-{place}"
        if not question.text:
            yield field, "Напишите вопрос."
        elif folded(question.text) in seen:
            yield field, "Такой вопрос в этом опросе уже есть."
        seen.add(folded(question.text))
        yield from _too_long(field, "question", question.text)
        yield from _too_long(f"topic-{place}", "topic", question.topic)
        yield from _too_long(f"number-{place}", "number", question.number)
        yield from _of_answers(place, question.answers)


def _of_answers(place: int, answers: Sequence[Answer]) -> Problems:
    if not answers:
        yield f"question-{place}", "Добавьте вопросу хотя бы один вариант ответа."
    if len(answers) > MOST_ANSWERS:
        yield f"question-{place}", f"У вопроса больше {MOST_ANSWERS} вариантов ответа. Объедините редкие."
    seen: set[str] = set()
    for at, answer in enumerate(answers):
        field = f"answer-{place}-{at}"
        if not answer.words:
            yield field, "Напишите вариант ответа."
        elif folded(answer.words) in seen:
            yield field, "Такой ответ у этого вопроса уже есть."
        seen.add(folded(answer.words))
        yield from _too_long(field, "answer", answer.words)


def _of_places(places: Sequence[PlaceFigures]) -> Problems:
    kinds = [place.kind for place in places]
    if kinds.count(PlaceKind.OWN) != 1 or kinds.count(PlaceKind.REGION) > 1:
        raise ValueError("A survey has this municipality once and the region at most once.")
    if len(places) > MOST_PLACES:
        yield "questions", f"В опросе больше {MOST_PLACES} муниципалитетов. Оставьте соседние."
    seen: set[str] = set()
    for place, figures in enumerate(places):
        if figures.kind is not PlaceKind.OWN:
            if not figures.name:
                yield f"place-{place}", "Назовите муниципалитет или регион."
            elif folded(figures.name) in seen:
                yield f"place-{place}", "Это место в опросе уже есть."
            seen.add(folded(figures.name))
            yield from _too_long(f"place-{place}", "place", figures.name)
        if figures.respondents is not None and not 0 <= figures.respondents <= MOST_PEOPLE:
            yield f"respondents-{place}", "Число опрошенных – целое, от нуля до миллиарда."
        for question, row in enumerate(figures.figures):
            for at, figure in enumerate(row):
                if figure and (message := _wrong_figure(figure)):
                    yield f"figure-{place}-{question}-{at}", message


def _wrong_figure(figure: Figure) -> str:
    if figure.count is not None and not 0 <= figure.count <= MOST_PEOPLE:
        return "Число ответов – целое, от нуля до миллиарда."
    percent = figure.percent
    if percent is None:
        return ""
    if not percent.is_finite() or not 0 <= percent <= 100:
        return "Процент – число от 0 до 100."
    if places_of(percent) > MOST_PERCENT_PLACES:
        return f"У процента не больше {MOST_PERCENT_PLACES} знаков после запятой."
    return ""


def _too_long(field: str, kind: str, text: str) -> Problems:
    if len(text) > _LONGEST[kind]:
        yield field, f"Здесь {len(text)} знаков, а помещается {_LONGEST[kind]}. Сократите."


def _question(question: AskedQuestion) -> AskedQuestion:
    return AskedQuestion(
        text=_one_line(question.text),
        number=_one_line(question.number),
        topic=_one_line(question.topic),
        answers=tuple(Answer(_one_line(answer.words), answer.meaning) for answer in question.answers),
    )


def _place(place: PlaceFigures) -> PlaceFigures:
    figures = tuple(
        tuple(None if each == Figure() else each for each in figures) for figures in place.figures
    )
    name = "" if place.kind is PlaceKind.OWN else _one_line(place.name)
    return replace(place, name=name, figures=figures)


def _one_line(text: str) -> str:
    return " ".join(_takeable(text).split())


def _lines(text: str) -> str:
    lines = _takeable(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def _takeable(text: str) -> str:
    # A lone half of a sign of two is none, and no database takes it.
    return _CONTROL.sub("", text.encode(errors="ignore").decode())
