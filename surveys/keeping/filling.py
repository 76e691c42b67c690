"""What a form or a file leaves unsaid, taken from the survey as it stands or from its earlier years. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plans.folding import folded
from surveys.meanings import meaning_of
from surveys.reading.places import REGION_NAME
from surveys.tallies import inferred_respondents
from surveys.topics import match_questions, topic_of, topics_of
from surveys.values import Answer, AskedQuestion, Figure, Meaning, PlaceFigures, PlaceKind, SurveyValue


def filled(value: SurveyValue, standing: SurveyValue) -> SurveyValue:
    """A file's survey with what it does not say as it stands: intro, source, days, numbers, what an answer means where
    its words leave it open, respondents, and the figures of places of which it has none.

    Questions may be worded differently (`match_questions`), answers are known by their words. Places keep their names,
    the region is one whatever it is called.
    """
    matched = matched_questions(value, standing)
    value = replace(
        value,
        intro=value.intro or standing.intro,
        source=value.source or standing.source,
        starts_on=value.starts_on or standing.starts_on,
        ends_on=value.ends_on or standing.ends_on,
        questions=tuple(
            _question(question, None if at is None else standing.questions[at])
            for question, at in zip(value.questions, matched, strict=True)
        ),
    )
    unsaid = {place_key(place): place for place in standing.places}
    carried = {key: _carried(value, place, standing, matched) for key, place in unsaid.items()}
    places = [
        _place(place, unsaid.pop(place_key(place), None), carried.get(place_key(place)))
        for place in value.places
    ]
    return replace(value, places=(*places, *(carried[key] for key in unsaid)))


def with_respondents(value: SurveyValue) -> SurveyValue:
    """A new survey's own respondents, where its file does not say them: the total that every question has."""
    respondents = inferred_respondents(value)
    places = (
        replace(place, respondents=respondents) if place.kind is PlaceKind.OWN else place
        for place in value.places
    )
    return replace(value, places=tuple(places))


def without_guessed_topics(value: SurveyValue) -> SurveyValue:
    """A file says no topics, its reader guesses them by the words: those that stand are the better ones."""
    guessed = topics_of([(each.text, "") for each in value.questions])
    questions = [
        replace(each, topic="" if each.topic in (topic, topic_of(each.text)) else each.topic)
        for each, topic in zip(value.questions, guessed, strict=True)
    ]
    return replace(value, questions=tuple(questions))


def with_topics(
    value: SurveyValue, standing: SurveyValue | None, earlier: Sequence[SurveyValue]
) -> SurveyValue:
    """Questions without a topic get one: that of the same question in the survey as it stands, in the nearest earlier
    year, else by their words. ``earlier``: the nearest year first."""
    questions = list(value.questions)
    for before in (*([standing] if standing else []), *earlier):
        if all(question.topic for question in questions):
            break
        questions = [
            replace(each, topic=each.topic or (before.questions[at].topic if at is not None else ""))
            for each, at in zip(
                questions, matched_questions(replace(value, questions=tuple(questions)), before), strict=True
            )
        ]
    topics = topics_of([(each.text, each.topic) for each in questions])
    return replace(
        value,
        questions=tuple(replace(each, topic=topic) for each, topic in zip(questions, topics, strict=True)),
    )


def place_key(place: PlaceFigures) -> tuple[PlaceKind, str]:
    """By what a place is known in both of two surveys."""
    return place.kind, folded(place.name) if place.kind is PlaceKind.OTHER else ""


def matched_questions(value: SurveyValue, before: SurveyValue) -> list[int | None]:
    """For each question the place of the same one in ``before``."""
    return match_questions(
        [(each.text, each.topic) for each in before.questions],
        [(each.text, each.topic or topic_of(each.text)) for each in value.questions],
    )


def _question(question: AskedQuestion, standing: AskedQuestion | None) -> AskedQuestion:
    if standing is None:
        return question
    meanings = {folded(answer.words): answer.meaning for answer in standing.answers}
    answers = tuple(_answer(answer, meanings.get(folded(answer.words))) for answer in question.answers)
    return replace(question, number=question.number or standing.number, answers=answers)


def _answer(answer: Answer, standing: Meaning | None) -> Answer:
    """A person may have corrected a meaning that stands; a file rules where it says more than the words do."""
    by_words = meaning_of(answer.words) or Meaning.NEUTRAL
    return replace(answer, meaning=standing) if standing and answer.meaning == by_words else answer


def _place(place: PlaceFigures, before: PlaceFigures | None, carried: PlaceFigures | None) -> PlaceFigures:
    """``before``: the same place as it stands, ``carried``: with its figures under the questions of now."""
    if before is None or carried is None:
        return place
    is_said = any(figure for row in place.figures for figure in row)
    return replace(
        place if is_said else carried,
        name=place.name if before.name in ("", REGION_NAME) else before.name,
        respondents=before.respondents if place.respondents is None else place.respondents,
    )


def _carried(
    value: SurveyValue, place: PlaceFigures, standing: SurveyValue, matched: Sequence[int | None]
) -> PlaceFigures:
    """The place's figures laid under the questions of ``value``; those of questions that are gone are dropped."""
    figures = []
    for question, at in zip(value.questions, matched, strict=True):
        stood = {} if at is None else _by_words(standing.questions[at], place.figures[at])
        figures.append(tuple(stood.get(folded(answer.words)) for answer in question.answers))
    return replace(place, figures=tuple(figures))


def _by_words(question: AskedQuestion, row: Sequence[Figure | None]) -> dict[str, Figure | None]:
    return {folded(answer.words): figure for answer, figure in zip(question.answers, row, strict=True)}
