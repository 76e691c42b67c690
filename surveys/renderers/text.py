"""SurveyResults -> plain text in the offices' usual words."""

from __future__ import annotations

from typing import BinaryIO

from surveys.results import SurveyResults


def render(results: SurveyResults, out: BinaryIO) -> None:
    raise NotImplementedError


def words_of(results: SurveyResults) -> str:
    """Questions with their answers, without the intro: what a report prints; a line is a paragraph."""
    raise NotImplementedError
