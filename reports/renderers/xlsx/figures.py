"""The sheet of the figures: a line each, with real numbers."""

from __future__ import annotations

from xlsxwriter import Workbook

from reports.content import ReportContent
from reports.renderers.words import clean, yes_no_words
from reports.renderers.xlsx.styles import (
    CELL,
    CELL_LIMIT,
    HEADER_CELL,
    HIGHEST_POINTS,
    height_of,
    measured,
    set_up_page,
)

_HEADER = (
    ("№ п/п", 7),
    ("Мероприятие", 50),
    ("Показатель", 40),
    ("Единица", 14),
    ("Значение", 14),
    ("Плановое значение", 14),
)
_LETTERS = (58, 46, 16)  # of what is said in words


def write_figures(book: Workbook, content: ReportContent) -> None:
    """A line a figure, its values real numbers."""
    sheet = book.add_worksheet("Показатели")
    header = book.add_format(HEADER_CELL)
    text, number, value = (
        book.add_format(CELL),
        book.add_format(CELL | {"align": "center", "num_format": "@"}),
        book.add_format(CELL | {"align": "right", "num_format": "#,##0.####"}),
    )
    whole = book.add_format(CELL | {"align": "right", "num_format": "#,##0"})
    for column, (words, width) in enumerate(_HEADER):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, words, header)
    place = 0
    for row in content.rows:
        for figure in row.figures:
            place += 1
            sheet.write_string(place, 0, clean(row.number), number)
            names = (row.text, figure.name, figure.unit)
            cells = [measured(*each) for each in zip(names, _LETTERS, strict=True)]
            sheet.set_row(place, min(height_of(cells), HIGHEST_POINTS))
            for column, cell in enumerate(cells, start=1):
                if cell.words:
                    sheet.write_string(place, column, cell.words[: CELL_LIMIT // 2], text)
                else:
                    sheet.write_blank(place, column, None, text)
            for column, said in ((4, figure.value), (5, figure.target)):
                if not said:
                    sheet.write_blank(place, column, None, text)
                elif figure.kind == "yes_no":
                    sheet.write_string(place, column, yes_no_words(said), text)
                else:
                    sheet.write_number(place, column, float(said), value if "." in said else whole)
    sheet.ignore_errors({"number_stored_as_text": f"A1:A{place + 1}"})
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, place, len(_HEADER) - 1)
    sheet.repeat_rows(0)
    set_up_page(sheet)
