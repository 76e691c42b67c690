"""The answers of a survey as rows of a table, for CSV and Excel: one line an answer, then who took part. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from surveys.results import SurveyResults
from surveys.tallies import shares_of
from surveys.values import Figure, Meaning, PlaceKind

# The template's own columns, by which a file is read back.
COLUMNS = ("Вопрос", "Вариант ответа", "Ответов", "Процент", "Оценка", "№ вопроса")
TOOK_PART = "Всего приняли участие"
MEANINGS = {
    Meaning.POSITIVE: "положительный",
    Meaning.NEGATIVE: "отрицательный",
    Meaning.NEUTRAL: "нейтральный",
}
Cell = str | int | Decimal | None


def answer_rows(results: SurveyResults) -> Iterator[tuple[Cell, ...]]:
    """The header, a row an answer, and one with the people who took part; None for an empty cell. Per cents are
    counted from the people, and as printed where there are none."""
    value = results.value
    others = [place for place in value.places if place.kind is not PlaceKind.OWN]
    yield (*COLUMNS, *(f"{place.name}, {what}" for place in others for what in ("чел.", "%")))
    for at, asked in enumerate(value.questions):
        own = _figures(value.own.figures[at])
        beside = [_figures(place.figures[at]) for place in others]
        for answer, words in enumerate(asked.answers):
            yield (
                asked.text,
                words.words,
                *own[answer],
                MEANINGS[words.meaning],
                asked.number,
                *(cell for figures in beside for cell in figures[answer]),
            )
    if any(place.respondents is not None for place in value.places):
        people = [cell for place in others for cell in (place.respondents, None)]
        yield (TOOK_PART, None, value.own.respondents, None, None, None, *people)


def _figures(row: Sequence[Figure | None]) -> list[tuple[int | None, Decimal | None]]:
    """``(people, per cent)`` of each answer."""
    return [
        (figure.count if figure else None, share.percent if share else None)
        for figure, share in zip(row, shares_of(row), strict=True)
    ]
