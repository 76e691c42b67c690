"""Public pages as plain values: what a template shows of a frozen report, and nothing it would have to work out."""

from reports.presenting.activity import ActivityPage, Issue, present_activity
from reports.presenting.differing import ChangesPage, present_changes
from reports.presenting.figures import Tile, figures_by_key, tiles_of
from reports.presenting.files import FinishedFile, downloads_of
from reports.presenting.places import District, legend_of, mosaic_of
from reports.presenting.report import ReportPage, Version, present_report
from reports.presenting.rows import Addresses
from reports.presenting.summary import Summary, summarize

__all__ = [
    "ActivityPage",
    "Addresses",
    "ChangesPage",
    "District",
    "FinishedFile",
    "Issue",
    "ReportPage",
    "Summary",
    "Tile",
    "Version",
    "downloads_of",
    "figures_by_key",
    "legend_of",
    "mosaic_of",
    "present_activity",
    "present_changes",
    "present_report",
    "summarize",
    "tiles_of",
]
