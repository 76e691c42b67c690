"""The longest common subsequence of two rows of values, exact, and cheap however the rows are made. Pure.

The lengths of all prefixes stand in one long integer, a bit for each value (Crochemore and others, 2001; Hyyrö, 2004),
so a row of one against the whole other is a few operations on a whole number. Rows too long to be kept bit by bit are
halved first (Hirschberg, 1975).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

# Bits kept at once (8 MB); and how many cells are looked at in all: what is longer is no text of people, and its rest
# counts as changed.
_KEPT = 2**26
_MOST = 2**34


class Block(NamedTuple):
    """A run that stands in both: ``size`` values from ``old`` in one and from ``new`` in the other."""

    old: int
    new: int
    size: int


def common_blocks(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """The runs of a longest common subsequence, in order; neighbours that touch are one."""
    blocks: list[Block] = []
    for pair in _pairs(old, new):
        if blocks and (blocks[-1].old + blocks[-1].size, blocks[-1].new + blocks[-1].size) == pair:
            blocks[-1] = blocks[-1]._replace(size=blocks[-1].size + 1)
        else:
            blocks.append(Block(*pair, 1))
    return blocks


def common_length(old: Sequence[str], new: Sequence[str]) -> int:
    """How long a longest common subsequence is."""
    start, end = _same_ends(old, new)
    one, other = _shared(old, new, start, end)
    if len(one) * len(other) > _MOST:
        one = one[: _MOST // len(other)]
    row = _steps([old[i] for i in one], [new[j] for j in other])
    return start + end + len(other) - row.bit_count()


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    start, end = _same_ends(old, new)
    one, other = _shared(old, new, start, end)
    if len(one) * len(other) > _MOST:
        one = one[: _MOST // len(other)]
    inner = _align([old[i] for i in one], [new[j] for j in other])
    return [
        *((place, place) for place in range(start)),
        *((one[i], other[j]) for i, j in inner),
        *((len(old) - place, len(new) - place) for place in range(end, 0, -1)),
    ]


def _same_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many values at the beginning and at the end are the same."""
    shorter = min(len(old), len(new))
    start = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    rest = shorter - start
    return start, next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)


def _shared(old: Sequence[str], new: Sequence[str], start: int, end: int) -> tuple[list[int], list[int]]:
    """The places between the ends whose values stand on the other side too."""
    old_places, new_places = range(start, len(old) - end), range(start, len(new) - end)
    in_old, in_new = {old[i] for i in old_places}, {new[j] for j in new_places}
    return [i for i in old_places if old[i] in in_new], [j for j in new_places if new[j] in in_old]


def _align(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    if not old or not new:
        return []
    if len(old) == 1 or len(old) * len(new) <= _KEPT:
        return _walk_back(_rows(old, new), len(new))
    middle = len(old) // 2
    split = _best_split(
        _steps(old[:middle], new), _steps(list(reversed(old[middle:])), list(reversed(new))), len(new)
    )
    return [
        *_align(old[:middle], new[:split]),
        *((middle + i, split + j) for i, j in _align(old[middle:], new[split:])),
    ]


def _rows(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """After each value of `old`: a bit for each of `new`, nought where the common subsequence grows by one."""
    everywhere = (1 << len(new)) - 1
    masks: dict[str, int] = {}
    for place, value in enumerate(new):
        masks[value] = masks.get(value, 0) | (1 << place)
    rows = [everywhere]
    for value in old:
        row = rows[-1]
        used = row & masks.get(value, 0)
        rows.append(((row + used) | (row - used)) & everywhere)
    return rows


def _steps(old: Sequence[str], new: Sequence[str]) -> int:
    """The last of `_rows`, without keeping the others."""
    row = everywhere = (1 << len(new)) - 1
    masks: dict[str, int] = {}
    for place, value in enumerate(new):
        masks[value] = masks.get(value, 0) | (1 << place)
    for value in old:
        used = row & masks.get(value, 0)
        row = ((row + used) | (row - used)) & everywhere
    return row


def _walk_back(rows: Sequence[int], width: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    i, j = len(rows) - 1, width
    while i and j:
        if rows[i] >> (j - 1) & 1:
            j -= 1
        elif rows[i - 1] >> (j - 1) & 1:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        else:
            i -= 1
    pairs.reverse()
    return pairs


def _best_split(ahead: int, behind: int, width: int) -> int:
    """Where to cut `new` so that both halves of `old` have most in common with their part."""
    growing = [bit == "0" for bit in reversed(f"{ahead:0{width}b}")]
    shrinking = [bit == "0" for bit in f"{behind:0{width}b}"]
    best, most, total = 0, 0, 0
    for place in range(width):
        total += growing[place] - shrinking[place]
        if total > most:
            best, most = place + 1, total
    return best
