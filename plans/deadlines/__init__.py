"""Deadlines: an office's wording, the rule read from it, and the dates that the rule gives."""

from .describing import describe
from .reading import Deadline, read_deadline
from .rules import Kind, Once, Rule, Yearly, due_in_period, due_in_year, is_optional, own_dates

__all__ = [
    "Deadline",
    "Kind",
    "Once",
    "Rule",
    "Yearly",
    "describe",
    "due_in_period",
    "due_in_year",
    "is_optional",
    "own_dates",
    "read_deadline",
]
