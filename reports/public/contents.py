"""Frozen values that this process has read lately: pages that look at many reports do not read each of them again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from reports.content import ReportContent
from reports.models import Publication

# A row takes about two kilobytes.
MOST_ROWS = 40_000


class Contents:
    """Kept by sha256, which is the content's own name: what is kept is never stale. Long unused ones go first."""

    def __init__(self, most_rows: int = MOST_ROWS) -> None:
        self._most_rows = most_rows
        self._kept: OrderedDict[str, ReportContent] = OrderedDict()
        self._lock = Lock()

    def of(self, publications: Sequence[Publication]) -> list[ReportContent]:
        """In the order asked for; at most one query. Whether people may see them is the caller's to know."""
        wanted = [publication.sha256 for publication in publications]
        with self._lock:
            found = {sha256: self._kept[sha256] for sha256 in wanted if sha256 in self._kept}
        missing = [item.pk for item in publications if item.sha256 not in found]
        if missing:
            texts = Publication.objects.filter(pk__in=missing).values_list("sha256", "content")
            found |= {sha256: ReportContent.from_text(text) for sha256, text in texts}
        with self._lock:
            for sha256 in wanted:
                self._kept[sha256] = found[sha256]
                self._kept.move_to_end(sha256)
            self._shrink()
        return [found[sha256] for sha256 in wanted]

    def _shrink(self) -> None:
        rows = sum(len(content.rows) for content in self._kept.values())
        while rows > self._most_rows:
            _, oldest = self._kept.popitem(last=False)
            rows -= len(oldest.rows)


contents = Contents()
