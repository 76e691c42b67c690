"""A survey found in an entry's text: the portal offers to enter it and to put it under the text."""

from __future__ import annotations

from accounts.wording import counted
from plans.inserts import Offer
from surveys.inserting import KIND
from surveys.reading import survey_questions


def survey_in(text: str) -> Offer | None:
    """For `plans.inserts.add_offer`."""
    questions = len(survey_questions(text))
    if not questions:
        return None
    words = f"В тексте есть результаты опроса: {counted(questions, 'вопрос', 'вопроса', 'вопросов')}."
    return Offer(KIND, words, "Завести опрос и вставить", "surveys:import")
