"""What a half-year's report has and lacks, asked of the rows as they stand (`PeriodLine`): counts, and what is missing
by name. It says the same as `reports.freezing.Line.is_missing`, which decides when a report is sent on."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from plans.models import PeriodLine, PlanPeriod, ProgressEntry

State = ProgressEntry.State

_BLANK = Q(entry__isnull=True) | Q(entry__state=State.EMPTY)
# Nothing is due here in this half-year, and nobody has written.
_NOT_DUE = Q(is_optional=True) & _BLANK
_APPROVED = Q(entry__state=State.APPROVED)
# A correction leaves them as they were published: approved, or a gap that was confirmed then.
_CLOSED = Q(entry__is_closed=True)


@dataclass(frozen=True, slots=True)
class Completeness:
    """`total`: activities whose information is asked for; `optional`: blank ones beside them that are due in the other
    half-year; `approved`, `submitted`, `filled` (drafts too) of the total; `missing`: what keeps the report from being
    sent on; `confirmed`: gaps that were published as such and are not being corrected."""

    total: int
    optional: int
    approved: int
    submitted: int
    filled: int
    missing: int
    confirmed: int

    @property
    def is_complete(self) -> bool:
        return not self.missing


def completeness_of(plan_period: PlanPeriod) -> Completeness:
    """One query, whatever the plan's size."""
    counts = _activities(plan_period).aggregate(
        all=Count("pk"),
        optional=Count("pk", filter=_NOT_DUE),
        approved=Count("pk", filter=_APPROVED),
        submitted=Count("pk", filter=Q(entry__state=State.SUBMITTED)),
        filled=Count("pk", filter=~_BLANK & ~Q(entry__text="", entry__nothing_reason="")),
        missing=Count("pk", filter=~_APPROVED & ~_NOT_DUE & ~_CLOSED),
        confirmed=Count("pk", filter=~_APPROVED & ~_NOT_DUE & _CLOSED),
    )
    return Completeness(total=counts.pop("all") - counts["optional"], **counts)


def missing_lines(plan_period: PlanPeriod) -> QuerySet[PeriodLine]:
    """The rows without approved information, with their entries, in the plan's order."""
    return _ordered(_activities(plan_period).exclude(_APPROVED).exclude(_NOT_DUE).exclude(_CLOSED))


def gap_lines(plan_period: PlanPeriod) -> QuerySet[PeriodLine]:
    """The rows that nobody has written about, though something is due."""
    blank = Q(entry__text="", entry__nothing_reason="") | Q(entry__isnull=True)
    return _ordered(_activities(plan_period).filter(blank).exclude(_NOT_DUE))


def _activities(plan_period: PlanPeriod) -> QuerySet[PeriodLine]:
    return plan_period.lines.filter(kind=PeriodLine.Kind.ACTIVITY)


def _ordered(lines: QuerySet[PeriodLine]) -> QuerySet[PeriodLine]:
    return lines.select_related("entry").order_by("place")
