"""The report's page as people press its buttons: the whole road, gaps by name, corrections, drafts, two tabs."""

from __future__ import annotations

from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.history import COMMAND
from plans import standing, workflow
from plans.steps import road_of
from plans.workflow import Draft
from reports import publishing
from reports.models import Publication
from tests.factories import District, make_district, make_next_period, make_user
from tests.reports.office_pages import Page, queries
from tests.reports.working import SIGN, TODAY, approve, fresh, period_of, worked_on

pytestmark = pytest.mark.django_db
SIGNED = SIGN | {"approved_on": "2022-07-15"}


def url(district: District, name: str = "office-report", *more: str) -> str:
    return reverse(f"reports:{name}", args=["zarechny", district.plan_period.pk, *more])


@pytest.fixture
def district() -> District:
    """Three approved texts of officials, nothing sent on."""
    return worked_on()


@pytest.fixture
def administrator(district: District, client: Client) -> Client:
    client.force_login(make_user(district.municipality, "administrator"))
    return client


@pytest.fixture
def coordinator(district: District) -> Client:
    client = Client()
    client.force_login(make_user(district.municipality, "coordinator"))
    return client


def press(client: Client, district: District, name: str, sent: dict[str, object] | None = None) -> Page:
    return Page(client.post(url(district, name), sent or {}, follow=True))


def toast(page: Page) -> str:
    return page.texts("div.toast-og p")[-1]


def test_a_report_goes_its_whole_road_and_a_correction_makes_the_second_version(
    district: District, administrator: Client, coordinator: Client
) -> None:
    assert "Всё утверждено: отчёт можно передать на утверждение." in Page(
        coordinator.get(url(district))
    ).texts("p.meta")
    assert toast(press(coordinator, district, "report-send-on")) == "Отчёт передан на утверждение."
    assert toast(press(administrator, district, "report-approve", SIGNED)) == (
        "Отчёт утверждён. Осталось опубликовать."
    )
    assert toast(press(administrator, district, "report-publish")) == (
        "Отчёт опубликован, версия 1. Файлы готовятся."
    )
    first = Publication.objects.get()
    content, sha256 = first.content, first.sha256

    sent = {"entries": [district.entries[1].pk], "reason": "Ошибка в числе"}
    page = press(administrator, district, "report-correct", sent)
    assert toast(page) == "1 мероприятие открыто для исправления."
    approve(district.entries[1], "Сделано иначе.", by=COMMAND)
    press(coordinator, district, "report-send-on")
    press(administrator, district, "report-approve", SIGNED)
    page = Page(administrator.get(url(district)))
    assert page.values("reason") == ["Ошибка в числе"]
    press(administrator, district, "report-publish", {"reason": "Ошибка в числе граждан"})

    versions = list(Publication.objects.order_by("version").values_list("version", "reason"))
    assert versions == [(1, ""), (2, "Ошибка в числе граждан")]
    first = Publication.objects.get(version=1)
    assert (first.content, first.sha256) == (content, sha256)
    call_command("verify_publications", stdout=StringIO())


def test_the_next_half_year_leaves_the_first_report_as_it_was(client: Client, tmp_path: object) -> None:
    first_half = make_district(gaps=[2])
    first = first_half.publish()
    before = (first.content, first.sha256)
    shown = client.get("/zarechny/reports/2022-h1/v1/").content
    second_half = make_next_period(first_half)
    client.force_login(make_user(first_half.municipality, "administrator"))
    for entry in second_half.entries:
        approve(entry, f"Второе полугодие: {entry.pk}.", by=COMMAND)
    press(client, second_half, "report-send-on")
    press(client, second_half, "report-approve", SIGNED | {"approved_on": "2022-12-30"})
    press(client, second_half, "report-publish")
    again = Publication.objects.get(pk=first.pk)
    assert (again.content, again.sha256) == before
    assert client.get("/zarechny/reports/2022-h1/v1/").content == shown
    call_command("verify_publications", stdout=StringIO())


