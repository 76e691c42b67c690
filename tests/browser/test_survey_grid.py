"""The table of a survey in a real Chromium: by keyboard alone, with a block pasted from a sheet, without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.history import COMMAND
from accounts.models import Municipality
from plans.queries import inserts_of
from surveys import keeping
from surveys.models import Survey
from surveys.queries import survey_value
from tests.factories import make_district, make_user
from tests.surveys.office_work import make_survey, yes_no_survey
from tests.surveys.test_office_import import TEXT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIEWPORTS = ({"width": 1280, "height": 900}, {"width": 390, "height": 844})


class Office:
    """A municipality, and browsers in which its coordinator is signed in."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.district = make_district("zarechny")
        self.municipality: Municipality = self.district.municipality
        self.user = make_user(self.municipality, "coordinator")
        self.contexts: list[BrowserContext] = []

    def open(self, path: str, **options: Any) -> Page:
        context = self.browser.new_context(locale="ru-RU", **{"viewport": VIEWPORTS[0], **options})
        self.contexts.append(context)
        client = Client()
        client.force_login(self.user)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.address}
        context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(self.url(path))
        return page

    def url(self, path: str) -> str:
        return f"{self.address}/work/zarechny/surveys/{path}"


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


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.name")


def counts(survey: Survey) -> list[list[int | None]]:
    return [[figure and figure.count for figure in row] for row in survey_value(survey).own.figures]


def paste(page: Page, text: str) -> None:
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def test_a_survey_is_entered_by_keyboard_alone(office: Office) -> None:
    page = office.open("add/")
    page.locator("#id_title").focus()
    keys = page.keyboard
    keys.type("Опрос жителей")
    keys.press("Tab")
    keys.type("2021")
    keys.press("Tab")
    keys.type("1 000")
    page.locator("#id_new_questions").focus()
    keys.type("Газ")
    keys.press("Enter")
    keys.type("Свет")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    page.wait_for_selector("#id_c-1-3")
    page.locator("#id_c-0-0").focus()
    for number in ("400", "300", "200"):
        keys.type(number)
        keys.press("Tab")
    keys.type("100")
    assert page.locator("[data-row='0'] [data-total]").inner_text() == "1\u202f000"
    assert page.locator("[data-row='0'] [data-satisfied]").inner_text() == "70\xa0%"
    assert page.locator("[data-row='0'] [data-share]").all_inner_texts() == [
        f"{share}\xa0%" for share in (40, 30, 20, 10)
    ]
    keys.press("Enter")
    assert focused(page) == "c-1-3"
    keys.type("9")
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    assert focused(page) == "c-1-2"
    keys.press("ArrowUp")
    assert focused(page) == "c-0-2"
    keys.press("Shift+Tab")
    assert focused(page) == "c-0-1"
    save = page.get_by_role("button", name="Сохранить")
    for _ in range(60):
        if save.evaluate("(button) => button === document.activeElement"):
            break
        keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_text("Опрос сохранён.")).to_be_visible()
    assert counts(Survey.objects.get()) == [[400, 300, 200, 100], [None, None, None, 9]]


def test_enter_in_a_cell_sends_nothing(office: Office) -> None:
    survey = make_survey(office.municipality, yes_no_survey((1, 2, 3, 4), (5, 6, 7, 8), respondents=None))
    page = office.open(f"{survey.pk}/edit/")
    page.evaluate("window.isHere = true")
    page.locator("#id_c-0-1").focus()
    for pressed, name in (
        ("Enter", "c-1-1"),
        ("Enter", "c-1-1"),
        ("Shift+Enter", "c-0-1"),
        ("ArrowDown", "c-1-1"),
    ):
        page.keyboard.press(pressed)
        assert focused(page) == name
    page.wait_for_timeout(200)
    assert page.evaluate("window.isHere") is True


def test_a_block_of_a_sheet_is_pasted(office: Office) -> None:
    survey = make_survey(office.municipality, yes_no_survey(*[(0, 0, 0, 0)] * 3, respondents=None))
    page = office.open(f"{survey.pk}/edit/")
    page.locator("#id_c-0-1").focus()
    paste(page, "1 180\t117\t150\t7\r\n20\t\t40\r\n3\t4\t5\r\n9\t9\t9\r\n")
    assert page.locator("[data-row='0'] [data-total]").inner_text() == "1\u202f447"
    assert page.locator("[data-row='1'] [data-total]").inner_text() == "—"
    assert focused(page) == "c-2-3"
    expect(page.locator("[data-said]")).to_have_text("Вставлено ячеек: 9. Не поместилось в таблицу: 4.")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Опрос сохранён.")).to_be_visible()
    assert counts(survey) == [[0, 1180, 117, 150], [0, 20, None, 40], [0, 3, 4, 5]]


