"""Makes the public pages' HTML from frozen reports; no request reaches a template here, so no visitor does either."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import Municipality
from accounts.wording import date_words
from plans.periods import ReportingPeriod
from reports import presenting, queries
from reports.content import ReportContent
from reports.models import Publication
from reports.presenting.words import period_name, with_period
from reports.public import addresses
from reports.public.contents import contents


@dataclass(frozen=True, slots=True)
class Emblem:
    url: str


@dataclass(frozen=True, slots=True)
class Place:
    """What public pages show of a municipality; its emblem stands at a public address."""

    name: str
    name_genitive: str
    region: str
    address: str
    phone: str
    email: str
    website: str
    logo: Emblem | None


@dataclass(frozen=True, slots=True)
class Notice:
    """A version that was withdrawn; ``on``: the day in words."""

    number: int
    reason: str
    on: str
    sha256: str


def home(municipalities: Sequence[Municipality]) -> str:
    """The list of municipalities, each with the figures of its newest report."""
    newest = _with_texts([item.newest_id for item in municipalities if item.newest_id])  # type: ignore[attr-defined]
    districts = [
        presenting.District(
            item.name,
            item.region,
            reverse("reports:municipality", args=[item.slug]),
            _summary(newest[item.newest_id]) if item.newest_id else None,  # type: ignore[attr-defined]
        )
        for item in municipalities
    ]
    return render_to_string("reports/public_home.html", {"districts": districts})


def municipality(place: Municipality, publications: Sequence[Publication]) -> str:
    """``publications``: the newest version of every report, newest first."""
    whole = _whole(publications)
    summaries = _summaries(whole)
    files = presenting.downloads_of(_files(whole[0])) if whole else ()
    latest_file = next((file for file in files if file.url), None)
    context = {
        "latest": summaries[0] if summaries else None,
        "latest_file": latest_file,
        "reports": summaries,
        "legend": presenting.legend_of(summaries),
    }
    return _render("reports/public_municipality.html", place, context, is_in_reports=False)


def report_list(place: Municipality, publications: Sequence[Publication]) -> str:
    context = {
        "reports": _summaries(_whole(publications)),
        "crumbs": presenting.crumbs_of((place.name, _home_url(place)), here="Отчёты"),
    }
    return _render("reports/public_report_list.html", place, context)


def report(shown: Publication, versions: Sequence[Publication], *, is_named: bool) -> str:
    """The page of one version. ``is_named``: at the version's own address, not at that of the newest one."""
    context = {
        "page": _page(shown, versions),
        "crumbs": _crumbs(shown, named=shown.version if is_named else None),
        "canonical_url": addresses.version_url(*addresses.place_of(shown), shown.version),
    }
    return _render("reports/public_report.html", shown.municipality, context)


def changes(shown: Publication, previous_id: int) -> str:
    """The newest version beside that of the half-year before."""
    previous = _with_texts([previous_id])[previous_id]
    place, before = addresses.place_of(shown), addresses.place_of(previous)
    context = {
        "title": "Что изменилось",
        "lead": f"{period_name(place[2])} {with_period(before[2])}",
        "reason": "",
        "sides": [
            _side(f"{period_name(place[2])}, версия {shown.version}", addresses.report_url(*place)),
            _side(f"{period_name(before[2])}, версия {previous.version}", addresses.report_url(*before)),
        ],
        "page": _changes(shown, addresses.report_url(*place), previous, addresses.report_url(*before)),
        "crumbs": _crumbs(shown, named=None, here="Что изменилось"),
    }
    return _render("reports/public_changes.html", shown.municipality, context)


def version_changes(shown: Publication, corrected: Publication) -> str:
    """A version beside the one it corrects, with the reason on top."""
    place = addresses.place_of(shown)
    url = addresses.version_url(*place, shown.version)
    corrected_url = addresses.version_url(*place, corrected.version)
    context = {
        "title": f"Что исправлено в версии {shown.version}",
        "lead": f"Отчёт за {period_name(place[2])}, по сравнению с версией {corrected.version}",
        "reason": shown.reason,
        "sides": [
            _side(f"Версия {item.version} от {_day(item)}", address)
            for item, address in ((shown, url), (corrected, corrected_url))
        ],
        "page": _changes(shown, url, corrected, corrected_url),
        "crumbs": _crumbs(shown, named=shown.version, here="Что исправлено"),
    }
    return _render("reports/public_changes.html", shown.municipality, context)


