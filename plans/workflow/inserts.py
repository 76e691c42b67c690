"""Inserts of an entry: a block put under the text as its source stands, brought up to date, taken off."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.history import Actor
from plans.inserts import InsertValue, Options, kind_of
from plans.models import Insert, ProgressEntry
from plans.queries import inserts_of, texts_of
from plans.workflow.entries import keep_reviewed
from plans.workflow.moves import WrongState, begin, entry_event, settle_beginning

MOST_INSERTS = 10


@transaction.atomic
def add_insert(
    entry: ProgressEntry, *, kind: str, source: str, options: Options, by: Actor, on: date | None = None
) -> Insert:
    """Put a block under the entry's text, as its source stands now. ``source``, ``options``: the kind's own, as JSON
    takes them.

    The same source again takes the place of what stood of it; picked again unchanged, the one that stands is answered.
    Raises ValidationError under ``insert`` where the source is gone or nothing more fits.
    """
    entry = begin(entry, "save", by, on=on)
    value = current_value(entry, kind, source, options)
    if value is None:
        raise _refused("Того, что вы выбрали, в портале больше нет. Выберите другое.")
    former = inserts_of(entry).filter(kind=kind, source=source).first()
    if former is None and inserts_of(entry).count() >= MOST_INSERTS:
        raise _refused(
            f"Под текстом уже {MOST_INSERTS} вставок, больше не помещается. Уберите лишние и повторите."
        )
    return _put(entry, former, Insert(kind=kind, source=source, options=dict(options)), value, by)


@transaction.atomic
def refresh_insert(insert: Insert, *, by: Actor, on: date | None = None) -> Insert:
    """Bring a block up to what its source says now; done twice it is done once.

    Raises ValidationError under ``insert`` where the source is gone, WrongState where the block was taken off.
    """
    entry = begin(insert.entry, "save", by, on=on)
    standing = inserts_of(entry).filter(kind=insert.kind, source=insert.source).first()
    if standing is None:
        raise WrongState("Эту вставку уже убрали. Если она нужна, вставьте её заново.")
    value = current_value(entry, standing.kind, standing.source, standing.options)
    if value is None:
        raise _refused("Источника этой вставки в портале больше нет: обновить её не из чего.")
    fresh = Insert(kind=standing.kind, source=standing.source, options=standing.options)
    return _put(entry, standing, fresh, value, by)


@transaction.atomic
def remove_insert(insert: Insert, *, by: Actor, on: date | None = None) -> None:
    """Take a block off. One that a version of the text was sent with stays kept for that version."""
    entry = begin(insert.entry, "save", by, on=on)
    standing = inserts_of(entry).filter(pk=insert.pk).first()
    if standing is None:
        return
    _take_off(entry, standing)
    _record(entry, by, "insert_removed", before={"insert": label(standing)})
    keep_reviewed(entry, by)


def current_value(entry: ProgressEntry, kind: str, source: str, options: Options) -> InsertValue | None:
    """The block as its source stands now; None where the source, or the kind itself, is gone."""
    found = kind_of(kind)
    return found.current(entry.plan_period.plan.municipality, source, options) if found else None


def label(insert: Insert) -> str:
    """«Опрос жителей: удовлетворённость, 2022 год», as the history names it."""
    kind = kind_of(insert.kind)
    return f"{kind.title}: {insert.title}" if kind else insert.title


def _put(entry: ProgressEntry, former: Insert | None, fresh: Insert, value: InsertValue, by: Actor) -> Insert:
    """Write the new row in the place of the former one; one of the same content that was taken off before comes back,
    so that an entry whose change was undone is again what its version says."""
    fresh.value, fresh.title = value.to_text(), value.title[:300]
    if former and (former.value, former.options) == (fresh.value, fresh.options):
        return former
    if former:
        fresh.position = former.position
        _take_off(entry, former)
    else:
        last = inserts_of(entry).aggregate(last=Max("position"))["last"]
        fresh.position = 0 if last is None else last + 1
    taken_off = entry.inserts.filter(removed_at__isnull=False, kind=fresh.kind, source=fresh.source)
    same = (row for row in taken_off if (row.value, row.options) == (fresh.value, fresh.options))
    insert = next(same, fresh)
    insert.entry, insert.position, insert.removed_at = entry, fresh.position, None
    insert.added_by, insert.added_at = by.user, timezone.now()
    insert.save()
    action = "insert_refreshed" if former else "insert_added"
    _record(entry, by, action, after={"insert": label(insert)})
    keep_reviewed(entry, by)
    return insert


def _take_off(entry: ProgressEntry, insert: Insert) -> None:
    if any(insert.pk in kept for kept in entry.versions.values_list("inserts", flat=True)):
        insert.removed_at = timezone.now()
        insert.save(update_fields=["removed_at"])
    else:
        insert.delete()


def _record(entry: ProgressEntry, by: Actor, action: str, **said: dict[str, Any]) -> None:
    """Tell what was done, and settle whether there is anything in the entry now."""
    plan_period, before = entry.plan_period, entry.state
    settle_beginning(entry)
    if entry.state != before:
        entry.save(update_fields=["state", "state_at"])
        said = {
            "before": {"state": before, **said.get("before", {})},
            "after": {"state": entry.state, **said.get("after", {})},
        }
    words = texts_of(plan_period.plan, plan_period.period, only=entry.activity_id)
    entry_event(entry, words, plan_period=plan_period, by=by, action=action, **said).save()


def _refused(words: str) -> ValidationError:
    return ValidationError({"insert": words})
