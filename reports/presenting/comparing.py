"""What is new in a report: each row against the same row of the report before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum

from plans.inserts.values import InsertValue, Table
from plans.periods import ReportingPeriod
from reports.content import FrozenRow, ReportContent


class Change(StrEnum):
    """How a reportable row stands against the report before.

    FIGURES repeats the text with other figures, INSERTS with other blocks under it; FIRST had no information there or
    no row at all; NOTHING gives only a reason why there is nothing to report; GAP is missing information now; OPTIONAL
    is blank and due in the other half-year. Without a report before, every row with a text is FILLED.
    """

    FILLED = "filled"
    NEW = "new"
    FIGURES = "figures"
    INSERTS = "inserts"
    FIRST = "first"
    SAME = "same"
    NOTHING = "nothing"
    GAP = "gap"
    OPTIONAL = "optional"


class Step(StrEnum):
    """The way of a reportable row from the report before, as every page tells and counts it.

    ADDED was not in the plan; STILL_MISSING is a gap again; GONE had information; DUE is a gap where none was expected;
    ELSEWHERE is blank and due in the other half-year, whatever was said before.
    """

    ADDED = "новые в плане"
    CAME = "отчитались, а раньше нет"
    TEXT = "с новым текстом"
    FIGURES = "с прежним текстом и новыми показателями"
    INSERTS = "с прежним текстом и другими опросами или данными"
    SAME = "повторяют прошлый текст"
    NOTHING = "сообщают, что сообщать нечего"
    GONE = "теперь без сведений"
    DUE = "без сведений, а раньше их не ждали"
    STILL_MISSING = "по-прежнему без сведений"
    ELSEWHERE = "срок в другом полугодии"


_STEPS = {
    Change.NEW: Step.TEXT,
    Change.FIGURES: Step.FIGURES,
    Change.INSERTS: Step.INSERTS,
    Change.FIRST: Step.CAME,
    Change.SAME: Step.SAME,
    Change.NOTHING: Step.NOTHING,
    Change.OPTIONAL: Step.ELSEWHERE,
}


def steps(content: ReportContent, previous: ReportContent) -> dict[int, Step]:
    """The step of every reportable row, by its place in `content.rows`."""
    before = {row.key: row for row in previous.rows if row.key}
    return {
        place: step(row, before.get(row.key)) for place, row in enumerate(content.rows) if row.is_reportable
    }


def step(row: FrozenRow, earlier: FrozenRow | None) -> Step:
    if earlier is None:
        return Step.ADDED
    change = _change(row, {row.key: earlier})
    if change is not Change.GAP:
        return _STEPS[change]
    if earlier.is_gap:
        return Step.STILL_MISSING
    return Step.GONE if earlier.is_filled else Step.DUE


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
    if not (row.progress or row.inserts):
        return Change.NOTHING
    if before is None:
        return Change.FILLED
    earlier = before.get(row.key)
    if earlier is None or not earlier.is_filled:
        return Change.FIRST
    if not says_the_same_words(row, earlier):
        return Change.NEW
    if not says_the_same_inserts(row, earlier):
        return Change.INSERTS
    return Change.FIGURES if changed_figures(row, earlier) else Change.SAME


def says_the_same(row: FrozenRow, earlier: FrozenRow) -> bool:
    """The same words but for the spaces and line ends that no reader sees, the same blocks under them, and no figure
    with another value."""
    return (
        says_the_same_words(row, earlier)
        and says_the_same_inserts(row, earlier)
        and not changed_figures(row, earlier)
    )


def says_the_same_words(row: FrozenRow, earlier: FrozenRow) -> bool:
    return _said(row) == _said(earlier)


def says_the_same_inserts(row: FrozenRow, earlier: FrozenRow) -> bool:
    return [said_by(insert) for insert in row.inserts] == [said_by(insert) for insert in earlier.inserts]


def said_by(insert: InsertValue) -> tuple[str, str, list[str], tuple[Table, ...]]:
    """Its words and numbers; whether they are drawn and where their source is makes no difference."""
    return insert.kind, insert.title, insert.words.split(), insert.tables


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
