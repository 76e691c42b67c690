"""What imports do with entries: write a file's texts, take them back, approve a report of the past as it stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Max, prefetch_related_objects
from django.utils import timezone

from accounts.history import Actor, HistoryEvent
from plans.bulk import write_back
from plans.changes import Changes
from plans.checking import findings_of
from plans.differences import sameness
from plans.models import EntryVersion, Insert, PlanPeriod, ProgressEntry
from plans.queries import texts_before, texts_of
from plans.workflow.moves import (
    PARTS,
    State,
    check,
    check_open,
    entry_event,
    lock_entries,
    tell_each,
    version_of,
)


def write_imported(
    texts: Sequence[tuple[ProgressEntry, str]], *, plan_period: PlanPeriod, by: Actor, changes: Changes
) -> None:
    """Write what a file says into entries, as drafts; a blank makes an entry empty again, but for what was inserted
    under its text: that stays.

    Who calls has settled that nobody's work in the portal is overwritten unasked; what is overwritten stays as a
    version. Raises WrongState where the period is closed.
    """
    lock_entries(plan_period)
    entries = [entry for entry, _ in texts]
    check("import", entries)
    if entries:
        check_open(plan_period, plan_period.entries.filter(pk__in=[entry.pk for entry in entries]))
    _keep_versions([entry for entry in entries if _is_work(entry)], by=by, changes=changes)
    now = timezone.now()
    events: list[HistoryEvent] = []
    words = texts_of(plan_period.plan, plan_period.period) if entries else {}
    before = texts_before(plan_period) if entries else {}
    inserted = _with_inserts(entries)
    for entry, text in texts:
        state = State.DRAFT if text or entry.pk in inserted else State.EMPTY
        changes.updated(entry, {name: getattr(entry, name) for name in _WRITTEN})
        told = entry_event(
            entry,
            words,
            plan_period=plan_period,
            by=by,
            action="entry_imported",
            before={"text": entry.text, "state": entry.state},
            after={"text": text, "state": state},
        )
        entry.text, entry.nothing_reason, entry.remark = text, "", ""
        entry.state = state
        earlier = before.get(entry.activity_id, "")
        entry.sameness = sameness(earlier, text)
        found = findings_of(text, (), period=plan_period.period, before=earlier)
        entry.findings = [finding.to_dict() for finding in found]
        entry.origin = ProgressEntry.Origin.IMPORT
        entry.revision += 1
        entry.updated_at, entry.updated_by = now, by.user
        events.append(told)
    written = [name.removesuffix("_id") for name in _WRITTEN]
    write_back(entries, [*written, "revision"])
    HistoryEvent.objects.bulk_create(events, batch_size=500)


# What taking an import back restores; the revision counter only ever rises (`entries_taken_back`).
_WRITTEN = (
    "text",
    "nothing_reason",
    "state",
    "origin",
    "remark",
    "sameness",
    "findings",
    "updated_at",
    "updated_by_id",
)
_APPROVED_AS = {
    ProgressEntry.Origin.IMPORT: EntryVersion.Cause.IMPORTED,
    ProgressEntry.Origin.PORTAL: EntryVersion.Cause.APPROVED,
}


def entries_taken_back(plan_period: PlanPeriod, pks: Collection[int], *, by: Actor) -> None:
    """After an import was undone: a save that had read its texts is stale now, and the history says what happened.

    What was inserted under its texts meanwhile stays: an entry that holds some is a draft."""
    entries = list(plan_period.entries.filter(pk__in=pks))
    inserted = _with_inserts(entries)
    for entry in entries:
        entry.revision += 1
        if entry.pk in inserted and entry.state == State.EMPTY:
            entry.state = State.DRAFT
    write_back(entries, ["revision", "state"])
    tell_each(
        [(entry, {"after": {"text": entry.text, "state": entry.state}}) for entry in entries],
        plan_period=plan_period,
        by=by,
        action="entry_taken_back",
    )


def _with_inserts(entries: Sequence[ProgressEntry]) -> set[int]:
    """The ids of those under whose text something stands."""
    standing = Insert.objects.filter(entry__in=entries, removed_at__isnull=True)
    return set(standing.order_by().values_list("entry", flat=True))


def _is_work(entry: ProgressEntry) -> bool:
    """Words of a person that stand in no version yet."""
    return entry.origin == ProgressEntry.Origin.PORTAL and entry.is_filled and entry.state != State.APPROVED


def _keep_versions(entries: Sequence[ProgressEntry], *, by: Actor, changes: Changes) -> None:
    """Keep texts that are about to be overwritten."""
    if not entries:
        return
    prefetch_related_objects(entries, *PARTS)
    counted = ProgressEntry.objects.filter(pk__in=[entry.pk for entry in entries])
    last = dict(counted.annotate(last=Max("versions__number")).values_list("pk", "last"))
    versions = [
        version_of(
            entry,
            number=(last[entry.pk] or 0) + 1,
            cause=EntryVersion.Cause.HANDED_OVER,
            author=entry.updated_by_id,
        )
        for entry in entries
    ]
    EntryVersion.objects.bulk_create(versions, batch_size=500)
    changes.created(versions)


@transaction.atomic
def approve_filled(plan_period: PlanPeriod, *, by: Actor) -> list[ProgressEntry]:
    """Approve every filled entry as it stands, naming the version read; answers the blank ones: the gaps.

    A text that came from a file is approved "by import", one written in the portal by the person. Called by publishing,
    which has settled the person and the report's state.
    """
    lock_entries(plan_period)
    entries = list(
        plan_period.entries.select_related("activity")
        .prefetch_related(*PARTS)
        .annotate(last=Max("versions__number"))
    )
    filled = [entry for entry in entries if entry.is_filled and entry.state != State.APPROVED]
    check("approve", filled)
    versions = [
        version_of(
            entry,
            number=(entry.last or 0) + 1,
            cause=_APPROVED_AS[ProgressEntry.Origin(entry.origin)],
            author=by.user.pk if by.user else None,
        )
        for entry in filled
    ]
    EntryVersion.objects.bulk_create(versions, batch_size=500)
    now = timezone.now()
    for entry, version in zip(filled, versions, strict=True):
        entry.state, entry.state_at, entry.approved_version = State.APPROVED, now, version
        entry.remark = ""
        entry.revision += 1
    write_back(filled, ["state", "state_at", "approved_version", "remark", "revision"])
    tell_each(
        [
            (entry, {"after": {"version": version.number}})
            for entry, version in zip(filled, versions, strict=True)
        ],
        plan_period=plan_period,
        by=by,
        action="entry_approved",
    )
    return [entry for entry in entries if not entry.is_filled]
