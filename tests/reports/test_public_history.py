"""Public pages that look at several reports, and the documents of a report: what they show, to whom, until when."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.template.base import Template
from django.test import Client

from accounts.history import COMMAND
from accounts.permissions import Role
from plans import workflow
from plans.models import Activity, ActivityRevision, Attachment, EntryVersion, Indicator, IndicatorValue
from reports import publishing
from reports.models import Publication
from tests.factories import (
    H1_2022,
    H2_2022,
    District,
    make_activity,
    make_district,
    make_entry,
    make_next_period,
    make_plan,
    make_user,
)
from tests.reports.test_public_pages import Links

pytestmark = pytest.mark.django_db

FIRST, SECOND = "/zarechny/reports/2022-h1/", "/zarechny/reports/2022-h2/"


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def district() -> District:
    """The first half-year, with a figure and a file in its first entry; not published yet."""
    district = make_district()
    indicator = Indicator.objects.create(
        activity=district.activities[0], name="Обучено служащих", unit="чел.", first_period=H1_2022
    )
    IndicatorValue.objects.create(entry=district.entries[0], indicator=indicator, value=Decimal(12))
    workflow.attach_file(
        district.entries[0], SimpleUploadedFile("proof.txt", b"proof"), by=COMMAND, title="Протокол № 3"
    )
    return district


def publish_next(district: District) -> District:
    """The second half-year: the first text new with another figure, the others as they were."""
    later = make_next_period(district, text="Сделано по мероприятию {number}.")
    later.entries[0].text = "Сделано по мероприятию 1 и ещё немного."
    later.entries[0].save()
    indicator = Indicator.objects.get()
    IndicatorValue.objects.create(entry=later.entries[0], indicator=indicator, value=Decimal(15))
    later.publish()
    return later


def correct(district: District, number: int, text: str, reason: str = "Опечатка.") -> Publication:
    """Publish another version with this text of the n-th entry."""
    version = district.entries[number - 1]
    version.refresh_from_db()
    EntryVersion.objects.filter(pk=version.approved_version_id).update(text=text)
    return publishing.publish_as_it_stands(district.plan_period, by=COMMAND, reason=reason).publication


def text_of(response: HttpResponse) -> str:
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def activity_url(district: District, number: int = 1) -> str:
    return f"/zarechny/reports/activities/{district.activities[number - 1].pk}/"


def file_url(name: str = "Протокол № 3.txt", version: int = 1) -> str:
    digest = Attachment.objects.filter(kind="file").latest("pk").sha256[:16]
    return f"{FIRST}v{version}/files/{digest}/{quote(name)}"


# --- the report's page


def test_figures_documents_and_links_stand_on_the_report(client: Client, district: District) -> None:
    district.publish()
    publish_next(district)
    first, second = client.get(FIRST), client.get(SECOND)
    assert text_of(first).count("Протокол № 3") == 1
    assert file_url() in Links(text_of(first)).found
    assert text_of(second).count("+3, было 12") == 1
    assert text_of(second).count("+3 к прошлому") == 1
    found = Links(text_of(second)).found
    assert f"{SECOND}changes/" in found
    assert f"{SECOND}changes/#n-1" in found
    assert f"{SECOND}changes/#n-2" not in found
    assert activity_url(district) in found


def test_an_unbroken_run_of_a_text_names_its_first_half_year(client: Client) -> None:
    district = make_district(text="Сделано.")
    district.publish()
    for _ in range(2):
        district = make_next_period(district, text="Сделано.")
        district.publish()
    assert (
        text_of(client.get("/zarechny/reports/2023-h1/")).count("Без изменений с I полугодия 2022 года") == 3
    )


def test_a_report_changes_when_one_before_the_last_is_withdrawn(client: Client) -> None:
    district = make_district(text="Сделано.")
    first = district.publish()
    for _ in range(2):
        district = make_next_period(district, text="Сделано.")
        district.publish()
    before = client.get("/zarechny/reports/2023-h1/")
    publishing.withdraw(first, by=COMMAND, reason="Решение суда.")
    after = client.get("/zarechny/reports/2023-h1/")
    assert before["ETag"] != after["ETag"]
    assert text_of(after).count("Без изменений со II полугодия 2022 года") == 3


def test_a_correction_names_its_rows_under_the_version(client: Client, district: District) -> None:
    district.publish()
    correct(district, 3, "Исправлено.")
    page = text_of(client.get(FIRST))
    assert page.count('В версии 2 исправлены: <a href="#n-3">3</a>.') == 1
    assert Links(page).found.count(f"{FIRST}v2/changes/") == 2
    assert text_of(client.get(f"{FIRST}v1/")).count("исправлены:") == 0


@pytest.mark.parametrize("activities", [3, 30])
def test_a_first_view_takes_the_same_queries_for_any_size(
    client: Client, activities: int, django_assert_num_queries: Callable
) -> None:
    district = make_district(activities=activities, text="Сделано.")
    district.publish()
    for _ in range(2):
        district = make_next_period(district, text=f"Сделано {activities}.")
        district.publish()
    with django_assert_num_queries(6):
        client.get("/zarechny/reports/2023-h1/")


# --- an activity through the half-years


def test_an_activity_tells_all_half_years_newest_first(client: Client, district: District) -> None:
    district.publish()
    publish_next(district)
    response = client.get(activity_url(district))
    page = text_of(response)
    assert response.status_code == 200
    found = Links(page).found
    assert [link for link in found if link.startswith("/zarechny/reports/2022") and "#n-" in link] == [
        f"{SECOND}#n-1",
        f"{SECOND}changes/#n-1",
        f"{FIRST}#n-1",
    ]
    assert page.index("и ещё немного") < page.index('id="2022-h1"')
    assert (
        page.count(
            'aria-label="Обучено служащих, чел.: I полугодие 2022 года: 12; II полугодие 2022 года: 15."'
        )
        == 1
    )
    assert page.count("<td>27</td>") == 1
    assert file_url() in found


def test_a_correction_changes_the_activity_and_a_withdrawal_takes_its_words(
    client: Client, district: District
) -> None:
    district.publish()
    second = correct(district, 1, "Слова второй версии.")
    assert text_of(client.get(activity_url(district))).count("Слова второй версии.") == 1
    publishing.withdraw(second, by=COMMAND, reason="Ошибка.")
    page = text_of(client.get(activity_url(district)))
    assert (page.count("Слова второй версии."), page.count("Сделано по мероприятию 1.")) == (0, 1)


def test_an_activity_is_public_only_with_its_report(client: Client, district: District) -> None:
    assert client.get(activity_url(district)).status_code == 404
    publication = district.publish()
    late = make_activity(district.plan)
    assert client.get(activity_url(district)).status_code == 200
    assert client.get(f"/zarechny/reports/activities/{late.pk}/").status_code == 404
    publishing.withdraw(publication, by=COMMAND, reason="Ошибка.")
    assert client.get(activity_url(district)).status_code == 404


@pytest.mark.parametrize("key", ["0", "01", "x", "999999999999999999", "9999999999999999999999"])
def test_other_keys_are_not_found(client: Client, district: District, key: str) -> None:
    district.publish()
    assert client.get(f"/zarechny/reports/activities/{key}/").status_code == 404


def test_an_activity_and_the_one_that_took_its_place_lead_to_each_other(
    client: Client, district: District
) -> None:
    district.publish()
    old = district.activities[0]
    later = make_next_period(district)
    new = make_activity(district.plan, "Новая редакция", since=H2_2022)
    Activity.objects.filter(pk=new.pk).update(replaces=old)
    make_entry(later.plan_period, new, "По-новому.")
    assert text_of(client.get(activity_url(district))).count("Заменено") == 0
    later.publish()
    new_url = f"/zarechny/reports/activities/{new.pk}/"
    assert new_url in Links(text_of(client.get(activity_url(district)))).found
    assert activity_url(district) in Links(text_of(client.get(new_url))).found


def test_another_plans_activity_lives_under_that_plan(client: Client, district: District) -> None:
    district.publish()
    plan = make_plan(district.municipality, slug="roads", is_primary=False)
    other = make_district(plan=plan, activities=1)
    other.publish()
    key = other.activities[0].pk
    assert client.get(f"/zarechny/roads/reports/activities/{key}/").status_code == 200
    assert client.get(f"/zarechny/reports/activities/{key}/").status_code == 404
    own = activity_url(district)
    response = client.get(own.replace("/reports/", "/open-government/reports/"))
    assert (response.status_code, response["Location"]) == (301, own)


# --- two reports side by side


def test_a_half_year_is_compared_word_by_word_with_the_one_before(client: Client, district: District) -> None:
    district.publish()
    later = publish_next(district)
    ActivityRevision.objects.create(
        activity=later.activities[1],
        since=H2_2022,
        text="Пробное мероприятие, другое",
        position=2,
        deadline_wording="постоянно",
        deadline_rule={"kind": "ongoing"},
    )
    publishing.publish_as_it_stands(later.plan_period, by=COMMAND, reason="Изменён план.")
    page = text_of(client.get(f"{SECOND}changes/"))
    assert page.count("<ins> и ещё немного</ins>") == 1
    assert page.count("Другая формулировка") == 1
    assert page.count("Без изменений: 1 мероприятие.") == 1
    assert page.count("Сделано по мероприятию 3.") == 0
    assert [page.count(f"<{tag}>{value}</{tag}>") for tag, value in (("del", "12"), ("ins", "15"))] == [1, 1]


def test_a_version_is_compared_with_the_one_it_corrects_the_reason_on_top(
    client: Client, district: District
) -> None:
    district.publish()
    correct(district, 2, "Исправлено по мероприятию 2.", "Неверные сведения.")
    page = text_of(client.get(f"{FIRST}v2/changes/"))
    assert page.index("Неверные сведения.") < page.index('id="n-2"')
    assert page.count("<del>Сделано</del><ins>Исправлено</ins>") == 1
    assert page.count("Без изменений: 2 мероприятия.") == 1


def test_there_is_no_comparison_without_another_report(client: Client, district: District) -> None:
    district.publish()
    for url in (f"{FIRST}changes/", f"{FIRST}v1/changes/", f"{FIRST}v2/changes/", f"{SECOND}changes/"):
        assert client.get(url).status_code == 404


def test_no_comparison_shows_a_withdrawn_text(client: Client, district: District) -> None:
    first = district.publish()
    correct(district, 1, "Без личных данных.")
    publishing.withdraw(first, by=COMMAND, reason="Личные данные.")
    assert client.get(f"{FIRST}v2/changes/").status_code == 404
    assert text_of(client.get(FIRST)).count("v2/changes/") == 0
    third = correct(district, 1, "Ещё раз.")
    page = text_of(client.get(f"{FIRST}v3/changes/"))
    assert (page.count("Без личных данных."), page.count("Сделано по мероприятию 1.")) == (0, 0)
    publishing.withdraw(third, by=COMMAND, reason="Тоже.")
    response = client.get(f"{FIRST}v3/changes/")
    assert (response.status_code, text_of(response).count("Ещё раз")) == (410, 0)


def test_a_withdrawn_half_year_is_compared_with_nothing(client: Client, district: District) -> None:
    first = district.publish()
    later = publish_next(district)
    assert client.get(f"{SECOND}changes/").status_code == 200
    publishing.withdraw(first, by=COMMAND, reason="Ошибка.")
    assert client.get(f"{SECOND}changes/").status_code == 404
    publishing.withdraw(later.report.publications.get(), by=COMMAND, reason="Ошибка.")
    assert client.get(f"{SECOND}changes/").status_code == 410


def test_the_primary_plans_comparisons_have_short_addresses(client: Client, district: District) -> None:
    district.publish()
    correct(district, 1, "Иначе.")
    publish_next(district)
    for url in (f"{SECOND}changes/", f"{FIRST}v2/changes/"):
        response = client.get(url.replace("/reports/", "/open-government/reports/"))
        assert (response.status_code, response["Location"]) == (301, url)


@pytest.fixture
def pages(district: District) -> list[str]:
    """Addresses of all three kinds, published."""
    district.publish()
    correct(district, 1, "Иначе.")
    publish_next(district)
    return [activity_url(district), f"{SECOND}changes/", f"{FIRST}v2/changes/"]


def test_a_page_seen_before_costs_one_query_and_no_template(
    client: Client, pages: list[str], monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Callable
) -> None:
    seen = [client.get(url) for url in pages]
    monkeypatch.setattr(Template, "render", None)
    for url, first in zip(pages, seen, strict=True):
        with django_assert_num_queries(1):
            again = client.get(url, headers={"If-None-Match": first["ETag"]})
        assert (first.status_code, again.status_code) == (200, 304)


def test_the_pages_are_the_same_for_everybody(client: Client, pages: list[str], district: District) -> None:
    as_nobody = [client.get(url) for url in pages]
    client.force_login(make_user(district.municipality, Role.ADMINISTRATOR, last_name="Начальникова"))
    cache.clear()
    for url, before in zip(pages, as_nobody, strict=True):
        response = client.get(url)
        assert response.content == before.content
        assert (response.has_header("Vary"), dict(response.cookies)) == (False, {})
        assert "csrfmiddlewaretoken" not in text_of(response)
        assert client.post(url).status_code == 405


# --- documents


def body(response: object) -> bytes:
    return b"".join(response.streaming_content)


def test_a_document_is_saved_under_its_russian_name(client: Client, district: District) -> None:
    district.publish()
    response = client.get(file_url())
    assert body(response) == b"proof"
    plain, _, encoded = response["Content-Disposition"].partition("; filename*=utf-8''")
    assert (plain, unquote(encoded)) == ("attachment", "Протокол № 3.txt")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "text/plain"
    assert response["Content-Length"] == "5"
    assert response["Cache-Control"].startswith("public, max-age=0")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ('"; filename="evil.html', "; filename= evil.html.txt"),
        ("../../../etc/passwd", "-..-..-etc-passwd.txt"),
        ("Приказ «О кадрах»\r\nSet-Cookie: a=b", "Приказ «О кадрах» Set-Cookie a=b.txt"),
        ("100% #1 a&b", "100% #1 a&b.txt"),
    ],
)
def test_a_strange_name_is_served_safely(client: Client, title: str, name: str) -> None:
    district = make_district()
    upload = SimpleUploadedFile("proof.txt", b"proof")
    workflow.attach_file(district.entries[0], upload, by=COMMAND, title=title)
    district.publish()
    [url] = [link for link in Links(client.get(FIRST).content.decode()).found if "/files/" in link]
    response = client.get(url)
    assert body(response) == b"proof"
    header = response["Content-Disposition"]
    _, _, encoded = header.partition("; filename*=utf-8''")
    said = unquote(encoded) if encoded else header.removeprefix('attachment; filename="').removesuffix('"')
    assert (header[:11], said) == ("attachment;", name)
    assert dict(response.cookies) == {}


def test_a_document_is_private_until_its_report_is_published(client: Client, district: District) -> None:
    address, kept = file_url(), Attachment.objects.get()
    assert client.get(address).status_code == 404
    for path in (f"/media/{kept.file.name}", f"/{kept.file.name}", f"/static/{kept.file.name}"):
        assert client.get(path).status_code == 404
    district.publish()
    assert body(client.get(address)) == b"proof"


def test_only_what_a_version_names_is_public_at_it(client: Client, district: District) -> None:
    district.publish()
    upload = SimpleUploadedFile("later.txt", b"later")
    Attachment.objects.create(
        entry=district.entries[0], kind="file", title="Потом", sha256="f" * 64, size=5, file=upload
    )
    assert client.get(f"{FIRST}v1/files/{'f' * 16}/{quote('Потом.txt')}").status_code == 404
    digest = file_url().split("/")[-2]
    assert client.get(f"{FIRST}v1/files/{digest}/other.txt").status_code == 404
    assert client.get(f"{FIRST}v1/files/{digest[:15]}/{quote('Протокол № 3.txt')}").status_code == 404
    assert client.get(f"{FIRST}v2/files/{digest}/{quote('Протокол № 3.txt')}").status_code == 404
    assert client.get(f"{SECOND}v1/files/{digest}/{quote('Протокол № 3.txt')}").status_code == 404


def test_a_withdrawal_takes_the_document_from_who_had_it(client: Client, district: District) -> None:
    publication = district.publish()
    response = client.get(file_url())
    body(response)
    again = client.get(file_url(), headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    publishing.withdraw(publication, by=COMMAND, reason="Личные данные.")
    gone = client.get(file_url(), headers={"If-None-Match": response["ETag"]})
    assert (gone.status_code, text_of(gone).count("Личные данные.")) == (410, 1)


def test_a_document_taken_off_later_stays_with_the_version_that_named_it(
    client: Client, district: District
) -> None:
    district.publish()
    Attachment.objects.update(removed_at=district.plan_period.opened_at)
    assert body(client.get(file_url())) == b"proof"


def test_a_document_lost_from_the_disk_is_not_found(client: Client, district: District) -> None:
    district.publish()
    Path(Attachment.objects.get().file.path).unlink()
    assert client.get(file_url()).status_code == 404


def test_the_primary_plans_documents_have_short_addresses(client: Client, district: District) -> None:
    district.publish()
    response = client.get(file_url().replace("/reports/", "/open-government/reports/"))
    assert (response.status_code, response["Location"]) == (301, file_url())


def test_nginx_knows_nothing_of_kept_files() -> None:
    configuration = Path("deploy/nginx/opengov.conf.template").read_text()
    assert [line for line in configuration.splitlines() if "media" in line.lower()] == []
