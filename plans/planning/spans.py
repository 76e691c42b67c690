"""Which half-years a change of a plan reaches."""

from __future__ import annotations

from dataclasses import dataclass

from plans.models import ActivityRevision, Plan
from plans.periods import ReportingPeriod


@dataclass(frozen=True, slots=True)
class Span:
    """The half-years that a change from `period` on reaches: up to `until`, the one before the next that the plan
    `knows` (None: for ever). A plan knows a half-year that was opened, or from which on some row was described."""

    period: ReportingPeriod
    until: ReportingPeriod | None
    knows: frozenset[ReportingPeriod]

    def is_silent_between(self, one: ReportingPeriod, other: ReportingPeriod) -> bool:
        """Whether nothing is known of the half-years that lie strictly between the two."""
        return not any(one < known < other for known in self.knows)


def span_of(plan: Plan, period: ReportingPeriod) -> Span:
    """What a change of the plan from `period` on reaches."""
    revisions = ActivityRevision.objects.filter(activity__plan=plan).order_by()
    knows = {
        *plan.periods.order_by().values_list("period", flat=True),
        *revisions.values_list("since", flat=True).distinct(),
    }
    later = min((known for known in knows if known > period), default=None)
    return Span(period, later.previous if later else None, frozenset(knows))
