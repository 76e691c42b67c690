"""A process tells a busy page again for a moment without asking the database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.public import memory
from tests.factories import District, make_district

pytestmark = pytest.mark.django_db

REPORT = "/zarechny/reports/2022-h1/"


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch, settings: object) -> list[float]:
    """The time that the process sees, to be moved on by the test; answers are kept for two seconds."""
    settings.PUBLIC_CACHE_SECONDS = 2
    time = [100.0]
    monkeypatch.setattr(memory.time, "monotonic", lambda: time[0])
    return time


@pytest.fixture
def district() -> District:
    district = make_district()
    district.publish()
    return district


def rename(district: District) -> None:
    district.municipality.name = "Переименованный округ"
    district.municipality.save()


def test_within_the_time_nothing_is_asked_and_after_it_the_page_is_true(
    client: Client, district: District, now: list[float], django_assert_num_queries: Callable
) -> None:
    first = client.get(REPORT)
    rename(district)
    now[0] += 1.9
    with django_assert_num_queries(0):
        second = client.get(REPORT)
    now[0] += 0.2
    third = client.get(REPORT)
    assert (second.content, second["ETag"]) == (first.content, first["ETag"])
    assert second["Cache-Control"] == "public, max-age=0, s-maxage=2, must-revalidate"
    assert third.content.decode().count("Переименованный округ") > 0


def test_a_kept_page_answers_304_and_head(client: Client, district: District, now: list[float]) -> None:
    first = client.get(REPORT)
    same = client.get(REPORT, headers={"If-None-Match": first["ETag"]})
    other = client.get(REPORT, headers={"If-None-Match": '"another"'})
    head = client.head(REPORT)
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    assert same["Cache-Control"] == first["Cache-Control"]
    assert (other.status_code, other.content) == (200, first.content)
    assert (head.content, head["Content-Length"]) == (b"", str(len(first.content)))
    assert client.post(REPORT).status_code == 405


def test_a_head_is_not_kept_as_the_page(client: Client, district: District, now: list[float]) -> None:
    client.head(REPORT)
    assert client.get(REPORT).content.decode().count("Сделано по мероприятию 1.") == 1


def test_only_public_pages_that_were_found_are_kept(
    client: Client, district: District, now: list[float], django_assert_num_queries: Callable
) -> None:
    for url, status in (("/zarechny/reports/2030-h1/", 404), ("/accounts/login/", 200)):
        client.get(url)
        response = client.get(url)
        assert response.status_code == status
        assert response.headers.get("Cache-Control", "").startswith("public") is False
    with django_assert_num_queries(1):
        client.get("/zarechny/reports/2030-h1/")


def test_the_memory_has_a_limit(
    client: Client,
    district: District,
    now: list[float],
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Callable,
) -> None:
    monkeypatch.setattr(memory, "MOST_BYTES", 1)
    client.get(REPORT)
    client.get("/zarechny/")
    with django_assert_num_queries(0):
        client.get("/zarechny/")
    with django_assert_num_queries(1):
        client.get(REPORT)


def test_nothing_is_kept_where_the_setting_is_0(
    client: Client, district: District, settings: object, django_assert_num_queries: Callable
) -> None:
    settings.PUBLIC_CACHE_SECONDS = 0
    client.get(REPORT)
    with django_assert_num_queries(1):
        client.get(REPORT)
