"""The lists that a reviewer works down, page by page: the half-year's matrix, who delays it, and the queue of review.

Every question is a few queries with aggregates and limits: none grows with the plan.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from accounts.models import Municipality
from plans.folding import folded
from plans.models import Assignment, EntryVersion, Officer, PeriodLine, PlanPeriod, ProgressEntry
from plans.notices.recipients import last_reminders, users_of
from plans.periods import ReportingPeriod

State = ProgressEntry.State

# A blank of an activity whose days lie in another half-year is asked of nobody.
OPTIONAL = Q(is_optional=True, entry__state=State.EMPTY)
# Not handed in, though it is asked for; what a correction leaves alone, or a report has left behind, is no more.
WAITED_FOR = (
    Q(entry__state__in=[State.EMPTY, State.DRAFT, State.RETURNED], entry__is_closed=False)
    & Q(plan_period__locked_at__isnull=True)
    & ~OPTIONAL
)


def late(on: date) -> Q:
    return WAITED_FOR & Q(due_on__lt=on)


def filters(on: date) -> dict[str, Q]:
    """What the matrix may be narrowed to, by the word in its address; each answers one of `Counts`."""
    return {
        "approved": Q(entry__state=State.APPROVED),
        "submitted": Q(entry__state=State.SUBMITTED),
        "returned": Q(entry__state=State.RETURNED),
        "draft": Q(entry__state=State.DRAFT),
        "empty": Q(entry__state=State.EMPTY) & ~OPTIONAL,
        "overdue": late(on),
        "optional": OPTIONAL,
        "waited": WAITED_FOR,
    }


@dataclass(frozen=True, slots=True)
class Counts:
    """How the half-year stands; `empty` without the blank optional ones, `overdue` among the others."""

    approved: int
    submitted: int
    returned: int
    draft: int
    empty: int
    overdue: int
    optional: int
    waited: int

    @property
    def total(self) -> int:
        """Everything that is asked for."""
        return self.approved + self.submitted + self.returned + self.draft + self.empty

    @property
    def ready(self) -> int:
        """Handed in: the officials' part is done."""
        return self.approved + self.submitted


def counts_of(plan_period: PlanPeriod, *, on: date) -> Counts:
    return Counts(
        **_activities(plan_period).aggregate(
            **{name: Count("pk", filter=condition) for name, condition in filters(on).items()}
        )
    )


def rows_of(plan_period: PlanPeriod, *, on: date, state: str = "", words: str = "") -> QuerySet[PeriodLine]:
    """The rows of the matrix in printed order, to be cut into pages; groups and sections only where nothing is sought.

    `words`: each must stand in the row's number, text or officers. Long texts stay in the database: a row has
    `has_text` instead.
    """
    rows = plan_period.lines.all()
    if state or words.strip():
        rows = _activities(plan_period).filter(_sought(words))
    if state:
        rows = rows.filter(filters(on)[state])
    return (
        rows.select_related("entry", "activity")
        .annotate(is_nothing=_is_nothing(), has_text=~Q(entry__text=""))
        .defer("search", "entry__text", "entry__nothing_reason", "entry__findings", "entry__remark")
        .order_by("place")
    )


def _is_nothing() -> Q:
    return Q(entry__text="") & ~Q(entry__nothing_reason="") & Q(entry__isnull=False)


# More say nothing more, and a database takes no condition of thousands.
_MOST_WORDS = 12


def _sought(words: str) -> Q:
    found = [word for word in map(folded, words.split()[:_MOST_WORDS]) if word]
    if words.strip() and not found:  # signs alone stand in no row
        return Q(pk__in=[])
    return Q(*(Q(search__contains=word) for word in found))


def lines_of(plan_period: PlanPeriod, entries: Iterable[ProgressEntry]) -> list[PeriodLine]:
    """The rows of these entries, in printed order."""
    rows = _activities(plan_period).filter(entry__in=[entry.pk for entry in entries])
    return list(rows.select_related("entry").defer("search", "entry__text").order_by("place"))


def numbers_of(plan_period: PlanPeriod, entries: Iterable[ProgressEntry]) -> list[str]:
    """The numbers of entries in the plan, in printed order."""
    return [line.number for line in lines_of(plan_period, entries)]


def newest_versions(entries: Iterable[ProgressEntry]) -> dict[int, int]:
    """Per entry, the number of its newest version."""
    versions = EntryVersion.objects.filter(entry__in=[entry.pk for entry in entries])
    return dict(versions.values_list("entry").annotate(newest=Max("number")).order_by())


@dataclass(frozen=True, slots=True)
class Past:
    """An activity in an earlier half-year."""

    is_filled: bool
    is_repeated: bool
    is_optional: bool


def past_periods(plan_period: PlanPeriod, count: int = 2) -> list[PlanPeriod]:
    """The half-years of the plan before this one, oldest first."""
    earlier = PlanPeriod.objects.filter(plan=plan_period.plan_id, period__lt=plan_period.period)
    return list(reversed(earlier.order_by("-period")[:count]))