# --- Gaps -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def gappy() -> District:
    """One of three texts approved, one on its way, one not begun."""
    district = worked_on(approved=1)
    entry = fresh(district.entries[1])
    workflow.submit(entry, Draft("На проверке."), read=entry.revision, by=COMMAND, on=TODAY)
    return district


def signed_in(district: District, role: str) -> Client:
    client = Client()
    client.force_login(make_user(district.municipality, role))
    return client


def test_a_coordinator_sees_what_is_missing_and_cannot_send_it_on(gappy: District) -> None:
    client = signed_in(gappy, "coordinator")
    page = Page(client.get(url(gappy)))
    officer = gappy.activities[0].assignments.get().officer.name
    assert page.text("h2.ready") == "Утверждено 1 из 3"
    assert page.table() == [
        ["2", "Пробное мероприятие 2", officer, "На проверке"],
        ["3", "Пробное мероприятие 3", officer, "Не начато"],
    ]
    links = [link.get("href") for link in page.all("td.is-title a")]
    assert links == [f"/work/zarechny/entries/{entry.pk}/" for entry in gappy.entries[1:]]
    assert page.all("main form") == []
    refused = Page(client.post(url(gappy, "report-send-on")))
    assert refused.status == 422
    assert refused.texts("div.errors li") == [
        "Нет утверждённых сведений по мероприятиям: 2, 3. Соберите их, или пусть администратор подтвердит каждый "
        "пропуск."
    ]
    confirmed = {"gaps": [entry.pk for entry in gappy.entries]}
    assert client.post(url(gappy, "report-send-on"), confirmed).status_code == 403


def test_an_administrator_confirms_every_gap_by_its_name(gappy: District) -> None:
    client = signed_in(gappy, "administrator")
    page = Page(client.get(url(gappy)))
    assert page.texts("td.is-tick label") == [
        "Подтвердить пропуск: 2 Пробное мероприятие 2",
        "Подтвердить пропуск: 3 Пробное мероприятие 3",
    ]
    one = Page(client.post(url(gappy, "report-send-on"), {"gaps": [gappy.entries[1].pk]}))
    assert (one.status, one.texts("div.errors li")[0][:56]) == (
        422,
        "Нет утверждённых сведений по мероприятиям: 3. Соберите и",
    )
    ticked = [tick.get("value") for tick in one.all("td.is-tick input") if tick.get("checked") is not None]
    assert ticked == [str(gappy.entries[1].pk)]
    page = press(client, gappy, "report-send-on", {"gaps": [entry.pk for entry in gappy.entries[1:]]})
    assert toast(page) == "Отчёт передан на утверждение."
    assert gappy.report.confirmed_gaps.count() == 2


def test_a_gap_filled_in_another_tab_is_no_trouble(gappy: District) -> None:
    client = signed_in(gappy, "administrator")
    newest = gappy.entries[1].versions.get()
    workflow.approve(gappy.plan_period, {gappy.entries[1]: newest.number}, by=COMMAND)
    press(client, gappy, "report-send-on", {"gaps": [entry.pk for entry in gappy.entries[1:]]})
    assert list(gappy.report.confirmed_gaps.all()) == [gappy.entries[2]]


# --- Return, wrong states, wrong fields -------------------------------------------------------------------------------


def test_a_returned_report_says_why_to_those_who_make_it(
    district: District, administrator: Client, coordinator: Client
) -> None:
    press(coordinator, district, "report-send-on")
    blank = Page(administrator.post(url(district, "report-return"), {"comment": " "}))
    assert blank.status == 422
    press(administrator, district, "report-return", {"comment": "Проверьте п. 2"})
    page = Page(coordinator.get(url(district)))
    assert page.texts("div.callout-warn p") == ["Отчёт возвращён администратором", "Проверьте п. 2"]
    assert page.texts("ol.stepper li.is-returned span")[-1] == "Сбор сведений"
    press(coordinator, district, "report-send-on")
    assert Page(coordinator.get(url(district))).texts("div.callout-warn p") == []


