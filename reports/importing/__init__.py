"""A file's road into the plan: `matching.py` finds the activities, `bringing.py` writes, `uploads.py` serves the web."""

from reports.importing.bringing import bring_in
from reports.importing.outcome import ImportOptions, ImportOutcome, ImportRefused, RowOutcome, figures

__all__ = ["ImportOptions", "ImportOutcome", "ImportRefused", "RowOutcome", "bring_in", "figures"]
