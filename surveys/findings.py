"""What does not agree in a survey: wrong per cents, totals that differ, answers that exceed the whole. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accounts.wording import counted, number_words, percent_words
from surveys.tallies import computed_percent, sums_beyond_whole, total_of
from surveys.values import AskedQuestion, Figure, PlaceFigures, PlaceKind, SurveyValue

_MOST_TOLD = 5  # questions, each by itself
_CHECK = "Проверьте числа ответов и число опрошенных."


@dataclass(frozen=True, slots=True)
class Finding:
    """``code``: ``percentage_mismatch``, ``totals_differ``, ``respondents_differ``, ``percent_sum``; from reading also
    ``meaning_unknown`` and ``left_out``. ``question``: its text, «» for the survey as a whole; ``message``: Russian
    sentences for the person who enters the survey; ``where``: the cell or line it was read from, or «»."""

    code: str
    question: str
    message: str
    where: str = ""


def findings_of(survey: SurveyValue) -> tuple[Finding, ...]:
    """The findings of a survey's figures, place by place, question by question."""
    return tuple(finding for place in survey.places for finding in _of_place(survey, place))


def _of_place(survey: SurveyValue, place: PlaceFigures) -> Iterator[Finding]:
    totals = [total_of(figures) for figures in place.figures]
    for question, figures, total in zip(survey.questions, place.figures, totals, strict=True):
        yield from _wrong_percents(question, figures, total, place)
        yield from _percent_sum(question, figures, place)
    yield from _totals_differ(survey.questions, totals, place)
    yield from _respondents_differ(survey.questions, totals, place)


def _wrong_percents(
    question: AskedQuestion, figures: tuple[Figure | None, ...], total: int | None, place: PlaceFigures
) -> Iterator[Finding]:
    for answer, figure in zip(question.answers, figures, strict=True):
        right = computed_percent(figure, total)
        if figure is None or right is None or right == figure.percent:
            continue
        yield Finding(
            "percentage_mismatch",
            question.text,
            f"{_of(place)}Процент не сходится: ответ «{answer.words}» – {number_words(figure.count or 0)} из "
            f"{number_words(total or 0)}, это {percent_words(right)}, а напечатано "
            f"{percent_words(figure.percent or 0)}.",
            question.where,
        )


def _percent_sum(
    question: AskedQuestion, figures: tuple[Figure | None, ...], place: PlaceFigures
) -> Iterator[Finding]:
    percents = [figure.percent for figure in figures if figure and figure.percent is not None]
    has_counts = any(figure and figure.count is not None for figure in figures)
    if has_counts or len(percents) < 2 or not sums_beyond_whole(percents):
        return
    yield Finding(
        "percent_sum",
        question.text,
        f"{_of(place)}Ответы на один вопрос дают вместе {percent_words(sum(percents))}, это больше "
        f"{percent_words(100)} даже с учётом округления. Проверьте проценты.",
        question.where,
    )


def _totals_differ(
    questions: tuple[AskedQuestion, ...], totals: list[int | None], place: PlaceFigures
) -> Iterator[Finding]:
    """The first question that has not the usual total, where most have one; else the survey as a whole."""
    known = Counter(total for total in totals if total is not None)
    if len(known) < 2:
        return
    usual, times = known.most_common(1)[0]
    if times * 2 <= known.total():
        yield Finding(
            "totals_differ",
            "",
            f"{_of(place)}У вопросов разное число ответов: {_span([*known])}. Проверьте числа ответов.",
        )
        return
    odd = [place for place, total in enumerate(totals) if total not in (None, usual)]
    first = questions[odd[0]]
    rest = f" и ещё у {counted(len(odd) - 1, 'вопроса', 'вопросов', 'вопросов')}" if len(odd) > 1 else ""
    yield Finding(
        "totals_differ",
        first.text,
        f"{_of(place)}Вопросы собрали разное число ответов: обычно {number_words(usual)}, а здесь "
        f"{number_words(totals[odd[0]] or 0)}{rest}. Проверьте числа ответов.",
        first.where,
    )


def _respondents_differ(
    questions: tuple[AskedQuestion, ...], totals: list[int | None], place: PlaceFigures
) -> Iterator[Finding]:
    """One for each question that differs; one for the survey where they are many, or all have the same other total."""
    asked = place.respondents
    known = [total for total in totals if total is not None]
    if asked is None or not known:
        return
    odd = [
        (question, total)
        for question, total in zip(questions, totals, strict=True)
        if total is not None and total != asked
    ]
    if odd and len(known) > 1 and len(set(known)) == 1:
        words = f"На каждый вопрос ответов {_compared(known[0], asked)}"
        yield Finding("respondents_differ", "", f"{_of(place)}{words} {_CHECK}")
    elif len(odd) > _MOST_TOLD:
        words = (
            f"У {counted(len(odd), 'вопроса', 'вопросов', 'вопросов')} ответов не столько, сколько опрошенных: "
            f"{_span([total for _, total in odd])}, а опрошено {number_words(asked)}."
        )
        yield Finding("respondents_differ", "", f"{_of(place)}{words} {_CHECK}")
    else:
        for question, total in odd:
            words = f"Ответов на вопрос {_compared(total, asked)}"
            yield Finding(
                "respondents_differ", question.text, f"{_of(place)}{words} {_CHECK}", question.where
            )


def _compared(total: int, asked: int) -> str:
    more = "больше" if total > asked else "меньше"
    return f"{more}, чем опрошенных: {number_words(total)} и {number_words(asked)}."


def _span(totals: Sequence[int]) -> str:
    """«от 68 до 1 270», «68»"""
    least, most = number_words(min(totals)), number_words(max(totals))
    return least if least == most else f"от {least} до {most}"


def _of(place: PlaceFigures) -> str:
    if place.kind is PlaceKind.OWN:
        return ""
    return f"{place.name or 'Регион'}. "
