"""Where else citizens read of a survey: an app to the right that publishes it names its own pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet, Subquery

if TYPE_CHECKING:  # the app to the right names its own before the models are there
    from accounts.models import Municipality
    from surveys.models import Survey


@dataclass(frozen=True, slots=True)
class Mention:
    """``words``: what the link says: «Пункт 4 отчёта за I полугодие 2022 года»."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """``of``: the pages that show the survey with this public address, asked when its page is made; ``marks``: all that
    may change them, by name, asked along with every survey: ``OuterRef("municipality")`` is whose it is."""

    of: Callable[[Municipality, str], Sequence[Mention]]
    marks: Callable[[], dict[str, Subquery]]


_mentions: list[Mentions] = []


def tell_mentions(mentions: Mentions) -> None:
    """Called once by `AppConfig.ready` of the app that shows surveys elsewhere."""
    _mentions[:] = [mentions]


def mentions_of(place: Municipality, url: str) -> list[Mention]:
    return [mention for mentions in _mentions for mention in mentions.of(place, url)]


def with_marks(surveys: QuerySet[Survey]) -> QuerySet[Survey]:
    """Each with what may change its mentions; no query more."""
    for mentions in _mentions:
        surveys = surveys.annotate(**mentions.marks())
    return surveys


def marks_of(survey: Survey) -> list[object]:
    """A part of the key of a survey's page; of one asked for `with_marks`."""
    return [getattr(survey, name) for mentions in _mentions for name in mentions.marks()]
