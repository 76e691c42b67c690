"""Whether a survey that was read already stands in the portal under another title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accounts.models import Municipality
from plans.folding import folded
from surveys.models import Survey
from surveys.queries import survey_values, surveys_of
from surveys.titles import same_through_years
from surveys.topics import match_questions
from surveys.values import AskedQuestion, Figure, SurveyValue

_LOOKED_AT = 20  # surveys, the newest first


@dataclass(frozen=True, slots=True)
class Alike:
    """``survey``: the one that asks the same; ``is_same``: our answers are the same too."""

    survey: Survey
    is_same: bool

    @property
    def words(self) -> str:
        figures = "и наши числа те же" if self.is_same else "наши числа другие"
        return f"Вопросы те же, {figures}."


def alike_to(municipality: Municipality, value: SurveyValue) -> Alike | None:
    """The survey of the same year under another title whose questions all match, with the same answers if there is
    such; where the year is not known, one of any year with the same answers. None where the title itself leads to one
    that asks the same: there is nothing to choose."""
    surveys = surveys_of(municipality)
    if value.year:
        surveys = surveys.filter(year=value.year)
    standing = list(surveys[:_LOOKED_AT])
    found = []
    for survey, other in zip(standing, survey_values(standing), strict=True):
        matched = _matched(other.questions, value.questions)
        if matched is None:
            continue
        if value.year and same_through_years(survey.title) == same_through_years(value.title):
            return None
        is_same = list(_answers(other, matched)) == list(_answers(value, range(len(value.questions))))
        if is_same or value.year:
            found.append(Alike(survey, is_same))
    return next((one for one in found if one.is_same), found[0] if found else None)


def _matched(before: Sequence[AskedQuestion], now: Sequence[AskedQuestion]) -> list[int] | None:
    """For each question of ``now`` its place in ``before``; None where they do not ask the same."""
    if len(before) != len(now):
        return None
    matched = match_questions(
        [(one.text, one.topic) for one in before], [(one.text, one.topic) for one in now]
    )
    places = [place for place in matched if place is not None]
    return places if len(places) == len(now) else None


def _answers(value: SurveyValue, order: Sequence[int]) -> Iterator[dict[str, object]]:
    for place in order:
        pairs = zip(value.questions[place].answers, value.own.figures[place], strict=True)
        yield {folded(answer.words): _said(figure) for answer, figure in pairs if figure}


def _said(figure: Figure) -> object:
    """A per cent beside a count says nothing that the count does not."""
    return figure.percent if figure.count is None else figure.count
