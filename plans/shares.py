"""Shares in per cent: whole counts and exact per cents, no floats; the portal's one rule of rounding. Pure."""

from __future__ import annotations

from decimal import Decimal


def percentage(count: int, total: int, places: int = 0) -> Decimal:
    """``count`` of ``total`` in per cent, rounded half up to ``places`` decimals; raises ValueError for no total.

    >>> percentage(183, 642)
    Decimal('29')
    >>> percentage(642, 5942, 1)
    Decimal('10.8')
    """
    if total <= 0:
        raise ValueError("A percentage needs a positive total.")
    scaled = (2 * count * 100 * 10**places + total) // (2 * total)
    return Decimal(scaled).scaleb(-places)


def rounded(percent: Decimal, places: int) -> Decimal:
    """A percentage, not below zero, by the same rule; one with fewer decimals is given none that it does not have.

    >>> rounded(Decimal("2.5"), 0)
    Decimal('3')
    """
    known = places_of(percent)
    return percentage(int(percent.scaleb(known)), 100 * 10**known, min(places, known))


def places_of(percent: Decimal) -> int:
    """How many decimals a printed percentage has: 1 for ``10.8`` and for ``69.0``."""
    exponent = percent.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