def past_of(periods: Sequence[PlanPeriod], activities: Collection[int]) -> dict[tuple[int, int], Past]:
    """By half-year's and activity's ids, what stood there."""
    entries = ProgressEntry.objects.filter(plan_period__in=periods, activity__in=activities)
    return {
        (period, activity): Past(filled, sameness == 100, bool(is_optional))
        for period, activity, filled, sameness, is_optional in entries.annotate(
            filled=~Q(text="", nothing_reason="")
        ).values_list("plan_period", "activity", "filled", "sameness", "line__is_optional")
    }


@dataclass(frozen=True, slots=True)
class Delay:
    """Officers who have not handed in the same activities; `numbers`: the first of these, `count` all of them.

    `is_reachable`: a reminder reaches them, themselves or by their members and substitutes.
    """

    officers: tuple[Officer, ...]
    count: int
    numbers: tuple[str, ...]
    overdue: int
    overdue_numbers: tuple[str, ...]
    due_since: date | None
    reminded_at: datetime | None
    is_reachable: bool = True


def delays_of(plan_period: PlanPeriod, *, on: date, most: int = 5) -> list[Delay]:
    """Who holds the half-year up, the latest first: by official, by collective where an activity has no official.

    Officers of exactly the same activities stand together.
    """
    waited = _assigned(plan_period).filter(WAITED_FOR)
    found = list(
        waited.values("officer")
        .annotate(
            count=Count("pk"),
            overdue=Count("pk", filter=late(on)),
            since=Min("due_on", filter=late(on)),
            reminded=Max("entry__reminded_at"),
        )
        .order_by("-overdue", "since", "-count", "officer")[: 3 * most]
    )
    officers = Officer.objects.in_bulk([row["officer"] for row in found])
    numbers = _numbers_by_officer(waited, officers, on)
    users = users_of(plan_period.plan.municipality, officers, on=on)
    told = last_reminders(plan_period, users)
    delays: dict[tuple[object, ...], Delay] = {}
    for row in found:
        all_numbers, overdue_numbers = numbers[row["officer"]]
        last = told.get(row["officer"])
        was_told = last is not None and row["reminded"] is not None and last >= row["reminded"]
        is_reachable = bool(users[row["officer"]])
        key = (row["count"], row["overdue"], is_reachable, *all_numbers)
        alike = delays[key].officers if key in delays else ()
        delays[key] = Delay(
            officers=(*alike, officers[row["officer"]]),
            count=row["count"],
            numbers=all_numbers,
            overdue=row["overdue"],
            overdue_numbers=overdue_numbers,
            due_since=row["since"],
            reminded_at=row["reminded"] if was_told else None,
            is_reachable=is_reachable,
        )
    return list(delays.values())[:most]


def delayed_entries(plan_period: PlanPeriod, officers: Collection[int]) -> list[ProgressEntry]:
    """What these officers have not handed in."""
    waited = _assigned(plan_period).filter(WAITED_FOR, officer__in=officers)
    return list(ProgressEntry.objects.filter(pk__in=waited.values("entry")).order_by("pk"))


def without_officers(plan_period: PlanPeriod) -> int:
    """How many activities that are waited for nobody answers for."""
    return _activities(plan_period).filter(WAITED_FOR, officers="").count()


_NUMBERS = 6


