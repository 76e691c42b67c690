"""The matrix and the queue in a real Chromium: by keyboard alone, in every look, on a phone, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from plans.models import Indicator, ProgressEntry
from plans.workflow import Draft, submit
from tests.factories import H1_2022
from tests.plans.reviewing import Half, make_half, make_past, states

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIEWPORTS = ({"width": 1280, "height": 900}, {"width": 390, "height": 844})
LOOKS = ("?vision=off", "?vision=on&contrast=black", "?vision=on&contrast=sand&size=3")


class Office:
    """Six activities of which four wait for review, and browsers in which their reviewer is signed in."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.half: Half = make_half(6)
        make_past(self.half, {number: f"Сделано {number} в прошлый раз." for number in (1, 2, 3)})
        self.entries: list[ProgressEntry] = [self.half.sent(number) for number in (1, 2, 3, 4)]
        self.contexts: list[BrowserContext] = []

    def url(self, name: str = "plans:period", *arguments: int) -> str:
        pk = self.half.plan_period.pk
        return self.address + reverse(name, args=[self.half.municipality.slug, pk, *arguments])

    def entry_url(self, number: int) -> str:
        return self.url("plans:review-entry", self.half.entry(number).pk)

    def enter(self, address: str, **options: Any) -> Page:
        assert self.half.by.user is not None
        client = Client()
        client.force_login(self.half.by.user)
        context = self.browser.new_context(locale="ru-RU", **{"viewport": VIEWPORTS[0], **options})
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.address}
        context.add_cookies([cookie])  # type: ignore[list-item]
        self.contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    @property
    def states(self) -> list[str]:
        return states(self.half)[:4]


@pytest.fixture
def office(browser: Browser, live_server: Any) -> Iterator[Office]:
    office = Office(browser, live_server.url)
    yield office
    for context in office.contexts:
        context.close()


def troubles(page: Page) -> list[Any]:
    """What axe finds, and what runs out of the screen."""
    found = Axe().run(page).response["violations"]
    said = [(item["id"], [node["html"] for node in item["nodes"]]) for item in found]
    width, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return said + ([("too wide", width)] if width > room else [])


def with_a_figure(office: Office) -> None:
    """The fifth text contradicts its figure."""
    half = office.half
    indicator = Indicator.objects.create(
        activity=half.activities[4], name="Экспертиз проведено", first_period=H1_2022
    )
    draft = Draft(text="Проведена 81 экспертиза.", figures={indicator.pk: Decimal(78)})
    submit(half.entry(5), draft, read=0, by=half.by)


# --- Keys -------------------------------------------------------------------------------------------------------------


def arrive(page: Page, url: str) -> None:
    """The page stands there and its scripts listen: a key pressed earlier is heard by nobody."""
    expect(page).to_have_url(url)
    page.wait_for_load_state("load")


def test_the_queue_is_worked_down_by_four_keys(office: Office) -> None:
    page = office.enter(office.url("plans:review"))
    arrive(page, office.entry_url(1))
    page.keyboard.press("j")
    arrive(page, office.entry_url(2))
    page.keyboard.press("k")
    arrive(page, office.entry_url(1))
    page.keyboard.press("a")
    arrive(page, office.entry_url(2))
    expect(page.locator(".toast-og")).to_contain_text("Утверждено: 1.")

    page.keyboard.press("r")  # there is nothing to say yet, so the field is where one says it
    expect(page.locator("#id_remark")).to_be_focused()
    page.keyboard.type("Джара")
    expect(page.locator("#id_remark")).to_have_value("Джара")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    arrive(page, office.entry_url(3))
    assert office.states == ["approved", "returned", "submitted", "submitted"]
    assert office.half.entry(2).remark == "Джара"


def test_keys_of_a_field_and_of_the_browser_decide_nothing(office: Office) -> None:
    page = office.enter(office.entry_url(1))
    page.locator("#id_remark").focus()
    page.keyboard.type("ajkr")
    page.locator("h1").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Alt+r")
    expect(page.locator("#id_remark")).to_have_value("ajkr")
    expect(page).to_have_url(office.entry_url(1))
    assert office.states == ["submitted"] * 4


