"""Picking a survey for an entry: what will stand in the report is shown, then put under the text."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.history import COMMAND
from plans.inserts import offers_in
from plans.models import ProgressEntry
from plans.queries import inserts_of
from surveys import keeping
from surveys.inserting import changed_at
from surveys.queries import surveys_of
from tests.factories import District, make_district, make_user
from tests.surveys.office_work import make_survey, yes_no_survey
from tests.surveys.test_office_import import TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def district(db: None) -> District:
    return make_district("zarechny")


@pytest.fixture
def client(district: District) -> Client:
    client = Client()
    client.force_login(make_user(district.municipality, "coordinator"))
    return client


def url_of(entry: ProgressEntry) -> str:
    return f"/work/zarechny/surveys/insert/{entry.pk}/"


def words(page: Any) -> str:
    return page.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def test_without_surveys_it_says_what_to_do(client: Client, district: District) -> None:
    page = client.get(url_of(district.entries[0]))
    assert page.status_code == 200
    assert "Опросов ещё нет" in words(page)


def test_the_newest_survey_is_shown_as_it_will_stand(client: Client, district: District) -> None:
    make_survey(district.municipality, yes_no_survey(year=2020))
    newest = make_survey(district.municipality)
    page = client.get(url_of(district.entries[0]))
    assert page.context["survey"] == newest
    assert page.context["value"].chart is not None
    assert "195" in words(page)
    assert "Этот опрос ещё не опубликован." in words(page)


@pytest.mark.parametrize("with_chart", [True, False])
def test_it_is_put_under_the_text(client: Client, district: District, with_chart: bool) -> None:
    survey = make_survey(district.municipality)
    entry = district.entries[0]
    text = entry.text
    fields = {"survey": str(survey.pk)} | ({"chart": "on"} if with_chart else {})
    page = client.post(url_of(entry), fields)
    assert page.url == f"/work/zarechny/entries/{entry.pk}/#inserts"
    standing = inserts_of(entry).get()
    assert (standing.kind, standing.source, standing.options) == (
        "survey",
        str(survey.pk),
        {"chart": with_chart},
    )
    assert (standing.content.chart is not None) is with_chart
    entry.refresh_from_db()
    assert entry.text == text
    page = client.get(url_of(entry))
    assert "Этот опрос уже стоит под текстом." in words(page)
    assert page.context["with_chart"] is with_chart


def test_twice_is_once(client: Client, district: District) -> None:
    survey = make_survey(district.municipality)
    for _ in range(2):
        client.post(url_of(district.entries[0]), {"survey": str(survey.pk), "chart": "on"})
    assert inserts_of(district.entries[0]).count() == 1


def test_a_survey_tells_when_it_was_changed(district: District) -> None:
    survey = make_survey(district.municipality)
    asked = [str(survey.pk), str(survey.pk + 1), "x", "9" * 30]
    assert changed_at(district.municipality, asked) == {str(survey.pk): survey.updated_at}
    assert changed_at(make_district("lugovoy").municipality, asked) == {}


def test_publishing_is_no_news_and_another_count_is(client: Client, district: District) -> None:
    survey, entry = make_survey(district.municipality), district.entries[0]
    client.post(url_of(entry), {"survey": str(survey.pk), "chart": "on"})
    page_of_entry = f"/work/zarechny/entries/{entry.pk}/"
    for move in (keeping.publish, keeping.unpublish):
        move(survey, by=COMMAND)
        assert "Здесь стоят прежние" not in words(client.get(page_of_entry))
    keeping.keep(district.municipality, yes_no_survey((1, 1, 1, 1)), by=COMMAND, survey=survey)
    assert "В опросе исправлены числа" in words(client.get(page_of_entry))


def test_nothing_to_pick_is_said(client: Client, district: District) -> None:
    page = client.post(url_of(district.entries[0]), {})
    assert page.status_code == 422
    assert "Выберите опрос." in words(page)


def test_an_entry_that_may_not_be_changed_is_left_alone(client: Client, district: District) -> None:
    survey = make_survey(district.municipality)
    district.publish()
    page = client.post(url_of(district.entries[0]), {"survey": str(survey.pk)})
    assert page.status_code == 409
    assert "Не вставлено" in words(page)
    assert inserts_of(district.entries[0]).count() == 0


def test_what_belongs_to_others_is_not_there(client: Client, district: District) -> None:
    there = make_district("lugovoy")
    survey = make_survey(there.municipality)
    assert client.get(url_of(there.entries[0])).status_code == 404
    assert client.get(f"{url_of(district.entries[0])}?survey={survey.pk}").status_code == 404
    assert client.post(url_of(district.entries[0]), {"survey": str(survey.pk)}).status_code == 404
    assert client.get(f"{url_of(district.entries[0])}?survey=x").status_code == 404
    official = Client()
    official.force_login(make_user(district.municipality, "officer"))
    assert official.get(url_of(district.entries[0])).status_code == 404


def test_a_survey_in_a_text_is_offered(district: District) -> None:
    assert [(offer.kind, offer.words, offer.page) for offer in offers_in(TEXT)] == [
        ("survey", "В тексте есть результаты опроса: 2\xa0вопроса.", "surveys:import")
    ]
    assert offers_in("Проведено 5 встреч, на них было 120 человек (30%).") == []
    assert surveys_of(district.municipality).count() == 0
