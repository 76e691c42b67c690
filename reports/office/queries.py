"""What the office's pages of reports fetch; an object of another municipality is not there."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404

from accounts.models import Municipality
from plans.models import PlanPeriod
from reports.importing import ImportOutcome
from reports.models import ImportRun, Job, Publication


def imports_of(municipality: Municipality) -> QuerySet[ImportRun]:
    """The newest files that were brought in; `is_stuck`: the reading has failed and waits to be tried again."""
    failed = Job.objects.filter(import_run=OuterRef("pk"), state=Job.State.FAILED)
    runs = municipality.imports.select_related("created_by").defer("parsed", "changes")
    return runs.annotate(is_stuck=Exists(failed))[:50]


def imports_into(plan_period: PlanPeriod) -> QuerySet[ImportRun]:
    """The files that were written into a half-year, the newest first."""
    return plan_period.imports.filter(state=ImportRun.State.WRITTEN).defer("parsed", "changes")


def import_or_404(municipality: Municipality, pk: int) -> ImportRun:
    found = municipality.imports.select_related("municipality", "plan", "plan_period").filter(pk=pk).first()
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


def is_published(run: ImportRun) -> bool:
    """Whether the report that the file was written into has been published."""
    return bool(
        run.plan_period_id and Publication.objects.filter(report__plan_period=run.plan_period_id).exists()
    )


def is_new_version(outcome: ImportOutcome | None) -> bool:
    """Whether an import that was only tried would publish, and not find the same published already."""
    publication = outcome.publication if outcome else None
    return publication is not None and not Publication.objects.filter(sha256=publication.sha256).exists()


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
