"""The words of an answer -> what it says of the thing asked about. Pure."""

from __future__ import annotations

from surveys.values import Meaning


def meaning_of(words: str) -> Meaning | None:
    """The meaning of an answer by its words; None where they are not known."""
    return None
