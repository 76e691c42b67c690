"""The one place where the state of an entry or of a period changes.

`moves.py` has the table of moves; `entries.py` what officials do, `review.py` what reviewers do, `periods.py`
half-years, `documents.py` what is attached, `imported.py` files, reports of the past and corrections.
"""

from plans.workflow.documents import attach_file, attach_link, detach
from plans.workflow.entries import Draft, measure, save, see, submit, take_back
from plans.workflow.imported import approve_filled, end_correction, entries_taken_back, reopen, write_imported
from plans.workflow.moves import MOVES, Stale, WrongState
from plans.workflow.periods import (
    cancel_period,
    is_empty,
    lock_period,
    move_collection,
    open_for_work,
    open_period,
    unlock_period,
)
from plans.workflow.review import approve, give_back, remind, reopen_entry

__all__ = [
    "MOVES",
    "Draft",
    "Stale",
    "WrongState",
    "approve",
    "approve_filled",
    "attach_file",
    "attach_link",
    "cancel_period",
    "detach",
    "end_correction",
    "entries_taken_back",
    "give_back",
    "is_empty",
    "lock_period",
    "measure",
    "move_collection",
    "open_for_work",
    "open_period",
    "remind",
    "reopen",
    "reopen_entry",
    "save",
    "see",
    "submit",
    "take_back",
    "unlock_period",
    "write_imported",
]
