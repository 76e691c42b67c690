"""Half-years of a plan: opening one with its collection day, moving the day, taking back an opening."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from accounts.wording import date_words
from plans import workflow
from plans.forms.periods import CollectionForm
from plans.models import Plan, PlanPeriod
from plans.periods import ReportingPeriod
from plans.queries import plan_for, plan_period_or_404
from plans.workflow import WrongState


@office(Deed.OPEN_PERIOD)
@require_http_methods(["GET", "POST"])
def period_open(request: OfficeRequest) -> HttpResponse:
    """Open a half-year; what it will ask, and of whom, is told before."""
    plan = plan_for(request.municipality, request.GET.get("plan"))
    if plan is None:
        raise Http404
    today = timezone.localdate()
    periods = workflow.periods_to_open(plan, now=ReportingPeriod.of(today))
    period = _asked(request) or periods[0]
    day = workflow.proposed_collection(period, today=today)
    form = CollectionForm(request.POST if request.method == "POST" else None, initial={"collection_on": day})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["collection_on"]
        try:
            opened = workflow.open_for_work(plan, period, collection_on=chosen, by=request.actor)
        except ValidationError as error:
            form.add_error(None, error)
        except WrongState as error:
            return _refused(request, error)
        else:
            messages.success(request, f"{period.title} открыто. Сведения собираются до {date_words(chosen)}")
            return redirect(_period_url(opened))
    context = {
        "plan": plan,
        "plans": request.municipality.plans.all(),
        "period": period,
        "periods": sorted({*periods, period}),
        "opened": plan.periods.filter(period=period).first(),
        "form": form,
        "outlook": workflow.outlook(plan, period),
    }
    return render(request, "plans/period_open.html", context, status=422 if form.errors else 200)


@office(Deed.OPEN_PERIOD)
@require_http_methods(["GET", "POST"])
def period_move(request: OfficeRequest, pk: int) -> HttpResponse:
    """Move the day by which the texts are collected."""
    plan_period = plan_period_or_404(request.municipality, pk)
    initial = {"collection_on": plan_period.collection_on}
    form = CollectionForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["collection_on"]
        try:
            workflow.move_collection(plan_period, collection_on=day, by=request.actor)
        except ValidationError as error:
            form.add_error(None, error)
        except WrongState as error:
            return _refused(request, error)
        else:
            messages.success(request, f"Срок перенесён: сведения собираются до {date_words(day)}")
            return redirect(_period_url(plan_period))
    context = _about(plan_period) | {"form": form}
    return render(request, "plans/period_move.html", context, status=422 if form.errors else 200)


@office(Deed.OPEN_PERIOD)
@require_http_methods(["GET", "POST"])
def period_cancel(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take back the opening of a half-year in which nobody has written."""
    plan_period = plan_period_or_404(request.municipality, pk)
    if request.method == "POST":
        try:
            workflow.cancel_period(plan_period, by=request.actor)
        except WrongState as error:
            return _refused(request, error)
        messages.success(request, f"{plan_period.period.title}: открытие отменено.")
        return redirect(_plan_url(plan_period.plan))
    context = _about(plan_period) | {"is_empty": workflow.is_empty(plan_period)}
    return render(request, "plans/period_cancel.html", context)


def _about(plan_period: PlanPeriod) -> dict[str, Any]:
    return {
        "plan": plan_period.plan,
        "plan_period": plan_period,
        "period": plan_period.period,
        "back_url": _period_url(plan_period),
    }


def _asked(request: OfficeRequest) -> ReportingPeriod | None:
    if not (asked := request.GET.get("period")):
        return None
    try:
        return ReportingPeriod.parse(asked)
    except ValueError as error:
        raise Http404 from error


def _refused(request: OfficeRequest, error: WrongState) -> HttpResponse:
    return render(request, "409.html", {"exception": error}, status=409)


def _period_url(plan_period: PlanPeriod) -> str:
    return reverse("plans:period", args=[plan_period.plan.municipality.slug, plan_period.pk])


def _plan_url(plan: Plan) -> str:
    url = reverse("plans:plan", args=[plan.municipality.slug])
    return url if plan.is_primary else f"{url}?plan={plan.slug}"
