"""Questions asked of reports and publications."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from accounts.models import Municipality
from plans.models import Activity, Attachment
from plans.periods import ReportingPeriod
from reports.models import Publication, Rendition


def published_versions(municipality: str, plan: str | None, period: ReportingPeriod) -> list[Publication]:
    """All versions of one report, newest first, without their texts; empty where nothing was ever published.

    One query, and all that the page's making depends on: withdrawals, how many ``files`` are finished and when the
    last (``last_file_at``), which publication of the half-year before (``previous_id``) it is compared with, and which
    stand of all half-years before: how many and the newest (``earlier_count``, ``earlier_last``) name the set, because
    publications only come, the newest last, or are withdrawn.
    """
    earlier = Publication.objects.filter(
        report__plan_period__plan=OuterRef("report__plan_period__plan"), withdrawn_at__isnull=True
    )
    previous = earlier.filter(report__plan_period__period=period.previous)
    all_earlier = (
        earlier.filter(report__plan_period__period__lt=period).order_by().values("report__plan_period__plan")
    )
    return list(
        _for_pages(_of_report(municipality, plan, period))
        .annotate(
            previous_id=Subquery(previous.order_by("-version").values("pk")[:1]),
            earlier_count=Subquery(all_earlier.annotate(found=Count("pk")).values("found")),
            earlier_last=Subquery(all_earlier.annotate(found=Max("pk")).values("found")),
        )
        .order_by("-version")
    )


def earlier_standing(shown: Publication) -> list[Publication]:
    """The newest standing version of every earlier half-year of the same plan, newest half-year first, no texts."""
    plan_period = shown.report.plan_period
    return list(
        _newest_standing()
        .filter(
            report__plan_period__plan=plan_period.plan_id, report__plan_period__period__lt=plan_period.period
        )
        .select_related("report__plan_period")
        .defer("content")
        .order_by("-report__plan_period__period")
    )


def standing_with_relatives(municipality: str, plan: str | None, activity: int) -> list[Publication]:
    """The newest standing version of every report of one plan, newest half-year first, no texts; each with the
    activity that the named one took the place of (``replaces``) and that which took its own (``replaced_by``)."""
    named = Activity.objects.filter(pk=activity, plan=OuterRef("report__plan_period__plan"))
    successor = Activity.objects.filter(replaces=activity, plan=OuterRef("report__plan_period__plan"))
    return list(
        _newest_standing()
        .filter(_of_plan(plan), municipality__slug=municipality)
        .select_related("municipality", "report__plan_period__plan")
        .defer("content")
        .annotate(
            replaces=Subquery(named.values("replaces")),
            replaced_by=Subquery(successor.order_by("-pk").values("pk")[:1]),
        )
        .order_by("-report__plan_period__period")
    )


def newest_standing(versions: list[Publication]) -> Publication | None:
    """The newest version that was not withdrawn."""
    return next((version for version in versions if version.withdrawn_at is None), None)


def corrected_by(shown: Publication, versions: Iterable[Publication]) -> Publication | None:
    """The version that this one corrects: the newest before it that was not withdrawn."""
    return max(
        (item for item in versions if item.version < shown.version and item.withdrawn_at is None),
        key=lambda item: item.version,
        default=None,
    )


def standing_publications(municipality: str, plan: str | None = None) -> list[Publication]:
    """The newest standing version of every report of a municipality, or of one plan, newest half-year first."""
    found = _for_pages(_newest_standing().filter(municipality__slug=municipality))
    if plan is not None:
        found = found.filter(report__plan_period__plan__slug=plan)
    return list(
        found.order_by(
            "-report__plan_period__period",
            "-report__plan_period__plan__is_primary",
            "report__plan_period__plan__slug",
        )
    )


def newest_naming(place: Municipality, address: str) -> Publication | None:
    """Of the newest half-year: the newest standing version with an insert whose public address this is; no text."""
    return (
        _newest_standing()
        .filter(municipality=place, content__contains=f'"url":{json.dumps(address, ensure_ascii=False)}')
        .select_related("municipality", "report__plan_period__plan")
        .defer("content")
        .order_by("-report__plan_period__period", "-report__plan_period__plan__is_primary", "pk")
        .first()
    )


def standing_marks() -> dict[str, Subquery]:
    """For rows with a municipality: how many publications of it people can read and which is the newest. These name the
    set, because publications only come, the newest last, or are withdrawn."""
    found = (
        Publication.objects.filter(municipality=OuterRef("municipality"), withdrawn_at__isnull=True)
        .order_by()
        .values("municipality")
    )
    return {
        "standing_count": Subquery(found.annotate(found=Count("pk")).values("found")),
        "standing_last": Subquery(found.annotate(found=Max("pk")).values("found")),
    }


def rendition_of(
    municipality: str, plan: str | None, period: ReportingPeriod, version: int, format: str
) -> Rendition | None:
    """A finished file of a version, withdrawn or not."""
    publication = Q(publication__in=_of_report(municipality, plan, period).filter(version=version))
    return (
        Rendition.objects.filter(publication, format=format)
        .select_related("publication__municipality", "publication__report__plan_period__plan")
        .defer("publication__content")
        .first()
    )


def publication_of(
    municipality: str, plan: str | None, period: ReportingPeriod, version: int | None = None
) -> Publication | None:
    """One version of a report with its text; the newest standing one where no version is named."""
    found = _of_report(municipality, plan, period).select_related("municipality", "report__plan_period__plan")
    if version is None:
        return found.filter(withdrawn_at__isnull=True).order_by("-version").first()
    return found.filter(version=version).first()


def attachments_of_report(publication: Publication, sha256s: Iterable[str]) -> QuerySet[Attachment]:
    """The kept files of a report's entries by their sums; what a version names decides what of them is public."""
    return Attachment.objects.filter(
        entry__plan_period__report=publication.report_id, kind=Attachment.Kind.FILE, sha256__in=list(sha256s)
    )


