"""A survey's value -> its rows: a few statements for any number of questions; what stays the same keeps its id."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db import models

from surveys.models import Choice, Place, Question, Survey, Tally
from surveys.tallies import places_of
from surveys.values import Figure, PlaceFigures, PlaceKind, SurveyValue

Row = TypeVar("Row", bound=models.Model)
_BATCH = 500


def take_facts(survey: Survey, value: SurveyValue) -> None:
    """On the row in memory; who calls saves it."""
    survey.title, survey.intro, survey.source = value.title, value.intro, value.source
    survey.year = value.year or survey.year
    survey.starts_on, survey.ends_on = _day(value.starts_on), _day(value.ends_on)


def write_rows(survey: Survey, value: SurveyValue) -> None:
    """Questions are known by their text, answers by their words within a question, places by their name."""
    questions = _written(
        Question,
        survey.questions.all(),
        [
            Question(survey=survey, position=place, number=asked.number, text=asked.text, topic=asked.topic)
            for place, asked in enumerate(value.questions)
        ],
        key=lambda question: question.text,
        fields=["position", "number", "topic"],
    )
    choices = _written(
        Choice,
        Choice.objects.filter(question__survey=survey),
        [
            Choice(question=question, position=place, words=answer.words, meaning=answer.meaning)
            for question, asked in zip(questions, value.questions, strict=True)
            for place, answer in enumerate(asked.answers)
        ],
        key=lambda choice: (choice.question_id, choice.words),
        fields=["position", "meaning"],
    )
    places = _written(
        Place,
        survey.places.all(),
        [
            Place(survey=survey, kind=place.kind, name=place.name, respondents=place.respondents)
            for place in value.places
        ],
        key=lambda place: (place.kind, place.name if place.kind == PlaceKind.OTHER else ""),
        fields=["name", "respondents"],
    )
    _write_tallies(survey, choices, places, value.places)


def _write_tallies(
    survey: Survey, choices: Sequence[Choice], places: Sequence[Place], figures: Sequence[PlaceFigures]
) -> None:
    Tally.objects.filter(place__survey=survey).delete()
    Tally.objects.bulk_create(
        [
            _tally(choice, place, figure)
            for place, of_place in zip(places, figures, strict=True)
            for choice, figure in zip(
                choices, (figure for row in of_place.figures for figure in row), strict=True
            )
            if figure
        ],
        batch_size=_BATCH,
    )


def _tally(choice: Choice, place: Place, figure: Figure) -> Tally:
    percent = figure.percent
    return Tally(
        choice=choice,
        place=place,
        count=figure.count,
        percent=percent,
        percent_places=None if percent is None else places_of(percent),
    )


def _written(
    model: type[Row],
    standing: Iterable[Row],
    wanted: Sequence[Row],
    *,
    key: Callable[[Any], Hashable],
    fields: Sequence[str],
) -> list[Row]:
    """The wanted rows as they stand afterwards, in their order: those that are gone are removed first, so that a name
    is free again, then the others are changed or added."""
    known = {key(row): row for row in standing}
    gone = known.keys() - {key(row) for row in wanted}
    if gone:
        model._default_manager.filter(pk__in=[known[each].pk for each in gone]).delete()
    changed, new, written = [], [], []
    for row in wanted:
        stands = known.get(key(row))
        if stands is None:
            new.append(row)
        elif any(getattr(stands, field) != getattr(row, field) for field in fields):
            for field in fields:
                setattr(stands, field, getattr(row, field))
            changed.append(stands)
        written.append(stands or row)
    if changed:
        model._default_manager.bulk_update(changed, fields, batch_size=_BATCH)
    model._default_manager.bulk_create(new, batch_size=_BATCH)
    return written


def _day(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None
