"""The same survey through the years: a small picture for each question and one table. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from plans.inserts.values import Cell, Table
from surveys.limits import MOST_EARLIER_YEARS
from surveys.public.answers import UNKNOWN
from surveys.results import QuestionResult, SurveyResults

MOST_YEARS = MOST_EARLIER_YEARS + 1
MOST_PICTURES = 24
# Per cent of the picture's height: the values stand above the bars, the years under them.
_TOP, _BASE = Decimal(20), Decimal(82)
# Of a year's own part of the width.
_BAR = Decimal("0.6")


@dataclass(frozen=True, slots=True)
class YearBar:
    """Everything in per cent of the picture. ``is_printed``: the source printed per cents without people; ``is_shown``:
    the year of the page."""

    year: int
    words: str
    middle: str
    start: str
    width: str
    top: str
    height: str
    words_at: str
    is_printed: bool
    is_shown: bool


@dataclass(frozen=True, slots=True)
class YearsLine:
    topic: str
    spoken: str
    bars: tuple[YearBar, ...]


@dataclass(frozen=True, slots=True)
class Years:
    """``printed``: years whose source gives per cents only («2019»), joined; ``left_out``: questions that have no
    picture of their own, because there are too many."""

    lines: tuple[YearsLine, ...]
    left_out: int
    table: Table
    printed: str


@dataclass(frozen=True, slots=True)
class _Point:
    year: int
    percent: Decimal | None
    words: str


def years_of(results: SurveyResults, printed: Collection[int]) -> Years | None:
    """Oldest first. ``printed``: the years without numbers of people; None where nothing can be compared."""
    year = results.value.year
    lines = [(question, _points(question, results)) for question in results.questions]
    told = [
        (question, points)
        for question, points in lines
        if sum(point.percent is not None for point in points) > 1
    ]
    if year is None or not told:
        return None
    shown = [point.year for point in told[0][1]]
    return Years(
        lines=tuple(_line(question, points, year, printed) for question, points in told[:MOST_PICTURES]),
        left_out=max(0, len(told) - MOST_PICTURES),
        table=_table(told, shown, printed),
        printed=", ".join(str(year) for year in shown if year in printed),
    )


def _points(question: QuestionResult, results: SurveyResults) -> list[_Point]:
    ours = question.satisfaction
    points = [_Point(results.value.year or 0, ours.width if ours else None, question.satisfaction_words)]
    points += [
        _Point(year, compared.percent if compared else None, compared.words if compared else "")
        for year, compared in zip(results.earlier_years, question.earlier, strict=True)
    ]
    return points[:MOST_YEARS][::-1]


def _line(
    question: QuestionResult, points: Sequence[_Point], year: int, printed: Collection[int]
) -> YearsLine:
    said = [
        f"{point.year} год – {point.words or UNKNOWN}{', в процентах' if point.year in printed else ''}"
        for point in points
    ]
    return YearsLine(
        question.topic,
        f"{question.topic}: {'; '.join(said)}",
        tuple(_bar(place, point, len(points), year, printed) for place, point in enumerate(points)),
    )


def _bar(place: int, point: _Point, of: int, year: int, printed: Collection[int]) -> YearBar:
    slot = Decimal(100) / of
    height = (point.percent or Decimal()) * (_BASE - _TOP) / 100
    return YearBar(
        year=point.year,
        words=point.words or "–",
        middle=_percent(slot * place + slot / 2),
        start=_percent(slot * place + slot * (1 - _BAR) / 2),
        width=_percent(slot * _BAR),
        top=_percent(_BASE - height),
        height=_percent(height),
        words_at=_percent(_BASE - height - 5),
        is_printed=point.year in printed,
        is_shown=point.year == year,
    )


def _table(
    told: Sequence[tuple[QuestionResult, Sequence[_Point]]], years: Sequence[int], printed: Collection[int]
) -> Table:
    return Table(
        "Доля довольных по годам",
        ("Вопрос", *(f"{year}{', в процентах' if year in printed else ''}" for year in years)),
        tuple(
            (Cell(question.topic), *(Cell(point.words or UNKNOWN) for point in points))
            for question, points in told
        ),
    )


def _percent(value: Decimal) -> str:
    return f"{value:.2f}%"
