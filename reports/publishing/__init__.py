"""The one place where a report's state changes, and where its versions are published and withdrawn.

`moves.py` has the table of moves; `road.py` sends a report on, approves and returns it; `versions.py` publishes and
withdraws; `corrections.py` opens a published report again; `news.py` tells people.
"""

from reports.publishing.corrections import add_to_correction, cancel_correction, correct, is_correction
from reports.publishing.moves import MOVES, Approval, report_for
from reports.publishing.road import approve, check_day, return_to_collecting, send_on
from reports.publishing.versions import (
    Published,
    is_from_file,
    preview,
    publish,
    publish_as_it_stands,
    publish_imported,
    withdraw,
)

__all__ = [
    "MOVES",
    "Approval",
    "Published",
    "add_to_correction",
    "approve",
    "cancel_correction",
    "check_day",
    "correct",
    "is_correction",
    "is_from_file",
    "preview",
    "publish",
    "publish_as_it_stands",
    "publish_imported",
    "report_for",
    "return_to_collecting",
    "send_on",
    "withdraw",
]
