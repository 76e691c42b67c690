"""RawDocument -> ParsedReport: which table is the report's, what its rows say, and what is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plans.deadlines import read_deadline
from plans.files.raw import RawDocument, UnreadableFile
from reports.readers.checking import findings_of
from reports.readers.lines import Line, read_lines, without_endnotes
from reports.readers.marks import MarkKind
from reports.readers.officers import distinct, read_officers, split_deadline, strip_brackets
from reports.readers.parsed import (
    Finding,
    ParsedColumn,
    ParsedOfficer,
    ParsedReport,
    ParsedRow,
    Role,
    RowKind,
)
from reports.readers.rows import Placed, arrange
from reports.readers.tables import NO_ROWS, Chosen, choose_tables
from reports.readers.titles import find_title, title_period
from reports.readers.words import fold, is_nothing

_REPORTS = re.compile(r"отчет|информация|сведения|доклад")


def understand(document: RawDocument) -> ParsedReport:
    """What an office's file says; raises `UnreadableFile` where it has no table of activities."""
    chosen = choose_tables(document)
    title = find_title(chosen.over)
    period = title_period(title)
    headers = [part.header.for_period(period) for part in chosen.parts]
    lines, left_out = without_endnotes(
        [
            line
            for part, header in zip(chosen.parts, headers, strict=True)
            for line in read_lines(header, part.rows)
        ]
    )
    placed, numbering = arrange(lines)
    if not any(each.kind is not RowKind.SECTION for each in placed):
        raise UnreadableFile(NO_ROWS)
    columns, roles = headers[0].columns, headers[0].roles
    rows = tuple(_row(each, roles) for each in placed)
    has_progress = Role.PROGRESS in roles and (
        period is not None or _REPORTS.match(fold(title)) is not None or any(row.progress for row in rows)
    )
    return ParsedReport(
        title=title,
        period=period,
        columns=columns,
        rows=rows,
        findings=(
            *_unknown_columns(chosen, columns),
            *_left_out(left_out, chosen.left_out),
            *findings_of(placed, rows, numbering, has_progress=has_progress),
        ),
        numbering=numbering,
        has_progress=has_progress,
        table=chosen.name,
    )


def is_deadline(wording: str) -> bool:
    """Whether the words read as a deadline."""
    return read_deadline(wording).rule is not None


def _row(each: Placed, roles: frozenset[Role]) -> ParsedRow:
    line = each.line
    if each.kind is RowKind.SECTION:
        return ParsedRow(RowKind.SECTION, "", 0, line.text, source_row=line.source_row)
    is_group = each.kind is RowKind.GROUP
    officers, deadline = ((), "") if is_group else _officers_and_deadline(line, roles)
    return ParsedRow(
        kind=each.kind,
        number=each.number,
        level=each.level,
        text=line.text,
        printed_number=line.mark.printed,
        officers=officers,
        deadline=deadline,
        progress="" if is_group else "\n".join(line.content.get(Role.PROGRESS, [])),
        source_row=line.source_row,
    )


def _officers_and_deadline(line: Line, roles: frozenset[Role]) -> tuple[tuple[ParsedOfficer, ...], str]:
    officers: list[ParsedOfficer] = []
    wordings = [strip_brackets(text) for text in line.content.get(Role.DEADLINE, [])]
    for text in line.content.get(Role.OFFICERS, []):
        rest, wording = split_deadline(text, is_deadline)
        # A deadline where no column promises one is taken only when it surely reads as one.
        if Role.DEADLINE not in roles and is_deadline(wording):
            wordings.append(wording)
            text = rest
        officers += read_officers(text)
    for text in line.content.get(Role.OFFICERS_AND_DEADLINE, []):
        rest, wording = split_deadline(text, is_deadline)
        wordings.append(wording)
        officers += read_officers(rest)
    wordings = [wording for wording in dict.fromkeys(wordings) if not is_nothing(wording)]
    return distinct(officers), "; ".join(wordings)


def _unknown_columns(chosen: Chosen, columns: Sequence[ParsedColumn]) -> list[Finding]:
    used = {
        place
        for part in chosen.parts
        for row in part.rows
        for cell in row.cells
        if cell.text
        for place, (first, after) in enumerate(part.header.ranges)
        if first <= cell.column < after
    }
    findings = []
    for place, column in enumerate(columns):
        if column.role is not Role.UNKNOWN or not (column.header or place in used):
            continue
        named = f"Столбец «{column.header}»" if column.header else f"Столбец {column.index + 1} без заголовка"
        message = f"{named} не входит в отчет: он пропущен, его текст не загружается."
        findings.append(
            Finding("unknown_column", "", message, {"header": column.header, "index": column.index})
        )
    return findings


def _left_out(lines: Sequence[Line], tables: Sequence[str]) -> list[Finding]:
    findings = [
        Finding(
            "row_left_out",
            "",
            f"Строка {line.source_row} «{_short(_words_of(line))}» не похожа на мероприятие, она пропущена.",
            {"source_row": line.source_row},
        )
        for line in lines
    ]
    findings += [
        Finding(
            "table_left_out",
            "",
            f"В файле есть ещё одна таблица с теми же мероприятиями ({name}): она пропущена.",
            {"table": name},
        )
        for name in tables
    ]
    return findings


def _words_of(line: Line) -> str:
    return f"{line.mark.printed} {line.text}".strip() if line.mark.kind is MarkKind.WORDS else line.text


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79].rstrip()}…"
