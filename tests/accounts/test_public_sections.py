"""Sections of the public pages: every app names its own, and its addresses are forgiven capital letters."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from accounts.public import sections
from accounts.public.sections import NavItem, PublicSection, add_public_section, navigation, public_namespaces
from opengov.urls import urlpatterns as portal
from tests.factories import make_municipality

REPORTS = PublicSection("Отчёты", "reports:report-list", order=10)
FAIRS = PublicSection("Ярмарки", "fairs:fair-list", order=5)


def fair_list(request: HttpRequest, municipality: str) -> HttpResponse:
    return HttpResponse(municipality)


# The portal with one more app, whose addresses stand where those of an app do.
urlpatterns = [
    path("", include(([path("<name:municipality>/fairs/", fair_list, name="fair-list")], "fairs"))),
    *portal,
]


@pytest.fixture
def fairs(monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    """A section of the tests' own beside that of the reports."""
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(sections, "_sections", {})
    add_public_section(REPORTS)
    add_public_section(FAIRS)


def test_reports_are_a_section_of_the_portal() -> None:
    assert sections._sections["reports:report-list"] == REPORTS


def test_sections_stand_by_their_order_and_the_page_names_its_own(fairs: None) -> None:
    assert navigation("zarechny", current="reports:report-list") == (
        NavItem("Ярмарки", "/zarechny/fairs/"),
        NavItem("Отчёты", "/zarechny/reports/", current=True),
    )
    assert [item.current for item in navigation("zarechny")] == [False, False]


def test_a_section_named_again_is_replaced(fairs: None) -> None:
    add_public_section(PublicSection("Все ярмарки", "fairs:fair-list", order=20))
    assert [item.title for item in navigation("zarechny")] == ["Отчёты", "Все ярмарки"]


@pytest.mark.django_db
def test_masthead_menu_and_footer_lead_to_every_section(client: Client, fairs: None) -> None:
    make_municipality()
    page = client.get("/zarechny/reports/").content.decode()
    assert page.count('<a href="/zarechny/fairs/">Ярмарки</a>') == 3
    assert page.count('<a href="/zarechny/reports/" aria-current="true">Отчёты</a>') == 2
    assert page.count('<a href="/zarechny/reports/">Отчёты</a>') == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "right"),
    [
        ("/Zarechny/Fairs/", "/zarechny/fairs/"),
        ("/ZARECHNY/FAIRS", "/zarechny/fairs/"),
        ("/zarechny/Fairs?a=1", "/zarechny/fairs/?a=1"),
        ("/Zarechny/Reports/", "/zarechny/reports/"),
    ],
)
def test_capital_letters_lead_to_the_pages_of_any_section(
    client: Client, fairs: None, url: str, right: str
) -> None:
    response = client.get(url)
    assert (response.status_code, response["Location"]) == (301, right)


@pytest.mark.django_db
def test_capital_letters_lead_nowhere_where_no_section_is(
    client: Client, fairs: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sections._sections, "fairs:fair-list")
    assert public_namespaces() == {"reports"}
    assert client.get("/Zarechny/Fairs/").status_code == 404
    assert client.get("/Accounts/Login/").status_code == 404
