"""Which column of a table means what: header words, in any order, under the headings of many offices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from plans.files.raw import RawCell, RawRow, RawTable
from plans.periods import ReportingPeriod
from reports.readers.halves import find_periods
from reports.readers.marks import read_mark
from reports.readers.parsed import ParsedColumn, Role
from reports.readers.words import compact, one_line

_HEAD, _PHRASE, _WEAK_HEAD, _WORD, _STRANGER = 10, 6, 7, 3, -5
_HEADER_LENGTH = 200  # longer text is no heading

# What a heading begins with decides what the column is. All patterns see the heading compacted: lower case, no
# spaces, no punctuation (`words.compact`).
_HEADS: dict[Role, tuple[str, ...]] = {
    Role.NUMBER: (
        r"(№+|no?|номер|#)(п|пп|ппп)?(пункт\w*|строк\w*|мероприяти\w*|раздел\w*|плана)*$",
        r"ппп?$",
        r"пункт(плана)?$",
    ),
    Role.ACTIVITY: (
        r"мероприяти",
        r"наименовани[ея](?!\w{0,12}(ответств|исполнит|орган|показат|документ|индикатор))",
        r"содержани",
        r"(перечень|план|виды?|запланированные|основные|планируемые|плановые)(основных)?(мероприяти|работ)",
        r"что(планируется|необходимо)",
    ),
    Role.OFFICERS: (
        r"ответственн",
        r"отв(исп|лиц)",
        r"исполнител(?!ьн)",
        r"должностн\w{2,3}лиц",
        r"фио",
        r"(орган|структурн\w+|подразделени\w|наименованиеоргана)\w*(ответственн|исполнител(?!ьн))",
        r"наименовани[ея]\w{0,12}(ответственн|исполнител(?!ьн))",
    ),
    Role.DEADLINE: (
        r"срок",
        r"контрольн(ые|ая|ый|ойточк)(точк|срок|дат|событи)?",
        r"(планов\w{2,3}|предельн\w{2,3}|установленн\w{2,3})(срок|дат)",
        r"дата",
        r"период",
        r"время",
        r"когда",
    ),
    Role.PROGRESS: (
        r"отметк",
        r"(краткая|текущая|актуальная)?информаци[яию]",
        r"ход(?!атай)",
        r"(ис|вы)полнени[ея]",
        r"(ис|вы)полнено",
        r"реализаци",
        r"реализовано",
        r"(что)?сделано",
        r"проделан",
        r"сведени",
        r"отчет(?!н)",
        r"(что)?(проведен|(ис|вы)полнен|реализован)н?(о|ы|ые|ая|ое)",
        r"фактическ(ое|ий|ая|ие)(?!срок|дат)",
        r"принятыемеры",
        r"достигнут",
    ),
}
# Headings that mean this where no other column surely does: «Механизм» gives way to «Мероприятие».
_WEAK_HEADS: dict[Role, tuple[str, ...]] = {
    Role.ACTIVITY: (
        r"механизм",
        r"инструмент",
        r"направлени[ея](деятельности|работы)?$",
        r"задач[аи]$",
        r"(работ[аы]|действи[ея]|мер[аы])$",
    ),
    Role.OFFICERS: (r"(отделы?|подразделени[ея]|структурн\w+подразделени[ея]|органы?|куратор\w*)$",),
    Role.PROGRESS: (
        r"результат",
        r"итог",
        r"статус",
        r"(текущ\w{2,3})?состояни",
        r"(кратк\w{2,3})?(описани|комментари)",
        r"(за)?([i1]|ii|2|перв\w+|втор\w+)(о?е)?полугоди",
    ),
}
_PHRASES: dict[Role, tuple[str, ...]] = {
    Role.PROGRESS: (
        r"отметк\w+(об?)(ис|вы)полнени",
        r"ход\w?(реализаци|(ис|вы)полнени)",
        r"информаци[яию](об?|по)",
        r"сведени\w(об?)",
        r"(проведенн|выполненн|реализованн)\w+(мероприяти|работ)|мероприяти\w(проведенн|выполненн|реализованн)",
    ),
}
_WORDS: dict[Role, tuple[str, ...]] = {
    Role.ACTIVITY: (r"мероприяти", r"механизм", r"инструмент", r"наименовани"),
    Role.OFFICERS: (r"ответственн", r"исполнител(?!ьн)"),
    Role.DEADLINE: (r"срок", r"дата", r"период"),
    Role.PROGRESS: (r"результат", r"(ис|вы)полнени", r"реализаци", r"информаци[яию]", r"отчет(?!н)"),
}
# What an office adds to its table and nobody needs here; «Ожидаемый результат» is not what was done.
_STRANGERS = re.compile(
    r"ожидаем|планируем\w{1,2}результат|планов\w{1,3}результат|прогноз|целев|показател|индикатор|источник|финанс"
    r"|примечан|стади|виддокумент|единиц|стоимост|объем|основани|причин|соисполнител"
)


@dataclass(frozen=True, slots=True)
class Header:
    """``columns``: one for each heading, left to right; ``ranges``: its grid columns, ``(first, after last)``;
    ``first`` and ``after``: where the header's rows stand in `RawTable.rows`."""

    columns: tuple[ParsedColumn, ...]
    ranges: tuple[tuple[int, int], ...]
    first: int
    after: int
    signatures: frozenset[tuple[str, ...]]

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(column.role for column in self.columns) - {Role.UNKNOWN}

    def cells_of(self, row: RawRow) -> dict[Role, list[RawCell]]:
        """The row's cells by role; a cell merged over several columns belongs to the first of them."""
        found: dict[Role, list[RawCell]] = {column.role: [] for column in self.columns}
        starts = {first for first, _ in self.ranges}
        # Columns dragged by hand leave a row's borders beside the header's; then the order alone tells.
        by_order = len(row.cells) == len(self.columns) and any(
            cell.column not in starts for cell in row.cells
        )
        for order, cell in enumerate(row.cells):
            place = order if by_order else self._place(cell)
            if place is not None:
                found[self.columns[place].role].append(cell)
        return found

    def _place(self, cell: RawCell) -> int | None:
        end = cell.column + cell.span
        shared = [min(end, after) - max(cell.column, first) for first, after in self.ranges]
        whole = [place for place, (first, after) in enumerate(self.ranges) if shared[place] == after - first]
        if whole:
            return whole[0]
        best = max(range(len(shared)), key=lambda place: shared[place])
        return best if shared[best] > 0 else None

    def for_period(self, period: ReportingPeriod | None) -> Header:
        """With the progress of this half-year, where the table has a column for each («… за I полугодие»)."""
        if period is None:
            return self
        named = {
            place: {
                found.period
                for found in find_periods(column.header) + find_periods(f"{column.header} {period.year}")
            }
            for place, column in enumerate(self.columns)
            if column.role in (Role.PROGRESS, Role.UNKNOWN)
        }
        mine = [place for place, periods in named.items() if periods == {period}]
        taken = [place for place, column in enumerate(self.columns) if column.role is Role.PROGRESS]
        if not mine or not taken or taken[0] in mine or not named[taken[0]]:
            return self
        roles = {mine[0]: Role.PROGRESS, taken[0]: Role.UNKNOWN}
        return replace(
            self,
            columns=tuple(
                replace(column, role=roles.get(place, column.role))
                for place, column in enumerate(self.columns)
            ),
        )

    def is_repeated_by(self, row: RawRow) -> bool:
        """The same header again, on a later page of the table."""
        return _signature(row) in self.signatures


