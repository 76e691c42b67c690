"""The history's page as plain values: what was done, by whom, to what, and what became of every value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts import telling
from accounts.models import HistoryEvent
from plans.differences import Piece, PieceKind, differences

# Longer texts are compared at the entry, not in a list of fifty events.
LONGEST_COMPARED = 20_000


@dataclass(frozen=True, slots=True)
class ValueView:
    """`pieces`: a text word by word; `note`: in their place where it is too long."""

    title: str
    before: str = ""
    after: str = ""
    pieces: tuple[Piece, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class EventView:
    """`object`: what the address of its own history takes."""

    at: datetime
    who: str
    sentence: str
    subject: str
    label: str
    object: str
    comment: str
    values: tuple[ValueView, ...]


def event_view(event: HistoryEvent) -> EventView:
    return EventView(
        at=event.at,
        who=telling.who(event),
        sentence=telling.sentence_of(event.action),
        subject=telling.subject_of(event.object_type).words,
        label=event.object_label,
        object=f"{event.object_type}:{event.object_id}",
        comment=event.comment,
        values=tuple(_value_view(told) for told in telling.values_of(event)),
    )


def _value_view(told: telling.Told) -> ValueView:
    if not told.is_text:
        return ValueView(told.title, told.before, told.after)
    if len(told.before) + len(told.after) > LONGEST_COMPARED:
        note = f"Было {len(told.before)} знаков, стало {len(told.after)}."
        return ValueView(told.title, note=note)
    if not told.before or not told.after:
        kind = PieceKind.REMOVED if told.before else PieceKind.SAME
        return ValueView(told.title, pieces=(Piece(kind, told.before or told.after),))
    return ValueView(told.title, pieces=differences(told.before, told.after))
