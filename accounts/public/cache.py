"""Answers public pages from bytes made once: no cookie, no person, an ETag, and a 304 for who has the page already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

KEEP_SECONDS = 7 * 24 * 3600

# What a page is made with: code, templates and the files whose hashed names stand in it.
_SOURCES = ("accounts", "plans", "surveys", "reports", "opendata", "opengov", "templates", "static")
_SUFFIXES = frozenset({".py", ".html", ".css", ".js", ".svg"})


def public_page(
    request: HttpRequest, *, key: tuple[object, ...], render: Callable[[], str]
) -> HttpResponseBase:
    """The page that ``key`` names wholly: whatever may change it stands in the key.

    ``render`` is called only when nobody has asked for this page before; it gets no request, so nothing of the visitor
    can come into the page.
    """
    name = hashlib.sha256("\x1f".join(map(str, (release(), settings.SITE_URL, *key))).encode()).hexdigest()
    response = not_modified(request, etag=name)
    if response is None:
        body = cache.get(f"page:{name}")
        if body is None:
            body = render().encode()
            cache.set(f"page:{name}", body, KEEP_SECONDS)
        response = HttpResponse(b"" if request.method == "HEAD" else body)
        response["Content-Length"] = str(len(body))
    return public(response, etag=name)


def not_modified(request: HttpRequest, *, etag: str) -> HttpResponseBase | None:
    """304 for a visitor (or a proxy) who holds this very thing."""
    return get_conditional_response(request, etag=f'"{etag}"')


def public(response: HttpResponseBase, *, etag: str = "") -> HttpResponseBase:
    """Anyone may keep it; browsers ask each time whether it is still true, proxies after a few seconds.

    So a new version, and a withdrawal, take effect at once where people look.
    """
    if etag:
        response["ETag"] = f'"{etag}"'
    response["Cache-Control"] = (
        f"public, max-age=0, s-maxage={settings.PUBLIC_CACHE_SECONDS}, must-revalidate"
    )
    return response


def fingerprint(item: models.Model) -> str:
    """Every column of a row: the part of a key for a page that shows it."""
    return repr([getattr(item, field.attname) for field in item._meta.concrete_fields])


def release() -> str:
    """What the software is, by its own files: a page made by other code or templates is another page."""
    return _measure() if settings.DEBUG else _measured_once()


def _measure() -> str:
    digest = hashlib.sha256()
    for folder in _SOURCES:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.suffix in _SUFFIXES and path.is_file():
                digest.update(str(path).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


_measured_once = lru_cache(maxsize=1)(_measure)
