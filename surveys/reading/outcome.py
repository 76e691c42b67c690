"""What comes of reading: a survey with findings, or one sentence that says why not."""

from __future__ import annotations

from dataclasses import dataclass

from surveys.findings import Finding
from surveys.values import SurveyValue


class UnreadableSurvey(Exception):
    """Nothing is taken; the message is one Russian sentence that names the cell or line and says what to do."""


@dataclass(frozen=True, slots=True)
class ReadSurvey:
    """``findings``: those of the figures (`surveys.findings.findings_of`) and of the reading."""

    survey: SurveyValue
    findings: tuple[Finding, ...] = ()


def refusal(where: str, what: str) -> UnreadableSurvey:
    """«Лист «Опрос», ячейка C5: вместо числа стоит «много», впишите целое число.»"""
    message = f"{where}: {what}" if where else what
    return UnreadableSurvey(message[:1].upper() + message[1:])


def short(text: str, longest: int = 60) -> str:
    """A quotation for a message: one line, cut where it is long."""
    words = " ".join(text.split())
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"
