"""Public pages as plain values: what a template shows of a frozen report, and nothing it would have to work out."""

from reports.presenting.places import (
    Crumb,
    District,
    NavItem,
    crumbs_of,
    legend_of,
    mosaic_of,
    navigation,
)
from reports.presenting.report import (
    FinishedFile,
    ReportPage,
    Summary,
    Version,
    downloads_of,
    present_report,
    summarize,
)

__all__ = [
    "Crumb",
    "District",
    "FinishedFile",
    "NavItem",
    "ReportPage",
    "Summary",
    "Version",
    "crumbs_of",
    "downloads_of",
    "legend_of",
    "mosaic_of",
    "navigation",
    "present_report",
    "summarize",
]
