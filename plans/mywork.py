"""An official's own work in a half-year: what is theirs, sorted by urgency, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, IntegerField, Max, Min, Q, QuerySet, Value, When

from accounts.models import Municipality, User
from plans.models import PlanPeriod, ProgressEntry
from plans.periods import ReportingPeriod
from plans.permissions import entries_of

State = ProgressEntry.State
FIRST, TO_DO, OTHER_HALF, MISSED, DONE = range(5)
_NOT_HANDED_IN = Q(state__in=[State.EMPTY, State.DRAFT])
_WRITABLE = [State.EMPTY, State.DRAFT, State.RETURNED]


@dataclass(frozen=True, slots=True)
class Work:
    """All of a person's entries of one half-year, as numbers. `left`: not handed in, without those that are due in the
    other half-year; `over`: nobody can write them any more; `missed`: of those, never handed in."""

    total: int
    left: int
    returned: int
    overdue: int
    over: int
    missed: int
    groups: dict[tuple[int, date | None], int]

    @property
    def is_done(self) -> bool:
        return self.total > 0 and self.left == 0


def periods_of(municipality: Municipality) -> list[ReportingPeriod]:
    """The half-years that any plan of the municipality has opened, newest first."""
    periods = PlanPeriod.objects.filter(plan__municipality=municipality).order_by("-period")
    return list(periods.values_list("period", flat=True).distinct())


def period_to_show(user: User, municipality: Municipality, *, on: date) -> ReportingPeriod | None:
    """The earliest half-year that still waits for the person, else the newest in which they have something, locked or
    not."""
    mine = entries_of(user, municipality, on=on)
    # A report of the past that is being assembled from files is nobody's errand.
    waiting = Q(
        plan_period__locked_at__isnull=True, plan_period__collection_on__isnull=False, is_closed=False
    )
    found = mine.aggregate(
        first=Min("plan_period__period", filter=waiting & Q(state__in=_WRITABLE)),
        newest=Max("plan_period__period"),
    )
    return _period(found["first"]) or _period(found["newest"])


def _period(value: Any) -> ReportingPeriod | None:
    return ReportingPeriod.parse(str(value)) if value else None


def own_entries(
    user: User, municipality: Municipality, period: ReportingPeriod, *, on: date
) -> QuerySet[ProgressEntry]:
    """A person's entries of a half-year with their rows of the plan, the most urgent first.

    `urgency`: 0 returned or late, 1 to do, 2 blank and due in the other half-year, 3 closed with the half-year and
    never handed in, 4 handed in. Late as `plans.worklists.late` says.
    """
    is_over = Q(plan_period__locked_at__isnull=False) | Q(is_closed=True)
    blank_optional = Q(state=State.EMPTY, line__is_optional=True)
    urgency = Case(
        When(is_over & ~Q(state__in=_WRITABLE), then=Value(DONE)),
        When(is_over & blank_optional, then=Value(OTHER_HALF)),
        When(is_over, then=Value(MISSED)),
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
        .annotate(urgency=urgency, is_over=Case(When(is_over, then=Value(True)), default=Value(False)))
        .order_by("urgency", "line__due_on", "plan_period", "line__place")
    )


def count_work(entries: QuerySet[ProgressEntry], *, on: date) -> Work:
    """The entries counted, in one query."""
    rows = (
        entries.order_by("urgency", "line__due_on", "state", "is_over")  # type: ignore[misc]
        .values_list("urgency", "line__due_on", "state", "is_over")
        .annotate(count=Count("pk"))
    )
    groups: dict[tuple[int, date | None], int] = {}
    total = left = returned = overdue = over = 0
    for urgency, due_on, state, is_over, count in rows:
        key = (urgency, due_on if urgency == TO_DO else None)
        groups[key] = groups.get(key, 0) + count
        total += count
        left += count if urgency in (FIRST, TO_DO) else 0
        returned += count if urgency == FIRST and state == State.RETURNED else 0
        overdue += count if urgency == FIRST and state != State.RETURNED else 0
        over += count if is_over else 0
    return Work(total, left, returned, overdue, over, groups.get((MISSED, None), 0), groups)


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
