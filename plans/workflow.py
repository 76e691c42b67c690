"""The one place where the state of an entry or of a period changes.

Entry: empty → draft → submitted → returned | approved; reopening an approved entry makes it returned. So far entries
are written by imports and approved as a report is published as it stands; the officials' own steps join this table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone

from accounts.history import Actor, HistoryEvent, event, record
from plans.bulk import write_back
from plans.changes import Changes
from plans.models import Activity, EntryVersion, Plan, PlanPeriod, ProgressEntry
from plans.periods import ReportingPeriod
from plans.queries import texts_of

State = ProgressEntry.State

# From which states a move is allowed; every function below asks `_check` before it writes.
MOVES: dict[str, frozenset[str]] = {
    "import": frozenset(State.values),
    "approve": frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED}),
    "reopen": frozenset({State.APPROVED, State.EMPTY}),
}


class WrongState(Exception):
    """The deed does not fit the present state; the message is a Russian sentence, the answer 409."""


def _check(move: str, entries: Iterable[ProgressEntry]) -> None:
    for entry in entries:
        if entry.state not in MOVES[move]:
            raise WrongState(
                f"Запись уже в состоянии «{entry.get_state_display()}». Обновите страницу и посмотрите, что изменилось."
            )


def open_period(
    plan: Plan,
    period: ReportingPeriod,
    *,
    reportable: Sequence[Activity],
    by: Actor,
    changes: Changes,
    collection_on: date | None = None,
) -> PlanPeriod:
    """The plan's half-year, opened if it is not, with an empty entry for every reportable activity that lacks one."""
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
    return plan_period


def write_imported(
    texts: Sequence[tuple[ProgressEntry, str]], *, plan_period: PlanPeriod, by: Actor, changes: Changes
) -> None:
    """Write what a file says into entries, as drafts; a blank makes an entry empty again.

    Who calls has settled that nobody's work in the portal is overwritten unasked; what is overwritten stays as a
    version. Raises WrongState where the period is closed.
    """
    _lock(plan_period)
    entries = [entry for entry, _ in texts]
    _check("import", entries)
    if entries and plan_period.locked_at is not None:
        raise WrongState(f"{plan_period.period.title} закрыто: его отчет уже передан дальше.")
    _keep_versions([entry for entry in entries if _is_work(entry)], by=by, changes=changes)
    now = timezone.now()
    events: list[HistoryEvent] = []
    words = texts_of(plan_period.plan, plan_period.period) if entries else {}
    for entry, text in texts:
        changes.updated(entry, {name: getattr(entry, name) for name in _WRITTEN})
        told = _event(
            entry,
            words,
            plan_period=plan_period,
            by=by,
            action="entry_imported",
            before={"text": entry.text, "state": entry.state},
            after={"text": text, "state": State.DRAFT if text else State.EMPTY},
        )
        entry.text, entry.nothing_reason = text, ""
        entry.state = State.DRAFT if text else State.EMPTY
        entry.origin = ProgressEntry.Origin.IMPORT
        entry.revision += 1
        entry.updated_at, entry.updated_by = now, by.user
        events.append(told)
    write_back(entries, ["text", "nothing_reason", "state", "origin", "revision", "updated_at", "updated_by"])
    HistoryEvent.objects.bulk_create(events, batch_size=500)


# What taking an import back restores; the revision counter only ever rises (`entries_taken_back`).
_WRITTEN = ("text", "nothing_reason", "state", "origin", "updated_at", "updated_by_id")
_APPROVED_AS = {
    ProgressEntry.Origin.IMPORT: EntryVersion.Cause.IMPORTED,
    ProgressEntry.Origin.PORTAL: EntryVersion.Cause.APPROVED,
}


def _lock(plan_period: PlanPeriod) -> None:
    """Hold the period's entries until the transaction ends: nobody's save slips in between reading and writing."""
    list(plan_period.entries.order_by("pk").select_for_update().values_list("pk", flat=True))


