"""The one place that writes a plan: its activities as they stand from a half-year on, their officers, its acts."""

from plans.planning.desired import DesiredLine, LineOutcome
from plans.planning.lines import set_lines
from plans.planning.officers import OfficerName
from plans.planning.plan import add_act, correct_deadline, create_plan

__all__ = [
    "DesiredLine",
    "LineOutcome",
    "OfficerName",
    "add_act",
    "correct_deadline",
    "create_plan",
    "set_lines",
]
