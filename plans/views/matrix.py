"""The half-year's matrix: how it stands, who delays it, and decisions on several texts at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from accounts.wording import counted
from plans import workflow, worklists
from plans.forms.review import RemarkForm, Ticked, approvals_in, ids_in
from plans.models import PlanPeriod, ProgressEntry
from plans.presenting import matrix as shown
from plans.presenting.review import Approved, left_alone_words, numbers_words
from plans.queries import marks_of, plan_period_or_404
from plans.steps import road_of
from plans.workflow import Outdated, WrongState
from plans.worklists import numbers_of

State = ProgressEntry.State
ON_PAGE = 50
OFFICER_COLUMNS = 8
PERIODS_TO_SWITCH = 4


@office(Deed.REVIEW)
@require_GET
def periods(request: OfficeRequest) -> HttpResponse:
    """Straight to the half-year that is being worked on."""
    plan_period = worklists.period_to_work_on(request.municipality)
    if plan_period is not None:
        return redirect(_url(request, plan_period))
    context = {
        "has_plan": request.municipality.plans.exists(),
        "may_open": Deed.OPEN_PERIOD in request.deeds,
        "may_import": Deed.IMPORT in request.deeds,
    }
    return render(request, "plans/matrix_empty.html", context)


@office(Deed.REVIEW)
@require_GET
def period(request: OfficeRequest, pk: int) -> HttpResponse:
    """One half-year: counts, delays, and a page of its rows."""
    return _page(request, plan_period_or_404(request.municipality, pk))


@office(Deed.REVIEW)
@require_POST
def period_act(request: OfficeRequest, pk: int) -> HttpResponse:
    """Approve, return or remind about what was ticked, or remind officers of all that they owe.

    What a deed is not meant for is left alone and named; where a text has changed meanwhile, nothing is decided.
    """
    plan_period = plan_period_or_404(request.municipality, pk)
    deed, ticked = request.POST.get("do", ""), Ticked.of(plan_period, request.POST)
    try:
        if deed == "remind":
            return _remind(request, plan_period, ticked)
        if not ticked.versions:
            return _refuse(request, plan_period, "Ничего не отмечено. Отметьте мероприятия в таблице.", ())
        if deed in ("approve", "return"):
            return _decide(request, plan_period, ticked, deed)
    except Outdated as error:
        return _outdated(request, plan_period, ticked, error)
    except WrongState as error:
        return render(request, "409.html", {"exception": str(error)}, status=409)
    raise Http404


@office(Deed.REVIEW)
@require_POST
def approval_undo(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take back the approval that the page has just told of."""
    plan_period = plan_period_or_404(request.municipality, pk)
    revisions = approvals_in(plan_period, request.POST)
    if not revisions:
        return redirect(_url(request, plan_period))
    try:
        entries = workflow.undo_approval(plan_period, revisions, by=request.actor)
    except WrongState:
        text = "Отменить не получилось: после утверждения запись уже изменилась. Её можно открыть заново."
        return render(request, "409.html", {"exception": text}, status=409)
    numbers = numbers_words(numbers_of(plan_period, entries))
    wait = "ждёт" if len(entries) == 1 else "ждут"
    messages.success(request, f"Утверждение отменено: {numbers} снова {wait} решения.")
    if len(entries) == 1:
        slug = request.municipality.slug
        return redirect("plans:review-entry", municipality=slug, pk=plan_period.pk, entry=entries[0].pk)
    return redirect(_url(request, plan_period))


