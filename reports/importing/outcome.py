"""What an import is asked to do and what came of it: plain values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from plans.models import Indicator, Plan, PlanPeriod
from plans.periods import ReportingPeriod
from reports.models import Publication
from reports.readers.officers import distinct
from reports.readers.parsed import Finding, OfficerKind, ParsedReport, RowKind
from surveys.tallies import inferred_respondents
from surveys.values import SurveyValue


class ImportRefused(Exception):
    """Nothing was written; the message is one Russian sentence."""


class Take(StrEnum):
    """Which of the figures found in the texts are written: none, those of indicators that are there, all, or those
    that a person picked."""

    NONE = "none"
    KNOWN = "known"
    ALL = "all"
    PICKED = "picked"


# A figure of a file: the row's number in the file's table, and where in its text the figure begins.
FigureKey = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """`answers`: for unsure rows, by the row's number in the file's table: ``new``, ``skip`` or an activity's id.
    `figure_names`: the figures that were picked, with the names that new indicators get. `surveys`: the rows (by their
    numbers in the file's table) whose surveys are entered and put under their texts; None for all."""

    plan_slug: str | None = None
    period: ReportingPeriod | None = None
    publish: bool = False
    reason: str = ""
    accept_new: bool = False
    overwrite: bool = False
    dry_run: bool = False
    answers: dict[int, str] = field(default_factory=dict)
    take: Take = Take.NONE
    picked: frozenset[FigureKey] = frozenset()
    figure_names: dict[FigureKey, str] = field(default_factory=dict)
    surveys: frozenset[int] | None = frozenset()


@dataclass(frozen=True, slots=True)
class SurveyOffer:
    """A survey in the text of a row (its number in the file's table). `heading`: «Опрос жителей за 2021 год»;
    `findings`: what does not agree in it, each a sentence; `is_year_guessed`: the text names no year; `is_known`: the
    portal has this survey."""

    row: int
    value: SurveyValue
    heading: str
    findings: tuple[str, ...]
    is_year_guessed: bool
    is_known: bool
    is_taken: bool

    @property
    def questions(self) -> int:
        return len(self.value.questions)

    @property
    def respondents(self) -> int | None:
        return inferred_respondents(self.value)


@dataclass(frozen=True, slots=True)
class FigureOffer:
    """A figure of a row's text. `indicator`: whose value it is, None for a new one, `name` being its name;
    `proposed`: the name that the text gives; `standing`: the value that the entry has; `is_stock`: half-years of it do
    not add up."""

    key: FigureKey
    value: Decimal
    phrase: str
    name: str
    proposed: str
    unit: str
    indicator: Indicator | None
    standing: Decimal | None
    is_stock: bool
    is_taken: bool

    @property
    def changes(self) -> bool:
        return self.standing is None or self.standing != self.value


@dataclass(slots=True)
class RowOutcome:
    """`fate`: ``created``, ``updated``, ``unchanged``, ``in_work``, ``skipped``, ``unsure`` or ``section``;
    `changed`: what changed («text», «deadline», «officers», «place», «progress», «figures», «survey»); `figures`,
    `survey`: found in the row's text."""

    fate: str
    changed: list[str] = field(default_factory=list)
    likeness: int | None = None
    figures: tuple[FigureOffer, ...] = ()
    survey: SurveyOffer | None = None


@dataclass(slots=True)
class ImportOutcome:
    """`rows` stand beside the parsed rows. `is_undecided`: nothing was written, unsure rows wait for an answer.
    `figure_errors`: nothing was written, names of new indicators can't be taken."""

    parsed: ParsedReport
    period: ReportingPeriod | None
    findings: list[Finding] = field(default_factory=list)
    rows: list[RowOutcome] = field(default_factory=list)
    is_undecided: bool = False
    plan: Plan | None = None
    plan_period: PlanPeriod | None = None
    publication: Publication | None = None
    figure_errors: dict[FigureKey, str] = field(default_factory=dict)

    @property
    def is_written(self) -> bool:
        """Whether nothing waits for a person's answer."""
        return not self.is_undecided and not self.figure_errors

    def count(self, *fates: str) -> int:
        return sum(row.fate in fates for row in self.rows)

    @property
    def figures_found(self) -> int:
        return sum(len(row.figures) for row in self.rows)

    @property
    def figures_taken(self) -> int:
        return sum(figure.is_taken for row in self.rows for figure in row.figures)

    @property
    def surveys_taken(self) -> int:
        return sum(row.survey is not None and row.survey.is_taken for row in self.rows)

    def summary(self) -> dict[str, Any]:
        """The object that `import_report --json` prints: whole numbers, `blank` and `findings`."""
        return {
            "period": str(self.period) if self.period else None,
            **figures(self.parsed),
            "created": self.count("created"),
            "updated": self.count("updated"),
            "unchanged": self.count("unchanged"),
            "findings": [
                {"code": finding.code, "row": finding.row, "message": finding.message}
                for finding in self.findings
            ],
        }


def figures(parsed: ParsedReport) -> dict[str, Any]:
    """What a file holds, in figures: rows are activities and groups, without sections."""
    rows = [row for row in parsed.rows if row.kind != RowKind.SECTION]
    reportable = [row for row in rows if row.kind == RowKind.ACTIVITY]
    officers = distinct(officer for row in rows for officer in row.officers)
    kinds = Counter(officer.kind for officer in officers)
    return {
        "rows": len(rows),
        "top_level": sum(row.level == 0 for row in rows),
        "groups": sum(row.kind == RowKind.GROUP for row in rows),
        "reportable": len(reportable),
        "filled": sum(bool(row.progress) for row in reportable),
        "blank": [row.number for row in reportable if not row.progress] if parsed.has_progress else [],
        "officers": kinds[OfficerKind.OFFICIAL],
        "collectives": kinds[OfficerKind.COLLECTIVE],
    }
