"""SurveyResults -> JSON."""

from __future__ import annotations

from typing import BinaryIO

from surveys.results import SurveyResults


def render(results: SurveyResults, out: BinaryIO) -> None:
    raise NotImplementedError
