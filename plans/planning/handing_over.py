"""Handing an officer's activities over to a successor, in one step, from a half-year on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.history import Actor, HistoryEvent, event, record
from accounts.models import Municipality
from accounts.permissions import Deed
from plans import notices, standing
from plans.changes import Changes
from plans.models import Assignment, Officer, Plan, PlanAct, PlanPeriod
from plans.people import assignments_from
from plans.periods import ReportingPeriod
from plans.planning.officers import Ledger, OfficerName, cut
from plans.planning.people import begin, find_or_make, own
from plans.planning.spans import Span
from plans.queries import closed_periods, texts_of

# From and until a half-year, both included; no end: for ever.
Stretch = tuple[ReportingPeriod, ReportingPeriod | None]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a hand-over did: ids of the activities that went to the successor, of those that the successor answered for
    already, and the collectives in which the successor took the place."""

    successor: Officer
    passed: frozenset[int]
    shared: frozenset[int]
    collectives: tuple[Officer, ...]


@transaction.atomic
def hand_over(
    officer: Officer,
    successor: Officer | OfficerName,
    *,
    since: ReportingPeriod,
    by: Actor,
    act: PlanAct | None = None,
    only: Collection[int] | None = None,
    with_collectives: bool = False,
) -> HandedOver:
    """Put the successor into the officer's place from `since` on, through every later half-year; earlier ones, and
    whatever has been written, stay as they are.

    `only`: ids of the activities to hand over, all without it. `act`: for the history. The new rows print the
    successor's name alone: words around the old name («начальник отдела …») were about another person. Where the
    successor answers already, the officer only leaves. Raises ValidationError by field: nobody else named, nothing to
    hand over, a half-year whose report has gone on.
    """
    municipality = begin(officer.municipality, by, Deed.EDIT_PLAN)
    officer = own(municipality, officer)
    heir = _heir(municipality, successor, by)
    if heir.pk == officer.pk:
        raise ValidationError({"successor": "Это тот же исполнитель. Выберите, кому передать мероприятия."})
    items = assignments_from(officer, since, only=only)
    collectives = _collectives(officer, heir) if with_collectives else []
    if not items and not collectives:
        raise ValidationError(
            f"{officer.name}: с этого полугодия передавать нечего. Возможно, мероприятия уже переданы."
        )
    plans = _held(items)
    _check_not_locked(plans.values(), since)
    passed = _reassign(items, heir, since)
    _swap(municipality, collectives, officer, heir, by)
    for plan in plans.values():
        standing.refresh(plan, since=since)
    _tell(municipality, officer, heir, items, since=since, act=act, by=by)
    for plan in plans.values():
        here = passed & {item.activity_id for item in items if item.activity.plan_id == plan.pk}
        notices.assigned(plan, here, [heir.pk], since=since, by=by)
    touched = frozenset(item.activity_id for item in items)
    return HandedOver(heir, frozenset(passed), touched - passed, tuple(collectives))


def without(stretch: Stretch, taken: Iterable[Stretch]) -> list[Stretch]:
    """What is left of a stretch of half-years, ascending, when others are taken out of it."""
    left = [stretch]
    for other in taken:
        left = [part for one in left for part in _minus(one, other)]
    return left


def _minus(one: Stretch, other: Stretch) -> list[Stretch]:
    (start, end), (begins, ends) = one, other
    if (ends is not None and ends < start) or (end is not None and begins > end):
        return [one]
    parts: list[Stretch] = []
    if start < begins:
        parts.append((start, begins.previous))
    if ends is not None and (end is None or ends < end):
        parts.append((ends.next, end))
    return parts


def _held(items: Iterable[Assignment]) -> dict[int, Plan]:
    """The plans that change, held with their half-years, in the order in which everybody takes them."""
    ids = {item.activity.plan_id for item in items}
    held = Plan.objects.select_for_update(of=("self",), no_key=True).select_related("municipality")
    plans = {plan.pk: plan for plan in held.filter(pk__in=ids).order_by("pk")}
    periods = PlanPeriod.objects.select_for_update(no_key=True).filter(plan__in=ids)
    list(periods.order_by("pk").values_list("pk", flat=True))
    return plans