def test_what_is_counted_while_typing_is_what_the_server_counts(office: Office) -> None:
    survey = make_survey(office.municipality, yes_no_survey(*[(1, 2, 3, 4)] * 4))
    page = office.open(f"{survey.pk}/edit/")
    typed = [
        ("195", "176", "145", "126"),
        ("1", "1", "1", "0"),
        ("1 000 000", "3", "5", "7"),
        ("5", "", "x", "1"),
    ]
    for row, numbers in enumerate(typed):
        for answer, number in enumerate(numbers):
            page.locator(f"#id_c-{row}-{answer}").fill(number)

    def shown() -> list[str]:
        parts = page.locator("[data-share], [data-total], [data-satisfied], [data-warning]:not([hidden])")
        return [text.strip() for text in parts.all_inner_texts()]

    live = shown()
    page.locator(".actbar").get_by_role("button", name="Пересчитать").click()
    page.wait_for_load_state()
    assert shown() == live
    assert "ответов 3, на 639 меньше, чем опрошенных" in live


def test_totals_that_differ_from_the_respondents_are_shown_in_place(office: Office) -> None:
    survey = make_survey(office.municipality)
    page = office.open(f"{survey.pk}/edit/")
    warning = page.locator("[data-row='0'] [data-warning]")
    expect(warning).to_be_hidden()
    page.locator("#id_c-0-0").fill("196")
    expect(warning).to_contain_text("на 1 больше, чем опрошенных")
    page.locator("#id_respondents-0").fill("643")
    expect(warning).to_be_hidden()


def test_leaving_unsaved_figures_asks_first(office: Office) -> None:
    survey = make_survey(office.municipality)
    page = office.open(f"{survey.pk}/edit/")
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.locator("#id_c-0-0").press_sequentially("1")
    page.goto(office.url(""))
    assert asked == ["beforeunload"]


def test_without_scripts_everything_can_be_done(office: Office) -> None:
    survey = make_survey(office.municipality)
    page = office.open(f"{survey.pk}/edit/", java_script_enabled=False)
    page.locator("#id_c-0-0").fill("205")
    page.locator(".actbar").get_by_role("button", name="Пересчитать").click()
    assert page.locator("[data-row='0'] [data-total]").inner_text() == "652"
    expect(page.locator("[data-row='0'] [data-warning]")).to_contain_text("на 10 больше")
    page.locator("#id_new_questions").fill("Свет")
    page.get_by_role("button", name="Добавить вопросы").click()
    page.locator("#id_c-1-0").fill("642")
    page.locator("#id_c-1-0").press("Enter")
    assert page.locator("[data-row='1'] [data-total]").inner_text() == "—"
    page.get_by_role("button", name="Северная область").click()
    page.locator("#id_c-1-1").fill("7")
    page.get_by_role("button", name="Сохранить").click()
    assert counts(survey) == [[205, 180, 117, 150], [642, None, None, None]]
    region = survey_value(survey).region
    assert region and [figure and figure.count for figure in region.figures[1]] == [None, 7, None, None]


def test_a_survey_of_a_text_is_put_right_and_picked_for_its_entry(office: Office) -> None:
    entry = office.district.entries[0]
    entry.text = TEXT
    entry.save()
    page = office.open(f"import/?entry={entry.pk}")
    page.get_by_role("button", name="Прочитать").click()
    page.locator("#id_year").fill("2021")
    page.get_by_role("button", name="Исправить в таблице").click()
    page.get_by_role("button", name="И то и другое").click()
    page.locator("#id_p-0-3").fill("15")
    page.get_by_role("button", name="Сохранить").click()
    survey = Survey.objects.get()
    expect(page).to_have_url(office.url(f"insert/{entry.pk}/?survey={survey.pk}"))
    page.get_by_label("Показать диаграмму").uncheck()
    expect(page.locator(".survey-chart")).to_be_hidden()
    page.get_by_role("button", name="Вставить").click()
    expect(page).to_have_url(f"{office.address}/work/zarechny/entries/{entry.pk}/#inserts")
    expect(page.get_by_role("heading", name="Опросы и данные")).to_be_focused()
    assert [insert.options for insert in inserts_of(entry)] == [{"chart": False}]


