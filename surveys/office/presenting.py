"""Surveys as the office's pages show them: lines of the list, tables of figures to read, findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from accounts.wording import counted, date_words, number_words, percent_words
from surveys.findings import Finding, findings_of
from surveys.models import Survey
from surveys.tallies import computed_percent, satisfaction_of, shares_of, total_of
from surveys.values import Answer, AskedQuestion, Figure, PlaceFigures, PlaceKind, SurveyValue

# What is wrong by any reading; the rest is worth a look.
_ERRORS = {"percentage_mismatch", "percent_sum"}
_TITLES = {
    "percentage_mismatch": "Процент не сходится",
    "percent_sum": "Проценты больше ста",
    "totals_differ": "Разное число ответов",
    "respondents_differ": "Ответов не столько, сколько опрошенных",
    "meaning_unknown": "Непонятно, за или против",
    "left_out": "Не взято",
}


@dataclass(frozen=True, slots=True)
class LineView:
    """A survey in the list."""

    survey: Survey
    questions: int
    respondents: str
    findings: int


@dataclass(frozen=True, slots=True)
class CellView:
    """``printed``: as the source has it; ``computed``: by the counts; ``differs``: they are not the same."""

    words: str
    count: str
    printed: str
    computed: str
    differs: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """A question with the figures of one place."""

    number: str
    topic: str
    text: str
    cells: tuple[CellView, ...]
    total: str
    satisfied: str


@dataclass(frozen=True, slots=True)
class TableView:
    """Questions in a row with one set of answers."""

    answers: tuple[Answer, ...]
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Figures of one place; ``tables`` empty where only the number of its respondents is known."""

    title: str
    respondents: str
    tables: tuple[TableView, ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """As `components/finding.html` takes it."""

    kind: str
    title: str
    text: str
    place: str


def line_views(surveys: Sequence[Survey], values: Sequence[SurveyValue]) -> list[LineView]:
    """In the same order."""
    return [
        LineView(survey, len(value.questions), _people(value.own.respondents), len(findings_of(value)))
        for survey, value in zip(surveys, values, strict=True)
    ]


def place_views(survey: SurveyValue) -> list[PlaceView]:
    return [
        PlaceView(
            "Наш муниципалитет" if place.kind == PlaceKind.OWN else place.name or "Регион",
            _people(place.respondents),
            tuple(_tables(survey, place)) if _has_figures(place) else (),
        )
        for place in survey.places
    ]


def finding_views(findings: Iterable[Finding]) -> list[FindingView]:
    return [
        FindingView(
            "error" if finding.code in _ERRORS else "warn",
            finding.question or _TITLES.get(finding.code, ""),
            finding.message,
            finding.where[:1].upper() + finding.where[1:],
        )
        for finding in findings
    ]


def import_steps(now: int) -> list[dict[str, str]]:
    """For `components/stepper.html`; ``now`` counts from 1."""
    titles = ("Файл или текст", "Проверка", "Опрос в портале")
    return [
        {"title": title, "state": "done" if place < now else "now" if place == now else "next"}
        for place, title in enumerate(titles, start=1)
    ]


def days_words(survey: Survey) -> str:
    """«с 1 июня 2021 г. по 1 июля 2021 г.», «» where no day is known."""
    start, end = survey.starts_on, survey.ends_on
    if start == end:
        return date_words(start) if start else ""
    return " ".join(f"{word} {date_words(day)}" for word, day in (("с", start), ("по", end)) if day)


def _has_figures(place: PlaceFigures) -> bool:
    return any(figure for row in place.figures for figure in row)


def _tables(survey: SurveyValue, place: PlaceFigures) -> Iterable[TableView]:
    numbered = list(enumerate(survey.questions))
    for answers, group in groupby(numbered, key=lambda pair: pair[1].answers):
        yield TableView(
            answers, tuple(_row(question, number, place.figures[number]) for number, question in group)
        )


def _row(question: AskedQuestion, number: int, figures: tuple[Figure | None, ...]) -> RowView:
    total = total_of(figures)
    satisfied = satisfaction_of(question.answers, figures)
    cells = []
    for answer, figure, share in zip(question.answers, figures, shares_of(figures), strict=True):
        right = computed_percent(figure, total)
        printed = figure.percent if figure else None
        cells.append(
            CellView(
                answer.words,
                "" if figure is None or figure.count is None else number_words(figure.count),
                "" if printed is None else percent_words(printed),
                percent_words(share.percent) if share and share.count is not None else "",
                right is not None and right != printed,
            )
        )
    return RowView(
        question.number or str(number + 1),
        question.topic,
        question.text,
        tuple(cells),
        "" if total is None else number_words(total),
        percent_words(satisfied.percent) if satisfied else "",
    )


def _people(respondents: int | None) -> str:
    return "" if respondents is None else counted(respondents, "человек", "человека", "человек")
