"""What comes of reading: a survey with findings, or one sentence that says why not."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.findings import Finding
from surveys.values import SurveyValue


class UnreadableSurvey(Exception):
    """Nothing is taken; the message is one Russian sentence with the cell's address that says what to do."""


@dataclass(frozen=True, slots=True)
class ReadSurvey:
    """``findings``: those of the figures (`surveys.findings.findings_of`) and of the reading."""

    survey: SurveyValue
    findings: tuple[Finding, ...] = ()
