"""The plan and the work on it: `plan.py` what was promised and by whom, `progress.py` what was reported, `figures.py`
its numbers, `work.py` documents, editors and substitutes, `inserts.py` blocks beside the text, `standing.py` rows of
opened half-years, `notices.py` what people are told."""

from plans.models.figures import Indicator, IndicatorValue
from plans.models.inserts import Insert
from plans.models.notices import Letter, Notice, NoticeSettings
from plans.models.plan import (
    Activity,
    ActivityRevision,
    Assignment,
    Officer,
    Plan,
    PlanAct,
    Section,
)
from plans.models.progress import EntryVersion, PlanPeriod, ProgressEntry
from plans.models.standing import PeriodLine
from plans.models.work import Attachment, EntryEditor, Substitution

__all__ = [
    "Activity",
    "ActivityRevision",
    "Assignment",
    "Attachment",
    "EntryEditor",
    "EntryVersion",
    "Indicator",
    "IndicatorValue",
    "Insert",
    "Letter",
    "Notice",
    "NoticeSettings",
    "Officer",
    "PeriodLine",
    "Plan",
    "PlanAct",
    "PlanPeriod",
    "ProgressEntry",
    "Section",
    "Substitution",
]
