"""Where else citizens read of a survey: an app to the right that publishes it names its own pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the app to the right names its own before the models are there
    from accounts.models import Municipality


@dataclass(frozen=True, slots=True)
class Mention:
    """``words``: what the link says: «Пункт 4 отчёта за I полугодие 2022 года»."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """``of``: the pages that show the survey with this public address, asked when its page is made; ``marks``: all that
    may change them, asked at every visit, one query."""

    of: Callable[[Municipality, str], Sequence[Mention]]
    marks: Callable[[Municipality], tuple[object, ...]]


_mentions: list[Mentions] = []


def tell_mentions(mentions: Mentions) -> None:
    """Called once by `AppConfig.ready` of the app that shows surveys elsewhere."""
    _mentions[:] = [mentions]


def mentions_of(place: Municipality, url: str) -> list[Mention]:
    return [mention for mentions in _mentions for mention in mentions.of(place, url)]


def mention_marks(place: Municipality) -> list[tuple[object, ...]]:
    """A part of the key of a survey's page."""
    return [mentions.marks(place) for mentions in _mentions]
