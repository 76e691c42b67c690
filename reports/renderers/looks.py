"""How the tones of a chart look in documents: as on the pages (`static/css/tokens.css`), told apart without colour."""

from __future__ import annotations

from dataclasses import dataclass

INK, PAPER = "#1e2326", "#ffffff"


@dataclass(frozen=True, slots=True)
class Look:
    """``number``: of the words on it; ``hatch``: ``//``, ``xxx`` or none, drawn in ``line``."""

    fill: str
    edge: str
    number: str
    hatch: str = ""
    line: str = ""


# One for each of `plans.inserts.TONES`.
LOOKS = {
    "yes": Look("#15566a", "#15566a", PAPER),
    "ryes": Look("#94c2ce", "#15566a", "#0c3340"),
    "neutral": Look(PAPER, "#54514a", INK),
    "rno": Look("#ebc49a", "#8a4718", "#4a2508", "//", "#8a4718"),
    "no": Look("#8a4718", "#8a4718", PAPER, "xxx", PAPER),
}
