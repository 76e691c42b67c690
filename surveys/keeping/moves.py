"""Showing a survey to citizens, hiding it again, removing it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.history import Actor, record
from accounts.permissions import Deed, require
from plans.workflow import WrongState
from surveys.keeping.differing import summary_of
from surveys.keeping.standing import check_person, hold, locked
from surveys.models import Survey, Tally
from surveys.queries import survey_value
from surveys.values import PlaceKind


@transaction.atomic
def publish(survey: Survey, *, by: Actor, read: int | None = None) -> Survey:
    """Show a survey to citizens; done twice it is done once.

    ``read``: the revision that the person looked at. Raises PermissionDenied, and WrongState for a survey without
    figures or changed in between.
    """
    hold(survey.municipality)
    survey = locked(survey)
    require(by.user, Deed.PUBLISH_SURVEYS, survey.municipality)
    if read is not None and read != survey.revision and not survey.is_published:
        raise WrongState("Опрос изменили, пока страница была открыта. Посмотрите его ещё раз и опубликуйте.")
    return show(survey, by=by)


def show(survey: Survey, *, by: Actor) -> Survey:
    """The same for a survey that the caller holds."""
    require(by.user, Deed.PUBLISH_SURVEYS, survey.municipality)
    if survey.is_published:
        return survey
    if not Tally.objects.filter(place__survey=survey, place__kind=PlaceKind.OWN).exists():
        raise WrongState("В опросе ещё нет ни одного ответа. Впишите ответы и опубликуйте.")
    _set_published(survey, timezone.now())
    record(survey.municipality, by=by, action="survey_published", about=survey)
    return survey


@transaction.atomic
def unpublish(survey: Survey, *, by: Actor) -> Survey:
    """Hide a survey from citizens; reports that hold it stay as they are. Done twice it is done once."""
    hold(survey.municipality)
    survey = locked(survey)
    require(by.user, Deed.PUBLISH_SURVEYS, survey.municipality)
    if not survey.is_published:
        return survey
    _set_published(survey, None)
    record(survey.municipality, by=by, action="survey_unpublished", about=survey)
    return survey


@transaction.atomic
def remove(survey: Survey, *, by: Actor) -> None:
    """Remove a draft; reports that hold it stay as they are. Raises WrongState for a published one."""
    hold(survey.municipality)
    survey = locked(survey)
    check_person(by, survey.municipality, survey)
    if survey.is_published:
        raise WrongState("Опрос опубликован. Сначала снимите его с публикации, потом удалите.")
    record(
        survey.municipality,
        by=by,
        action="survey_removed",
        about=survey,
        before=summary_of(survey_value(survey)),
    )
    survey.delete()


def _set_published(survey: Survey, at: datetime | None) -> None:
    """Who has an older page of it open is told: the revision rises. The figures are as old as they were."""
    survey.published_at = at
    survey.revision += 1
    survey.save(update_fields=["published_at", "revision"])
