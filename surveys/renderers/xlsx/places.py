"""The sheet «Муниципалитеты»: satisfaction here, in the region and at the neighbours', a row a place."""

from __future__ import annotations

from decimal import Decimal

from xlsxwriter import Workbook

from surveys.renderers.xlsx.styles import (
    LINE_POINTS,
    Formats,
    lines_needed,
    set_up_page,
    write_cell,
    write_heads,
)
from surveys.results import SurveyResults
from surveys.tallies import satisfaction_of
from surveys.values import PlaceFigures

_WIDTHS = (44, 16)
_LETTERS = 15


def write_places(book: Workbook, results: SurveyResults) -> None:
    sheet, formats = book.add_worksheet("Муниципалитеты"), Formats(book)
    heads = ["Муниципалитет", "Участников", *(question.topic for question in results.questions)]
    sheet.set_column(0, 0, _WIDTHS[0])
    sheet.set_column(1, len(heads) - 1, _WIDTHS[1])
    write_heads(sheet, formats, 0, heads)
    sheet.set_row(0, LINE_POINTS * max(lines_needed(head, _LETTERS) for head in heads[1:]) + 4)
    for row, (place, named) in enumerate(zip(results.value.places, results.places, strict=True), start=1):
        said = [named.name, place.respondents, *_satisfactions(results, place)]
        for column, cell in enumerate(said):
            write_cell(sheet, formats, row, column, cell)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    set_up_page(sheet)


def _satisfactions(results: SurveyResults, place: PlaceFigures) -> list[Decimal | None]:
    found = [
        satisfaction_of(asked.answers, row)
        for asked, row in zip(results.value.questions, place.figures, strict=True)
    ]
    return [share.percent if share else None for share in found]
