"""Table rows -> lines: what one activity, group or section has in each column, merges and repeated headers undone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from plans.files.raw import RawCell, RawRow
from reports.readers.columns import Header, is_index_row
from reports.readers.marks import NO_MARK, Mark, MarkKind, read_mark, take_mark
from reports.readers.parsed import Role
from reports.readers.words import fold, is_nothing, one_line

WHO = (Role.OFFICERS, Role.DEADLINE, Role.OFFICERS_AND_DEADLINE)
CONTENT = (*WHO, Role.PROGRESS)
_FOOTNOTE = re.compile(r"\*|примечани|<\*>|¹")
_TOTAL = re.compile(r"(?:итого|всего)\b")
_SIGNATURE = re.compile(
    r"глава\b|(?:первый\s+)?заместитель|начальник|управляющ|председатель|руководитель|исп\.|исполнитель|тел\.|_{3,}"
)


@dataclass(slots=True)
class Line:
    """``content``: the texts of a column, one for each row that the activity spans. ``shared_down``: the columns whose
    cell is merged with the line below. ``is_wide``: one cell over the whole width; ``is_merged``: over all but the
    number. ``exact_number``: False for an Excel number, which loses the zero of 6.10."""

    source_row: int
    mark: Mark
    text: str
    content: dict[Role, list[str]] = field(default_factory=dict)
    shared_down: set[Role] = field(default_factory=set)
    is_wide: bool = False
    is_merged: bool = False
    exact_number: bool = True
    after_blank: bool = False

    @property
    def has_content(self) -> bool:
        """Officers, a deadline or progress of its own."""
        return any(self.content.get(role) for role in CONTENT if role not in self.shared_down)

    @property
    def ends_with_colon(self) -> bool:
        return self.text.endswith(":")

    def has(self, role: Role) -> bool:
        return bool(self.content.get(role))


def read_lines(header: Header, rows: Iterable[RawRow]) -> list[Line]:
    """The lines under a header, in order; rows that only continue the one above are added to it."""
    lines: list[Line] = []
    after_blank = False
    last_number = 0
    for row in rows:
        # A sheet's blank rows may be there or be skipped.
        after_blank = after_blank or row.number > last_number + 1 > 1
        last_number = row.number
        if header.is_repeated_by(row) or is_index_row(row):
            continue
        if not any(cell.text or cell.auto_number or cell.row_span_continues for cell in row.cells):
            after_blank = True
            continue
        wide = _wide_text(header, row)
        if wide:
            mark, _ = take_mark(wide, has_number_column=False)
            lines.append(Line(row.number, mark, wide, is_wide=True, after_blank=after_blank))
        else:
            _add_row(lines, header, row, after_blank)
        after_blank = False
    return lines


def without_endnotes(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """``(lines of the plan, lines left out)``: totals, footnotes and the signature under the table."""
    kept = [line for line in lines if not _is_note(line)]
    numbered = [place for place, line in enumerate(kept) if line.mark.is_number]
    end = len(kept)
    blank = next((place for place in range(end - 1, -1, -1) if kept[place].after_blank), end)
    tail = kept[blank:]
    signed = tail and not tail[0].mark.is_number and _SIGNATURE.match(fold(tail[0].text))
    if signed and numbered and numbered[-1] < blank:
        end = blank
    while end and kept[end - 1].is_wide:
        end -= 1
    kept, dropped = kept[:end], kept[end:]
    return kept, [line for line in lines if line in dropped or _is_note(line)]


def _is_note(line: Line) -> bool:
    if line.mark.is_number:
        return False
    in_number = fold(line.mark.printed) if line.mark.kind is MarkKind.WORDS else ""
    words = fold(line.text) or in_number
    is_footnote = _FOOTNOTE.match(words) and (line.is_wide or not words.startswith("примечан"))
    return bool(is_footnote or _TOTAL.match(words) or _TOTAL.match(in_number))


def _wide_text(header: Header, row: RawRow) -> str:
    """The row's only text where one cell, or cells that all repeat it, cover every column that is understood."""
    texts = [cell for cell in row.cells if cell.text]
    if not texts or len({cell.text for cell in texts}) != 1 or any(c.row_span_continues for c in row.cells):
        return ""
    ranges = [
        span
        for span, column in zip(header.ranges, header.columns, strict=True)
        if column.role is not Role.UNKNOWN
    ]
    start, end = ranges[0][0], max(span[1] for span in ranges)
    covers = any(cell.column <= start and end <= cell.column + cell.span for cell in texts)
    repeats = len(texts) == len(row.cells) >= 3
    if not (covers or repeats):
        return ""
    printed = f"{texts[0].auto_number}. " if texts[0].auto_number.isalnum() else ""
    return printed + one_line(texts[0].text)


