"""What a file holds, before anyone asks what it means: paragraphs and tables of plain-text cells.

The contract between the readers of one format (`docx`, `xlsx`: bytes -> RawDocument) and what understands reports
(`reports.readers`) or surveys (`surveys.reading`) in every format.

Text of a cell is the portal's plain text: one line is one paragraph; a soft line break inside a paragraph is
a line too; lists are lines that start with ``– `` or ``1) ``; links are ``words (address)``, or the bare
address where words and address are the same; non-breaking spaces are ordinary spaces; runs are joined; tracked
insertions are in, deletions out.
"""

from __future__ import annotations

from dataclasses import dataclass, field


class UnreadableFile(Exception):
    """The file is refused as a whole; the message is one Russian sentence for the person who sent it."""


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell of a table row, merged cells already spread.

    ``text``: plain text, lines separated by ``\\n``, each line stripped, blank lines kept single between
    non-blank ones (an office separates officers from the deadline by one) and none at the ends.
    ``auto_number``: the number that Word's automatic numbering prints before the FIRST paragraph of a cell
    whose text is empty or which is a numbered row (``11``, ``6.1.2``), without trailing ``.`` or ``)``; ``""`` if none.
    For a cell that holds a list among other text, the list's numbers are in ``text`` instead (``1) ``).
    ``span``: how many grid columns the cell covers (1 for an ordinary one).
    ``row_span_continues``: the cell is the lower part of a vertical merge (its text is then empty).
    ``ref``: the address of the cell for messages (``C7`` in Excel, ``строка 7, столбец 3`` in Word).
    ``is_number``: an Excel cell that held a number.
    ``is_formula``: an Excel cell that holds a formula; ``text`` is its stored result.
    ``is_error``: an Excel cell that holds an error (``#N/A``); ``text`` is then empty.
    """

    text: str
    column: int
    span: int = 1
    auto_number: str = ""
    row_span_continues: bool = False
    ref: str = ""
    is_number: bool = False
    is_formula: bool = False
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class RawRow:
    """``number``: 1-based row in its table (Word) or sheet (Excel)."""

    number: int
    cells: tuple[RawCell, ...]


@dataclass(frozen=True, slots=True)
class RawTable:
    """``before``: the non-empty paragraphs between the previous table (or the start) and this one; in Excel, the
    text cells above the header when a title stands over the table. ``after``: those that follow it up to the next table
    or the end. ``name``: sheet name, or ``таблица 2``."""

    rows: tuple[RawRow, ...]
    width: int
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """``format``: ``docx`` or ``xlsx``. ``paragraphs``: the texts of a file that has no table; else they stand before
    and after its tables."""

    format: str
    tables: tuple[RawTable, ...]
    properties: dict[str, str] = field(default_factory=dict)
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a reader takes before it refuses; the portal's settings fill it (25 MB, 200 MB, 5,000, 30)."""

    file_bytes: int = 25 * 1024 * 1024
    unpacked_bytes: int = 200 * 1024 * 1024
    rows: int = 5_000
    columns: int = 30
