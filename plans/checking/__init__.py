"""What a reviewer should look at in an entry: findings about its text and its figures. Pure.

`values.py` has the plain values; `figures.py` sets numbers of the text against the entered figures; `texts.py` looks at
the words alone. An app further right adds a rule of its own with `add_rule`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from plans.checking.figures import contradictions, in_unit, offers, offers_in_words
from plans.checking.texts import (
    repeated_text,
    unfinished_places,
    unusable_links,
    wrong_periods,
    wrong_shares,
)
from plans.checking.values import Figure, Finding, fits, is_big_change
from plans.periods import ReportingPeriod

__all__ = [
    "Figure",
    "Finding",
    "add_rule",
    "findings_of",
    "fits",
    "in_unit",
    "is_big_change",
    "offers",
    "offers_in_words",
]

_rules: list[Callable[[str], Iterable[Finding]]] = []
# A reviewer reads a list of findings; a hostile text must not fill the database with them.
_MOST = 50


def add_rule(rule: Callable[[str], Iterable[Finding]]) -> None:
    """Called once by an app's `AppConfig.ready`: one more rule about texts; adding it again changes nothing."""
    if rule not in _rules:
        _rules.append(rule)


def findings_of(
    text: str, figures: Sequence[Figure], *, period: ReportingPeriod | None = None, before: str = ""
) -> list[Finding]:
    """Everything worth a look in one entry, errors first.

    ``period``: the entry's half-year; ``before``: the text of the half-year before. What is not given is not checked.
    """
    found = [
        *contradictions(text, figures),
        *wrong_shares(text),
        *(finding for rule in _rules for finding in rule(text)),
        *unfinished_places(text),
        *unusable_links(text),
        *(wrong_periods(text, period) if period else ()),
        *repeated_text(text, before),
    ]
    order = ("error", "warn", "info")
    unique = list(dict.fromkeys(found))
    return sorted(unique, key=lambda finding: order.index(finding.kind))[:_MOST]
