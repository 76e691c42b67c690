"""SurveyResults -> JSON for programs; `docs/formats.md` describes the keys."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, BinaryIO

from surveys.results import Compared, QuestionResult, SurveyResults
from surveys.tallies import Share, satisfaction_of, shares_of, total_of
from surveys.values import AskedQuestion, Figure, PlaceFigures

SCHEMA = 1


def render(results: SurveyResults, out: BinaryIO) -> None:
    """Every figure and what is counted from it; UTF-8, readable for people too."""
    out.write(json.dumps(data_of(results), ensure_ascii=False, indent=2).encode())
    out.write(b"\n")


def data_of(results: SurveyResults) -> dict[str, Any]:
    """As plain values; per cents as numbers."""
    value, whose = results.value, results.whose
    return {
        "schema": SCHEMA,
        "title": value.title,
        "year": value.year,
        "municipality": {"slug": whose.slug, "name": whose.name, "region": whose.region},
        "intro": value.intro,
        "source": value.source,
        "starts_on": value.starts_on,
        "ends_on": value.ends_on,
        "respondents": value.own.respondents,
        "respondents_region": value.region.respondents if value.region else None,
        "places": [
            {"kind": place.kind.value, "name": place.name or whose.name, "respondents": place.respondents}
            for place in value.places
        ],
        "questions": [
            _question(results, asked, question)
            for asked, question in zip(value.questions, results.questions, strict=True)
        ],
    }


def _question(results: SurveyResults, asked: AskedQuestion, question: QuestionResult) -> dict[str, Any]:
    rows = [place.figures[question.place] for place in results.value.places]
    shares = [shares_of(row) for row in rows]
    return {
        "number": question.number,
        "topic": question.topic,
        "text": asked.text,
        "answers": [
            {
                "answer": answer.words,
                "meaning": answer.meaning.value,
                "figures": [_figure(row[at], found[at]) for row, found in zip(rows, shares, strict=True)],
            }
            for at, answer in enumerate(asked.answers)
        ],
        "results": [_result(asked, place, question.place) for place in results.value.places],
        "earlier": [
            _compared(year, compared)
            for year, compared in zip(results.earlier_years, question.earlier, strict=True)
            if compared
        ],
    }


def _figure(figure: Figure | None, share: Share | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {
        "count": figure.count,
        "percent": _number(share.percent) if share else None,
        "decimals": share.places if share else None,
    }


def _result(asked: AskedQuestion, place: PlaceFigures, at: int) -> dict[str, Any]:
    satisfaction = satisfaction_of(asked.answers, place.figures[at])
    return {
        "total": total_of(place.figures[at]),
        "satisfaction": _number(satisfaction.percent) if satisfaction else None,
        "decimals": satisfaction.places if satisfaction else None,
    }


def _compared(year: int, compared: Compared) -> dict[str, Any]:
    return {
        "year": year,
        "satisfaction": _number(compared.percent),
        "points": None if compared.points is None else _number(compared.points),
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
