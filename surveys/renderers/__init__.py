"""SurveyResults -> bytes: the formats in which a survey can be downloaded, one module each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from surveys.renderers import csvfile, jsonfile, text, xlsx
from surveys.results import SurveyResults


@dataclass(frozen=True, slots=True)
class Format:
    """``purpose``: what a person would choose the file for, in Russian; ``render``: the same results always give the
    same bytes."""

    purpose: str
    content_type: str
    file_name: str
    render: Callable[[SurveyResults, BinaryIO], None]


FORMATS = {
    "xlsx": Format(
        "Таблица и диаграммы Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "survey.xlsx",
        xlsx.render,
    ),
    "csv": Format("Таблица для обработки", "text/csv; charset=utf-8", "survey.csv", csvfile.render),
    "json": Format("Данные для программ", "application/json", "survey.json", jsonfile.render),
    "text": Format("Текст для отчёта", "text/plain; charset=utf-8", "survey.txt", text.render),
}


def render(format: str, results: SurveyResults, out: BinaryIO) -> None:
    """Write a survey as one of `FORMATS`; raises KeyError for another."""
    FORMATS[format].render(results, out)
