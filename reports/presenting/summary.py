"""A report in one line: its counts, its strip of cells and its legend, for its own page and for every list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from plans.periods import ReportingPeriod
from reports.content import FrozenRow, ReportContent
from reports.presenting.comparing import Change, compare
from reports.presenting.words import day_words, of_activities, period_name, shortened

# change -> (look of the cell, its sign, word of the legend)
LOOKS = {
    Change.FILLED: ("new", "dot", "Есть сведения"),
    Change.NEW: ("new", "dot", "Новые сведения"),
    Change.FIGURES: ("new", "dot", "Новые сведения"),
    Change.INSERTS: ("new", "dot", "Новые сведения"),
    Change.FIRST: ("new", "dot", "Новые сведения"),
    Change.SAME: ("same", "equals", "Текст не изменился"),
    Change.NOTHING: ("quiet", "ring-dash", "Сообщать нечего"),
    Change.GAP: ("gap", "ring", "Нет сведений"),
    Change.OPTIONAL: ("optional", "clock", "Срок в другом полугодии"),
}


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


def summarize(
    content: ReportContent, *, url: str, previous: ReportContent | None = None, plan: str = ""
) -> Summary:
    """Count and draw a report; `url` is «» on its own page, so that cells lead within it."""
    return replace(summary_of(content, compare(content, previous), url), plan=plan)


def summary_of(content: ReportContent, changes: Mapping[int, Change], url: str) -> Summary:
    looks = Counter(LOOKS[change] for change in changes.values())
    total = sum(change is not Change.OPTIONAL for change in changes.values())
    return Summary(
        period=period_name(ReportingPeriod.parse(content.period)),
        url=url,
        version=content.version,
        published=day_words(content.published_at) if content.published_at else "",
        filled=sum(content.rows[place].is_filled for place in changes),
        total=total,
        noun=of_activities(total),
        cells=tuple(_cells(content, changes, url)),
        legend=tuple(Legend(*look, looks[look]) for look in dict.fromkeys(LOOKS.values()) if looks[look]),
    )


def _cells(content: ReportContent, changes: Mapping[int, Change], url: str) -> Iterable[Cell]:
    above = ""
    for place, change in changes.items():
        row = content.rows[place]
        css, sign, word = LOOKS[change]
        label = f"{row.number}. {shortened(row.text)}: {word.lower()}"
        group = row.number.rpartition(".")[0]
        yield Cell(row.number, label, css, sign, f"{url}#{anchor_of(row)}", bool(group) and group == above)
        above = group


def anchor_of(row: FrozenRow) -> str:
    return f"n-{row.number}" if row.number else ""


def link_to(row: FrozenRow) -> RowLink:
    return RowLink(row.number, shortened(row.text), f"#{anchor_of(row)}")
