"""Plain surveys for tests, with made-up figures."""

from __future__ import annotations

from decimal import Decimal

from surveys.results import Whose
from surveys.values import Answer, AskedQuestion, Figure, Meaning, PlaceFigures, PlaceKind, SurveyValue

WHOSE = Whose("zarechny", "Заречный муниципальный округ", "Северная область")
YES_NO = (
    Answer("Да", Meaning.POSITIVE),
    Answer("скорее Да", Meaning.POSITIVE),
    Answer("Нет", Meaning.NEGATIVE),
    Answer("скорее Нет", Meaning.NEGATIVE),
)
THREE = (
    Answer("удовлетворён", Meaning.POSITIVE),
    Answer("не удовлетворён", Meaning.NEGATIVE),
    Answer("затрудняюсь ответить", Meaning.NEUTRAL),
)
Row = tuple[Figure | None, ...]


def people(*counts: int | None) -> Row:
    return tuple(None if count is None else Figure(count) for count in counts)


def percents(*printed: str) -> Row:
    return tuple(Figure(None, Decimal(percent)) for percent in printed)


def question(text: str, answers: tuple[Answer, ...] = YES_NO, **more: str) -> AskedQuestion:
    return AskedQuestion(text, answers, **more)


def own(*figures: Row, respondents: int | None = None) -> PlaceFigures:
    return PlaceFigures(PlaceKind.OWN, figures, respondents=respondents)


def region(*figures: Row, name: str = "Северная область", respondents: int | None = None) -> PlaceFigures:
    return PlaceFigures(PlaceKind.REGION, figures, name, respondents)


def other(name: str, *figures: Row, respondents: int | None = None) -> PlaceFigures:
    return PlaceFigures(PlaceKind.OTHER, figures, name, respondents)


def survey(
    *questions: AskedQuestion,
    places: tuple[PlaceFigures, ...],
    year: int | None = 2021,
    title: str = "Опрос жителей",
    **more: str,
) -> SurveyValue:
    return SurveyValue(title, questions, places, year, **more)


def buses_and_roads(year: int = 2021, **more: str) -> SurveyValue:
    """Two questions on the usual scale; 642 people."""
    return survey(
        question("Довольны ли Вы автобусами?", number="1", topic="Автобусы"),
        question("Довольны ли Вы дорогами?", number="2", topic="Дороги"),
        places=(own(people(195, 176, 145, 126), people(144, 198, 150, 150), respondents=642),),
        year=year,
        **more,
    )


def many_questions(count: int, year: int = 2021) -> SurveyValue:
    questions = [question(f"Довольны ли Вы услугой {number}?") for number in range(count)]
    rows = [people(10 + number, 20, 30, 40) for number in range(count)]
    return survey(*questions, places=(own(*rows),), year=year)
