"""Makes the public pages' HTML from frozen reports; no request reaches a template here, so no visitor does either."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import Municipality
from accounts.public.home import home_blocks
from accounts.public.shell import Crumb, crumbs_of, home_url, render_page
from accounts.wording import date_words
from plans.periods import ReportingPeriod
from reports import presenting, queries
from reports.content import ReportContent
from reports.models import Publication
from reports.presenting.words import period_name
from reports.public import addresses
from reports.public.contents import contents

_MOST_TILES_AT_HOME = 4

# The section of the public pages that all of these but the homes belong to.
SECTION = "reports:report-list"


@dataclass(frozen=True, slots=True)
class Notice:
    """A version that was withdrawn; ``on``: the day in words."""

    number: int
    reason: str
    on: str
    sha256: str


def home(municipalities: Sequence[Municipality]) -> str:
    """The list of municipalities, each with the figures of its newest report."""
    newest = queries.publications([item.newest_id for item in municipalities if item.newest_id])  # type: ignore[attr-defined]
    read = dict(zip(newest, contents.of(list(newest.values())), strict=True))
    districts = [
        presenting.District(
            item.name,
            item.region,
            reverse("reports:municipality", args=[item.slug]),
            presenting.summarize(
                read[item.newest_id],  # type: ignore[attr-defined]
                url=addresses.report_url(*addresses.place_of(newest[item.newest_id])),  # type: ignore[attr-defined]
            )
            if item.newest_id  # type: ignore[attr-defined]
            else None,
        )
        for item in municipalities
    ]
    return render_to_string("reports/public_home.html", {"districts": districts})


def municipality(place: Municipality, publications: Sequence[Publication]) -> str:
    """``publications``: the newest version of every report, newest first."""
    summaries = _summaries(publications)
    latest_url = summaries[0].url if summaries else ""
    files = presenting.downloads_of(_files(publications[0])) if publications else ()
    latest_file = next((file for file in files if file.url), None)
    context = {
        "latest": summaries[0] if summaries else None,
        "latest_file": latest_file,
        "tiles": _tiles(publications, latest_url),
        "reports": summaries,
        "legend": presenting.legend_of(summaries),
        "reports_url": reverse(SECTION, args=[place.slug]),
        "blocks": home_blocks(place),
    }
    return render_page("reports/public_municipality.html", place, context, current="")


def report_list(place: Municipality, publications: Sequence[Publication]) -> str:
    context = {
        "reports": _summaries(publications),
        "crumbs": crumbs_of((place.name, home_url(place)), here="Отчёты"),
    }
    return render_page("reports/public_report_list.html", place, context, current=SECTION)


def report(shown: Publication, versions: Sequence[Publication], *, is_named: bool) -> str:
    """The page of one version. ``is_named``: at the version's own address, not at that of the newest one."""
    context = {
        "page": _page(shown, versions),
        "crumbs": crumbs_of_report(shown, named=shown.version if is_named else None),
        "canonical_url": addresses.version_url(*addresses.place_of(shown), shown.version),
    }
    return render_page("reports/public_report.html", shown.municipality, context, current=SECTION)


def withdrawn(shown: Publication, versions: Sequence[Publication]) -> str:
    """The notice that takes the place of a withdrawn version."""
    period = shown.report.plan_period.period
    newer = [item for item in versions if item.version > shown.version and item.withdrawn_at is None]
    context = {
        "title": _title(period),
        "withdrawn": Notice(
            shown.version,
            shown.withdrawn_reason,
            date_words(timezone.localdate(shown.withdrawn_at)),
            shown.sha256,
        ),
        "newer_url": addresses.report_url(*addresses.place_of(shown)) if newer else "",
        "crumbs": crumbs_of_report(shown, named=shown.version),
    }
    return render_page("reports/public_withdrawn.html", shown.municipality, context, current=SECTION)


def not_ready(shown: Publication, format: str) -> str:
    """A file that is still being made."""
    context = {
        "title": _title(shown.report.plan_period.period),
        "format": format.upper(),
        "report_url": addresses.version_url(*addresses.place_of(shown), shown.version),
        "crumbs": crumbs_of_report(shown, named=shown.version),
    }
    return render_page("reports/public_not_ready.html", shown.municipality, context, current=SECTION)