def publications(ids: Iterable[int]) -> dict[int, Publication]:
    """By id, with all that stands in addresses, without the texts."""
    found = Publication.objects.select_related("municipality", "report__plan_period__plan").defer("content")
    return found.in_bulk(list(ids))


def municipalities_with_newest() -> list[Municipality]:
    """Every municipality with the newest publication that the public can read (``newest_id``), if there is one."""
    newest = Publication.objects.filter(municipality=OuterRef("pk"), withdrawn_at__isnull=True).order_by(
        "-report__plan_period__period", "-report__plan_period__plan__is_primary", "-version"
    )
    return list(
        Municipality.objects.annotate(newest_id=Subquery(newest.values("pk")[:1])).order_by("name", "pk")
    )


def _of_report(municipality: str, plan: str | None, period: ReportingPeriod) -> QuerySet[Publication]:
    return Publication.objects.filter(
        _of_plan(plan), municipality__slug=municipality, report__plan_period__period=period
    )


def _of_plan(plan: str | None) -> Q:
    """The named plan, or the primary one."""
    if plan is None:
        return Q(report__plan_period__plan__is_primary=True)
    return Q(report__plan_period__plan__slug=plan)


def _newest_standing() -> QuerySet[Publication]:
    newer = Publication.objects.filter(
        report=OuterRef("report"), version__gt=OuterRef("version"), withdrawn_at__isnull=True
    )
    return Publication.objects.filter(~Exists(newer), withdrawn_at__isnull=True)


def _for_pages(publications: QuerySet[Publication]) -> QuerySet[Publication]:
    """With all that stands in addresses and in the keys of pages, without the texts."""
    return (
        publications.select_related("municipality", "report__plan_period__plan")
        .defer("content")
        .annotate(files=Count("renditions"), last_file_at=Max("renditions__created_at"))
    )
