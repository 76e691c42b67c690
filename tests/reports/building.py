"""Raw tables for the tests of understanding, written row by row."""

from __future__ import annotations

from dataclasses import dataclass

from plans.files.raw import RawCell, RawDocument, RawRow, RawTable


@dataclass(frozen=True)
class Span:
    """A cell merged over several columns."""

    text: str
    columns: int


@dataclass(frozen=True)
class Auto:
    """An empty cell before which Word prints a number."""

    number: str


ABOVE = object()  # the lower part of a vertical merge

HEADINGS = [
    "№ п/п",
    "Наименование мероприятия",
    "Ответственные исполнители,\n\n( срок исполнения)",
    "Информация о проведении мероприятия",
]


def row(number: int, values: list) -> RawRow:
    cells, column = [], 0
    for value in values:
        cell = RawCell(value if isinstance(value, str) else "", column)
        if isinstance(value, Span):
            cell = RawCell(value.text, column, span=value.columns)
        elif isinstance(value, Auto):
            cell = RawCell("", column, auto_number=value.number)
        elif value is ABOVE:
            cell = RawCell("", column, row_span_continues=True)
        cells.append(cell)
        column += cell.span
    return RawRow(number, tuple(cells))


def table(*rows: list, before: tuple[str, ...] = (), after: tuple[str, ...] = (), name: str = "") -> RawTable:
    raw = tuple(row(number, values) for number, values in enumerate(rows, 1))
    width = max(cell.column + cell.span for each in raw for cell in each.cells)
    return RawTable(raw, width, before, after, name)


def document(*tables: RawTable, kind: str = "docx") -> RawDocument:
    return RawDocument(kind, tables)


def report(
    *rows: list, before: tuple[str, ...] = ("Отчет о ходе реализации Плана за I полугодие 2022 года",)
):
    """A document with one table of the four usual columns."""
    return document(table(HEADINGS, *rows, before=before))