def _title(period: ReportingPeriod) -> str:
    return f"Отчёт за {period_name(period)}"


def crumbs_of_report(shown: Publication, *, named: int | None, here: str = "") -> tuple[Crumb, ...]:
    """``here``: a page beneath the report's own, or beneath its version's."""
    slug, plan, period = addresses.place_of(shown)
    steps = [
        (shown.municipality.name, home_url(shown.municipality)),
        ("Отчёты", reverse(SECTION, args=[slug])),
    ]
    steps.append((period_name(period), addresses.report_url(slug, plan, period)))
    if named is not None:
        steps.append((f"Версия {named}", addresses.version_url(slug, plan, period, named)))
    if here:
        return crumbs_of(*steps, here=here)
    *steps, (own, _) = steps
    return crumbs_of(*steps, here=own)


def _page(shown: Publication, versions: Sequence[Publication]) -> presenting.ReportPage:
    place = addresses.place_of(shown)
    previous, earlier = _before(shown)
    corrected = queries.corrected_by(shown, versions)
    content, *corrects = contents.of([shown, corrected] if corrected else [shown])
    standing = queries.newest_standing(list(versions))
    return presenting.present_report(
        content,
        sha256=shown.sha256,
        versions=[
            presenting.Version(
                item.version,
                addresses.version_url(*place, item.version),
                timezone.localtime(item.published_at).isoformat(),
                item.reason,
            )
            for item in sorted(versions, key=lambda item: item.version)
            if item.withdrawn_at is None
        ],
        files=_files(shown),
        previous=previous,
        earlier=earlier,
        corrects=next(iter(corrects), None),
        urls=presenting.Addresses(
            activity=partial(addresses.activity_url, *place[:2]),
            file=partial(addresses.attachment_url, *place, shown.version),
            # That page shows the newest version.
            changes=addresses.changes_url(*place) if previous and shown == standing else "",
            corrections=addresses.version_changes_url(*place, shown.version) if corrected else "",
        ),
    )


def _before(shown: Publication) -> tuple[ReportContent | None, Iterator[ReportContent]]:
    """The report of the half-year before, and those before that one, read only when they are asked for."""
    if not shown.previous_id:  # type: ignore[attr-defined]
        return None, iter(())
    previous, *earlier = queries.earlier_standing(shown)
    [content] = contents.of([previous])
    return content, _read(earlier)


def _read(publications: Sequence[Publication]) -> Iterator[ReportContent]:
    yield from contents.of(publications) if publications else ()


def _files(shown: Publication) -> list[presenting.FinishedFile]:
    place = addresses.place_of(shown)
    return [
        presenting.FinishedFile(
            rendition.format,
            addresses.file_url(*place, shown.version, rendition.format),
            rendition.size,
            rendition.sha256,
            timezone.localtime(rendition.created_at).isoformat(),
        )
        for rendition in shown.renditions.all()
    ]


def _summaries(publications: Sequence[Publication]) -> list[presenting.Summary]:
    """Each report beside the one of the half-year before, where that is among them; its plan is named where the
    municipality reports on several."""
    read = {
        (item.report.plan_period.plan_id, item.report.plan_period.period): content
        for item, content in zip(publications, contents.of(publications), strict=True)
    }
    several = len({plan_id for plan_id, _ in read}) > 1
    return [
        presenting.summarize(
            content,
            url=addresses.report_url(*addresses.place_of(item)),
            previous=read.get((plan_id, period.previous)),
            plan=content.plan_title if several else "",
        )
        for item, ((plan_id, period), content) in zip(publications, read.items(), strict=True)
    ]


def _tiles(publications: Sequence[Publication], url: str) -> tuple[presenting.Tile, ...]:
    """The main figures of the newest report, beside the half-year before, where that is of the same plan."""
    if not publications:
        return ()
    latest = publications[0].report.plan_period
    before = next(
        (
            item
            for item in publications
            if item.report.plan_period.plan_id == latest.plan_id
            and item.report.plan_period.period == latest.period.previous
        ),
        None,
    )
    now, *then = contents.of([publications[0], before] if before else [publications[0]])
    previous = presenting.figures_by_key(then[0] if then else None)
    return presenting.tiles_of(now, previous, url=url, most=_MOST_TILES_AT_HOME)
