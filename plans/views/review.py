"""The queue of review: one text after another, approved or returned with a remark; an approved one opened again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from plans import checking, workflow, worklists
from plans.figures import figures_of
from plans.forms.review import DecisionForm, ReopenForm
from plans.models import EntryVersion, PlanPeriod, ProgressEntry
from plans.presenting import review as shown
from plans.presenting.matrix import short_period
from plans.queries import attachments_of, plan_period_or_404, previous_entry
from plans.views import inserts
from plans.workflow import WrongState

State = ProgressEntry.State
# Versions that a reviewer has had before their eyes.
_SENT = (
    EntryVersion.Cause.SUBMITTED,
    EntryVersion.Cause.RETURNED,
    EntryVersion.Cause.EDITED,
    EntryVersion.Cause.APPROVED,
)


@office(Deed.REVIEW)
@require_GET
def review_door(request: OfficeRequest) -> HttpResponse:
    """To the newest half-year in which something waits."""
    plan_period = worklists.period_to_review(request.municipality)
    slug = request.municipality.slug
    if plan_period is None:
        return redirect("plans:periods", municipality=slug)
    return redirect("plans:review", municipality=slug, pk=plan_period.pk)


@office(Deed.REVIEW)
@require_GET
def review(request: OfficeRequest, pk: int) -> HttpResponse:
    """The first text that waits; a word where none does."""
    plan_period = plan_period_or_404(request.municipality, pk)
    first = worklists.queue_of(plan_period).values_list("pk", flat=True).first()
    if first is not None:
        return redirect(_entry_url(request, plan_period, first))
    counts = worklists.counts_of(plan_period, on=timezone.localdate())
    context = {
        "plan_period": plan_period,
        "counts": counts,
        "words": shown.left_words_of(counts),
        "approved": shown.Approved.taken(request.session, plan_period),
    }
    return render(request, "plans/review_empty.html", context)


@office(Deed.REVIEW)
@require_http_methods(["GET", "POST"])
def review_entry(request: OfficeRequest, pk: int, entry: int) -> HttpResponse:
    """One text to read and decide on; after the decision the next one opens."""
    plan_period = plan_period_or_404(request.municipality, pk)
    found = _entry_or_404(request, plan_period, entry)
    if request.method == "GET":
        return _page(request, plan_period, found)
    if "action" in request.POST:
        return _refreshed(request, plan_period, found)
    waits_since = found.state_at or found.updated_at
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, plan_period, found, form=form, status=422)
    version = form.cleaned_data["version"]
    try:
        if form.cleaned_data["decision"] == "approve":
            _approve(request, plan_period, found, version)
        else:
            workflow.give_back(found, version=version, comment=form.cleaned_data["remark"], by=request.actor)
            messages.success(request, f"Возвращено с замечанием: {found.line.number}.")
    except ValidationError as error:
        form.add_error("remark", error.messages[0])
        return _page(request, plan_period, found, form=form, status=422)
    except WrongState as error:
        found = _entry_or_404(request, plan_period, entry)
        if not _was_decided(found, form.cleaned_data):
            return _page(request, plan_period, found, form=form, trouble=str(error), status=409)
    following = worklists.next_waiting(plan_period, found, waits_since)
    if following is None:
        return redirect("plans:review", municipality=request.municipality.slug, pk=plan_period.pk)
    return redirect(_entry_url(request, plan_period, following))


@office(Deed.REVIEW)
@require_http_methods(["GET", "POST"])
def entry_reopen(request: OfficeRequest, pk: int) -> HttpResponse:
    """Give an approved text back to its officers, with the reason."""
    entry = get_object_or_404(
        ProgressEntry.objects.select_related("plan_period__plan__municipality", "line"),
        pk=pk,
        plan_period__plan__municipality=request.municipality,
        line__isnull=False,
    )
    entry_url = _entry_url(request, entry.plan_period, entry.pk)
    form = ReopenForm(request.POST) if request.method == "POST" else ReopenForm()
    if request.method == "POST" and form.is_valid():
        try:
            workflow.reopen_entry(entry, comment=form.cleaned_data["remark"], by=request.actor)
        except WrongState as error:
            return render(request, "409.html", {"exception": str(error)}, status=409)
        messages.success(request, f"Открыто заново: {entry.line.number}. Исполнители увидят ваши слова.")
        return redirect(entry_url)
    context = {"entry": entry, "line": entry.line, "form": form, "entry_url": entry_url}
    return render(request, "plans/review_reopen.html", context, status=422 if form.errors else 200)


def _approve(request: OfficeRequest, plan_period: PlanPeriod, entry: ProgressEntry, version: int) -> None:
    approved = workflow.approve(plan_period, {entry: version}, by=request.actor)
    shown.Approved.of(plan_period, approved, [entry.line.number]).keep(request.session)


def _refreshed(request: OfficeRequest, plan_period: PlanPeriod, entry: ProgressEntry) -> HttpResponse:
    """Bring an insert up to what its source says; the remark typed so far stays in its field."""
    trouble, status = "", 200
    try:
        inserts.refresh(request, entry)
        messages.success(request, "Вставка обновлена. Перед вами новая версия.")
    except ValidationError as error:
        trouble, status = error.messages[0], 422
    except WrongState as error:
        trouble, status = str(error), 409
    entry = _entry_or_404(request, plan_period, entry.pk)
    typed = request.POST.get("remark", "").replace("\x00", "")
    return _page(request, plan_period, entry, remark=typed, trouble=trouble, status=status)


def _was_decided(entry: ProgressEntry, decided: dict[str, Any]) -> bool:
    """The second of two clicks finds the deed done."""
    if decided["decision"] == "approve":
        version = entry.approved_version
        return entry.state == State.APPROVED and version is not None and version.number == decided["version"]
    return entry.state == State.RETURNED and entry.remark == decided["remark"].strip()


def _entry_or_404(request: OfficeRequest, plan_period: PlanPeriod, pk: int) -> ProgressEntry:
    entries = ProgressEntry.objects.select_related(
        "line", "activity", "updated_by", "plan_period__plan__municipality", "approved_version__author"
    )
    return get_object_or_404(entries, pk=pk, plan_period=plan_period, line__isnull=False)


def _page(
    request: OfficeRequest,
    plan_period: PlanPeriod,
    entry: ProgressEntry,
    *,
    form: DecisionForm | None = None,
    remark: str | None = None,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    versions = list(entry.versions.select_related("author").order_by("-number"))
    newest = versions[0] if versions else None
    before = previous_entry(entry)
    sent = next((version for version in versions[1:] if version.cause in _SENT), None)
    against_sent = request.GET.get("against") == "sent" and sent is not None
    against = sent if against_sent else before
    figures = figures_of(entry, before)
    findings = checking.findings_of(
        entry.text, figures, period=plan_period.period, before=before.approved_text if before else ""
    )
    place = worklists.place_in_queue(plan_period, entry)
    version = newest.number if newest else None
    if remark is not None:
        form = DecisionForm({"version": version, "remark": remark, "decision": "return"})
    form = form or DecisionForm(initial={"version": version, "remark": shown.remark_of(findings)})
    context: dict[str, Any] = {
        "plan_period": plan_period,
        "entry": entry,
        "line": entry.line,
        "officers": ", ".join(entry.line.officers.split("\n")),
        "text": shown.text_of(entry, shown.said(against) if against else "", request.GET.get("view", "diff")),
        "views": shown.VIEWS,
        "before": before,
        "sent": sent,
        "against_sent": against_sent,
        "figures": shown.figure_rows(figures, checking.offers(entry.text, figures)),
        "findings": findings,
        "attachments": attachments_of(entry),
        **inserts.blocks(entry, sent=sent),
        **inserts.found_in(entry, entry.text),
        "newest": newest,
        "versions": len(versions),
        "sent_at": shown.when_words(newest.created_at, today=today) if newest else "",
        "place": place,
        "queue": shown.queue_rows(
            place.around, entry, outdated=inserts.outdated(request.municipality, place.around)
        ),
        "queue_words": shown.queue_words(place.total),
        "this_period": short_period(plan_period.period),
        "last_period": short_period(before.plan_period.period) if before else "",
        "may_decide": bool(place.number),
        "may_edit": workflow.allows("edit", entry),
        "may_reopen": workflow.allows("reopen", entry) and entry.state == State.APPROVED,
        "form": form,
        "trouble": trouble,
        "approved": shown.Approved.taken(request.session, plan_period),
    }
    return render(request, "plans/review_entry.html", context, status=status)


def _entry_url(request: OfficeRequest, plan_period: PlanPeriod, entry: int) -> str:
    return reverse(
        "plans:review-entry",
        kwargs={"municipality": request.municipality.slug, "pk": plan_period.pk, "entry": entry},
    )
