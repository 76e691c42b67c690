"""What does not agree in a survey: wrong per cents, totals that differ, answers without a meaning. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.values import SurveyValue


@dataclass(frozen=True, slots=True)
class Finding:
    """``code``: ``percentage_mismatch``, ``totals_differ``, ``respondents_differ``, ``percent_sum``,
    ``meaning_unknown`` or ``respondents_unknown``; ``question``: its text, «» for the survey as a whole; ``message``:
    Russian sentences for the person who enters the survey; ``where``: the cell or line it was read from, or «»."""

    code: str
    question: str
    message: str
    where: str = ""


def findings_of(survey: SurveyValue) -> tuple[Finding, ...]:
    """The findings of a survey's figures, question by question."""
    return ()
