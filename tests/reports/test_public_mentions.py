"""The page of a survey leads to the row of the newest report that shows it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.history import COMMAND
from plans.models import Insert, PlanPeriod, ProgressEntry
from reports import publishing
from reports.models import Publication
from surveys import keeping
from surveys.models import Survey
from tests.factories import District, make_district, make_municipality, make_next_period
from tests.plans.inserting import value_of
from tests.surveys.building import buses_and_roads

pytestmark = pytest.mark.django_db

PAGE = "/zarechny/surveys/opros-zhiteley/2021/"


@pytest.fixture
def district() -> District:
    cache.clear()
    district = make_district()
    publish_survey(district, 2021)
    return district


def publish_survey(district: District, year: int) -> Survey:
    kept = keeping.keep(district.municipality, buses_and_roads(year), by=COMMAND).survey
    return keeping.publish(kept, by=COMMAND)


def publish(plan_period: PlanPeriod, reason: str = "") -> Publication:
    return publishing.publish_as_it_stands(plan_period, by=COMMAND, reason=reason).publication


def put(entry: ProgressEntry, url: str = PAGE) -> Insert:
    value = value_of(url=url, url_words="Все результаты")
    return Insert.objects.create(
        entry=entry, kind="tally", source=url, title=value.title, value=value.to_text(), position=0
    )


def mentions(client: Client, url: str = PAGE) -> list[tuple[str, str]]:
    page = client.get(url).content.decode().replace("\xa0", " ")
    return re.findall(r'<a href="([^"]+#n-[^"]*)">(Пункт [^<]+)</a>', page)


def test_the_row_of_the_newest_report_is_named(client: Client, district: District) -> None:
    assert mentions(client) == []
    put(district.entries[1])
    publish(district.plan_period)
    [(first, words)] = mentions(client)
    assert words == "Пункт 2 отчёта за I полугодие 2022 года"
    page, _, anchor = first.partition("#")
    assert f'id="{anchor}"' in client.get(page).content.decode()
    later = make_next_period(district)
    put(later.entries[2])
    publish(later.plan_period)
    assert mentions(client) == [
        ("/zarechny/reports/2022-h2/#n-3", "Пункт 3 отчёта за II полугодие 2022 года")
    ]


def test_a_withdrawn_report_and_other_surveys_are_not_named(client: Client, district: District) -> None:
    publish_survey(district, 2020)
    put(district.entries[0])
    publication = publish(district.plan_period)
    assert len(mentions(client)) == 1
    assert mentions(client, PAGE.replace("2021", "2020")) == []
    publishing.withdraw(publication, by=COMMAND, reason="Решение суда.")
    assert mentions(client) == []


def test_another_municipality_names_only_its_own(client: Client, district: District) -> None:
    put(district.entries[0])
    publish(district.plan_period)
    other = make_municipality("other")
    keeping.publish(keeping.keep(other, buses_and_roads(2021), by=COMMAND).survey, by=COMMAND)
    assert mentions(client, PAGE.replace("zarechny", "other")) == []


def test_the_page_made_once_still_costs_one_query(
    client: Client, district: District, django_assert_num_queries: Callable
) -> None:
    put(district.entries[0])
    publish(district.plan_period)
    client.get(PAGE)
    with django_assert_num_queries(1):
        client.get(PAGE)
