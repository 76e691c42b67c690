"""The public pages: the portal's home, a municipality, its reports and their versions."""

from __future__ import annotations

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_safe

from accounts.models import Municipality
from accounts.public.cache import fingerprint, public, public_page
from accounts.public.home import home_marks
from accounts.public.sections import public_namespaces
from plans.periods import ReportingPeriod
from reports import queries
from reports.models import Publication
from reports.public import addresses, history, pages


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """The only municipality at once; a list of several."""
    municipalities = queries.municipalities_with_newest()
    if len(municipalities) == 1:
        return public(HttpResponseRedirect(reverse("reports:municipality", args=[municipalities[0].slug])))
    key = [(fingerprint(item), item.newest_id) for item in municipalities]  # type: ignore[attr-defined]
    return public_page(request, key=("home", key), render=lambda: pages.home(municipalities))


@require_safe
def municipality(request: HttpRequest, municipality: str) -> HttpResponseBase:
    publications = queries.standing_publications(municipality)
    place = _municipality(municipality, publications)
    return public_page(
        request,
        key=("municipality", fingerprint(place), _marks(publications), home_marks(place)),
        render=lambda: pages.municipality(place, publications),
    )


@require_safe
def report_list(request: HttpRequest, municipality: str, plan: str | None = None) -> HttpResponseBase:
    """All reports of a municipality, or those of one plan."""
    publications = queries.standing_publications(municipality, plan)
    if plan is not None and not publications:
        raise Http404
    if plan is not None and publications[0].report.plan_period.plan.is_primary:
        return HttpResponsePermanentRedirect(reverse("reports:report-list", args=[municipality]))
    place = _municipality(municipality, publications)
    return public_page(
        request,
        key=("reports", plan, fingerprint(place), _marks(publications)),
        render=lambda: pages.report_list(place, publications),
    )


@require_safe
def report(
    request: HttpRequest, municipality: str, period: ReportingPeriod, plan: str | None = None
) -> HttpResponseBase:
    """The newest version that stands; where all are withdrawn, the notice of the last."""
    versions = _versions(municipality, plan, period)
    if _has_short_address(plan, versions):
        return HttpResponsePermanentRedirect(addresses.report_url(municipality, None, period))
    shown = queries.newest_standing(versions) or versions[0]
    return _report_page(request, shown, versions, is_named=False)


@require_safe
def version(
    request: HttpRequest, municipality: str, period: ReportingPeriod, version: int, plan: str | None = None
) -> HttpResponseBase:
    """One version, for ever at its own address."""
    versions = _versions(municipality, plan, period)
    if _has_short_address(plan, versions):
        return HttpResponsePermanentRedirect(addresses.version_url(municipality, None, period, version))
    shown = next((item for item in versions if item.version == version), None)
    if shown is None:
        raise Http404
    return _report_page(request, shown, versions, is_named=True)


@require_safe
def changes(
    request: HttpRequest, municipality: str, period: ReportingPeriod, plan: str | None = None
) -> HttpResponseBase:
    """What is different from the report of the half-year before, word by word."""
    versions = _versions(municipality, plan, period)
    if _has_short_address(plan, versions):
        return HttpResponsePermanentRedirect(addresses.changes_url(municipality, None, period))
    shown = queries.newest_standing(versions)
    if shown is None:
        return public(HttpResponse(pages.withdrawn(versions[0], versions), status=410))
    previous_id = shown.previous_id  # type: ignore[attr-defined]
    if previous_id is None:
        raise Http404
    return public_page(
        request,
        key=("changes", fingerprint(shown.municipality), addresses.place_of(shown), shown.pk, previous_id),
        render=lambda: history.changes(shown, previous_id),
    )


@require_safe
def version_changes(
    request: HttpRequest, municipality: str, period: ReportingPeriod, version: int, plan: str | None = None
) -> HttpResponseBase:
    """What a version corrects in the one before it that still stands, word by word."""
    versions = _versions(municipality, plan, period)
    if _has_short_address(plan, versions):
        return HttpResponsePermanentRedirect(
            addresses.version_changes_url(municipality, None, period, version)
        )
    shown = next((item for item in versions if item.version == version), None)
    corrected = queries.corrected_by(shown, versions) if shown else None
    if shown is None or (corrected is None and shown.withdrawn_at is None):
        raise Http404
    if shown.withdrawn_at is not None or corrected is None:
        return public(HttpResponse(pages.withdrawn(shown, versions), status=410))
    key = (
        "version changes",
        fingerprint(shown.municipality),
        addresses.place_of(shown),
        shown.pk,
        corrected.pk,
    )
    return public_page(request, key=key, render=lambda: history.version_changes(shown, corrected))


@require_safe
def activity(
    request: HttpRequest, municipality: str, activity: int, plan: str | None = None
) -> HttpResponseBase:
    """An activity through all half-years whose reports stand."""
    publications = queries.standing_with_relatives(municipality, plan, activity)
    if not publications:
        raise Http404
    if plan is not None and publications[0].report.plan_period.plan.is_primary:
        return HttpResponsePermanentRedirect(addresses.activity_url(municipality, None, activity))
    first = publications[0]
    relatives = (first.replaces, first.replaced_by)  # type: ignore[attr-defined]
    return public_page(
        request,
        key=(
            "activity",
            activity,
            fingerprint(first.municipality),
            addresses.place_of(first)[:2],
            [item.pk for item in publications],
            relatives,
        ),
        render=lambda: history.activity(activity, publications),
    )


@require_safe
def in_lower_case(request: HttpRequest, path: str) -> HttpResponseBase:
    """Addresses are written in small letters; one typed otherwise is led to the right one, if there is such a page."""
    for right in (f"/{path.lower()}", f"/{path.lower()}/"):
        try:
            found = resolve(right)
        except Resolver404:
            continue
        if found.namespace in public_namespaces() and found.func is not in_lower_case:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{right}?{query}" if query else right)
    raise Http404


def _report_page(
    request: HttpRequest, shown: Publication, versions: list[Publication], *, is_named: bool
) -> HttpResponseBase:
    if shown.withdrawn_at is not None:
        return public(HttpResponse(pages.withdrawn(shown, versions), status=410))
    key = (
        "report",
        is_named,
        fingerprint(shown.municipality),
        shown.pk,
        shown.previous_id,  # type: ignore[attr-defined]
        shown.earlier_count,  # type: ignore[attr-defined]
        shown.earlier_last,  # type: ignore[attr-defined]
        _marks(versions),
    )
    return public_page(request, key=key, render=lambda: pages.report(shown, versions, is_named=is_named))


def _versions(municipality: str, plan: str | None, period: ReportingPeriod) -> list[Publication]:
    versions = queries.published_versions(municipality, plan, period)
    if not versions:
        raise Http404
    return versions


def _has_short_address(plan: str | None, versions: list[Publication]) -> bool:
    return plan is not None and versions[0].report.plan_period.plan.is_primary


def _municipality(slug: str, publications: list[Publication]) -> Municipality:
    if publications:
        return publications[0].municipality
    if found := Municipality.objects.filter(slug=slug).first():
        return found
    raise Http404


def _marks(publications: list[Publication]) -> list[tuple[object, ...]]:
    """What lists show of publications, as far as it may change."""
    return [
        (item.pk, item.withdrawn_at, item.files, item.last_file_at, item.report.plan_period.plan.is_primary)  # type: ignore[attr-defined]
        for item in publications
    ]
