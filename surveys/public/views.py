"""The public pages of surveys: all of a municipality, a series, one survey."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.models import Municipality
from accounts.public.cache import fingerprint, public, public_page
from surveys import queries
from surveys.public import addresses, pages
from surveys.public.files import files_key
from surveys.public.mentions import marks_of, with_marks


@require_safe
def survey_list(request: HttpRequest, municipality: str) -> HttpResponseBase:
    """All published surveys; a page also where there is none."""
    surveys = list(queries.published(municipality))
    place = surveys[0].municipality if surveys else Municipality.objects.filter(slug=municipality).first()
    if place is None:
        raise Http404
    marks = [(survey.pk, survey.revision, survey.published_at) for survey in surveys]
    return public_page(
        request,
        key=("surveys", fingerprint(place), marks),
        render=lambda: pages.survey_list(place, surveys),
    )


@require_safe
def series(request: HttpRequest, municipality: str, series: str) -> HttpResponseBase:
    """The newest year of a series."""
    newest = queries.published(municipality).filter(series=series).first()
    if newest is None:
        raise Http404
    return public(HttpResponseRedirect(addresses.survey_url(newest)))


@require_safe
def survey(request: HttpRequest, municipality: str, series: str, year: int) -> HttpResponseBase:
    """A survey beside its other years."""
    years = list(with_marks(queries.published(municipality).filter(series=series)))
    shown = next((survey for survey in years if survey.year == year), None)
    if shown is None:
        raise Http404
    key = files_key(shown, years)
    return public_page(
        request,
        key=("survey", *key, marks_of(shown)),
        render=lambda: pages.survey(shown, years, key=key),
    )
