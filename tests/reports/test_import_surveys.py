"""Surveys that an import finds in a file's texts: offered, entered, put under their text, taken off with the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.history import Actor
from accounts.models import Municipality
from plans.models import Insert, ProgressEntry
from reports import importing
from reports.importing import ImportOptions
from reports.models import Publication
from surveys.models import Survey
from tests.factories import actor, make_municipality
from tests.reports.bringing import TRACES, everything, load
from tests.reports.office_pages import REAL_REPORT, ROWS, brought, choices, office_report, url

pytestmark = pytest.mark.django_db
TEXT = (
    "В 2021 году проведен опрос жителей, ответили 60 человек.\n"
    "Удовлетворенность освещением улиц:\nответов «Да» - 30 чел. (50%);\nответов «Нет» - 30 чел. (50%).\n"
    "Удовлетворенность уборкой снега:\nответов «Да» - 45 чел. (75%);\nответов «Нет» - 15 чел. (26%)."
)
OTHER = TEXT.replace("освещением улиц", "работой почты").replace("уборкой снега", "работой школ")
FILE = office_report(rows=((*ROWS[0][:3], TEXT), *ROWS[1:]))


@pytest.fixture
def district() -> Municipality:
    return make_municipality()


@pytest.fixture
def by(district: Municipality, client: Client) -> Actor:
    """The administrator, signed in."""
    person = actor(district, "administrator")
    assert person.user is not None
    client.force_login(person.user)
    return person


def standing() -> list[tuple[str, str]]:
    """Every insert with the words of its entry."""
    return [
        (insert.title, insert.entry.text) for insert in Insert.objects.filter(removed_at=None).order_by("pk")
    ]


def test_a_survey_is_offered_and_nothing_is_written_unasked(district: Municipality) -> None:
    outcome = load(district, FILE)
    [offer] = [row.survey for row in outcome.rows if row.survey]
    assert (offer.questions, offer.respondents, offer.value.year, offer.is_taken) == (2, 60, 2021, False)
    assert len(offer.findings) == 1
    assert (Survey.objects.count(), Insert.objects.count()) == (0, 0)


def test_taken_it_is_entered_and_stands_under_the_text_that_is_left_alone(district: Municipality) -> None:
    outcome = load(district, FILE, surveys=None)
    [survey] = Survey.objects.all()
    assert (survey.year, survey.is_published, outcome.surveys_taken) == (2021, False, 1)
    [(title, text)] = standing()
    assert text == TEXT
    assert "2021" in title
    [insert] = Insert.objects.all()
    assert (insert.kind, insert.source, insert.content.chart is not None) == ("survey", str(survey.pk), True)


def test_the_same_file_twice_changes_nothing(district: Municipality) -> None:
    load(district, FILE, surveys=None)
    before = everything(TRACES)
    assert load(district, FILE, surveys=None).surveys_taken == 0
    assert everything(TRACES) == before


def test_a_survey_that_the_portal_has_is_inserted_as_it_stands(district: Municipality) -> None:
    load(district, FILE, surveys=None)
    before = list(Survey.objects.values())
    Insert.objects.all().delete()
    outcome = load(district, FILE, surveys=None)
    assert [row.survey.is_known for row in outcome.rows if row.survey] == [True]
    assert list(Survey.objects.values()) == before
    assert len(standing()) == 1


def test_other_numbers_than_the_portal_has_are_told(district: Municipality) -> None:
    load(district, FILE, surveys=None)
    Insert.objects.all().delete()
    text = TEXT.replace("45 чел. (75%)", "44 чел. (73%)").replace("15 чел. (26%)", "16 чел. (27%)")
    outcome = load(district, office_report(rows=((*ROWS[0][:3], text), *ROWS[1:])), overwrite=True)
    [offer] = [row.survey for row in outcome.rows if row.survey]
    assert offer.is_known
    assert [words.split(".")[0] for words in offer.findings] == [
        "Этот опрос на портале уже есть, и числа в нём не те, что в тексте"
    ]


def test_two_surveys_of_one_year_are_two(district: Municipality) -> None:
    load(district, office_report(rows=((*ROWS[0][:3], TEXT), (*ROWS[1][:3], OTHER), *ROWS[2:])), surveys=None)
    assert Survey.objects.count() == 2
    assert [text for _, text in standing()] == [TEXT, OTHER]


def test_another_survey_of_that_title_and_year_is_not_touched(district: Municipality) -> None:
    load(district, FILE, surveys=None)
    Insert.objects.all().delete()
    before = list(Survey.objects.values())
    load(district, office_report(rows=((*ROWS[0][:3], OTHER), *ROWS[1:])), surveys=None, overwrite=True)
    assert list(Survey.objects.filter(pk__in=[row["id"] for row in before]).values()) == before
    assert Survey.objects.count() == 2


def test_published_at_once_it_is_frozen_with_the_text(district: Municipality) -> None:
    load(district, FILE, surveys=None, publish=True)
    [publication] = Publication.objects.all()
    [row] = [row for row in json.loads(publication.content)["rows"] if row.get("inserts")]
    assert (row["progress"], row["inserts"][0]["kind"]) == (TEXT, "survey")
    load(district, FILE, surveys=None, publish=True)
    assert Publication.objects.count() == 1


def test_a_survey_is_added_to_a_published_report_by_a_correction(district: Municipality) -> None:
    load(district, FILE, publish=True)
    load(district, FILE, surveys=None, publish=True, reason="Опрос показан таблицей.")
    newest = Publication.objects.order_by("-version").first()
    assert newest is not None
    assert (newest.version, "inserts" in newest.content) == (2, True)


def test_taken_back_the_insert_goes_and_the_survey_stays(district: Municipality, by: Actor) -> None:
    run = brought(district, FILE, by)
    importing.confirm(run, ImportOptions(surveys=None), by=by)
    assert len(standing()) == 1
    run.refresh_from_db()
    importing.discard(run, by=by)
    assert (standing(), ProgressEntry.objects.count(), Survey.objects.count()) == ([], 0, 1)


# --- On the page and by the command


def test_the_preview_offers_it_with_what_does_not_agree(
    district: Municipality, by: Actor, client: Client
) -> None:
    run = brought(district, FILE, by)
    response = client.get(url(run))
    html = response.content.decode()
    assert "есть результаты опроса: 2" in html.replace("\N{NO-BREAK SPACE}", " ")
    assert 'name="survey-3"' in html
    assert 'value="1"\n               aria-describedby="survey-about-3">' in html
    assert "Опросы в текстах" in html


def test_ticked_it_is_written(district: Municipality, by: Actor, client: Client) -> None:
    run = brought(district, FILE, by)
    looked = client.post(url(run, "confirm"), choices(**{"survey-3": "1", "look": "1"})).content.decode()
    assert "checked" in looked.split('id="survey-3"')[1].split(">")[0]
    assert Survey.objects.count() == 0
    client.post(url(run, "confirm"), choices(**{"survey-3": "1"}))
    assert (Survey.objects.count(), len(standing())) == (1, 1)


def test_hostile_fields_are_no_rows(district: Municipality, by: Actor, client: Client) -> None:
    run = brought(district, FILE, by)
    bad = {
        "survey-": "1",
        "survey-x": "1",
        "survey--1": "1",
        "survey-99999999999999999999": "1",
        "answer-٣": "new",
    }
    assert client.post(url(run, "confirm"), choices(**bad)).status_code == 302
    assert Survey.objects.count() == 0


def test_the_command_takes_all_that_it_finds(district: Municipality, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(FILE)

    def run(*options: str) -> str:
        out = StringIO()
        call_command("import_report", str(path), "--municipality", "zarechny", *options, stdout=out)
        return out.getvalue().replace("\N{NO-BREAK SPACE}", " ")

    assert "найден, но не взят" in run("--dry-run")
    assert json.loads(run("--dry-run", "--surveys", "--json"))["surveys"] == 1
    assert "заведён и поставлен под текст" in run("--surveys")
    assert "surveys" not in json.loads(run("--json"))
    assert len(standing()) == 1


def test_many_rows_without_surveys_cost_no_more_queries(
    district: Municipality, django_assert_max_num_queries: Callable
) -> None:
    rows = tuple((str(n), f"Мероприятие номер {n}", "Юн Б.Б.\n(постоянно)", TEXT) for n in range(1, 31))
    data = office_report(rows=rows)
    load(district, data)
    with django_assert_max_num_queries(120):
        load(district, data)


@pytest.mark.skipif(not REAL_REPORT.exists(), reason="needs shared/input of the project's makers")
def test_the_survey_of_the_real_report_is_found_and_inserted(district: Municipality) -> None:
    data = REAL_REPORT.read_bytes()
    outcome = load(district, data, surveys=None)
    [(number, offer)] = [
        (row.number, fate.survey)
        for row, fate in zip(outcome.parsed.rows, outcome.rows, strict=True)
        if fate.survey
    ]
    assert (number, offer.questions, offer.respondents, offer.value.year) == ("4", 6, 642, 2021)
    assert len(offer.findings) == 1
    [insert] = Insert.objects.all()
    assert "(29%)" in insert.content.words
