"""The plan's editor: the plan as it stands from a half-year on, row by row, with what can be done to each."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from plans.folding import folded
from plans.planning import editing
from plans.presenting.plan import gone_of, rows_of
from plans.queries import PlanLine, plan_for, plan_lines
from plans.views.editor_flow import closed_page, period_of, this_half_year

ON_PAGE = 100


@office(Deed.EDIT_PLAN)
@require_GET
def plan_edit(request: OfficeRequest) -> HttpResponse:
    """The plan as it stands from a half-year on, a page of rows at a time, with what can be done to each."""
    plan = plan_for(request.municipality, request.GET.get("plan"))
    if plan is None:
        raise Http404
    period = period_of(request, plan)
    if closed := closed_page(request, plan, period):
        return closed
    lines, before = plan_lines(plan, period), plan_lines(plan, period.previous)
    rows = rows_of(lines, before, period)
    sought = folded(request.GET.get("q", ""))
    found = [row for row in rows if sought in _sought_in(row.line)] if sought else rows
    page = Paginator(found, ON_PAGE).get_page(request.GET.get("page") or _page_of(request, found))
    query = {"plan": plan.slug, "period": str(period), "q": request.GET.get("q", "")}
    context = {
        "plan": plan,
        "period": period,
        "periods": editing.editable_periods(plan, now=this_half_year()),
        "page": page,
        "total": len(rows),
        "found": len(found),
        "q": request.GET.get("q", ""),
        "query": f"&{urlencode(query)}",
        "gone": gone_of(lines, before),
        "used_sections": {row.line.revision.section_id for row in rows if row.line.revision},
    }
    return render(request, "plans/editor_plan.html", context)


def _sought_in(line: PlanLine) -> str:
    officers = " ".join(one.name for one in line.officers)
    return folded(f"{line.number} {line.text} {officers}")


def _page_of(request: OfficeRequest, rows: list[Any]) -> int:
    """The page on which the row stands that was just changed."""
    at = request.GET.get("at", "")
    for place, row in enumerate(rows):
        if row.line.activity and str(row.line.activity.pk) == at:
            return place // ON_PAGE + 1
    return 1
