"""Whose entry is whose: which officers a person answers as, and which entries are theirs to write."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Municipality, User
from accounts.permissions import Deed, may
from plans.models import Assignment, Officer, ProgressEntry


def officers_as(user: User, municipality: Municipality, *, on: date) -> QuerySet[Officer]:
    """The officers that a person answers as on a day: themselves, the collectives they belong to, and those they stand
    in for (with the collectives of these)."""
    standing_in = Q(substitutions__substitute__user=user, substitutions__from_day__lte=on) & (
        Q(substitutions__until_day__isnull=True) | Q(substitutions__until_day__gte=on)
    )
    people = Officer.objects.filter(municipality=municipality).filter(Q(user=user) | standing_in)
    ids = people.values("pk")
    return (
        Officer.objects.filter(municipality=municipality)
        .filter(Q(pk__in=ids) | Q(members__in=ids))
        .distinct()
    )


def entries_of(user: User, municipality: Municipality, *, on: date) -> QuerySet[ProgressEntry]:
    """The entries that are a person's own: assigned in their half-year to an officer that the person answers as."""
    assigned = Assignment.objects.filter(
        activity=OuterRef("activity"),
        officer__in=officers_as(user, municipality, on=on).values("pk"),
        from_period__lte=OuterRef("plan_period__period"),
    ).filter(Q(until_period__isnull=True) | Q(until_period__gte=OuterRef("plan_period__period")))
    return ProgressEntry.objects.filter(Exists(assigned), plan_period__plan__municipality=municipality)


def visible_entries(user: User, municipality: Municipality, *, on: date) -> QuerySet[ProgressEntry]:
    """The entries whose form a person may open: all for those who review, else their own."""
    if may(user, Deed.REVIEW, municipality):
        return ProgressEntry.objects.filter(plan_period__plan__municipality=municipality)
    if may(user, Deed.REPORT_OWN, municipality):
        return entries_of(user, municipality, on=on)
    return ProgressEntry.objects.none()


def may_write(user: User, entry: ProgressEntry, *, on: date) -> bool:
    """Whether the person may write this entry: it is theirs, or they review and write on behalf of its officers."""
    return visible_entries(user, entry.plan_period.plan.municipality, on=on).filter(pk=entry.pk).exists()
