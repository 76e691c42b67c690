"""The door of the office: where people are led, what the shell shows, how many queries it costs."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, RequestFactory

from accounts import navigation
from accounts.context import office as office_context
from accounts.models import Membership, User
from accounts.navigation import Section, add_section, links_for
from tests.factories import make_municipality, make_user

pytestmark = pytest.mark.django_db


def test_one_municipality_is_opened_at_once(client: Client) -> None:
    client.force_login(make_user(make_municipality(), "officer"))
    assert client.get("/work/")["Location"] == "/work/zarechny/"


def test_several_are_offered_by_name(client: Client) -> None:
    user = make_user(make_municipality("b", name="Б"), "officer")
    Membership.objects.create(user=user, municipality=make_municipality("a", name="А"), role="officer")
    Membership.objects.create(
        user=user, municipality=user.memberships.all()[0].municipality, role="coordinator"
    )
    make_municipality("c", name="Чужой")
    client.force_login(user)
    assert [m.slug for m in client.get("/work/").context["municipalities"]] == ["a", "b"]


def test_no_municipality_is_explained(client: Client) -> None:
    client.force_login(make_user())
    page = client.get("/work/").content.decode()
    assert "Доступа пока нет" in page


def test_an_account_switched_off_is_out_at_once(client: Client) -> None:
    user = make_user(make_municipality(), "administrator")
    client.force_login(user)
    assert client.get("/work/zarechny/settings/").status_code == 200
    User.objects.update(is_active=False)
    assert client.get("/work/zarechny/settings/").status_code == 302


def test_a_role_taken_is_gone_at_once(client: Client) -> None:
    client.force_login(make_user(make_municipality(), "administrator"))
    Membership.objects.all().delete()
    assert client.get("/work/zarechny/settings/").status_code == 404


@pytest.mark.parametrize(
    ("request_line", "back"),
    [
        (("get", "/work/zarechny/members/?a=1", {}), "/work/zarechny/members/?a=1"),
        (
            (
                "post",
                "/work/zarechny/settings/",
                {"referer": "http://testserver/work/zarechny/members/add/?b=2"},
            ),
            "/work/zarechny/members/add/?b=2",
        ),
        (("post", "/work/zarechny/settings/", {"referer": "https://evil.example/"}), "/work/"),
        (("post", "/work/zarechny/settings/", {}), "/work/"),
    ],
)
def test_after_sign_in_one_is_back_where_one_was(request_line: Any, back: str, client: Client) -> None:
    method, path, headers = request_line
    response = getattr(client, method)(path, headers=headers)
    assert parse_qs(urlsplit(response["Location"]).query) == {"next": [back]}


def test_htmx_loads_the_sign_in_page_whole(client: Client) -> None:
    headers = {"hx-request": "true", "hx-current-url": "http://testserver/work/zarechny/members/"}
    response = client.get("/work/zarechny/settings/", headers=headers)
    assert response["HX-Redirect"] == "/accounts/login/?next=/work/zarechny/members/"


def test_nothing_stays_in_a_cache(client: Client) -> None:
    client.force_login(make_user(make_municipality(), "administrator"))
    answer = client.get("/work/zarechny/members/")
    assert {"no-store", "private"} <= set(answer["Cache-Control"].replace(" ", "").split(","))


def test_sections_by_order_and_deed(monkeypatch: pytest.MonkeyPatch, rf: RequestFactory) -> None:
    monkeypatch.setattr(navigation, "_sections", {})
    add_section(Section("Настройки", "accounts:settings", "manage_settings", order=2))
    add_section(Section("Дом", "accounts:office-home", "see_work", order=3))
    add_section(Section("Сотрудники", "accounts:members", "manage_members", order=1, count=lambda request: 7))
    request = rf.get("/work/x/members/add/")
    deeds = {"manage_settings", "manage_members", "see_work"}
    links = [(link.title, link.current, link.count) for link in links_for(request, slug="x", deeds=deeds)]
    assert links == [("Сотрудники", True, 7), ("Настройки", False, 0), ("Дом", False, 0)]
    assert [link.title for link in links_for(request, slug="x", deeds={"see_work"})] == ["Дом"]


def test_pages_for_citizens_cost_the_shell_nothing(
    rf: RequestFactory, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert office_context(rf.get("/zarechny/")) == {}


def test_before_the_door_the_coordinators_address_is_not_told(rf: RequestFactory) -> None:
    municipality = make_municipality(phone="8 (800) 1")
    make_user(municipality, "coordinator", last_name="Астахова", email="login@example.org")
    shown = office_context(rf.get("/accounts/login/"))["coordinator"]
    assert (shown.name, shown.phone, shown.email) == ("Астахова Вера Олеговна", "8 (800) 1", "")
    make_municipality("second")
    assert office_context(rf.get("/accounts/login/")) == {}