def _remind(request: OfficeRequest, plan_period: PlanPeriod, ticked: Ticked) -> HttpResponse:
    entries = list(ticked.versions)
    if officers := ids_in(request.POST, "officer"):
        entries = worklists.delayed_entries(plan_period, officers)
    if not entries:
        text = "Напоминать не о чем: всё уже сдано." if officers else "Отметьте, о чём напомнить."
        return _refuse(request, plan_period, text, ())
    reminded = workflow.remind(plan_period, entries, by=request.actor)
    if not reminded:
        is_owed = any(entry.state in (State.EMPTY, State.DRAFT, State.RETURNED) for entry in entries)
        text = (
            "Сегодня об этом уже напоминали: исполнители получают одно напоминание в день."
            if is_owed
            else "Напоминать не о чем: отмеченное уже сдано."
        )
        return _refuse(request, plan_period, text, [entry.pk for entry in entries])
    words = f"Напомнили об исполнении: {numbers_words(numbers_of(plan_period, reminded))}."
    if done := len(entries) - len(reminded):
        other = counted(done, "мероприятию", "мероприятиям", "мероприятиям")
        words += f" Ещё по {other} напоминать не нужно: сдано или сегодня уже напоминали."
    messages.success(request, words)
    return redirect(_back(request, plan_period))


def _decide(request: OfficeRequest, plan_period: PlanPeriod, ticked: Ticked, deed: str) -> HttpResponse:
    meant, left = ticked.for_deed(deed)
    if plan_period.locked_at is not None:  # the workflow says why nothing is decided
        meant, left = ticked, []
    left_words = left_alone_words(worklists.lines_of(plan_period, left)) if left else ""
    if not meant.versions:
        text = f"Среди отмеченных нет того, что ждёт проверки. {left_words}"
        return _refuse(request, plan_period, text, [entry.pk for entry in left])
    if deed == "return":
        return _give_back(request, plan_period, meant, left_words)
    approved = workflow.approve(plan_period, meant.versions, by=request.actor, from_file=meant.from_file)
    numbers = numbers_of(plan_period, approved)
    Approved.of(plan_period, approved, numbers, left_words).keep(request.session)
    return redirect(_back(request, plan_period))


def _give_back(
    request: OfficeRequest, plan_period: PlanPeriod, ticked: Ticked, left_words: str
) -> HttpResponse:
    """Asks for the remark first, on a page of its own."""
    asked = "remark" in request.POST
    form = RemarkForm(request.POST) if asked else RemarkForm()
    if asked and form.is_valid():
        try:
            returned = workflow.give_back_many(
                plan_period, ticked.versions, comment=form.cleaned_data["remark"], by=request.actor
            )
        except ValidationError as error:
            form.add_error("remark", error.messages[0])
        else:
            numbers = numbers_words(numbers_of(plan_period, returned))
            messages.success(request, f"Возвращено с замечанием: {numbers}. {left_words}".rstrip())
            return redirect(_back(request, plan_period))
    context = {
        "plan_period": plan_period,
        "lines": worklists.lines_of(plan_period, ticked.versions),
        "read": [(entry.pk, request.POST.get(f"read-{entry.pk}", "")) for entry in ticked.versions],
        "form": form,
        "left_words": left_words,
        "query": request.GET.urlencode(),
        "back_url": _back(request, plan_period),
    }
    return render(request, "plans/matrix_return.html", context, status=422 if form.errors else 200)


def _outdated(
    request: OfficeRequest, plan_period: PlanPeriod, ticked: Ticked, error: Outdated
) -> HttpResponse:
    """Nothing was decided: says which of the ticked stood in the way, and why."""
    numbers = numbers_words(numbers_of(plan_period, error.entries))
    never = all(entry.state != State.SUBMITTED for entry in error.entries)
    why = (
        f"сейчас не на проверке: {numbers}. Снимите с них отметки"
        if never
        else f"изменилось, пока страница была открыта: {numbers}. Прочитайте новый текст"
    )
    return _refuse(
        request,
        plan_period,
        f"Решение не записано ни для одного мероприятия: {why} и повторите.",
        [entry.pk for entry in ticked.versions],
        status=409,
    )


def _refuse(
    request: OfficeRequest, plan_period: PlanPeriod, text: str, ticked: Collection[int], *, status: int = 422
) -> HttpResponse:
    return _page(request, plan_period, trouble=text, ticked=ticked, status=status)


