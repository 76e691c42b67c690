"""Half-years of a plan: opened with a collection date, moved, cancelled while empty, locked as the report goes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.history import Actor, record
from accounts.permissions import Deed, require
from plans import notices, standing
from plans.changes import Changes
from plans.models import Activity, Plan, PlanPeriod, ProgressEntry
from plans.periods import ReportingPeriod
from plans.workflow.moves import WrongState, check_open


def open_period(
    plan: Plan,
    period: ReportingPeriod,
    *,
    reportable: Sequence[Activity],
    by: Actor,
    changes: Changes,
    collection_on: date | None = None,
) -> PlanPeriod:
    """The plan's half-year for an import: opened if it is not, with an empty entry for every reportable activity that
    lacks one."""
    plan_period, is_new = PlanPeriod.objects.get_or_create(
        plan=plan, period=period, defaults={"collection_on": collection_on}
    )
    if is_new:
        changes.created([plan_period])
        record(
            plan.municipality, by=by, action="period_opened", about=plan_period, after={"period": str(period)}
        )
    present = set(plan_period.entries.values_list("activity", flat=True))
    missing = [
        ProgressEntry(plan_period=plan_period, activity=activity, origin=ProgressEntry.Origin.IMPORT)
        for activity in reportable
        if activity.pk not in present
    ]
    ProgressEntry.objects.bulk_create(missing, batch_size=500)
    changes.created(missing)
    standing.refresh_period(plan_period)
    return plan_period


@transaction.atomic
def open_for_work(plan: Plan, period: ReportingPeriod, *, collection_on: date, by: Actor) -> PlanPeriod:
    """Open a half-year for officials to report on, and tell them. Raises WrongState where it is open already."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=plan.pk)
    require(by.user, Deed.OPEN_PERIOD, plan.municipality)
    if plan.periods.filter(period=period).exists():
        raise WrongState(f"{period.title} уже открыто. Перейдите к нему или перенесите его срок.")
    plan_period = PlanPeriod.objects.create(plan=plan, period=period, collection_on=collection_on)
    standing.refresh_period(plan_period)
    if not plan_period.entries.exists():
        raise WrongState(
            f"В плане нет мероприятий на {period.title}: отчитываться не о чем. Сначала внесите их в план."
        )
    record(
        plan.municipality,
        by=by,
        action="period_opened",
        about=plan_period,
        after={"period": str(period), "collection_on": collection_on.isoformat()},
    )
    notices.period_opened(plan_period)
    return plan_period


@transaction.atomic
def move_collection(plan_period: PlanPeriod, *, collection_on: date, by: Actor) -> PlanPeriod:
    """Move the day by which the texts are collected; entries without a day of their own are due then."""
    plan_period = _begin(plan_period, by)
    before = plan_period.collection_on
    if before == collection_on:
        return plan_period
    plan_period.collection_on = collection_on
    plan_period.save(update_fields=["collection_on"])
    standing.refresh_period(plan_period)
    record(
        plan_period.plan.municipality,
        by=by,
        action="collection_moved",
        about=plan_period,
        before={"collection_on": before.isoformat() if before else ""},
        after={"collection_on": collection_on.isoformat()},
    )
    notices.collection_moved(plan_period)
    return plan_period


@transaction.atomic
def cancel_period(plan_period: PlanPeriod, *, by: Actor) -> None:
    """Take back the opening of a half-year in which nobody has written anything. Raises WrongState otherwise."""
    plan_period = _begin(plan_period, by)
    if not is_empty(plan_period):
        raise WrongState(
            "В этом полугодии уже есть сведения: отменить его нельзя. Если оно открыто по ошибке, перенесите срок."
        )
    record(
        plan_period.plan.municipality,
        by=by,
        action="period_cancelled",
        about=plan_period,
        before={"period": str(plan_period.period)},
    )
    plan_period.delete()


def is_empty(plan_period: PlanPeriod) -> bool:
    """Whether nobody has written or attached anything in the half-year."""
    touched = Q(revision__gt=0) | ~Q(state="empty") | Q(attachments__isnull=False) | Q(versions__isnull=False)
    return not plan_period.entries.filter(touched).exists()


def lock_period(plan_period: PlanPeriod, *, by: Actor) -> None:
    """Close the period: its report has gone on."""
    if plan_period.locked_at is None:
        plan_period.locked_at = timezone.now()
        plan_period.save(update_fields=["locked_at"])
        record(plan_period.plan.municipality, by=by, action="period_locked", about=plan_period)


def unlock_period(plan_period: PlanPeriod, *, by: Actor, comment: str) -> None:
    """Open the period again: its report came back, or is being corrected."""
    if plan_period.locked_at is not None:
        plan_period.locked_at = None
        plan_period.save(update_fields=["locked_at"])
        record(
            plan_period.plan.municipality, by=by, action="period_unlocked", about=plan_period, comment=comment
        )


def _begin(plan_period: PlanPeriod, by: Actor) -> PlanPeriod:
    plan_period = (
        PlanPeriod.objects.select_for_update(of=("self",))
        .select_related("plan__municipality")
        .get(pk=plan_period.pk)
    )
    require(by.user, Deed.OPEN_PERIOD, plan_period.plan.municipality)
    check_open(plan_period)
    return plan_period
