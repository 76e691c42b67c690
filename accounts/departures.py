"""What hangs on a person who may leave: apps to the right tell what would be left undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:  # apps name their tellers before the models are there
    from accounts.models import Municipality, User


@dataclass(frozen=True, slots=True)
class Remainder:
    """One sentence of what would be left, its items by name, and the page where that is mended."""

    title: str
    items: tuple[str, ...]
    url: str
    link: str


_tellers: list[str] = []


def add_teller(path: str) -> None:
    """Called once by an app's `AppConfig.ready` with the dotted path of a function: municipality and user to a
    `Remainder`, or None where nothing would be left."""
    if path not in _tellers:
        _tellers.append(path)


def left_by(municipality: Municipality, user: User) -> list[Remainder]:
    """What would be left undone in the municipality if the person went."""
    tellers: list[Callable[[Municipality, User], Remainder | None]] = [
        import_string(path) for path in _tellers
    ]
    return [told for told in (tell(municipality, user) for tell in tellers) if told]
