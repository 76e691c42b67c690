"""A file's road into the plan: `matching` finds the activities, `bringing` writes, `uploads` serves the web."""

from reports.importing.bringing import bring_in
from reports.importing.outcome import (
    FigureOffer,
    ImportOptions,
    ImportOutcome,
    ImportRefused,
    RowOutcome,
    Take,
    figures,
)
from reports.importing.uploads import confirm, discard, preview, read_report, read_upload, start, write_file

__all__ = [
    "FigureOffer",
    "ImportOptions",
    "ImportOutcome",
    "ImportRefused",
    "RowOutcome",
    "Take",
    "bring_in",
    "confirm",
    "discard",
    "figures",
    "preview",
    "read_report",
    "read_upload",
    "start",
    "write_file",
]
