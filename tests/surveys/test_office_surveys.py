"""The list of surveys, a survey's page, showing it to citizens, taking it back, removing it, its files."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.history import COMMAND
from accounts.models import Municipality
from surveys import keeping
from surveys.models import Survey
from surveys.renderers import FORMATS
from tests.factories import make_municipality, make_user
from tests.surveys.office_work import make_survey, yes_no_survey

pytestmark = pytest.mark.django_db
LIST = "/work/zarechny/surveys/"


@pytest.fixture
def office() -> Municipality:
    return make_municipality()


def browser(office: Municipality, role: str = "coordinator") -> Client:
    client = Client()
    client.force_login(make_user(office, role))
    return client


def words(page: Any) -> str:
    return page.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def test_an_empty_list_says_what_to_do(office: Municipality) -> None:
    page = browser(office).get(LIST)
    assert "Опросов ещё нет" in words(page)
    assert f'href="{LIST}import/"' in words(page)


def test_the_list_tells_of_each_survey(office: Municipality) -> None:
    make_survey(office, yes_no_survey((1, 2, 3, 4), year=2020))
    keeping.publish(make_survey(office), by=COMMAND)
    page = browser(office).get(LIST)
    lines = page.context["lines"]
    assert [(line.survey.year, line.questions, line.respondents, line.findings) for line in lines] == [
        (2021, 1, "642\xa0человека", 0),
        (2020, 1, "642\xa0человека", 1),
    ]
    assert words(page).count("Опубликован</span>") == 1
    assert words(page).count("Черновик</span>") == 1


def test_the_list_and_the_page_cost_no_more_queries_with_more(office: Municipality) -> None:
    client = browser(office)

    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    one = make_survey(office, yes_no_survey(year=2000))
    queries(LIST)
    few = queries(LIST)
    page_of_one = queries(f"{LIST}{one.pk}/")
    for year in range(2001, 2011):
        many = make_survey(office, yes_no_survey(*[(1, 2, 3, 4)] * 20, year=year))
    assert queries(LIST) == few
    assert queries(f"{LIST}{many.pk}/") == page_of_one


def test_the_page_shows_what_stands_and_what_does_not_agree(office: Municipality) -> None:
    survey = make_survey(office, yes_no_survey((195, 180, 117, 151)))
    page = browser(office).get(f"{LIST}{survey.pk}/")
    assert '<b>195</b> <span class="survey-share">30 %</span>' in words(page)
    assert "Ответов на вопрос больше, чем опрошенных: 643 и 642." in words(page)
    assert f"?like={survey.pk}&amp;year=2022" in words(page)
    assert f"?object=surveys.survey:{survey.pk}" in words(page)


def test_an_official_enters_and_a_coordinator_publishes(office: Municipality) -> None:
    survey = make_survey(office)
    official = browser(office, "officer")
    page = official.get(f"{LIST}{survey.pk}/")
    assert "Опубликовать опрос может координатор." in words(page)
    assert official.post(f"{LIST}{survey.pk}/publish/").status_code == 403
    client = browser(office)
    page = client.get(f"{LIST}{survey.pk}/publish/")
    assert page.status_code == 200
    answer = client.post(f"{LIST}{survey.pk}/publish/", {"read": survey.revision})
    assert answer.url == f"{LIST}{survey.pk}/"
    survey.refresh_from_db()
    assert survey.is_published
    page = official.get(f"{LIST}{survey.pk}/")
    assert "Исправить его или снять с публикации может координатор." in words(page)
    assert f"{survey.pk}/edit/" not in words(page)
    assert f'href="/zarechny/surveys/{survey.series}/2021/"' in words(page)


def test_what_was_changed_meanwhile_is_not_published_unseen(office: Municipality) -> None:
    survey = make_survey(office)
    keeping.keep(office, yes_no_survey((1, 1, 1, 1)), by=COMMAND, survey=survey)
    assert browser(office).post(f"{LIST}{survey.pk}/publish/", {"read": ""}).status_code == 409
    answer = browser(office).post(f"{LIST}{survey.pk}/publish/", {"read": "1"})
    assert answer.status_code == 409
    assert "Не опубликовано" in words(answer)
    survey.refresh_from_db()
    assert not survey.is_published


def test_taken_back_and_removed(office: Municipality) -> None:
    survey = make_survey(office)
    keeping.publish(survey, by=COMMAND)
    client = browser(office)
    assert "Опубликованный опрос удалить нельзя" in words(client.get(f"{LIST}{survey.pk}/remove/"))
    assert client.post(f"{LIST}{survey.pk}/remove/").status_code == 409
    assert client.post(f"{LIST}{survey.pk}/unpublish/").url == f"{LIST}{survey.pk}/"
    survey.refresh_from_db()
    assert not survey.is_published
    assert client.post(f"{LIST}{survey.pk}/remove/").url == LIST
    assert Survey.objects.count() == 0


def test_an_officer_removes_a_draft_and_no_published_survey(office: Municipality) -> None:
    draft, seen = make_survey(office), make_survey(office, yes_no_survey(year=2020))
    keeping.publish(seen, by=COMMAND)
    official = browser(office, "officer")
    assert official.post(f"{LIST}{draft.pk}/remove/").status_code == 302
    assert official.post(f"{LIST}{seen.pk}/remove/").status_code in (403, 409)
    assert list(Survey.objects.all()) == [seen]


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_drafts_can_be_downloaded(office: Municipality, format: str) -> None:
    survey = make_survey(office)
    answer = browser(office, "officer").get(f"{LIST}{survey.pk}/file.{format}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == FORMATS[format].content_type
    assert len(answer.content) > 100


def test_a_file_of_another_kind_is_not_there(office: Municipality) -> None:
    survey = make_survey(office)
    assert browser(office).get(f"{LIST}{survey.pk}/file.exe").status_code == 404


def test_surveys_of_others_are_not_there(office: Municipality) -> None:
    survey = make_survey(make_municipality("lugovoy"))
    client = browser(office)
    for page in ("", "edit/", "publish/", "unpublish/", "remove/", "file.csv"):
        assert client.get(f"{LIST}{survey.pk}/{page}").status_code == 404
    assert client.get(f"{LIST}add/?like={survey.pk}").status_code == 404
