"""What differs between two states of a survey, in words for the person who decides. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.wording import number_words, percent_words
from surveys.topics import match_questions
from surveys.values import AskedQuestion, Figure, PlaceFigures, PlaceKind, SurveyValue

_ABOUT = {
    "title": "Название",
    "year": "Год",
    "starts_on": "Начат",
    "ends_on": "Завершён",
    "source": "Источник",
    "intro": "Вступление",
}
_QUESTION = {"number": "номер", "text": "вопрос", "topic": "коротко"}
_LONGEST = 80
NOTHING = "нет"


@dataclass(frozen=True, slots=True)
class Difference:
    """``what``: of which it is told; ``before`` and ``after``: «нет» where there is nothing."""

    what: str
    before: str
    after: str


def differences(before: SurveyValue, after: SurveyValue, *, only_said: bool = False) -> list[Difference]:
    """``only_said``: ``after`` is brought over ``before``, and what it does not say changes nothing."""
    found = [
        *_about(before, after, only_said),
        *_questions(before, after),
        *_places(before, after, only_said),
    ]
    return [each for each in found if each.before != each.after]


def _about(before: SurveyValue, after: SurveyValue, only_said: bool) -> Iterator[Difference]:
    for name, title in _ABOUT.items():
        old, new = str(getattr(before, name) or ""), str(getattr(after, name) or "")
        if new or not only_said:
            yield Difference(title, _short(old), _short(new))


def _questions(before: SurveyValue, after: SurveyValue) -> Iterator[Difference]:
    matched = _matched(before, after)
    for place, question in enumerate(before.questions):
        if place not in matched:
            yield Difference(_named(question), "есть", NOTHING)
    for question, place_before in zip(after.questions, matched, strict=True):
        if place_before is None:
            yield Difference(_named(question), NOTHING, "есть")
            continue
        old = before.questions[place_before]
        for name, title in _QUESTION.items():
            if getattr(question, name):
                yield Difference(
                    f"{_named(old)}, {title}", _short(getattr(old, name)), _short(getattr(question, name))
                )
        yield Difference(f"{_named(old)}, ответы", _answers(old), _answers(question))


def _places(before: SurveyValue, after: SurveyValue, only_said: bool) -> Iterator[Difference]:
    olds = {(place.kind, place.name.casefold()): place for place in before.places}
    matched = _matched(before, after)
    for place in after.places:
        old = olds.pop((place.kind, place.name.casefold()), None)
        name = _place_name(place)
        if place.respondents is not None or not only_said:
            yield Difference(
                f"{name}, опрошено", _count(old.respondents if old else None), _count(place.respondents)
            )
        for number, question in enumerate(after.questions):
            former = matched[number]
            old_figures = dict(_by_words(before, old, former)) if old and former is not None else {}
            for words, figure in _by_words(after, place, number):
                yield Difference(
                    f"{name}, {_named(question)}, «{words}»", _figure(old_figures.get(words)), _figure(figure)
                )
    if not only_said:
        for place in olds.values():
            yield Difference(_place_name(place), "есть", NOTHING)


def _matched(before: SurveyValue, after: SurveyValue) -> list[int | None]:
    return match_questions(
        [(one.text, one.topic) for one in before.questions],
        [(one.text, one.topic) for one in after.questions],
    )


def _by_words(survey: SurveyValue, place: PlaceFigures, question: int) -> Iterator[tuple[str, Figure | None]]:
    answers = survey.questions[question].answers
    return zip((answer.words for answer in answers), place.figures[question], strict=True)


def _named(question: AskedQuestion) -> str:
    return f"«{question.topic or _short(question.text)}»"


def _place_name(place: PlaceFigures) -> str:
    return "Наш муниципалитет" if place.kind == PlaceKind.OWN else place.name


def _answers(question: AskedQuestion) -> str:
    return ", ".join(answer.words for answer in question.answers)


def _figure(figure: Figure | None) -> str:
    if figure is None:
        return NOTHING
    parts = [] if figure.count is None else [number_words(figure.count)]
    if figure.percent is not None:
        parts.append(percent_words(figure.percent))
    return ", ".join(parts)


def _count(count: int | None) -> str:
    return NOTHING if count is None else number_words(count)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return (words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…") or NOTHING
