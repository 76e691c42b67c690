"""The buttons of the report's page: each takes the report one step along its road, and comes back to the page.

A step that does not fit the present state (another tab, a second click, a page from yesterday) is answered with 409 in
words; a form that is wrong stands in the page again as it was sent.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from accounts.wording import number_words, plural
from plans.folding import folded
from plans.models import PlanPeriod
from plans.queries import plan_period_or_404
from reports import publishing
from reports.completeness import gap_lines, missing_lines
from reports.errors import ReportError, WrongState
from reports.models import Report
from reports.office.page import SHOWN_LINES, report_page
from reports.office.report_forms import (
    ApproveForm,
    CommentForm,
    CorrectForm,
    GapsForm,
    ImportedForm,
    ReasonForm,
)
from reports.office.road import report_of
from reports.publishing import Approval, report_for

P = ParamSpec("P")
# A name that is looked for among thousands: as many rows as one can read.
FOUND_LINES = 100


def _in_words(view: Callable[Concatenate[OfficeRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a wrong state with 409 in words."""

    @wraps(view)
    def answered(request: OfficeRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except WrongState as error:
            return render(request, "409.html", {"exception": str(error)}, status=409)

    return answered


@office(Deed.SEND_ON)
@require_POST
@_in_words
def report_send_on(request: OfficeRequest, pk: int) -> HttpResponse:
    """Hand the report over for approval; an administrator confirms every gap by its name."""
    plan_period = plan_period_or_404(request.municipality, pk)
    form = GapsForm(request.POST, missing=list(missing_lines(plan_period)[:SHOWN_LINES]))
    # What was ticked and has come in since is no gap any more: it is sent on with the rest.
    ticked = [int(gap) for gap in form.ticked if gap.isdecimal() and len(gap) < 19]
    gaps = list(plan_period.entries.filter(pk__in=ticked))
    try:
        publishing.send_on(report_for(plan_period), by=request.actor, confirmed_gaps=gaps)
    except ReportError as error:
        return _refused(request, plan_period, form, "", error)
    return _done(request, plan_period, "Отчёт передан на утверждение.")


@office(Deed.APPROVE)
@require_POST
@_in_words
def report_approve(request: OfficeRequest, pk: int) -> HttpResponse:
    """Approve the report in the name of the person who signs it."""
    plan_period = plan_period_or_404(request.municipality, pk)
    report = _in_state(plan_period, "approve")
    form = ApproveForm(request.POST, report=report, municipality=request.municipality)
    if form.is_valid():
        try:
            publishing.approve(report, by=request.actor, **form.cleaned_data)
        except ValidationError as error:
            return _refused(request, plan_period, form, "", error)
        return _done(request, plan_period, "Отчёт утверждён. Осталось опубликовать.")
    return report_page(request, plan_period, bad=form, status=422)


@office(Deed.APPROVE)
@require_POST
@_in_words
def report_return(request: OfficeRequest, pk: int) -> HttpResponse:
    """Bring the report back to those who make it, saying why."""
    plan_period = plan_period_or_404(request.municipality, pk)
    report = _in_state(plan_period, "return_to_collecting")
    form = CommentForm(request.POST)
    if not form.is_valid():
        return report_page(request, plan_period, bad=form, status=422)
    publishing.return_to_collecting(report, by=request.actor, comment=form.cleaned_data["comment"])
    return _done(request, plan_period, "Отчёт возвращён: координаторы увидят ваше замечание.")


@office(Deed.PUBLISH)
@require_POST
@_in_words
def report_publish(request: OfficeRequest, pk: int) -> HttpResponse:
    """Publish the approved report."""
    plan_period = plan_period_or_404(request.municipality, pk)
    report = _in_state(plan_period, "publish")
    form = ReasonForm(request.POST, report=report)
    if not form.is_valid():
        return report_page(request, plan_period, bad=form, status=422)
    publication = publishing.publish(report, by=request.actor, reason=form.cleaned_data.get("reason", ""))
    return _done(request, plan_period, f"Отчёт опубликован, версия {publication.version}. Файлы готовятся.")


@office(Deed.PUBLISH)
@require_POST
@_in_words
def report_publish_imported(request: OfficeRequest, pk: int) -> HttpResponse:
    """Publish a report of the past as its file says."""
    plan_period = plan_period_or_404(request.municipality, pk)
    report = report_of(plan_period)
    gaps = [line.number for line in gap_lines(plan_period)]
    form = ImportedForm(request.POST, report=report, municipality=request.municipality, gaps=gaps)
    if not publishing.is_from_file(report):
        raise WrongState(
            "Над этим отчётом уже работают в портале: он публикуется после передачи на утверждение и утверждения."
        )
    if not form.is_valid():
        return report_page(request, plan_period, bad=form, status=422)
    approval = Approval(
        form.cleaned_data["signatory_name"].strip(),
        form.cleaned_data["signatory_position"].strip(),
        form.cleaned_data["approved_on"],
    )
    try:
        publication, created = publishing.publish_imported(
            plan_period,
            by=request.actor,
            reason=form.cleaned_data.get("reason", ""),
            approval=approval,
            confirmed_gaps=form.gaps.split(",") if form.gaps else [],
        )
    except ReportError as error:
        return _refused(request, plan_period, form, "reason" if "reason" in form.fields else "", error)
    done = (
        f"Отчёт опубликован, версия {publication.version}. Файлы готовятся."
        if created
        else f"Отчёт не изменился: версия {publication.version} уже опубликована."
    )
    return _done(request, plan_period, done)


@office(Deed.PUBLISH)
@require_http_methods(["GET", "POST"])
@_in_words
def report_correct(request: OfficeRequest, pk: int) -> HttpResponse:
    """Open entries of a published report again, chosen by name; further ones while a correction runs.

    «Найти» sends the same form and keeps what was ticked, so that no script is needed.
    """
    plan_period = plan_period_or_404(request.municipality, pk)
    report = report_of(plan_period)
    is_running = publishing.is_correction(report)
    if not is_running:
        report = _in_state(plan_period, "correct")
    elif report.state != Report.State.COLLECTING:
        raise WrongState("Исправленный отчёт уже передан дальше. Верните его, чтобы добавить мероприятия.")
    lines = plan_period.lines.filter(entry__isnull=False).select_related("entry").order_by("place")
    known = list(lines.values_list("entry", flat=True))
    if is_running:
        lines = lines.filter(entry__is_closed=True)
    form = CorrectForm(
        request.POST if request.method == "POST" else None, known=known, report=report, is_running=is_running
    )
    if request.method == "POST" and "find" not in request.POST and form.is_valid():
        entries = list(plan_period.entries.filter(pk__in=form.cleaned_data["entries"]))
        reason = form.cleaned_data["reason"]
        if is_running:
            publishing.add_to_correction(report, by=request.actor, entries=entries, comment=reason)
        else:
            publishing.correct(report, by=request.actor, entries=entries, reason=reason)
        return _done(request, plan_period, _opened_words(len(entries)))
    asked = request.POST.get("q", "")
    ticked = {int(pk) for pk in request.POST.getlist("entries") if pk.isdecimal() and int(pk) in known}
    found = lines.exclude(entry__in=ticked)
    for word in folded(asked).split():
        found = found.filter(search__contains=word)
    context = {
        "plan_period": plan_period,
        "form": form,
        "has_errors": request.method == "POST" and "find" not in request.POST,
        "is_running": is_running,
        "asked": asked,
        "picked": lines.filter(entry__in=ticked),
        "found": found[:FOUND_LINES],
        "found_total": found.count(),
    }
    status = 422 if context["has_errors"] else 200
    return render(request, "reports/office/report_correct.html", context, status=status)


@office(Deed.PUBLISH)
@require_POST
@_in_words
def report_correct_cancel(request: OfficeRequest, pk: int) -> HttpResponse:
    """End a correction that has changed nothing."""
    plan_period = plan_period_or_404(request.municipality, pk)
    publishing.cancel_correction(_in_state(plan_period, "cancel_correction"), by=request.actor)
    return _done(request, plan_period, "Исправление отменено: отчёт остаётся таким, каким опубликован.")


def _opened_words(count: int) -> str:
    if not count:
        return "Исправление начато: сведения закрыты, отчёт можно передать на утверждение."
    words = plural(count, "мероприятие открыто", "мероприятия открыты", "мероприятий открыто")
    return f"{number_words(count)} {words} для исправления."


def _in_state(plan_period: PlanPeriod, move: str) -> Report:
    """The half-year's report; raises WrongState before a form is looked at, where the move is not to be made now."""
    report = report_of(plan_period)
    if report.pk is None or report.state not in publishing.MOVES[move].sources:
        raise WrongState(
            f"Отчёт в состоянии «{report.get_state_display()}». Обновите страницу и посмотрите, что изменилось."
        )
    return report


def _refused(
    request: OfficeRequest,
    plan_period: PlanPeriod,
    form: forms.Form,
    field: str,
    error: ReportError | ValidationError,
) -> HttpResponse:
    form.full_clean()
    form.add_error(field or None, error.message if isinstance(error, ReportError) else error)
    return report_page(request, plan_period, bad=form, status=422)


def _done(request: OfficeRequest, plan_period: PlanPeriod, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("reports:office-report", municipality=request.municipality.slug, pk=plan_period.pk)
