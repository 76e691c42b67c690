"""Picking a survey for an entry of the report: the list, and beside it exactly what will stand there."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from plans import workflow
from plans.inserts import InsertValue
from plans.models import ProgressEntry
from plans.plaintext import to_html
from plans.queries import inserts_of
from plans.views.entry_pages import entry_heading, entry_or_404
from surveys.inserting import KIND
from surveys.models import Survey
from surveys.queries import surveys_of

ON_PAGE = 30


@office(Deed.EDIT_SURVEYS)
@require_http_methods(["GET", "POST"])
def insert(request: OfficeRequest, entry: int) -> HttpResponse:
    """``?survey=<id>``: the one to look at, else the newest. POST puts it under the entry's text."""
    found = entry_or_404(request, entry)
    survey = _asked(request)
    if request.method == "POST":
        return _insert(request, found, survey)
    return _page(request, found, survey)


def _asked(request: OfficeRequest) -> Survey | None:
    asked = request.POST.get("survey") or request.GET.get("survey", "")
    surveys = surveys_of(request.municipality)
    if not asked:
        return surveys.first()
    if not asked.isdecimal() or len(asked) > 18:
        raise Http404
    survey = surveys.filter(pk=int(asked)).first()
    if survey is None:
        raise Http404
    return survey


def _insert(request: OfficeRequest, entry: ProgressEntry, survey: Survey | None) -> HttpResponse:
    if survey is None:
        return _page(request, entry, None, refusal="Выберите опрос.", status=422)
    options = {"chart": "chart" in request.POST}
    try:
        workflow.add_insert(entry, kind=KIND, source=str(survey.pk), options=options, by=request.actor)
    except workflow.WrongState as wrong:
        return _page(request, entry, survey, refusal=str(wrong), status=409)
    except ValidationError as error:
        return _page(request, entry, survey, refusal=" ".join(error.messages), status=422)
    messages.success(request, f"Вставлено: {survey.title} за {survey.year} год.")
    return redirect(f"{_entry_url(request, entry)}#inserts")


def _page(
    request: OfficeRequest,
    entry: ProgressEntry,
    survey: Survey | None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    page = Paginator(surveys_of(request.municipality), ON_PAGE).get_page(request.GET.get("page"))
    value = workflow.current_value(entry, KIND, str(survey.pk), {"chart": True}) if survey else None
    standing = inserts_of(entry).filter(kind=KIND, source=str(survey.pk)).first() if survey else None
    context = {
        "entry": entry,
        "heading": entry_heading(entry, timezone.now()),
        "entry_url": _entry_url(request, entry),
        "page": page,
        "query": f"&survey={survey.pk}" if survey else "",
        "survey": survey,
        "value": value,
        "html": _html(value),
        "is_standing": standing is not None,
        "with_chart": standing.options.get("chart", True) if standing else True,
        "refusal": refusal,
    }
    return render(request, "surveys/office_insert.html", context, status=status)


def _entry_url(request: OfficeRequest, entry: ProgressEntry) -> str:
    return reverse("plans:entry", kwargs={"municipality": request.municipality.slug, "pk": entry.pk})


def _html(value: InsertValue | None) -> str:
    return mark_safe(to_html(value.words)) if value else ""  # noqa: S308 (to_html escapes)
