"""Printed numbers and positions: tables and properties."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.numbering import numbers_for, places

S, A = (True, 0), (False, 0)
SUB, SUBSUB = (False, 1), (False, 2)


@pytest.mark.parametrize(
    ("rows", "numbering", "expected"),
    [
        ([], "continuous", []),
        ([A, A, SUB, SUB, SUBSUB, A], "continuous", ["1", "2", "2.1", "2.2", "2.2.1", "3"]),
        ([S, A, A, S, A], "continuous", ["", "1", "2", "", "3"]),
        ([S, A, A, S, A], "restart", ["", "1", "2", "", "1"]),
        ([S, A, A, SUB, S, A], "prefix", ["", "1.1", "1.2", "1.2.1", "", "2.1"]),
        ([A, S, A], "prefix", ["1", "", "1.1"]),
        ([S, S, A, S, A], "prefix", ["", "", "1.1", "", "2.1"]),
        ([SUB, A], "continuous", ["0.1", "1"]),
    ],
)
def test_rows_are_numbered(rows: list[tuple[bool, int]], numbering: str, expected: list[str]) -> None:
    assert numbers_for(rows, numbering) == expected


@st.composite
def outlines(draw: st.DrawFn) -> list[tuple[bool, int]]:
    """Rows of which each stands at most one level below the one before; sections between."""
    rows: list[tuple[bool, int]] = []
    level = -1
    for _ in range(draw(st.integers(0, 40))):
        if draw(st.booleans()) and draw(st.booleans()):
            rows.append((True, 0))
            level = -1
        else:
            level = draw(st.integers(0, level + 1))
            rows.append((False, level))
    return rows


@given(outlines())
def test_continuous_numbers_never_repeat_and_name_their_parents(rows: list[tuple[bool, int]]) -> None:
    printed = numbers_for(rows)
    numbers = [number for number in printed if number]

    assert len(printed) == len(rows)
    assert len(set(numbers)) == len(numbers)
    for (is_section, level), number in zip(rows, printed, strict=True):
        assert number.count(".") == (0 if is_section else level)
        assert bool(number) is not is_section
        if level:
            assert number.rpartition(".")[0] in numbers
    tops = [
        number
        for (is_section, level), number in zip(rows, printed, strict=True)
        if not is_section and not level
    ]
    assert tops == [str(place) for place in range(1, len(tops) + 1)]


@given(outlines())
def test_prefixed_numbers_never_repeat(rows: list[tuple[bool, int]]) -> None:
    numbers = [number for number in numbers_for([(True, 0), *rows], "prefix") if number]
    assert len(set(numbers)) == len(numbers)


positions = st.lists(st.one_of(st.none(), st.integers(1, 60)), max_size=40)


@given(positions)
def test_places_always_ascend(current: list[int | None]) -> None:
    found = places(current)

    assert len(found) == len(current)
    assert all(one < other for one, other in pairwise(found))
    assert all(place > 0 for place in found)


@given(st.lists(st.integers(1, 10**6), unique=True).map(sorted))
def test_places_in_order_are_left_alone(current: list[int]) -> None:
    assert places(current) == current


@given(positions)
def test_places_are_settled_after_once(current: list[int | None]) -> None:
    found = places(current)
    assert places(found) == found


@given(st.lists(st.integers(1, 20), unique=True, min_size=2).map(sorted), st.data())
def test_moving_one_moves_nothing_else_where_there_is_room(steps: list[int], data: st.DataObject) -> None:
    current = [step * 1000 for step in steps]
    moved = current.pop(data.draw(st.integers(0, len(current) - 1)))
    to = data.draw(st.integers(0, len(current)))
    current.insert(to, moved)
    found = places(current)
    assert sum(one != other for one, other in zip(current, found, strict=True)) <= 1


def test_places_without_room_are_all_given_anew() -> None:
    assert places([1, None, 2]) == [1000, 2000, 3000]
    assert places([None, 1]) == [1000, 2000]
    assert places([1000, None, None, 2000]) == [1000, 1333, 1666, 2000]
    assert places([5000, 1000, 2000]) == [500, 1000, 2000]
    assert places([None, None]) == [1000, 2000]
