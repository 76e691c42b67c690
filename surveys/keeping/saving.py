"""Writing a survey whole: from a form, or from a file over what stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.history import Actor, record
from accounts.models import Municipality
from plans.folding import folded
from plans.workflow import WrongState
from surveys.findings import Finding, findings_of
from surveys.keeping.cleaning import cleaned, in_order, problems_of
from surveys.keeping.differing import differences, erased, says_the_same, summary_of
from surveys.keeping.filling import filled, with_respondents, with_topics, without_guessed_topics
from surveys.keeping.moves import show
from surveys.keeping.naming import is_slug, slug_of
from surveys.keeping.rows import take_facts, write_rows
from surveys.keeping.standing import check_person, hold, locked
from surveys.models import Survey
from surveys.queries import survey_for, survey_value, survey_values, surveys_of
from surveys.reading.places import REGION_NAME
from surveys.titles import DEFAULT_TITLE, same_through_years
from surveys.values import PlaceKind, SurveyValue

_PUBLIC_YEAR = (
    "Опрос опубликован, и его год стоит в адресе страницы. Чтобы исправить год, снимите опрос с публикации."
)


class Outcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Kept:
    """``findings``: what does not agree in the figures; they never stand in the way. ``erased``: a sentence for each
    question of the region or of another municipality that lost figures."""

    survey: Survey
    outcome: Outcome
    findings: tuple[Finding, ...]
    erased: tuple[str, ...] = ()


class Stale(WrongState):
    """Somebody saved or published the survey in between, or took it back. ``survey``: as it stands now; ``standing``:
    its value."""

    def __init__(self, survey: Survey, standing: SurveyValue) -> None:
        super().__init__(
            f"{_what_became_of(survey)} Ваши числа не потеряны: сверьте их с тем, что "
            "записано сейчас, и сохраните снова."
        )
        self.survey = survey
        self.standing = standing


def _what_became_of(survey: Survey) -> str:
    if survey.published_at and survey.published_at > survey.updated_at:
        return "Этот опрос опубликован позже, чем вы его открыли: его видят жители."
    who = str(survey.updated_by) if survey.updated_by else "Другой человек"
    return f"{who}: этот опрос сохранён позже, чем вы его открыли."


@transaction.atomic
def keep(
    municipality: Municipality,
    value: SurveyValue,
    *,
    by: Actor,
    survey: Survey | None = None,
    read: int | None = None,
    series: str = "",
) -> Kept:
    """Write what a form holds: a new survey (``survey`` None), or the one named, whole, in place of what it was.

    ``read``: the revision that the form was opened with, None to write over any. ``series``: chosen by title where
    «»; a survey that stands keeps its own. Saying the same again changes nothing. Questions without a topic get one.

    Raises PermissionDenied, Stale, WrongState (the survey is gone) and ValidationError by field: ``title``, ``year``,
    ``series``, ``intro``, ``source``, ``starts_on``, ``ends_on``, ``questions``; by place from 0 ``question-3``,
    ``topic-3``, ``number-3``, ``answer-3-1``, ``place-1``, ``respondents-1`` and
    ``figure-<place>-<question>-<answer>``.
    """
    hold(municipality)
    survey = locked(survey) if survey else None
    check_person(by, municipality, survey)
    value = _with_region_named(cleaned(value), municipality)
    if survey is None:
        return _create(municipality, _ready(municipality, value, None, None), series, by)
    before = survey_value(survey)
    value = _ready(municipality, value, survey, before)
    if says_the_same(value, before):
        return Kept(survey, Outcome.UNCHANGED, findings_of(value))
    if read is not None and read != survey.revision:
        raise Stale(survey, before)
    return _change(survey, before, value, by)


@transaction.atomic
def bring(municipality: Municipality, value: SurveyValue, *, by: Actor, publish: bool = False) -> Kept:
    """Write what a file holds: over the survey of the same title and year, else as a new one.

    What the file does not say (intro, source, days, respondents, figures of other places, topics) stays as it was. A
    file without a title is of the one survey of its year that asks the same, else of `DEFAULT_TITLE`. Raises as `keep`
    does.
    """
    hold(municipality)
    value = without_guessed_topics(cleaned(value))
    survey = _standing(municipality, value)
    value = replace(value, title=value.title or DEFAULT_TITLE)
    # The title that stands is the public one; the file's may be written a little differently.
    value = (
        replace(filled(value, survey_value(survey)), title=survey.title)
        if survey
        else with_respondents(value)
    )
    kept = keep(municipality, value, by=by, survey=survey)
    return replace(kept, survey=show(kept.survey, by=by)) if publish else kept


def would_bring(municipality: Municipality, value: SurveyValue, *, by: Actor, publish: bool = False) -> Kept:
    """What `bring` would do, or raise; nothing is written, so the survey of the answer may not be there."""
    with transaction.atomic():
        kept = bring(municipality, value, by=by, publish=publish)
        transaction.set_rollback(True)
    return kept


def _standing(municipality: Municipality, value: SurveyValue) -> Survey | None:
    """The survey that a file is about."""
    if not value.year:
        return None
    if value.title:
        return survey_for(municipality, value.year, value.title)
    asked = [folded(question.text) for question in value.questions]
    same_year = list(surveys_of(municipality).filter(year=value.year))
    alike = [
        survey
        for survey, standing in zip(same_year, survey_values(same_year), strict=True)
        if [folded(question.text) for question in standing.questions] == asked
    ]
    return alike[0] if len(alike) == 1 else survey_for(municipality, value.year, DEFAULT_TITLE)


def _ready(
    municipality: Municipality, value: SurveyValue, survey: Survey | None, before: SurveyValue | None
) -> SurveyValue:
    """With its topics, its places in order, and found right; raises ValidationError."""
    problems = problems_of(value)
    if "title" not in problems and "year" not in problems:
        problems |= _problems_beside(municipality, value, survey)
    if problems:
        raise ValidationError({field: [message] for field, message in problems.items()})
    earlier = _earlier(municipality, value, survey)
    return in_order(with_topics(value, before, earlier))


def _with_region_named(value: SurveyValue, municipality: Municipality) -> SurveyValue:
    """By its name where a file only says that it is the region."""
    places = tuple(
        replace(place, name=municipality.region or place.name)
        if place.kind is PlaceKind.REGION and place.name in ("", REGION_NAME)
        else place
        for place in value.places
    )
    return replace(value, places=places)


def _problems_beside(municipality: Municipality, value: SurveyValue, survey: Survey | None) -> dict[str, str]:
    namesake = survey_for(municipality, value.year or 0, value.title)
    if namesake and (survey is None or namesake.pk != survey.pk):
        return {"title": "Опрос с таким названием за этот год уже есть. Откройте его и исправьте."}
    if survey is None or survey.year == value.year:
        return {}
    if survey.is_published:
        return {"year": _PUBLIC_YEAR}
    if (
        surveys_of(municipality)
        .filter(series=survey.series, year=value.year or 0)
        .exclude(pk=survey.pk)
        .exists()
    ):
        return {"year": "Этот опрос за такой год уже есть. Откройте его и исправьте."}
    return {}


def _earlier(municipality: Municipality, value: SurveyValue, survey: Survey | None) -> list[SurveyValue]:
    """Of the same series, the nearest year first; asked only where a question has no topic."""
    if all(question.topic for question in value.questions):
        return []
    series = survey.series if survey else _series_by_title(municipality, value.title)
    return survey_values(list(surveys_of(municipality).filter(series=series, year__lt=value.year)[:3]))


def _create(municipality: Municipality, value: SurveyValue, series: str, by: Actor) -> Kept:
    survey = Survey(municipality=municipality, updated_by=by.user)
    survey.series = _series(municipality, value, series.strip())
    take_facts(survey, value)
    survey.save()
    write_rows(survey, value)
    record(municipality, by=by, action="survey_created", about=survey, after=summary_of(value))
    return Kept(survey, Outcome.CREATED, findings_of(value))


def _change(survey: Survey, before: SurveyValue, value: SurveyValue, by: Actor) -> Kept:
    take_facts(survey, value)
    survey.revision += 1
    survey.updated_at, survey.updated_by = timezone.now(), by.user
    survey.save()
    write_rows(survey, value)
    was, now = differences(before, value)
    record(survey.municipality, by=by, action="survey_changed", about=survey, before=was, after=now)
    return Kept(survey, Outcome.CHANGED, findings_of(value), erased(before, value))


def _series(municipality: Municipality, value: SurveyValue, asked: str) -> str:
    """The one asked for; else that of the same title in other years; else a new one, named by the title."""
    year_taken = set(surveys_of(municipality).filter(year=value.year or 0).values_list("series", flat=True))
    if asked:
        if not is_slug(asked):
            raise ValidationError(
                {
                    "series": "Имя в адресе пишется латинскими буквами, цифрами и дефисами, например opros-zhiteley."
                }
            )
        if asked in year_taken:
            raise ValidationError(
                {"series": "Опрос этого ряда за этот год уже есть. Откройте его и исправьте."}
            )
        return asked
    found = _series_by_title(municipality, value.title)
    if found and found not in year_taken:
        return found
    return slug_of(value.title, set(surveys_of(municipality).values_list("series", flat=True)))


def _series_by_title(municipality: Municipality, title: str) -> str:
    asked = same_through_years(title)
    known = surveys_of(municipality).values_list("title", "series")
    return next((series for other, series in known if same_through_years(other) == asked), "")
