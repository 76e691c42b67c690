"""The correction of a published half-year: named entries are opened, all others closed until it is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from accounts.history import Actor
from plans.bulk import write_back
from plans.models import EntryVersion, PlanPeriod, ProgressEntry
from plans.workflow.moves import PARTS, State, lock_entries, tell_each, version_of


def reopen(entries: Sequence[ProgressEntry], *, plan_period: PlanPeriod, by: Actor, comment: str) -> None:
    """Open entries of a published half-year for a correction, and close all others until it ends.

    Approved ones go back to their officers; the old approval stays in the versions. Blank ones, and drafts that were
    published as gaps, are open as they stand.
    """
    lock_entries(plan_period)
    named = [entry.pk for entry in entries]
    states = dict(plan_period.entries.filter(pk__in=named).values_list("pk", "state"))
    approved = [entry for entry in entries if states.get(entry.pk) == State.APPROVED]
    now = timezone.now()
    for entry in approved:
        entry.state, entry.state_at, entry.remark = State.RETURNED, now, comment
        entry.revision += 1
    write_back(approved, ["state", "state_at", "remark", "revision"])
    if not plan_period.is_correcting:
        plan_period.is_correcting = True
        plan_period.save(update_fields=["is_correcting"])
        plan_period.entries.exclude(pk__in=named).update(is_closed=True)
    plan_period.entries.filter(pk__in=named).update(is_closed=False)
    for entry in entries:
        entry.is_closed = False
    tell_each(
        [(entry, {}) for entry in entries],
        plan_period=plan_period,
        by=by,
        action="entry_reopened",
        comment=comment,
    )


def restore(
    plan_period: PlanPeriod, entries: Sequence[ProgressEntry], *, since: datetime, by: Actor
) -> set[int]:
    """Approve again, in the version that was approved, every opened entry that says what that version says.

    Answers the ids of those that were changed since the correction began (``since``): with any of them the caller takes
    everything back.
    """
    lock_entries(plan_period)
    opened = list(
        plan_period.entries.filter(pk__in=[entry.pk for entry in entries])
        .select_related("approved_version")
        .prefetch_related(*PARTS)
    )
    changed: set[int] = set()
    restored: list[ProgressEntry] = []
    for entry in opened:
        version = entry.approved_version
        if version is None:
            # Blank, or a draft that was published as a gap: it stays what it was.
            inserted = any(item.added_at > since for item in entry.inserts.all() if item.removed_at is None)
            if inserted or (entry.is_filled and entry.updated_at > since):
                changed.add(entry.pk)
        elif not _says(entry, version):
            changed.add(entry.pk)
        elif entry.state != State.APPROVED:
            entry.state, entry.state_at, entry.remark = State.APPROVED, timezone.now(), ""
            entry.revision += 1
            restored.append(entry)
    write_back(restored, ["state", "state_at", "remark", "revision"])
    tell_each(
        [
            (entry, {"after": {"state": State.APPROVED, "version": entry.approved_version.number}})
            for entry in restored
            if entry.approved_version
        ],
        plan_period=plan_period,
        by=by,
        action="entry_approval_restored",
    )
    return changed


def end_correction(plan_period: PlanPeriod) -> None:
    """What the correction left alone is closed by the lock of the half-year again, no longer by the correction."""
    plan_period.entries.filter(is_closed=True).update(is_closed=False)
    if plan_period.is_correcting:
        plan_period.is_correcting = False
        plan_period.save(update_fields=["is_correcting"])


def _says(entry: ProgressEntry, version: EntryVersion) -> bool:
    stands = version_of(entry, number=version.number, cause=EntryVersion.Cause(version.cause), author=None)
    return _said(stands) == _said(version)


def _said(version: EntryVersion) -> tuple[object, ...]:
    return (
        version.text,
        version.nothing_reason,
        version.figures,
        sorted(version.attachments),
        sorted(version.inserts),
    )
