"""The last report as a picture, for the sign-in page of a portal with one municipality."""

from __future__ import annotations

from django import template
from django.core.cache import cache

from accounts.public.cache import release
from reports import queries
from reports.content import ReportContent
from reports.models import Publication
from reports.presenting import mosaic_of, summarize
from reports.presenting.places import Mosaic

register = template.Library()

# More tiles than these are no picture.
MOST_TILES = 60
_ABSENT = "none"


@register.simple_tag
def last_report_mosaic(municipality: str) -> Mosaic | None:
    """The newest report that the public can read beside the half-year before; None without one, or for a long plan.

    One query while the report stands.
    """
    newest = (
        Publication.objects.filter(municipality__slug=municipality, withdrawn_at__isnull=True)
        .order_by("-report__plan_period__period", "-report__plan_period__plan__is_primary", "-version")
        .values_list("pk", flat=True)
        .first()
    )
    if newest is None:
        return None
    # What is kept is an object of this software: another release may not know it.
    key = f"mosaic:{release()}:{newest}"
    drawn = cache.get(key)
    if drawn is None:
        drawn = _draw(newest) or _ABSENT
        cache.set(key, drawn, timeout=3600)
    return None if drawn == _ABSENT else drawn


def _draw(pk: int) -> Mosaic | None:
    publication = Publication.objects.select_related("municipality", "report__plan_period__plan").get(pk=pk)
    plan_period = publication.report.plan_period
    before = queries.publication_of(
        publication.municipality.slug, plan_period.plan.slug, plan_period.period.previous
    )
    summary = summarize(
        ReportContent.from_text(publication.content),
        url="",
        previous=ReportContent.from_text(before.content) if before else None,
    )
    return mosaic_of(summary) if len(summary.cells) <= MOST_TILES else None
