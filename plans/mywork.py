"""An official's own work in a half-year: what is theirs, sorted by urgency, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, IntegerField, Min, Q, QuerySet, Value, When

from accounts.models import Municipality, User
from plans.models import PlanPeriod, ProgressEntry
from plans.periods import ReportingPeriod
from plans.permissions import entries_of

State = ProgressEntry.State
FIRST, TO_DO, OTHER_HALF, DONE = range(4)
_NOT_HANDED_IN = Q(state__in=[State.EMPTY, State.DRAFT])


@dataclass(frozen=True, slots=True)
class Work:
    """All of a person's entries of one half-year, as numbers. `left`: not handed in, without those that are due in the
    other half-year."""

    total: int
    left: int
    returned: int
    overdue: int
    groups: dict[tuple[int, date | None], int]

    @property
    def is_done(self) -> bool:
        return self.total > 0 and self.left == 0


def periods_of(municipality: Municipality) -> list[ReportingPeriod]:
    """The half-years that any plan of the municipality has opened, newest first."""
    periods = PlanPeriod.objects.filter(plan__municipality=municipality).order_by("-period")
    return list(periods.values_list("period", flat=True).distinct())


def newest_open(user: User, municipality: Municipality, *, on: date) -> ReportingPeriod | None:
    """The earliest half-year that still waits for the person, else the newest open one."""
    open_now = PlanPeriod.objects.filter(plan__municipality=municipality, locked_at__isnull=True)
    mine = entries_of(user, municipality, on=on).filter(
        plan_period__in=open_now, is_closed=False, state__in=[State.EMPTY, State.DRAFT, State.RETURNED]
    )
    # A report of the past that is being assembled from files is nobody's errand.
    waiting = mine.filter(plan_period__collection_on__isnull=False).aggregate(
        first=Min("plan_period__period")
    )
    newest = open_now.order_by("-period").values_list("period", flat=True).first()
    return _period(waiting["first"]) or newest


def _period(value: Any) -> ReportingPeriod | None:
    return ReportingPeriod.parse(str(value)) if value else None


def own_entries(
    user: User, municipality: Municipality, period: ReportingPeriod, *, on: date
) -> QuerySet[ProgressEntry]:
    """A person's entries of a half-year with their rows of the plan, the most urgent first.

    `urgency`: 0 returned or late, 1 to do, 2 blank and due in the other half-year, 3 handed in, or closed with the
    half-year. Late as `plans.worklists.late` says.
    """
    is_over = Q(plan_period__locked_at__isnull=False) | Q(is_closed=True)
    blank_optional = Q(state=State.EMPTY, line__is_optional=True)
    urgency = Case(
        When(is_over, then=Value(DONE)),
        When(state=State.RETURNED, then=Value(FIRST)),
        When(_NOT_HANDED_IN & Q(line__due_on__lt=on) & ~blank_optional, then=Value(FIRST)),
        When(state=State.EMPTY, line__is_optional=True, then=Value(OTHER_HALF)),
        When(_NOT_HANDED_IN, then=Value(TO_DO)),
        default=Value(DONE),
        output_field=IntegerField(),
    )
    return (
        entries_of(user, municipality, on=on)
        .filter(plan_period__period=period, line__isnull=False)
        .annotate(urgency=urgency)
        .order_by("urgency", "line__due_on", "plan_period", "line__place")
    )


def count_work(entries: QuerySet[ProgressEntry], *, on: date) -> Work:
    """The entries counted, in one query."""
    rows = (
        entries.order_by("urgency", "line__due_on", "state")  # type: ignore[misc]
        .values_list("urgency", "line__due_on", "state")
        .annotate(count=Count("pk"))
    )
    groups: dict[tuple[int, date | None], int] = {}
    total = left = returned = overdue = 0
    for urgency, due_on, state, count in rows:
        key = (urgency, due_on if urgency == TO_DO else None)
        groups[key] = groups.get(key, 0) + count
        total += count
        left += count if urgency in (FIRST, TO_DO) else 0
        returned += count if state == State.RETURNED else 0
        overdue += count if urgency == FIRST and state != State.RETURNED else 0
    return Work(total, left, returned, overdue, groups)


def group_of(entry: Any) -> tuple[int, date | None]:
    """The group that an entry of `own_entries` stands in."""
    return entry.urgency, entry.line.due_on if entry.urgency == TO_DO else None


def versions_handed_in(entries: Iterable[ProgressEntry]) -> dict[int, Any]:
    """Per entry, when it was last sent to be reviewed. One query."""
    ids = [entry.pk for entry in entries]
    found = (
        ProgressEntry.objects.filter(pk__in=ids, versions__cause="submitted")
        .order_by("pk", "versions__number")
        .values_list("pk", "versions__created_at")
    )
    return dict(found)
