"""What the sheets have in common: cells, their heights, the printed page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from reports.renderers.words import clean, lines_needed

CELL_LIMIT = 32_767  # UTF-16 units; an emoji is two
LINE_POINTS = 15
HIGHEST_POINTS = 405  # Excel's own limit is 409.5
FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
CELL = FONT | {"border": 1, "text_wrap": True}
MIDDLE = {"align": "center", "valign": "vcenter"}
HEADER_CELL = CELL | MIDDLE | {"bold": True, "bg_color": "#EDEDED"}


@dataclass(frozen=True, slots=True)
class Cell:
    """``lines``: about how many printed lines the words take."""

    words: str
    lines: int


def measured(text: str, letters: int) -> Cell:
    words = clean(text)
    return Cell(words, lines_needed(words, letters))


def height_of(cells: Sequence[Cell]) -> int:
    return LINE_POINTS * max([cell.lines for cell in cells]) + 2


def set_up_page(sheet: Worksheet) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P")
