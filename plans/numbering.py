"""Printed numbers of a plan's rows: computed for a given half-year, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

CONTINUOUS, RESTART, PREFIX = "continuous", "restart", "prefix"


def numbers_for(rows: Iterable[tuple[bool, int]], numbering: str = CONTINUOUS) -> list[str]:
    """The number of each row of a plan, in printed order.

    rows: (is a section, level) with level 0 for the top. numbering: how top-level rows count across sections
    (`Plan.Numbering`). A section's number is ``""``; sections before the first activity of a part share its count, so
    that a heading under a heading makes no part of its own.

    >>> numbers_for([(True, 0), (False, 0), (False, 1), (False, 1), (False, 0)])
    ['', '1', '1.1', '1.2', '2']
    """
    printed: list[str] = []
    counters: list[int] = [0]
    part, in_heading = 0, False
    for is_section, level in rows:
        if is_section:
            if not in_heading:
                part += 1
                if numbering != CONTINUOUS:
                    counters = [0]
            in_heading = True
            printed.append("")
            continue
        in_heading = False
        del counters[level + 1 :]
        while len(counters) <= level:
            counters.append(0)
        counters[level] += 1
        prefix = [part] if numbering == PREFIX and part else []
        printed.append(".".join(str(number) for number in [*prefix, *counters[: level + 1]]))
    return printed


STEP = 1000


def places(current: Sequence[int | None]) -> list[int]:
    """Positions for siblings in their new order, moving as few of them as possible.

    current: each sibling's present position, None for a new one. Those that already stand in ascending order (their
    longest ascending run) keep their positions; the others are put between them. Where there is no room left all get
    new positions.

    >>> places([1000, None, 2000])
    [1000, 1500, 2000]
    """
    kept = set(_longest_ascending(current))
    result: list[int] = []
    pending = 0
    last = 0
    for index, position in enumerate(current):
        if index not in kept or position is None:
            pending += 1
            continue
        if pending:
            room = position - last
            if room <= pending:
                return [STEP * (place + 1) for place in range(len(current))]
            result += [last + room * (place + 1) // (pending + 1) for place in range(pending)]
            pending = 0
        result.append(position)
        last = position
    result += [last + STEP * (place + 1) for place in range(pending)]
    return result


def _longest_ascending(values: Sequence[int | None]) -> list[int]:
    """Indexes of a longest strictly ascending subsequence, patience-sorted: O(n log n)."""
    tails: list[int] = []
    back: list[int] = [-1] * len(values)
    for index, value in enumerate(values):
        if value is None:
            continue
        low, high = 0, len(tails)
        while low < high:
            middle = (low + high) // 2
            tail = values[tails[middle]]
            if tail is not None and tail < value:
                low = middle + 1
            else:
                high = middle
        if low:
            back[index] = tails[low - 1]
        tails[low : low + 1] = [index]
    found: list[int] = []
    index = tails[-1] if tails else -1
    while index >= 0:
        found.append(index)
        index = back[index]
    return found[::-1]
