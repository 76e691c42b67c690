"""The public page of a report as plain values: from the frozen report, the one before, its versions and files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import mark_safe

from accounts.wording import NBSP, file_size_words
from plans.periods import ReportingPeriod
from plans.plaintext import to_html
from reports.content import FrozenRow, ReportContent
from reports.presenting.comparing import Change, compare, still_missing
from reports.presenting.words import (
    act_words,
    by_activities,
    by_number,
    day_words,
    in_period,
    of_activities,
    period_name,
    rows_words,
    shortened,
    since_period,
    tidy,
    with_period,
)

# change -> (look of the cell, its sign, word of the legend)
_LOOKS = {
    Change.FILLED: ("new", "dot", "Есть сведения"),
    Change.NEW: ("new", "dot", "Новые сведения"),
    Change.FIRST: ("new", "dot", "Новые сведения"),
    Change.SAME: ("same", "equals", "Текст не изменился"),
    Change.GAP: ("gap", "ring", "Нет сведений"),
    Change.OPTIONAL: ("optional", "clock", "Срок в другом полугодии"),
}

# format -> (what it is for, its sign), in the order of the page
_FILES = {
    "docx": ("Документ Word", "doc"),
    "xlsx": ("Таблица Excel", "table"),
    "csv": ("Таблица для обработки", "lines"),
    "json": ("Данные для программ", "braces"),
}


@dataclass(frozen=True, slots=True)
class Version:
    """A published version: `published_at` is an ISO date-time, `reason` is «» for the first."""

    number: int
    url: str
    published_at: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FinishedFile:
    """A finished rendition: `format` as in addresses (docx, xlsx, csv, json), `size` in bytes, `made_at` ISO."""

    format: str
    url: str
    size: int
    sha256: str
    made_at: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """A file on the page; while it is being made, `url` is «»."""

    sign: str
    purpose: str
    format: str
    url: str = ""
    size: str = ""
    sha256: str = ""
    made: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the plan strip; a sub-activity stands close to the one before it in its group."""

    number: str
    label: str
    css: str
    sign: str
    url: str
    is_sub: bool


@dataclass(frozen=True, slots=True)
class Legend:
    """One line of a legend, and a filter: how many rows look so; None where no count is shown."""

    css: str
    sign: str
    word: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class RowLink:
    """A row named somewhere else on the page."""

    number: str
    title: str
    url: str


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
class Row:
    """A line of the table. `kind`: section, group or activity; `change`: the look of its cell, also the filter."""

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


@dataclass(frozen=True, slots=True)
class Summary:
    """A report in one line of figures, for its own page and for every list; cells link to the rows at `url`; `plan`:
    the plan's title where it must be named."""

    period: str
    url: str
    version: int
    published: str
    filled: int
    total: int
    noun: str
    cells: tuple[Cell, ...]
    legend: tuple[Legend, ...]
    plan: str = ""

    @property
    def counts(self) -> str:
        """«новые сведения: 14, нет сведений: 5», for a strip without numbers."""
        return ", ".join(f"{item.word.lower()}: {item.count}" for item in self.legend)


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


def summarize(
    content: ReportContent, *, url: str, previous: ReportContent | None = None, plan: str = ""
) -> Summary:
    """Count and draw a report; `url` is «» on its own page, so that cells lead within it."""
    return replace(_summary(content, compare(content, previous), url), plan=plan)


def present_report(
    content: ReportContent,
    *,
    sha256: str,
    versions: Sequence[Version],
    files: Iterable[FinishedFile] = (),
    previous: ReportContent | None = None,
) -> ReportPage:
    """The page of one version. `versions`: all that were published, in order, this one among them; `previous`: the
    newest version of the report of an earlier half-year, or None. Work and size are linear in the rows."""
    period = ReportingPeriod.parse(content.period)
    before = ReportingPeriod.parse(previous.period) if previous else None
    changes = compare(content, previous)
    repeated = still_missing(content, previous)
    summary = _summary(content, changes, "")
    gaps = [place for place, change in changes.items() if change is Change.GAP]
    optional = sum(change is Change.OPTIONAL for change in changes.values())
    this = next(version for version in versions if version.number == content.version)
    newest = versions[-1]
    levels = [row for row in content.rows if row.kind != "section" and row.level == 0]
    return ReportPage(
        title=f"Отчёт за{NBSP}{period_name(period)}",
        official_title=tidy(content.title),
        facts=tuple(_facts(content, first=versions[0])),
        summary=summary,
        version=this,
        newer=newest if newest.number > this.number else None,
        newer_words=_newer_words(this, newest),
        older=tuple(version for version in versions if version.number < this.number),
        missing_words=f"По{NBSP}{by_number(len(gaps))} сведений нет." if gaps else "",
        optional_words=_optional_words(optional),
        gaps=tuple(_link(content.rows[place]) for place in gaps),
        gaps_title=f"По{NBSP}{by_activities(len(gaps))} администрация не отчиталась" if gaps else "",
        gaps_note=_gaps_note(len(gaps), len(repeated), before),
        compared_with=with_period(before) if before else "",
        differences=tuple(_differences(content, changes, repeated)) if previous else (),
        downloads=downloads_of(files),
        sha256=sha256,
        rows=tuple(
            _row(row, changes.get(place), before, is_repeated=place in repeated)
            for place, row in enumerate(content.rows)
        ),
        rows_words=rows_words(len(levels), sum(row.kind == "group" for row in content.rows), len(changes)),
        filters=tuple(item for item in summary.legend if item.css != "optional"),
        all_count=len(changes),
    )


