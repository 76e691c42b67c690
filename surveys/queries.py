"""Questions asked of surveys; each costs the same number of queries for one question and for two hundred."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Municipality
from surveys.models import Survey
from surveys.results import SurveyResults
from surveys.values import SurveyValue


def surveys_of(municipality: Municipality) -> QuerySet[Survey]:
    """All of a municipality, drafts too, the newest first."""
    raise NotImplementedError


def survey_of(municipality: Municipality, pk: int) -> Survey | None:
    """A survey for its office page."""
    raise NotImplementedError


def survey_for(municipality: Municipality, year: int, title: str) -> Survey | None:
    """The survey of this title (letters' case, «ё» and punctuation are forgiven) and year."""
    raise NotImplementedError


def published(slug: str) -> QuerySet[Survey]:
    """What citizens see of the municipality `slug`, the newest year first; with their municipality."""
    raise NotImplementedError


def published_survey(slug: str, series: str, year: int) -> Survey | None:
    raise NotImplementedError


def years_of(survey: Survey, *, public: bool) -> QuerySet[Survey]:
    """The surveys of the same series, this one too, the newest first; `public`: only what citizens see."""
    raise NotImplementedError


def marks_of(slug: str, series: str = "") -> tuple[tuple[int, int, datetime], ...]:
    """``(pk, revision, published_at)`` of every published survey (of one series): what a page's key stands on."""
    raise NotImplementedError


def survey_value(survey: Survey) -> SurveyValue:
    """Four queries."""
    raise NotImplementedError


def survey_values(surveys: Sequence[Survey]) -> list[SurveyValue]:
    """In the order of `surveys`; four queries for any number of them."""
    raise NotImplementedError


def results(survey: Survey, *, public: bool) -> SurveyResults:
    """A survey beside its earlier years; `public`: only beside what citizens see. Five queries, and one for the
    municipality where it was not fetched."""
    raise NotImplementedError
