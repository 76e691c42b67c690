"""Blocks under a text in a real Chromium: picked, refreshed, taken off; nothing typed is lost; no barriers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from accounts.history import Actor
from plans import workflow
from tests.browser.test_entry_form import VIEWPORTS, Office, office, troubles
from tests.plans.inserting import Sources, sources

__all__ = ["office", "sources"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def add(office: Office, sources: Sources) -> None:
    """A block with its picture and table, whose source has changed since."""
    by = Actor(office.desk.writer)
    entry = office.desk.now()
    workflow.add_insert(entry, kind="tally", source="roads", options={"chart": True}, by=by)
    sources.change("roads", words="Ответов «да»: 13.", as_of="2023-05-12")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_the_button_of_a_kind_takes_along_what_was_typed(sources: Sources, office: Office) -> None:
    page = office.enter()
    page.get_by_label("Что сделано").fill("Проведён опрос.")
    page.get_by_role("button", name="Вставить опрос").click()
    page.wait_for_url("**/tallies/insert/*/")
    assert office.text == "Проведён опрос."


def test_what_is_typed_is_offered_as_a_block(sources: Sources, office: Office) -> None:
    page = office.enter()
    page.get_by_label("Что сделано").press_sequentially("Ответов «Да» - 195 чел. (30%);")
    page.get_by_role("button", name="Завести опрос").click()
    page.wait_for_url("**/tallies/import/?entry=*")
    assert office.text == "Ответов «Да» - 195 чел. (30%);"


@pytest.mark.parametrize("viewport", VIEWPORTS, ids=["desktop", "phone"])
def test_the_form_with_a_block_has_no_barriers(
    sources: Sources, office: Office, viewport: dict[str, int]
) -> None:
    add(office, sources)
    page = office.enter(viewport=viewport)
    page.get_by_text("Диаграмма и таблица").click()
    page.get_by_text("Как это будет напечатано").first.click()
    expect(page.get_by_text("Ответов «да»: 12.", exact=True)).to_be_visible()
    expect(page.get_by_text("В опросе исправлены числа")).to_be_visible()
    assert (troubles(page), fits(page)) == ([], True)
    page.get_by_label("Что сделано").fill("Проведён опрос.")
    page.get_by_role("button", name="Обновить").click()
    expect(page.get_by_text("Вставка обновлена, черновик сохранён.")).to_be_visible()
    expect(page.get_by_role("heading", name="Опросы и данные")).to_be_focused()
    expect(page.get_by_text("В опросе исправлены числа")).to_have_count(0)
    page.get_by_role("button", name="Убрать").click()
    expect(page.get_by_text("Вставка убрана, черновик сохранён.")).to_be_visible()
    assert (office.text, office.desk.entry.inserts.count()) == ("Проведён опрос.", 0)


def test_numbers_that_will_stand_twice_are_told_while_typing(sources: Sources, office: Office) -> None:
    add(office, sources)
    page = office.enter()
    page.get_by_label("Что сделано").press_sequentially("Ответов «Да» - 12 чел.")
    expect(page.get_by_text("в отчёте они окажутся дважды")).to_be_visible()
    assert troubles(page) == []


@pytest.mark.parametrize("viewport", VIEWPORTS, ids=["desktop", "phone"])
def test_a_reviewer_refreshes_with_a_remark_half_written(
    sources: Sources, office: Office, viewport: dict[str, int]
) -> None:
    add(office, sources)
    desk = office.desk
    draft = workflow.Draft(text="Проведён опрос.")
    workflow.submit(desk.now(), draft, read=desk.entry.revision, by=Actor(desk.writer))
    page = office.enter(desk.coordinator, viewport=viewport)
    page.goto(f"{office.address}/work/zarechny/periods/{desk.plan_period.pk}/review/{desk.entry.pk}/")
    assert (troubles(page), fits(page)) == ([], True)
    page.locator("#id_remark").fill("Назовите")
    page.get_by_role("button", name="Обновить").click()
    expect(page.get_by_text("обновлено после прошлой отправки")).to_be_visible()
    expect(page.locator("#id_remark")).to_have_value("Назовите")
    assert troubles(page) == []
