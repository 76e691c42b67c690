"""Arithmetic of survey tallies: shares of answers, satisfaction, differences; whole counts and decimals, no floats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from plans.shares import percentage, places_of, rounded
from surveys.values import Answer, Figure, Meaning, SurveyValue

__all__ = [
    "Share",
    "computed_percent",
    "inferred_respondents",
    "percentage",
    "places_of",
    "precision_of",
    "satisfaction_of",
    "shares_of",
    "sums_beyond_whole",
    "total_of",
]

# Decimals of a width to draw: a ten-thousandth of a per cent is less than a pixel anywhere.
DRAWN_PLACES = 4


@dataclass(frozen=True, slots=True)
class Share:
    """A share as it is shown: ``percent`` with its decimals; ``count`` of ``total`` where people were counted."""

    percent: Decimal
    count: int | None = None
    total: int | None = None

    @property
    def places(self) -> int:
        return places_of(self.percent)

    def at(self, places: int) -> Decimal:
        """Rounded half up to ``places`` decimals: from the people where they are known, else from the percentage,
        which is never given decimals that it does not have."""
        if self.count is not None and self.total:
            return percentage(self.count, self.total, places)
        return rounded(self.percent, places)

    @property
    def width(self) -> Decimal:
        """Exact enough to draw."""
        return self.at(DRAWN_PLACES)

    def points_from(self, other: Share) -> Decimal:
        """This minus the other in percentage points, both rounded to the coarser of the two precisions."""
        places = min(self.places, other.places)
        return self.at(places) - other.at(places)


def total_of(figures: Sequence[Figure | None]) -> int | None:
    """The people who answered a question; None where there is no answer or one has no count."""
    counts = [figure.count for figure in figures if figure is not None and figure.count is not None]
    return sum(counts) if counts and len(counts) == len(figures) else None


def inferred_respondents(survey: SurveyValue) -> int | None:
    """How many people took part here: as said, else the total that every question has; None where they differ."""
    if survey.own.respondents is not None:
        return survey.own.respondents
    totals = {total_of(figures) for figures in survey.own.figures}
    return totals.pop() if len(totals) == 1 else None


def precision_of(figures: Sequence[Figure | None]) -> int:
    """The decimals of a question's percentages: the most that its source prints, else none."""
    return max((places_of(f.percent) for f in figures if f is not None and f.percent is not None), default=0)


def shares_of(figures: Sequence[Figure | None]) -> tuple[Share | None, ...]:
    """The share of each answer in its question: of the people who answered, else as printed; None where neither is
    known. A printed percentage lends its decimals to the computed one."""
    total, precision = total_of(figures), precision_of(figures)
    return tuple(_share(figure, total, precision) for figure in figures)


def satisfaction_of(answers: Sequence[Answer], figures: Sequence[Figure | None]) -> Share | None:
    """The share of the positive answers together: of the people, rounded once. Where there are only percentages, they
    are not summed: then it is known by one positive answer alone, as printed."""
    positive = [
        figure for answer, figure in zip(answers, figures, strict=True) if answer.meaning is Meaning.POSITIVE
    ]
    total = total_of(figures)
    if total and positive:
        count = sum(figure.count or 0 for figure in positive if figure)
        return Share(percentage(count, total, precision_of(figures)), count, total)
    if len(positive) == 1 and positive[0] is not None and positive[0].percent is not None and total is None:
        return Share(positive[0].percent)
    return None


def computed_percent(figure: Figure | None, total: int | None) -> Decimal | None:
    """What a printed percentage should be, at its own precision; None where it can't be told."""
    if figure is None or figure.count is None or figure.percent is None or not total:
        return None
    return percentage(figure.count, total, places_of(figure.percent))


def sums_beyond_whole(percents: Sequence[Decimal]) -> bool:
    """Whether the answers of one question come to more than 100 % and rounding does not explain it."""
    slack = sum((Decimal(5).scaleb(-places_of(percent) - 1) for percent in percents), Decimal())
    return sum(percents, Decimal()) > 100 + slack


def _share(figure: Figure | None, total: int | None, precision: int) -> Share | None:
    if figure is None:
        return None
    if figure.count is not None and total:
        places = precision if figure.percent is None else places_of(figure.percent)
        return Share(percentage(figure.count, total, places), figure.count, total)
    return None if figure.percent is None else Share(figure.percent)
