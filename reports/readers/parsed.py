"""What the portal understood of an office's file: plain values, no database.

Everything here can be written to JSON and read back (`to_json`, `from_json`): the preview of an import keeps it
between the upload and the confirmation.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self

from plans.periods import ReportingPeriod


class Role(StrEnum):
    """What a column of the table means."""

    NUMBER = "number"
    ACTIVITY = "activity"
    OFFICERS = "officers"
    DEADLINE = "deadline"
    OFFICERS_AND_DEADLINE = "officers_and_deadline"
    PROGRESS = "progress"
    UNKNOWN = "unknown"


class RowKind(StrEnum):
    SECTION = "section"
    GROUP = "group"
    ACTIVITY = "activity"


class Numbering(StrEnum):
    """How a plan counts its top-level rows across sections."""

    CONTINUOUS = "continuous"  # 1, 2, 3 whatever the sections
    RESTART = "restart"  # 1, 2 | 1, 2, 3
    PREFIX = "prefix"  # 1.1, 1.2 | 2.1, 2.2


class OfficerKind(StrEnum):
    OFFICIAL = "official"
    COLLECTIVE = "collective"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know of. ``row``: the computed number of the activity (``"6.4"``), or ``""`` for the
    file as a whole; ``message``: a whole Russian sentence; ``data``: values for the page (candidates, figures)."""

    code: str
    row: str
    message: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ParsedOfficer:
    """``name``: the person (``Рябинина Т.С.``), or a collective's or a post's words, without separators; ``printed``:
    all words of the file where they say more (``начальник отдела Рябинина Т.С.``), else ``""``."""

    name: str
    kind: OfficerKind
    surname: str = ""
    initials: str = ""
    position: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class ParsedColumn:
    """``index``: 0-based grid column; ``header``: its words, lines joined by a space."""

    index: int
    header: str
    role: Role


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """One activity, group or section of the table, in the file's order.

    ``number``: computed (``"6.4"``), ``""`` for a section. ``printed_number``: as the file has it. ``level``: 0 for
    sections and top-level rows, 1 for their sub-activities, and so on. ``text``: the activity's words on one line
    (section: its whole line, Roman number included). ``deadline``: wording without the outer brackets. ``progress``:
    plain text (`raw.py`), ``""`` when blank. ``source_row``: row number in the file's table, for people.
    """

    kind: RowKind
    number: str
    level: int
    text: str
    printed_number: str = ""
    officers: tuple[ParsedOfficer, ...] = ()
    deadline: str = ""
    progress: str = ""
    source_row: int = 0


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """``title``: the title on one line. ``period``: from the title, else None. ``has_progress``: a report (True) or a
    bare plan. ``table``: which of the file's tables it was, for people (``таблица 2 из 3``)."""

    title: str
    period: ReportingPeriod | None
    columns: tuple[ParsedColumn, ...]
    rows: tuple[ParsedRow, ...]
    findings: tuple[Finding, ...]
    numbering: Numbering = Numbering.CONTINUOUS
    has_progress: bool = True
    table: str = ""

    def has_column(self, *roles: Role) -> bool:
        """Whether the table has a column of one of these roles."""
        return any(column.role in roles for column in self.columns)

    def to_json(self) -> str:
        value = asdict(self)
        value["period"] = str(self.period) if self.period else None
        return json.dumps(value, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        value = json.loads(text)
        return cls(
            title=value["title"],
            period=ReportingPeriod.parse(value["period"]) if value["period"] else None,
            columns=tuple(
                ParsedColumn(item["index"], item["header"], Role(item["role"])) for item in value["columns"]
            ),
            rows=tuple(_row(item) for item in value["rows"]),
            findings=tuple(Finding(**item) for item in value["findings"]),
            numbering=Numbering(value["numbering"]),
            has_progress=value["has_progress"],
            table=value["table"],
        )


def _row(item: dict[str, Any]) -> ParsedRow:
    officers = tuple(
        ParsedOfficer(**{**officer, "kind": OfficerKind(officer["kind"])}) for officer in item["officers"]
    )
    return ParsedRow(**{**item, "kind": RowKind(item["kind"]), "officers": officers})