def _summary(content: ReportContent, changes: Mapping[int, Change], url: str) -> Summary:
    looks = Counter(_LOOKS[change] for change in changes.values())
    total = sum(change is not Change.OPTIONAL for change in changes.values())
    return Summary(
        period=period_name(ReportingPeriod.parse(content.period)),
        url=url,
        version=content.version,
        published=day_words(content.published_at),
        filled=sum(content.rows[place].is_filled for place in changes),
        total=total,
        noun=of_activities(total),
        cells=tuple(_cells(content, changes, url)),
        legend=tuple(Legend(*look, looks[look]) for look in dict.fromkeys(_LOOKS.values()) if looks[look]),
    )


def _cells(content: ReportContent, changes: Mapping[int, Change], url: str) -> Iterable[Cell]:
    above = ""
    for place, change in changes.items():
        row = content.rows[place]
        css, sign, word = _LOOKS[change]
        label = f"{row.number}. {shortened(row.text)}: {word.lower()}"
        group = row.number.rpartition(".")[0]
        yield Cell(row.number, label, css, sign, f"{url}#{_anchor(row)}", bool(group) and group == above)
        above = group


def _anchor(row: FrozenRow) -> str:
    return f"n-{row.number}" if row.number else ""


def _link(row: FrozenRow) -> RowLink:
    return RowLink(row.number, shortened(row.text), f"#{_anchor(row)}")


def _facts(content: ReportContent, *, first: Version) -> Iterable[Fact]:
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


def _differences(
    content: ReportContent, changes: Mapping[int, Change], repeated: set[int]
) -> Iterable[Difference]:
    groups = (
        ("отчитались, а в прошлый раз нет", [p for p, c in changes.items() if c is Change.FIRST], True),
        ("с новым текстом", [p for p, c in changes.items() if c is Change.NEW], False),
        ("повторяют прошлый текст", [p for p, c in changes.items() if c is Change.SAME], False),
        (
            "теперь без сведений",
            [p for p, c in changes.items() if c is Change.GAP and p not in repeated],
            True,
        ),
        ("по-прежнему без сведений", sorted(repeated), False),
    )
    for words, places, may_be_named in groups:
        if places:
            rows = tuple(_link(content.rows[place]) for place in places)
            yield Difference(len(rows), words, rows, may_be_named and len(rows) <= 5)


def downloads_of(files: Iterable[FinishedFile]) -> tuple[Download, ...]:
    """Every format in the page's order; those not finished yet have no address."""
    finished = {file.format: file for file in files}
    return tuple(_download(name, finished.get(name)) for name in _FILES)


def _download(name: str, file: FinishedFile | None) -> Download:
    purpose, sign = _FILES[name]
    if file is None:
        return Download(sign, purpose, name.upper())
    made = day_words(file.made_at) if file.made_at else ""
    return Download(sign, purpose, name.upper(), file.url, file_size_words(file.size), file.sha256, made)


def _row(row: FrozenRow, change: Change | None, before: ReportingPeriod | None, *, is_repeated: bool) -> Row:
    if change is None:
        return Row(row.kind, row.number, _anchor(row), row.level, row.text)
    mark, sign = _mark(change, before)
    return Row(
        kind=row.kind,
        number=row.number,
        anchor=_anchor(row),
        level=row.level,
        text=row.text,
        officers=tuple(tidy(officer.name) for officer in row.officers),
        deadline=row.deadline,
        html=mark_safe(tidy(to_html(row.progress))) if row.progress else "",  # noqa: S308 (to_html escapes)
        nothing_reason=row.nothing_reason,
        change=_LOOKS[change][0],
        mark=mark,
        mark_sign=sign,
        is_first=change is Change.FIRST,
        gap_words=_gap_words(row, before if is_repeated else None) if change is Change.GAP else "",
    )


def _mark(change: Change, before: ReportingPeriod | None) -> tuple[str, str]:
    if before is None or change in (Change.GAP, Change.OPTIONAL):
        return "", ""
    words = {
        Change.NEW: "Новые сведения",
        Change.FIRST: f"Сведения появились: {in_period(before)} их не было",
        Change.SAME: f"Без изменений {since_period(before)}",
    }
    return words[change], _LOOKS[change][1]


def _gap_words(row: FrozenRow, before: ReportingPeriod | None) -> str:
    words = "Исполнители не представили текст." if row.officers else "Администрация не представила текст."
    return f"{words} Его не было и {in_period(before)}." if before else words
