"""Changes of a plan made by hand, each from a half-year on: half-years before it stay as they were.

`ground.py` what every change begins with, `timeline.py` how the plan stands over time; `words.py`, `placing.py`,
`lives.py` and `headings.py` the changes; `naming.py` officers as people type them.
"""

from plans.planning.editing.ground import editable_from, editable_periods, period_to_edit
from plans.planning.editing.headings import add_section, remove_section, rename_section
from plans.planning.editing.lives import add_activity, end_activity, remove_activity, replace_activity
from plans.planning.editing.naming import read_names
from plans.planning.editing.placing import FIRST, LAST, move_activity
from plans.planning.editing.words import amend_activity, make_group, make_reportable, set_officers

__all__ = [
    "FIRST",
    "LAST",
    "add_activity",
    "add_section",
    "amend_activity",
    "editable_from",
    "editable_periods",
    "end_activity",
    "make_group",
    "make_reportable",
    "move_activity",
    "period_to_edit",
    "read_names",
    "remove_activity",
    "remove_section",
    "rename_section",
    "replace_activity",
    "set_officers",
]
