"""Every answer carries its request's id; the log never carries a key."""

from __future__ import annotations

import logging
from types import SimpleNamespace

import pytest
from django.http import HttpRequest, HttpResponse

from opengov.request_id import RequestIdMiddleware, loggable_path, request_id


def asked(given: str | None) -> str:
    """The id in the answer to a request with this header; the view has seen the same."""
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request_id.get())
        return HttpResponse()

    request = HttpRequest()
    request.method, request.path = "GET", "/"
    if given is not None:
        request.META["HTTP_X_REQUEST_ID"] = given
    answered: str = RequestIdMiddleware(view)(request)["X-Request-ID"]
    assert seen == [answered]
    return answered


def test_a_sane_id_is_kept() -> None:
    assert asked("0123456789abcdef") == "0123456789abcdef"


@pytest.mark.parametrize(
    "given", [None, "", "short", "a" * 65, "with space here", "line\nbreak-line", "<script>alert"]
)
def test_anything_else_gets_an_id_of_our_own(given: str | None) -> None:
    made = asked(given)
    assert len(made) == 32 and made != given


def test_the_id_is_forgotten_after_the_answer() -> None:
    asked("0123456789abcdef")
    assert request_id.get() == ""


def test_the_answer_is_logged_without_the_query(caplog: pytest.LogCaptureFixture) -> None:
    request = HttpRequest()
    request.method, request.path = "GET", "/work/"
    request.META["QUERY_STRING"] = "q=secret"
    with caplog.at_level(logging.INFO, "opengov.request"):
        RequestIdMiddleware(lambda _: HttpResponse(status=404))(request)
    (record,) = caplog.records
    assert record.getMessage().startswith("GET /work/ 404 ")
    assert record.__dict__["status"] == 404


def test_one_time_keys_are_hidden() -> None:
    request = HttpRequest()
    request.path = "/accounts/password/reset/key/5-c3x-abc/"
    request.resolver_match = SimpleNamespace(kwargs={"uidb36": "5", "key": "c3x-abc"})  # type: ignore[assignment]
    assert "c3x-abc" not in loggable_path(request)
