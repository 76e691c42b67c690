"""A citizen reads a survey: on a screen, on a phone, in the versions for the visually impaired, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from accounts.history import COMMAND
from surveys import keeping
from surveys.values import Answer, Meaning, SurveyValue
from tests.factories import make_municipality
from tests.surveys.building import (
    buses_and_roads,
    many_questions,
    other,
    own,
    people,
    percents,
    region,
    survey,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = "/zarechny/surveys/opros-zhiteley/2021/"
LARGE = "/zarechny/surveys/bolshoy-opros/2021/"
PAGES = ["/zarechny/", "/zarechny/surveys/", PAGE, LARGE]
ROWS = (people(195, 176, 145, 126), people(144, 198, 150, 150))


def with_neighbours() -> SurveyValue:
    return survey(
        *buses_and_roads().questions,
        places=(
            own(*ROWS, respondents=642),
            region(people(1890, 1745, 1262, 1045), people(1111, 1680, 1704, 1447), respondents=5942),
            other("Белоярский муниципальный округ", *ROWS, respondents=511),
        ),
        intro="Жителей спросили, довольны ли они автобусами и дорогами:",
    )


def in_per_cents() -> SurveyValue:
    value = buses_and_roads(2019)
    positive = (Answer("удовлетворены", Meaning.POSITIVE),)
    questions = [type(each)(each.text, positive, each.number, each.topic) for each in value.questions]
    return survey(*questions, places=(own(percents("57.1"), percents("44.0")),), year=2019)


@pytest.fixture
def address(live_server: Any) -> str:
    cache.clear()
    place = make_municipality()
    large = many_questions(200)
    for value in (
        in_per_cents(),
        buses_and_roads(2020),
        with_neighbours(),
        survey(*large.questions, places=large.places, title="Большой опрос"),
    ):
        keeping.publish(keeping.keep(place, value, by=COMMAND).survey, by=COMMAND)
    return live_server.url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def no_violations(page: Page) -> None:
    """axe finds nothing, nothing runs out of the screen."""
    found = Axe().run(page).response["violations"]
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_pages_are_clean_on_every_screen(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for url in PAGES:
        page.goto(address + url)
        no_violations(page)


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("contrast", ["", "black", "sand"])
def test_the_large_type_fits_in_every_contrast(page: Page, address: str, width: int, contrast: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address + PAGE)
    page.evaluate(
        "(contrast) => Object.assign(document.documentElement.dataset, {vision: 'on', size: '3', contrast})",
        contrast,
    )
    no_violations(page)


def test_a_number_stands_in_a_bar_only_where_it_fits(page: Page, address: str) -> None:
    outside = """() => [...document.querySelectorAll('.tone-label')]
        .filter((label) => label.checkVisibility())
        .filter((label) => label.getBoundingClientRect().width > label.parentNode.querySelector('rect')
            .getBoundingClientRect().width)
        .map((label) => label.textContent)"""
    for width in (1280, 1000, 800, 600, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address + LARGE)
        assert page.evaluate(outside) == [], width
        assert page.locator(".tone-label:visible").count() > 100


def test_years_are_changed_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAGE)
    page.get_by_role("link", name="2019", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Опрос жителей за 2019 год")
    expect(page.get_by_role("img", name="Автобусы: Округ, 2019 – 57,1 %")).to_be_visible()
    context.close()


def test_a_long_table_is_folded_on_the_screen_and_whole_on_paper(page: Page, address: str) -> None:
    page.goto(address + LARGE)
    expect(page.locator(".figures-table").first).to_be_hidden()
    page.get_by_text("Показать таблицу: 200 строк").first.click()
    expect(page.locator(".figures-table").first).to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details[data-print]:not([open])").count() == 0


def test_the_systems_own_contrast_keeps_the_pictures(page: Page, address: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(address + PAGE)
    colours = """() => ['yes', 'ryes', 'rno', 'no'].map((tone) => {
        const part = document.querySelector(`.chart-bar .tone-${tone}`);
        return [getComputedStyle(part.querySelector('.tone-fill')).fill,
                getComputedStyle(part.querySelector('.tone-hatch')).display];
    })"""
    yes, ryes, rno, no = page.evaluate(colours)
    assert yes[0] != ryes[0]
    assert (yes[1], ryes[1], rno[1], no[1]) == ("none", "none", "block", "block")
