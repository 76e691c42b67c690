"""The one place where surveys are written: entered, imported, published, taken back, removed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from accounts.history import Actor
from accounts.models import Municipality
from plans.workflow import WrongState
from surveys.findings import Finding
from surveys.models import Survey
from surveys.values import SurveyValue

DEFAULT_TITLE = "Опрос жителей"


class Outcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Kept:
    """``findings``: what does not agree in the figures; they never stand in the way."""

    survey: Survey
    outcome: Outcome
    findings: tuple[Finding, ...]


class Stale(WrongState):
    """Somebody saved the survey in between. ``survey``: as it stands now; ``standing``: its value."""

    def __init__(self, survey: Survey, standing: SurveyValue) -> None:
        raise NotImplementedError


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
    ``topic-3``, ``number-3``, ``answer-3-1``, ``place-1``, ``respondents-1`` and ``figure-<place>-<question>-<answer>``.
    """
    raise NotImplementedError


def bring(municipality: Municipality, value: SurveyValue, *, by: Actor, publish: bool = False) -> Kept:
    """Write what a file holds: over the survey of the same title and year, else as a new one; what the file does not
    say (intro, source, days, respondents, figures of other places, topics) stays as it was. Raises as `keep` does."""
    raise NotImplementedError


def would_bring(municipality: Municipality, value: SurveyValue) -> Kept:
    """What `bring` would do; nothing is written (``survey`` may be unsaved)."""
    raise NotImplementedError


def publish(survey: Survey, *, by: Actor, read: int | None = None) -> Survey:
    """Show a survey to citizens; done twice it is done once. Raises WrongState for one without any figures."""
    raise NotImplementedError


def unpublish(survey: Survey, *, by: Actor) -> Survey:
    """Hide a survey from citizens; reports that hold it stay as they are. Done twice it is done once."""
    raise NotImplementedError


def remove(survey: Survey, *, by: Actor) -> None:
    """Raises WrongState for a published one: it is unpublished first."""
    raise NotImplementedError
