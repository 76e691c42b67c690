"""The plan in the office: as it stands in a half-year, with what the portal read of its deadlines."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from plans.deadlines import Rule, describe
from plans.forms.plan import ActForm, DeadlineForm
from plans.models import ActivityRevision, Plan, PlanAct
from plans.periods import ReportingPeriod
from plans.planning import add_act, correct_deadline
from plans.planning.editing import period_to_edit
from plans.presenting.plan import gone_of, rows_of
from plans.queries import plan_for, plan_lines

SHOWN_LINES = 300  # a page of thousands of rows is slow to load; the rest is one link away


@office(Deed.SEE_WORK)
@require_GET
def plan_detail(request: OfficeRequest) -> HttpResponse:
    """The plan in the half-year asked for, else in the newest it knows."""
    plan = plan_for(request.municipality, request.GET.get("plan"))
    if plan is None:
        if request.GET.get("plan"):
            raise Http404
        return render(request, "plans/plan_empty.html", {"may_import": Deed.IMPORT in request.deeds})
    opened = list(plan.periods.order_by("-period"))
    periods = [item.period for item in opened]
    period = _asked(request) or (periods[0] if periods else ReportingPeriod.of(timezone.localdate()))
    lines, before = plan_lines(plan, period), plan_lines(plan, period.previous)
    rows = rows_of(lines, before, period)
    shown = rows if "all" in request.GET else rows[:SHOWN_LINES]
    may_edit = Deed.EDIT_PLAN in request.deeds
    context = {
        "plan": plan,
        "plans": request.municipality.plans.all(),
        "period": period,
        "opened": opened,
        "is_collecting": any(item.locked_at is None for item in opened),
        "acts": plan.acts.all(),
        "rows": shown,
        "gone": gone_of(lines, before),
        "total": len(lines),
        "is_cut": len(shown) < len(lines),
        "reportable": sum(line.is_reportable for line in lines),
        "unread": sum(row.is_unread for row in rows),
        "may_edit": may_edit,
        "may_open": Deed.OPEN_PERIOD in request.deeds,
        "edit_from": period_to_edit(plan, now=ReportingPeriod.of(timezone.localdate())) if may_edit else None,
    }
    return render(request, "plans/plan_detail.html", context)


@office(Deed.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def deadline_correct(request: OfficeRequest, pk: int) -> HttpResponse:
    """Say what a deadline means where it was read wrong or not at all."""
    revision = get_object_or_404(
        ActivityRevision.objects.select_related("activity__plan"),
        pk=pk,
        activity__plan__municipality=request.municipality,
    )
    plan_url = _plan_url(request, revision.activity.plan)
    form = DeadlineForm(request.POST) if request.method == "POST" else DeadlineForm()
    if request.method == "POST" and form.is_valid():
        rule: Rule = form.cleaned_data["wording"]
        correct_deadline(revision, rule=rule.to_dict(), by=request.actor)
        messages.success(request, f"Срок теперь читается так: {describe(rule)}")
        return redirect(plan_url)
    context = {
        "revision": revision,
        "plan_url": plan_url,
        "form": form,
        "reading": _words(revision.deadline_rule),
    }
    return render(request, "plans/deadline_correct.html", context, status=422 if form.errors else 200)


@office(Deed.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def act_add(request: OfficeRequest, pk: int) -> HttpResponse:
    """Name an act that adopted or amended the plan."""
    plan = get_object_or_404(Plan, pk=pk, municipality=request.municipality)
    act = PlanAct(plan=plan)
    form = ActForm(request.POST, instance=act) if request.method == "POST" else ActForm(instance=act)
    if request.method == "POST" and form.is_valid():
        try:
            add_act(plan, act, by=request.actor)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Акт добавлен.")
            return redirect(_plan_url(request, plan))
    context = {"plan": plan, "plan_url": _plan_url(request, plan), "form": form}
    return render(request, "plans/act_add.html", context, status=422 if form.errors else 200)


def _plan_url(request: OfficeRequest, plan: Plan) -> str:
    """The page of the plan; the primary one needs no name."""
    url = reverse("plans:plan", kwargs={"municipality": request.municipality.slug})
    return url if plan.is_primary else f"{url}?plan={plan.slug}"


def _asked(request: OfficeRequest) -> ReportingPeriod | None:
    if not (asked := request.GET.get("period")):
        return None
    try:
        return ReportingPeriod.parse(asked)
    except ValueError as error:
        raise Http404 from error


def _words(rule: dict[str, object] | None) -> str:
    return describe(Rule.from_dict(rule)) if rule else ""