def find_header(table: RawTable) -> Header | None:
    """The first rows that name an activity column and at least one more; None where the table has no such rows."""
    for first in range(len(table.rows)):
        header = _header_at(table, first)
        if header:
            return header
    return None


def assign_roles(headings: Sequence[str]) -> tuple[Role, ...]:
    """A role for each heading; each role at most once, best fit first, the leftmost of equals."""
    return tuple(role for role, _ in _assign([_points(heading) for heading in headings]))


def is_index_row(row: RawRow) -> bool:
    """The row ``1 2 3 4`` that offices put under the header."""
    texts = [(cell.text or cell.auto_number).strip(" .)(") for cell in row.cells]
    texts = [text for text in texts if text]
    if len(texts) < 2:
        return False
    letters = [text for text in texts if len(text) == 1 and text.isalpha()]
    numbers = texts[len(letters) :]
    if not all(re.fullmatch(r"\d{1,2}", text) for text in numbers):
        return False
    return len(numbers) >= 2 and [int(text) for text in numbers] == list(range(1, len(numbers) + 1))


def _header_at(table: RawTable, first: int) -> Header | None:
    row = table.rows[first]
    if not _may_be_header(row, table.width):
        return None
    after = _header_end(table, first)
    headings = _headings(table.rows[first:after])
    assigned = _assign([_best_points(own, whole) for own, whole, _, _ in headings])
    roles = [role for role, _ in assigned]
    known = [(role, points) for role, points in assigned if role is not Role.UNKNOWN]
    strong = sum(points >= _PHRASE for _, points in known)
    if Role.ACTIVITY not in roles or len(known) < 2 or strong < 1 or (strong < 2 and len(known) < 3):
        return None
    columns = tuple(
        ParsedColumn(start, whole, role) for (_, whole, start, _), role in zip(headings, roles, strict=True)
    )
    return Header(
        columns=_with_blank_number(columns, table.rows[after:]),
        ranges=tuple((start, end) for _, _, start, end in headings),
        first=first,
        after=after,
        signatures=frozenset(_signature(each) for each in table.rows[first:after]),
    )


def _with_blank_number(columns: tuple[ParsedColumn, ...], rows: Sequence[RawRow]) -> tuple[ParsedColumn, ...]:
    """The first column, where its heading is blank and the cells under it hold numbers."""
    first = columns[0]
    if first.header or any(column.role is Role.NUMBER for column in columns):
        return columns
    cells = [row.cells[0] for row in rows if row.cells and row.cells[0].column == first.index]
    texts = [cell.text or cell.auto_number for cell in cells if cell.span == 1]
    numbers = sum(read_mark(text).is_number for text in texts)
    if numbers == 0 or numbers * 2 < sum(bool(text) for text in texts):
        return columns
    return (replace(first, role=Role.NUMBER), *columns[1:])