def test_the_second_of_two_clicks_and_a_page_of_yesterday_are_told_so(
    district: District, administrator: Client
) -> None:
    steps = [
        ("report-send-on", {}),
        ("report-approve", SIGNED),
        ("report-publish", {}),
        ("report-correct", {"entries": [district.entries[0].pk], "reason": "Ошибка"}),
        ("report-correct-cancel", {}),
    ]
    for name, sent in steps:
        assert administrator.post(url(district, name), sent).status_code == 302
        again = administrator.post(url(district, name), sent)
        assert (name, again.status_code) == (name, 409)
        assert b"<h1>" in again.content
    for name in ("report-approve", "report-return", "report-publish", "report-correct-cancel"):
        assert administrator.post(url(district, name), SIGNED).status_code == 409
        assert administrator.get(url(district, name)).status_code == 405
    assert Publication.objects.count() == 1


def test_an_approval_needs_who_and_when(district: District, administrator: Client) -> None:
    press(administrator, district, "report-send-on")
    page = Page(administrator.post(url(district, "report-approve"), {"approved_on": "2021-07-15"}))
    assert page.texts("div.errors li") == [
        "Кто утвердил: Укажите, кто утвердил отчёт.",
        "Должность: Укажите должность: она печатается в отчёте.",
    ]
    page = Page(administrator.post(url(district, "report-approve"), SIGNED | {"approved_on": "2021-07-15"}))
    assert page.status == 422
    assert page.texts("div.errors li") == [
        "Дата утверждения: 15 июля 2021 г. I полугодие 2022 года ещё не началось. Проверьте год и месяц."
    ]
    assert page.values("signatory_name") == [SIGN["signatory_name"]]


def test_settings_propose_who_approves_and_today(district: District, administrator: Client) -> None:
    district.municipality.signatory_name = "А. Б. Первый"
    district.municipality.save()
    press(administrator, district, "report-send-on")
    page = Page(administrator.get(url(district)))
    assert page.values("signatory_name") == ["А. Б. Первый"]
    assert page.values("approved_on") == [timezone.localdate().isoformat()]


def test_a_report_worked_on_is_not_published_around_its_road(
    district: District, administrator: Client
) -> None:
    assert Page(administrator.get(url(district))).texts("h2")[-1] != "Публикация, как в файле"
    assert administrator.post(url(district, "report-publish-imported"), SIGNED).status_code == 409


# --- Choosing what to correct -----------------------------------------------------------------------------------------


def test_entries_are_found_and_ticked_without_scripts(district: District, administrator: Client) -> None:
    for name, sent in (("report-send-on", {}), ("report-approve", SIGNED), ("report-publish", {})):
        press(administrator, district, name, sent)
    district.activities[2].revisions.update(text="Опрос жителей")
    standing.refresh_period(district.plan_period)
    where = url(district, "report-correct")
    ticked = {"entries": [district.entries[0].pk], "q": "жител, ОПРОС", "find": "1", "reason": "Ошибка"}
    page = Page(administrator.post(where, ticked))
    assert page.status == 200
    assert [pick.get("checked") is not None for pick in page.all("div.pick input")] == [True, False]
    assert [text[:1] for text in page.texts("div.pick label")] == ["1", "3"]
    assert page.texts("textarea") == ["Ошибка"]
    nothing = Page(administrator.post(where, {"reason": ""}))
    assert nothing.status == 422
    assert nothing.texts("div.errors li") == [
        "Что исправить: Отметьте мероприятия, которые нужно исправить.",
        "Причина исправления: Напишите причину исправления: она будет напечатана в новой версии.",
    ]
    foreign = worked_on("lugovoy").entries[0].pk
    assert administrator.post(where, {"entries": [foreign], "reason": "Ошибка"}).status_code == 422


def test_only_the_approval_may_be_corrected(district: District, administrator: Client) -> None:
    for name, sent in (("report-send-on", {}), ("report-approve", SIGNED), ("report-publish", {})):
        press(administrator, district, name, sent)
    press(administrator, district, "report-correct", {"only_approval": "on", "reason": "Опечатка в фамилии"})
    press(administrator, district, "report-send-on")
    press(administrator, district, "report-approve", SIGNED | {"signatory_name": "Н. С. Полякова"})
    press(administrator, district, "report-publish", {"reason": "Опечатка в фамилии"})
    assert Publication.objects.get(version=2).reason == "Опечатка в фамилии"


