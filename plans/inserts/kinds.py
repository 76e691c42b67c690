"""The kinds of insert: an app further right names its own when it starts, with the page on which one is picked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from plans.inserts.values import InsertValue

if TYPE_CHECKING:
    from accounts.models import Municipality

Options = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class InsertKind:
    """``key``: lasting; ``title``: «Опрос жителей»; ``verb``: the words of the link to the picker («Вставить опрос»);
    ``picker``: the name of its page, which takes ``municipality`` and ``entry`` (its id).

    ``current(municipality, source, options)``: the insert as its source stands now; None where the source is gone.
    ``source`` and ``options`` are the kind's own, kept as they were picked. ``changed``: what is said where the source
    is no longer what it was, before the day of its figures («В опросе исправлены числа»). ``changed_at(municipality,
    sources)``: when each was last changed, in one query, without those that are gone; lists tell by it what may be out
    of date. None: they say nothing.
    """

    key: str
    title: str
    verb: str
    picker: str
    current: Callable[[Municipality, str, Options], InsertValue | None]
    changed: str = "Числа исправлены"
    changed_at: Callable[[Municipality, Collection[str]], Mapping[str, datetime]] | None = None


_kinds: dict[str, InsertKind] = {}


def add_kind(kind: InsertKind) -> None:
    """Called once by an app's `AppConfig.ready`; naming the same key again replaces it."""
    _kinds[kind.key] = kind


def kinds() -> list[InsertKind]:
    return list(_kinds.values())


def kind_of(key: str) -> InsertKind | None:
    """None for a kind whose app is not there any more: what it inserted stays as it is."""
    return _kinds.get(key)
