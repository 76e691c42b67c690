"""The answers of a question laid out from wholly for to wholly against. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plans.folding import folded
from plans.inserts.values import TONES
from surveys.values import Answer, Meaning

# Said with less than full conviction: «скорее Да», «не вполне удовлетворён».
_HEDGED = re.compile(
    r"\b(?:скорее|отчасти|частично|пожалуй|в основном|в целом|в общем"
    r"|не (?:совсем|вполне|очень|полностью|всегда))\b"
)


def tones_of(answers: Sequence[Answer]) -> tuple[str, ...]:
    """A tone of `TONES` for each answer: the first that is wholly for and the last that is wholly against are the
    ends of the scale, the others for and against stand between them and the neutral ones."""
    plain = [place for place, answer in enumerate(answers) if not _HEDGED.search(folded(answer.words))]
    most = next((place for place in plain if answers[place].meaning is Meaning.POSITIVE), None)
    least = next((place for place in reversed(plain) if answers[place].meaning is Meaning.NEGATIVE), None)
    return tuple(_tone(answer, place in (most, least)) for place, answer in enumerate(answers))


def scale_order(tones: Sequence[str]) -> list[int]:
    """The places of answers from wholly for to wholly against; those of one tone as they are printed."""
    return sorted(range(len(tones)), key=lambda place: TONES.index(tones[place]))


def _tone(answer: Answer, is_end: bool) -> str:
    match answer.meaning:
        case Meaning.POSITIVE:
            return "yes" if is_end else "ryes"
        case Meaning.NEGATIVE:
            return "no" if is_end else "rno"
        case _:
            return "neutral"