def _heir(municipality: Municipality, successor: Officer | OfficerName, by: Actor) -> Officer:
    if isinstance(successor, Officer):
        return own(municipality, successor)
    return find_or_make(municipality, successor, by=by)


def _check_not_locked(plans: Iterable[Plan], since: ReportingPeriod) -> None:
    if closed := closed_periods(plans).filter(period__gte=since).first():
        raise ValidationError(
            {
                "since": f"{closed.period.title} уже закрыто: его отчёт передан дальше. "
                f"Передайте мероприятия с полугодия позже: {closed.period.next.title}."
            }
        )


def _reassign(items: Iterable[Assignment], heir: Officer, since: ReportingPeriod) -> set[int]:
    """End the assignments before `since` and give the rest of them to the heir; answers where that added anything."""
    items = list(items)
    held: dict[int, list[Stretch]] = defaultdict(list)
    for theirs in Assignment.objects.filter(officer=heir, activity__in={item.activity_id for item in items}):
        held[theirs.activity_id].append((theirs.from_period, theirs.until_period))
    ledger = Ledger()
    for item in items:
        rest = without((max(since, item.from_period), item.until_period), held[item.activity_id])
        ledger.added += [
            Assignment(
                activity_id=item.activity_id,
                officer=heir,
                position=item.position,
                from_period=begins,
                until_period=ends,
            )
            for begins, ends in rest
        ]
        cut(item, Span(since, None, frozenset()), ledger)
    ledger.write(Changes())
    return {item.activity_id for item in ledger.added}


def _collectives(officer: Officer, heir: Officer) -> list[Officer]:
    collectives = list(officer.collectives.select_for_update(no_key=True).order_by("name"))
    if collectives and heir.kind != Officer.Kind.OFFICIAL:
        raise ValidationError(
            {"with_collectives": "В состав коллектива входят люди: выберите преемником должностное лицо."}
        )
    return collectives


def _swap(
    municipality: Municipality, collectives: Iterable[Officer], officer: Officer, heir: Officer, by: Actor
) -> None:
    for collective in collectives:
        before = sorted(member.name for member in collective.members.all())
        collective.members.remove(officer)
        collective.members.add(heir)
        after = sorted(member.name for member in collective.members.all())
        record(
            municipality,
            by=by,
            action="collective_changed",
            about=collective,
            before={"members": before},
            after={"members": after},
        )


def _tell(
    municipality: Municipality,
    officer: Officer,
    heir: Officer,
    items: Iterable[Assignment],
    *,
    since: ReportingPeriod,
    act: PlanAct | None,
    by: Actor,
) -> None:
    """One line at the officer, one at the successor, and one at every activity, labelled with its words."""
    activities = {item.activity_id: item.activity for item in items}
    texts: dict[int, str] = {}
    for plan in {activity.plan for activity in activities.values()}:
        texts |= texts_of(plan, since)
    why = {"period": str(since)} | ({"act": str(act)} if act else {})
    told: list[HistoryEvent] = [
        event(
            municipality,
            by=by,
            action=action,
            about=about,
            before={"officer": officer.name},
            after={"officer": heir.name, "activities": len(activities)} | why,
        )
        for action, about in (("activities_handed_over", officer), ("activities_taken_over", heir))
    ]
    for activity in activities.values():
        one = event(
            municipality,
            by=by,
            action="activity_handed_over",
            about=activity,
            before={"officer": officer.name},
            after={"officer": heir.name} | why,
        )
        one.object_label = texts.get(activity.pk, str(activity))[:300]
        told.append(one)
    HistoryEvent.objects.bulk_create(told, batch_size=500)
