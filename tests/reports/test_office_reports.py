"""The office's pages of reports: the list, one report by role, publishing, withdrawing, files tried again."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.history import Actor
from plans import standing
from plans.deadlines import read_deadline
from plans.models import Activity
from reports.models import Job, Publication
from tests.factories import (
    District,
    make_activity,
    make_district,
    make_entry,
    make_municipality,
    make_next_period,
    make_period,
    make_plan,
    make_user,
)
from tests.reports.office_pages import Page, office_report, queries, written

pytestmark = pytest.mark.django_db
LIST = "/work/zarechny/reports/"
SIGNED = {
    "signatory_name": "Н. С. Поляков",
    "signatory_position": "заместитель главы",
    "approved_on": "2022-07-15",
}


@pytest.fixture
def district() -> District:
    """Three activities, the second without information."""
    return make_district(gaps=[2])


@pytest.fixture
def administrator(district: District, client: Client) -> None:
    sign_in(client, district, "administrator")


def sign_in(client: Client, district: District, role: str) -> None:
    client.force_login(make_user(district.municipality, role))


def url(district: District, name: str = "office-report") -> str:
    return reverse(f"reports:{name}", args=["zarechny", district.plan_period.pk])


def withdrawal(publication: Publication) -> str:
    return reverse("reports:publication-withdraw", args=["zarechny", publication.pk])


# --- The list -------------------------------------------------------------------------------------------------------


def test_the_list_has_every_half_year_the_newest_first(
    client: Client, administrator: None, district: District
) -> None:
    district.publish()
    make_next_period(district)
    plan = district.plan.title
    assert Page(client.get(LIST)).table() == [
        ["II полугодие 2022 года", plan, "Сбор сведений", "—"],
        ["I полугодие 2022 года", plan, "Опубликовано", "версия 1, 2 из 3"],
    ]


@pytest.mark.parametrize(
    ("role", "words", "links"),
    [
        ("coordinator", "Загрузите прошлый отчёт из Word или Excel: с него начнётся работа.", 1),
        ("officer", "Первый загрузит координатор.", 0),
    ],
)
def test_an_empty_list_offers_a_step_to_those_who_may_take_it(
    role: str, words: str, links: int, client: Client
) -> None:
    client.force_login(make_user(make_municipality(), role))
    page = Page(client.get(LIST))
    assert page.texts("div.empty p")[0] == words
    assert len(page.all("div.empty a")) == links


# --- One report -----------------------------------------------------------------------------------------------------


def test_the_page_shows_what_is_there_and_what_is_missing(
    client: Client, administrator: None, district: District
) -> None:
    page = Page(client.get(url(district)))
    officer = district.activities[1].assignments.get().officer.name
    assert page.text("h1") == "Отчёт за I полугодие 2022 года"
    assert page.text("h2.ready") == "Сведения есть: 2 из 3"
    assert page.table() == [["2", "Пробное мероприятие 2", officer, "Нет сведений"]]


@pytest.mark.parametrize(
    ("role", "forms", "withdraws", "imports"),
    [("officer", 0, 0, 0), ("coordinator", 0, 0, 1), ("administrator", 1, 1, 1)],
)
def test_each_role_sees_what_it_may_do(
    role: str, forms: int, withdraws: int, imports: int, client: Client
) -> None:
    municipality = make_municipality()
    by = make_user(municipality, "administrator")
    client.force_login(by)
    run = written(municipality, office_report(), Actor(by), publish=True)
    client.force_login(make_user(municipality, role))
    page = Page(client.get(reverse("reports:office-report", args=["zarechny", run.plan_period_id])))
    hrefs = [link.get("href") for link in page.all("main a")]
    assert len(page.all("main form")) == forms
    assert sum("/withdraw/" in href for href in hrefs) == withdraws
    assert sum("/imports/" in href for href in hrefs) == imports


def test_an_activity_of_the_other_half_year_is_not_missing(
    client: Client, administrator: None, district: District
) -> None:
    wording = "до 1 декабря 2022 г."
    rule = read_deadline(wording).rule
    assert rule is not None
    activity = make_activity(
        district.plan, "Итоги года", deadline_wording=wording, deadline_rule=rule.to_dict()
    )
    make_entry(district.plan_period, activity)
    standing.refresh_period(district.plan_period)
    page = Page(client.get(url(district)))
    assert page.text("h2.ready") == "Сведения есть: 2 из 3"
    assert "Ещё 1 мероприятие со сроком в другом полугодии: сведений не ждут." in page.texts("p.meta")
    assert [row[0] for row in page.table()] == ["2"]


def test_a_long_list_of_gaps_shows_its_first_rows(client: Client) -> None:
    district = make_district(activities=205, gaps=range(1, 203))
    sign_in(client, district, "officer")
    page, whole = Page(client.get(url(district))), Page(client.get(f"{url(district)}?all=1"))
    assert (len(page.table()), len(whole.table())) == (200, 202)
    assert page.text("p.panel-more") == "Показаны первые 200 из 202. Показать все"
    assert whole.texts("p.panel-more") == []


# --- Publishing a report of the past --------------------------------------------------------------------------------


def test_gaps_must_be_confirmed_by_name(client: Client, administrator: None, district: District) -> None:
    page = Page(client.post(url(district, "report-publish-imported"), SIGNED))
    assert page.status == 422
    assert page.texts("div.errors li") == [
        "Публикую с пропусками: 2: Подтвердите пропуски: они будут показаны на странице отчёта."
    ]
    assert page.values("signatory_name") == ["Н. С. Поляков"]
    assert Publication.objects.count() == 0


def test_a_tick_confirms_only_the_gaps_that_stood_beside_it(
    client: Client, administrator: None, district: District
) -> None:
    page = Page(client.post(url(district, "report-publish-imported"), SIGNED | {"gaps_confirmed": "1"}))
    assert page.texts("div.errors li") == [
        "Публикую с пропусками: 2: Пропуски изменились, пока страница была открыта. Посмотрите их ещё раз."
    ]
    assert Publication.objects.count() == 0


def test_a_date_that_is_none_is_said(client: Client, administrator: None, district: District) -> None:
    sent = SIGNED | {"gaps_confirmed": "2", "approved_on": "32.13.2022"}
    page = Page(client.post(url(district, "report-publish-imported"), sent))
    assert page.texts("div.errors li") == [
        "Дата утверждения (необязательно): Введите дату, например 14.07.2022."
    ]


def test_publishing_signs_and_freezes(client: Client, administrator: None, district: District) -> None:
    sent = SIGNED | {"gaps_confirmed": "2"}
    response = client.post(url(district, "report-publish-imported"), sent, follow=True)
    page = Page(response)
    assert response.redirect_chain == [(url(district), 302)]
    assert page.text("div.toast-og p") == "Отчёт опубликован, версия 1. Файлы готовятся."
    publication = Publication.objects.get()
    report = publication.report
    assert (report.state, report.signatory_name, report.approved_on) == (
        "published",
        "Н. С. Поляков",
        date(2022, 7, 15),
    )
    assert page.texts("ul.work-files li") == [
        f"{name}, в очереди" for name in ("DOCX", "XLSX", "JSON", "CSV")
    ]
    assert page.values("signatory_name") == ["Н. С. Поляков"]
    assert page.values("approved_on") == ["2022-07-15"]


def test_an_unchanged_report_makes_no_second_version(
    client: Client, administrator: None, district: District
) -> None:
    sent = SIGNED | {"gaps_confirmed": "2", "reason": "Просто так"}
    client.post(url(district, "report-publish-imported"), sent)
    page = Page(client.post(url(district, "report-publish-imported"), sent, follow=True))
    assert page.texts("div.toast-og p")[-1] == "Отчёт не изменился: версия 1 уже опубликована."
    assert Publication.objects.count() == 1


def test_a_second_version_says_why_it_is_made(
    client: Client, administrator: None, district: District
) -> None:
    sent = SIGNED | {"gaps_confirmed": "2"}
    client.post(url(district, "report-publish-imported"), sent)
    other = sent | {"signatory_position": "глава округа"}
    page = Page(client.post(url(district, "report-publish-imported"), other))
    assert page.status == 422
    assert page.texts("div.errors li") == [
        "Что изменилось в новой версии: Версия 1 этого отчета уже опубликована. Чтобы опубликовать следующую, "
        "напишите, чем она вызвана."
    ]
    assert page.values("signatory_position") == ["глава округа"]
    client.post(url(district, "report-publish-imported"), other | {"reason": "Исправлена должность."})
    reasons = list(Publication.objects.order_by("version").values_list("version", "reason"))
    assert reasons == [(1, ""), (2, "Исправлена должность.")]


# --- Withdrawing ----------------------------------------------------------------------------------------------------


def test_withdrawing_asks_first(client: Client, administrator: None, district: District) -> None:
    publication = district.publish()
    page = Page(client.get(withdrawal(publication)))
    assert (page.status, page.text("h1")) == (200, "Отозвать версию 1")
    publication.refresh_from_db()
    assert publication.withdrawn_at is None


def test_withdrawing_needs_a_reason(client: Client, administrator: None, district: District) -> None:
    publication = district.publish()
    for sent in ({}, {"reason": "  "}):
        page = Page(client.post(withdrawal(publication), sent))
        assert page.status == 422
        assert page.texts("div.errors li") == [
            "Причина отзыва: Напишите причину отзыва: ее увидят все, кто откроет адрес этой версии."
        ]
    publication.refresh_from_db()
    assert publication.withdrawn_at is None


def test_a_withdrawn_version_is_gone_for_citizens(
    client: Client, administrator: None, district: District
) -> None:
    publication = district.publish()
    response = client.post(withdrawal(publication), {"reason": "Чужие персональные данные."}, follow=True)
    assert response.redirect_chain == [(url(district), 302)]
    assert Page(response).texts("ul.plain-list li") == ["Версия 1, отозвана: Чужие персональные данные."]
    assert client.get("/zarechny/reports/2022-h1/v1/").status_code == 410
    assert client.post(withdrawal(publication), {"reason": "Еще раз"}).status_code == 409


# --- Files ----------------------------------------------------------------------------------------------------------


def failed_job(district: District) -> Job:
    publication = district.publish()
    publication.jobs.exclude(format="docx").update(state="done")
    job = publication.jobs.get(format="docx")
    Job.objects.filter(pk=job.pk).update(state="failed", error="Нет места на диске.")
    return job


def test_the_page_asks_on_while_files_are_made(
    client: Client, administrator: None, district: District
) -> None:
    district.publish()
    page = Page(client.get(url(district, "office-report-files")))
    (part,) = page.tree.xpath("//*[@id='files']")
    assert (part.get("hx-get"), page.texts("ul.work-files li")) == (
        url(district, "office-report-files"),
        ["DOCX, в очереди", "XLSX, в очереди", "JSON, в очереди", "CSV, в очереди"],
    )
    publication = Publication.objects.get()
    sizes = {"docx": 9_216, "xlsx": 9_216, "json": 9_216, "csv": 9_216}
    for name, size in sizes.items():
        publication.renditions.create(format=name, file=f"files/report.{name}", size=size, sha256="0" * 64)
    finished = Page(client.get(url(district, "office-report-files")))
    links = [link.get("href") for link in finished.all("ul.work-files a")]
    assert links[0] == f"/{district.municipality.slug}/reports/2022-h1/v1/report.docx"
    assert len(links) == 4
    Job.objects.update(state="done")
    (part,) = Page(client.get(url(district, "office-report-files"))).tree.xpath("//*[@id='files']")
    assert part.get("hx-get") is None


def test_a_failed_file_can_be_tried_again_once(
    client: Client, administrator: None, district: District
) -> None:
    job = failed_job(district)
    page = Page(client.get(url(district)))
    assert page.text("div.callout-error p.callout-title") == "Файл DOCX не собран"
    assert page.texts("div.callout-error p") == ["Файл DOCX не собран", "Нет места на диске."]
    (form,) = page.all("div.callout-error form")
    assert client.post(form.get("action")).status_code == 302
    job.refresh_from_db()
    assert (job.state, job.error) == ("queued", "")
    assert client.post(form.get("action")).status_code == 409


def test_a_coordinator_is_told_who_can_try_again(client: Client, district: District) -> None:
    job = failed_job(district)
    sign_in(client, district, "coordinator")
    page = Page(client.get(url(district)))
    assert page.texts("div.callout-error p")[-1] == "Повторить может администратор."
    assert client.post(reverse("reports:job-retry", args=["zarechny", job.pk])).status_code == 403


# --- What a page costs ----------------------------------------------------------------------------------------------


def test_the_list_takes_the_same_queries_for_two_half_years_and_for_thirty(
    client: Client, administrator: None, district: District
) -> None:
    district.publish()
    district = make_next_period(district)
    district.publish()
    two = queries(client, LIST)
    for _ in range(28):
        period = district.plan_period.period.next
        district = District(
            district.municipality,
            district.plan,
            make_period(district.plan, period),
            district.activities,
            district.entries,
        )
    assert queries(client, LIST) == two


def test_a_report_takes_the_same_queries_for_few_rows_and_for_many(
    client: Client, administrator: None, district: District
) -> None:
    district.publish()
    few = queries(client, url(district))
    many = make_district(plan=make_plan(district.municipality, slug="big", is_primary=False), activities=30)
    many.publish()
    assert Activity.objects.count() == 33
    assert queries(client, url(many)) == few
