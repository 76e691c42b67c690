"""The surveys of a municipality in the office: the list, one survey, showing it to citizens and taking it back."""

from __future__ import annotations

import io
from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from surveys import keeping
from surveys.findings import findings_of
from surveys.models import Survey
from surveys.office.editing import revision_read, survey_or_404
from surveys.office.presenting import days_words, finding_views, line_views, place_views
from surveys.permissions import deed_to_change
from surveys.queries import results, survey_value, survey_values, surveys_of
from surveys.renderers import FORMATS

ON_PAGE = 30


@office(Deed.EDIT_SURVEYS)
@require_GET
def survey_list(request: OfficeRequest) -> HttpResponse:
    """By year, the newest first, with what does not agree in each."""
    page = Paginator(surveys_of(request.municipality).select_related("updated_by"), ON_PAGE).get_page(
        request.GET.get("page")
    )
    surveys = list(page.object_list)
    context = {"page": page, "lines": line_views(surveys, survey_values(surveys)), "query": ""}
    return render(request, "surveys/office_list.html", context)


@office(Deed.EDIT_SURVEYS)
@require_GET
def survey_page(request: OfficeRequest, pk: int) -> HttpResponse:
    """What stands in the survey, what does not agree, and what can be done with it."""
    survey = survey_or_404(request, pk)
    value = survey_value(survey)
    context = {
        "survey": survey,
        "value": value,
        "days": days_words(survey),
        "places": place_views(value),
        "findings": finding_views(findings_of(value)),
        "formats": FORMATS,
        "may_publish": Deed.PUBLISH_SURVEYS in request.deeds,
        "may_change": deed_to_change(survey) in request.deeds,
        "next_year": survey.year + 1,
    }
    return render(request, "surveys/office_survey.html", context)


@office(Deed.EDIT_SURVEYS)
@require_GET
def survey_file(request: OfficeRequest, pk: int, format: str) -> HttpResponse:
    """A survey as a file, drafts too."""
    survey = survey_or_404(request, pk)
    if format not in FORMATS:
        raise Http404
    out = io.BytesIO()
    FORMATS[format].render(results(survey, public=False), out)
    suffix = FORMATS[format].file_name.rpartition(".")[2]
    response = HttpResponse(out.getvalue(), content_type=FORMATS[format].content_type)
    response["Content-Disposition"] = f'attachment; filename="survey-{survey.series}-{survey.year}.{suffix}"'
    return response


@office(Deed.PUBLISH_SURVEYS)
@require_http_methods(["GET", "POST"])
def survey_publish(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show it to citizens; what does not agree is said before."""

    def deed(survey: Survey) -> None:
        keeping.publish(survey, by=request.actor, read=revision_read(request))

    return _deed(request, pk, deed, "surveys/office_publish.html", "Опрос опубликован, жители видят его.")


@office(Deed.PUBLISH_SURVEYS)
@require_http_methods(["GET", "POST"])
def survey_unpublish(request: OfficeRequest, pk: int) -> HttpResponse:
    """Hide it from citizens."""
    return _deed(
        request,
        pk,
        lambda survey: keeping.unpublish(survey, by=request.actor),
        "surveys/office_unpublish.html",
        "Опрос снят с публикации. Он остался здесь черновиком.",
    )


@office(Deed.EDIT_SURVEYS)
@require_http_methods(["GET", "POST"])
def survey_remove(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take a survey out of the portal; a published one is taken back first."""
    return _deed(
        request,
        pk,
        lambda survey: keeping.remove(survey, by=request.actor),
        "surveys/office_remove.html",
        "Опрос удалён.",
        is_gone=True,
    )


def _deed(
    request: OfficeRequest,
    pk: int,
    deed: Callable[[Survey], object],
    template: str,
    said: str,
    *,
    is_gone: bool = False,
) -> HttpResponse:
    """Ask on a page of its own, do it on POST; what stands in the way is said on the same page."""
    survey = survey_or_404(request, pk)
    refusal = ""
    if request.method == "POST":
        try:
            deed(survey)
        except keeping.WrongState as wrong:
            refusal = str(wrong)
            survey = survey_or_404(request, pk)
        else:
            messages.success(request, said)
            if is_gone:
                return redirect("surveys:office-list", municipality=request.municipality.slug)
            return redirect("surveys:office-survey", municipality=request.municipality.slug, pk=pk)
    context = {
        "survey": survey,
        "findings": finding_views(findings_of(survey_value(survey))),
        "refusal": refusal,
    }
    return render(request, template, context, status=409 if refusal else 200)
