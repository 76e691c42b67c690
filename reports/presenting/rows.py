"""A line of the report's table as plain values: its text, its marks, its figures and its documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.safestring import mark_safe

from plans.periods import ReportingPeriod
from plans.plaintext import to_html
from reports.content import FrozenAttachment, FrozenFigure, FrozenRow
from reports.presenting.comparing import Change
from reports.presenting.figures import FigureLine, figure_lines
from reports.presenting.files import Document, documents_of
from reports.presenting.inserts import Block, blocks_of
from reports.presenting.summary import LOOKS, anchor_of
from reports.presenting.words import in_period, since_period, tidy

# A row whose text stands while the blocks under it do not.
OTHER_INSERTS = "Другие опросы или данные, текст прежний"


def _nowhere(_: object) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things of a report live; «» where there is no such page.

    `activity` takes an activity's key, `file` a frozen file; `changes` is the comparison with the half-year before,
    `corrections` that with the earlier version.
    """

    activity: Callable[[str], str] = _nowhere
    file: Callable[[FrozenAttachment], str] = _nowhere
    changes: str = ""
    corrections: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table. `kind`: section, group or activity; `change`: the look of its cell, also the filter;
    `is_long`: taller than a printed page."""

    kind: str
    number: str
    anchor: str
    level: int
    text: str
    officers: tuple[str, ...] = ()
    deadline: str = ""
    html: str = ""
    nothing_reason: str = ""
    change: str = ""
    mark: str = ""
    mark_sign: str = ""
    is_first: bool = False
    gap_words: str = ""
    figures: tuple[FigureLine, ...] = ()
    documents: tuple[Document, ...] = ()
    blocks: tuple[Block, ...] = ()
    history_url: str = ""
    changes_url: str = ""
    is_unapproved: bool = False
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Before:
    """What stood before a report: the half-year it is compared with, gaps that were gaps then, since when texts have
    stood unchanged (both by place), and the figures by key."""

    period: ReportingPeriod | None = None
    gaps: frozenset[int] = frozenset()
    since: Mapping[int, ReportingPeriod] = field(default_factory=dict)
    figures: Mapping[str, FrozenFigure] = field(default_factory=dict)


def present_row(row: FrozenRow, place: int, change: Change | None, before: Before, urls: Addresses) -> Row:
    """`change`: None for a section or a group."""
    if change is None:
        return Row(row.kind, row.number, anchor_of(row), row.level, row.text)
    mark, sign = _mark(change, before.period, before.since.get(place))
    return Row(
        kind=row.kind,
        number=row.number,
        anchor=anchor_of(row),
        level=row.level,
        text=row.text,
        officers=tuple(tidy(officer.name) for officer in row.officers),
        deadline=row.deadline,
        html=text_html(row.progress),
        nothing_reason=row.nothing_reason,
        change=LOOKS[change][0],
        mark=mark,
        mark_sign=sign,
        is_first=change is Change.FIRST,
        gap_words=_gap_words(row, before.period if place in before.gaps else None)
        if change is Change.GAP
        else "",
        figures=figure_lines(row.figures, before.figures),
        documents=documents_of(row.attachments, urls.file),
        blocks=blocks_of(row),
        history_url=urls.activity(row.key) if row.key else "",
        changes_url=f"{urls.changes}#{anchor_of(row)}" if urls.changes and change in _COMPARED else "",
        is_unapproved=row.is_unapproved,
        is_long=sum(1 + len(line) // _PRINTED_LETTERS for line in row.progress.split("\n")) > _PRINTED_LINES,
    )


# About what a printed page holds of a text; a longer one may break over pages.
_PRINTED_LETTERS, _PRINTED_LINES = 95, 24
# What has words, figures or blocks to compare.
_COMPARED = (Change.NEW, Change.FIGURES, Change.INSERTS)


def text_html(progress: str) -> str:
    """A plain text as HTML with its short words glued."""
    return mark_safe(tidy(to_html(progress))) if progress else ""  # noqa: S308 (to_html escapes)


def _mark(change: Change, before: ReportingPeriod | None, since: ReportingPeriod | None) -> tuple[str, str]:
    if before is None or change in (Change.NOTHING, Change.GAP, Change.OPTIONAL):
        return "", ""
    words = {
        Change.NEW: "Новые сведения",
        Change.FIGURES: "Новые показатели, текст прежний",
        Change.INSERTS: OTHER_INSERTS,
        Change.FIRST: f"Сведения появились: {in_period(before)} их не было",
        Change.SAME: f"Без изменений {since_period(since or before)}",
    }
    return words[change], LOOKS[change][1]


def _gap_words(row: FrozenRow, before: ReportingPeriod | None) -> str:
    words = "Исполнители не представили текст." if row.officers else "Администрация не представила текст."
    return f"{words} Его не было и {in_period(before)}." if before else words
