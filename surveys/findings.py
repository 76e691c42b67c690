"""What does not agree in a survey: wrong per cents, totals that differ, answers that exceed the whole. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from accounts.wording import counted, number_words, percent_words
from surveys.tallies import computed_percent, sums_beyond_whole, total_of
from surveys.values import AskedQuestion, Figure, PlaceFigures, PlaceKind, SurveyValue


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
    known = Counter(total for total in totals if total is not None)
    if len(known) < 2:
        return
    usual = known.most_common(1)[0][0]
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
    """One finding for the survey where every question has the same other total, else one for each that differs."""
    asked = place.respondents
    known = [
        (question, total) for question, total in zip(questions, totals, strict=True) if total is not None
    ]
    if asked is None:
        return
    is_whole = len(known) > 1 and len({total for _, total in known}) == 1
    for question, total in known[:1] if is_whole else known:
        if total == asked:
            continue
        subject = "На каждый вопрос ответов" if is_whole else "Ответов на вопрос"
        yield Finding(
            "respondents_differ",
            "" if is_whole else question.text,
            f"{_of(place)}{subject} {'больше' if total > asked else 'меньше'}, чем опрошенных: "
            f"{number_words(total)} и {number_words(asked)}. Проверьте числа ответов и число опрошенных.",
            "" if is_whole else question.where,
        )


def _of(place: PlaceFigures) -> str:
    if place.kind is PlaceKind.OWN:
        return ""
    return f"{place.name or 'Регион'}. "
