"""The one place where the state of an entry or of a period changes.

`moves.py` has the table of moves; `entries.py` what officials do, `review.py` what reviewers do, `periods.py`
half-years, `documents.py` what is attached, `inserts.py` what stands under the text, `imported.py` files and reports of
the past, `corrections.py` the correction of what is published.
"""

from plans.workflow.corrections import end_correction, reopen, restore
from plans.workflow.documents import attach_file, attach_link, detach
from plans.workflow.entries import Draft, measure, save, see, settle, submit, take_back
from plans.workflow.found import write_figures
from plans.workflow.imported import approve_filled, entries_taken_back, write_imported
from plans.workflow.inserts import add_insert, current_value, refresh_insert, remove_insert
from plans.workflow.moves import MOVES, Stale, WrongState, allows, hold, lock_entries
from plans.workflow.periods import (
    Outlook,
    cancel_period,
    collection_limits,
    is_empty,
    lock_period,
    move_collection,
    open_for_work,
    open_period,
    outlook,
    periods_to_open,
    proposed_collection,
    unlock_period,
)
from plans.workflow.review import (
    Outdated,
    approve,
    give_back,
    give_back_many,
    is_from_file,
    remind,
    reopen_entry,
    undo_approval,
)

__all__ = [
    "MOVES",
    "Draft",
    "Outdated",
    "Outlook",
    "Stale",
    "WrongState",
    "add_insert",
    "allows",
    "approve",
    "approve_filled",
    "attach_file",
    "attach_link",
    "cancel_period",
    "collection_limits",
    "current_value",
    "detach",
    "end_correction",
    "entries_taken_back",
    "give_back",
    "give_back_many",
    "hold",
    "is_empty",
    "is_from_file",
    "lock_entries",
    "lock_period",
    "measure",
    "move_collection",
    "open_for_work",
    "open_period",
    "outlook",
    "periods_to_open",
    "proposed_collection",
    "refresh_insert",
    "remind",
    "remove_insert",
    "reopen",
    "reopen_entry",
    "restore",
    "save",
    "see",
    "settle",
    "submit",
    "take_back",
    "undo_approval",
    "unlock_period",
    "write_figures",
    "write_imported",
]
