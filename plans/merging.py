"""Two texts that grew out of one, put together line by line. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

# A stretch of lines: the first, and the one after the last.
Stretch = tuple[int, int]
# A stretch that all three texts have: in the common ground, in one text, in the other.
Common = tuple[Stretch, Stretch, Stretch]


def merged(base: str | None, mine: str, theirs: str) -> str:
    """One text with the changes of both. ``base``: what both began with, None where that is not known.

    Where both changed the same lines, mine come first and theirs follow, so that no word of either is lost; a person
    then strikes out what is said twice.
    """
    if mine == theirs or not theirs:
        return mine
    if not mine:
        return theirs
    if base is None:
        return _with_missing(mine, theirs)
    ours, other, ground = mine.split("\n"), theirs.split("\n"), base.split("\n")
    return "\n".join(_lines(ground, ours, other))


def _with_missing(mine: str, theirs: str) -> str:
    """Mine, and under it those lines of theirs that mine lacks."""
    present = {line.strip() for line in mine.split("\n")}
    missing = [line for line in theirs.split("\n") if line.strip() and line.strip() not in present]
    return "\n".join([mine, *missing])


def _lines(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[str]:
    """Lines common to all three as they are; between them what the one who changed has written, or both."""
    at_base = at_mine = at_theirs = 0
    for in_base, in_mine, in_theirs in [*_common(base, mine, theirs), _end(base, mine, theirs)]:
        ground = base[at_base : in_base[0]]
        ours, other = mine[at_mine : in_mine[0]], theirs[at_theirs : in_theirs[0]]
        if ours == other or other == ground:
            yield from ours
        elif ours == ground:
            yield from other
        else:
            yield from ours
            yield from (line for line in other if line not in ours and line not in ground)
        yield from base[slice(*in_base)]
        at_base, at_mine, at_theirs = in_base[1], in_mine[1], in_theirs[1]


def _common(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[Common]:
    """Stretches of the base that both have kept, in order."""
    ours = SequenceMatcher(None, base, mine).get_matching_blocks()
    other = SequenceMatcher(None, base, theirs).get_matching_blocks()
    i = j = 0
    while i < len(ours) and j < len(other):
        a, b = ours[i], other[j]
        start, end = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
        if start < end:
            size, to_mine, to_theirs = end - start, a.b + start - a.a, b.b + start - b.a
            yield (start, end), (to_mine, to_mine + size), (to_theirs, to_theirs + size)
        if a.a + a.size < b.a + b.size:
            i += 1
        else:
            j += 1


def _end(*texts: list[str]) -> Common:
    base, mine, theirs = ((len(text), len(text)) for text in texts)
    return base, mine, theirs
