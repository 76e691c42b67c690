"""Indicators of the plan in the office: by activity, one by one, and as the texts offer them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from plans.figures import activity_lines, found_in_texts, values_of
from plans.forms.indicators import EndForm, IndicatorForm, SuggestionForm
from plans.models import Activity, Indicator, Plan, PlanPeriod
from plans.periods import ReportingPeriod
from plans.planning.indicators import add_indicators, change_indicator, end_indicator, remove_indicator
from plans.presenting.indicators import ActivityView, indicator_view, value_views
from plans.queries import plan_for, texts_of

ON_PAGE = 50
AHEAD = 4
SHOWS = {"": "Все", "with": "С показателями", "without": "Без показателей"}


@office(Deed.EDIT_PLAN)
@require_GET
def indicators(request: OfficeRequest) -> HttpResponse:
    """The activities of the plan's newest half-year with their indicators, a page at a time."""
    plan = plan_for(request.municipality, request.GET.get("plan"))
    if plan is None:
        raise Http404
    newest = plan.periods.order_by("-period").first()
    q, show = request.GET.get("q", ""), request.GET.get("show", "")
    context: dict[str, Any] = {"plan": plan, "plans": request.municipality.plans.all(), "newest": newest}
    if newest:
        lines = activity_lines(newest, q, show if show in SHOWS else "")
        page = Paginator(lines, ON_PAGE).get_page(request.GET.get("page"))
        context |= {
            "page": page,
            "rows": _rows(page.object_list, newest),
            "total": page.paginator.count,
            "q": q,
            "show": show,
            "shows": [
                (name, title, urlencode({"plan": plan.slug, "q": q, "show": name}))
                for name, title in SHOWS.items()
            ],
            "query": f"&{urlencode({'plan': plan.slug, 'q': q, 'show': show})}",
        }
    return render(request, "plans/indicators.html", context)


def _rows(lines: Any, newest: PlanPeriod) -> list[ActivityView]:
    lines = list(lines)
    own = values_of(Indicator.objects.filter(activity__in=[line.activity_id for line in lines]))
    views: dict[int, list[Any]] = {}
    for indicator, values in own:
        view = indicator_view(indicator, values, now=newest.period)
        views.setdefault(indicator.activity_id, []).append(view)
    return [
        ActivityView(line.activity_id, line.number, line.text, tuple(views.get(line.activity_id, ())))
        for line in lines
    ]


