"""The public pages: addresses, what they cost, and that they are the same bytes for everybody."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.template.base import Template
from django.test import Client
from django.utils import timezone

from accounts.history import COMMAND
from accounts.permissions import Role
from reports import publishing
from reports.jobs import running
from reports.models import Job, Publication
from tests.factories import (
    APPROVAL,
    H1_2022,
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

pytestmark = pytest.mark.django_db

REPORT = "/zarechny/reports/2022-h1/"


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def district() -> District:
    """A district whose report is published, with a gap, and all of its files made."""
    district = make_district(gaps=[2])
    district.publish()
    make_files()
    return district


def make_files() -> None:
    for job in Job.objects.filter(state=Job.State.QUEUED):
        running.run(job.pk)


def second_version(district: District) -> Publication:
    district.activities[0].revisions.update(text="Наименование после изменения плана")
    return publishing.publish_as_it_stands(
        district.plan_period, by=district.actor(), reason="Изменен план"
    ).publication


class Links(HTMLParser):
    """The addresses that `main` leads to, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.is_in_main = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_in_main = self.is_in_main or tag == "main"
        if tag == "a" and self.is_in_main:
            self.found.append(dict(attrs)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        self.is_in_main = self.is_in_main and tag != "main"


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def test_the_home_of_one_municipality_is_that_municipality(client: Client) -> None:
    make_municipality()
    response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, "/zarechny/")


def test_the_home_lists_several_municipalities(client: Client, district: District) -> None:
    make_municipality("another", name="Другой муниципальный округ")
    response = client.get("/")
    assert response.status_code == 200
    assert [link for link in Links(text_of(response)).found if link.count("/") == 2] == [
        "/another/",
        "/zarechny/",
    ]
    assert REPORT in Links(text_of(response)).found


def test_the_home_of_an_empty_portal_is_a_page(client: Client) -> None:
    response = client.get("/")
    assert (response.status_code, Links(text_of(response)).found) == (200, [])


def test_the_first_link_of_a_municipality_is_its_newest_report(client: Client, district: District) -> None:
    make_next_period(district).publish()
    response = client.get("/zarechny/")
    assert response.status_code == 200
    assert Links(text_of(response)).found[0] == "/zarechny/reports/2022-h2/"


def test_a_municipality_without_reports_has_its_pages(client: Client) -> None:
    make_municipality()
    assert [client.get(url).status_code for url in ("/zarechny/", "/zarechny/reports/")] == [200, 200]


def test_the_list_names_every_report_once_newest_first(client: Client, district: District) -> None:
    second_version(district)
    make_next_period(district).publish()
    found = Links(text_of(client.get("/zarechny/reports/"))).found
    assert [link for link in found if link.startswith("/zarechny/reports/2")] == [
        "/zarechny/reports/2022-h2/",
        REPORT,
    ]


def test_the_report_page_shows_the_frozen_text(client: Client, district: District) -> None:
    page = text_of(client.get(REPORT))
    assert page.count("Сделано по мероприятию 1.") == 1
    assert page.count("Пробное мероприятие 3") >= 1
    district.entries[0].text = "Набрано после публикации."
    district.entries[0].save()
    cache.clear()
    assert text_of(client.get(REPORT)) == page


def test_the_short_address_shows_the_newest_version_and_each_keeps_its_own(
    client: Client, district: District
) -> None:
    first = text_of(client.get(f"{REPORT}v1/"))
    second_version(district)
    newest = text_of(client.get(REPORT))
    assert newest.count("Наименование после изменения плана") > 0
    assert text_of(client.get(f"{REPORT}v2/")).count("Наименование после изменения плана") > 0
    old = text_of(client.get(f"{REPORT}v1/"))
    assert old.count("Наименование после изменения плана") == 0
    assert old.count("Это не последняя версия отчёта") == 1 - first.count("Это не последняя версия отчёта")


def test_a_page_is_compared_with_the_half_year_before(client: Client, district: District) -> None:
    make_next_period(district, text="Сделано по мероприятию {number}.").publish()
    page = text_of(client.get("/zarechny/reports/2022-h2/")).replace("\N{NO-BREAK SPACE}", " ")
    assert page.count("по сравнению с I полугодием 2022 года") == 1


