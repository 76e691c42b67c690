"""What every change of a plan begins and ends with: locks, the person, the half-year, written texts, the history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.history import Actor, event
from accounts.models import Municipality
from accounts.permissions import Deed, require
from plans.models import Activity, Plan, PlanAct, ProgressEntry
from plans.periods import ReportingPeriod
from plans.planning.editing.timeline import Timeline
from plans.queries import closed_periods

LONGEST_TEXT = 5_000
LONGEST_DEADLINE = 1_000
# How many half-years ahead a plan can be changed.
AHEAD = 4


def begin(plan: Plan, period: ReportingPeriod, by: Actor) -> Timeline:
    """The plan over time, locked, once the person and then the half-year are found right.

    Raises PermissionDenied; ValidationError for a half-year whose report has gone on, or that an earlier one is.
    """
    Municipality.objects.select_for_update(no_key=True).get(pk=plan.municipality_id)
    plan = (
        Plan.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality")
        .get(pk=plan.pk)
    )
    require(by.user, Deed.EDIT_PLAN, plan.municipality)
    list(plan.periods.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    closed = _closed(plan)
    if closed and period <= closed:
        raise ValidationError(
            f"{closed.title} закрыто: его отчёт уже передан дальше. План можно менять {closed.next.since_words}.",
            code="closed",
        )
    return Timeline(plan, period)


def editable_from(plan: Plan) -> ReportingPeriod | None:
    """The first half-year that a change may reach; None where nothing stands in the way."""
    closed = _closed(plan)
    return closed.next if closed else None


def editable_periods(plan: Plan, *, now: ReportingPeriod) -> list[ReportingPeriod]:
    """The half-years from which a change can be offered, ascending, up to two years ahead."""
    lives = plan.activities.order_by().values_list("first_period", flat=True)
    first = editable_from(plan) or min(lives, default=now)
    periods = [first]
    while len(periods) <= AHEAD or periods[-AHEAD] <= now:
        periods.append(periods[-1].next)
    return periods


def period_to_edit(plan: Plan, *, now: ReportingPeriod) -> ReportingPeriod:
    """The half-year to propose: the newest that is open for work, else the first that can be changed."""
    first = editable_periods(plan, now=now)[0]
    opened = plan.periods.filter(period__gte=first).order_by("-period").first()
    return opened.period if opened else first


def _closed(plan: Plan) -> ReportingPeriod | None:
    """The newest half-year that is published or on its way, or being corrected."""
    newest = closed_periods([plan]).first()
    return newest.period if newest else None


def check_lives(timeline: Timeline, activity: Activity) -> None:
    """Raise ValidationError where the activity is not part of the plan in the half-year of the change."""
    if not timeline.is_alive(activity.pk, timeline.period):
        raise ValidationError(f"Этого мероприятия нет в плане за {timeline.period.title}.", code="not_there")


def check_unwritten(
    timeline: Timeline, activities: Iterable[int], since: ReportingPeriod, *, advice: str
) -> None:
    """Raise ValidationError where somebody has written on one of the activities in a half-year from `since` on."""
    entries = ProgressEntry.objects.filter(
        activity__in=list(activities), plan_period__plan=timeline.plan, plan_period__period__gte=since
    )
    list(entries.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    touched = ~Q(state="empty") | Q(revision__gt=0) | Q(attachments__isnull=False) | Q(versions__isnull=False)
    written = entries.filter(touched).select_related("plan_period").order_by("plan_period__period", "pk")
    if found := written.first():
        period = found.plan_period.period
        words = shortened(timeline.at(found.activity_id, period).text)
        raise ValidationError(f"«{words}»: за {period.title} уже есть сведения. {advice}", code="written")


def cleaned(text: str, *, name: str, longest: int, needed: str = "") -> str:
    """One line of plain words; raises ValidationError under the field's name. ``needed``: what to say for a blank."""
    text = " ".join(text.replace("\x00", "").split())
    if needed and not text:
        raise ValidationError({name: needed})
    if len(text) > longest:
        raise ValidationError({name: f"Слишком длинно: не больше {longest} знаков."})
    return text


def told(
    timeline: Timeline,
    *,
    by: Actor,
    action: str,
    about: Any,
    label: str,
    act: PlanAct | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """One event about an activity or a section, labelled with its words."""
    said = event(
        timeline.plan.municipality,
        by=by,
        action=action,
        about=about,
        before=before or {},
        after={"period": str(timeline.period)} | (after or {}) | ({"act": str(act)} if act else {}),
    )
    said.object_label = label[:300]
    said.save()


def shortened(text: str, longest: int = 80) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
