"""The page of a half-year's report: its road, what it has and lacks, what this person may do with it now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from accounts.models import Municipality
from accounts.office import OfficeRequest
from accounts.permissions import Deed
from plans.models import PeriodLine, PlanPeriod
from reports.completeness import Completeness, completeness_of, gap_lines, missing_lines
from reports.models import Publication, Report
from reports.office import road
from reports.office.presenting import file_views, version_urls
from reports.office.queries import imports_into
from reports.office.report_forms import ApproveForm, CommentForm, GapsForm, ImportedForm, ReasonForm
from reports.publishing import is_correction, is_from_file
from reports.readers.titles import title_for

State = Report.State
# A page of thousands of rows is slow to load; the rest is one link away. Gaps beyond it are not confirmed one by one.
SHOWN_LINES = 200


def report_page(
    request: OfficeRequest, plan_period: PlanPeriod, *, bad: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    """``bad``: a form that was sent and is wrong; it stands in the page in place of a fresh one."""
    report = road.report_of(plan_period)
    counts = completeness_of(plan_period)
    from_file = is_from_file(report)
    lines = gap_lines(plan_period) if from_file else missing_lines(plan_period)
    shown = list(lines if "all" in request.GET else lines[:SHOWN_LINES])
    newest = newest_of(plan_period)
    remark = road.remark_of(report)
    possible = _forms(request.deeds, request.municipality, report, counts, shown, from_file, bad)
    imports = list(imports_into(plan_period)) if Deed.IMPORT in request.deeds else []
    context = {
        "plan_period": plan_period,
        "report": report,
        "title": report.title or title_for(plan_period.plan.title_pattern, plan_period.period),
        "steps": road.steps_of(report, remark),
        "sentence": road.sentence_of(report, counts),
        "remark": remark,
        "counts": counts,
        "from_file": from_file,
        "lines": shown,
        "lines_total": counts.total - counts.filled if from_file else counts.missing,
        "is_correction": is_correction(report),
        "opened": _opened(report) if is_correction(report) else [],
        "publication": newest,
        "versions": version_urls(plan_period, _versions(plan_period)),
        "imports": imports,
        "has_side": bool(newest or imports or is_correction(report) or possible.keys() - {"send_form"}),
        "may_review": Deed.REVIEW in request.deeds,
        "bad": bad,
        **files_of(request, plan_period, newest),
        **possible,
    }
    return render(request, "reports/office/report_detail.html", context, status=status)


def newest_of(plan_period: PlanPeriod) -> Publication | None:
    """The newest version with its files and jobs; the frozen text is not needed here."""
    return _versions(plan_period).prefetch_related("renditions", "jobs").first()


def files_of(
    request: OfficeRequest, plan_period: PlanPeriod, publication: Publication | None
) -> dict[str, Any]:
    """The files with how many are ready; the page asks on while any is on its way."""
    files = file_views(plan_period, publication)
    return {
        "files": files,
        "is_pending": any(file["state"] in ("queued", "now") for file in files),
        "ready": sum(file["state"] == "done" for file in files),
        "may_publish": Deed.PUBLISH in request.deeds,
    }


def _versions(plan_period: PlanPeriod) -> Any:
    return Publication.objects.filter(report__plan_period=plan_period).defer("content").order_by("-version")


def _opened(report: Report) -> list[PeriodLine]:
    """The rows of a running correction, in the plan's order."""
    lines = report.plan_period.lines.filter(entry__in=report.writable_entries.values("pk"))
    return list(lines.select_related("entry").order_by("place")[:SHOWN_LINES])


def _forms(
    deeds: Collection[Deed],
    municipality: Municipality,
    report: Report,
    counts: Completeness,
    shown: Sequence[PeriodLine],
    from_file: bool,
    bad: forms.Form | None,
) -> dict[str, forms.Form | None]:
    """The forms of what this person may do with the report as it stands; the one that was sent wrong as it was sent."""
    found: dict[str, forms.Form] = {}
    if report.state == State.COLLECTING and Deed.SEND_ON in deeds:
        may_confirm = Deed.APPROVE in deeds and counts.missing <= SHOWN_LINES and not from_file
        if counts.is_complete or may_confirm:
            found["send_form"] = GapsForm(missing=[] if counts.is_complete else shown)
    if report.state == State.SUBMITTED and Deed.APPROVE in deeds:
        found["approve_form"] = ApproveForm(report=report, municipality=municipality)
    if report.state in (State.SUBMITTED, State.APPROVED) and Deed.APPROVE in deeds:
        found["return_form"] = CommentForm()
    if report.state == State.APPROVED and Deed.PUBLISH in deeds:
        found["publish_form"] = ReasonForm(report=report)
    if from_file and Deed.PUBLISH in deeds:
        gaps = [line.number for line in gap_lines(report.plan_period)]
        found["imported_form"] = ImportedForm(report=report, municipality=municipality, gaps=gaps)
    return {
        name: bad if bad is not None and type(bad) is type(form) else form for name, form in found.items()
    }
