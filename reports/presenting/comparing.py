"""What is new in a report: each row against the same row of the report before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum

from plans.periods import ReportingPeriod
from reports.content import FrozenRow, ReportContent


class Change(StrEnum):
    """How a reportable row stands against the report before.

    FIGURES repeats the text with other figures; FIRST had no information there or no row at all; GAP is missing
    information now; OPTIONAL is blank and due in the other half-year. Without a report before, every filled row is
    FILLED.
    """

    FILLED = "filled"
    NEW = "new"
    FIGURES = "figures"
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
    if not says_the_same_words(row, earlier):
        return Change.NEW
    return Change.FIGURES if changed_figures(row, earlier) else Change.SAME


def says_the_same(row: FrozenRow, earlier: FrozenRow) -> bool:
    """The same words but for the spaces and line ends that no reader sees, and no figure with another value."""
    return says_the_same_words(row, earlier) and not changed_figures(row, earlier)


def says_the_same_words(row: FrozenRow, earlier: FrozenRow) -> bool:
    return _said(row) == _said(earlier)


def changed_figures(row: FrozenRow, earlier: FrozenRow) -> set[str]:
    """Keys of the figures that both give and that differ; one that is given for the first time changes no words."""
    before = {figure.key: figure.value for figure in earlier.figures}
    return {figure.key for figure in row.figures if before.get(figure.key, figure.value) != figure.value}


def unchanged_since(
    content: ReportContent,
    changes: Mapping[int, Change],
    previous: ReportContent | None,
    earlier: Iterable[ReportContent],
) -> dict[int, ReportingPeriod]:
    """By place, the first half-year of the unbroken run in which a row says what it says now.

    `earlier`: the reports before `previous`, newest first; a half-year without a report ends every run, and nothing is
    taken from `earlier` once all runs have ended.
    """
    standing = {place for place, change in changes.items() if change is Change.SAME}
    if previous is None or not standing:
        return {}
    period = ReportingPeriod.parse(previous.period)
    since = dict.fromkeys(standing, period)
    for report in earlier:
        if report.period != str(period.previous):
            break
        period = period.previous
        rows = {row.key: row for row in report.rows if row.is_reportable and row.is_filled and row.key}
        standing = {
            place
            for place in standing
            if (row := content.rows[place]).key in rows and says_the_same(row, rows[row.key])
        }
        if not standing:
            break
        since.update(dict.fromkeys(standing, period))
    return since


def corrected(content: ReportContent, corrects: ReportContent | None) -> list[int]:
    """Places of the rows that are new or say anything else than in the version that is corrected."""
    if corrects is None:
        return []
    before = {row.key: row for row in corrects.rows if row.key}
    return [
        place
        for place, row in enumerate(content.rows)
        if row.key
        and (row.key not in before or _apart_from_number(row) != _apart_from_number(before[row.key]))
    ]


def _apart_from_number(row: FrozenRow) -> FrozenRow:
    return replace(row, number="", level=0)


def _said(row: FrozenRow) -> tuple[list[str], list[str]]:
    return row.progress.split(), row.nothing_reason.split()
