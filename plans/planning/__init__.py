"""The one place that writes a plan: its activities as they stand from a half-year on, their officers, its acts."""

from plans.planning.lines import DesiredLine, LineOutcome, OfficerName, set_lines
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
