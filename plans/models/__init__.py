"""The plan and the work on it: `plan.py` what was promised and by whom, `progress.py` what was reported."""

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

__all__ = [
    "Activity",
    "ActivityRevision",
    "Assignment",
    "EntryVersion",
    "Officer",
    "Plan",
    "PlanAct",
    "PlanPeriod",
    "ProgressEntry",
    "Section",
]
