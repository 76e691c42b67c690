"""What does not agree in a survey's source, told to citizens. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from surveys.findings import findings_of
from surveys.results import SurveyResults

# What a finding advises the person who enters the survey is not for readers.
_ADVICE = " Проверьте "


def notes_of(results: SurveyResults) -> Sequence[str]:
    """«Газоснабжение. Ответов на вопрос меньше, чем опрошенных: 641 и 642.»"""
    topics = {question.text: question.topic for question in results.questions}
    notes = []
    for finding in findings_of(results.value):
        topic = topics.get(finding.question, "")
        told = finding.message.partition(_ADVICE)[0]
        notes.append(f"{topic}. {told}" if topic else told)
    return notes
