"""Our figures beside those of other municipalities: a row each, questions in columns, as many as a page holds. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from plans.inserts.values import Cell, Table
from surveys.public.answers import UNKNOWN
from surveys.results import PlaceResult, QuestionResult, SurveyResults

MOST_COLUMNS = 6


def tables_of_places(results: SurveyResults) -> tuple[Table, ...]:
    """Nothing where no other municipality has figures. The first also says how many people answered."""
    if not results.other_names:
        return ()
    asked = [question for question in results.questions if _is_known(question.place, results)]
    groups = [asked[start : start + MOST_COLUMNS] for start in range(0, len(asked), MOST_COLUMNS)]
    return tuple(
        _table(results, group, with_respondents=place == 0 and _has_respondents(results))
        for place, group in enumerate(groups)
    )


def _table(results: SurveyResults, group: Sequence[QuestionResult], *, with_respondents: bool) -> Table:
    def row(place: PlaceResult) -> tuple[Cell, ...]:
        cells = [Cell(place.satisfaction[question.place] or UNKNOWN) for question in group]
        people = [Cell(place.respondents_words or UNKNOWN)] if with_respondents else []
        return (Cell(place.name), *people, *cells)

    return Table(
        "Доля довольных по муниципалитетам",
        ("Муниципалитет", *(["Ответили"] if with_respondents else []), *(each.topic for each in group)),
        tuple(row(place) for place in results.places),
    )


def _has_respondents(results: SurveyResults) -> bool:
    return any(place.respondents is not None for place in results.places)


def _is_known(question: int, results: SurveyResults) -> bool:
    return any(place.satisfaction[question] for place in results.places)
