"""A file's road on the web, page by page: upload, reading, preview, writing, throwing away."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from accounts.history import Actor
from accounts.models import HistoryEvent, Municipality
from plans.models import Activity, Plan, ProgressEntry
from reports import importing
from reports.models import ImportRun, Job, Publication
from tests.factories import actor, make_municipality, make_plan, make_user
from tests.reports.office_pages import (
    ROWS,
    Page,
    brought,
    choices,
    many_rows,
    office_report,
    queries,
    upload,
    url,
    written,
)

pytestmark = pytest.mark.django_db
LIST = "/work/zarechny/imports/"
LISTED_WORDS = "Файл отчёта или плана"
CHANGED_ROWS = (ROWS[0], ("2", ROWS[1][1], ROWS[1][2], "Проверен дважды."), *ROWS[2:])


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


# --- Upload ---------------------------------------------------------------------------------------------------------


def test_without_a_file_the_form_says_so(client: Client, by: Actor) -> None:
    page = Page(client.post(LIST, {}))
    assert page.status == 422
    assert page.texts("div.errors li") == [f"{LISTED_WORDS}: Выберите файл Word (.docx) или Excel (.xlsx)."]
    assert ImportRun.objects.count() == 0


def test_a_file_that_is_too_large_is_refused_before_it_is_kept(
    client: Client, by: Actor, settings: Any
) -> None:
    settings.IMPORT_MAX_FILE_MB = 1
    page = Page(client.post(LIST, {"file": upload(b"x" * (1024 * 1024 + 1))}))
    assert page.status == 422
    assert page.texts("div.errors li") == [
        f"{LISTED_WORDS}: Файл больше 1 МБ. Уберите из него картинки или разделите его на части."
    ]
    assert page.text("div.file-field div.form-text") == "Word (.docx) или Excel (.xlsx), до 1 МБ"
    assert ImportRun.objects.count() == 0


def test_an_empty_file_is_refused(client: Client, by: Actor) -> None:
    page = Page(client.post(LIST, {"file": upload(b"")}))
    assert page.status == 422
    assert page.texts("div.errors li") == [f"{LISTED_WORDS}: Файл пуст. Проверьте, тот ли это файл."]


def test_the_right_file_is_kept_and_waits_for_a_worker(client: Client, by: Actor) -> None:
    response = client.post(LIST, {"file": upload(office_report(), "Отчёт за I полугодие.docx")})
    run = ImportRun.objects.get()
    assert (response.status_code, response["Location"]) == (302, url(run))
    assert (run.state, run.filename, run.created_by) == ("reading", "Отчёт за I полугодие.docx", by.user)
    assert (run.jobs.get().kind, run.jobs.get().state) == ("read", "queued")


def test_the_list_names_every_file_and_where_it_is(client: Client, by: Actor, district: Municipality) -> None:
    for name, state in (("а.docx", "ready"), ("б.docx", "refused"), ("в.docx", "reading")):
        ImportRun.objects.create(municipality=district, filename=name, state=state)
    stuck = ImportRun.objects.get(filename="в.docx")
    Job.objects.create(municipality=district, kind="read", state="failed", import_run=stuck, error="Нет")
    rows = Page(client.get(LIST)).table()
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("в.docx", "—", "не прочитан, нужно повторить"),
        ("б.docx", "—", "не принят"),
        ("а.docx", "—", "ждет решения"),
    ]


# --- The file's page in each state ----------------------------------------------------------------------------------


def test_while_it_is_read_the_page_asks_on(client: Client, by: Actor, district: Municipality) -> None:
    run = importing.start(district, upload(office_report()), by=by)
    page = Page(client.get(url(run)))
    (work,) = page.all("div.work")
    assert (work.get("hx-get"), work.get("hx-trigger")) == (url(run, "progress"), "every 1s")
    assert page.text("div.work p") == "Читаем файл в очереди"
    response = client.get(url(run, "progress"))
    assert "HX-Refresh" not in response.headers
    assert Page(response).all("div.work")[0].get("hx-get") == url(run, "progress")


def test_the_progress_shows_how_far_the_work_is(client: Client, by: Actor, district: Municipality) -> None:
    run = importing.start(district, upload(office_report()), by=by)
    run.jobs.update(state="running", done=1, total=2, message="Разбираем таблицу.")
    (bar,) = (page := Page(client.get(url(run, "progress")))).all("progress")
    assert (bar.get("value"), bar.get("max")) == ("1", "2")
    assert page.text("div.work p") == "Читаем файл Разбираем таблицу."


def test_when_the_reading_is_over_the_page_loads_anew(
    client: Client, by: Actor, district: Municipality
) -> None:
    run = brought(district, office_report(), by)
    assert client.get(url(run, "progress"))["HX-Refresh"] == "true"


def test_a_failed_reading_shows_its_reason_and_can_be_tried_again(
    client: Client, by: Actor, district: Municipality
) -> None:
    run = importing.start(district, upload(office_report()), by=by)
    run.jobs.update(state="failed", error="На сервере не хватило памяти.")
    page = Page(client.get(url(run, "progress")))
    assert page.text("p.callout-title") == "На сервере не хватило памяти."
    assert page.all("div.work")[0].get("hx-get") is None
    (form,) = page.all("div.work form")
    response = client.post(form.get("action"))
    assert (response.status_code, response["Location"]) == (302, url(run))
    assert (run.jobs.get().state, run.jobs.get().error) == ("queued", "")
    assert client.post(form.get("action")).status_code == 409


def test_a_refused_file_says_why(client: Client, by: Actor, district: Municipality) -> None:
    run = brought(district, b"text", by)
    page = Page(client.get(url(run)))
    assert run.state == "refused"
    assert page.text("p.callout-title") == "Файл не принят, ничего не записано"
    assert page.texts("div.callout p")[1:] == [run.refusal, "Выбрать другой файл"]


def test_a_discarded_file_says_whether_it_had_written(
    client: Client, by: Actor, district: Municipality
) -> None:
    only_read = importing.discard(brought(district, office_report(), by), by=by)
    taken_back = importing.discard(written(district, office_report(), by), by=by)
    said = [Page(client.get(url(run))).texts("div.callout p")[1] for run in (only_read, taken_back)]
    assert said == [
        "Из этого файла ничего не записано.",
        "Все, что было записано из этого файла, снято.",
    ]


def test_a_written_file_says_what_it_wrote_and_can_be_taken_back(
    client: Client, by: Actor, district: Municipality
) -> None:
    run = written(district, office_report(), by)
    page = Page(client.get(url(run)))
    assert page.texts("ul.totals li") == ["5 новых строк", "0 измененных", "0 без изменений"]
    assert page.texts("main form button") == ["Отменить загрузку целиком"]
    assert page.texts("li.is-done") == [
        f"{word}, пройдено" for word in ("Файл", "Чтение", "Проверка", "Запись")
    ]


def test_a_published_file_can_no_longer_be_taken_back(
    client: Client, by: Actor, district: Municipality
) -> None:
    run = written(district, office_report(), by, publish=True)
    page = Page(client.get(url(run)))
    assert page.text("p.callout-title") == "Файл записан, отчет опубликован"
    assert page.texts("main form button") == []
    assert client.post(url(run, "discard")).status_code == 409
    run.refresh_from_db()
    assert run.state == "written"


# --- Writing --------------------------------------------------------------------------------------------------------


def test_drafts_are_written(client: Client, by: Actor, district: Municipality) -> None:
    run = brought(district, office_report(), by)
    response = client.post(url(run, "confirm"), choices())
    run.refresh_from_db()
    assert run.plan_period is not None
    detail = reverse("reports:office-report", args=["zarechny", run.plan_period.pk])
    assert (response.status_code, response["Location"]) == (302, detail)
    states = list(ProgressEntry.objects.order_by("activity").values_list("state", flat=True))
    assert (run.state, states) == ("written", ["draft", "empty", "draft", "draft"])
    assert Publication.objects.count() == 0


def test_a_report_of_the_past_is_published(client: Client, by: Actor, district: Municipality) -> None:
    run = brought(district, office_report(), by)
    assert client.post(url(run, "confirm"), choices(mode="published")).status_code == 302
    publication = Publication.objects.get()
    assert (publication.version, publication.filled, publication.reportable) == (1, 3, 4)


def test_confirming_twice_is_a_conflict(client: Client, by: Actor, district: Municipality) -> None:
    run = brought(district, office_report(), by)
    assert client.post(url(run, "confirm"), choices()).status_code == 302
    again = client.post(url(run, "confirm"), choices())
    assert (again.status_code, Page(again).text("h1")) == (409, "Сейчас это сделать нельзя")
    assert Activity.objects.count() == 5


def test_one_more_plan_needs_its_name(client: Client, by: Actor, district: Municipality) -> None:
    written(district, office_report(), by)
    run = brought(district, office_report(rows=many_rows(3)), by)
    page = Page(client.post(url(run, "confirm"), choices(plan_slug="")))
    assert page.status == 422
    assert page.texts("div.errors li") == [
        "Имя нового плана в адресе: Придумайте имя нового плана: оно будет стоять в адресах его отчётов."
    ]
    assert (page.values("plan"), Plan.objects.count()) == (["+"], 1)
    assert client.post(url(run, "confirm"), choices(plan_slug="youth")).status_code == 302
    assert list(Plan.objects.values_list("slug", "is_primary")) == [("main", True), ("youth", False)]


def test_a_correction_without_its_reason_is_one_clear_message(
    client: Client, by: Actor, district: Municipality
) -> None:
    written(district, office_report(), by, publish=True)
    run = brought(district, office_report(rows=CHANGED_ROWS), by)
    sent = choices(plan="main", mode="published")
    page = Page(client.post(url(run, "confirm"), sent))
    assert page.status == 422
    assert page.texts("div.callout-error") == [
        "Записать пока нельзя Отчет за I полугодие 2022 года опубликован, а файл от него отличается. Укажите "
        "причину исправления: она будет видна на странице отчета."
    ]
    assert (page.values("plan"), page.values("mode")) == (["main"], ["published"])
    assert page.text("div.actbar p") == "Записать пока нельзя: причина названа вверху страницы."
    run.refresh_from_db()
    assert (run.state, Publication.objects.count()) == ("ready", 1)
    assert client.post(url(run, "confirm"), sent | {"reason": "Дополнен сайт."}).status_code == 302
    assert list(Publication.objects.order_by("version").values_list("version", "reason")) == [
        (1, ""),
        (2, "Дополнен сайт."),
    ]


def test_a_coordinator_may_write_drafts_but_not_publish(client: Client, district: Municipality) -> None:
    coordinator = actor(district, "coordinator")
    assert coordinator.user is not None
    client.force_login(coordinator.user)
    run = brought(district, office_report(), coordinator)
    assert Page(client.get(url(run))).options("mode") == ["drafts"]
    forged = Page(client.post(url(run, "confirm"), choices(mode="published")))
    run.refresh_from_db()
    assert (forged.status, run.state) == (422, "ready")
    assert (Plan.objects.count(), Publication.objects.count()) == (0, 0)
    assert client.post(url(run, "confirm"), choices()).status_code == 302


# --- Throwing away --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_written", [False, True])
def test_a_file_can_be_thrown_away(
    is_written: bool, client: Client, by: Actor, district: Municipality
) -> None:
    run = (written if is_written else brought)(district, office_report(), by)
    response = client.post(url(run, "discard"), follow=True)
    run.refresh_from_db()
    assert (response.redirect_chain, run.state) == ([(LIST, 302)], "discarded")
    assert Page(response).texts("div.toast-og p") == ["Загрузка файла «отчет.docx» отменена."]
    assert (Plan.objects.count(), Activity.objects.count()) == (0, 0)
    assert HistoryEvent.objects.filter(action="import_discarded").count() == 1
    assert client.post(url(run, "discard")).status_code == 409


# --- What a page costs ----------------------------------------------------------------------------------------------


def test_the_list_takes_the_same_queries_for_one_file_and_for_thirty(
    client: Client, by: Actor, district: Municipality
) -> None:
    plan_period = make_plan(district).periods.create(period="2022-h1")

    def add(count: int) -> None:
        for _ in range(count):
            ImportRun.objects.create(
                municipality=district,
                filename="а.docx",
                plan_period=plan_period,
                period=plan_period.period,
                created_by=make_user(),
            )

    add(1)
    one = queries(client, LIST)
    add(29)
    assert queries(client, LIST) == one


def test_the_limit_of_the_form_is_the_one_of_the_settings(client: Client, by: Actor) -> None:
    most = django_settings.IMPORT_MAX_FILE_MB
    assert Page(client.get(LIST)).text("div.file-field div.form-text") == (
        f"Word (.docx) или Excel (.xlsx), до {most} МБ"
    )
