"""Which of a file's tables is the report's, and which others go on with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plans.files.raw import RawCell, RawDocument, RawRow, RawTable, UnreadableFile
from plans.folding import folded
from reports.readers.columns import Header, find_header
from reports.readers.marks import read_mark
from reports.readers.parsed import Role
from reports.readers.titles import SECTION_LINE, is_no_heading
from reports.readers.words import fold, one_line

_WORTH = {
    Role.PROGRESS: 4,
    Role.ACTIVITY: 3,
    Role.OFFICERS_AND_DEADLINE: 4,
    Role.OFFICERS: 2,
    Role.DEADLINE: 2,
    Role.NUMBER: 1,
}
_NO_HEADING = re.compile(r"продолжение|окончание|таблица|\*|примечани|\(|[\d\W]+$|(?:стр|лист)\w*\W*\d+$")
_HEADING_LENGTH = 200

NO_TABLE = (
    "В файле нет таблицы с мероприятиями: загрузите документ, в котором план или отчет оформлен таблицей "
    "(не картинкой и не списком; в книге Excel – на видимом листе)."
)
NO_HEADER = (
    "В таблицах файла нет заголовка с наименованием мероприятий: назовите столбцы в первой строке, например "
    "«№ п/п», «Наименование мероприятия», «Ответственные исполнители», «Срок исполнения», «Информация о проведении "
    "мероприятия»."
)
NO_ROWS = "В таблице есть заголовок, но нет ни одного мероприятия: проверьте, тот ли файл загружен."


@dataclass(frozen=True, slots=True)
class Part:
    """One table of the report: its header and the rows under it, headings over it as rows of one wide cell."""

    table: RawTable
    header: Header
    rows: tuple[RawRow, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """``parts`` in the file's order; ``over``: the lines in which the title stands, nearest last; ``name``: for people;
    ``left_out``: names of other tables with the same columns."""

    parts: tuple[Part, ...]
    over: tuple[str, ...]
    name: str
    left_out: tuple[str, ...] = ()


def choose_tables(document: RawDocument) -> Chosen:
    """The report's table with those that go on with it; raises `UnreadableFile` where no table has a known header."""
    tables = [table for table in document.tables if table.rows]
    if not tables:
        raise UnreadableFile(NO_TABLE)
    headers = [find_header(table) for table in tables]
    scored = [
        (sum(_WORTH[role] for role in header.roles), len(table.rows), -place)
        for place, (table, header) in enumerate(zip(tables, headers, strict=True))
        if header
    ]
    if not scored:
        raise UnreadableFile(NO_HEADER)
    best = -max(scored)[2]
    places, left_out = _joined(tables, headers, best)
    parts = tuple(_part(tables[place], header, is_first=place == places[0][0]) for place, header in places)
    first = places[0][0]
    return Chosen(
        parts=parts,
        over=tuple(_over(tables[: first + 1], places[0][1])),
        name=_name(document, tables, [place for place, _ in places]),
        left_out=tuple(tables[place].name or f"таблица {place + 1}" for place in left_out),
    )


def _joined(
    tables: Sequence[RawTable], headers: Sequence[Header | None], best: int
) -> tuple[list[tuple[int, Header]], list[int]]:
    """Tables with the same columns and other activities, and headless ones that go on below their neighbour."""
    model = headers[best]
    if model is None:
        raise UnreadableFile(NO_HEADER)
    same = [place for place, header in enumerate(headers) if header and header.roles == model.roles]
    joined: list[tuple[int, Header]] = []
    left_out: list[int] = []
    seen = _activities(tables[best], model)
    for place, (table, header) in enumerate(zip(tables, headers, strict=True)):
        if place == best:
            joined.append((place, model))
        elif place in same and header:
            texts = _activities(table, header)
            if texts and len(texts & seen) * 2 > len(texts):
                left_out.append(place)
                continue
            joined.append((place, header))
            seen |= texts
        elif joined and joined[-1][0] == place - 1 and _goes_on(table, tables[place - 1], joined[-1][1]):
            joined.append((place, replace(joined[-1][1], first=0, after=0)))
    return joined, left_out


def _goes_on(table: RawTable, above: RawTable, header: Header) -> bool:
    if table.width != above.width or table.width < 3 or Role.NUMBER not in header.roles:
        return False
    if any(not _NO_HEADING.match(fold(line)) for line in table.before):
        return False
    cells = [header.cells_of(row)[Role.NUMBER] for row in table.rows]
    texts = [row[0].text or row[0].auto_number for row in cells if row]
    return any(read_mark(text).is_number for text in texts)


def _activities(table: RawTable, header: Header) -> set[str]:
    rows = table.rows[header.after :]
    texts = [folded(cell.text) for row in rows for cell in header.cells_of(row)[Role.ACTIVITY]]
    return {text for text in texts if text}


def _part(table: RawTable, header: Header, *, is_first: bool) -> Part:
    body = table.rows[header.after :]
    lines = [*table.before, *(cell.text for row in table.rows[: header.first] for cell in row.cells)]
    lines = [one_line(line) for line in lines if line.strip()]
    number = body[0].number if body else 0
    headings = [
        RawRow(number, (RawCell(line, 0, span=table.width),)) for line in _headings(lines, is_first=is_first)
    ]
    return Part(table, header, (*headings, *body))


def _headings(lines: Sequence[str], *, is_first: bool) -> list[str]:
    """The section headings over a table: those that look like one; over a later table its last short line too."""
    sections = [line for line in lines if SECTION_LINE.match(line)]
    if sections or is_first or not lines:
        return sections
    last = lines[-1]
    is_heading = len(last) <= _HEADING_LENGTH and not _NO_HEADING.match(fold(last)) and not last.endswith(".")
    return [last] if is_heading and not is_no_heading(last) else []


def _over(tables: Sequence[RawTable], header: Header) -> Iterator[str]:
    """What stands over the report's table, an approval block laid out as a table among it."""
    for table in tables[:-1]:
        yield from table.before
        if len(table.rows) <= 12:
            yield from (cell.text for row in table.rows for cell in row.cells if cell.text)
    yield from tables[-1].before
    for row in tables[-1].rows[: header.first]:
        yield from dict.fromkeys(cell.text for cell in row.cells if cell.text)


def _name(document: RawDocument, tables: Sequence[RawTable], places: Sequence[int]) -> str:
    if document.format == "xlsx":
        sheets = list(dict.fromkeys(tables[place].name for place in places))
        listed = ", ".join(f"«{sheet}»" for sheet in sheets)
        return f"лист {listed}" if len(sheets) == 1 else f"листы {listed}"
    numbers = [str(place + 1) for place in places]
    if len(numbers) == 1:
        return f"таблица {numbers[0]} из {len(tables)}"
    return f"таблицы {', '.join(numbers)} из {len(tables)}"
