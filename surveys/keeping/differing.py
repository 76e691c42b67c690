"""What changes between two states of a survey, for the history and to tell whether anything does. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from plans.folding import folded
from surveys.keeping.filling import matched_questions, place_key
from surveys.tallies import computed_percent, total_of
from surveys.values import AskedQuestion, Figure, Meaning, PlaceFigures, PlaceKind, SurveyValue

MOST_LINES = 200
_MEANINGS = {Meaning.POSITIVE: "за", Meaning.NEGATIVE: "против", Meaning.NEUTRAL: "ни за, ни против"}

State = dict[str, Any]


def says_the_same(value: SurveyValue, other: SurveyValue) -> bool:
    """A whole per cent that is its count's share says nothing that the count does not."""
    return _settled(value) == _settled(other)


def summary_of(value: SurveyValue) -> State:
    """What the history keeps of a new or removed survey."""
    state = _facts(value) | {"questions_count": len(value.questions), "respondents": value.own.respondents}
    return {name: said for name, said in state.items() if said not in ("", None)}


def differences(before: SurveyValue, after: SurveyValue) -> tuple[State, State]:
    """The facts that differ, the lines of questions and the lines of tallies that only one side has."""
    old, new = _facts(before), _facts(after)
    changed = [name for name in old if old[name] != new[name]]
    was: State = {name: old[name] for name in changed}
    now: State = {name: new[name] for name in changed}
    for name, lines in (("questions", _question_lines), ("tallies", _tally_lines)):
        old_lines, new_lines = lines(before), lines(after)
        if old_lines != new_lines:
            was[name] = _only_in(old_lines, new_lines)
            now[name] = _only_in(new_lines, old_lines)
    return was, now


def erased(before: SurveyValue, after: SurveyValue) -> tuple[str, ...]:
    """What a file about one place takes from the others, where it leaves out a question or an answer of theirs:
    «Ставропольский край: ответы на вопрос «Газоснабжение» будут стёрты.»"""
    matched = matched_questions(after, before)
    places = {place_key(place): place for place in after.places}
    return tuple(
        f"{place.name}: ответы на вопрос «{question.topic or question.text}» будут стёрты."
        for place in before.places
        if place.kind is not PlaceKind.OWN
        for at, question in enumerate(before.questions)
        if _answered(before, place, at)
        - _answered(after, places.get(place_key(place)), matched.index(at) if at in matched else None)
    )


def _answered(value: SurveyValue, place: PlaceFigures | None, at: int | None) -> set[str]:
    """The answers of a question that have a figure there, folded."""
    if place is None or at is None:
        return set()
    answers = zip(value.questions[at].answers, place.figures[at], strict=True)
    return {folded(answer.words) for answer, figure in answers if figure}


def _facts(value: SurveyValue) -> State:
    return {
        "title": value.title,
        "year": value.year,
        "intro": value.intro,
        "source": value.source,
        "starts_on": value.starts_on,
        "ends_on": value.ends_on,
    }


def _question_lines(value: SurveyValue) -> list[str]:
    return [_question_line(question) for question in value.questions]


def _question_line(question: AskedQuestion) -> str:
    answers = ", ".join(f"«{answer.words}» ({_MEANINGS[answer.meaning]})" for answer in question.answers)
    number = f"{question.number}. " if question.number else ""
    return f"{number}{question.text} [{question.topic}]: {answers}"


def _tally_lines(value: SurveyValue) -> list[str]:
    return [line for place in value.places for line in _place_lines(value, place)]


def _place_lines(value: SurveyValue, place: PlaceFigures) -> list[str]:
    beginning = f"{place.name}. " if place.name else ""
    lines = [] if place.respondents is None else [f"{beginning}Опрошено: {place.respondents}"]
    for question, row in zip(value.questions, place.figures, strict=True):
        lines += [
            f"{beginning}{question.topic} – «{answer.words}»: {_figure_words(figure)}"
            for answer, figure in zip(question.answers, row, strict=True)
            if figure
        ]
    return lines


def _figure_words(figure: Figure) -> str:
    count = "" if figure.count is None else str(figure.count)
    percent = "" if figure.percent is None else f"{figure.percent}%".replace(".", ",")
    return f"{count} ({percent})" if count and percent else count or percent


def _only_in(lines: Sequence[str], other: Sequence[str]) -> list[str]:
    """Cut where there are very many: the history tells of a change, it does not keep the survey."""
    there = set(other)
    found = [line for line in lines if line not in there]
    return found if len(found) <= MOST_LINES else [*found[:MOST_LINES], f"… и ещё {len(found) - MOST_LINES}"]


def _settled(value: SurveyValue) -> SurveyValue:
    return replace(value, places=tuple(_settled_place(place) for place in value.places))


def _settled_place(place: PlaceFigures) -> PlaceFigures:
    return replace(place, figures=tuple(_settled_row(row) for row in place.figures))


def _settled_row(row: Sequence[Figure | None]) -> tuple[Figure | None, ...]:
    """As texts, because ``Decimal("20.7")`` equals ``Decimal("20.70")``, and a printed zero is kept."""
    total = total_of(row)
    return tuple(_settled_figure(figure, total) for figure in row)


def _settled_figure(figure: Figure | None, total: int | None) -> Any:
    if figure is None:
        return None
    right = str(computed_percent(figure, total))
    is_said = "." not in right and right == str(figure.percent)
    return figure.count, None if is_said or figure.percent is None else str(figure.percent)
