"""Questions asked of officers: who has access, what each answers for, what a hand-over or a leaving would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from accounts.models import Membership, Municipality, User
from plans.folding import name_key
from plans.models import Activity, Assignment, Officer, PeriodLine, Plan, PlanPeriod, Substitution
from plans.periods import ReportingPeriod
from plans.queries import plan_lines, texts_of


class Access(StrEnum):
    """How an officer gets into the portal."""

    NONE = "none"
    INVITED = "invited"
    CLOSED = "closed"
    OPEN = "open"
    COLLECTIVE = "collective"


@dataclass(frozen=True, slots=True)
class Person:
    """An officer in the list. `activities`: of the newest half-years; `substitutes`: standing in today."""

    officer: Officer
    access: Access
    activities: int
    members: int = 0
    substitutes: tuple[Substitution, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Passing:
    """One activity that a hand-over takes from an officer. `since`: from when; `is_shared`: the successor answers for
    it already, so that no second assignment arises; `number`: none where the activity begins later."""

    plan: Plan
    activity: Activity
    number: str
    text: str
    since: ReportingPeriod
    is_shared: bool


def officers_in(municipality: Municipality) -> QuerySet[Officer]:
    """Officers with `is_member` (their user works here), officials before collectives."""
    works_here = Membership.objects.filter(municipality=municipality, user=OuterRef("user"))
    return (
        municipality.officers.select_related("user")
        .annotate(is_member=Exists(works_here))
        .order_by("-kind", "name", "pk")
    )


def found_by(officers: QuerySet[Officer], text: str) -> QuerySet[Officer]:
    """Those whose name, position or address of mail holds the text."""
    text = text.replace("\x00", "").strip()
    if not text:
        return officers
    matches = Q(position__icontains=text) | Q(user__email__icontains=text)
    if key := name_key(text):
        matches |= Q(key__contains=key)
    return officers.filter(matches)


# What narrows the list of officers: its condition on the rows of `officers_in`.
NARROWED: dict[str, Q] = {
    "none": Q(kind=Officer.Kind.OFFICIAL, is_member=False),
    "invited": Q(kind=Officer.Kind.OFFICIAL, is_member=True, user__last_login__isnull=True),
    "collective": Q(kind=Officer.Kind.COLLECTIVE),
}


def counts_of(officers: QuerySet[Officer]) -> dict[str, int]:
    """How many officers there are in all («») and under each narrowing. One query."""
    wanted = {name: Count("pk", filter=condition) for name, condition in NARROWED.items()}
    counts = officers.order_by().aggregate(all=Count("pk"), **wanted)
    return {"": counts["all"], **{name: counts[name] for name in NARROWED}}


def access_of(officer: Officer) -> Access:
    """The officer comes from `officers_in`."""
    if officer.kind == Officer.Kind.COLLECTIVE:
        return Access.COLLECTIVE
    if officer.user is None:
        return Access.NONE
    if not (officer.is_member and officer.user.is_active):  # type: ignore[attr-defined]
        return Access.CLOSED
    return Access.OPEN if officer.user.last_login else Access.INVITED


def people_of(
    municipality: Municipality, officers: Sequence[Officer], *, on: date, newest: Sequence[PlanPeriod]
) -> list[Person]:
    """A page of officers (of `officers_in`) as the list shows them: three queries, however many."""
    ids = [officer.pk for officer in officers]
    counts = _activities_of(ids, newest)
    members = dict(
        Officer.objects.filter(pk__in=ids, kind=Officer.Kind.COLLECTIVE)
        .order_by()
        .values_list("pk")
        .annotate(Count("members"))
    )
    standing_in: dict[int, list[Substitution]] = defaultdict(list)
    for item in substitutions_on(on).filter(officer__in=ids).select_related("substitute"):
        standing_in[item.officer_id].append(item)
    return [
        Person(
            officer,
            access_of(officer),
            counts.get(officer.pk, 0),
            members.get(officer.pk, 0),
            tuple(standing_in[officer.pk]),
        )
        for officer in officers
    ]


def substitutions_on(day: date) -> QuerySet[Substitution]:
    """Who stands in for whom on a day."""
    return Substitution.objects.filter(from_day__lte=day).filter(
        Q(until_day__isnull=True) | Q(until_day__gte=day)
    )


def newest_periods(municipality: Municipality) -> list[PlanPeriod]:
    """Of each plan the newest half-year that was opened."""
    newest: dict[int, PlanPeriod] = {}
    opened = PlanPeriod.objects.filter(plan__municipality=municipality).select_related("plan")
    for plan_period in opened.order_by("-plan__is_primary", "plan", "-period"):
        newest.setdefault(plan_period.plan_id, plan_period)
    return list(newest.values())


def rows_of(officers: Iterable[Officer], newest: Sequence[PlanPeriod]) -> QuerySet[PeriodLine]:
    """The reportable rows of these half-years that one of the officers answers for, in printed order."""
    rows = PeriodLine.objects.filter(plan_period__in=newest, entry__isnull=False)
    return (
        rows.filter(_answered_by(officers))
        .select_related("entry", "plan_period")
        .order_by("-plan_period__plan__is_primary", "plan_period__plan", "place")
    )


def left_alone(municipality: Municipality, user: User) -> QuerySet[PeriodLine]:
    """The rows of the newest half-years that nobody with access would write any more if this person left."""
    own = Officer.objects.filter(municipality=municipality).filter(Q(user=user) | Q(members__user=user))
    staying = Membership.objects.filter(municipality=municipality, user__is_active=True).exclude(user=user)
    others = Officer.objects.filter(municipality=municipality).filter(
        Q(user__in=staying.values("user")) | Q(members__user__in=staying.values("user"))
    )
    return rows_of(own, newest_periods(municipality)).exclude(_answered_by(others))


def assignments_from(
    officer: Officer, since: ReportingPeriod, *, only: Collection[int] | None = None
) -> list[Assignment]:
    """The officer's assignments that reach `since` or begin later, of activities that live then. `only`: ids of
    activities."""
    found = (
        Assignment.objects.filter(officer=officer)
        .filter(Q(until_period__isnull=True) | Q(until_period__gte=since))
        .filter(Q(activity__last_period__isnull=True) | Q(activity__last_period__gte=since))
        .select_related("activity__plan")
        .order_by("activity__plan", "activity", "from_period")
    )
    return [item for item in found if only is None or item.activity_id in only]


def passing_to(officer: Officer, successor: Officer | None, since: ReportingPeriod) -> list[Passing]:
    """What `planning.hand_over` would take from the officer, in the plans' order; one row an activity."""
    items: dict[int, Assignment] = {}
    for item in assignments_from(officer, since):
        items.setdefault(item.activity_id, item)
    shared = {item.activity_id for item in assignments_from(successor, since)} if successor else set()
    passing: list[Passing] = []
    for plan in sorted(
        {item.activity.plan for item in items.values()}, key=lambda p: (not p.is_primary, p.pk)
    ):
        lines = {line.activity.pk: line for line in plan_lines(plan, since) if line.activity}
        texts = texts_of(plan, since)
        mine = [item for item in items.values() if item.activity.plan == plan]
        places = {pk: place for place, pk in enumerate(lines)}
        for item in sorted(mine, key=lambda one: places.get(one.activity_id, len(places))):
            line = lines.get(item.activity_id)
            passing.append(
                Passing(
                    plan,
                    item.activity,
                    line.number if line else "",
                    texts.get(item.activity_id, ""),
                    max(since, item.from_period),
                    item.activity_id in shared,
                )
            )
    return passing


