"""The official's home: own activities of a half-year, the most urgent first, each one click from its form."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from plans.mywork import count_work, group_of, own_entries, period_to_show, periods_of, versions_handed_in
from plans.periods import ReportingPeriod
from plans.presenting.home import cells_of, group_view, row_view, summary_words

SHOWN = 60


@office(Deed.REPORT_OWN)
@require_safe
def home(request: OfficeRequest) -> HttpResponse:
    """The half-year asked for, else the one that waits for the person."""
    today = timezone.localdate()
    periods = periods_of(request.municipality)
    period = _asked(request, periods) or period_to_show(request.user, request.municipality, on=today)
    period = period or next(iter(periods), None)
    context: dict[str, Any] = {"periods": periods, "period": period, "today": today}
    if period is not None:
        entries = own_entries(request.user, request.municipality, period, on=today)
        work = count_work(entries, on=today)
        page = Paginator(entries.select_related("line", "plan_period"), SHOWN)
        page.count = work.total  # counted already
        shown = page.get_page(request.GET.get("page"))
        handed_in = versions_handed_in(shown.object_list)
        context |= {
            "work": work,
            "page": shown,
            "query": f"&period={period}",
            "summary": summary_words(work),
            "cells": cells_of(shown.object_list),
            "groups": [
                (
                    group_view(key, work.groups[key], today=today),
                    [row_view(entry, handed_in.get(entry.pk), today=today) for entry in rows],
                )
                for key, rows in groupby(shown.object_list, key=group_of)
            ],
        }
    return render(request, "plans/home.html", context)


def _asked(request: OfficeRequest, periods: list[ReportingPeriod]) -> ReportingPeriod | None:
    """The half-year that the address names, of those that were ever opened."""
    if not (asked := request.GET.get("period")):
        return None
    for period in periods:
        if str(period) == asked:
            return period
    raise Http404
