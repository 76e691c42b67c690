"""Questions asked of the history: whose events a person may read, those of one object, those that a filter leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import Q, QuerySet

from accounts import telling
from accounts.models import HistoryEvent, Municipality, User
from accounts.permissions import Deed, may
from plans.models import ActivityRevision, Indicator, PlanPeriod
from plans.permissions import entries_of

PORTAL = "portal"  # what no person did


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; nothing asks for everything. `person`: a user's id, or `PORTAL`."""

    group: str = ""
    person: str = ""
    plan_period: PlanPeriod | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""


def readable(user: User, municipality: Municipality, *, on: date) -> QuerySet[HistoryEvent]:
    """All of it for those who review; else what happened to one's own entries."""
    events = HistoryEvent.objects.filter(municipality=municipality)
    if may(user, Deed.REVIEW, municipality):
        return events
    own = entries_of(user, municipality, on=on).values("pk")
    return events.filter(object_type="plans.progressentry", object_id__in=own)


def of_object(object_type: str, object_id: int) -> Q:
    """An object's events: an activity with its wordings and indicators, a half-year with its report and versions."""
    here = Q(object_type=object_type, object_id=object_id)
    if object_type == "plans.activity":
        revisions = ActivityRevision.objects.filter(activity=object_id).values("pk")
        indicators = Indicator.objects.filter(activity=object_id).values("pk")
        here |= Q(object_type="plans.activityrevision", object_id__in=revisions)
        here |= Q(object_type="plans.indicator", object_id__in=indicators)
    elif object_type == "plans.planperiod":
        here |= _of_period(object_id, but=frozenset({"plans.planperiod", "plans.progressentry"}))
    return here


def filtered(events: QuerySet[HistoryEvent], asked: Filter) -> QuerySet[HistoryEvent]:
    if asked.group:
        types = [label for label, subject in telling.subjects().items() if subject.group == asked.group]
        events = events.filter(object_type__in=types)
    if asked.person == PORTAL:
        events = events.filter(actor__isnull=True, actor_name="")
    elif asked.person:
        events = events.filter(actor_id=int(asked.person))
    if asked.plan_period:
        events = events.filter(_of_period(asked.plan_period.pk))
    if asked.since:
        events = events.filter(at__date__gte=asked.since)
    if asked.until:
        events = events.filter(at__date__lte=asked.until)
    for word in asked.text.split():
        events = events.filter(Q(object_label__icontains=word) | Q(comment__icontains=word))
    return events


def people_of(events: QuerySet[HistoryEvent]) -> list[tuple[str, str]]:
    """Who stands in the history: (id, name as it was last)."""
    named = events.filter(actor__isnull=False).order_by("at").values_list("actor", "actor_name").distinct()
    return sorted(((str(pk), name) for pk, name in dict(named).items()), key=lambda person: person[1])


def _of_period(plan_period: int, but: frozenset[str] = frozenset()) -> Q:
    """Everything that belongs to a half-year, whatever app it is of."""
    found = Q(pk__in=[])
    for label, subject in telling.subjects().items():
        if subject.period_path and label not in but:
            objects = apps.get_model(label)._default_manager.filter(**{subject.period_path: plan_period})
            found |= Q(object_type=label, object_id__in=objects.values("pk"))
    return found
