"""The sheet of the report's table.

Numbers of rows are text: as numbers 6.10 would become 6.1 or a date. Text is never a formula or a link. A row of the
report that is higher than Excel allows stands in cells merged over several rows; a text longer than a cell can hold
goes on in a row beneath that has no number, which an import joins again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.content import ReportContent
from reports.renderers.words import DRAFT, clean, lines_needed, printed_words
from reports.renderers.xlsx.styles import (
    CELL,
    CELL_LIMIT,
    FONT,
    HEADER_CELL,
    HIGHEST_POINTS,
    LINE_POINTS,
    MIDDLE,
    Cell,
    height_of,
    measured,
    set_up_page,
)

HEADER = (
    "№ п/п",
    "Наименование мероприятия",
    "Ответственные исполнители",
    "Срок исполнения",
    "Информация о проведении мероприятия",
)
# In Excel's own characters; together they fill an A4 page at about three quarters of their size. A line takes about
# one and a fifth times as many letters of our font.
WIDTHS = (7, 40, 24, 20, 92)
_LETTERS = (8, 46, 27, 23, 106)

_BETWEEN_LINES = re.compile(r"(?<=[^\n])\n(?=[^\n])")
_FIRST_ROW = 2
_REMEMBERED = 1_000
_TITLE_CHARACTERS = 145


def write_report(book: Workbook, content: ReportContent) -> None:
    sheet = book.add_worksheet("Отчет")
    last_column = len(HEADER) - 1
    title = book.add_format(FONT | MIDDLE | {"bold": True, "font_size": 12, "text_wrap": True})
    header = book.add_format(HEADER_CELL)
    section = book.add_format(CELL | MIDDLE | {"bold": True})
    for column, (words, width) in enumerate(zip(HEADER, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(_FIRST_ROW - 1, column, words, header)
    words = " ".join(clean(content.title).split())
    _merge(sheet, 0, f"{DRAFT}\n{words}" if content.is_draft else words, title)
    if content.is_draft:
        sheet.set_header(f'&R&"Times New Roman,Bold"&16{DRAFT}')
    formats = {
        "group": _formats(book, {"bold": True}),
        "activity": _formats(book, {}),
    }
    # The same officers, deadlines and texts stand in many rows.
    remembered = lru_cache(_REMEMBERED)(measured)
    place = _FIRST_ROW
    for row in content.rows:
        if row.kind == "section":
            _merge(sheet, place, clean(row.text), section)
            place += 1
            continue
        officers = "\n".join([officer.name for officer in row.officers])
        texts = (row.number, row.text, officers, row.deadline, printed_words(row))
        for cells in _fitting([remembered(*each) for each in zip(texts, _LETTERS, strict=True)]):
            place = _write_line(sheet, place, cells, formats[row.kind])
    last_row = max(place - 1, _FIRST_ROW - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:A{last_row + 1}"})
    sheet.freeze_panes(_FIRST_ROW, 0)
    sheet.autofilter(_FIRST_ROW - 1, 0, last_row, last_column)
    sheet.repeat_rows(_FIRST_ROW - 1)
    sheet.print_area(0, 0, last_row, last_column)
    set_up_page(sheet)


def _formats(book: Workbook, more: dict[str, Any]) -> tuple[Format, ...]:
    text = book.add_format(CELL | more)
    number = book.add_format(CELL | more | {"align": "center", "num_format": "@"})
    return (number, text, text, text, text)


def _merge(sheet: Worksheet, place: int, words: str, cell_format: Format) -> None:
    """One text over the whole width; Excel fits no height to merged cells by itself."""
    sheet.set_row(place, LINE_POINTS * lines_needed(words, _TITLE_CHARACTERS) + 6)
    sheet.merge_range(place, 0, place, len(HEADER) - 1, "", cell_format)
    if words:
        sheet.write_string(place, 0, words, cell_format)


def _write_line(sheet: Worksheet, place: int, cells: Sequence[Cell], formats: Sequence[Format]) -> int:
    """Write one row, over as many of the sheet's as its height needs; gives the place of the next.

    The height is estimated: Excel would fit it by itself when it opens the file, others would not.
    """
    height = height_of(cells)
    count = -(-height // HIGHEST_POINTS)
    for each in range(place, place + count):
        sheet.set_row(each, height / count)
    if count > 1:
        for column, cell_format in enumerate(formats):
            sheet.merge_range(place, column, place + count - 1, column, "", cell_format)
    for column, cell in enumerate(cells):
        if cell.words:
            sheet.write_string(place, column, cell.words, formats[column])
        else:
            sheet.write_blank(place, column, None, formats[column])
    return place + count


def _fitting(cells: Sequence[Cell]) -> list[Sequence[Cell]]:
    """The sheet's rows for a row of the report: one, unless a text is longer than a cell can hold."""
    if max([len(cell.words) for cell in cells]) <= CELL_LIMIT // 2:
        return [cells]
    rows = zip_longest(*[_pieces(cell.words) for cell in cells], fillvalue="")
    return [[measured(*each) for each in zip(row, _LETTERS, strict=True)] for row in rows]


def _pieces(text: str) -> Iterator[str]:
    """The text cut between two lines that are not blank, else between words, else anywhere."""
    while len(text.encode("utf-16-le")) // 2 > CELL_LIMIT:
        beginning = text[: CELL_LIMIT // 2]
        cuts = [found.start() for found in _BETWEEN_LINES.finditer(beginning)] or [beginning.rfind(" ")]
        end = cuts[-1]
        yield text[:end] if end > 0 else beginning
        text = text[end + 1 :] if end > 0 else text[len(beginning) :]
    yield text
