"""Two texts compared word by word: what was added and removed, and how much of the new one repeats the old. Pure.

Paragraphs that stand in both are set against each other first, then the words between them. «15 %», «5 942», «I.»,
«А. Н.», «27.05.2021», «165-р» and addresses are one word each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from plans.alignment import Block, common_blocks, common_length

_TOKEN = re.compile(
    r"(?:https?://|www\.)[^\s«»\"<>()]*[\w/]"
    r"|\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?:,\d+)?(?:[ \u00a0\u202f]?%)?(?!\w)"
    r"|\d+(?:[.,]\d+)?[ \u00a0\u202f]?%"
    r"|[А-ЯЁA-Z]\.[ \u00a0\u202f]?[А-ЯЁA-Z]\.(?!\w)"
    r"|\w+(?:[.,:/@+-]\w+)*|[^\w\s]"
)
# Common words that do not part two changes: «в», «на», «по», and signs. A longer run does where it is shorter than the
# changes around it: a sentence that was written anew is not shown in shreds.
_SHORT_WORD = 3
_MOST_JOINED = 5


class PieceKind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


class Piece(NamedTuple):
    kind: PieceKind
    text: str


def differences(old: str, new: str) -> tuple[Piece, ...]:
    """The way from one text to the other. Same and removed pieces, joined, are the old text; same and added the new.

    A removed piece stands before the added one that takes its place; no two neighbours are of one kind.
    """
    before, after = _Text(old), _Text(new)
    blocks = _joined(list(_blocks(before, after)), before, after)
    pieces = (piece for piece in _pieces(before, after, blocks) if piece.text)
    return tuple(
        Piece(kind, "".join(piece.text for piece in run))
        for kind, run in groupby(pieces, key=lambda piece: piece.kind)
    )


def sameness(old: str, new: str) -> int | None:
    """How much of the new text repeats the old one, in the same order, as whole per cent of its words, rounded down.

    100 only where the words of both are the same, whatever the signs between them; None where either is blank.
    """
    before, after = _words(old), _words(new)
    if not before or not after:
        return None
    if before == after:
        return 100
    return min(99, 100 * common_length(before, after) // len(after))


def _words(text: str) -> list[str]:
    return [token for token in _TOKEN.findall(text) if any(map(str.isalnum, token))]


class _Text:
    """A text as its words. ``gaps``: the blanks before each word, and after the last one; ``letters``: how many
    stand in the words before each; numbers have none, so that a figure that changed is shown by itself."""

    def __init__(self, text: str) -> None:
        found = list(_TOKEN.finditer(text))
        self.words = [match[0] for match in found]
        starts = [*(match.start() for match in found), len(text)]
        ends = [0, *(match.end() for match in found)]
        self.gaps = [text[end:start] for end, start in zip(ends, starts, strict=True)]
        self.letters = [0, *accumulate(0 if word[0].isdigit() else len(word) for word in self.words)]

    def paragraphs(self) -> tuple[list[str], list[int]]:
        """Every paragraph's words as one string, and the places where they begin; the end is the last one."""
        starts = [place for place in range(len(self.words)) if place == 0 or "\n" in self.gaps[place]]
        edges = [*starts, len(self.words)]
        return ["\0".join(self.words[start:end]) for start, end in pairwise(edges)], edges

    def between(self, start: int, end: int) -> str:
        """Words from `start` up to `end`, each with the blanks before it."""
        places = range(start, end)
        return "".join(self.gaps[place] + self.words[place] for place in places)


def _blocks(old: _Text, new: _Text) -> Iterator[Block]:
    """The runs of words that stand in both."""
    old_paragraphs, old_edges = old.paragraphs()
    new_paragraphs, new_edges = new.paragraphs()
    i = j = 0
    end = Block(len(old_paragraphs), len(new_paragraphs), 0)
    for block in [*common_blocks(old_paragraphs, new_paragraphs), end]:
        start, stop = old_edges[block.old], new_edges[block.new]
        for inner in common_blocks(old.words[i:start], new.words[j:stop]):
            yield Block(i + inner.old, j + inner.new, inner.size)
        i, j = old_edges[block.old + block.size], new_edges[block.new + block.size]
        if block.size:
            yield Block(start, stop, i - start)


def _joined(blocks: Sequence[Block], old: _Text, new: _Text) -> list[Block]:
    """Leave out the runs that would only tear a change into shreds."""
    kept: list[Block] = []
    edge = (0, 0)  # where the change before the run begins
    for place, block in enumerate(blocks):
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        before = _change(old, new, edge, (block.old, block.new))
        after = _change(
            old,
            new,
            (block.old + block.size, block.new + block.size),
            (following.old, following.new) if following else (len(old.words), len(new.words)),
        )
        if before and after and _is_shred(block, new, before, after):
            continue
        kept.append(block)
        edge = (block.old + block.size, block.new + block.size)
    return kept


def _change(old: _Text, new: _Text, start: tuple[int, int], end: tuple[int, int]) -> int:
    """How many letters changed between two places: the larger of what went and what came."""
    return max(old.letters[end[0]] - old.letters[start[0]], new.letters[end[1]] - new.letters[start[1]])


def _is_shred(block: Block, new: _Text, before: int, after: int) -> bool:
    places = range(block.new, block.new + block.size)
    if block.size > _MOST_JOINED or any("\n" in new.gaps[place] for place in [*places, places.stop]):
        return False
    words = [new.words[place] for place in places]
    if all(len(word) <= _SHORT_WORD for word in words):
        return True
    return sum(map(len, words)) <= min(before, after)


def _pieces(old: _Text, new: _Text, blocks: Sequence[Block]) -> Iterator[Piece]:
    i = j = 0
    for block in [*blocks, Block(len(old.words), len(new.words), 0)]:
        removed = old.between(i, block.old) + old.gaps[block.old]
        added = new.between(j, block.new) + new.gaps[block.new]
        yield from _changed(removed, added)
        for place in range(block.size):
            if place:
                yield from _changed(old.gaps[block.old + place], new.gaps[block.new + place])
            yield Piece(PieceKind.SAME, new.words[block.new + place])
        i, j = block.old + block.size, block.new + block.size


def _changed(removed: str, added: str) -> Iterator[Piece]:
    """One text in place of another; the blanks that both begin or end with are the same."""
    shorter = min(len(removed), len(added))
    start = next((i for i in range(shorter) if not _same_blank(removed[i], added[i])), shorter)
    rest = shorter - start
    end = next((i for i in range(rest) if not _same_blank(removed[-1 - i], added[-1 - i])), rest)
    yield Piece(PieceKind.SAME, added[:start])
    yield Piece(PieceKind.REMOVED, removed[start : len(removed) - end])
    yield Piece(PieceKind.ADDED, added[start : len(added) - end])
    yield Piece(PieceKind.SAME, added[len(added) - end :])


def _same_blank(one: str, other: str) -> bool:
    return one == other and one.isspace()
