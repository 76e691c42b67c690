"""Reading a deadline: an office's wording -> the wording and the rule read from it."""

from __future__ import annotations

from dataclasses import dataclass

from .grammar import parse
from .meaning import rule_of
from .rules import Rule
from .words import tokens


@dataclass(frozen=True, slots=True)
class Deadline:
    """A wording, kept as it was written, and its rule; None where it can't be read for sure."""

    wording: str
    rule: Rule | None

    @property
    def is_readable(self) -> bool:
        return self.rule is not None


def read_deadline(wording: str) -> Deadline:
    """Read a wording whole: a single word that the grammar does not know makes it unreadable. Never raises."""
    statements = parse(tokens(wording))
    return Deadline(wording, rule_of(statements) if statements else None)
