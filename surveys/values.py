"""Plain values of a survey: what readers make, the database keeps and renderers draw. Pure.

A survey holds questions; a question holds its answers in the order in which they are printed; an answer of each place
(this municipality, the region, other municipalities) has a tally: people, or a percentage as a source printed it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Meaning(StrEnum):
    """What an answer says of the thing asked about; satisfaction is the share of the positive ones."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"


class PlaceKind(StrEnum):
    """Whose figures: this municipality's, the region's as a whole, another municipality's."""

    OWN = "own"
    REGION = "region"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Answer:
    """``words`` as they are printed: «скорее Да»."""

    words: str
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Figure:
    """A tally: ``count`` people, or ``percent`` as a source printed it, with its decimals (``Decimal("20.70")``), or
    both; never neither. A percentage without a count is never summed and never turned into people."""

    count: int | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """``number``: as printed, «» where it has none; ``topic``: two or three words for pictures, the same through the
    years («Газоснабжение»); ``where``: the cell or line it was read from, for messages («лист «Опрос», ячейка A5»)."""

    text: str
    answers: tuple[Answer, ...]
    number: str = ""
    topic: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """The figures of one place. ``name``: «» for this municipality; ``respondents``: people who took part there, None
    where unknown; ``figures``: by question, then by answer, None where this place has no such tally."""

    kind: PlaceKind
    figures: tuple[tuple[Figure | None, ...], ...]
    name: str = ""
    respondents: int | None = None


@dataclass(frozen=True, slots=True)
class SurveyValue:
    """A whole survey. ``title``: «» where a file has none; ``year``: None where a file does not say it; ``intro``: the
    words that stand before the answers, one paragraph a line; ``starts_on``, ``ends_on``: ISO dates or «»; ``places``:
    this municipality first (always there), then the region, then others by name. Every place has one row of figures
    for each question."""

    title: str
    questions: tuple[AskedQuestion, ...]
    places: tuple[PlaceFigures, ...]
    year: int | None = None
    intro: str = ""
    source: str = ""
    starts_on: str = ""
    ends_on: str = ""

    @property
    def own(self) -> PlaceFigures:
        return next(place for place in self.places if place.kind == PlaceKind.OWN)

    @property
    def region(self) -> PlaceFigures | None:
        return next((place for place in self.places if place.kind == PlaceKind.REGION), None)
