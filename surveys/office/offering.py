"""A survey found in an entry's text: the portal offers to enter it and to put it under the text."""

from __future__ import annotations

from accounts.wording import counted
from plans.inserts import Offer
from surveys.inserting import KIND
from surveys.reading import read_questions

_LEAST_QUESTIONS = 2


def survey_in(text: str) -> Offer | None:
    """For `plans.inserts.add_offer`; a single question may be any sentence with two figures."""
    questions = len(read_questions(text))
    if questions < _LEAST_QUESTIONS:
        return None
    words = f"В тексте есть результаты опроса: {counted(questions, 'вопрос', 'вопроса', 'вопросов')}."
    return Offer(KIND, words, "Завести опрос и вставить", "surveys:import")
