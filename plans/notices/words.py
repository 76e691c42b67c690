"""What people are told, in words: rows of the plan named in a sentence and listed one a line. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.wording import counted, date_words

# A list in a letter is read on a phone: the rest stands in the portal.
MOST_LISTED = 30
_TITLE = 110


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the plan as people know it."""

    number: str
    text: str
    due_on: date | None = None

    @property
    def words(self) -> str:
        return f"{self.number} {shortened(self.text)}".strip()


def shortened(text: str, most: int = _TITLE) -> str:
    """A long activity in one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return f"{line[:most].rsplit(' ', 1)[0].rstrip(' ,.;:')}…"


def what(rows: Sequence[Row]) -> str:
    """«12.1 Работа «телефона доверия»», or «3 мероприятия» where there are several."""
    return (
        rows[0].words if len(rows) == 1 else counted(len(rows), "мероприятие", "мероприятия", "мероприятий")
    )


def listed(rows: Sequence[Row]) -> str:
    """The rows one a line, each with its day where they have several."""
    has_days = len({row.due_on for row in rows}) > 1
    lines = [
        f"– {row.words}, до {date_words(row.due_on)}" if has_days and row.due_on else f"– {row.words}"
        for row in rows[:MOST_LISTED]
    ]
    if len(rows) > MOST_LISTED:
        rest = counted(len(rows) - MOST_LISTED, "мероприятие", "мероприятия", "мероприятий")
        lines.append(f"– и ещё {rest}")
    return "\n".join(lines)


def listed_beside(rows: Sequence[Row]) -> str:
    """The list under a title that names a single row itself."""
    return listed(rows) if len(rows) > 1 else ""


def paragraphs(*parts: str) -> str:
    """What there is of the parts, a blank line between."""
    return "\n\n".join(part for part in parts if part)
