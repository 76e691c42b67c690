"""ReportContent -> Excel: a sheet for the report, for its figures and inserts if it has any, and for its version."""

from __future__ import annotations

from datetime import UTC
from typing import BinaryIO

from xlsxwriter import Workbook

from reports.content import ReportContent
from reports.renderers.words import clean, published_at
from reports.renderers.xlsx.facts import write_facts
from reports.renderers.xlsx.figures import write_figures
from reports.renderers.xlsx.inserts import write_inserts
from reports.renderers.xlsx.report import HEADER, write_report

__all__ = ["HEADER", "OPTIONS", "render"]

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def render(content: ReportContent, out: BinaryIO) -> None:
    """Write the book: wrapped text cells, frozen and repeated header, filter, landscape A4 one page wide."""
    book = Workbook(out, OPTIONS)
    book.set_properties(
        {
            "title": clean(content.title),
            "author": clean(content.municipality.name),
            "created": published_at(content).astimezone(UTC).replace(tzinfo=None),
        }
    )
    write_report(book, content)
    if any(row.figures for row in content.rows):
        write_figures(book, content)
    if any(row.inserts for row in content.rows):
        write_inserts(book, content)
    write_facts(book, content)
    book.close()