def test_further_entries_are_chosen_among_the_closed_ones(district: District, administrator: Client) -> None:
    for name, sent in (("report-send-on", {}), ("report-approve", SIGNED), ("report-publish", {})):
        press(administrator, district, name, sent)
    press(
        administrator, district, "report-correct", {"entries": [district.entries[0].pk], "reason": "Ошибка"}
    )
    page = Page(administrator.get(url(district, "report-correct")))
    assert [text[:1] for text in page.texts("div.pick label")] == ["2", "3"]
    press(administrator, district, "report-correct", {"entries": [district.entries[2].pk], "reason": "И тут"})
    assert [fresh(entry).state for entry in district.entries] == ["returned", "approved", "returned"]


# --- Drafts -----------------------------------------------------------------------------------------------------------


def test_the_draft_shows_every_text_that_is_written(gappy: District) -> None:
    client = signed_in(gappy, "coordinator")
    response = client.get(url(gappy, "report-draft"))
    page = Page(response)
    assert page.text("h1") == "Проект Отчёт за I полугодие 2022 года"
    assert page.texts("td.row-progress") == [
        "Сделано по мероприятию 1.",
        "не утверждено На проверке.",
        "Нет сведений",
    ]
    assert "no-store" in response["Cache-Control"]
    assert signed_in(gappy, "officer").get(url(gappy, "report-draft")).status_code == 403


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_the_draft_comes_as_a_file_marked_as_such(gappy: District, format: str) -> None:
    response = signed_in(gappy, "administrator").get(url(gappy, "report-draft-file", format))
    body = b"".join(response.streaming_content)
    words = "".join(
        ZipFile(BytesIO(body)).read(name).decode(errors="ignore")
        for name in ZipFile(BytesIO(body)).namelist()
    )
    assert "ПРОЕКТ" in words
    assert "На проверке." in words
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]


def test_drafts_of_other_formats_are_not_made(gappy: District) -> None:
    assert signed_in(gappy, "administrator").get(url(gappy, "report-draft-file", "json")).status_code == 404


# --- The road for the matrix ------------------------------------------------------------------------------------------


def test_the_road_tells_the_condition_of_the_next_step() -> None:
    district = worked_on(approved=2)
    by = district.actor()
    told = [road_of(period_of(district)).sentence]
    approve(district.entries[2], "Сделано.", by=COMMAND)
    told.append(road_of(period_of(district)).sentence)
    report = publishing.send_on(district.report, by=by)
    told.append(road_of(period_of(district)).sentence)
    report = publishing.approve(report, by=by, **SIGN)
    told.append(road_of(period_of(district)).sentence)
    publication = publishing.publish(report, by=by)
    told.append(road_of(period_of(district)).sentence)
    publishing.withdraw(publication, by=by, reason="Персональные данные")
    told.append(road_of(period_of(district)).sentence)
    told = [words.replace("\N{NO-BREAK SPACE}", " ") for words in told]
    assert told[-1].startswith("Версия 1 отозвана")
    told[-1] = told[-1].split(" г. ")[-1]
    assert told == [
        "Дальше можно, когда утверждены все 3: не сдано 1.",
        "Всё утверждено: отчёт можно передать на утверждение.",
        "Отчёт ждёт администратора: он утверждает его или возвращает с замечанием.",
        "Отчёт утверждён 15 июля 2022 г. Осталось опубликовать.",
        "Граждане читают версию 1.",
        "Граждане отчёта не видят. Исправленный отчёт выйдет следующей версией.",
    ]


def test_the_page_takes_the_same_queries_for_few_rows_and_for_many(client: Client) -> None:
    few = worked_on(activities=3, approved=1)
    client.force_login(make_user(few.municipality, "administrator"))
    spent = queries(client, url(few))
    many = worked_on("lugovoy", activities=40, approved=1)
    client.force_login(make_user(many.municipality, "administrator"))
    where = reverse("reports:office-report", args=["lugovoy", many.plan_period.pk])
    assert queries(client, where) == spent