def entries_taken_back(plan_period: PlanPeriod, pks: Collection[int], *, by: Actor) -> None:
    """After an import was undone: a save that had read its texts is stale now, and the history says what happened."""
    entries = list(plan_period.entries.filter(pk__in=pks))
    for entry in entries:
        entry.revision += 1
    write_back(entries, ["revision"])
    words = texts_of(plan_period.plan, plan_period.period) if entries else {}
    HistoryEvent.objects.bulk_create(
        [
            _event(
                entry,
                words,
                plan_period=plan_period,
                by=by,
                action="entry_taken_back",
                after={"text": entry.text, "state": entry.state},
            )
            for entry in entries
        ],
        batch_size=500,
    )


def _is_work(entry: ProgressEntry) -> bool:
    """Words of a person that stand in no version yet."""
    return entry.origin == ProgressEntry.Origin.PORTAL and entry.is_filled and entry.state != State.APPROVED


def _keep_versions(entries: Sequence[ProgressEntry], *, by: Actor, changes: Changes) -> None:
    """Keep texts that are about to be overwritten."""
    if not entries:
        return
    counted = ProgressEntry.objects.filter(pk__in=[entry.pk for entry in entries])
    last = dict(counted.annotate(last=Max("versions__number")).values_list("pk", "last"))
    versions = [
        EntryVersion(
            entry=entry,
            number=(last[entry.pk] or 0) + 1,
            text=entry.text,
            nothing_reason=entry.nothing_reason,
            cause=EntryVersion.Cause.HANDED_OVER,
            author_id=entry.updated_by_id,
        )
        for entry in entries
    ]
    EntryVersion.objects.bulk_create(versions, batch_size=500)
    changes.created(versions)


def _event(
    entry: ProgressEntry, words: dict[int, str], *, plan_period: PlanPeriod, by: Actor, **said: Any
) -> HistoryEvent:
    """An event about an entry, labelled with its activity's words."""
    told = event(plan_period.plan.municipality, by=by, about=entry, **said)
    told.object_label = words.get(entry.activity_id, "")[:300]
    return told


def approve_filled(plan_period: PlanPeriod, *, by: Actor) -> list[ProgressEntry]:
    """Approve every filled entry as it stands, naming the version read; answers the blank ones: the gaps.

    A text that came from a file is approved "by import", one written in the portal by the person. Called by publishing,
    which has settled the person and the report's state.
    """
    _lock(plan_period)
    entries = list(plan_period.entries.select_related("activity").annotate(last=Max("versions__number")))
    filled = [entry for entry in entries if entry.is_filled and entry.state != State.APPROVED]
    _check("approve", filled)
    versions = [
        EntryVersion(
            entry=entry,
            number=(entry.last or 0) + 1,
            text=entry.text,
            nothing_reason=entry.nothing_reason,
            cause=_APPROVED_AS[ProgressEntry.Origin(entry.origin)],
            author=by.user,
        )
        for entry in filled
    ]
    EntryVersion.objects.bulk_create(versions, batch_size=500)
    for entry, version in zip(filled, versions, strict=True):
        entry.state, entry.approved_version = State.APPROVED, version
        entry.revision += 1
    write_back(filled, ["state", "approved_version", "revision"])
    words = texts_of(plan_period.plan, plan_period.period) if filled else {}
    HistoryEvent.objects.bulk_create(
        [
            _event(
                entry,
                words,
                plan_period=plan_period,
                by=by,
                action="entry_approved",
                after={"version": version.number},
            )
            for entry, version in zip(filled, versions, strict=True)
        ],
        batch_size=500,
    )
    return [entry for entry in entries if not entry.is_filled]


def reopen(entries: Sequence[ProgressEntry], *, plan_period: PlanPeriod, by: Actor, comment: str) -> None:
    """Open approved (or confirmed blank) entries for a correction; the old approval stays in the versions."""
    _lock(plan_period)
    _check("reopen", entries)
    approved = [entry for entry in entries if entry.state == State.APPROVED]
    for entry in approved:
        entry.state = State.RETURNED
        entry.revision += 1
    write_back(approved, ["state", "revision"])
    words = texts_of(plan_period.plan, plan_period.period) if entries else {}
    HistoryEvent.objects.bulk_create(
        [
            _event(entry, words, plan_period=plan_period, by=by, action="entry_reopened", comment=comment)
            for entry in entries
        ],
        batch_size=500,
    )


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
