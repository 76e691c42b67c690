"""The office's pages of plans, imports and reports in a real Chromium: axe in every look, and the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.history import Actor
from accounts.models import Municipality
from plans.models import ActivityRevision
from reports import importing
from reports.models import ImportRun, Publication
from tests.factories import actor, make_municipality
from tests.reports.office_pages import (
    ROWS,
    SECOND_HALF,
    TITLE,
    UNSURE_ROWS,
    brought,
    many_rows,
    office_report,
    upload,
    written,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIEWPORTS = ({"width": 1280, "height": 900}, {"width": 390, "height": 844})
LOOKS = ("", "?vision=on&contrast=black", "?vision=on&contrast=sand&size=3")


class Office:
    """A district with a file in every state, and a browser in which its administrator is signed in."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.district: Municipality = make_municipality()
        self.by: Actor = actor(self.district, "administrator")
        self.written = written(self.district, office_report(), self.by, publish=True)

    def url(self, name: str, pk: int | None = None) -> str:
        arguments = [self.district.slug, *([pk] if pk else [])]
        return self.address + reverse(name, args=arguments)

    def file(self, data: bytes) -> ImportRun:
        return brought(self.district, data, self.by)

    def enter(self, viewport: dict[str, int]) -> BrowserContext:
        client = Client()
        assert self.by.user is not None
        client.force_login(self.by.user)
        context = self.browser.new_context(viewport=viewport, locale="ru-RU")  # type: ignore[arg-type]
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.address}]
        )
        return context


@pytest.fixture
def office(browser: Browser, live_server: Any) -> Iterator[Office]:
    yield Office(browser, live_server.url)


def pages_of(office: Office) -> dict[str, str]:
    """Every page, with something on it that is not always there."""
    other = TITLE.replace("Заречном", "Луговом")
    failed = importing.start(
        office.district, upload(office_report(), f"{'длинное-имя-' * 9}.docx"), by=office.by
    )
    failed.jobs.update(state="failed", error="На сервере не хватило памяти. Попробуйте еще раз.")
    reading = importing.start(office.district, upload(office_report()), by=office.by)
    runs = {
        "preview, asking": office.file(office_report(SECOND_HALF, UNSURE_ROWS)),
        "preview, another plan": office.file(office_report(other, many_rows(12))),
        "reading": reading,
        "failed": failed,
        "refused": office.file(b"text"),
        "discarded": importing.discard(office.file(office_report()), by=office.by),
        "written": office.written,
    }
    revision = ActivityRevision.objects.filter(is_group=False).first()
    publication = Publication.objects.get()
    publication.jobs.filter(format="docx").update(state="failed", error="Нет места на диске.")
    assert revision and office.written.plan and office.written.plan_period
    return {name: office.url("reports:import-detail", run.pk) for name, run in runs.items()} | {
        "imports": office.url("reports:import-list"),
        "reports": office.url("reports:office-report-list"),
        "report": office.url("reports:office-report", office.written.plan_period.pk),
        "withdraw": office.url("reports:publication-withdraw", publication.pk),
        "plan": office.url("plans:plan"),
        "deadline": office.url("plans:deadline-correct", revision.pk),
        "act": office.url("plans:act-add", office.written.plan.pk),
    }


def troubles(page: Page) -> list[Any]:
    """What axe finds, and what runs out of the screen."""
    found = Axe().run(page).response["violations"]
    said = [(item["id"], [node["html"] for node in item["nodes"]]) for item in found]
    width, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return said + ([("too wide", width)] if width > room else [])


@pytest.mark.parametrize("viewport", VIEWPORTS, ids=["wide", "phone"])
def test_axe_finds_nothing_on_any_page_in_any_look(office: Office, viewport: dict[str, int]) -> None:
    context = office.enter(viewport)
    page = context.new_page()
    found = {}
    for name, url in pages_of(office).items():
        for look in LOOKS:
            page.goto(f"{url}{look or '?vision=off'}")
            if trouble := troubles(page):
                found[name, look] = trouble
            assert page.locator("h1").count() == 1
    context.close()
    assert found == {}


def test_axe_finds_nothing_where_a_form_was_refused(office: Office) -> None:
    context = office.enter(VIEWPORTS[0])
    page = context.new_page()
    urls = pages_of(office)
    page.goto(urls["act"])
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.get_by_role("button", name="Добавить").click()
    expect(page.locator(".errors")).to_be_focused()
    assert troubles(page) == []
    page.get_by_role("link", name="Номер: Напишите номер акта").click()
    expect(page.locator("#id_number")).to_be_in_viewport()

    changed = office.file(office_report(rows=(("1", *ROWS[0][1:3], "Иначе."), *ROWS[1:])))
    page.goto(office.url("reports:import-detail", changed.pk))
    page.get_by_label("Записать как").select_option("published")
    page.get_by_role("button", name="Записать в план").click()
    expect(page.locator(".callout-error")).to_contain_text("Укажите причину исправления")
    assert troubles(page) == []
    context.close()


def test_the_preview_by_the_keyboard_alone(office: Office) -> None:
    run = office.file(office_report(SECOND_HALF, UNSURE_ROWS))
    context = office.enter(VIEWPORTS[0])
    page = context.new_page()
    page.goto(office.url("reports:import-detail", run.pk))

    stops = walk(page, last="Записать в план")
    assert stops == [
        "Все загрузки",
        "Как распознаны столбцы",
        "period",
        "plan",
        "mode",
        "Исправление опубликованного, замена записей",
        "Показать, что получится",
        "answer-4",
        "Все 5",
        "С находками",
        "Пустые 0",
        "Отменить загрузку",
        "Записать в план",
    ]

    # Radios by arrows: the first press picks.
    radios = page.locator("[name='answer-4']")
    radios.first.focus()
    page.keyboard.press("Space")
    expect(radios.nth(0)).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(radios.nth(1)).to_be_checked()
    expect(radios.nth(1)).to_be_focused()

    # Enter in a field only looks, and keeps what was picked.
    page.keyboard.press("Enter")
    expect(page.locator(".actbar p")).to_contain_text("Будет записано: 1 новая строка")
    expect(page.locator("[name='answer-4']").nth(1)).to_be_checked()
    run.refresh_from_db()
    assert run.state == "ready"

    page.get_by_role("button", name="Записать в план").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Отчёт за II полугодие 2022 года")
    run.refresh_from_db()
    assert run.state == "written"
    context.close()


def test_the_name_of_a_new_plan_is_asked_only_of_a_new_plan(office: Office) -> None:
    run = office.file(office_report(rows=many_rows(12)))
    context = office.enter(VIEWPORTS[1])
    page = context.new_page()
    page.goto(office.url("reports:import-detail", run.pk))
    name = page.get_by_label("Имя нового плана в адресе")
    expect(name).to_be_hidden()
    page.locator("#id_plan").select_option("+")
    expect(name).to_be_visible()
    page.get_by_role("link", name="Показать как новый план").click()
    expect(page.locator(".actbar p")).to_contain_text("12 новых строк")
    expect(page.locator(".callout")).to_have_count(0)
    context.close()


def walk(page: Page, *, last: str) -> list[str]:
    """What Tab stops at from the top of the content on, by name or words."""
    page.locator("#content").focus()
    stops: list[str] = []
    while not stops or stops[-1] != last:
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate(
                """() => {
                  const at = document.activeElement;
                  return at.matches("select, input") ? at.name : at.textContent.trim().replace(/\\s+/g, " ");
                }"""
            )
        )
        assert len(stops) < 60, stops
    return stops
