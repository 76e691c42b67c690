"""The rows of one Word table -> RawTable: the grid, merged cells, limits."""

from __future__ import annotations

from dataclasses import replace

from plans.files.docx.cells import cell_text, cells, items_of
from plans.files.docx.paragraphs import ParagraphReader
from plans.files.docx.styles import value, whole
from plans.files.package import WORD, Element, Package
from plans.files.raw import RawCell, RawRow, RawTable, UnreadableFile

_MAX_SPAN = 1_000
# Borders nearer than this (2 mm, in twentieths of a point) were meant to be one: drawn by hand, row by row.
_SAME_BORDER = 113


class TableReader:
    """Takes the rows of one table in order and keeps only their texts."""

    def __init__(self, package: Package, reader: ParagraphReader) -> None:
        self._package = package
        self._reader = reader
        self._rows: list[RawRow] = []
        self._open_merges: set[int] = set()
        self._widths: list[int] = []

    def grid(self, element: Element) -> None:
        """The table's ``w:tblGrid``: widths of the grid columns."""
        self._widths = [whole(column.get(f"{WORD}w", "0")) for column in element.iter(f"{WORD}gridCol")]

    def feed(self, row: Element) -> None:
        properties = row.find(f"{WORD}trPr")
        if properties is not None and properties.find(f"{WORD}del") is not None:
            return
        limits = self._package.limits
        number = len(self._rows) + 1
        if number > limits.rows:
            raise UnreadableFile(
                f"В таблице больше {limits.rows} строк: разделите её на несколько файлов и загрузите их по очереди."
            )
        column = 0 if properties is None else _count(properties, "gridBefore", least=0)
        open_merges: set[int] = set()
        found: list[RawCell] = []
        for index, element in enumerate(cells(row), start=1):
            if index > limits.columns:
                raise UnreadableFile(
                    f"В таблице больше {limits.columns} столбцов: удалите лишние столбцы и загрузите файл ещё раз."
                )
            cell_properties = element.find(f"{WORD}tcPr")
            span = 1 if cell_properties is None else _count(cell_properties, "gridSpan", least=1)
            if found and _merge(cell_properties, "hMerge") == "continue":
                found[-1] = replace(found[-1], span=found[-1].span + span)
                column += span
                continue
            merge = _merge(cell_properties, "vMerge")
            continues = merge == "continue" and column in self._open_merges
            if merge:
                open_merges.add(column)
            text, auto_number = ("", "") if continues else cell_text(items_of(element, self._reader))
            found.append(
                RawCell(
                    text=self._package.charge(text),
                    column=column,
                    span=span,
                    auto_number=auto_number,
                    row_span_continues=continues,
                    ref=f"строка {number}, столбец {index}",
                )
            )
            column += span
        self._open_merges = open_merges
        if found:
            self._rows.append(RawRow(number, tuple(found)))

    def table(self, before: tuple[str, ...]) -> RawTable | None:
        """The finished table; `None` if no row is left of it."""
        if not self._rows:
            return None
        ranks = self._columns()
        last = max(ranks.values()) + 1
        rows: list[RawRow] = []
        for row in self._rows:
            placed = []
            for cell in row.cells:
                column = ranks[cell.column]
                end = ranks.get(cell.column + cell.span, last)
                placed.append(replace(cell, column=column, span=max(1, end - column)))
            rows.append(RawRow(row.number, tuple(placed)))
        width = max(cell.column + cell.span for row in rows for cell in row.cells)
        return RawTable(tuple(rows), width, before)

    def _columns(self) -> dict[int, int]:
        """Every border between grid columns -> the number of the column that begins there.

        Only borders that cells use count, and those that lie side by side count once, so that a table whose rows were
        drawn by hand has the columns that a person sees.
        """
        taken = {(cell.column, cell.column + cell.span) for row in self._rows for cell in row.cells}
        borders = sorted({border for edges in taken for border in edges})
        positions = [0]
        for width in self._widths[:_MAX_SPAN]:
            positions.append(positions[-1] + max(width, 0))
        ranks: dict[int, int] = {}
        rank, first = -1, None
        for border in borders:
            near = (
                first is not None
                and border < len(positions)
                and positions[border] - positions[first] < _SAME_BORDER
                and not any((first <= start and end <= border) for start, end in taken)
            )
            if not near:
                rank, first = rank + 1, border
            ranks[border] = rank
        return ranks


def _count(properties: Element, name: str, least: int) -> int:
    element = properties.find(f"{WORD}{name}")
    return least if element is None else max(least, min(whole(value(element), least), _MAX_SPAN))


def _merge(properties: Element | None, name: str) -> str:
    """``restart``, ``continue`` or ``""``: the cell's part in a merge."""
    element = None if properties is None else properties.find(f"{WORD}{name}")
    if element is None:
        return ""
    return "restart" if value(element) == "restart" else "continue"
