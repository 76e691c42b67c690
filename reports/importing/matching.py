"""Which activity of the plan a row of a file is: equal, surely the same in other words, unsure, or new. Pure.

Likeness of two texts is the mean of two measures: how much of their words they share (a word that many activities of
the plan use counts little, so that «администрации … муниципального округа» makes nothing alike), and how alike they are
letter by letter.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

from plans.folding import folded

SURE = 0.85  # alike enough to be an amendment of the same activity
MARGIN = 0.06  # by how much the best candidate must beat the next one
LONG = 1_000  # letters compared; their time grows with the square of it
UNSURE = 0.5  # below this nobody would think of the two as one
CANDIDATES = 4
LOOKED_AT = 500  # so many uses of a text's words are looked at to find what is near to it, rare words first


class Match(StrEnum):
    SAME = "same"
    AMENDED = "amended"
    UNSURE = "unsure"
    NEW = "new"
    SKIPPED = "skipped"  # a person has said that the row is not to be written


@dataclass(frozen=True, slots=True)
class Known:
    """An activity of the plan as it stands. `parent`: the id of the activity it belongs to."""

    id: int
    text: str
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row of the file. `parent`: index of the row it belongs to."""

    text: str
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """`id`: the activity (SAME, AMENDED). `candidates`: (activity, likeness 0…1), best first."""

    match: Match
    id: int | None = None
    likeness: float = 0.0
    candidates: tuple[tuple[int, float], ...] = field(default=())


def match_rows(wanted: Sequence[Wanted], known: Sequence[Known]) -> list[Decision]:
    """Decide for every row. No activity is given twice; rows on upper levels are decided first, so that a child is
    looked for under the parent it belongs to."""
    decisions: list[Decision] = [Decision(Match.NEW)] * len(wanted)
    free = {item.id: item for item in known}
    weigh = _Weights([item.text for item in known] + [item.text for item in wanted])
    levels = _levels(wanted)
    for level in levels:  # what stands where it stood, before anything is looked for elsewhere
        _equal(level, wanted, decisions, free, under_parent=True)
    for level in levels:
        level = [index for index in level if decisions[index].id is None]
        rest = _equal(level, wanted, decisions, free, under_parent=True)
        rest = _equal(rest, wanted, decisions, free, under_parent=False)
        _alike(rest, wanted, decisions, free, weigh)
    return decisions


def likeness(one: str, other: str, weigh: _Weights | None = None) -> float:
    """How alike two texts are, 0…1; of what is surely below UNSURE only that it is at most so much."""
    weights = weigh or _Weights([one, other])
    words = weights.shared(one, other)
    letters = SequenceMatcher(None, folded(one)[:LONG], folded(other)[:LONG], autojunk=False)
    at_most = (words + letters.quick_ratio()) / 2
    return at_most if at_most < UNSURE else (words + letters.ratio()) / 2


def _levels(wanted: Sequence[Wanted]) -> list[list[int]]:
    depth: list[int] = []
    levels: dict[int, list[int]] = defaultdict(list)
    for index, row in enumerate(wanted):
        depth.append(0 if row.parent is None else depth[row.parent] + 1)
        levels[depth[index]].append(index)
    return [levels[level] for level in sorted(levels)]


def _equal(
    rows: Iterable[int],
    wanted: Sequence[Wanted],
    decisions: list[Decision],
    free: dict[int, Known],
    *,
    under_parent: bool,
) -> list[int]:
    """Give out activities with the same words; answers the rows that found none."""
    by_text: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for item in free.values():
        by_text[folded(item.text), item.parent if under_parent else None].append(item.id)
    rest = []
    for index in rows:
        row = wanted[index]
        parent = decisions[row.parent].id if under_parent and row.parent is not None else None
        found = by_text.get((folded(row.text), parent))
        if found and not (under_parent and row.parent is not None and parent is None):
            decisions[index] = Decision(Match.SAME, found.pop(0), 1.0)
            free.pop(decisions[index].id or 0)
        else:
            rest.append(index)
    return rest


def _alike(
    rows: Sequence[int],
    wanted: Sequence[Wanted],
    decisions: list[Decision],
    free: dict[int, Known],
    weigh: _Weights,
) -> None:
    """Give out activities whose words are surely the same; name the candidates where that is unsure."""
    index_of = _Index(free.values(), weigh)
    near = {index: index_of.nearest(wanted[index].text) for index in rows}
    rivals: dict[int, list[float]] = defaultdict(list)
    for pairs in near.values():
        for identity, value in pairs:
            rivals[identity].append(value)
    for index in sorted(rows, key=lambda row: -max((value for _, value in near[row]), default=0.0)):
        pairs = [(identity, value) for identity, value in near[index] if identity in free and value >= UNSURE]
        if not pairs:
            continue
        best, value = pairs[0]
        others = [other for _, other in pairs[1:]] + [rival for rival in rivals[best] if rival != value]
        if value >= SURE and all(value - other >= MARGIN for other in others):
            decisions[index] = Decision(Match.AMENDED, best, value)
            del free[best]
        else:
            decisions[index] = Decision(Match.UNSURE, None, value, tuple(pairs[:CANDIDATES]))


class _Weights:
    """Word stems of a set of texts, weighted by how few of the texts use them."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = Counter(stem for text in texts for stem in set(_stems(text)))
        self._weights = {stem: math.log(1 + len(texts) / count) for stem, count in counts.items()}

    def shared(self, one: str, other: str) -> float:
        """The weight of the words both use, as a part of the weight of all words of both."""
        first, second = Counter(_stems(one)), Counter(_stems(other))
        total = self._sum(first) + self._sum(second)
        return 2 * self._sum(first & second) / total if total else 0.0

    def of(self, stem: str) -> float:
        return self._weights.get(stem, 1.0)

    def _sum(self, stems: Counter[str]) -> float:
        return sum(self.of(stem) * count for stem, count in stems.items())


class _Index:
    """Finds the activities that share rare words and pairs of words with a text, without looking at all of them."""

    def __init__(self, items: Iterable[Known], weigh: _Weights) -> None:
        self._weigh = weigh
        self._items: dict[int, Known] = {}
        self._users: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for item in items:
            self._items[item.id] = item
            for mark in _marks(item.text):
                self._users[mark].append(item.id)

    def nearest(self, text: str) -> list[tuple[int, float]]:
        """The likeliest few, best first, each with its likeness."""
        scores: dict[int, float] = defaultdict(float)
        looked_at = 0
        for mark in sorted(
            _marks(text) & self._users.keys(), key=lambda mark: (len(self._users[mark]), mark)
        ):
            looked_at += len(self._users[mark])
            if looked_at > LOOKED_AT and scores:
                break
            weight = sum(map(self._weigh.of, mark))
            for identity in self._users[mark]:
                scores[identity] += weight
        pairs = [
            (identity, likeness(text, self._items[identity].text, self._weigh))
            for identity in sorted(scores, key=lambda identity: -scores[identity])[: 2 * CANDIDATES]
        ]
        return sorted(pairs, key=lambda pair: -pair[1])


def _marks(text: str) -> set[tuple[str, ...]]:
    """The words of a text and its pairs of neighbours."""
    stems = _stems(text)
    return {(stem,) for stem in stems} | set(pairwise(stems))


def _stems(text: str) -> list[str]:
    return [word[:6] for word in folded(text).split()]
