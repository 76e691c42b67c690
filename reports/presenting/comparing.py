"""What is new in a report: each row against the same row of the report before."""

from __future__ import annotations

from enum import StrEnum

from reports.content import FrozenRow, ReportContent


class Change(StrEnum):
    """How a reportable row stands against the report before.

    FIRST had no information there or no row at all; GAP is missing information now; OPTIONAL is blank and due in the
    other half-year. Without a report before, every filled row is FILLED.
    """

    FILLED = "filled"
    NEW = "new"
    FIRST = "first"
    SAME = "same"
    GAP = "gap"
    OPTIONAL = "optional"


def compare(content: ReportContent, previous: ReportContent | None) -> dict[int, Change]:
    """The change of every reportable row, by its place in `content.rows`; rows meet by their lasting key."""
    before = {row.key: row for row in previous.rows if row.is_reportable and row.key} if previous else None
    return {place: _change(row, before) for place, row in enumerate(content.rows) if row.is_reportable}


def still_missing(content: ReportContent, previous: ReportContent | None) -> set[int]:
    """Places of the gaps that were gaps in the report before, too."""
    if previous is None:
        return set()
    gaps = {row.key for row in previous.rows if row.is_gap and row.key}
    return {place for place, row in enumerate(content.rows) if row.is_gap and row.key in gaps}


def _change(row: FrozenRow, before: dict[str, FrozenRow] | None) -> Change:
    if not row.is_filled:
        return Change.OPTIONAL if row.is_optional else Change.GAP
    if before is None:
        return Change.FILLED
    earlier = before.get(row.key)
    if earlier is None or not earlier.is_filled:
        return Change.FIRST
    return Change.SAME if _said(row) == _said(earlier) else Change.NEW


def _said(row: FrozenRow) -> tuple[list[str], list[str]]:
    """What a row tells, without the spaces and line ends that no reader sees."""
    return row.progress.split(), row.nothing_reason.split()
