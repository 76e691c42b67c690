"""Half-years of a plan: opened with a collection date, moved, cancelled while empty, locked as the report goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.history import Actor, record
from accounts.permissions import Deed, require
from accounts.wording import date_words
from plans import notices, standing
from plans.changes import Changes
from plans.deadlines import is_optional
from plans.models import Activity, Plan, PlanPeriod, ProgressEntry
from plans.periods import ReportingPeriod
from plans.queries import PlanLine, plan_lines
from plans.workflow.moves import WrongState, check_open, lock_entries


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
    plan = (
        Plan.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality")
        .get(pk=plan.pk)
    )
    require(by.user, Deed.OPEN_PERIOD, plan.municipality)
    check_collection(period, collection_on, today=timezone.localdate())
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
    check_collection(plan_period.period, collection_on, today=timezone.localdate())
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
    lock_entries(plan_period)
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


def collection_limits(period: ReportingPeriod, *, today: date) -> tuple[date, date]:
    """The first and the last day by which texts of a half-year can be collected: from its first day to a year after
    its end, or after today: a half-year of the past is made up for late."""
    last = max(period.ends_on, today)
    return period.starts_on, last + timedelta(days=365)


def check_collection(period: ReportingPeriod, day: date, *, today: date) -> None:
    """Raise ValidationError, under `collection_on`, for a day out of the limits."""
    first, last = collection_limits(period, today=today)
    if day < first:
        raise ValidationError(
            {"collection_on": f"{period.title} начинается {date_words(first)}: срок не может быть раньше."}
        )
    if day > last:
        raise ValidationError({"collection_on": f"Срок слишком далеко: самое позднее {date_words(last)}."})


def proposed_collection(period: ReportingPeriod, *, today: date) -> date:
    """The 10th of the month after the half-year, or of a later month where that has passed."""
    day = (period.ends_on + timedelta(days=1)).replace(day=10)
    while day < today:
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=10)
    return day


def periods_to_open(plan: Plan, *, now: ReportingPeriod) -> list[ReportingPeriod]:
    """The half-years that a plan may open next, the one to propose first: that after the newest opened, and two more;
    a plan without any begins with the present one (or with its own first, if that is later)."""
    newest = plan.periods.order_by("-period").values_list("period", flat=True).first()
    if newest:
        first = newest.next
    else:
        first = max(now, min(plan.activities.order_by().values_list("first_period", flat=True), default=now))
    found = [first, first.next, first.next.next]
    if not newest and first == now:
        found.append(now.previous)
    return found


@dataclass(frozen=True, slots=True)
class Outlook:
    """What opening a half-year would ask for. `unreachable`: officers whom no letter can reach, with how many
    activities each; `unread`: rows whose deadline the portal could not read."""

    asked: int
    optional: int
    unreachable: tuple[tuple[str, int], ...]
    unread: tuple[PlanLine, ...]

    @property
    def needed(self) -> int:
        return self.asked - self.optional


def outlook(plan: Plan, period: ReportingPeriod) -> Outlook:
    """What the plan asks in a half-year, opened or not. Seven queries, whatever its size."""
    lines = [line for line in plan_lines(plan, period) if line.is_reportable]
    reached = _reached(plan)
    silent: Counter[tuple[int, str]] = Counter()
    for line in lines:
        silent.update(
            (one.officer.pk, one.officer.name) for one in line.officers if one.officer.pk not in reached
        )
    return Outlook(
        asked=len(lines),
        optional=sum(is_optional(standing.rule_of(line), period) for line in lines),
        unreachable=tuple((name, count) for (_, name), count in silent.most_common()),
        unread=tuple(line for line in lines if line.deadline_wording and line.deadline_rule is None),
    )


def _reached(plan: Plan) -> set[int]:
    """Ids of the officers who, or of whose members one, can enter the portal."""
    enters = Q(user__is_active=True, user__memberships__municipality=plan.municipality_id)
    through_members = Q(
        members__user__is_active=True, members__user__memberships__municipality=plan.municipality_id
    )
    officers = plan.municipality.officers.filter(enters | through_members)
    return set(officers.order_by().values_list("pk", flat=True))


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
        PlanPeriod.objects.select_for_update(of=("self",), no_key=True)
        .select_related("plan__municipality")
        .get(pk=plan_period.pk)
    )
    require(by.user, Deed.OPEN_PERIOD, plan_period.plan.municipality)
    check_open(plan_period)
    return plan_period
