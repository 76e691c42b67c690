"""A Word document -> RawDocument: one pass over its body, each row understood and forgotten."""

from __future__ import annotations

from dataclasses import replace

from plans.files.docx.cells import MAX_NESTING, Item, Story, blocks, cells, rows
from plans.files.docx.numbering import Numbering
from plans.files.docx.paragraphs import ParagraphReader
from plans.files.docx.styles import Styles
from plans.files.docx.tables import TableReader
from plans.files.package import WORD, Element, Package, Part
from plans.files.raw import RawDocument, RawTable

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WHOLE_TABLE = 3  # columns
_ALTERNATIVES = (f"{_COMPATIBILITY}Choice", f"{_COMPATIBILITY}Fallback")


def read_docx(package: Package) -> RawDocument:
    """The tables of the body with the paragraphs between them; headers and footers are other parts of the file.

    Raises `UnreadableFile` if a table goes beyond the limits.
    """
    relations = package.relations(package.main)
    parts = {item.kind: item.target for item in relations.values() if not item.is_external}
    styles = Styles(package, parts.get("styles", ""))
    numbering = Numbering(package, parts.get("numbering", ""), styles)
    tables, paragraphs = _Body(package, ParagraphReader(styles, numbering, relations)).read()
    return RawDocument("docx", tables, package.properties(), () if tables else paragraphs)


class _Body:
    """Follows the body as it streams by.

    A unit is a paragraph outside tables or a row of a table: it is read whole when
    it ends, then released.
    """

    def __init__(self, package: Package, reader: ParagraphReader) -> None:
        self._package = package
        self._reader = reader
        self._story = Story(reader)
        self._table: TableReader | None = None
        self._between: list[str] = []
        self._tables: list[RawTable] = []

    def read(self) -> tuple[tuple[RawTable, ...], tuple[str, ...]]:
        """The tables, and the paragraphs after the last of them."""
        names = ("p", "tbl", "tblGrid", "tr")
        part = self._package.part(self._package.main, *(f"{WORD}{name}" for name in names), *_ALTERNATIVES)
        unit: Element | None = None
        for event, element in part:
            if unit is not None:
                if event == "end" and element is unit:
                    self._understand(unit)
                    part.release(unit)
                    unit = None
            elif event == "start":
                unit = self._begin(element)
            elif element.tag == f"{WORD}tbl":
                self._end_table(element, part)
        self._take(self._story.flush())
        self._follow()
        return tuple(self._tables), tuple(self._between)

    def _begin(self, element: Element) -> Element | None:
        """The element if it is a unit."""
        if element.tag == f"{WORD}tbl":
            self._take(self._story.flush())
            self._story = Story(self._reader)
            self._table = TableReader(self._package, self._reader)
            return None
        if element.tag in _ALTERNATIVES:
            # The second alternative of the same content is a unit that nobody reads.
            return element if element.getprevious() is not None else None
        return element

    def _understand(self, unit: Element) -> None:
        if unit.tag == f"{WORD}p" and self._table is None:
            self._package.charge("")
            self._take(self._story.feed(unit))
        elif unit.tag == f"{WORD}tblGrid" and self._table is not None:
            self._table.grid(unit)
        elif unit.tag == f"{WORD}tr" and self._table is not None:
            self._row(self._table, unit)

    def _row(self, table: TableReader, row: Element, nesting: int = 0) -> None:
        """A row of one cell with a whole table in it only lays out the page: its content stands in the document."""
        found = list(cells(row))
        inner = list(blocks(found[0])) if len(found) == 1 else []
        if nesting > MAX_NESTING or not any(_is_whole_table(block) for block in inner):
            table.feed(row)
            return
        story = Story(self._reader)
        for block in inner:
            if block.tag == f"{WORD}p":
                self._take(story.feed(block))
                continue
            self._take(story.flush())
            nested = TableReader(self._package, self._reader)
            if (grid := block.find(f"{WORD}tblGrid")) is not None:
                nested.grid(grid)
            for nested_row in rows(block):
                self._row(nested, nested_row, nesting + 1)
            self._add(nested)
        self._take(story.flush())

    def _take(self, items: list[Item]) -> None:
        self._between += (self._package.charge(text) for item in items if (text := item.printed()))

    def _end_table(self, element: Element, part: Part) -> None:
        if self._table:
            self._add(self._table)
        self._table = None
        part.release(element)

    def _add(self, reader: TableReader) -> None:
        table = reader.table(tuple(self._between))
        if table is not None:
            self._follow()
            self._tables.append(replace(table, name=f"таблица {len(self._tables) + 1}"))
            self._between = []

    def _follow(self) -> None:
        """What stands between follows the table before it, too."""
        if self._tables:
            self._tables[-1] = replace(self._tables[-1], after=tuple(self._between))


def _is_whole_table(block: Element) -> bool:
    """Whether a block is a table of columns, not a few figures in a frame."""
    return block.tag == f"{WORD}tbl" and any(len(list(cells(row))) >= _WHOLE_TABLE for row in rows(block))
