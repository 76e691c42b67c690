"""Whom an entry concerns: the users of its officers in its half-year, of their collectives and of their substitutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import Max, Q

from accounts.models import Membership, Municipality, User
from plans.models import Assignment, Notice, Officer, PlanPeriod, Substitution


def people_of(plan_period: PlanPeriod, activities: Iterable[int], *, on: date) -> dict[int, tuple[User, ...]]:
    """Per activity (an id), who answers for it in the half-year and can sign in, in the order of their numbers.

    The mirror of `plans.permissions.entries_of` for many activities at once: four queries, whatever their number.
    """
    assignments = (
        Assignment.objects.filter(activity__in=list(activities), from_period__lte=plan_period.period)
        .exclude(until_period__lt=plan_period.period)
        .values_list("activity", "officer")
    )
    assigned: dict[int, set[int]] = defaultdict(set)
    for activity, officer in assignments:
        assigned[activity].add(officer)
    users = users_of(plan_period.plan.municipality, set().union(*assigned.values()), on=on)
    return {
        activity: tuple(
            sorted(
                {user for officer in officers for user in users.get(officer, ())}, key=lambda user: user.pk
            )
        )
        for activity, officers in assigned.items()
    }


def users_of(municipality: Municipality, officers: Iterable[int], *, on: date) -> dict[int, set[User]]:
    """Per officer (an id), the active members of the municipality who answer as it on a day."""
    # Who stands for an officer: itself, and the members of a collective.
    holders: dict[int, set[int]] = {officer: {officer} for officer in officers}
    members = Officer.members.through.objects.filter(from_officer__in=list(holders))
    for collective, member in members.values_list("from_officer", "to_officer"):
        holders[collective].add(member)
    every = set().union(*holders.values())

    users: dict[int, set[int]] = defaultdict(set)
    for officer, user_id in Officer.objects.filter(pk__in=every, user__isnull=False).values_list(
        "pk", "user"
    ):
        users[officer].add(user_id)
    today = Q(from_day__lte=on) & (Q(until_day__isnull=True) | Q(until_day__gte=on))
    substitutes = Substitution.objects.filter(today, officer__in=every, substitute__user__isnull=False)
    for officer, user_id in substitutes.values_list("officer", "substitute__user"):
        users[officer].add(user_id)

    memberships = Membership.objects.filter(
        municipality=municipality, user__in=set().union(*users.values()), user__is_active=True
    ).select_related("user")
    inside = {membership.user_id: membership.user for membership in memberships}
    return {
        officer: {inside[pk] for holder in held for pk in users[holder] if pk in inside}
        for officer, held in holders.items()
    }


def last_reminders(plan_period: PlanPeriod, users: Mapping[int, Collection[User]]) -> dict[int, datetime]:
    """Per officer, when somebody who answers as it was reminded last: a reminder of a row reaches not all of its
    officers."""
    notices = Notice.objects.filter(
        plan_period=plan_period,
        kind=Notice.Kind.REMINDER,
        user__in={user.pk for held in users.values() for user in held},
    )
    last = dict(notices.values_list("user").annotate(last=Max("created_at")).order_by())
    known = {officer: [last[user.pk] for user in held if user.pk in last] for officer, held in users.items()}
    return {officer: max(moments) for officer, moments in known.items() if moments}
