"""The sheet of surveys and other inserts: tables with real numbers, charts that are Excel's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from accounts.wording import date_words
from plans.inserts.values import Cell, InsertValue, Table
from reports.content import ReportContent
from reports.renderers.words import clean, lines_needed
from reports.renderers.xlsx.charts import write_chart
from reports.renderers.xlsx.styles import CELL, CELL_LIMIT, FONT, HEADER_CELL, LINE_POINTS, set_up_page

SHEET = "Опросы и данные"
_FIRST_WIDTH, _WIDTH, _COLUMNS = 52, 13, 16
_FIRST_LETTERS, _LETTERS, _PAGE_LETTERS = 60, 14, 150
# «642», «5 942», «69,6», «−3», «30 %»: the spaces are those that numbers are printed with.
_NUMBER = re.compile(r"([-−]?\d{1,3}(?:[ \u00a0\u2009\u202f]?\d{3})*(?:,\d+)?)(?:[ \u00a0\u202f]?(%))?")


def write_inserts(book: Workbook, content: ReportContent) -> None:
    """In the order of the rows that they belong to."""
    sheet = book.add_worksheet(SHEET)
    sheet.set_column(0, 0, _FIRST_WIDTH)
    sheet.set_column(1, _COLUMNS, _WIDTH)
    writer = _Writer(book, sheet)
    starts = []
    for row in content.rows:
        for insert in row.inserts:
            starts.append(writer.place)
            writer.write(insert, row.number)
    set_up_page(sheet)
    sheet.set_h_pagebreaks(starts[1:])


class _Writer:
    """``place``: the sheet's next free row."""

    def __init__(self, book: Workbook, sheet: Worksheet) -> None:
        self._book, self._sheet = book, sheet
        self._title = book.add_format(FONT | {"bold": True, "font_size": 14})
        self._subtitle = book.add_format(FONT | {"bold": True})
        self._line = book.add_format(FONT)
        self._head = book.add_format(HEADER_CELL)
        self._text = book.add_format(CELL)
        self._formats: dict[str, Format] = {}
        self.place = 0

    def write(self, insert: InsertValue, number: str) -> None:
        self._say(insert.title, self._title)
        self._say(f"К пункту {number}. {insert.lead}".strip(), self._line)
        self._say(f"Данные на {date_words(date.fromisoformat(insert.as_of))}", self._line)
        self.place += 1
        for table in insert.tables:
            self._table(table)
        if insert.note:
            self._say(insert.note, self._line)
            self.place += 1
        if insert.chart:
            self._say(insert.chart.title, self._subtitle)
            self.place = write_chart(
                self._book, self._sheet, self.place, insert.chart, head=self._head, text=self._text
            )
        self.place += 1

    def _say(self, words: str, cell_format: Format) -> None:
        """One line over the sheet's width, however high it must be."""
        if len(words) > _PAGE_LETTERS:
            wrapped = self._book.add_format(FONT | {"text_wrap": True})
            self._sheet.merge_range(self.place, 0, self.place, 8, "", wrapped)
            self._sheet.set_row(self.place, LINE_POINTS * lines_needed(words, _PAGE_LETTERS))
            cell_format = wrapped
        self._sheet.write_string(self.place, 0, clean(words)[: CELL_LIMIT // 2], cell_format)
        self.place += 1

    def _table(self, table: Table) -> None:
        """A cell that says two numbers («195», «30 %») takes two columns."""
        columns = [_needs_two([row[column] for row in table.rows]) for column in range(len(table.head))]
        self._say(table.title, self._subtitle)
        self._row(_heads(table.head, columns), self._head)
        for row in table.rows:
            said = [
                words
                for cell, is_double in zip(row, columns, strict=True)
                for words in ((cell.text, cell.more) if is_double else (cell.text,))
            ]
            self._row(said, None)
        self.place += 1

    def _row(self, said: Sequence[str], head: Format | None) -> None:
        first, *others = [clean(words) for words in said]
        lines = [lines_needed(first, _FIRST_LETTERS), *(lines_needed(words, _LETTERS) for words in others)]
        self._sheet.set_row(self.place, LINE_POINTS * max(lines) + 2)
        for column, words in enumerate((first, *others)):
            number = None if head or not column else _number(words)
            if not words:
                self._sheet.write_blank(self.place, column, None, head or self._text)
            elif number is None:
                self._sheet.write_string(self.place, column, words[: CELL_LIMIT // 2], head or self._text)
            else:
                value, pattern = number
                self._sheet.write_number(self.place, column, float(value), self._of_numbers(pattern))
        self.place += 1

    def _of_numbers(self, pattern: str) -> Format:
        if pattern not in self._formats:
            self._formats[pattern] = self._book.add_format(CELL | {"align": "right", "num_format": pattern})
        return self._formats[pattern]


def _needs_two(cells: Sequence[Cell]) -> bool:
    return any(cell.more for cell in cells)


def _heads(head: Sequence[str], columns: Sequence[bool]) -> list[str]:
    """The second of two columns is the first in per cent."""
    return [
        words
        for title, is_double in zip(head, columns, strict=True)
        for words in ((title, f"{title}, %") if is_double else (title,))
    ]


def _number(words: str) -> tuple[Decimal, str] | None:
    """A number as printed, and how Excel prints it so; None for words."""
    found = _NUMBER.fullmatch(words)
    if not found:
        return None
    plain = re.sub(r"[ \u00a0\u2009\u202f]", "", found[1]).replace("−", "-").replace(",", ".")
    value = Decimal(plain)
    places = "." + "0" * len(plain.partition(".")[2]) if "." in plain else ""
    return (value / 100, f"0{places}%") if found[2] else (value, f"#,##0{places}")
