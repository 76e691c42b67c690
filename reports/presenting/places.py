"""The lines of the portal's home and of a district's home."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reports.presenting.summary import Legend, Summary


@dataclass(frozen=True, slots=True)
class District:
    """A municipality on the portal's home; `latest` is None before its first report."""

    name: str
    region: str
    url: str
    latest: Summary | None = None


def legend_of(reports: Iterable[Summary]) -> tuple[Legend, ...]:
    """The signs that stand in any of the strips, newest first, without counts."""
    items: dict[str, Legend] = {}
    for report in reports:
        for item in report.legend:
            items.setdefault(item.css, Legend(item.css, item.sign, item.word))
    order = ("new", "same", "quiet", "gap", "optional")
    return tuple(items[css] for css in order if css in items)


@dataclass(frozen=True, slots=True)
class MosaicTile:
    number: str
    change: str


@dataclass(frozen=True, slots=True)
class Mosaic:
    """The last report as a picture beside the sign-in form."""

    cells: tuple[MosaicTile, ...]
    caption: str


def mosaic_of(report: Summary) -> Mosaic:
    """Its strip without links, and one sentence."""
    tiles = tuple(MosaicTile(cell.number, cell.css) for cell in report.cells)
    return Mosaic(
        tiles, f"Отчёт за {report.period}: {report.filled} из {report.total} {report.noun} со сведениями."
    )
