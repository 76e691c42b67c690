"""The whole report before it is published: a page, and files for those who sign it, each marked as a draft."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from plans.models import PlanPeriod
from plans.queries import plan_period_or_404
from reports import presenting, publishing
from reports.content import ReportContent
from reports.models import Publication
from reports.renderers import FORMATS

# What a person signs, and what they count in; data for programs is not made of drafts.
DRAFT_FORMATS = ("docx", "xlsx")
IN_MEMORY = 8 * 1024 * 1024


@office(Deed.REVIEW)
@require_GET
def report_draft(request: OfficeRequest, pk: int) -> HttpResponse:
    """The report as it would be now, with every text that is written."""
    plan_period = plan_period_or_404(request.municipality, pk)
    page = presenting.present_report(
        publishing.preview(plan_period), sha256="", versions=[], previous=_previous(plan_period)
    )
    return render(request, "reports/office/report_draft.html", {"plan_period": plan_period, "page": page})


@office(Deed.REVIEW)
@require_GET
def report_draft_file(request: OfficeRequest, pk: int, format: str) -> HttpResponseBase:
    """The same as a file to download."""
    plan_period = plan_period_or_404(request.municipality, pk)
    if format not in DRAFT_FORMATS:
        raise Http404
    out = cast(BinaryIO, SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 - the response closes it
    FORMATS[format].render(publishing.preview(plan_period), out)
    out.seek(0)
    return FileResponse(
        out,
        as_attachment=True,
        filename=f"Проект отчета {plan_period.period}.{format}",
        content_type=FORMATS[format].content_type,
    )


def _previous(plan_period: PlanPeriod) -> ReportContent | None:
    """The newest standing version of the half-year before."""
    found = Publication.objects.filter(
        report__plan_period__plan=plan_period.plan_id,
        report__plan_period__period=plan_period.period.previous,
        withdrawn_at__isnull=True,
    ).order_by("-version")
    publication = found.first()
    return ReportContent.from_text(publication.content) if publication else None