@pytest.mark.parametrize("viewport", VIEWPORTS, ids=("1280", "390"))
def test_axe_finds_nothing_on_any_page(office: Office, viewport: dict[str, int]) -> None:
    survey = make_survey(office.municipality, yes_no_survey((195, 176, 145, 126), (1, 2, 3, 4)))
    keeping.publish(make_survey(office.municipality, yes_no_survey(year=2020)), by=COMMAND)
    entry = office.district.entries[0]
    page = office.open("", viewport=viewport)
    paths = ["", "add/", "import/", f"insert/{entry.pk}/", f"{survey.pk}/", f"{survey.pk}/edit/"]
    paths += [f"{survey.pk}/publish/", f"{survey.pk}/remove/", f"add/?like={survey.pk}"]
    for path in paths:
        page.goto(office.url(path))
        assert (path, troubles(page)) == (path, [])
    page.goto(office.url("import/"))
    page.locator("#id_text").fill(TEXT)
    page.get_by_role("button", name="Прочитать").click()
    assert ("preview", troubles(page)) == ("preview", [])
    page.goto(office.url(f"{survey.pk}/edit/"))
    page.get_by_role("button", name="И то и другое").click()
    page.locator("#id_p-0-0").fill("101")
    page.locator("#id_c-0-1").fill("x")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator("[data-errors]")).to_be_focused()
    assert ("errors", troubles(page)) == ("errors", [])
    keeping.keep(office.municipality, yes_no_survey((9, 9, 9, 9)), by=COMMAND, survey=survey)
    page.locator("#id_p-0-0").fill("")
    page.locator("#id_c-0-1").fill("3")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("этот опрос сохранил другой человек")).to_be_visible()
    assert ("conflict", troubles(page)) == ("conflict", [])


FOCUS_AND_BAR = """() => [
    document.activeElement.getBoundingClientRect().bottom,
    document.querySelector(".actbar").getBoundingClientRect().top,
]"""


def test_what_has_the_focus_never_stands_behind_the_bar(office: Office) -> None:
    survey = make_survey(office.municipality, yes_no_survey(*[(195, 180, 117, 150)] * 12))
    page = office.open(f"{survey.pk}/edit/")
    page.locator("#id_c-0-0").focus()
    for key in (*["Enter"] * 11, *["Tab"] * 6):
        page.keyboard.press(key)
        bottom, bar = page.evaluate(FOCUS_AND_BAR)
        assert bottom <= bar, page.evaluate("document.activeElement.id")


def test_questions_are_added_and_filled_without_a_mouse(office: Office) -> None:
    page = office.open("add/")
    page.locator("#id_new_questions").fill("Довольны ли вы дорогами?\nДовольны ли вы газом?")
    page.locator("button[value=questions]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_c-0-0")).to_be_focused()
    page.keyboard.type("-5")
    expect(page.locator("#mark-c-0-0")).to_have_text("число ответов не бывает меньше нуля")
    expect(page.locator("#id_c-0-0")).to_have_attribute("aria-invalid", "true")
    page.locator("#id_c-0-0").fill("5")
    expect(page.locator("#mark-c-0-0")).to_be_hidden()
    for question, counts in enumerate(([5, 1, 1, 1], [9, 9, 9, 9])):
        for answer, count in enumerate(counts):
            page.locator(f"#id_c-{question}-{answer}").fill(str(count))
    expect(page.locator("#question-0 [data-warning]")).to_be_hidden()
    expect(page.locator("#question-1 [data-warning]")).to_have_text(
        "ответов 36, а на другие вопросы обычно 8"
    )


@pytest.mark.parametrize("width", [1280, 390])
def test_in_the_largest_type_nothing_is_cut_off(office: Office, width: int) -> None:
    survey = make_survey(office.municipality)
    page = office.open(f"{survey.pk}/edit/", viewport={"width": width, "height": 900})
    page.evaluate(
        "Object.assign(document.documentElement.dataset, {vision: 'on', size: '3', contrast: 'black'})"
    )
    boxes = [field.bounding_box() for field in page.locator("[data-cell]").all()]
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
