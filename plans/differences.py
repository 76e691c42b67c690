"""Two texts compared word by word: what was added and removed, and how much of the new one repeats the old."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

_TOKEN = re.compile(r"\s+|\w+(?:[.,:/@-]\w+)*|[^\w\s]")


class PieceKind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


class Piece(NamedTuple):
    kind: PieceKind
    text: str


def differences(old: str, new: str) -> tuple[Piece, ...]:
    """The way from one text to the other. Same and removed pieces, joined, are the old text; same and added the new."""
    return tuple(_pieces(_TOKEN.findall(old), _TOKEN.findall(new)))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(PieceKind.SAME, "".join(new[new_start:new_end]))
            continue
        if old_end > old_start:
            yield Piece(PieceKind.REMOVED, "".join(old[old_start:old_end]))
        if new_end > new_start:
            yield Piece(PieceKind.ADDED, "".join(new[new_start:new_end]))


def sameness(old: str, new: str) -> int | None:
    """How much of the new text repeats the old one, as whole per cent of its words; None where either is blank."""
    before, after = _words(old), _words(new)
    if not before or not after:
        return None
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return 100 * sum(block.size for block in blocks) // len(after)


def _words(text: str) -> list[str]:
    return [token for token in _TOKEN.findall(text) if token[0].isalnum()]