def test_keys_are_switched_off_and_stay_so(office: Office) -> None:
    page = office.enter(office.entry_url(1))
    expect(page.locator("kbd").first).to_be_visible()
    page.get_by_role("button", name="Выключить клавиши").click()
    page.reload()
    expect(page.locator("kbd").first).to_be_hidden()
    page.keyboard.press("a")
    page.keyboard.press("j")
    expect(page).to_have_url(office.entry_url(1))
    assert office.states == ["submitted"] * 4
    page.get_by_role("button", name="Включить клавиши").click()
    page.locator("h1").click()
    page.keyboard.press("j")
    expect(page).to_have_url(office.entry_url(2))


def test_the_russian_layout_has_the_same_keys(office: Office) -> None:
    page = office.enter(office.entry_url(1))
    page.evaluate(
        """() => document.body.dispatchEvent(
             new KeyboardEvent("keydown", {key: "о", code: "KeyJ", bubbles: true, cancelable: true}))"""
    )
    expect(page).to_have_url(office.entry_url(2))


def test_an_approval_is_taken_back_by_its_toast(office: Office) -> None:
    page = office.enter(office.entry_url(1))
    page.keyboard.press("a")
    page.get_by_role("button", name="Отменить").click()
    expect(page).to_have_url(office.entry_url(1))
    assert office.states[0] == "submitted"


# --- The matrix -------------------------------------------------------------------------------------------------------


def test_ticked_rows_are_counted_and_approved_by_keyboard(office: Office) -> None:
    page = office.enter(office.url())
    bulk = page.locator("[data-bulk]")
    expect(bulk.get_by_role("button")).to_have_count(0)
    for number in ("1", "3"):
        page.get_by_label(f"Отметить пункт {number}", exact=True).focus()
        page.keyboard.press("Space")
    expect(bulk).to_contain_text("Отмечено 2: 1, 3")
    page.get_by_role("button", name="Утвердить 2").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".toast-og")).to_contain_text("Утверждено 2 мероприятия: 1, 3.")
    assert office.states == ["approved", "submitted", "approved", "submitted"]


def test_all_rows_are_ticked_and_unticked_at_once(office: Office) -> None:
    page = office.enter(office.url())
    page.get_by_label("Отметить все на странице").check()
    expect(page.locator("[data-bulk]")).to_contain_text("Отмечено 6")
    page.get_by_role("button", name="Снять отметки").click()
    expect(page.locator("input[name=entry]:checked")).to_have_count(0)
    expect(page.get_by_label("Отметить все на странице")).to_be_focused()


def test_a_state_is_picked_and_shown_at_once(office: Office) -> None:
    page = office.enter(office.url())
    page.get_by_label("Состояние", exact=True).select_option("empty")
    expect(page.locator(".matrix-table tbody tr")).to_have_count(2)


# --- Without scripts, in every look, on a phone -----------------------------------------------------------------------


def test_everything_works_without_scripts(office: Office) -> None:
    page = office.enter(office.url(), java_script_enabled=False)
    page.get_by_label("Отметить пункт 1", exact=True).check()
    page.get_by_label("Отметить пункт 2", exact=True).check()
    page.get_by_role("button", name="Вернуть с замечанием").click()
    page.get_by_label("Замечание").fill("Нужны числа.")
    page.get_by_role("button", name="Вернуть").click()
    expect(page.locator(".toast-og")).to_contain_text("Возвращено с замечанием: 1, 2.")
    page.goto(office.url("plans:review"))
    expect(page.locator("kbd").first).to_be_hidden()
    page.get_by_role("button", name="Утвердить").click()
    expect(page).to_have_url(office.entry_url(4))
    assert office.states == ["returned", "returned", "approved", "submitted"]


@pytest.mark.parametrize("viewport", VIEWPORTS, ids=["wide", "phone"])
def test_axe_finds_nothing_in_any_look(office: Office, viewport: dict[str, int]) -> None:
    with_a_figure(office)
    office.half.due(6, H1_2022.starts_on)
    approved = office.half.approved(6)
    addresses = {
        "matrix": office.url(),
        "officers": f"{office.url()}?by=officers",
        "queue": office.entry_url(1),
        "contradiction": office.entry_url(5),
        "approved": office.entry_url(6),
        "side by side": f"{office.entry_url(2)}?view=both",
        "reopen": office.address + reverse("plans:entry-reopen", args=["zarechny", approved.pk]),
    }
    page = office.enter(office.url(), viewport=viewport)
    found = {}
    for name, address in addresses.items():
        for look in LOOKS:
            page.goto(address + (look if "?" not in address else look.replace("?", "&")))
            if trouble := troubles(page):
                found[name, look] = trouble
            assert page.locator("h1").count() == 1
    assert found == {}
