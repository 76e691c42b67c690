"""Questions asked of surveys; each costs the same number of queries for one question and for two hundred."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from accounts.models import Municipality
from surveys.limits import MOST_EARLIER_YEARS
from surveys.models import Choice, Place, Question, Survey, Tally
from surveys.results import SurveyResults, Whose, results_of
from surveys.titles import same_through_years
from surveys.values import Answer, AskedQuestion, Figure, Meaning, PlaceFigures, PlaceKind, SurveyValue

_PLACES_IN_ORDER = {kind: place for place, kind in enumerate(PlaceKind)}


def surveys_of(municipality: Municipality) -> QuerySet[Survey]:
    """All of a municipality, drafts too, the newest first."""
    return Survey.objects.filter(municipality=municipality).order_by("-year", "title", "pk")


def survey_of(municipality: Municipality, pk: int) -> Survey | None:
    """A survey for its office page; with who changed it."""
    return surveys_of(municipality).select_related("updated_by").filter(pk=pk).first()


def survey_for(municipality: Municipality, year: int, title: str) -> Survey | None:
    """The survey of this title and year; letters' case, «ё», punctuation and the year in a title are forgiven."""
    asked = same_through_years(title)
    same_year = surveys_of(municipality).filter(year=year)
    return next((survey for survey in same_year if same_through_years(survey.title) == asked), None)


def published(slug: str) -> QuerySet[Survey]:
    """What citizens see of the municipality `slug`, the newest year first; with their municipality."""
    return (
        Survey.objects.filter(municipality__slug=slug, published_at__isnull=False)
        .select_related("municipality")
        .order_by("-year", "title", "pk")
    )


def published_survey(slug: str, series: str, year: int) -> Survey | None:
    return published(slug).filter(series=series, year=year).first()


def years_of(survey: Survey, *, public: bool) -> QuerySet[Survey]:
    """The surveys of the same series, this one too, the newest first; `public`: only what citizens see."""
    same = Survey.objects.filter(municipality_id=survey.municipality_id, series=survey.series)
    return (same.filter(published_at__isnull=False) if public else same).order_by("-year")


def marks_of(slug: str, series: str = "") -> tuple[tuple[int, int, datetime | None], ...]:
    """``(pk, revision, published_at)`` of every published survey (of one series): what a page's key stands on."""
    seen = Survey.objects.filter(municipality__slug=slug, published_at__isnull=False)
    if series:
        seen = seen.filter(series=series)
    return tuple(seen.order_by("pk").values_list("pk", "revision", "published_at"))


def respondents_of(surveys: Sequence[Survey]) -> dict[int, int]:
    """How many people of the municipality took part, by the survey's id; only where it is known."""
    own = Place.objects.filter(survey__in=[survey.pk for survey in surveys], kind=Place.Kind.OWN)
    known = own.values_list("survey_id", "respondents")
    return {survey: people for survey, people in known if people is not None}


def survey_value(survey: Survey) -> SurveyValue:
    """Four queries."""
    return survey_values([survey])[0]


def survey_values(surveys: Sequence[Survey], *, places_like: Q | None = None) -> list[SurveyValue]:
    """In the order of `surveys`; four queries for any number of them. `places_like`: which places are wanted, always
    with the municipality's own; all of them where it is None."""
    wanted = Place.objects.filter(places_like or Q(), survey__in=[survey.pk for survey in surveys])
    ids = [survey.pk for survey in surveys]
    questions, choices, places = defaultdict(list), defaultdict(list), defaultdict(list)
    for question in Question.objects.filter(survey__in=ids).order_by("position", "pk"):
        questions[question.survey_id].append(question)
    for choice in Choice.objects.filter(question__survey__in=ids).order_by("position", "pk"):
        choices[choice.question_id].append(choice)
    for place in wanted:
        places[place.survey_id].append(place)
    figures = {
        (place, choice): _figure(count, percent, percent_places)
        for place, choice, count, percent, percent_places in Tally.objects.filter(
            place__in=wanted.order_by()
        ).values_list("place_id", "choice_id", "count", "percent", "percent_places")
    }
    return [
        _value(survey, questions[survey.pk], choices, sorted(places[survey.pk], key=_place_key), figures)
        for survey in surveys
    ]


def results(survey: Survey, *, public: bool) -> SurveyResults:
    """A survey beside its earlier years; `public`: only beside what citizens see. Five queries, and one for the
    municipality where it was not fetched."""
    earlier = list(years_of(survey, public=public).filter(year__lt=survey.year))
    value, *before = values_through_years(survey, earlier)
    return results_of(value, whose(survey.municipality), before)


def values_through_years(survey: Survey, earlier: Sequence[Survey]) -> list[SurveyValue]:
    """The survey whole, then the nearest of the earlier ones, newest first, with the municipality's own answers alone:
    nothing else of them is compared. Four queries."""
    nearest = earlier[:MOST_EARLIER_YEARS]
    return survey_values([survey, *nearest], places_like=Q(survey=survey) | Q(kind=PlaceKind.OWN))


def results_by_itself(survey: Survey) -> SurveyResults:
    """A survey as the municipality and its region answered: no other year, which citizens may not see, and no
    neighbours. Four queries, and one for the municipality where it was not fetched."""
    [value] = survey_values([survey], places_like=Q(kind__in=[PlaceKind.OWN, PlaceKind.REGION]))
    return results_of(value, whose(survey.municipality))


def whose(municipality: Municipality) -> Whose:
    return Whose(municipality.slug, municipality.name, municipality.region)


def names_of(municipality: Municipality) -> list[str]:
    """In every case that a table may have it in."""
    names = (municipality.name, municipality.name_genitive, municipality.name_prepositional)
    return [name for name in names if name]


def _value(
    survey: Survey,
    questions: Sequence[Question],
    choices: dict[int, list[Choice]],
    places: Sequence[Place],
    figures: dict[tuple[int, int], Figure],
) -> SurveyValue:
    return SurveyValue(
        title=survey.title,
        year=survey.year,
        intro=survey.intro,
        source=survey.source,
        starts_on=survey.starts_on.isoformat() if survey.starts_on else "",
        ends_on=survey.ends_on.isoformat() if survey.ends_on else "",
        questions=tuple(
            AskedQuestion(
                text=question.text,
                number=question.number,
                topic=question.topic,
                answers=tuple(
                    Answer(choice.words, Meaning(choice.meaning)) for choice in choices[question.pk]
                ),
            )
            for question in questions
        ),
        places=tuple(
            PlaceFigures(
                kind=PlaceKind(place.kind),
                name=place.name,
                respondents=place.respondents,
                figures=tuple(
                    tuple(figures.get((place.pk, choice.pk)) for choice in choices[question.pk])
                    for question in questions
                ),
            )
            for place in places
        ),
    )


def _place_key(place: Place) -> tuple[int, str]:
    return _PLACES_IN_ORDER[PlaceKind(place.kind)], place.name


def _figure(count: int | None, percent: Decimal | None, percent_places: int | None) -> Figure:
    """With the decimals that the source printed: the database gives every number four."""
    if percent is not None:
        percent = percent.quantize(Decimal(1).scaleb(-(percent_places or 0)))
    return Figure(count, percent)
