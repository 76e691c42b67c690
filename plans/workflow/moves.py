"""The table of an entry's moves, what may stand in the way of one, and the lock and the history that every move takes.

empty → draft → submitted → returned | approved; reopening an approved entry makes it returned.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.history import Actor, HistoryEvent, event
from accounts.permissions import Deed, may
from plans.figures import kept
from plans.models import Attachment, EntryVersion, Insert, PlanPeriod, ProgressEntry
from plans.permissions import may_write
from plans.queries import inserts_of, texts_of

State = ProgressEntry.State
# What an entry consists of besides its words.
PARTS = ("figures", "attachments", "inserts")

# From which states a move is allowed; every function of this package asks `check` before it writes.
MOVES: dict[str, frozenset[str]] = {
    "import": frozenset(State.values),
    "save": frozenset({State.EMPTY, State.DRAFT, State.RETURNED}),
    "edit": frozenset({State.EMPTY, State.DRAFT, State.RETURNED, State.SUBMITTED}),
    # The second of two clicks finds the entry submitted.
    "send": frozenset({State.EMPTY, State.DRAFT, State.RETURNED, State.SUBMITTED}),
    "submit": frozenset({State.EMPTY, State.DRAFT, State.RETURNED}),
    # Taken back already: the second of two clicks.
    # What waits for review, or is approved, keeps the figures that were read.
    "figures": frozenset({State.EMPTY, State.DRAFT, State.RETURNED}),
    "take_back": frozenset({State.SUBMITTED, State.DRAFT}),
    "return": frozenset({State.SUBMITTED}),
    "approve": frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED}),
    "accept": frozenset({State.SUBMITTED}),
    "undo": frozenset({State.APPROVED}),
    "reopen": frozenset({State.APPROVED, State.EMPTY}),
}


class WrongState(Exception):
    """The deed does not fit the present state; the message is a Russian sentence, the answer 409."""


class Stale(WrongState):
    """A save that had read an older revision: somebody saved in between. `entry`: as it stands now."""

    def __init__(self, entry: ProgressEntry) -> None:
        who = str(entry.updated_by) if entry.updated_by else "Другой человек"
        super().__init__(
            f"{who}: эта запись сохранена позже, чем вы ее открыли. Оба текста показаны рядом: выберите или объедините."
        )
        self.entry = entry


def check(move: str, entries: Iterable[ProgressEntry]) -> None:
    for entry in entries:
        if entry.state not in MOVES[move]:
            raise WrongState(
                f"Запись уже в состоянии «{entry.get_state_display()}». Обновите страницу и посмотрите, что изменилось."
            )


def allows(move: str, entry: ProgressEntry) -> bool:
    """Whether the entry's state and its half-year let a move be made just now."""
    is_open = entry.plan_period.locked_at is None and not entry.is_closed
    return is_open and entry.state in MOVES[move]


def check_open(plan_period: PlanPeriod, entries: Iterable[ProgressEntry] = ()) -> None:
    """Raise WrongState for a half-year whose report has gone on, and for entries that a correction leaves alone.

    The half-year is asked anew: its report may have gone on while the caller waited for the locks of its entries.
    """
    if PlanPeriod.objects.filter(pk=plan_period.pk, locked_at__isnull=False).exists():
        raise WrongState(f"{plan_period.period.title} закрыто: его отчет уже передан дальше.")
    if any(entry.is_closed for entry in entries):
        raise WrongState("Отчет опубликован, и сейчас исправляются другие его мероприятия: это закрыто.")


def begin(entry: ProgressEntry, move: str, by: Actor, *, on: date | None = None) -> ProgressEntry:
    """The entry, locked, once the person and then the state are found right.

    Reviewers write on behalf of officers ("edit" in place of "save"); a person whose entry it is not gets
    PermissionDenied.
    """
    found = (
        ProgressEntry.objects.select_for_update(of=("self",), no_key=True)
        .select_related("plan_period__plan__municipality", "activity", "updated_by")
        .filter(pk=entry.pk)
        .first()
    )
    if found is None:  # while this waited, the opening of the half-year was taken back, or the activity ended
        raise WrongState("Этой записи больше нет: полугодие отменено или мероприятие завершено.")
    entry = found
    if by.user is not None and not may_write(by.user, entry, on=on or timezone.localdate()):
        raise PermissionDenied
    if move == "save" and reviews(by, entry.plan_period):
        move = "edit"
    check_open(entry.plan_period, [entry])
    check(move, [entry])
    return entry


def reviews(by: Actor, plan_period: PlanPeriod) -> bool:
    return by.user is None or may(by.user, Deed.REVIEW, plan_period.plan.municipality)


def hold(plan_period: PlanPeriod) -> None:
    """Hold the half-year, so that its plan does not change, then its entries; in the order in which all take them."""
    PlanPeriod.objects.select_for_update(of=("self",), no_key=True).get(pk=plan_period.pk)
    lock_entries(plan_period)


def lock_entries(plan_period: PlanPeriod) -> None:
    """Hold the period's entries until the transaction ends: nobody's save slips in between reading and writing."""
    list(plan_period.entries.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))


def entry_event(
    entry: ProgressEntry, words: dict[int, str], *, plan_period: PlanPeriod, by: Actor, **said: Any
) -> HistoryEvent:
    """An event about an entry, labelled with its activity's words."""
    told = event(plan_period.plan.municipality, by=by, about=entry, **said)
    told.object_label = words.get(entry.activity_id, "")[:300]
    return told


def tell_each(
    said: Sequence[tuple[ProgressEntry, dict[str, Any]]],
    *,
    plan_period: PlanPeriod,
    by: Actor,
    action: str,
    comment: str = "",
) -> None:
    """Add an event about each entry of one half-year; ``said``: its ``before`` and ``after``, where it has any."""
    if not said:
        return
    words = texts_of(plan_period.plan, plan_period.period)
    told = [
        entry_event(entry, words, plan_period=plan_period, by=by, action=action, comment=comment, **values)
        for entry, values in said
    ]
    HistoryEvent.objects.bulk_create(told, batch_size=500)


def version_of(
    entry: ProgressEntry,
    *,
    number: int,
    cause: EntryVersion.Cause,
    author: int | None,
    comment: str = "",
) -> EntryVersion:
    """The entry as it stands, unsaved; ``number``: the next one. Of many entries, `PARTS` are fetched beforehand."""
    return EntryVersion(
        entry=entry,
        number=number,
        text=entry.text,
        nothing_reason=entry.nothing_reason,
        cause=cause,
        comment=comment,
        author_id=author,
        figures=kept(entry.figures.all()),
        attachments=standing_ids(entry.attachments.all()),
        inserts=standing_ids(entry.inserts.all()),
    )


def standing_ids(rows: Iterable[Attachment] | Iterable[Insert]) -> list[int]:
    """The ids of an entry's documents or inserts but those that were taken off, as a version keeps them."""
    return [row.pk for row in rows if row.removed_at is None]


def is_blank(entry: ProgressEntry) -> bool:
    """Whether nothing stands in it that a person wrote or picked; documents alone make no beginning."""
    return not (entry.is_filled or entry.figures.exists() or inserts_of(entry).exists())


def settle_beginning(entry: ProgressEntry) -> None:
    """Set whether an entry is empty or begun by what stands in it now, unsaved; other states stay as they are."""
    if entry.state not in (State.EMPTY, State.DRAFT):
        return
    state = State.EMPTY if is_blank(entry) else State.DRAFT
    if state != entry.state:
        entry.state, entry.state_at = state, timezone.now()
