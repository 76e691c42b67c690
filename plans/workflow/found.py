"""Figures that an import found in the texts of a file, written into their entries."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone

from accounts.history import Actor, HistoryEvent
from plans.bulk import write_back
from plans.changes import Changes
from plans.figures import plain
from plans.models import Indicator, IndicatorValue, PlanPeriod, ProgressEntry
from plans.queries import texts_of
from plans.workflow.moves import MOVES, check_open, entry_event, lock_entries

Found = tuple[ProgressEntry, Indicator, Decimal]


def write_figures(found: Sequence[Found], *, plan_period: PlanPeriod, by: Actor, changes: Changes) -> None:
    """Set the values of indicators; those that stand already are left alone, and so is an entry that waits for review
    or is approved: it keeps the figures that were read. The indicators take the values (`fits`).

    A form that was opened before is stale afterwards. Raises WrongState where the period is closed.
    """
    lock_entries(plan_period)
    writable = set(plan_period.entries.filter(state__in=MOVES["figures"]).values_list("pk", flat=True))
    found = [one for one in found if one[0].pk in writable]
    pks = {entry.pk for entry, _, _ in found}
    standing = {
        (value.entry_id, value.indicator_id): value for value in IndicatorValue.objects.filter(entry__in=pks)
    }
    new, amended, told = list[IndicatorValue](), list[IndicatorValue](), dict[int, dict[str, str]]()
    for entry, indicator, number in found:
        value = standing.get((entry.pk, indicator.pk))
        if value is not None and value.value == number:
            continue
        told.setdefault(entry.pk, {})[str(indicator.pk)] = plain(number)
        if value is None:
            new.append(IndicatorValue(entry=entry, indicator=indicator, value=number))
            continue
        changes.updated(value, {"value": value.value, "is_confirmed": value.is_confirmed})
        value.value, value.is_confirmed = number, False
        amended.append(value)
    if not told:
        return
    entries = list(plan_period.entries.filter(pk__in=told))
    check_open(plan_period, entries)
    write_back(amended, ["value", "is_confirmed"])
    changes.created(IndicatorValue.objects.bulk_create(new, batch_size=500))
    words = texts_of(plan_period.plan, plan_period.period)
    events = []
    for entry in entries:
        changes.updated(entry, {"updated_at": entry.updated_at, "updated_by_id": entry.updated_by_id})
        entry.revision += 1
        entry.updated_at, entry.updated_by = timezone.now(), by.user
        events.append(
            entry_event(
                entry,
                words,
                plan_period=plan_period,
                by=by,
                action="entry_figures_imported",
                after={"figures": told[entry.pk]},
            )
        )
    write_back(entries, ["revision", "updated_at", "updated_by"])
    HistoryEvent.objects.bulk_create(events, batch_size=500)
