"""Reports in the office: the list of half-years, and one page to assemble, approve, publish, correct and withdraw."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from plans.models import PlanPeriod
from plans.queries import plan_period_or_404
from reports import publishing
from reports.content import ReportContent
from reports.errors import ReportError, WrongState
from reports.jobs import retry_job
from reports.models import Job, Publication, Report
from reports.office.forms import PublishForm, WithdrawForm
from reports.office.presenting import REPORT_STEPS, Excerpt, file_views, steps_of, version_urls
from reports.office.queries import imports_into, job_or_404, periods_of, publication_or_404


@office(Deed.SEE_WORK)
@require_GET
def report_list(request: OfficeRequest) -> HttpResponse:
    """Every half-year that the municipality reports on, newest first."""
    context = {"periods": periods_of(request.municipality), "may_import": Deed.IMPORT in request.deeds}
    return render(request, "reports/office/report_list.html", context)


@office(Deed.SEE_WORK)
@require_GET
def report_detail(request: OfficeRequest, pk: int) -> HttpResponse:
    """The report as it stands: what is there, what is missing, its versions and their files."""
    return _detail(request, plan_period_or_404(request.municipality, pk))


@office(Deed.SEE_WORK)
@require_GET
def report_files(request: OfficeRequest, pk: int) -> HttpResponse:
    """The files of the newest version while workers make them; asked by the page every second until all are there."""
    plan_period = plan_period_or_404(request.municipality, pk)
    publication = _newest(plan_period)
    context = {"plan_period": plan_period, "publication": publication, **_files(request, publication)}
    return render(request, "reports/office/report_files.html", context)


@office(Deed.PUBLISH)
@require_POST
def report_publish(request: OfficeRequest, pk: int) -> HttpResponse:
    """Approve and publish the report as it stands."""
    plan_period = plan_period_or_404(request.municipality, pk)
    report = Report.objects.filter(plan_period=plan_period).first()
    form = _publish_form(request, report, publishing.preview(plan_period), request.POST)
    if not form.is_valid():
        return _detail(request, plan_period, form=form, status=422)
    approval = publishing.Approval(
        form.cleaned_data["signatory_name"].strip(),
        form.cleaned_data["signatory_position"].strip(),
        form.cleaned_data["approved_on"],
    )
    try:
        publication, created = publishing.publish_as_it_stands(
            plan_period,
            by=request.actor,
            reason=form.cleaned_data.get("reason", ""),
            approval=approval,
            confirmed_gaps=form.gaps.split(",") if form.gaps else [],
        )
    except WrongState as error:
        return render(request, "409.html", {"exception": str(error)}, status=409)
    except ReportError as error:
        form.add_error("reason" if "reason" in form.fields else None, error.message)
        return _detail(request, plan_period, form=form, status=422)
    messages.success(
        request,
        f"Отчет опубликован, версия {publication.version}. Файлы готовятся."
        if created
        else f"Отчет не изменился: версия {publication.version} уже опубликована.",
    )
    return redirect("reports:office-report", municipality=request.municipality.slug, pk=plan_period.pk)


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


def _newest(plan_period: PlanPeriod) -> Publication | None:
    """The newest version with its files and jobs; the frozen text is not needed here."""
    return (
        Publication.objects.filter(report__plan_period=plan_period)
        .defer("content")
        .prefetch_related("renditions", "jobs")
        .order_by("-version")
        .first()
    )


def _files(request: OfficeRequest, publication: Publication | None) -> dict[str, Any]:
    """The files with how many are ready; the page asks on while any is on its way."""
    files = file_views(publication)
    return {
        "files": files,
        "is_pending": any(file["state"] in ("queued", "now") for file in files),
        "ready": sum(file["state"] == "done" for file in files),
        "may_publish": Deed.PUBLISH in request.deeds,
    }


def _publish_form(
    request: OfficeRequest, report: Report | None, content: ReportContent, data: Any = None
) -> PublishForm:
    gaps = [row.number for row in content.rows if row.is_gap]
    return PublishForm(data, report=report or Report(), municipality=request.municipality, gaps=gaps)


def _detail(
    request: OfficeRequest, plan_period: PlanPeriod, *, form: PublishForm | None = None, status: int = 200
) -> HttpResponse:
    content = publishing.preview(plan_period)
    report = Report.objects.filter(plan_period=plan_period).first()
    publication = _newest(plan_period)
    versions = (
        Publication.objects.filter(report__plan_period=plan_period).defer("content").order_by("-version")
    )
    reportable = [row for row in content.rows if row.is_reportable]
    state = report.state if report else Report.State.COLLECTING
    context = {
        "plan_period": plan_period,
        "content": content,
        "rows": Excerpt.of(content.rows, whole="all" in request.GET),
        "report": report,
        "state": state,
        "filled": sum(row.is_filled for row in reportable),
        "reportable": len(reportable),
        "gaps": [row for row in content.rows if row.is_gap],
        "versions": version_urls(plan_period, versions),
        "publication": publication,
        **_files(request, publication),
        "steps": steps_of(
            REPORT_STEPS, Report.State.values.index(state) + 1 + (state == Report.State.PUBLISHED)
        ),
        "form": form or _publish_form(request, report, content) if Deed.PUBLISH in request.deeds else None,
        "imports": imports_into(plan_period) if Deed.IMPORT in request.deeds else [],
    }
    return render(request, "reports/office/report_detail.html", context, status=status)
