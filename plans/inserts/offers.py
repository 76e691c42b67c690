"""What a text holds that could stand under it as a block of its own: an app further right says how it is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """``kind``: the key of the insert that would come of it: offered only where none of that kind stands yet;
    ``words``: what was found («В тексте есть результаты опроса: 6 вопросов.»); ``verb``: what the button says;
    ``page``: the name of the page it leads to, which takes ``municipality`` and is told ``?entry=<id>``: by then the
    text is saved."""

    kind: str
    words: str
    verb: str
    page: str


Finder = Callable[[str], Offer | None]
_finders: list[Finder] = []


def add_offer(find: Finder) -> None:
    """Called once by an app's `AppConfig.ready`. `find` is asked of a text while it is typed: it must be quick and take
    any text at all."""
    if find not in _finders:
        _finders.append(find)


def offers_in(text: str) -> list[Offer]:
    return [offer for find in _finders if (offer := find(text))] if text else []
