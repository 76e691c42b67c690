"""The last report as a picture beside the sign-in form."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from reports.templatetags import report_mosaic
from reports.templatetags.report_mosaic import last_report_mosaic
from tests.factories import make_district, make_municipality, make_next_period

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


def test_no_report_no_picture() -> None:
    assert last_report_mosaic(make_municipality().slug) is None


def test_the_newest_report_beside_the_one_before() -> None:
    district = make_district(gaps=[2])
    district.publish()
    make_next_period(district, text="Сделано по мероприятию {number}.").publish()
    mosaic = last_report_mosaic("zarechny")
    assert mosaic
    assert [cell.number for cell in mosaic.cells] == ["1", "2", "3"]
    assert [cell.change for cell in mosaic.cells] == ["same", "new", "same"]


def test_one_query_while_the_report_stands(django_assert_num_queries: Any) -> None:
    make_district().publish()
    last_report_mosaic("zarechny")
    with django_assert_num_queries(1):
        assert last_report_mosaic("zarechny")


def test_another_release_draws_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    make_district().publish()
    last_report_mosaic("zarechny")
    monkeypatch.setattr(report_mosaic, "release", lambda: "next")
    monkeypatch.setattr(report_mosaic, "_draw", lambda pk: None)
    assert last_report_mosaic("zarechny") is None


def test_a_long_plan_is_no_picture() -> None:
    make_district(activities=61).publish()
    assert last_report_mosaic("zarechny") is None


def test_the_sign_in_page_shows_it(client: Client) -> None:
    make_district(gaps=[2]).publish()
    page = client.get("/accounts/login/").content.decode()
    assert page.count('class="m-') == 3
    assert 'class="m-gap">2<' in page
