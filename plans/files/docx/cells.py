"""A Word table cell, a text box or the body -> lines of plain text with their automatic numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plans.files.celltext import tidy
from plans.files.docx.numbering import Label
from plans.files.docx.paragraphs import Fields, ParagraphReader, branches
from plans.files.package import WORD, Element
from plans.files.raw import UnreadableFile
from plans.files.safety import TOO_COMPLEX

# Tables and text boxes within one another.
MAX_NESTING = 20
_SKIPPED = {
    f"{WORD}{name}" for name in ("del", "moveFrom", "tcPr", "trPr", "tblPr", "tblPrEx", "tblGrid", "sdtPr")
}


@dataclass(frozen=True, slots=True)
class Item:
    """One paragraph, tidied, or one row of a nested table."""

    text: str
    label: Label | None = None

    def labelled(self) -> str:
        """The paragraph as a line of a list: ``– text``, ``1) text``; several levels as printed, ``6.1. text``."""
        if self.label is None or not self.text:
            return self.text
        if self.label.is_bullet:
            return f"– {self.text.removeprefix('– ')}"
        if re.fullmatch(r"\w+", self.label.number):
            return f"{self.label.number}) {self.text}"
        return self.printed()

    def printed(self) -> str:
        """The paragraph with its number exactly as Word prints it."""
        if self.label is None or self.label.is_bullet:
            return self.labelled() if self.label else self.text
        return f"{self.label.text} {self.text}".strip()


class Story:
    """Takes the paragraphs of one story in order; one whose mark is deleted or hidden runs on into the next."""

    def __init__(self, reader: ParagraphReader, nesting: int = 0) -> None:
        self._reader = reader
        self._nesting = nesting
        self._fields = Fields()
        self._begun: list[str] = []

    def feed(self, paragraph: Element) -> list[Item]:
        """What is complete with this paragraph: itself and its text boxes."""
        text, boxes = self._reader.text_of(paragraph, self._fields)
        items = [item for box in boxes for item in items_of(box, self._reader, self._nesting + 1)]
        self._begun.append(text)
        if self._reader.runs_on(paragraph):
            return items
        whole, self._begun = Item(tidy("".join(self._begun)), self._reader.label(paragraph)), []
        return [whole, *items]

    def flush(self) -> list[Item]:
        """The paragraph that ran on into nothing, if any."""
        text, self._begun = tidy("".join(self._begun)), []
        return [Item(text)] if text else []


def items_of(container: Element, reader: ParagraphReader, nesting: int = 0) -> list[Item]:
    """Everything in a cell or a text box; a nested table gives one item a row, its cells joined by `` | ``."""
    if nesting > MAX_NESTING:
        raise UnreadableFile(TOO_COMPLEX)
    story = Story(reader, nesting)
    items: list[Item] = []
    for block in blocks(container):
        if block.tag == f"{WORD}p":
            items += story.feed(block)
        else:
            items += story.flush()
            items += (Item(line) for line in _table_lines(block, reader, nesting + 1))
    return items + story.flush()


def cell_text(items: list[Item]) -> tuple[str, str]:
    """The text of a cell and its automatic number.

    The number of the first paragraph that holds anything is the number of the row if the cell has no text at all, or
    if no other paragraph of the cell belongs to the same list and level; it is then left out of the text. Otherwise
    the numbers are those of a list and stand in the text.
    """
    filled = [item for item in items if item.text or (item.label and not item.label.is_bullet)]
    if not filled:
        return "", ""
    first = filled[0]
    numbers = [item.label for item in filled if item.label and not item.label.is_bullet]
    if not any(item.text for item in filled):
        return "", numbers[0].number
    same_list = [label for label in numbers if first.label and label.series == first.label.series]
    if not first.label or first.label.is_bullet or len(same_list) > 1:
        return tidy("\n".join(item.labelled() for item in items)), ""
    lines = (item.text if item is first else item.labelled() for item in items)
    return tidy("\n".join(lines)), first.label.number


def blocks(container: Element) -> Iterator[Element]:
    """The paragraphs and tables of a container, whatever they are wrapped in."""
    yield from _find(container, (f"{WORD}p", f"{WORD}tbl"))


def rows(table: Element) -> Iterator[Element]:
    """The rows of a table that are not deleted."""
    return (row for row in _find(table, (f"{WORD}tr",)) if row.find(f"{WORD}trPr/{WORD}del") is None)


def cells(row: Element) -> Iterator[Element]:
    """The cells of a row that are not deleted."""
    return (cell for cell in _find(row, (f"{WORD}tc",)) if cell.find(f"{WORD}tcPr/{WORD}cellDel") is None)


def _find(container: Element, tags: tuple[str, ...]) -> Iterator[Element]:
    for element in container:
        if element.tag in tags:
            yield element
        elif element.tag not in _SKIPPED:
            for branch in branches(element):
                yield from _find(branch, tags)


def _table_lines(table: Element, reader: ParagraphReader, nesting: int) -> Iterator[str]:
    for row in rows(table):
        texts: list[str] = []
        for cell in cells(row):
            text, number = cell_text(items_of(cell, reader, nesting))
            line = " ".join(part for part in text.split("\n") if part)
            texts.append(f"{number}. {line}" if number and line else number or line)
        if line := " | ".join(text for text in texts if text):
            yield line
