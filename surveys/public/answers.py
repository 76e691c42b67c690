"""How people answered: a bar and a line of numbers for each question, those of the same answers together. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accounts.wording import number_words
from plans.inserts.values import Bar, Cell, Chart, Key, Part, Table
from surveys.results import AnswerResult, QuestionResult, SurveyResults

SATISFIED = "Довольны"
UNKNOWN = "нет данных"


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """``chart``: None for questions with one answer each, whose bars the ranked picture has already shown."""

    title: str
    chart: Chart | None
    table: Table


def answer_sets(results: SurveyResults) -> tuple[AnswerSet, ...]:
    """In the order of the questions; titled where there are several: «Отлично, Хорошо, Плохо»."""
    several = len(results.sets) > 1
    return tuple(_answer_set(questions, is_titled=several) for questions in results.sets if questions)


def _answer_set(questions: Sequence[QuestionResult], *, is_titled: bool) -> AnswerSet:
    scale = questions[0].scale
    names = [name_of(answer) for answer in scale]
    title = f"Ответы: {', '.join(name.lower() for name in names)}" if is_titled else ""
    has_results = any(question.satisfaction for question in questions)
    chart = Chart(
        title=title or "Доли ответов на каждый вопрос",
        legend=tuple(Key(name, answer.tone) for name, answer in zip(names, scale, strict=True)),
        bars=tuple(
            Bar(question.topic, tuple(_parts(question)), question.satisfaction_words)
            for question in questions
        ),
        result_title=SATISFIED if has_results else "",
    )
    return AnswerSet(title, chart if len(scale) > 1 else None, _table(questions, names, title))


def name_of(answer: AnswerResult) -> str:
    """As a title: «Скорее Да»."""
    return answer.words[:1].upper() + answer.words[1:]


def _parts(question: QuestionResult) -> Iterator[Part]:
    for answer in question.scale:
        if answer.share:
            yield Part(str(answer.width), number_words(answer.share.percent), answer.tone, name_of(answer))


def _table(questions: Sequence[QuestionResult], names: Sequence[str], title: str) -> Table:
    return Table(
        title=f"Ответы числами. {title}".rstrip(". "),
        head=("Вопрос", *names),
        rows=tuple(
            (Cell(question.topic), *(_cell(answer) for answer in question.scale)) for question in questions
        ),
    )


def _cell(answer: AnswerResult) -> Cell:
    if answer.count_words:
        return Cell(answer.count_words, answer.percent_words)
    return Cell(answer.percent_words or UNKNOWN)