def _numbers_by_officer(
    waited: QuerySet[Any], officers: Collection[int], on: date
) -> dict[int, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Per officer, the numbers of the first activities, and of those among them that are overdue."""
    first = (
        waited.filter(officer__in=officers)
        .annotate(row=Window(RowNumber(), partition_by="officer", order_by="place"), late=Q(due_on__lt=on))
        .filter(row__lte=_NUMBERS)
        .values_list("officer", "number", "late")
        .order_by("officer", "row")
    )
    listed: dict[int, list[tuple[str, bool]]] = {pk: [] for pk in officers}
    for officer, number, is_late in first:
        listed[officer].append((number, bool(is_late)))
    return {
        pk: (tuple(number for number, _ in rows), tuple(number for number, is_late in rows if is_late))
        for pk, rows in listed.items()
    }


def _assigned(plan_period: PlanPeriod) -> QuerySet[Any]:
    """A row for every officer of an activity, with `officer`; a collective only where no official answers."""
    period = plan_period.period
    officials = in_force(period).filter(officer__kind=Officer.Kind.OFFICIAL).values("activity")
    at_work = Q(activity__assignments__from_period__lte=period) & (
        Q(activity__assignments__until_period__isnull=True)
        | Q(activity__assignments__until_period__gte=period)
    )
    answers = Q(activity__assignments__officer__kind=Officer.Kind.OFFICIAL) | ~Q(activity__in=officials)
    return (
        _activities(plan_period)
        .filter(at_work, answers)
        .annotate(officer=F("activity__assignments__officer"))
    )


def in_force(period: ReportingPeriod) -> QuerySet[Assignment]:
    """Who is assigned to what in a half-year."""
    return Assignment.objects.filter(from_period__lte=period).exclude(until_period__lt=period)


def busiest_officers(plan_period: PlanPeriod, most: int) -> list[Officer]:
    """The officers with the most activities in the half-year, by name."""
    ids = (
        in_force(plan_period.period)
        .filter(activity__in=_activities(plan_period).values("activity"))
        .values_list("officer")
        .annotate(count=Count("pk"))
        .order_by("-count", "officer")[:most]
    )
    return list(Officer.objects.filter(pk__in=[pk for pk, _ in ids]).order_by("kind", "name"))


def officers_by_activity(period: ReportingPeriod, activities: Collection[int]) -> dict[int, list[int]]:
    """Per activity, the ids of its officers in the printed order."""
    found: dict[int, list[int]] = {}
    rows = in_force(period).filter(activity__in=activities).order_by("activity", "position", "pk")
    for activity, officer in rows.values_list("activity", "officer"):
        found.setdefault(activity, []).append(officer)
    return found


def _activities(plan_period: PlanPeriod) -> QuerySet[PeriodLine]:
    return PeriodLine.objects.filter(plan_period=plan_period, kind="activity", entry__isnull=False)


# --- The queue of review ----------------------------------------------------------------------------------------------


def waiting(municipality: Municipality) -> QuerySet[ProgressEntry]:
    """Everything that a reviewer may decide on now."""
    return ProgressEntry.objects.filter(
        plan_period__plan__municipality=municipality,
        plan_period__locked_at__isnull=True,
        state=State.SUBMITTED,
        is_closed=False,
        line__isnull=False,
    )


def queue_of(plan_period: PlanPeriod) -> QuerySet[Any]:
    """The texts of a half-year that wait, the longest waiting first; `waits_since` is when each was sent."""
    waits = waiting(plan_period.plan.municipality).filter(plan_period=plan_period)
    return waits.annotate(waits_since=Coalesce("state_at", "updated_at")).order_by("waits_since", "pk")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands in the queue: `number` from 1 (0: it does not wait), of `total`; its neighbours; and those
    around it, itself among them, to be listed."""

    number: int
    total: int
    previous: int | None
    next: int | None
    around: tuple[ProgressEntry, ...]


_BEFORE, _AFTER = 4, 8


def place_in_queue(plan_period: PlanPeriod, entry: ProgressEntry) -> Place:
    """Three queries, however long the queue; of a text that does not wait, the queue from its beginning."""
    queue = queue_of(plan_period)
    since = queue.filter(pk=entry.pk).values_list("waits_since", flat=True).first()
    if since is None:
        listed = list(_listed(queue)[: _BEFORE + _AFTER])
        return Place(0, queue.count(), None, listed[0].pk if listed else None, tuple(listed))
    earlier = Q(waits_since__lt=since) | Q(waits_since=since, pk__lt=entry.pk)
    counted = queue.order_by().aggregate(total=Count("pk"), earlier=Count("pk", filter=earlier))
    start = max(0, min(counted["earlier"] - _BEFORE, counted["total"] - _BEFORE - _AFTER))
    listed = list(_listed(queue)[start : start + _BEFORE + _AFTER])
    at = counted["earlier"] - start
    return Place(
        number=counted["earlier"] + 1,
        total=counted["total"],
        previous=listed[at - 1].pk if at else None,
        next=listed[at + 1].pk if at + 1 < len(listed) else None,
        around=tuple(listed),
    )


def _listed(queue: QuerySet[Any]) -> QuerySet[Any]:
    return queue.select_related("line").defer("text", "nothing_reason", "line__search")


def next_waiting(plan_period: PlanPeriod, after: ProgressEntry, waits_since: datetime | None) -> int | None:
    """The text that stood behind one that has just been decided on; else the first there is."""
    queue = queue_of(plan_period)
    if waits_since is not None:
        behind = Q(waits_since__gt=waits_since) | Q(waits_since=waits_since, pk__gt=after.pk)
        if (found := queue.filter(behind).values_list("pk", flat=True).first()) is not None:
            return found
    return queue.exclude(pk=after.pk).values_list("pk", flat=True).first()


def periods_beside(plan_period: PlanPeriod, count: int) -> list[PlanPeriod]:
    """The half-years to switch to, oldest first: this one and the newest of its plan."""
    newest = list(PlanPeriod.objects.filter(plan=plan_period.plan_id).order_by("-period")[:count])
    if plan_period not in newest:
        newest = [*newest[: count - 1], plan_period]
    return newest[::-1]


def period_to_work_on(municipality: Municipality) -> PlanPeriod | None:
    """The newest half-year that is open, else the newest; of several plans the primary one's."""
    return (
        PlanPeriod.objects.filter(plan__municipality=municipality)
        .annotate(is_open=Q(locked_at__isnull=True))
        .order_by("-is_open", "-period", "-plan__is_primary", "plan")
        .first()
    )


def period_to_review(municipality: Municipality) -> PlanPeriod | None:
    """The newest half-year in which something waits, else the one to work on."""
    with_waiting = PlanPeriod.objects.filter(pk__in=waiting(municipality).values("plan_period"))
    return with_waiting.order_by("-period", "-plan__is_primary", "plan").first() or period_to_work_on(
        municipality
    )
