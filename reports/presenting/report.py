"""The public page of a report as plain values: from the frozen report, the one before, its versions and files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.wording import NBSP
from plans.periods import ReportingPeriod
from reports.content import ReportContent
from reports.presenting.comparing import (
    Change,
    Step,
    compare,
    corrected,
    steps,
    still_missing,
    unchanged_since,
)
from reports.presenting.figures import Tile, figures_by_key, tiles_of
from reports.presenting.files import Download, FinishedFile, downloads_of
from reports.presenting.inserts import Block, all_blocks
from reports.presenting.rows import Addresses, Before, Row, present_row
from reports.presenting.summary import Legend, RowLink, Summary, link_to, summary_of
from reports.presenting.words import (
    act_words,
    by_activities,
    by_number,
    day_words,
    period_name,
    rows_words,
    tidy,
    with_period,
)


@dataclass(frozen=True, slots=True)
class Version:
    """A published version: `published_at` is an ISO date-time, `reason` is «» for the first."""

    number: int
    url: str
    published_at: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """«5 по-прежнему без сведений: 3, 6.4 …»; `is_named`: few enough to be named in words."""

    count: int
    words: str
    rows: tuple[RowLink, ...]
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything that the page of a report says; see `templates/reports/public_report.html`."""

    title: str
    official_title: str
    facts: tuple[Fact, ...]
    summary: Summary
    version: Version
    newer: Version | None
    newer_words: str
    older: tuple[Version, ...]
    missing_words: str
    optional_words: str
    gaps: tuple[RowLink, ...]
    gaps_title: str
    gaps_note: str
    compared_with: str
    differences: tuple[Difference, ...]
    downloads: tuple[Download, ...]
    sha256: str
    rows: tuple[Row, ...]
    rows_words: str
    filters: tuple[Legend, ...]
    all_count: int
    tiles: tuple[Tile, ...]
    blocks: tuple[Block, ...]
    corrected: tuple[RowLink, ...]
    changes_url: str
    corrections_url: str
    is_draft: bool


NOWHERE = Addresses()


def present_report(
    content: ReportContent,
    *,
    sha256: str,
    versions: Sequence[Version],
    files: Iterable[FinishedFile] = (),
    previous: ReportContent | None = None,
    earlier: Iterable[ReportContent] = (),
    corrects: ReportContent | None = None,
    urls: Addresses = NOWHERE,
) -> ReportPage:
    """The page of one version, or of a draft. `versions`: all that were published, in order, this one among them (none
    of a draft); `previous`: the newest version of the report of the half-year before, or None; `earlier`: of those
    before it, newest first, taken only as far as texts stand unchanged; `corrects`: the earlier version that this one
    mends. Work and size are linear in the rows."""
    period = ReportingPeriod.parse(content.period)
    before = ReportingPeriod.parse(previous.period) if previous else None
    changes = compare(content, previous)
    repeated = still_missing(content, previous)
    summary = summary_of(content, changes, "")
    figures = figures_by_key(previous)
    gaps = [place for place, change in changes.items() if change is Change.GAP]
    optional = sum(change is Change.OPTIONAL for change in changes.values())
    this = next(
        (version for version in versions if version.number == content.version),
        Version(content.version, "", ""),
    )
    newest = versions[-1] if versions else this
    stood = Before(before, frozenset(repeated), unchanged_since(content, changes, previous, earlier), figures)
    levels = [row for row in content.rows if row.kind != "section" and row.level == 0]
    return ReportPage(
        title=f"Отчёт за{NBSP}{period_name(period)}",
        official_title=tidy(content.title),
        facts=tuple(_facts(content, first=versions[0] if versions else None)),
        summary=summary,
        version=this,
        newer=newest if newest.number > this.number else None,
        newer_words=_newer_words(this, newest),
        older=tuple(version for version in versions if version.number < this.number),
        missing_words=f"По{NBSP}{by_number(len(gaps))} сведений нет." if gaps else "",
        optional_words=_optional_words(optional),
        gaps=tuple(link_to(content.rows[place]) for place in gaps),
        gaps_title=f"По{NBSP}{by_activities(len(gaps))} администрация не отчиталась" if gaps else "",
        gaps_note=_gaps_note(len(gaps), len(repeated), before),
        compared_with=with_period(before) if before else "",
        differences=tuple(_differences(content, previous)) if previous else (),
        downloads=downloads_of(files),
        sha256=sha256,
        rows=tuple(
            present_row(row, place, changes.get(place), stood, urls) for place, row in enumerate(content.rows)
        ),
        rows_words=rows_words(
            len(levels), sum(row.kind == "group" for row in content.rows), len(changes), optional
        ),
        filters=tuple(item for item in summary.legend if item.css != "optional"),
        all_count=len(changes),
        tiles=tiles_of(content, figures),
        blocks=all_blocks(content),
        corrected=tuple(link_to(content.rows[place]) for place in corrected(content, corrects)),
        changes_url=urls.changes,
        corrections_url=urls.corrections,
        is_draft=content.is_draft,
    )


def _facts(content: ReportContent, *, first: Version | None) -> Iterable[Fact]:
    if first:
        yield Fact("Опубликован", day_words(first.published_at))
    if content.signatory_name:
        parts = (content.signatory_name, content.signatory_position)
        words = tidy(", ".join(part for part in parts if part))
        yield Fact("Утвердил", f"{words}, {day_words(content.approved_on)}" if content.approved_on else words)
    elif content.approved_on:
        yield Fact("Утверждён", day_words(content.approved_on))
    if content.acts:
        yield Fact("Основание", act_words(content.acts))
    if content.prepared_by:
        yield Fact("Подготовил", tidy(content.prepared_by))


def _newer_words(this: Version, newest: Version) -> str:
    if newest.number == this.number:
        return ""
    words = f"Вы читаете версию {this.number}. Версия {newest.number} вышла {day_words(newest.published_at)}"
    return f"{words} Причина: {newest.reason}" if newest.reason else words


def _optional_words(count: int) -> str:
    return f"Ещё по{NBSP}{by_number(count)} срок в другом полугодии." if count else ""


def _gaps_note(gaps: int, repeated: int, before: ReportingPeriod | None) -> str:
    if not before or not repeated:
        return ""
    report = f"и в отчёте за {period_name(before)}"
    if repeated == gaps:
        return (
            f"Сведений не было {report}."
            if gaps == 1
            else f"По всем {by_number(gaps)} сведений не было {report}."
        )
    return f"По {by_number(repeated)} из них сведений не было {report}."


# The steps that tell what is new, in the order of interest; True: a few of them are named in words.
_TOLD = {
    Step.ADDED: False,
    Step.CAME: True,
    Step.TEXT: False,
    Step.FIGURES: False,
    Step.INSERTS: False,
    Step.SAME: False,
    Step.NOTHING: False,
    Step.GONE: True,
    Step.DUE: True,
    Step.STILL_MISSING: False,
}


def _differences(content: ReportContent, previous: ReportContent) -> Iterable[Difference]:
    taken = steps(content, previous)
    for kind, may_be_named in _TOLD.items():
        rows = tuple(link_to(content.rows[place]) for place, found in taken.items() if found is kind)
        if rows:
            yield Difference(len(rows), kind.value, rows, may_be_named and len(rows) <= 5)
