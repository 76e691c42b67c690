"""A row of a plan as a source wants it, and what became of it: plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from plans.models import Activity
from plans.planning.officers import OfficerName


@dataclass(slots=True)
class DesiredLine:
    """A row as it should stand. `kind`: ``section``, ``group`` or ``activity``; `activity`: the one it is, None for a
    new one. `officers` and `deadline_wording`: None where the source has no such column (nothing changes then).
    `is_kept`: the row only holds its place; whatever it says, its activity stays as it is."""

    kind: str
    level: int
    text: str
    deadline_wording: str | None = None
    deadline_rule: dict[str, Any] | None = None
    officers: tuple[OfficerName, ...] | None = None
    activity: Activity | None = None
    is_kept: bool = False


@dataclass(slots=True)
class LineOutcome:
    """What became of a desired row. `changed`: names of what changed («text», «deadline», «officers», «place»)."""

    activity: Activity | None
    is_created: bool = False
    changed: set[str] = field(default_factory=set)


def parents_of(lines: Sequence[DesiredLine], outcomes: Sequence[LineOutcome]) -> list[Activity | None]:
    """Per line, the activity it belongs to: the nearest row above on the level above."""
    parents: list[Activity | None] = []
    above: list[Activity | None] = []
    for line, outcome in zip(lines, outcomes, strict=True):
        if line.kind == "section":
            above = []
            parents.append(None)
            continue
        del above[line.level :]
        parents.append(above[-1] if above else None)
        above.append(outcome.activity)
    return parents
