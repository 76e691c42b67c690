"""The one place where surveys are written: entered, imported, published, taken back, removed.

`saving.py` writes a survey whole, `moves.py` shows it to citizens or hides it; what they lean on is pure: `cleaning.py`
(what may be kept), `filling.py` (what a file does not say), `naming.py` (the name in the address), `differing.py` (what
the history tells, what a file takes from other places).
"""

from plans.workflow import WrongState
from surveys.keeping.filling import with_respondents
from surveys.keeping.moves import publish, remove, unpublish
from surveys.keeping.saving import Kept, Outcome, Stale, bring, keep, would_bring
from surveys.titles import DEFAULT_TITLE

__all__ = [
    "DEFAULT_TITLE",
    "Kept",
    "Outcome",
    "Stale",
    "WrongState",
    "bring",
    "keep",
    "publish",
    "remove",
    "unpublish",
    "with_respondents",
    "would_bring",
]