@pytest.mark.parametrize(
    "url",
    [
        "/nowhere/",
        "/nowhere/reports/",
        "/zarechny/reports/2022-h2/",
        "/zarechny/reports/2022-h3/",
        "/zarechny/reports/2022/",
        "/zarechny/reports/2022-h1/v2/",
        "/zarechny/reports/2022-h1/v0/",
        "/zarechny/reports/2022-h1/v01/",
        "/zarechny/reports/2022-h1/v999999999999/",
        "/zarechny/reports/2022-h1/v1/report.pdf",
        "/zarechny/reports/2022-h1/v2/report.docx",
        "/zarechny/no-such-plan/reports/",
        "/zarechny/no-such-plan/reports/2022-h1/",
        "/zarechny/logo",
        "/Nowhere/At/All/",
    ],
)
def test_what_was_never_published_is_not_found(client: Client, district: District, url: str) -> None:
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("url", "right"),
    [
        ("/zarechny", "/zarechny/"),
        ("/zarechny/reports", "/zarechny/reports/"),
        ("/zarechny/reports/2022-h1", REPORT),
        ("/zarechny/reports/2022-h1/v1", f"{REPORT}v1/"),
        ("/Zarechny/", "/zarechny/"),
        ("/ZARECHNY", "/zarechny/"),
        ("/Zarechny/Reports/2022-H1/?a=1", f"{REPORT}?a=1"),
        ("/zarechny/reports/2022-h1/V1/", f"{REPORT}v1/"),
        ("/zarechny/reports/2022-h1/v1/report.DOCX", f"{REPORT}v1/report.docx"),
        ("/zarechny/open-government/reports/", "/zarechny/reports/"),
        ("/zarechny/open-government/reports/2022-h1/", REPORT),
        ("/zarechny/open-government/reports/2022-h1/v1/", f"{REPORT}v1/"),
        ("/zarechny/open-government/reports/2022-h1/v1/report.csv", f"{REPORT}v1/report.csv"),
    ],
)
def test_addresses_typed_otherwise_lead_to_the_right_ones(
    client: Client, district: District, url: str, right: str
) -> None:
    response = client.get(url)
    assert (response.status_code, response["Location"]) == (301, right)


def test_a_second_plans_reports_carry_its_name(client: Client, district: District) -> None:
    plan = make_plan(district.municipality, slug="roads", is_primary=False, title="План по дорогам")
    other = make_district(plan=plan, activities=1, text="Отремонтирован мост {number}.")
    other.publish()
    page = client.get("/zarechny/roads/reports/2022-h1/")
    assert (page.status_code, text_of(page).count("Отремонтирован мост 1.")) == (200, 1)
    assert text_of(client.get(REPORT)).count("Отремонтирован мост 1.") == 0
    found = Links(text_of(client.get("/zarechny/roads/reports/"))).found
    assert [link for link in found if "2022" in link] == ["/zarechny/roads/reports/2022-h1/"]
    found = Links(text_of(client.get("/zarechny/reports/"))).found
    assert [link for link in found if "2022" in link] == [REPORT, "/zarechny/roads/reports/2022-h1/"]


def test_a_withdrawn_version_leaves_a_notice(client: Client, district: District) -> None:
    before = client.get(REPORT)
    publication = Publication.objects.get()
    publishing.withdraw(publication, by=district.actor(), reason="Опубликованы персональные данные.")
    for url in (REPORT, f"{REPORT}v1/", f"{REPORT}v1/report.docx"):
        response = client.get(url, headers={"If-None-Match": before["ETag"]})
        page = text_of(response)
        assert (response.status_code, page.count("Опубликованы персональные данные.")) == (410, 1)
        assert page.count(publication.sha256) == 1
        assert page.count("Сделано по мероприятию 1.") == 0
    assert Links(text_of(client.get("/zarechny/"))).found == []


def test_where_the_newest_version_is_withdrawn_the_one_before_stands(
    client: Client, district: District
) -> None:
    second = second_version(district)
    publishing.withdraw(second, by=district.actor(), reason="Ошибка.")
    assert text_of(client.get(REPORT)).count("Наименование после изменения плана") == 0
    assert client.get(REPORT).status_code == 200
    assert client.get(f"{REPORT}v2/").status_code == 410
    assert text_of(client.get(f"{REPORT}v1/")).count("Это не последняя версия отчёта") == 0


PAGES = ["/zarechny/", "/zarechny/reports/", REPORT, f"{REPORT}v1/"]


def cost(url: str) -> int:
    """Queries of a page that was made before: the municipality's home also asks after its surveys."""
    return 2 if url == "/zarechny/" else 1


@pytest.mark.parametrize("url", PAGES)
def test_after_the_first_view_a_page_costs_one_query_and_no_template(
    client: Client,
    district: District,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Callable,
) -> None:
    first = client.get(url)
    monkeypatch.setattr(Template, "render", None)
    with django_assert_num_queries(cost(url)):
        second = client.get(url)
    assert second.content == first.content
    with django_assert_num_queries(cost(url)):
        third = client.get(url, headers={"If-None-Match": second["ETag"]})
    assert (third.status_code, third.content, third["ETag"]) == (304, b"", second["ETag"])
    assert third["Cache-Control"] == second["Cache-Control"]


