"""A rule for the reviewer of a text: the per cents of survey answers are their counts' shares."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.wording import number_words
from plans.checking import Finding
from surveys.reading import read_questions


def wrong_percentages(text: str) -> Iterator[Finding]:
    """A finding for every printed percentage that is not its count's share of its question's total."""
    for question in read_questions(text):
        total = question.total
        for choice, computed in question.mismatches:
            asked = f"«{question.text}», " if question.text else ""
            yield Finding(
                "error",
                "percentage_mismatch",
                f"Процент не сходится: {number_words(choice.count or 0)} из {number_words(total or 0)} – это "
                f"{number_words(computed)} %",
                f"{asked}ответ «{choice.answer}»: в тексте {number_words(choice.percent or 0)} %.",
            )
