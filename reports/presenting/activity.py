"""One activity through all published half-years: its texts, newest first, and the course of its figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from accounts.wording import NBSP, number_words
from plans.periods import ReportingPeriod
from reports.content import FrozenAttachment, FrozenFigure, FrozenRow, ReportContent
from reports.presenting.comparing import says_the_same, says_the_same_inserts, says_the_same_words
from reports.presenting.figures import FigureLine, Tile, change_words, figure_lines, name_words, value_words
from reports.presenting.files import Document, documents_of
from reports.presenting.inserts import Block, blocks_of
from reports.presenting.rows import OTHER_INSERTS, text_html
from reports.presenting.summary import anchor_of
from reports.presenting.words import day_words, in_period, period_name, since_period, tidy

# As many half-years as a picture shows; the table has all of them.
MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Issue:
    """A published report that tells of the activity, with its addresses: its page, the comparison with the half-year
    before («» where there is none), and its files."""

    content: ReportContent
    url: str
    changes_url: str
    file_url: Callable[[FrozenAttachment], str]


@dataclass(frozen=True, slots=True)
class PeriodText:
    """What one half-year says. `mark`: «Без изменений с …»; `same_as`: the anchor of the newer half-year that says the
    same, whose words are not repeated then."""

    anchor: str
    title: str
    url: str
    about: str
    officers: str
    deadline: str
    mark: str
    mark_sign: str
    changes_url: str
    html: str
    nothing_reason: str
    gap_words: str
    same_as: str
    same_words: str
    figures: tuple[FigureLine, ...]
    documents: tuple[Document, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a picture: everything in per cent of its width; `top` in lines of text."""

    title: str
    value: str
    start: str
    length: str
    top: str
    bottom: str
    text_top: str


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year of the table: the values of its halves, «» where there are none, and their sum, where they add up."""

    year: int
    first: str
    second: str
    total: str


@dataclass(frozen=True, slots=True)
class Trend:
    """The course of one figure. `label` says all values for those who do not see the picture; without two numbers
    there are no bars. `target`: in words; `target_at`: its place in the picture."""

    tile: Tile
    name: str
    label: str
    bars: tuple[Bar, ...]
    height: str
    target: str
    target_at: str
    years: tuple[YearLine, ...]
    adds_up: bool
    is_cut: bool


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """`title`, `group` (the heading it stands under, «»), officers and deadline as in the newest half-year; `since`:
    «со II полугодия 2021 года», when it is first told of."""

    title: str
    group: str
    number: str
    period: str
    officers: tuple[str, ...]
    deadline: str
    since: str
    texts: tuple[PeriodText, ...]
    trends: tuple[Trend, ...]


def rows_with(key: str, issues: Sequence[Issue]) -> list[tuple[Issue, FrozenRow]]:
    """The issues that tell of the activity, each with its row."""
    found = []
    for issue in issues:
        row = next((row for row in issue.content.rows if row.key == key and row.kind != "section"), None)
        if row is not None:
            found.append((issue, row))
    return found


def present_activity(key: str, issues: Sequence[Issue]) -> ActivityPage | None:
    """The page of an activity from the newest standing versions of its plan's reports, newest half-year first; None
    where none of them has it."""
    told = rows_with(key, issues)
    if not told:
        return None
    newest, row = told[0]
    return ActivityPage(
        title=_heading(row.text),
        group=_group_of(row, newest.content),
        number=row.number,
        period=period_name(_period(newest)),
        officers=tuple(tidy(officer.name) for officer in row.officers),
        deadline=row.deadline,
        since=since_period(_period(told[-1][0])),
        texts=tuple(_text(told, place) for place in range(len(told)) if told[place][1].is_reportable),
        trends=tuple(_trends(told)),
    )


def _group_of(row: FrozenRow, content: ReportContent) -> str:
    """The nearest group above that it belongs to."""
    above = content.rows[: content.rows.index(row)]
    group = next((item for item in reversed(above) if item.level < row.level), None) if row.level else None
    return _heading(group.text.rstrip(" :")) if group and group.kind == "group" else ""


def _heading(text: str) -> str:
    """The words as they are, the first letter a capital, even where a quote opens the line."""
    place = next((place for place, letter in enumerate(text) if letter.isalpha()), 0)
    return tidy(text[:place] + text[place : place + 1].upper() + text[place + 1 :])


def _period(issue: Issue) -> ReportingPeriod:
    return ReportingPeriod.parse(issue.content.period)


def _text(told: Sequence[tuple[Issue, FrozenRow]], place: int) -> PeriodText:
    issue, row = told[place]
    period = _period(issue)
    before = _half_year_before(told, place)
    newer = _newer_that_says_the_same(told, place)
    mark, sign = _mark(told, place)
    return PeriodText(
        anchor=issue.content.period,
        title=period_name(period),
        url=f"{issue.url}#{anchor_of(row)}",
        about=f"п.{NBSP}{row.number}, версия {issue.content.version} от {day_words(issue.content.published_at)}",
        officers=tidy(", ".join(officer.name for officer in row.officers)),
        deadline=row.deadline,
        mark=mark,
        mark_sign=sign,
        changes_url=f"{issue.changes_url}#{anchor_of(row)}"
        if issue.changes_url and sign == "dot" and before
        else "",
        html="" if newer else text_html(row.progress),
        nothing_reason="" if newer else row.nothing_reason,
        gap_words="Сведений в отчёте нет." if row.is_gap else "",
        same_as=newer.content.period if newer else "",
        same_words=f"Тот же текст, что и {in_period(_period(newer))}" if newer else "",
        figures=figure_lines(
            row.figures, {figure.key: figure for figure in before.figures} if before else {}
        ),
        documents=documents_of(row.attachments, issue.file_url),
        blocks=() if newer else blocks_of(row),
    )


def _half_year_before(told: Sequence[tuple[Issue, FrozenRow]], place: int) -> FrozenRow | None:
    if place + 1 == len(told) or _period(told[place + 1][0]) != _period(told[place][0]).previous:
        return None
    return told[place + 1][1]


def _repeats(told: Sequence[tuple[Issue, FrozenRow]], place: int) -> bool:
    """Whether a half-year says what the one before said."""
    before = _half_year_before(told, place)
    row = told[place][1]
    return before is not None and row.is_filled and before.is_filled and says_the_same(row, before)


def _newer_that_says_the_same(told: Sequence[tuple[Issue, FrozenRow]], place: int) -> Issue | None:
    """The newest of the run: there the words stand."""
    newer = None
    while place and _repeats(told, place - 1):
        place -= 1
        newer = told[place][0]
    return newer


def _mark(told: Sequence[tuple[Issue, FrozenRow]], place: int) -> tuple[str, str]:
    before = _half_year_before(told, place)
    if before is None or not told[place][1].is_filled:
        return "", ""
    last = place
    while _repeats(told, last):
        last += 1
    if last > place:
        return f"Без изменений {since_period(_period(told[last][0]))}", "equals"
    row = told[place][1]
    if not (row.progress or row.inserts):
        return "", ""
    if not before.is_filled:
        return "Сведения появились", "plus"
    if not says_the_same_words(row, before):
        return "Новые сведения", "dot"
    is_said_before = says_the_same_inserts(row, before)
    return "Новые показатели, текст прежний" if is_said_before else OTHER_INSERTS, "dot"


def _trends(told: Sequence[tuple[Issue, FrozenRow]]) -> list[Trend]:
    """Of every figure that any half-year gives, those of the newest first."""
    values: dict[str, dict[ReportingPeriod, FrozenFigure]] = {}
    for issue, row in told:
        for figure in row.figures:
            values.setdefault(figure.key, {})[_period(issue)] = figure
    return [_trend(course) for course in values.values()]


def _trend(course: dict[ReportingPeriod, FrozenFigure]) -> Trend:
    """`course`: newest first."""
    newest_period, newest = next(iter(course.items()))
    periods = sorted(course)
    change, sign = change_words(newest, course.get(newest_period.previous))
    name = name_words(newest)
    words = "; ".join(f"{period_name(period)}: {value_words(course[period])}" for period in periods)
    target = value_words(_target(newest)) if newest.target else ""
    is_number = newest.kind != "yes_no"
    shown = periods[-MOST_BARS:] if is_number and len(periods) > 1 else []
    scale = Scale.of([course[period].number for period in shown], newest.target)
    return Trend(
        tile=Tile(value_words(newest), period_name(newest_period), change, sign),
        name=name,
        label=f"{name}: {words}." + (f" Плановое значение: {target}." if target else ""),
        bars=tuple(_bar(place, period, course[period], scale) for place, period in enumerate(shown)),
        height=_lines(len(shown) * _BAR_LINES),
        target=target,
        target_at=scale.at(Decimal(newest.target)) if target and is_number else "",
        years=tuple(_years(course, adds_up=newest.adds_up and is_number)),
        adds_up=newest.adds_up and is_number,
        is_cut=len(shown) < len(periods) and bool(shown),
    )


def _target(figure: FrozenFigure) -> FrozenFigure:
    return FrozenFigure(figure.key, figure.name, figure.target, figure.unit, figure.kind)


@dataclass(frozen=True, slots=True)
class Scale:
    """From the least to the greatest of the values, nought and the target among them."""

    least: Decimal
    greatest: Decimal

    @classmethod
    def of(cls, values: Sequence[Decimal], target: str) -> Scale:
        marks = [Decimal(0), *values, *([Decimal(target)] if target else [])]
        return cls(min(marks), max(marks))

    def at(self, value: Decimal) -> str:
        return f"{self._place(value)}%"

    def length(self, value: Decimal) -> str:
        return f"{abs(self._place(value) - self._place(Decimal(0)))}%"

    def _place(self, value: Decimal) -> Decimal:
        if self.greatest == self.least:
            return Decimal(0)
        place = (value - self.least) / (self.greatest - self.least) * 100
        return place.quantize(Decimal("0.01"), ROUND_HALF_UP)


# A line of words and a bar under it, in lines of the picture's own text, so that it grows with the reader's letters.
_BAR_LINES = Decimal("2.75")
_WORDS_AT, _BAR_AT, _BAR_ENDS = Decimal("1.1"), Decimal("1.5"), Decimal("2.2")


def _bar(place: int, period: ReportingPeriod, figure: FrozenFigure, scale: Scale) -> Bar:
    top = place * _BAR_LINES
    return Bar(
        title=period_name(period),
        value=value_words(figure),
        start=scale.at(min(figure.number, Decimal(0))),
        length=scale.length(figure.number),
        top=_lines(top + _BAR_AT),
        bottom=_lines(top + _BAR_ENDS),
        text_top=_lines(top + _WORDS_AT),
    )


def _lines(count: Decimal) -> str:
    return f"{count}em"


def _years(course: dict[ReportingPeriod, FrozenFigure], *, adds_up: bool) -> list[YearLine]:
    """Newest year first; a year is summed only where both of its halves are known."""
    lines = []
    for year in sorted({period.year for period in course}, reverse=True):
        halves = [course.get(ReportingPeriod(year, half)) for half in (1, 2)]
        first, second = (value_words(half) if half else "" for half in halves)
        known = [half.number for half in halves if half]
        total = number_words(sum(known, Decimal(0))) if adds_up and len(known) == 2 else ""
        lines.append(YearLine(year, first, second, total))
    return lines
