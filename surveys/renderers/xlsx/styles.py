"""How the sheets look: our usual table and our tones of answers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from plans.shares import places_of
from surveys.tallies import Share

FONT: dict[str, Any] = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
CELL = FONT | {"border": 1, "text_wrap": True}
HEADER_CELL = CELL | {"align": "center", "valign": "vcenter", "bold": True, "bg_color": "#EDEDED"}
LINE_POINTS = 15
# Tone -> fill and number on it; as `static/css/tokens.css` has them.
TONES = {
    "yes": ("#15566A", "#FFFFFF"),
    "ryes": ("#94C2CE", "#10303A"),
    "neutral": ("#E3DFD6", "#33302A"),
    "rno": ("#EBC49A", "#4A2A10"),
    "no": ("#8A4718", "#FFFFFF"),
}


class Formats:
    """The formats of a book, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._numbers: dict[str, Format] = {}
        self.title = book.add_format(FONT | {"bold": True, "font_size": 14})
        self.subtitle = book.add_format(FONT | {"bold": True, "font_size": 12})
        self.line = book.add_format(FONT)
        self.wrapped = book.add_format(FONT | {"text_wrap": True})
        self.head = book.add_format(HEADER_CELL)
        self.text = book.add_format(CELL)
        self.middle = book.add_format(CELL | {"align": "center", "num_format": "@"})

    def number(self, pattern: str) -> Format:
        if pattern not in self._numbers:
            # Unwrapped: LibreOffice forgets the indent of wrapped ones.
            self._numbers[pattern] = self._book.add_format(
                CELL | {"align": "right", "indent": 1, "text_wrap": False, "num_format": pattern}
            )
        return self._numbers[pattern]


def pattern_of(places: int) -> str:
    """How Excel prints a number of so many decimals."""
    return f"#,##0.{'0' * places}" if places else "#,##0"


def write_cell(
    sheet: Worksheet, formats: Formats, row: int, column: int, said: str | int | Decimal | Share | None
) -> None:
    """A text, a number with the decimals that it has, an exact share printed as it is shown, or an empty cell."""
    if said is None or said == "":
        sheet.write_blank(row, column, None, formats.text)
    elif isinstance(said, str):
        sheet.write_string(row, column, said, formats.text)
    elif isinstance(said, Share):
        sheet.write_number(row, column, float(said.width), formats.number(pattern_of(said.places)))
    else:
        pattern = pattern_of(places_of(Decimal(said)))
        sheet.write_number(row, column, float(said), formats.number(pattern))


def write_heads(sheet: Worksheet, formats: Formats, row: int, heads: Sequence[str]) -> None:
    for column, words in enumerate(heads):
        sheet.write_string(row, column, words, formats.head)


def lines_needed(text: str, letters: int) -> int:
    """About how many printed lines a text takes in a column of so many letters."""
    return sum(1 + len(line) // letters for line in text.split("\n"))


def set_up_page(sheet: Worksheet, *, is_landscape: bool = True) -> None:
    sheet.set_paper(9)
    if is_landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P")
