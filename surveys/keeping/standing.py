"""Locks and permissions that every writing of a survey begins with: the municipality, then the survey."""

from __future__ import annotations

from accounts.history import Actor
from accounts.models import Municipality
from accounts.permissions import Deed, require
from plans.workflow import WrongState
from surveys.models import Survey


def hold(municipality: Municipality) -> None:
    """Until the transaction ends nobody else writes surveys of this municipality: titles and series stay unique."""
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)


def locked(survey: Survey) -> Survey:
    """As it stands now; raises WrongState where it is gone."""
    found = (
        Survey.objects.select_for_update(of=("self",), no_key=True)
        .select_related("municipality", "updated_by")
        .filter(pk=survey.pk)
        .first()
    )
    if found is None:
        raise WrongState("Этого опроса больше нет: его удалили. Вернитесь к списку опросов.")
    return found


def check_person(by: Actor, municipality: Municipality, survey: Survey | None) -> None:
    """What citizens see may be changed by those who publish; raises PermissionDenied."""
    is_public = survey is not None and survey.is_published
    require(by.user, Deed.PUBLISH_SURVEYS if is_public else Deed.EDIT_SURVEYS, municipality)
