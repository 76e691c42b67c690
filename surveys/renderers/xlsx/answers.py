"""The sheet «Ответы»: what the survey is, then its answers under the template's own columns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from surveys.renderers.rows import COLUMNS, answer_rows
from surveys.renderers.xlsx.styles import (
    LINE_POINTS,
    Formats,
    lines_needed,
    set_up_page,
    write_cell,
    write_heads,
)
from surveys.results import SurveyResults

_WIDTHS = (40, 22, 10, 10, 16, 9)
_OF_PLACES = 11.5
_LETTERS, _HEAD_LETTERS = 43, 10
_NUMBER = COLUMNS.index("№ вопроса")
# A printed page holds our columns with the region's, the next ones repeat question and answer before other places.
_REPEATED = 2
_FIRST_PAGE, _NEXT_PAGE = len(COLUMNS) + 2, 6
_SCALE = 75


def write_answers(book: Workbook, results: SurveyResults) -> None:
    """A row an answer; numbers are numbers, the question's number is text."""
    sheet, formats = book.add_worksheet("Ответы"), Formats(book)
    first = _write_about(sheet, formats, results)
    heads, *rows = answer_rows(results)
    for column in range(len(heads)):
        width = _WIDTHS[column] if column < len(_WIDTHS) else _OF_PLACES
        sheet.set_column(column, column, width)
    write_heads(sheet, formats, first, [str(head) for head in heads])
    sheet.set_row(
        first, LINE_POINTS * max(lines_needed(str(head), _HEAD_LETTERS) for head in heads[_NUMBER:]) + 4
    )
    for place, row in enumerate(rows, start=first + 1):
        sheet.set_row(place, LINE_POINTS * lines_needed(str(row[0]), _LETTERS) + 2)
        for column, said in enumerate(row):
            if column == _NUMBER and said:
                sheet.write_string(place, column, str(said), formats.middle)
            else:
                write_cell(sheet, formats, place, column, said)
    last = first + len(rows)
    sheet.ignore_errors({"number_stored_as_text": f"F1:F{last + 1}"})
    sheet.freeze_panes(first + 1, 0)
    sheet.autofilter(first, 0, last, len(heads) - 1)
    sheet.repeat_rows(first)
    sheet.repeat_columns(0, _REPEATED - 1)
    set_up_page(sheet)
    sheet.set_v_pagebreaks([*range(_FIRST_PAGE, len(heads), _NEXT_PAGE)])
    sheet.set_print_scale(_SCALE)  # fitted to one page, many places would be too small to read


def _write_about(sheet: Worksheet, formats: Formats, results: SurveyResults) -> int:
    """The title and what is known of the survey, a line each; gives the row of the header."""
    sheet.set_row(0, 22)
    sheet.write_string(0, 0, results.heading, formats.title)
    lines = list(_about(results))
    for row, words in enumerate(lines, start=1):
        sheet.write_string(row, 0, words, formats.line)
    return len(lines) + 2


def _about(results: SurveyResults) -> Iterator[str]:
    value = results.value
    if results.lead:
        yield results.lead
    if value.starts_on and value.ends_on:
        starts, ends = (date.fromisoformat(day) for day in (value.starts_on, value.ends_on))
        yield f"Проводился с {starts:%d.%m.%Y} по {ends:%d.%m.%Y}"
    if value.source:
        yield f"Источник: {value.source}"