def periods_to_hand_over(officer: Officer, *, today: date) -> list[ReportingPeriod]:
    """From when the officer's activities can be handed over, ascending, at least one: the half-years that are open or
    near, after the newest one whose report has gone on."""
    opened = list(
        PlanPeriod.objects.filter(plan__activities__assignments__officer=officer)
        .distinct()
        .values_list("period", "locked_at")
    )
    last_locked = max((period for period, locked_at in opened if locked_at), default=None)
    current = ReportingPeriod.of(today)
    near = {period for period, _ in opened} | {current, current.next}
    after = {period for period in near if last_locked is None or period > last_locked}
    if last_locked:
        after.add(last_locked.next)
    return sorted(after)


def usual_period(officer: Officer, periods: Sequence[ReportingPeriod]) -> ReportingPeriod:
    """The newest of these half-years that is being worked on, else the first."""
    opened = set(
        PlanPeriod.objects.filter(plan__municipality=officer.municipality_id).values_list("period", flat=True)
    )
    return max((period for period in periods if period in opened), default=periods[0])


def officials_but(officer: Officer) -> QuerySet[Officer]:
    """The other officials of the municipality, by name."""
    officials = Officer.objects.filter(
        municipality=officer.municipality_id, kind=Officer.Kind.OFFICIAL
    ).exclude(pk=officer.pk)
    return officials.order_by("name", "pk")


def members_first(municipality: Municipality, collective: Officer) -> QuerySet[Officer]:
    """Every official, those who belong to the collective before the others."""
    belongs = Exists(collective.members.filter(pk=OuterRef("pk")))
    officials = municipality.officers.filter(kind=Officer.Kind.OFFICIAL).annotate(belongs=belongs)
    return officials.order_by("-belongs", "name", "pk")


def substitutions_of(officer: Officer, *, today: date) -> QuerySet[Substitution]:
    """Who stands in for the officer now or later."""
    lasting = Q(until_day__isnull=True) | Q(until_day__gte=today)
    return officer.substitutions.filter(lasting).select_related("substitute").order_by("from_day", "pk")


def stands_in(officer: Officer, *, today: date) -> QuerySet[Substitution]:
    """For whom the officer stands in now or later."""
    lasting = Q(until_day__isnull=True) | Q(until_day__gte=today)
    return officer.standing_in_for.filter(lasting).select_related("officer").order_by("from_day", "pk")


def _activities_of(officers: Sequence[int], newest: Sequence[PlanPeriod]) -> dict[int, int]:
    """Per officer, how many reportable activities they answer for in these half-years."""
    period = F("activity__entries__plan_period__period")
    rows = Assignment.objects.filter(
        Q(until_period__isnull=True) | Q(until_period__gte=period),
        officer__in=officers,
        activity__entries__plan_period__in=newest,
        from_period__lte=period,
    )
    return dict(rows.order_by().values_list("officer").annotate(Count("activity", distinct=True)))


def _answered_by(officers: Iterable[Officer]) -> Exists:
    period = OuterRef("plan_period__period")
    return Exists(
        Assignment.objects.filter(
            Q(until_period__isnull=True) | Q(until_period__gte=period),
            activity=OuterRef("activity"),
            officer__in=officers,
            from_period__lte=period,
        )
    )
