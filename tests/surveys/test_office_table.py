"""The table of a survey: typed, moved, saved; nothing typed is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from surveys import keeping
from surveys.models import Survey
from surveys.queries import survey_value
from tests.factories import make_municipality, make_user
from tests.surveys.office_work import fields_of, make_survey, press, yes_no_survey

pytestmark = pytest.mark.django_db
ADD = "/work/zarechny/surveys/add/"


@pytest.fixture
def office():
    return make_municipality()


@pytest.fixture
def client(office):
    client = Client()
    client.force_login(make_user(office, "coordinator"))
    return client


def edit_url(survey: Survey) -> str:
    return reverse("surveys:office-edit", kwargs={"municipality": "zarechny", "pk": survey.pk})


def test_a_survey_is_entered_by_hand(client, office):
    fields = fields_of(client.get(ADD))
    page = press(client, ADD, fields | {"new_questions": "Газ\nСвет", "new_set": "yes-no"}, "questions")
    fields = fields_of(page) | {
        "title": "Опрос",
        "year": "2021",
        "respondents-0": "1 000",
        "respondents-1": "5 942",
    }
    fields |= {"c-0-0": "400", "c-0-1": "300", "c-0-2": "200", "c-0-3": "100", "c-1-0": "1 000"}
    page = press(client, ADD, fields, "save")
    assert page.status_code == 302, page.content.decode()
    value = survey_value(Survey.objects.get())
    assert (value.title, value.year, value.own.respondents) == ("Опрос", 2021, 1000)
    assert value.region.respondents == 5942
    assert [[figure and figure.count for figure in row] for row in value.own.figures] == [
        [400, 300, 200, 100],
        [1000, None, None, None],
    ]
    again = client.get(page.url)
    assert fields_of(again)["c-0-1"] == "300"
