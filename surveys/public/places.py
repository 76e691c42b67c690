"""Our figures beside those of other municipalities: a row each, questions in columns, as many as a page holds. Pure."""

from __future__ import annotations

from plans.inserts.values import Cell, Table
from surveys.results import PlaceResult, SurveyResults

MOST_COLUMNS = 6


def tables_of_places(results: SurveyResults) -> tuple[Table, ...]:
    """Nothing where no other municipality has figures. ``results.places`` are ours, the region, the others."""
    if not results.other_names:
        return ()
    asked = [question for question in results.questions if _is_known(question.place, results)]
    groups = [asked[start : start + MOST_COLUMNS] for start in range(0, len(asked), MOST_COLUMNS)]
    return tuple(
        Table(
            "Доля довольных по муниципалитетам",
            ("Муниципалитет", *(question.topic for question in group)),
            tuple(
                (
                    Cell(place.name),
                    *(Cell(place.satisfaction[question.place] or "нет данных") for question in group),
                )
                for place in results.places
            ),
        )
        for group in groups
    )


def respondents_words(results: SurveyResults) -> str:
    """«Заречный муниципальный округ – 642, Белоярский муниципальный округ – 511»: how many people answered where."""
    known: list[PlaceResult] = [place for place in results.places if place.respondents_words]
    return ", ".join(f"{place.name} – {place.respondents_words}" for place in known)


def _is_known(question: int, results: SurveyResults) -> bool:
    return any(place.satisfaction[question] for place in results.places)
