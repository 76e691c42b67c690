"""What may go wrong when a report moves on: each error is a whole Russian sentence for the person who asked."""

from __future__ import annotations

from collections.abc import Sequence

from plans.workflow import WrongState

__all__ = ["EntriesMissing", "ReasonNeeded", "ReportError", "WrongState"]


class ReportError(Exception):
    """The report stays as it was; the message says why and what to do. A wrong state is `WrongState`: 409."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ReasonNeeded(ReportError):
    """A new version, a correction or a withdrawal without its reason."""


class EntriesMissing(ReportError):
    """The report lacks information. ``numbers``: printed numbers of the activities, in the plan's order."""

    def __init__(self, message: str, numbers: Sequence[str]) -> None:
        super().__init__(message)
        self.numbers = tuple(numbers)
