"""What every page of the plan's editor shares: the half-year, the change made with its act, the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.office import OfficeRequest
from plans.forms.editor import ChangeForm
from plans.models import Activity, Plan, PlanAct
from plans.periods import ReportingPeriod
from plans.planning import editing
from plans.queries import PlanLine

# Makes a change from what the form holds, by an act; answers what was changed.
Apply = Callable[[dict[str, Any], PlanAct | None], Any]


def change(
    request: OfficeRequest,
    form: ChangeForm,
    apply: Apply,
    *,
    done: str,
    line: PlanLine | None = None,
    **words: Any,
) -> HttpResponse:
    """Ask for a change, make it with its act or not at all, and come back to the row in the editor."""
    plan, period = form.plan, form.period
    if closed := closed_page(request, plan, period):
        return closed
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                changed = apply(form.cleaned_data, form.act_of(by=request.actor))
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, done)
            return redirect(editor_url(plan, period, changed))
    context = {
        "plan": plan,
        "period": period,
        "form": form,
        "line": line,
        "has_act": True,
        "lead": f"Изменение действует {period.since_words}.",
        "editor_url": editor_url(plan, period, line.activity if line else None),
    } | words
    return render(request, "plans/editor_change.html", context, status=422 if form.errors else 200)


def closed_page(request: OfficeRequest, plan: Plan, period: ReportingPeriod) -> HttpResponse | None:
    """The page that says from which half-year on the plan can be changed, where this one can't be."""
    first = editing.editable_from(plan)
    if first is None or period >= first:
        return None
    context = {"plan": plan, "period": period, "first": first, "editor_url": editor_url(plan, first)}
    return render(request, "plans/editor_closed.html", context, status=409)


def editor_url(plan: Plan, period: ReportingPeriod, changed: Any = None) -> str:
    """The editor, where a row was just changed at that row."""
    url = reverse("plans:plan-edit", kwargs={"municipality": plan.municipality.slug})
    query = {"plan": plan.slug, "period": str(period)}
    if not isinstance(changed, Activity):
        return f"{url}?{urlencode(query)}"
    return f"{url}?{urlencode(query | {'at': changed.pk})}#row-{changed.pk}"


def period_of(request: OfficeRequest, plan: Plan) -> ReportingPeriod:
    """The half-year asked for, else the one to propose."""
    asked = request.GET.get("period")
    if not asked:
        return editing.period_to_edit(plan, now=this_half_year())
    try:
        return ReportingPeriod.parse(asked)
    except ValueError as error:
        raise Http404 from error


def data_of(request: OfficeRequest) -> Any:
    return request.POST if request.method == "POST" else None


def this_half_year() -> ReportingPeriod:
    return ReportingPeriod.of(timezone.localdate())
