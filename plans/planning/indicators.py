"""Indicators of activities: adding, changing, ending; one that has values is ended, never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from accounts.history import Actor, event
from accounts.models import HistoryEvent, Municipality
from accounts.permissions import Deed, require
from plans.changes import Changes
from plans.checking import fits
from plans.models import Activity, Indicator, IndicatorValue, Plan
from plans.periods import ReportingPeriod

MOST_ON_ACTIVITY = 50
_TOLD = ("name", "unit", "kind", "adds_up", "target", "sought", "is_main", "first_period", "last_period")


@transaction.atomic
def add_indicators(
    activity: Activity, indicators: Sequence[Indicator], *, by: Actor, changes: Changes | None = None
) -> list[Indicator]:
    """Add indicators behind those that the activity has. Raises PermissionDenied; ValidationError by field."""
    municipality = _begin(activity, by)
    return write_indicators(municipality, [(activity, one) for one in indicators], by=by, changes=changes)


def write_indicators(
    municipality: Municipality,
    wanted: Sequence[tuple[Activity, Indicator]],
    *,
    by: Actor,
    changes: Changes | None = None,
) -> list[Indicator]:
    """The same for many activities at once, in a fixed number of queries; who calls has locked and asked who may."""
    if not wanted:
        return []
    pks = {activity.pk for activity, _ in wanted}
    standing: dict[int, list[Indicator]] = {pk: [] for pk in pks}
    for one in Indicator.objects.filter(activity__in=pks):
        standing[one.activity_id].append(one)
    for activity, indicator in wanted:
        siblings = standing[activity.pk]
        indicator.activity = activity
        indicator.position = max((one.position for one in siblings), default=0) + 1
        _check(indicator, activity, siblings)
        siblings.append(indicator)
    new = Indicator.objects.bulk_create([indicator for _, indicator in wanted], batch_size=500)
    if changes is not None:
        changes.created(new)
    HistoryEvent.objects.bulk_create(
        [
            event(municipality, by=by, action="indicator_added", about=one, after=_values(one, _filled(one)))
            for one in new
        ],
        batch_size=500,
    )
    return new


@transaction.atomic
def change_indicator(indicator: Indicator, *, by: Actor) -> Indicator:
    """Write what was set on the indicator. Raises PermissionDenied; ValidationError by field, where values that are
    entered do not fit its new kind or its new half-years."""
    municipality = _begin(indicator.activity, by)
    before = Indicator.objects.select_for_update(no_key=True).get(pk=indicator.pk)
    siblings = Indicator.objects.filter(activity=indicator.activity_id).exclude(pk=indicator.pk)
    _check(indicator, indicator.activity, list(siblings))
    _check_values(indicator)
    changed = [name for name in _TOLD if getattr(before, name) != getattr(indicator, name)]
    if changed:
        indicator.save(update_fields=changed)
        event(
            municipality,
            by=by,
            action="indicator_changed",
            about=indicator,
            before=_values(before, changed),
            after=_values(indicator, changed),
        ).save()
    return indicator


@transaction.atomic
def end_indicator(indicator: Indicator, last: ReportingPeriod, *, by: Actor) -> Indicator:
    """Have it asked for in no half-year after `last`; what was entered stays."""
    municipality = _begin(indicator.activity, by)
    indicator = (
        Indicator.objects.select_for_update(no_key=True).select_related("activity").get(pk=indicator.pk)
    )
    before, indicator.last_period = indicator.last_period, last
    if last < indicator.first_period:
        raise ValidationError({"last_period": "Последнее полугодие показателя раньше первого."})
    _check_values(indicator)
    if before != last:
        indicator.save(update_fields=["last_period"])
        event(
            municipality,
            by=by,
            action="indicator_ended",
            about=indicator,
            before={"last_period": str(before)} if before else {},
            after={"last_period": str(last)},
        ).save()
    return indicator


@transaction.atomic
def remove_indicator(indicator: Indicator, *, by: Actor) -> None:
    """Delete an indicator for which nothing was entered yet. Raises ValidationError for one with values."""
    municipality = _begin(indicator.activity, by)
    indicator = Indicator.objects.select_for_update(no_key=True).get(pk=indicator.pk)
    if indicator.values.exists():
        raise ValidationError(
            "У показателя есть значения: удалить его нельзя. Завершите его, и прошлые отчеты останутся как были."
        )
    event(
        municipality,
        by=by,
        action="indicator_removed",
        about=indicator,
        before=_values(indicator, _filled(indicator)),
    ).save()
    indicator.delete()


def _begin(activity: Activity, by: Actor) -> Municipality:
    """The municipality, once the plan is locked and the person found right."""
    plan = (
        Plan.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality")
        .get(pk=activity.plan_id)
    )
    require(by.user, Deed.EDIT_PLAN, plan.municipality)
    return plan.municipality


def _check(indicator: Indicator, activity: Activity, siblings: Sequence[Indicator]) -> None:
    """Raise ValidationError by field for an indicator that can't stand beside its siblings."""
    indicator.name = " ".join(indicator.name.split())
    errors: dict[str, str] = {}
    if any(one.name.casefold() == indicator.name.casefold() for one in siblings):
        errors["name"] = "У мероприятия уже есть показатель с таким названием."
    elif len(siblings) >= MOST_ON_ACTIVITY:
        errors["name"] = f"У мероприятия уже {len(siblings)} показателей: больше не помещается в форму."
    if indicator.first_period and indicator.first_period < activity.first_period:
        errors["first_period"] = f"Мероприятие есть в плане только {activity.first_period.since_words}."
    if activity.last_period and indicator.first_period and indicator.first_period > activity.last_period:
        errors["first_period"] = f"Мероприятие завершено: последним было {activity.last_period.title}."
    if indicator.last_period and indicator.first_period and indicator.last_period < indicator.first_period:
        errors["last_period"] = "Последнее полугодие показателя раньше первого."
    if errors:
        raise ValidationError(errors)
    # The two checks that ask the database stand above, or are nobody's choice here.
    indicator.full_clean(exclude=["activity"], validate_unique=False, validate_constraints=False)


def _check_values(indicator: Indicator) -> None:
    """Raise ValidationError where values that are entered would stand outside, or do not fit the kind."""
    values = IndicatorValue.objects.filter(indicator=indicator)
    last = values.aggregate(last=Max("entry__plan_period__period"))["last"]
    errors: dict[str, str] = {}
    if any(not fits(indicator.kind, value) for value in values.values_list("value", flat=True)):
        errors["kind"] = (
            "Уже введенные значения не подходят к этому виду. Завершите показатель и заведите новый."
        )
    if values.filter(entry__plan_period__period__lt=indicator.first_period).exists():
        errors["first_period"] = "За более раннее полугодие уже введено значение."
    if indicator.last_period and last and ReportingPeriod.parse(str(last)) > indicator.last_period:
        errors["last_period"] = f"За {ReportingPeriod.parse(str(last)).title} уже введено значение."
    if errors:
        raise ValidationError(errors)


def _filled(indicator: Indicator) -> list[str]:
    return [name for name in _TOLD if getattr(indicator, name) not in (None, "", False)]


def _values(indicator: Indicator, names: Sequence[str]) -> dict[str, Any]:
    """Values as the history keeps them; a blank one as an empty word."""
    told = {}
    for name in names:
        value = getattr(indicator, name)
        told[name] = value if isinstance(value, bool) else "" if value is None else str(value)
    return told
