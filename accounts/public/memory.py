"""What this process has just answered: a busy public page is told again for a moment without asking the database."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from accounts.public.cache import not_modified, public

MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """``until``: by `time.monotonic`."""

    until: float
    body: bytes
    headers: dict[str, str]

    def to(self, request: HttpRequest) -> HttpResponseBase:
        if "HTTP_IF_NONE_MATCH" in request.META:
            etag = self.headers["ETag"].strip('"')
            same = not_modified(request, etag=etag)
            if same is not None:
                return public(same, etag=etag)
        return HttpResponse(b"" if request.method == "HEAD" else self.body, headers=self.headers)


class PublicPagesMiddleware:
    """Answers a public page as it was answered within the last `PUBLIC_CACHE_SECONDS`; stands last, next to the views.

    The path alone names such a page: it looks at nothing else of the request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.answers: dict[str, Answer] = {}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.answers.get(request.path)
        if answer is not None and answer.until > time.monotonic() and request.method in ("GET", "HEAD"):
            return answer.to(request)
        response = self.get_response(request)
        if (
            request.method == "GET"
            and response.status_code == 200
            and isinstance(response, HttpResponse)
            and response.headers.get("Cache-Control", "").startswith("public")
            and response.has_header("ETag")
            and settings.PUBLIC_CACHE_SECONDS
        ):
            self._remember(request.path, response)
        return response

    def _remember(self, path: str, response: HttpResponse) -> None:
        if sum(len(answer.body) for answer in list(self.answers.values())) > MOST_BYTES:
            self.answers.clear()
        until = time.monotonic() + settings.PUBLIC_CACHE_SECONDS
        self.answers[path] = Answer(until, response.content, dict(response.items()))
