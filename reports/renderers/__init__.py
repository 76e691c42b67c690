"""ReportContent -> bytes: the formats in which a report can be downloaded, one module each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from reports.content import ReportContent
from reports.renderers import csvfile, docx, jsonfile, xlsx


@dataclass(frozen=True, slots=True)
class Format:
    """``purpose``: what a person would choose the file for, in Russian; ``render``: the same content always gives the
    same bytes."""

    purpose: str
    content_type: str
    file_name: str
    render: Callable[[ReportContent, BinaryIO], None]


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS = {
    "docx": Format("Документ Word", f"{_OFFICE}.wordprocessingml.document", "report.docx", docx.render),
    "xlsx": Format("Таблица Excel", f"{_OFFICE}.spreadsheetml.sheet", "report.xlsx", xlsx.render),
    "json": Format("Данные для программ", "application/json", "report.json", jsonfile.render),
    "csv": Format("Таблица для обработки", "text/csv; charset=utf-8", "report.csv", csvfile.render),
}


def render(format: str, content: ReportContent, out: BinaryIO) -> None:
    """Write a report as one of `FORMATS`; raises KeyError for another."""
    FORMATS[format].render(content, out)
