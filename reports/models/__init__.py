"""Reports: `publication.py` the frozen versions and their files, `work.py` imports and long work."""

from reports.models.publication import Publication, Rendition, Report
from reports.models.work import ImportRun, Job

__all__ = ["ImportRun", "Job", "Publication", "Rendition", "Report"]
