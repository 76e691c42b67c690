"""What a form or a file leaves unsaid, taken from the survey as it stands or from its earlier years. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from surveys.meanings import meaning_of
from surveys.tallies import inferred_respondents
from surveys.topics import match_questions, topic_of
from surveys.values import Answer, AskedQuestion, Figure, Meaning, PlaceFigures, PlaceKind, SurveyValue


def filled(value: SurveyValue, standing: SurveyValue) -> SurveyValue:
    """A file's survey with what it does not say as it stands: intro, source, days, numbers, what an answer means where
    its words leave it open, respondents, and the figures of places of which it has none."""
    questions = {question.text: question for question in standing.questions}
    value = replace(
        value,
        intro=value.intro or standing.intro,
        source=value.source or standing.source,
        starts_on=value.starts_on or standing.starts_on,
        ends_on=value.ends_on or standing.ends_on,
        questions=tuple(_question(question, questions.get(question.text)) for question in value.questions),
    )
    unsaid = {_key(place): place for place in standing.places}
    places = [_place(value, place, unsaid.pop(_key(place), None), standing) for place in value.places]
    return replace(value, places=(*places, *(_carried(value, place, standing) for place in unsaid.values())))


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
    questions = [
        replace(each, topic="" if each.topic == topic_of(each.text) else each.topic)
        for each in value.questions
    ]
    return replace(value, questions=tuple(questions))


def with_topics(
    value: SurveyValue, standing: SurveyValue | None, earlier: Sequence[SurveyValue]
) -> SurveyValue:
    """Questions without a topic get one: that of the same question in the survey as it stands, in the nearest earlier
    year, else by their words. ``earlier``: the nearest year first."""
    known = {question.text: question.topic for question in standing.questions} if standing else {}
    questions = [replace(each, topic=each.topic or known.get(each.text, "")) for each in value.questions]
    for before in earlier:
        if all(question.topic for question in questions):
            break
        asked = [(question.text, question.topic or topic_of(question.text)) for question in questions]
        matched = match_questions([(each.text, each.topic) for each in before.questions], asked)
        questions = [
            replace(each, topic=each.topic or (before.questions[at].topic if at is not None else ""))
            for each, at in zip(questions, matched, strict=True)
        ]
    return replace(
        value, questions=tuple(replace(each, topic=each.topic or topic_of(each.text)) for each in questions)
    )


def _question(question: AskedQuestion, standing: AskedQuestion | None) -> AskedQuestion:
    if standing is None:
        return question
    meanings = {answer.words: answer.meaning for answer in standing.answers}
    answers = tuple(_answer(answer, meanings.get(answer.words)) for answer in question.answers)
    return replace(question, number=question.number or standing.number, answers=answers)


def _answer(answer: Answer, standing: Meaning | None) -> Answer:
    """A person may have corrected a meaning that stands; a file rules where it says more than the words do."""
    by_words = meaning_of(answer.words) or Meaning.NEUTRAL
    return replace(answer, meaning=standing) if standing and answer.meaning == by_words else answer


def _place(
    value: SurveyValue, place: PlaceFigures, before: PlaceFigures | None, standing: SurveyValue
) -> PlaceFigures:
    if before is None:
        return place
    respondents = before.respondents if place.respondents is None else place.respondents
    if any(figure for row in place.figures for figure in row):
        return replace(place, respondents=respondents)
    return replace(_carried(value, before, standing), name=place.name, respondents=respondents)


def _carried(value: SurveyValue, place: PlaceFigures, standing: SurveyValue) -> PlaceFigures:
    """The place's figures laid under the questions of ``value``; those of questions that are gone are dropped."""
    kept: dict[tuple[str, str], Figure | None] = {
        (question.text, answer.words): figure
        for question, row in zip(standing.questions, place.figures, strict=True)
        for answer, figure in zip(question.answers, row, strict=True)
    }
    figures = tuple(
        tuple(kept.get((question.text, answer.words)) for answer in question.answers)
        for question in value.questions
    )
    return replace(place, figures=figures)


def _key(place: PlaceFigures) -> tuple[PlaceKind, str]:
    return place.kind, place.name if place.kind is PlaceKind.OTHER else ""
