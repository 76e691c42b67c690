"""Locks and permissions that every writing of a survey begins with: the municipality, then the survey."""

from __future__ import annotations

from accounts.history import Actor
from accounts.models import Municipality
from accounts.permissions import require
from plans.workflow import WrongState
from surveys.models import Survey
from surveys.permissions import deed_to_change


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
    """Raises PermissionDenied."""
    require(by.user, deed_to_change(survey), municipality)