def _add_row(lines: list[Line], header: Header, row: RawRow, after_blank: bool) -> None:
    cells = header.cells_of(row)
    number_cells = cells.get(Role.NUMBER, [])
    activity_cells = cells.get(Role.ACTIVITY, [])
    text = one_line(_text(activity_cells))
    mark = read_mark(_text(number_cells) or _auto(number_cells))
    previous = lines[-1] if lines else None
    continued = _continues(activity_cells) or (not text and mark is NO_MARK)
    if continued and previous and not previous.is_wide:
        _continue(previous, cells)
        return
    content = {role: [value] for role in CONTENT if not is_nothing(value := _content(role, cells))}
    if not text and not content and mark.kind is not MarkKind.WORDS:
        return  # a number alone
    for role in CONTENT:
        if previous and _continues(cells.get(role, [])) and not previous.is_wide:
            previous.shared_down.add(role)
            content[role] = list(previous.content.get(role, []))
    if mark is NO_MARK or mark.kind is MarkKind.WORDS:
        auto = read_mark(_auto(activity_cells))
        taken, rest = take_mark(text, has_number_column=Role.NUMBER in header.roles)
        if taken.is_number:
            mark, text = taken, rest
        elif auto.is_number and mark is NO_MARK:
            # Beside a column of numbers a single number before the words is a list's: «1)» under «6».
            is_list = Role.NUMBER in header.roles and len(auto.parts) == 1
            mark = replace(auto, ending=")") if is_list else auto
    else:
        again, rest = take_mark(text, has_number_column=False)
        text = rest if again.parts and again.parts == mark.parts else text
    lines.append(
        Line(
            row.number,
            mark,
            text,
            {role: parts for role, parts in content.items() if parts},
            is_merged=_is_merged(header, activity_cells),
            exact_number=not any(cell.is_number for cell in number_cells),
            after_blank=after_blank,
        )
    )


def _continue(line: Line, cells: dict[Role, list[RawCell]]) -> None:
    for role in CONTENT:
        value = _content(role, cells)
        if not is_nothing(value):
            line.content.setdefault(role, []).append(value)


def _is_merged(header: Header, cells: Sequence[RawCell]) -> bool:
    places = [
        span
        for span, column in zip(header.ranges, header.columns, strict=True)
        if column.role not in (Role.UNKNOWN, Role.NUMBER)
    ]
    end = max(span[1] for span in places)
    return len(places) > 1 and any(cell.text and cell.column + cell.span >= end for cell in cells)


def _text(cells: Sequence[RawCell]) -> str:
    return "\n".join(cell.text for cell in cells if cell.text)


def _content(role: Role, cells: dict[Role, list[RawCell]]) -> str:
    """The text of a role's cells; Word's number before the first words of a progress is part of it."""
    found = cells.get(role, [])
    text = _text(found)
    number = _auto(found[:1])
    if role is not Role.PROGRESS or not number or not text:
        return text
    return f"{number}) {text}" if number.isalnum() else f"{number}. {text}"


def _auto(cells: Sequence[RawCell]) -> str:
    return next((cell.auto_number for cell in cells if cell.auto_number), "")


def _continues(cells: Sequence[RawCell]) -> bool:
    return any(cell.row_span_continues for cell in cells) and not _text(cells)
