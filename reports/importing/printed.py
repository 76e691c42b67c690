"""The words of inserts that our own files print after a row's text, known again when such a file is imported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from plans.models import Insert, Plan, ProgressEntry
from plans.periods import ReportingPeriod
from reports.readers.parsed import ParsedRow

_DASHES = str.maketrans("–—−", "---")


class PrintedInserts:
    """What the inserts of a half-year's entries print. One query.

    Those that were taken off count too: a file of an earlier version has what stood then.
    """

    def __init__(self, plan: Plan, period: ReportingPeriod) -> None:
        self._words: dict[int, list[str]] = defaultdict(list)
        for insert in Insert.objects.filter(entry__plan_period__plan=plan, entry__plan_period__period=period):
            self._words[insert.entry_id].append(insert.content.words)

    def taken_off(self, row: ParsedRow, entry: ProgressEntry) -> ParsedRow:
        """The row with the text alone."""
        words = self._words.get(entry.pk)
        return replace(row, progress=without_inserts(row.progress, words, entry.text)) if words else row


def without_inserts(text: str, words: Iterable[str], standing: str) -> str:
    """The text without the inserts that it ends with, each taken off once; ``words``: of the inserts that stand, or
    ever stood, under the entry; ``standing``: its text, which may well end with the same words itself.

    Lines are compared without regard to blank ones, to the kind of spaces and of dashes.
    """
    left = [keys for each in words if (keys := _keys(each.split("\n")))]
    found = text
    while found != standing:
        lines = found.split("\n")
        last = next((keys for keys in left if _start(lines, keys) is not None), None)
        if last is None:
            break
        left.remove(last)
        found = "\n".join(lines[: _start(lines, last)]).rstrip()
    return found


def _start(lines: Sequence[str], keys: Sequence[str]) -> int | None:
    """At which line the last lines begin to be these; None where they are others."""
    wanted = list(keys)
    for place in range(len(lines) - 1, -1, -1):
        key = _key(lines[place])
        if not key:
            continue
        if key != wanted.pop():
            return None
        if not wanted:
            return place
    return None


def _keys(lines: Iterable[str]) -> list[str]:
    return [key for line in lines if (key := _key(line))]


def _key(line: str) -> str:
    return " ".join(line.translate(_DASHES).split())
