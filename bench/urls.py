"""The portal's addresses and one more: a view that does nothing, behind the same middleware."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from opengov.urls import urlpatterns as portal


def empty(request: HttpRequest) -> HttpResponse:
    """The least that a view can do."""
    response = HttpResponse()
    response["Content-Length"] = "0"
    return response


urlpatterns = [path("bench/empty", empty), *portal]
