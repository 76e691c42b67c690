"""A survey from a file or a text: shown first, written when the person says so, all or nothing."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from accounts.history import COMMAND
from accounts.models import Municipality
from surveys import keeping
from surveys.models import Survey
from surveys.office import carrying
from surveys.queries import survey_value
from surveys.reading import read_survey
from surveys.topics import topic_of
from tests.factories import make_district, make_municipality, make_user
from tests.surveys.office_work import fields_of, make_survey, press, yes_no_survey

pytestmark = pytest.mark.django_db
IMPORT = "/work/zarechny/surveys/import/"
TEXT = """Приняли участие в опросе 100 человек.
1. Удовлетворены ли вы работой общественного транспорта?
ответов «Да» - 50 чел. (50%);
ответов «скорее Да» - 20 чел. (20%);
ответов «Нет» - 15 чел. (15%);
ответов «скорее Нет» - 15 чел. (16%).
2. Удовлетворены ли вы дорогами?
ответов «Да» - 10 чел. (10%);
ответов «скорее Да» - 40 чел. (40%);
ответов «Нет» - 30 чел. (30%);
ответов «скорее Нет» - 20 чел. (20%)."""

TRANSPORT = topic_of("Удовлетворены ли вы работой общественного транспорта?")


@pytest.fixture
def office() -> Municipality:
    return make_municipality()


@pytest.fixture
def client(office: Municipality) -> Client:
    client = Client()
    client.force_login(make_user(office, "coordinator"))
    return client


def read(client: Client, url: str = IMPORT, **fields: Any) -> Any:
    return client.post(url, {"action": "read"} | fields)


def carried(page: Any) -> str:
    return page.context["carried"]


def shown(page: Any) -> str:
    return page.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def sheet(*rows: tuple[Any, ...], name: str = "survey.xlsx") -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


HEAD = ("Вопрос", "Вариант ответа", "Ответов", "Процент")


def test_what_was_read_is_shown_and_nothing_is_written(client: Client) -> None:
    page = read(client, text=TEXT, year="2021", title="Опрос о дорогах")
    assert page.status_code == 200
    assert "Пока ничего не записано" in shown(page)
    assert "напечатано 16 %" in shown(page)
    assert "15 из 100, это 15 %, а напечатано 16 %" in shown(page)
    assert [line.topic for line in page.context["places"][0].tables[0].rows] == [
        TRANSPORT,
        topic_of("Удовлетворены ли вы дорогами?"),
    ]
    assert Survey.objects.count() == 0


def test_it_is_written_from_what_was_shown(client: Client, office: Municipality) -> None:
    page = read(client, text=TEXT)
    fields = {"action": "write", "survey": carried(page), "title": "Опрос", "year": "2021"}
    page = client.post(IMPORT, fields)
    survey = Survey.objects.get()
    assert page.url == f"/work/zarechny/surveys/{survey.pk}/"
    value = survey_value(survey)
    assert (value.title, value.year, len(value.questions)) == ("Опрос", 2021, 2)
    assert [figure and figure.count for figure in value.own.figures[0]] == [50, 20, 15, 15]
    assert not survey.is_published


def test_twice_changes_nothing(client: Client) -> None:
    for _ in range(2):
        page = read(client, text=TEXT, year="2021")
        fields = {"action": "write", "survey": carried(page), "title": "Опрос", "year": "2021"}
        client.post(IMPORT, fields)
    survey = Survey.objects.get()
    assert survey.revision == 1
    page = read(client, text=TEXT, year="2021", title="Опрос")
    assert page.context["fate"].outcome == "same"


def test_what_changes_is_named_before_it_is_written(client: Client, office: Municipality) -> None:
    page = read(client, text=TEXT)
    fields = {"action": "write", "survey": carried(page), "title": "Опрос", "year": "2021"}
    client.post(IMPORT, fields)
    page = read(client, text=TEXT.replace("50 чел. (50%)", "51 чел. (50%)"), year="2021", title="Опрос")
    assert page.context["fate"].outcome == "change"
    assert next((one.what, one.before, one.after) for one in page.context["differing"].first) == (
        f"Наш муниципалитет, «{TRANSPORT}», «Да»",
        "50",
        "51",
    )


def test_the_year_is_asked_where_no_file_says_it(client: Client) -> None:
    page = read(client, text=TEXT)
    page = client.post(IMPORT, {"action": "write", "survey": carried(page), "title": "", "year": ""})
    assert page.status_code == 422
    assert "Укажите год опроса" in shown(page)
    assert carried(page)
    assert Survey.objects.count() == 0


def test_what_was_read_can_be_put_right_in_the_table(client: Client) -> None:
    page = read(client, text=TEXT)
    page = client.post(IMPORT, {"action": "table", "survey": carried(page), "title": "Опрос", "year": "2021"})
    assert page.status_code == 200
    assert page.templates[0].name == "surveys/office_table.html"
    assert page.context["typed"].questions[1].text == "Удовлетворены ли вы дорогами?"
    assert page.context["typed"].about["year"] == "2021"


def test_put_right_in_the_table_over_the_survey_that_stands(client: Client, office: Municipality) -> None:
    page = read(client, text=TEXT)
    client.post(IMPORT, {"action": "write", "survey": carried(page), "title": "Опрос", "year": "2021"})
    survey = Survey.objects.get()
    page = read(client, text=TEXT.replace("50 чел.", "51 чел."))
    page = client.post(IMPORT, {"action": "table", "survey": carried(page), "title": "опрос", "year": "2021"})
    assert page.context["action"] == f"/work/zarechny/surveys/{survey.pk}/edit/"
    assert press(client, page.context["action"], fields_of(page), "save").status_code == 302
    assert [figure and figure.count for figure in survey_value(survey).own.figures[0]] == [51, 20, 15, 15]


def test_a_sheet_is_read(client: Client) -> None:
    upload = sheet(
        HEAD, ("Газ", "Да", 30, None), ("Газ", "Нет", 70, None), ("Всего опрошено", None, 100, None)
    )
    page = read(client, file=upload, year="2021")
    assert page.status_code == 200
    assert [cell.count for cell in page.context["places"][0].tables[0].rows[0].cells] == ["30", "70"]


def test_bad_input_is_named_by_its_cell_and_the_fields_stay(client: Client) -> None:
    upload = sheet(HEAD, ("Газ", "Да", -5, None), ("Газ", "Нет", 70, None))
    page = read(client, file=upload, year="2021", title="Мой опрос")
    assert page.status_code == 422
    assert "C2" in shown(page)
    assert 'value="Мой опрос"' in shown(page)
    assert Survey.objects.count() == 0


def test_text_that_holds_no_survey_stays_in_the_field(client: Client) -> None:
    page = read(client, text="Просто письмо без ответов.")
    assert page.status_code == 422
    assert "Просто письмо без ответов." in shown(page)


def test_a_text_is_not_called_a_file(client: Client) -> None:
    page = read(client, text="Просто текст о дорогах")
    assert page.context["form"].errors["text"][0].startswith("В тексте нет ответов")


def test_nothing_chosen_and_both_chosen(client: Client) -> None:
    assert "Выберите файл или вставьте текст ниже." in shown(read(client))
    page = read(client, text=TEXT, file=sheet(HEAD))
    assert "Оставьте что-то одно." in shown(page)
    assert "работой общественного транспорта" in shown(page)


def test_a_file_that_is_too_large(client: Client, settings: Any) -> None:
    settings.IMPORT_MAX_FILE_MB = 1
    page = read(client, file=SimpleUploadedFile("big.csv", b"1" * (1024 * 1024 + 1)))
    assert page.status_code == 422
    assert "Файл больше 1 МБ." in shown(page)


@pytest.mark.parametrize("content", [b"", b"\0\xff\xfe", b"PK\x03\x04", b"%PDF-1.4", b"<html>" * 1000])
def test_files_that_are_something_else(client: Client, content: bytes) -> None:
    page = read(client, file=SimpleUploadedFile("survey.xlsx", content))
    assert page.status_code == 422
    assert page.context["form"].errors["file"]


def test_what_the_browser_brings_back_is_not_believed(client: Client, office: Municipality) -> None:
    page = read(client, text=TEXT)
    signed = carried(page)
    elsewhere = Client()
    elsewhere.force_login(make_user(office, "coordinator"))
    for browser, text in (
        (client, ""),
        (client, f"{signed[:-1]}x"),
        (client, "eyJ4IjoxfQ"),
        (elsewhere, signed),
    ):
        fields = {"action": "write", "survey": text, "title": "Опрос", "year": "2021"}
        page = browser.post(IMPORT, fields)
        assert page.status_code == 409
        assert "Прочитанное не дошло или устарело" in shown(page)
    assert Survey.objects.count() == 0


def test_what_was_read_outlives_the_road_there_and_back(office: Municipality) -> None:
    user = make_user(office, "officer")
    value = yes_no_survey()
    text = carrying.packed(value, user=user, municipality=office)
    assert carrying.unpacked(text, user=user, municipality=office) == value


def test_what_was_read_is_good_for_a_day(office: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user(office, "officer")
    text = carrying.packed(yes_no_survey(), user=user, municipality=office)
    later = (timezone.now() + timedelta(hours=carrying.HOURS + 1)).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    with pytest.raises(carrying.NotOurs):
        carrying.unpacked(text, user=user, municipality=office)


def test_an_officer_is_told_that_a_published_survey_is_not_theirs(office: Municipality) -> None:
    survey = make_survey(office, yes_no_survey(title="Опрос"))
    keeping.publish(survey, by=COMMAND)
    client = Client()
    client.force_login(make_user(office, "officer"))
    page = read(client, text=TEXT, year="2021", title="Опрос")
    assert page.status_code == 200
    assert page.context["fate"].outcome == "closed"
    assert 'value="write"' not in shown(page)
    fields = {"action": "write", "survey": carried(page), "title": "Опрос", "year": "2021"}
    assert client.post(IMPORT, fields).status_code == 403


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_the_template_is_read_back(client: Client, format: str) -> None:
    answer = client.get(f"/work/zarechny/surveys/template.{format}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="survey-template.{format}"'
    found = read_survey(answer.content, f"survey-template.{format}")
    assert len(found.survey.questions) >= 1
    assert found.findings == ()
    if format == "xlsx":
        heads = [cell.value for cell in load_workbook(io.BytesIO(answer.content)).worksheets[0][1]]
        assert heads[:4] == list(HEAD)
    assert client.get("/work/zarechny/surveys/template.exe").status_code == 404


def test_the_text_of_an_entry_is_offered(db: None) -> None:
    district = make_district("zarechny", text=TEXT)
    client = Client()
    client.force_login(make_user(district.municipality, "coordinator"))
    entry = district.entries[0]
    url = f"{IMPORT}?entry={entry.pk}"
    page = client.get(url)
    assert page.context["form"].initial["text"] == TEXT
    page = read(client, url, text=TEXT)
    fields = {"action": "write", "survey": carried(page), "title": "Опрос", "year": "2021"}
    page = client.post(url, fields)
    survey = Survey.objects.get()
    assert page.url == f"/work/zarechny/surveys/insert/{entry.pk}/?survey={survey.pk}"
    entry.refresh_from_db()
    assert entry.text == TEXT


def test_entries_of_others_are_not_there(client: Client) -> None:
    there = make_district("lugovoy")
    assert client.get(f"{IMPORT}?entry={there.entries[0].pk}").status_code == 404
    for bad in ("x", "9" * 30, "-1", "0"):
        assert client.get(f"{IMPORT}?entry={bad}").status_code == 404


def test_two_hundred_questions_are_shown_with_as_many_queries(client: Client) -> None:
    def queries(questions: int) -> int:
        rows = [(f"Вопрос {n}", words, 10, None) for n in range(questions) for words in ("Да", "Нет")]
        with CaptureQueriesContext(connection) as seen:
            assert read(client, file=sheet(HEAD, *rows), year="2021").status_code == 200
        # SQLite writes many rows in several INSERTs.
        return sum(not query["sql"].startswith("INSERT") for query in seen)

    queries(2)
    assert queries(2) == queries(200)


def test_the_same_survey_is_not_made_twice_without_a_word(client: Client) -> None:
    page = read(client, text=TEXT)
    write = {"action": "write", "title": "Мнение о дорогах", "year": "2021"}
    client.post(IMPORT, write | {"survey": carried(page)})
    survey = Survey.objects.get()
    page = read(client, text=TEXT, year="2021")
    assert "Похоже на опрос «Мнение о дорогах» за 2021 год" in shown(page)
    assert "Вопросы те же, и наши числа те же." in shown(page)
    assert (page.context["meant"].over, page.context["fate"].outcome) == (True, "same")
    fields = {"action": "write", "survey": carried(page), "title": "Опрос жителей", "year": "2021"}
    assert client.post(IMPORT, fields).status_code == 409
    assert client.post(IMPORT, fields | {"over": "77"}).status_code == 409
    assert (
        client.post(IMPORT, fields | {"over": str(survey.pk)}).url == f"/work/zarechny/surveys/{survey.pk}/"
    )
    assert Survey.objects.count() == 1
    page = client.post(IMPORT, fields | {"action": "look", "over": "new"})
    assert (page.context["meant"].over, page.context["fate"].outcome) == (False, "add")
    assert client.post(IMPORT, fields | {"over": "new"}).status_code == 302
    assert Survey.objects.count() == 2


def test_a_survey_alike_is_written_over_with_other_figures(client: Client) -> None:
    page = read(client, text=TEXT)
    write = {"action": "write", "title": "Мнение о дорогах", "year": "2021"}
    client.post(IMPORT, write | {"survey": carried(page)})
    page = read(client, text=TEXT.replace("50 чел. (50%)", "51 чел. (50%)"), year="2021", title="Другой")
    assert "Вопросы те же, наши числа другие." in shown(page)
    assert page.context["meant"].over is None
    survey = Survey.objects.get()
    fields = {"survey": carried(page), "title": "Другой", "year": "2021", "over": str(survey.pk)}
    page = client.post(IMPORT, fields | {"action": "table"})
    assert page.context["survey"] == survey
    client.post(IMPORT, fields | {"action": "write"})
    survey.refresh_from_db()
    assert (survey.title, survey.revision) == ("Мнение о дорогах", 2)
    assert read(client, text=TEXT, year="2020").context["meant"].alike is None


def test_an_entry_whose_survey_stands_is_offered_it(db: None) -> None:
    district = make_district("zarechny", text=TEXT)
    client = Client()
    client.force_login(make_user(district.municipality, "coordinator"))
    url = f"{IMPORT}?entry={district.entries[0].pk}"
    page = read(client, url, text=TEXT)
    client.post(
        url, {"action": "write", "survey": carried(page), "title": "Мнение о дорогах", "year": "2021"}
    )
    survey = Survey.objects.get()
    there = f"/work/zarechny/surveys/insert/{district.entries[0].pk}/?survey={survey.pk}"
    page = client.get(url)
    assert "этот опрос уже заведён: «Мнение о дорогах» за 2021 год" in shown(page)
    assert f'href="{there}"' in shown(page)
    assert f'href="{there}"' in shown(read(client, url, text=TEXT, year="2021"))


def test_a_change_of_what_citizens_see_is_told_before_it_is_made(
    client: Client, office: Municipality
) -> None:
    page = read(client, text=TEXT)
    fields = {"action": "write", "survey": carried(page), "title": "Опрос", "year": "2021"}
    client.post(IMPORT, fields)
    keeping.publish(Survey.objects.get(), by=COMMAND)
    page = read(client, text=TEXT.replace("50 чел. (50%)", "51 чел. (50%)"), year="2021", title="Опрос")
    assert "Этот опрос опубликован" in shown(page)
    assert "Жители увидят исправления сразу" in shown(page)
