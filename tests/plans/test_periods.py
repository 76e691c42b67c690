"""The half-year as a value."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.periods import ReportingPeriod

periods = st.builds(ReportingPeriod, st.integers(1001, 9998), st.integers(1, 2))


@given(periods)
def test_a_period_is_read_back_from_its_slug(period: ReportingPeriod) -> None:
    assert ReportingPeriod.parse(str(period)) == period


@given(periods)
def test_the_next_of_the_previous_is_the_same(period: ReportingPeriod) -> None:
    assert period.next.previous == period.previous.next == period
    assert period.previous < period < period.next


@given(periods, periods)
def test_periods_order_as_their_slugs_do(one: ReportingPeriod, other: ReportingPeriod) -> None:
    assert (one < other) == (str(one) < str(other))


@given(st.dates(min_value=date(1001, 1, 1), max_value=date(9998, 12, 31)))
def test_a_day_lies_in_its_own_half_year_alone(day: date) -> None:
    period = ReportingPeriod.of(day)
    assert day in period
    assert day not in period.next
    assert period.starts_on <= day <= period.ends_on


@given(periods)
def test_half_years_follow_one_another_without_a_gap(period: ReportingPeriod) -> None:
    assert (period.next.starts_on - period.ends_on).days == 1


def test_a_period_has_its_words() -> None:
    assert ReportingPeriod(2022, 1).title == "I полугодие 2022 года"
    assert ReportingPeriod(2022, 2).title == "II полугодие 2022 года"
    assert ReportingPeriod.parse(" 2022-H1 ") == ReportingPeriod(2022, 1)


@pytest.mark.parametrize("slug", ["", "2022", "2022-h3", "2022-h0", "22-h1", "2022h1", "2022-h1x", "II 2022"])
def test_other_words_are_no_period(slug: str) -> None:
    with pytest.raises(ValueError, match="не распознан"):
        ReportingPeriod.parse(slug)


@pytest.mark.parametrize(("year", "half"), [(999, 1), (10000, 1), (2022, 0), (2022, 3)])
def test_there_are_two_half_years_in_a_year_of_four_digits(year: int, half: int) -> None:
    with pytest.raises(ValueError, match="Нет такого полугодия"):
        ReportingPeriod(year, half)
