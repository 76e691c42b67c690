"""Exact per cents, shares of answers, satisfaction."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.tallies import Share, percentage, places_of, satisfaction_of, shares_of
from surveys.values import Answer, Figure, Meaning
from tests.surveys.building import THREE, YES_NO, people, percents


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


def test_shares_are_of_the_people_at_the_precision_that_is_printed():
    row = (Figure(183, Decimal("28")), Figure(459, Decimal("71.5")))
    assert [str(share.percent) for share in shares_of(row)] == ["29", "71.5"]
    assert [str(share.percent) for share in shares_of((Figure(183), Figure(459)))] == ["29", "71"]


def test_printed_shares_stand_as_printed():
    row = (Figure(None, Decimal("69.6")), None, Figure(None, Decimal("20.70")))
    assert [share and str(share.percent) for share in shares_of(row)] == ["69.6", None, "20.70"]


def test_a_count_among_unknown_ones_is_no_share():
    assert shares_of((Figure(10), None)) == (None, None)


@pytest.mark.parametrize(
    ("printed", "places", "expected"),
    [
        ("0.5", 0, "1"),
        ("2.5", 0, "3"),
        ("3.5", 0, "4"),
        ("2.49", 0, "2"),
        ("0.25", 1, "0.3"),
        ("20.70", 1, "20.7"),
        ("20.70", 4, "20.70"),
        ("28", 2, "28"),
        ("99.5", 0, "100"),
        ("0.00", 0, "0"),
    ],
)
def test_printed_shares_are_rounded_half_up_and_given_no_decimals(printed, places, expected):
    assert str(Share(Decimal(printed)).at(places)) == expected


@pytest.mark.parametrize(
    ("count", "total", "places", "expected"),
    [(1, 200, 0, "1"), (1, 40, 0, "3"), (1, 40, 1, "2.5"), (1, 400, 1, "0.3"), (7, 200, 0, "4")],
)
def test_counted_shares_are_rounded_half_up(count, total, places, expected):
    assert str(Share(percentage(count, total), count, total).at(places)) == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "points"),
    [
        ("10", "2.5", "7"),
        ("2.5", "10", "-7"),
        ("1", "0.5", "0"),
        ("0.5", "0", "1"),
        ("10.25", "0.5", "9.8"),
        ("20.70", "20.65", "0.05"),
    ],
)
def test_points_are_between_shares_rounded_to_the_coarser(ours, theirs, points):
    assert str(Share(Decimal(ours)).points_from(Share(Decimal(theirs)))) == points


def test_satisfaction_sums_people_and_rounds_once():
    """27.4 % and 27.4 % are 55 % together, though each is 27 %."""
    row = tuple(Figure(count) for count in (274, 274, 300, 152))
    assert str(satisfaction_of(YES_NO, row).percent) == "55"


@pytest.mark.parametrize(
    ("answers", "row", "expected"),
    [
        (THREE, percents("69.6", "9.7", "20.70"), "69.6"),
        (THREE[:1], percents("42.3"), "42.3"),
        (YES_NO, percents("30", "27", "23", "20"), None),  # two positive ones: per cents are never summed
        (YES_NO, people(0, 0, 0, 0), None),
        (YES_NO, people(1, None, 0, 0), None),
        (THREE[1:], people(3, 4), None),  # nothing positive could be answered
        (YES_NO, people(0, 0, 3, 4), "0"),
    ],
)
def test_satisfaction(answers, row, expected):
    share = satisfaction_of(answers, row)
    assert (share and str(share.percent)) == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "points"),
    [
        (Share(Decimal("58"), 371, 642), Share(Decimal("54.6")), "3"),
        (Share(Decimal("42.3")), Share(Decimal("40.15")), "2.1"),
        (Share(Decimal("50")), Share(Decimal("50")), "0"),
        (
            Share(Decimal("57.5"), 5745, 10_000),
            Share(Decimal("57")),
            "0",
        ),  # 57.45 is 57, though 57.5 would be 58
    ],
)
def test_points_are_told_at_the_coarser_precision(ours, theirs, points):
    assert str(ours.points_from(theirs)) == points
    assert ours.points_from(theirs) == -theirs.points_from(ours)


COUNTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=12)


@given(COUNTS)
def test_widths_fill_the_bar_and_no_share_is_off_by_more_than_half(counts):
    shares = shares_of(tuple(Figure(count) for count in counts))
    if not sum(counts):
        assert shares == (None,) * len(counts)
        return
    slack = Decimal(len(counts)) * Decimal("0.00005")
    assert abs(sum(share.width for share in shares) - 100) <= slack
    for share, count in zip(shares, counts, strict=True):
        assert abs(share.percent - Decimal(count) * 100 / sum(counts)) <= Decimal("0.5")


@given(COUNTS, COUNTS)
def test_more_positive_people_never_make_less_satisfied(counts, more):
    answers = [Answer(str(place), list(Meaning)[place % 3]) for place in range(len(counts))]
    row = [Figure(count) for count in counts]
    added = [
        Figure(figure.count + more[place % len(more)]) if answer.meaning is Meaning.POSITIVE else figure
        for place, (answer, figure) in enumerate(zip(answers, row, strict=True))
    ]
    before, after = satisfaction_of(answers, row), satisfaction_of(answers, added)
    if before and after:
        assert 0 <= before.percent <= after.percent <= 100


@given(st.lists(st.decimals(0, 100, places=2), min_size=2, max_size=6))
def test_printed_per_cents_are_never_summed(printed):
    answers = [Answer(str(place), Meaning.POSITIVE) for place in range(len(printed))]
    assert satisfaction_of(answers, [Figure(None, percent) for percent in printed]) is None
