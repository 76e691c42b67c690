"""What the office's pages of reports fetch; an object of another municipality is not there."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from accounts.models import Municipality
from plans.models import PlanPeriod
from reports.models import ImportRun, Job, Publication


def imports_of(municipality: Municipality) -> QuerySet[ImportRun]:
    """The newest files that were brought in, with their plans and half-years."""
    return municipality.imports.select_related("plan_period", "created_by").defer("parsed", "changes")[:50]


def import_or_404(municipality: Municipality, pk: int) -> ImportRun:
    found = municipality.imports.select_related("municipality", "plan_period").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def periods_of(municipality: Municipality) -> QuerySet[PlanPeriod]:
    """All half-years of the municipality's plans with their reports and versions, newest first."""
    versions = Publication.objects.defer("content").order_by("-version")
    return (
        PlanPeriod.objects.filter(plan__municipality=municipality)
        .select_related("plan", "report")
        .prefetch_related(Prefetch("report__publications", queryset=versions))
        .order_by("-period", "-plan__is_primary", "plan__slug")
    )


def publication_or_404(municipality: Municipality, pk: int) -> Publication:
    found = municipality.publications.select_related("report__plan_period").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def job_or_404(municipality: Municipality, pk: int) -> Job:
    found = municipality.jobs.select_related("publication__report", "import_run").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
