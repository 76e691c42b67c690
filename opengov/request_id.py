"""Gives every request an id that stands in its log lines and in its answer, and logs the answer."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

logger = logging.getLogger("opengov.request")

HEADER = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")
# Parts of an address that open something by themselves: they never reach the log.
SECRET_PARTS = frozenset({"key", "token", "uidb36", "uidb64"})

request_id: ContextVar[str] = ContextVar("request_id", default="")


class RequestIdMiddleware:
    """Takes the proxy's id when it looks like one, else makes its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        token = request_id.set(given if SANE.match(given) else uuid.uuid4().hex)
        started = time.monotonic()
        try:
            response = self.get_response(request)
            response[HEADER] = request_id.get()
            if logger.isEnabledFor(logging.INFO) and not request.path.startswith("/static/"):
                took = round((time.monotonic() - started) * 1000)
                line = f"{request.method} {loggable_path(request)} {response.status_code} {took} ms"
                logger.info(line, extra={"status": response.status_code, "took_ms": took})
            return response
        finally:
            request_id.reset(token)


def loggable_path(request: HttpRequest) -> str:
    """The path without the query string, and with one-time keys hidden."""
    path = request.path
    if request.resolver_match:
        for name, value in request.resolver_match.kwargs.items():
            if name in SECRET_PARTS and value:
                path = path.replace(str(value), "***")
    return path
