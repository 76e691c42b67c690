"""Tables of any format as one kind of grid: cells by column, each with the words by which a message names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from plans.files.celltext import tidy
from plans.files.raw import RawDocument, RawTable


@dataclass(frozen=True, slots=True)
class Cell:
    """``row``, ``column``: where it stands in its file, 1-based and 0-based; ``ref``: its address there, «» in CSV;
    ``continues``: it is the lower part of a cell merged downwards, its text is that cell's."""

    text: str
    row: int
    column: int
    ref: str = ""
    span: int = 1
    continues: bool = False
    is_formula: bool = False
    is_error: bool = False


Row = Mapping[int, Cell]


@dataclass(slots=True, eq=False)
class Grid:
    """``name``: «лист «Опрос»», «таблица 2», «» in CSV; ``before``, ``after``: lines around the table; ``headers``: the
    columns' words, filled when they are known."""

    rows: list[Row]
    width: int
    name: str = ""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    headers: dict[int, str] = field(default_factory=dict)

    def where(self, cell: Cell) -> str:
        """«лист «Опрос», ячейка C7», «таблица 1, строка 7, столбец 3», «строка 7, столбец «Ответов»»."""
        if cell.ref:
            return f"{self.name}, {cell.ref}" if self.name else cell.ref
        header = self.headers.get(cell.column)
        return f"строка {cell.row}, столбец {f'«{header}»' if header else cell.column + 1}"

    def texts(self, row: Row) -> list[str]:
        return [cell.text for _, cell in sorted(row.items()) if cell.text and not cell.continues]


def grids_of(document: RawDocument) -> Iterator[Grid]:
    """The tables of a Word or Excel file."""
    for number, table in enumerate(document.tables, start=1):
        if document.format == "xlsx":
            yield _grid(table, f"лист «{table.name}»", "ячейка ")
        else:
            yield _grid(table, f"таблица {number}", "")


def grid_of_lines(lines: Sequence[Sequence[str]]) -> Grid:
    """The records of a CSV file or of a pasted table."""
    rows: list[Row] = []
    for number, texts in enumerate(lines, start=1):
        rows.append({column: Cell(tidy(text), number, column) for column, text in enumerate(texts)})
    return Grid(rows, max((len(row) for row in rows), default=0))


def _grid(table: RawTable, name: str, kind: str) -> Grid:
    rows: list[Row] = []
    above: Row = {}
    for raw in table.rows:
        cells: dict[int, Cell] = {}
        for cell in raw.cells:
            merged = above.get(cell.column) if cell.row_span_continues else None
            own = f"{cell.auto_number}. {cell.text}".strip() if cell.auto_number else cell.text
            text = merged.text if merged else own
            cells[cell.column] = Cell(
                text,
                raw.number,
                cell.column,
                ref=f"{kind}{cell.ref}",
                span=cell.span,
                continues=merged is not None,
                is_formula=cell.is_formula,
                is_error=cell.is_error,
            )
        rows.append(cells)
        above = cells
    return Grid(rows, table.width, name, table.before, table.after)
