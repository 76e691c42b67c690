"""Downloads: the finished files of a publication, and the municipality's emblem."""

from __future__ import annotations

import hashlib
import logging
import mimetypes
from urllib.parse import quote

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.models import Municipality
from accounts.public.cache import not_modified, public
from plans.periods import ReportingPeriod
from reports import queries, renderers
from reports.content import FrozenAttachment
from reports.models import Publication
from reports.public import addresses, pages
from reports.public.contents import contents

logger = logging.getLogger(__name__)

RETRY_SECONDS = 10


@require_safe
def report_file(
    request: HttpRequest,
    municipality: str,
    period: ReportingPeriod,
    version: int,
    format: str,
    plan: str | None = None,
) -> HttpResponseBase:
    """A version's file; 503 with a plain page while it is being made, 410 when the version was withdrawn."""
    if format not in renderers.FORMATS:
        raise Http404
    rendition = queries.rendition_of(municipality, plan, period, version, format)
    publication = (
        rendition.publication if rendition else queries.publication_of(municipality, plan, period, version)
    )
    if publication is None:
        raise Http404
    if plan is not None and publication.report.plan_period.plan.is_primary:
        return HttpResponsePermanentRedirect(addresses.file_url(municipality, None, period, version, format))
    if publication.withdrawn_at is not None:
        return public(HttpResponse(pages.withdrawn(publication, [publication]), status=410))
    if rendition is None:
        return _not_ready(publication, format)
    if (same := not_modified(request, etag=rendition.sha256)) is not None:
        return public(same, etag=rendition.sha256)
    try:
        response = _whole(request, rendition.file, rendition.size, renderers.FORMATS[format].content_type)
    except FileNotFoundError:
        logger.error("The file of rendition %s is not on the disk.", rendition.pk)
        return _not_ready(publication, format)
    response["Content-Disposition"] = attachment(publication, format)
    return public(response, etag=rendition.sha256)


@require_safe
def attachment_file(
    request: HttpRequest,
    municipality: str,
    period: ReportingPeriod,
    version: int,
    digest: str,
    filename: str,
    plan: str | None = None,
) -> HttpResponseBase:
    """A document that proves a row: only while a version that stands names it, by its own name and sum."""
    publication = queries.publication_of(municipality, plan, period, version)
    if publication is None:
        raise Http404
    if publication.withdrawn_at is not None:
        return public(HttpResponse(pages.withdrawn(publication, [publication]), status=410))
    frozen = _named_in(publication, digest, filename)
    if plan is not None and publication.report.plan_period.plan.is_primary:
        return HttpResponsePermanentRedirect(
            addresses.attachment_url(municipality, None, period, version, frozen)
        )
    kept = queries.attachments_of_report(publication, [frozen.sha256]).first()
    if kept is None:
        raise Http404
    if (same := not_modified(request, etag=frozen.sha256)) is not None:
        return public(same, etag=frozen.sha256)
    try:
        response = _whole(request, kept.file, frozen.size, frozen.content_type or "application/octet-stream")
    except FileNotFoundError:
        logger.error("The file of attachment %s is not on the disk.", kept.pk)
        raise Http404 from None
    # Saved, never shown in the portal's name, whatever is inside.
    response["Content-Disposition"] = content_disposition_header(True, frozen.filename) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return public(response, etag=frozen.sha256)


def _named_in(publication: Publication, digest: str, filename: str) -> FrozenAttachment:
    """Raises Http404 where the version names no such file. Letters' case is not asked for."""
    [content] = contents.of([publication])
    for row in content.rows:
        for item in row.attachments:
            if item.sha256[:16] == digest and item.filename.casefold() == filename.casefold():
                return item
    raise Http404


@require_safe
def logo(request: HttpRequest, municipality: str) -> HttpResponseBase:
    """The municipality's emblem."""
    found = Municipality.objects.filter(slug=municipality).exclude(logo="").first()
    if found is None:
        raise Http404
    name = str(found.logo.name)
    etag = hashlib.sha256(name.encode()).hexdigest()
    if (same := not_modified(request, etag=etag)) is not None:
        return public(same, etag=etag)
    try:
        response = _whole(request, found.logo, found.logo.size, mimetypes.guess_type(name)[0] or "image/png")
    except FileNotFoundError:
        raise Http404 from None
    return public(response, etag=etag)


def attachment(publication: Publication, format: str) -> str:
    """A name that says what the file is, in Russian, and one in ASCII for old programs (RFC 6266)."""
    municipality, _, period = addresses.place_of(publication)
    plain = f"{municipality}-{period}-v{publication.version}.{format}"
    name = f"Отчет за {period.title}, {publication.municipality.name}, версия {publication.version}.{format}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _whole(request: HttpRequest, stored: FieldFile, size: int, content_type: str) -> HttpResponseBase:
    """Raises FileNotFoundError. HEAD is told the size and opens nothing."""
    headers = {"Content-Length": str(size)}
    if request.method == "HEAD":
        return HttpResponse(content_type=content_type, headers=headers)
    return FileResponse(stored.open("rb"), content_type=content_type, headers=headers)


def _not_ready(publication: Publication, format: str) -> HttpResponse:
    response = HttpResponse(pages.not_ready(publication, format), status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response
