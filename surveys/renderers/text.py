"""SurveyResults -> plain text in the offices' usual words, as reports print it; it can be loaded back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from surveys.results import AnswerResult, QuestionResult, SurveyResults


def render(results: SurveyResults, out: BinaryIO) -> None:
    """The survey's own intro, if it has one, then the questions; UTF-8, a line is a paragraph."""
    parts = [part for part in (results.value.intro, words_of(results)) if part]
    out.write(("\n\n".join(parts) + "\n").encode())


def words_of(results: SurveyResults) -> str:
    """The questions with their answers, a blank line between them. Per cents are counted anew from the people; printed
    ones stand only where there are no people. Answers without figures are left out."""
    return "\n\n".join(
        "\n".join([_question_words(question), *_answer_lines(question)])
        for question in results.questions
        if any(_figures(answer) for answer in question.answers)
    )


def _question_words(question: QuestionResult) -> str:
    ending = "" if question.text.endswith(("?", ":")) else ":"
    return f"{question.number}. {question.text}{ending}"


def _answer_lines(question: QuestionResult) -> Iterator[str]:
    said = [answer for answer in question.answers if _figures(answer)]
    for place, answer in enumerate(said, start=1):
        line = f"ответов «{answer.words}» - {_figures(answer)}"
        yield f"{line.removesuffix('.')}." if place == len(said) else f"{line};"


def _figures(answer: AnswerResult) -> str:
    """«195 чел. (30%)», «195 чел.», «69,6%»"""
    percent = f"{answer.share.percent}%".replace(".", ",") if answer.share else ""
    if answer.count is None:
        return percent
    return f"{answer.count} чел. ({percent})" if percent else f"{answer.count} чел."