def _page(
    request: OfficeRequest,
    plan_period: PlanPeriod,
    *,
    trouble: str = "",
    ticked: Collection[int] = (),
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()
    if state not in shown.FILTERS:
        raise Http404
    by_officers = request.GET.get("by") == "officers"
    counts = worklists.counts_of(plan_period, on=today)
    found = worklists.rows_of(plan_period, on=today, state=state, words=words)
    page = Paginator(found, ON_PAGE).get_page(request.GET.get("page"))
    around = _around(request, plan_period, page.object_list, by_officers=by_officers, ticked=ticked)
    is_open = plan_period.locked_at is None
    delays = worklists.delays_of(plan_period, on=today) if is_open and counts.waited else []
    context: dict[str, Any] = {
        "plan_period": plan_period,
        "head": shown.head_words(plan_period, today=today),
        "road": road_of(plan_period),
        "counts": counts,
        "tiles": shown.tiles_of(counts, state, is_open=is_open),
        "bar": shown.bar_of(counts),
        "bar_words": shown.bar_words(counts, is_open=is_open),
        "delays": shown.delay_rows(delays, today=today),
        "without_officers": worklists.without_officers(plan_period) if is_open and counts.waited else 0,
        "page": page,
        "rows": shown.rows_of(page.object_list, around),
        "around": around,
        "columns": 2 + (len(around.officers) if by_officers else 2 + len(around.past_periods)),
        "by_officers": by_officers,
        "state": state,
        "states": shown.filters_of(is_open=is_open).items(),
        "words": words,
        "legend": shown.CELLS_LEGEND if by_officers else shown.LEGEND,
        "is_open": is_open,
        "query": shown.query_of(by=by_officers and "officers", state=state, q=words),
        "query_of_states": shown.query_of(by=by_officers and "officers", q=words),
        "query_of_columns": shown.query_of(state=state, q=words),
        "periods": worklists.periods_beside(plan_period, PERIODS_TO_SWITCH),
        "may_open": Deed.OPEN_PERIOD in request.deeds,
        "may_invite": Deed.INVITE in request.deeds,
        "trouble": trouble,
        "approved": Approved.taken(request.session, plan_period),
    }
    return render(request, "plans/matrix.html", context, status=status)


def _around(
    request: OfficeRequest,
    plan_period: PlanPeriod,
    lines: Iterable[Any],
    *,
    by_officers: bool,
    ticked: Collection[int],
) -> shown.Around:
    """One query for each thing that the rows of this page are shown with."""
    entries = [line.entry for line in lines if line.entry is not None]
    activities = [line.activity for line in lines if line.entry is not None]
    ids = {item.pk for item in activities}
    past_periods = [] if by_officers else worklists.past_periods(plan_period)
    replaced = {item.replaces_id for item in activities if item.replaces_id}

    def url_of(entry: int) -> str:
        return f"{base}{entry}/"

    base = reverse("plans:review", kwargs={"municipality": request.municipality.slug, "pk": plan_period.pk})
    return shown.Around(
        today=timezone.localdate(),
        plan_period=plan_period,
        url_of=url_of,
        versions=worklists.newest_versions(entries),
        marks=marks_of(entries),
        ticked=ticked,
        past_periods=past_periods,
        past=None if by_officers else worklists.past_of(past_periods, ids | replaced),
        officers=worklists.busiest_officers(plan_period, OFFICER_COLUMNS) if by_officers else (),
        assigned=worklists.officers_by_activity(plan_period.period, ids) if by_officers else None,
    )


def _url(request: OfficeRequest, plan_period: PlanPeriod) -> str:
    return reverse("plans:period", kwargs={"municipality": request.municipality.slug, "pk": plan_period.pk})


def _back(request: OfficeRequest, plan_period: PlanPeriod) -> str:
    """The same page of the same rows."""
    query = request.GET.urlencode()
    return f"{_url(request, plan_period)}?{query}" if query else _url(request, plan_period)
