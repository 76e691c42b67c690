"""Reports in the office: the list of half-years, one report, its files; withdrawing a version, trying a file again."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from plans.queries import plan_period_or_404
from reports import publishing
from reports.errors import WrongState
from reports.jobs import retry_job
from reports.models import Job
from reports.office.page import files_of, newest_of, report_page
from reports.office.queries import job_or_404, periods_of, publication_or_404
from reports.office.report_forms import WithdrawForm


@office(Deed.SEE_WORK)
@require_GET
def report_list(request: OfficeRequest) -> HttpResponse:
    """Every half-year that the municipality reports on, newest first."""
    context = {"periods": periods_of(request.municipality), "may_import": Deed.IMPORT in request.deeds}
    return render(request, "reports/office/report_list.html", context)


@office(Deed.SEE_WORK)
@require_GET
def report_detail(request: OfficeRequest, pk: int) -> HttpResponse:
    """The report as it stands: its road, what is missing, its versions and their files."""
    return report_page(request, plan_period_or_404(request.municipality, pk))


@office(Deed.SEE_WORK)
@require_GET
def report_files(request: OfficeRequest, pk: int) -> HttpResponse:
    """The files of the newest version while workers make them; asked by the page every second until all are there."""
    plan_period = plan_period_or_404(request.municipality, pk)
    publication = newest_of(plan_period)
    context = {
        "plan_period": plan_period,
        "publication": publication,
        **files_of(request, plan_period, publication),
    }
    return render(request, "reports/office/report_files.html", context)


@office(Deed.PUBLISH)
@require_http_methods(["GET", "POST"])
def publication_withdraw(request: OfficeRequest, pk: int) -> HttpResponse:
    """Withdraw a published version, with its reason; asks first."""
    publication = publication_or_404(request.municipality, pk)
    form = WithdrawForm(request.POST) if request.method == "POST" else WithdrawForm()
    if request.method == "POST" and form.is_valid():
        try:
            publishing.withdraw(publication, by=request.actor, reason=form.cleaned_data["reason"])
        except WrongState as error:
            return render(request, "409.html", {"exception": str(error)}, status=409)
        messages.success(request, f"Версия {publication.version} отозвана.")
        plan_period = publication.report.plan_period_id
        return redirect("reports:office-report", municipality=request.municipality.slug, pk=plan_period)
    context = {"publication": publication, "form": form}
    return render(request, "reports/office/withdraw.html", context, status=422 if form.errors else 200)


@office(Deed.IMPORT)
@require_POST
def job_retry(request: OfficeRequest, pk: int) -> HttpResponse:
    """Try a failed job again; back to the page that it stands on."""
    job = job_or_404(request.municipality, pk)
    try:
        retry_job(job, by=request.actor)
    except WrongState as error:
        return render(request, "409.html", {"exception": str(error)}, status=409)
    slug = request.municipality.slug
    if job.kind == Job.Kind.READ:
        return redirect("reports:import-detail", municipality=slug, pk=job.import_run_id)
    if job.publication is None:
        raise PermissionDenied
    return redirect("reports:office-report", municipality=slug, pk=job.publication.report.plan_period_id)
