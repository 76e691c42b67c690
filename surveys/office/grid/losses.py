"""Differences as a page tells them: first what is lost, by place, then the rest; nothing is left out. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.wording import counted
from surveys.office.grid.differences import NOTHING, Difference

_SEEN_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Lost:
    """The figures of one place that would be wiped out; ``words``: «Край: 24 ответа будут стёрты»."""

    words: str
    lines: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """``first``: what is seen at once, other losses before changes; ``rest``: what is folded."""

    lost: tuple[Lost, ...]
    first: tuple[Difference, ...]
    rest: tuple[Difference, ...]


def told(differing: Sequence[Difference]) -> Told | None:
    """None where nothing differs."""
    if not differing:
        return None
    wiped: dict[str, list[Difference]] = {}
    lines = []
    for line in differing:
        if line.place and line.after == NOTHING:
            wiped.setdefault(line.place, []).append(line)
        else:
            lines.append(line)
    lines.sort(key=lambda line: line.after != NOTHING)
    lost = tuple(Lost(_words(place, len(gone)), tuple(gone)) for place, gone in wiped.items())
    return Told(lost, tuple(lines[:_SEEN_AT_ONCE]), tuple(lines[_SEEN_AT_ONCE:]))


def _words(place: str, answers: int) -> str:
    will = "будет стёрт" if answers % 10 == 1 and answers % 100 != 11 else "будут стёрты"
    return f"{place}: {counted(answers, 'ответ', 'ответа', 'ответов')} {will}"
