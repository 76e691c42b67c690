"""What reviewers do with entries: return one with a remark, approve one or many, reopen, remind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.history import Actor
from plans import notices
from plans.bulk import write_back
from plans.models import EntryVersion, PlanPeriod, ProgressEntry
from plans.queries import marks_of
from plans.workflow.moves import (
    MOVES,
    PARTS,
    State,
    WrongState,
    check,
    check_open,
    lock_entries,
    reviews,
    tell_each,
    version_of,
)

Cause = EntryVersion.Cause
LONGEST_REMARK = 5_000


class Outdated(WrongState):
    """Texts that are no longer what the reviewer read: mended, taken back or decided on meanwhile. Nothing was written;
    `entries`: as they stand now."""

    def __init__(self, entries: Sequence[ProgressEntry]) -> None:
        super().__init__(
            "Пока страница была открыта, текст изменился. Прочитайте его заново и решите ещё раз."
            if len(entries) == 1
            else "Пока страница была открыта, тексты изменились. Прочитайте их заново и решите ещё раз."
        )
        self.entries = list(entries)


def give_back(entry: ProgressEntry, *, version: int, comment: str, by: Actor) -> ProgressEntry:
    """Return a text to its officers with a remark. ``version``: the number of the one that was read.

    Raises ValidationError for a blank remark, Outdated where it is no longer the text that was read.
    """
    [entry] = give_back_many(entry.plan_period, {entry: version}, comment=comment, by=by)
    return entry


@transaction.atomic
def give_back_many(
    plan_period: PlanPeriod, versions: Mapping[ProgressEntry, int | None], *, comment: str, by: Actor
) -> list[ProgressEntry]:
    """Return texts with one remark, each in the version that was read; all or none."""
    entries = _begin(plan_period, list(versions), None, by)
    read = _read(entries, versions, "return")
    comment = _said(comment, "Напишите замечание: без него исполнитель не поймёт, что исправить.")
    EntryVersion.objects.bulk_create(
        [
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
                inserts=newest.inserts,
            )
            for entry, newest in read.items()
        ],
        batch_size=500,
    )
    returned = [_to(entry, State.RETURNED, remark=comment) for entry in entries]
    write_back(returned, ["state", "state_at", "remark", "revision"])
    _record(returned, by, "entry_returned", before=State.SUBMITTED, comment=comment)
    notices.returned(returned, comment=comment, by=by)
    return returned


@transaction.atomic
def approve(
    plan_period: PlanPeriod,
    versions: Mapping[ProgressEntry, int | None],
    *,
    by: Actor,
    from_file: Mapping[int, int] | None = None,
) -> list[ProgressEntry]:
    """Approve texts, each in the version that was read; all or none.

    A draft that came from a file has no version (None): ``from_file`` says, by its id, with which mark it was read
    (`plans.queries.marks_of`). Raises Outdated where any of them is no longer what was read.
    """
    entries = _begin(plan_period, list(versions), None, by)
    from_file = from_file or {}
    drafts = [entry for entry in entries if entry.pk in from_file and is_from_file(entry) and entry.is_filled]
    marks = marks_of(drafts)
    drafts = [entry for entry in drafts if marks[entry.pk] == from_file[entry.pk]]
    read = _read([entry for entry in entries if entry not in drafts], versions, "accept")
    read |= _kept_from_file(drafts, by)
    for entry in entries:
        entry.approved_version = read[entry]
    approved = [_to(entry, State.APPROVED) for entry in entries]
    write_back(approved, ["state", "state_at", "remark", "revision", "approved_version"])
    tell_each(
        [
            (entry, {"after": {"state": State.APPROVED, "version": version.number}})
            for entry, version in read.items()
        ],
        plan_period=plan_period,
        by=by,
        action="entry_approved",
    )
    return approved


@transaction.atomic
def undo_approval(
    plan_period: PlanPeriod, revisions: Mapping[ProgressEntry, int], *, by: Actor
) -> list[ProgressEntry]:
    """Take back an approval given by mistake a moment ago: the texts wait again; all or none.

    ``revisions``: of each entry as its approval left it. Raises Outdated where anything has happened to it since.
    """
    entries = _begin(plan_period, list(revisions), None, by)
    read = {entry.pk: revision for entry, revision in revisions.items()}
    changed = [
        entry for entry in entries if entry.state not in MOVES["undo"] or entry.revision != read[entry.pk]
    ]
    if changed:
        raise Outdated(changed)
    for entry in entries:
        was_draft = entry.approved_version is not None and entry.approved_version.cause == Cause.IMPORTED
        entry.approved_version = None
        _to(entry, State.DRAFT if was_draft else State.SUBMITTED)
    write_back(entries, ["state", "state_at", "remark", "revision", "approved_version"])
    _record(entries, by, "entry_approval_undone", before=State.APPROVED)
    return entries


@transaction.atomic
def reopen_entry(entry: ProgressEntry, *, comment: str, by: Actor) -> ProgressEntry:
    """Give an approved entry back to its officers, with the reason; the old approval stays in its history."""
    [entry] = _begin(entry.plan_period, [entry], "reopen", by)
    check("reopen", [entry])
    comment = _said(comment, "Напишите, что исправить: это увидят исполнители.")
    before = entry.state
    if before == State.EMPTY:
        raise WrongState("Здесь ещё ничего не написано: открывать заново нечего.")
    _to(entry, State.RETURNED, remark=comment)
    entry.save(update_fields=["state", "state_at", "remark", "revision"])
    _record([entry], by, "entry_reopened", before=before, comment=comment)
    notices.returned([entry], comment=comment, by=by)
    return entry


@transaction.atomic
def remind(plan_period: PlanPeriod, entries: Sequence[ProgressEntry], *, by: Actor) -> list[ProgressEntry]:
    """Remind the officers of entries that are not handed in yet, of each once a day; answers those they were reminded
    of."""
    now = timezone.now()
    late = [
        entry
        for entry in _begin(plan_period, entries, None, by)
        if entry.state in (State.EMPTY, State.DRAFT, State.RETURNED)
        and not (entry.reminded_at and timezone.localdate(entry.reminded_at) == timezone.localdate(now))
    ]
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
        .select_related("activity", "plan_period__plan__municipality", "approved_version")
        .prefetch_related(*PARTS)
        .order_by("pk")
    )
    check_open(plan_period, found)
    if move:
        check(move, found)
    return found


def is_from_file(entry: ProgressEntry) -> bool:
    """A draft that a file brought and nobody has touched since."""
    return entry.state == State.DRAFT and entry.origin == ProgressEntry.Origin.IMPORT


def _read(
    entries: Sequence[ProgressEntry], versions: Mapping[ProgressEntry, int | None], move: str
) -> dict[ProgressEntry, EntryVersion]:
    """The newest version of each, which must wait for review and be the one that was read; else raises Outdated."""
    numbers = {entry.pk: number for entry, number in versions.items()}
    newest = {
        version.entry_id: version
        for version in EntryVersion.objects.filter(entry__in=entries).order_by("entry", "number")
    }
    changed = [
        entry
        for entry in entries
        if entry.state not in MOVES[move]
        or entry.pk not in newest
        or newest[entry.pk].number != numbers[entry.pk]
    ]
    if changed:
        raise Outdated(changed)
    return {entry: newest[entry.pk] for entry in entries}


def _kept_from_file(drafts: Sequence[ProgressEntry], by: Actor) -> dict[ProgressEntry, EntryVersion]:
    """A version of each draft from a file as it stands."""
    counted = ProgressEntry.objects.filter(pk__in=[entry.pk for entry in drafts])
    last = dict(counted.annotate(last=Max("versions__number")).values_list("pk", "last"))
    versions = [
        version_of(
            entry,
            number=(last[entry.pk] or 0) + 1,
            cause=Cause.IMPORTED,
            author=by.user.pk if by.user else None,
        )
        for entry in drafts
    ]
    EntryVersion.objects.bulk_create(versions, batch_size=500)
    return dict(zip(drafts, versions, strict=True))


def _said(comment: str, otherwise: str) -> str:
    """What a person wrote; raises ValidationError where it is nothing."""
    comment = comment.replace("\x00", "").strip()
    if not comment:
        raise ValidationError({"remark": otherwise})
    if len(comment) > LONGEST_REMARK:
        raise ValidationError(
            {"remark": f"Здесь {len(comment)} знаков, а помещается {LONGEST_REMARK}. Скажите короче."}
        )
    return comment


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
    tell_each(
        [
            (
                entry,
                {
                    "before": {"state": before} if before else {},
                    "after": {"state": entry.state} if before else {},
                },
            )
            for entry in entries
        ],
        plan_period=plan_period,
        by=by,
        action=action,
        comment=comment,
    )
