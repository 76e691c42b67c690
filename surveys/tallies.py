"""Arithmetic of survey tallies; a share is rounded as everywhere in the portal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from plans.shares import percentage, places_of
from surveys.values import Figure

__all__ = ["computed_percent", "percentage", "places_of", "sums_beyond_whole", "total_of"]


def total_of(figures: Sequence[Figure | None]) -> int | None:
    """The people who answered a question; None where there is no answer or one has no count."""
    counts = [figure.count for figure in figures if figure is not None and figure.count is not None]
    return sum(counts) if counts and len(counts) == len(figures) else None


def computed_percent(figure: Figure | None, total: int | None) -> Decimal | None:
    """What a printed percentage should be, at its own precision; None where it can't be told."""
    if figure is None or figure.count is None or figure.percent is None or not total:
        return None
    return percentage(figure.count, total, places_of(figure.percent))


def sums_beyond_whole(percents: Sequence[Decimal]) -> bool:
    """Whether the answers of one question come to more than 100 % and rounding does not explain it."""
    slack = sum((Decimal(5).scaleb(-places_of(percent) - 1) for percent in percents), Decimal())
    return sum(percents, Decimal()) > 100 + slack