@office(Deed.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def indicator_add(request: OfficeRequest, pk: int) -> HttpResponse:
    """One more figure that an activity reports."""
    activity = _activity_or_404(request, pk)
    since = _newest(activity.plan)
    indicator = Indicator(activity=activity, first_period=since)
    form = IndicatorForm(
        request.POST or None,
        instance=indicator,
        periods=_periods(activity),
        initial={"first_period": str(since)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            add_indicators(activity, [form.instance], by=request.actor)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, f"Показатель «{form.instance.name}» добавлен.")
            return redirect(_list_url(request, activity))
    context = _about(request, activity) | {"form": form, "title": "Новый показатель"}
    return render(request, "plans/indicator.html", context, status=422 if form.errors else 200)


@office(Deed.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def indicator_edit(request: OfficeRequest, pk: int) -> HttpResponse:
    """How an indicator is called and counted; its values; its end."""
    indicator = _indicator_or_404(request, pk)
    activity = indicator.activity
    initial = {"first_period": str(indicator.first_period), "last_period": str(indicator.last_period or "")}
    form = IndicatorForm(
        request.POST or None, instance=indicator, periods=_periods(activity, indicator), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_indicator(form.instance, by=request.actor)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, f"Показатель «{form.instance.name}» сохранен.")
            return redirect(_list_url(request, activity))
    stored = _indicator_or_404(request, pk)
    (_, values), *_ = values_of(Indicator.objects.filter(pk=pk))
    context = _about(request, activity) | {
        "form": form,
        "title": stored.name,
        "indicator": stored,
        "values": value_views(values, stored.kind),
        "end_form": EndForm(
            periods=_periods(activity, stored), initial={"last_period": str(_newest(activity.plan))}
        ),
    }
    return render(request, "plans/indicator.html", context, status=422 if form.errors else 200)


@office(Deed.EDIT_PLAN)
@require_POST
def indicator_end(request: OfficeRequest, pk: int) -> HttpResponse:
    """Ask for it no more after a half-year; one without values goes altogether."""
    indicator = _indicator_or_404(request, pk)
    back = redirect(_list_url(request, indicator.activity))
    try:
        if "remove" in request.POST:
            remove_indicator(indicator, by=request.actor)
            messages.success(request, f"Показатель «{indicator.name}» удален.")
            return back
        form = EndForm(request.POST, periods=_periods(indicator.activity, indicator))
        if form.is_valid():
            last: ReportingPeriod = form.cleaned_data["last_period"]
            end_indicator(indicator, last, by=request.actor)
            messages.success(request, f"Показатель «{indicator.name}» собирается по {last.title}.")
            return back
        messages.error(request, "Выберите последнее полугодие показателя.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("plans:indicator-edit", municipality=request.municipality.slug, pk=pk)


@office(Deed.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def indicator_suggest(request: OfficeRequest, pk: int) -> HttpResponse:
    """The figures of the activity's newest text, offered as indicators."""
    activity = _activity_or_404(request, pk)
    entry, found = found_in_texts(activity)
    form = SuggestionForm(request.POST or None, found=found)
    if request.method == "POST" and form.is_valid() and entry:
        since = entry.plan_period.period.next if entry.plan_period.locked_at else entry.plan_period.period
        try:
            added = add_indicators(activity, form.indicators(since), by=request.actor)
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
        else:
            names = ", ".join(f"«{one.name}»" for one in added)
            messages.success(request, f"Добавлено: {names}. Собираются {since.since_words}.")
            return redirect(_list_url(request, activity))
    context = _about(request, activity) | {"form": form, "entry": entry, "found": found}
    return render(request, "plans/indicator_suggest.html", context, status=422 if form.errors else 200)


def _activity_or_404(request: OfficeRequest, pk: int) -> Activity:
    activities = Activity.objects.select_related("plan__municipality")
    return get_object_or_404(activities, pk=pk, plan__municipality=request.municipality)


def _indicator_or_404(request: OfficeRequest, pk: int) -> Indicator:
    found = Indicator.objects.select_related("activity__plan__municipality")
    return get_object_or_404(found, pk=pk, activity__plan__municipality=request.municipality)


def _about(request: OfficeRequest, activity: Activity) -> dict[str, Any]:
    """The activity in the words of its plan's newest half-year, and the way back."""
    words = texts_of(activity.plan, _newest(activity.plan), only=activity.pk)
    return {
        "activity": activity,
        "activity_text": words.get(activity.pk, ""),
        "list_url": _list_url(request, activity),
    }


def _list_url(request: OfficeRequest, activity: Activity) -> str:
    url = reverse("plans:indicators", kwargs={"municipality": request.municipality.slug})
    return f"{url}?plan={activity.plan.slug}#activity-{activity.pk}"


def _newest(plan: Plan) -> ReportingPeriod:
    """The half-year that work goes on in: the newest opened one, else today's."""
    newest = plan.periods.order_by("-period").first()
    return newest.period if newest else ReportingPeriod.of(timezone.localdate())


def _periods(activity: Activity, indicator: Indicator | None = None) -> list[ReportingPeriod]:
    """The half-years that may be chosen, within the activity's life, the newest first."""
    last = _newest(activity.plan)
    for _ in range(AHEAD):
        last = last.next
    if indicator and indicator.last_period:
        last = max(last, indicator.last_period)
    last = min(last, activity.last_period) if activity.last_period else last
    periods = [max(last, activity.first_period)]
    while periods[-1] > activity.first_period:
        periods.append(periods[-1].previous)
    return periods