def _may_be_header(row: RawRow, width: int) -> bool:
    texts = [cell.text for cell in row.cells if cell.text]
    if len(texts) < 2 or any(len(text) > _HEADER_LENGTH for text in texts):
        return False
    return not any(re.fullmatch(r"[\d.)\s]+", text) for text in texts)


def _header_end(table: RawTable, first: int) -> int:
    """A header takes in the rows below while they only continue its merged cells or stand under a wide one."""
    wide = [cell for cell in table.rows[first].cells if 1 < cell.span < table.width and cell.text]
    after = first + 1
    while after < len(table.rows) and after < first + 3:
        row = table.rows[after]
        if is_index_row(row) or not row.cells:
            break
        continues = any(cell.row_span_continues for cell in row.cells)
        below = [cell for cell in row.cells if cell.text]
        if not (continues or below) or not all(_under(cell, wide) for cell in below):
            break
        after += 1
    return after


def _under(cell: RawCell, wide: Sequence[RawCell]) -> bool:
    return any(
        above.column <= cell.column and cell.column + cell.span <= above.column + above.span for above in wide
    )


def _headings(rows: Sequence[RawRow]) -> list[tuple[str, str, int, int]]:
    """``(own words, words with those above, first grid column, after last)`` for each lowest heading."""
    lowest: list[tuple[str, str, int, int]] = []
    for cell in rows[0].cells:
        start, end = cell.column, cell.column + cell.span
        above = one_line(cell.text)
        below = [
            (inner, row) for row in rows[1:] for inner in row.cells if inner.text and _under(inner, [cell])
        ]
        if not below:
            lowest.append((above, above, start, end))
            continue
        deepest = below[-1][1]
        leaves = [inner for inner, row in below if row is deepest]
        lowest += [
            (one_line(leaf.text), one_line(f"{above} {leaf.text}"), leaf.column, leaf.column + leaf.span)
            for leaf in leaves
        ]
    return lowest


def _best_points(own: str, whole: str) -> dict[Role, int]:
    return _points(own) or _points(whole)


def _points(heading: str) -> dict[Role, int]:
    words = compact(heading)
    points: dict[Role, int] = {}
    for heads, worth in ((_HEADS, _HEAD), (_WEAK_HEADS, _WEAK_HEAD)):
        for role, patterns in heads.items():
            if role not in points and any(re.match(pattern, words) for pattern in patterns):
                points[role] = worth
    mentioned = {
        role for role, patterns in _WORDS.items() if any(re.search(pattern, words) for pattern in patterns)
    }
    if not points:
        points = dict.fromkeys(mentioned, _WORD)
    for role, patterns in _PHRASES.items():
        if any(re.search(pattern, words) for pattern in patterns):
            points[role] = points.get(role, 0) + _PHRASE
    named = mentioned | {role for role, worth in points.items() if worth >= _HEAD}
    if {Role.OFFICERS, Role.DEADLINE} <= named and points.keys() & {Role.OFFICERS, Role.DEADLINE}:
        points[Role.OFFICERS_AND_DEADLINE] = _HEAD + 1
    if _STRANGERS.search(words):
        points = {role: worth + _STRANGER for role, worth in points.items()}
    if re.search(r"факт|начал[оа]", words) and Role.DEADLINE in points:
        points[Role.DEADLINE] += _STRANGER
    return {role: worth for role, worth in points.items() if worth > 0}


def _assign(points: Sequence[dict[Role, int]]) -> list[tuple[Role, int]]:
    points = _without_false_pairs(points)
    offers = sorted(
        ((worth, -place, role) for place, column in enumerate(points) for role, worth in column.items()),
        reverse=True,
    )
    assigned = [(Role.UNKNOWN, 0)] * len(points)
    taken: set[Role] = set()
    for worth, place, role in offers:
        if role in taken or assigned[-place][0] is not Role.UNKNOWN:
            continue
        assigned[-place] = (role, worth)
        taken |= {role}
        if role is Role.OFFICERS_AND_DEADLINE:
            taken |= {Role.OFFICERS, Role.DEADLINE}
    return assigned


def _without_false_pairs(points: Sequence[dict[Role, int]]) -> list[dict[Role, int]]:
    """A column of officers and deadlines together is one only where neither has a column of its own."""
    apart = any(
        column.get(role, 0) >= _HEAD and Role.OFFICERS_AND_DEADLINE not in column
        for column in points
        for role in (Role.OFFICERS, Role.DEADLINE)
    )
    return [
        {role: worth for role, worth in column.items() if not (apart and role is Role.OFFICERS_AND_DEADLINE)}
        for column in points
    ]


def _signature(row: RawRow) -> tuple[str, ...]:
    return tuple(compact(cell.text) for cell in row.cells if cell.text)
