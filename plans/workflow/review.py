"""What reviewers do with entries: return one with a remark, approve one or many, reopen, remind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.history import Actor, HistoryEvent
from plans import notices
from plans.bulk import write_back
from plans.figures import kept
from plans.models import EntryVersion, PlanPeriod, ProgressEntry
from plans.queries import texts_of
from plans.workflow.moves import (
    State,
    WrongState,
    check,
    check_open,
    entry_event,
    lock_entries,
    reviews,
    version_of,
)

Cause = EntryVersion.Cause


@transaction.atomic
def give_back(entry: ProgressEntry, *, version: int, comment: str, by: Actor) -> ProgressEntry:
    """Return a text to its officers with a remark. ``version``: the number of the one that was read.

    Raises WrongState where the remark is blank, or where a newer text has come in meanwhile.
    """
    [entry] = _begin(entry.plan_period, [entry], "return", by)
    comment = comment.replace("\x00", "").strip()
    if not comment:
        raise WrongState("Напишите замечание: без него исполнитель не поймет, что исправить.")
    newest = _newest(entry, version)
    EntryVersion(
        entry=entry,
        number=newest.number + 1,
        text=entry.text,
        nothing_reason=entry.nothing_reason,
        cause=Cause.RETURNED,
        comment=comment,
        author=by.user,
        figures=newest.figures,
        attachments=newest.attachments,
    ).save()
    _to(entry, State.RETURNED, remark=comment)
    entry.save(update_fields=["state", "state_at", "remark", "revision"])
    _record([entry], by, "entry_returned", before=State.SUBMITTED, comment=comment)
    notices.returned(entry, comment=comment, by=by)
    return entry


@transaction.atomic
def approve(
    plan_period: PlanPeriod, versions: Mapping[ProgressEntry, int | None], *, by: Actor
) -> list[ProgressEntry]:
    """Approve texts, each in the version that was read; all or none.

    A draft that came from a file has no version yet (None): it is approved as it stands. Raises WrongState where any
    of them has changed meanwhile.
    """
    numbers = {entry.pk: number for entry, number in versions.items()}
    entries = _begin(plan_period, list(versions), None, by)
    approved: list[ProgressEntry] = []
    for entry in entries:
        if entry.state == State.DRAFT and entry.origin == ProgressEntry.Origin.IMPORT and entry.is_filled:
            version = version_of(
                entry,
                number=(entry.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
                cause=Cause.IMPORTED,
                author=by.user.pk if by.user else None,
                figures=kept(entry.figures.all()),
                attachments=list(entry.attachments.filter(removed_at=None).values_list("pk", flat=True)),
            )
            version.save()
        else:
            check("accept", [entry])
            version = _newest(entry, numbers[entry.pk])
        entry.approved_version = version
        approved.append(_to(entry, State.APPROVED))
    write_back(approved, ["state", "state_at", "remark", "revision", "approved_version"])
    words = texts_of(plan_period.plan, plan_period.period)
    HistoryEvent.objects.bulk_create(
        [
            entry_event(
                entry,
                words,
                plan_period=plan_period,
                by=by,
                action="entry_approved",
                after={"state": State.APPROVED, "version": entry.approved_version.number},
            )
            for entry in approved
            if entry.approved_version
        ],
        batch_size=500,
    )
    return approved


@transaction.atomic
def reopen_entry(entry: ProgressEntry, *, comment: str, by: Actor) -> ProgressEntry:
    """Give an approved entry back to its officers, with the reason; the old approval stays in its history."""
    [entry] = _begin(entry.plan_period, [entry], "reopen", by)
    check("reopen", [entry])
    comment = comment.replace("\x00", "").strip()
    if not comment:
        raise WrongState("Напишите, что исправить: это увидят исполнители.")
    before = entry.state
    if before == State.EMPTY:
        raise WrongState("Здесь еще ничего не написано: открывать заново нечего.")
    _to(entry, State.RETURNED, remark=comment)
    entry.save(update_fields=["state", "state_at", "remark", "revision"])
    _record([entry], by, "entry_reopened", before=before, comment=comment)
    notices.returned(entry, comment=comment, by=by)
    return entry


@transaction.atomic
def remind(plan_period: PlanPeriod, entries: Sequence[ProgressEntry], *, by: Actor) -> list[ProgressEntry]:
    """Remind the officers of entries that are not handed in yet; answers those that were reminded of."""
    late = [
        entry
        for entry in _begin(plan_period, entries, None, by)
        if entry.state in (State.EMPTY, State.DRAFT, State.RETURNED)
    ]
    now = timezone.now()
    for entry in late:
        entry.reminded_at = now
    write_back(late, ["reminded_at"])
    _record(late, by, "entry_reminded")
    notices.reminded(plan_period, late, by=by)
    return late


def _begin(
    plan_period: PlanPeriod, entries: Sequence[ProgressEntry], move: str | None, by: Actor
) -> list[ProgressEntry]:
    """The entries of one half-year, locked, once the person and then the state are found right."""
    plan_period = PlanPeriod.objects.select_related("plan__municipality").get(pk=plan_period.pk)
    if not reviews(by, plan_period):
        raise PermissionDenied
    lock_entries(plan_period)
    found = list(
        plan_period.entries.filter(pk__in=[entry.pk for entry in entries])
        .select_related("activity", "plan_period__plan__municipality")
        .order_by("pk")
    )
    check_open(plan_period, found)
    if move:
        check(move, found)
    return found


def _newest(entry: ProgressEntry, read: int | None) -> EntryVersion:
    """The newest version, which must be the one that was read."""
    newest = entry.versions.order_by("-number").first()
    if newest is None or newest.number != read:
        raise WrongState(
            "Пока страница была открыта, текст изменился. Прочитайте новую версию и решите еще раз."
        )
    return newest


def _to(entry: ProgressEntry, state: str, *, remark: str = "") -> ProgressEntry:
    entry.state, entry.state_at, entry.remark = state, timezone.now(), remark
    entry.revision += 1
    return entry


def _record(
    entries: Sequence[ProgressEntry], by: Actor, action: str, *, before: str = "", comment: str = ""
) -> None:
    if not entries:
        return
    plan_period = entries[0].plan_period
    words = texts_of(plan_period.plan, plan_period.period)
    HistoryEvent.objects.bulk_create(
        [
            entry_event(
                entry,
                words,
                plan_period=plan_period,
                by=by,
                action=action,
                before={"state": before} if before else {},
                after={"state": entry.state} if before else {},
                comment=comment,
            )
            for entry in entries
        ],
        batch_size=500,
    )
