"""Where a public page stands: breadcrumbs, sections, the lines of the portal's home and of a district's home."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reports.presenting.summary import Legend, Summary


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the breadcrumbs; the page itself has no address."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class NavItem:
    title: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class District:
    """A municipality on the portal's home; `latest` is None before its first report."""

    name: str
    region: str
    url: str
    latest: Summary | None = None


def navigation(*, reports_url: str, current: bool = True) -> tuple[NavItem, ...]:
    """The sections of a district's public pages: only those that exist."""
    return (NavItem("Отчёты", reports_url, current),)


def crumbs_of(*steps: tuple[str, str], here: str) -> tuple[Crumb, ...]:
    """Breadcrumbs from (title, url) pairs to the page itself."""
    return (*_links(steps), Crumb(here))


def _links(steps: Iterable[tuple[str, str]]) -> Iterable[Crumb]:
    return (Crumb(title, url) for title, url in steps)


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