def activity(key: int, publications: Sequence[Publication]) -> str:
    """An activity through all half-years; raises Http404 where no report that stands has it."""
    issues = _issues(publications)
    page = presenting.present_activity(str(key), issues)
    if page is None:
        raise Http404
    first = publications[0]
    slug, plan, _ = addresses.place_of(first)
    context = {
        "page": page,
        "relatives": [
            _side(words, addresses.activity_url(slug, plan, relative))
            for words, relative in (
                ("Заменило прежнее мероприятие", first.replaces),  # type: ignore[attr-defined]
                ("Заменено другим мероприятием", first.replaced_by),  # type: ignore[attr-defined]
            )
            if relative and presenting.present_activity(str(relative), issues)
        ],
        "crumbs": presenting.crumbs_of(
            (first.municipality.name, _home_url(first.municipality)),
            ("Отчёты", reverse("reports:report-list", args=[slug])),
            here=f"Мероприятие {page.number}",
        ),
    }
    return _render("reports/public_activity.html", first.municipality, context)


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
        "crumbs": _crumbs(shown, named=shown.version),
    }
    return _render("reports/public_withdrawn.html", shown.municipality, context)


def not_ready(shown: Publication, format: str) -> str:
    """A file that is still being made."""
    context = {
        "title": _title(shown.report.plan_period.period),
        "format": format.upper(),
        "report_url": addresses.version_url(*addresses.place_of(shown), shown.version),
        "crumbs": _crumbs(shown, named=shown.version),
    }
    return _render("reports/public_not_ready.html", shown.municipality, context)


def _render(
    template: str, place: Municipality, context: Mapping[str, object], *, is_in_reports: bool = True
) -> str:
    reports_url = reverse("reports:report-list", args=[place.slug])
    return render_to_string(
        template,
        {
            "municipality": _place(place),
            "home_url": _home_url(place),
            "reports_url": reports_url,
            "nav_items": presenting.navigation(reports_url=reports_url, current=is_in_reports),
            **context,
        },
    )


def _place(municipality: Municipality) -> Place:
    return Place(
        name=municipality.name,
        name_genitive=municipality.name_genitive,
        region=municipality.region,
        address=municipality.address,
        phone=municipality.phone,
        email=municipality.email,
        website=municipality.website,
        logo=Emblem(reverse("reports:logo", args=[municipality.slug])) if municipality.logo else None,
    )


def _home_url(place: Municipality) -> str:
    return reverse("reports:municipality", args=[place.slug])


def _title(period: ReportingPeriod) -> str:
    return f"Отчёт за {period_name(period)}"


def _crumbs(shown: Publication, *, named: int | None, here: str = "") -> tuple[presenting.Crumb, ...]:
    """``here``: a page beneath the report's own, or beneath its version's."""
    slug, plan, period = addresses.place_of(shown)
    steps = [
        (shown.municipality.name, _home_url(shown.municipality)),
        ("Отчёты", reverse("reports:report-list", args=[slug])),
    ]
    steps.append((period_name(period), addresses.report_url(slug, plan, period)))
    if named is not None:
        steps.append((f"Версия {named}", addresses.version_url(slug, plan, period, named)))
    if here:
        return presenting.crumbs_of(*steps, here=here)
    *steps, (own, _) = steps
    return presenting.crumbs_of(*steps, here=own)


def _side(title: str, url: str) -> dict[str, str]:
    return {"title": title, "url": url}


def _day(publication: Publication) -> str:
    return date_words(timezone.localtime(publication.published_at))


def _changes(shown: Publication, url: str, earlier: Publication, earlier_url: str) -> presenting.ChangesPage:
    content, before = contents.of([shown, earlier])
    return presenting.present_changes(content, before, url=url, earlier_url=earlier_url)


def _issues(publications: Sequence[Publication]) -> list[presenting.Issue]:
    """``publications``: newest half-year first; each is compared with the half-year before, if that is among them."""
    periods = {item.report.plan_period.period for item in publications}
    issues = []
    for item, content in zip(publications, contents.of(publications), strict=True):
        place = addresses.place_of(item)
        issues.append(
            presenting.Issue(
                content,
                addresses.report_url(*place),
                addresses.changes_url(*place) if place[2].previous in periods else "",
                partial(addresses.attachment_url, *place, item.version),
            )
        )
    return issues


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
    contents = {
        (item.report.plan_period.plan_id, item.report.plan_period.period): ReportContent.from_text(
            item.content
        )
        for item in publications
    }
    several = len({plan_id for plan_id, _ in contents}) > 1
    return [
        presenting.summarize(
            content,
            url=addresses.report_url(*addresses.place_of(item)),
            previous=contents.get((plan_id, period.previous)),
            plan=content.plan_title if several else "",
        )
        for item, ((plan_id, period), content) in zip(publications, contents.items(), strict=True)
    ]


def _summary(publication: Publication) -> presenting.Summary:
    return presenting.summarize(
        ReportContent.from_text(publication.content),
        url=addresses.report_url(*addresses.place_of(publication)),
    )


def _whole(publications: Sequence[Publication]) -> list[Publication]:
    """The same with their texts, in one query."""
    texts = _with_texts([item.pk for item in publications])
    return [texts[item.pk] for item in publications]


def _with_texts(ids: Sequence[int]) -> dict[int, Publication]:
    return Publication.objects.select_related("municipality", "report__plan_period__plan").in_bulk(ids)
