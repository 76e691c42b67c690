"""Downloads of surveys: made once for each state of the survey and its years, then answered from the cache."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from io import BytesIO
from urllib.parse import quote

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.public.cache import KEEP_SECONDS, fingerprint, not_modified, public, release
from surveys import queries, renderers
from surveys.models import Survey
from surveys.results import SurveyResults

PUBLIC_FORMATS = ("xlsx", "csv", "json")


@require_safe
def survey_file(
    request: HttpRequest, municipality: str, series: str, year: int, format: str
) -> HttpResponseBase:
    """The figures of a published survey as a file."""
    if format not in PUBLIC_FORMATS:
        raise Http404
    years = list(queries.published(municipality).filter(series=series))
    survey = next((each for each in years if each.year == year), None)
    if survey is None:
        raise Http404
    key = files_key(survey, years)
    etag = _name(format, key)
    response = not_modified(request, etag=etag)
    if response is None:
        body = bytes_of(format, key, lambda: queries.results(survey, public=True))
        response = HttpResponse(
            b"" if request.method == "HEAD" else body, content_type=renderers.FORMATS[format].content_type
        )
        response["Content-Length"] = str(len(body))
        response["Content-Disposition"] = attachment(survey, format)
    return public(response, etag=etag)


def files_key(survey: Survey, years: Sequence[Survey]) -> tuple[object, ...]:
    """All that may change a survey's files: itself, the years beside it, whose it is."""
    marks = [(each.pk, each.revision, each.published_at) for each in years]
    return (survey.pk, marks, fingerprint(survey.municipality))


def bytes_of(format: str, key: tuple[object, ...], results: Callable[[], SurveyResults]) -> bytes:
    """The file that ``key`` names wholly; ``results`` are asked for only when it was not made before."""
    name = f"survey-file:{_name(format, key)}"
    body: bytes | None = cache.get(name)
    if body is None:
        out = BytesIO()
        renderers.render(format, results(), out)
        body = out.getvalue()
        cache.set(name, body, KEEP_SECONDS)
    return body


def attachment(survey: Survey, format: str) -> str:
    """A name that says what the file is, in Russian, and one in ASCII for old programs (RFC 6266)."""
    place = survey.municipality
    plain = f"{place.slug}-{survey.series}-{survey.year}.{format}"
    name = f"{survey.title}, {survey.year} год, {place.name}.{format}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _name(format: str, key: tuple[object, ...]) -> str:
    return hashlib.sha256("\x1f".join(map(str, (release(), format, *key))).encode()).hexdigest()
