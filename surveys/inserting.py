"""A survey as an insert of a report: the kind `survey`, its source being the survey's id."""

from __future__ import annotations

from accounts.models import Municipality
from plans.inserts import InsertKind, InsertValue, Options
from surveys.results import SurveyResults

KIND = "survey"


def current(municipality: Municipality, source: str, options: Options) -> InsertValue | None:
    """The survey as it stands now, drafts too; ``source``: its id; ``options``: ``chart``, whether it is drawn (it is,
    unless false). None where the survey is gone."""
    raise NotImplementedError


def insert_of(results: SurveyResults, *, as_of: str, with_chart: bool = True, url: str = "") -> InsertValue:
    """Pure: the insert of these results. ``as_of``: ISO date of the figures."""
    raise NotImplementedError


SURVEY = InsertKind(KIND, "Опрос жителей", "Вставить опрос", "surveys:insert", current)