@pytest.mark.parametrize("url", [*PAGES, "/", f"{REPORT}v1/report.docx"])
def test_public_answers_belong_to_everybody(
    client: Client, district: District, url: str, settings: object
) -> None:
    settings.PUBLIC_CACHE_SECONDS = 10
    make_municipality("another")
    response = client.get(url)
    b"".join(response)
    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=10, must-revalidate"
    assert response["ETag"].startswith('"')
    assert (response.has_header("Vary"), dict(response.cookies)) == (False, {})


@pytest.mark.parametrize("url", [*PAGES, "/"])
def test_an_administrator_gets_the_same_bytes_and_costs_no_more(
    client: Client, district: District, url: str, django_assert_num_queries: Callable
) -> None:
    make_municipality("another")
    as_nobody = client.get(url)
    user = make_user(
        district.municipality, Role.ADMINISTRATOR, email="boss@example.org", last_name="Начальникова"
    )
    client.force_login(user)
    cache.clear()
    as_boss = client.get(url)
    with django_assert_num_queries(cost(url)):
        client.get(url)
    assert as_boss.content == as_nobody.content
    assert as_boss.headers.items() - as_nobody.headers.items() == {("X-Request-ID", as_boss["X-Request-ID"])}
    assert dict(as_boss.cookies) == {}
    assert [
        word for word in ("csrfmiddlewaretoken", "Начальникова", "boss@") if word in text_of(as_boss)
    ] == []


def test_a_head_request_tells_the_same_without_the_body(client: Client, district: District) -> None:
    got, head = client.get(REPORT), client.head(REPORT)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == str(len(got.content))
    assert head["ETag"] == got["ETag"]


@pytest.mark.parametrize("url", PAGES)
def test_only_reading_is_allowed(client: Client, district: District, url: str) -> None:
    assert client.post(url).status_code == 405


def test_a_page_changes_when_files_are_finished(client: Client) -> None:
    make_district().publish()
    waiting = client.get(REPORT)
    make_files()
    ready = client.get(REPORT)
    assert waiting["ETag"] != ready["ETag"]
    assert (text_of(waiting).count("report.docx"), text_of(ready).count("report.docx")) == (0, 1)


@pytest.mark.parametrize("url", [REPORT, "/zarechny/", "/zarechny/reports/"])
def test_a_page_changes_with_the_municipality_and_with_a_new_version(
    client: Client, district: District, url: str
) -> None:
    first = client.get(url)
    district.municipality.phone = "8 (800) 000-00-00"
    district.municipality.save()
    second = client.get(url)
    second_version(district)
    third = client.get(url)
    assert text_of(second).count("8 (800) 000-00-00") == 1
    assert len({first["ETag"], second["ETag"], third["ETag"]}) == 3


def test_a_cache_that_is_away_costs_only_time(client: Client, district: District, settings: object) -> None:
    expected = client.get(REPORT)
    settings.CACHES = {
        "default": {
            "BACKEND": "opengov.cache.ForgivingRedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_connect_timeout": 0.2},
        }
    }
    response = client.get(REPORT)
    assert (response.status_code, response.content, response["ETag"]) == (
        200,
        expected.content,
        expected["ETag"],
    )


@pytest.mark.parametrize("activities", [30, 300])
def test_a_first_view_takes_the_same_queries_for_any_size(
    client: Client, activities: int, django_assert_num_queries: Callable
) -> None:
    plan = make_plan()
    plan_period = make_period(plan)
    for number in range(activities):
        make_entry(plan_period, make_activity(plan), f"Сделано {number}.")
    publishing.publish_as_it_stands(plan_period, by=COMMAND, approval=APPROVAL)
    with django_assert_num_queries(3):
        client.get(REPORT)
    with django_assert_num_queries(1):
        client.get(REPORT)


@pytest.mark.parametrize("reports", [1, 3])
@pytest.mark.parametrize("url", ["/zarechny/", "/zarechny/reports/"])
def test_lists_take_the_same_queries_for_one_report_and_three(
    client: Client, url: str, reports: int, django_assert_num_queries: Callable
) -> None:
    district = make_district(period=H1_2022)
    for number in range(reports):
        if number:
            district = make_next_period(district)
        district.publish()
    first = 5 if url == "/zarechny/" else 2
    with django_assert_num_queries(first):
        client.get(url)
    with django_assert_num_queries(cost(url)):
        client.get(url)


def test_the_emblem_is_served_at_its_own_address(client: Client, district: District, tmp_path: Path) -> None:
    emblem = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
    district.municipality.logo.save("emblem.png", ContentFile(emblem))
    response = client.get("/zarechny/logo")
    assert (b"".join(response.streaming_content), response["Content-Type"]) == (emblem, "image/png")
    again = client.get("/zarechny/logo", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert text_of(client.get("/zarechny/")).count('src="/zarechny/logo"') == 1


def test_published_on_is_local_time(district: District) -> None:
    publication = Publication.objects.get()
    assert timezone.localtime(publication.published_at).isoformat(timespec="seconds") in publication.content
