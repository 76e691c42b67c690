"""What differs between two states of a survey, in words for the person who decides. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.wording import number_words, percent_words
from plans.folding import folded
from surveys.tallies import computed_percent, places_of, total_of
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
    """``what``: of which it is told; ``before`` and ``after``: «нет» where there is nothing; ``place``: whose answer it
    is, «» where it is something else."""

    what: str
    before: str
    after: str
    place: str = ""


def differences(before: SurveyValue, after: SurveyValue) -> list[Difference]:
    """The survey itself, its questions, then the figures place by place."""
    found = [*_about(before, after), *_questions(before, after), *_places(before, after)]
    return [each for each in found if each.before != each.after]


def _about(before: SurveyValue, after: SurveyValue) -> Iterator[Difference]:
    for name, title in _ABOUT.items():
        old, new = (" ".join(str(getattr(value, name) or "").split()) for value in (before, after))
        if old != new:
            yield Difference(title, *_told(old, new))


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
            if getattr(question, name) != getattr(old, name):
                yield Difference(
                    f"{_named(old)}, {title}", *_told(getattr(old, name), getattr(question, name))
                )
        yield Difference(f"{_named(old)}, ответы", _answers(old), _answers(question))
    order = [place for place in matched if place is not None]
    if order != sorted(order):
        yield Difference("Порядок вопросов", "прежний", "новый")


def _places(before: SurveyValue, after: SurveyValue) -> Iterator[Difference]:
    olds = {(place.kind, place.name.casefold()): place for place in before.places}
    matched = _matched(before, after)
    for place in after.places:
        old = olds.pop((place.kind, place.name.casefold()), None)
        name = _place_name(place)
        yield Difference(
            f"{name}, опрошено", _count(old.respondents if old else None), _count(place.respondents)
        )
        for number, question in enumerate(after.questions):
            former = matched[number]
            old_figures = dict(_by_words(before, old, former)) if old and former is not None else {}
            known = {folded(words): figure for words, figure in old_figures.items()}
            for words, figure in _by_words(after, place, number):
                what = f"{name}, {_named(question)}, «{words}»"
                yield Difference(what, known.get(folded(words), NOTHING), figure, name)
        if old and place.kind != PlaceKind.OWN:
            yield from _gone(before, after, old, matched)
    for place in olds.values():
        yield Difference(_place_name(place), "есть", NOTHING)


def _gone(
    before: SurveyValue, after: SurveyValue, place: PlaceFigures, matched: list[int | None]
) -> Iterator[Difference]:
    """The figures of another place that lose their question or their answer: a file about us says nothing of them."""
    for number, question in enumerate(before.questions):
        asked = after.questions[matched.index(number)].answers if number in matched else ()
        left = {folded(answer.words) for answer in asked}
        for words, figure in _by_words(before, place, number):
            if folded(words) not in left:
                name = _place_name(place)
                yield Difference(f"{name}, {_named(question)}, «{words}»", figure, NOTHING, name)


def _matched(before: SurveyValue, after: SurveyValue) -> list[int | None]:
    return match_questions(
        [(one.text, one.topic) for one in before.questions],
        [(one.text, one.topic) for one in after.questions],
    )


def _by_words(survey: SurveyValue, place: PlaceFigures, question: int) -> Iterator[tuple[str, str]]:
    """Each answer with its figure in words."""
    figures = place.figures[question]
    total = total_of(figures)
    for answer, figure in zip(survey.questions[question].answers, figures, strict=True):
        yield answer.words, _figure(figure, total)


def _named(question: AskedQuestion) -> str:
    return f"«{question.topic or _short(question.text)}»"


def _place_name(place: PlaceFigures) -> str:
    return "Наш муниципалитет" if place.kind == PlaceKind.OWN else place.name


def _answers(question: AskedQuestion) -> str:
    return ", ".join(answer.words for answer in question.answers)


def _figure(figure: Figure | None, total: int | None) -> str:
    """A whole per cent that is its count's share is not told."""
    if figure is None:
        return NOTHING
    parts = [] if figure.count is None else [number_words(figure.count)]
    right = computed_percent(figure, total)
    if figure.percent is not None and (right != figure.percent or places_of(figure.percent)):
        parts.append(percent_words(figure.percent))
    return ", ".join(parts)


def _count(count: int | None) -> str:
    return NOTHING if count is None else number_words(count)


def _told(old: str, new: str) -> tuple[str, str]:
    """Two different texts, cut to what is seen at a glance, and still different."""
    cut = _short(old), _short(new)
    if cut[0] != cut[1]:
        return cut
    pairs = enumerate(zip(old, new, strict=False))
    start = next((place for place, (one, other) in pairs if one != other), min(len(old), len(new)))
    since = max(start - _LONGEST // 4, 0)
    return f"…{_short(old[since:])}", f"…{_short(new[since:])}"


def _short(text: str) -> str:
    return (text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…") or NOTHING
