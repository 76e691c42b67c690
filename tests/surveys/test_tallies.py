"""Exact per cents."""

from decimal import Decimal

import pytest

from surveys.tallies import percentage, places_of


@pytest.mark.parametrize(
    ("count", "total", "places", "expected"),
    [
        (183, 642, 0, "29"),
        (183, 642, 1, "28.5"),
        (642, 5942, 1, "10.8"),
        (1, 2, 0, "50"),
        (1, 200, 0, "1"),
        (1, 201, 0, "0"),
        (5, 1000, 1, "0.5"),
        (0, 642, 0, "0"),
        (642, 642, 2, "100.00"),
        (10**30 + 1, 2 * 10**30, 0, "50"),
    ],
)
def test_percentage_is_rounded_half_up(count, total, places, expected):
    assert str(percentage(count, total, places)) == expected


def test_no_total_no_percentage():
    with pytest.raises(ValueError, match="positive total"):
        percentage(0, 0)


@pytest.mark.parametrize(("printed", "places"), [("28", 0), ("10.8", 1), ("69.0", 1), ("0.25", 2)])
def test_places_of_a_printed_percentage(printed, places):
    assert places_of(Decimal(printed)) == places
