"""The form of an entry in a real Chromium: it saves itself, and nothing typed is lost whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.history import COMMAND, Actor
from accounts.models import User
from plans import workflow
from tests.plans.entry_work import LAST_TEXT, Desk, make_desk
from tests.plans.test_documents import PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIEWPORTS = ({"width": 1280, "height": 900}, {"width": 390, "height": 844})
SOON = 15_000  # an autosave comes a few seconds after the last key


class Office:
    """A desk, and browsers in which its people are signed in."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.desk: Desk = make_desk()
        self.contexts: list[BrowserContext] = []

    def url(self, name: str = "entry") -> str:
        return self.address + self.desk.url(name)

    def enter(self, user: User | None = None, **options: Any) -> Page:
        """A new browser of this person (the writer, where nobody is named), at the form."""
        context = self.browser.new_context(locale="ru-RU", **{"viewport": VIEWPORTS[0], **options})
        self.contexts.append(context)
        self.sign_in(context, user or self.desk.writer)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(self.url())
        return page

    def sign_in(self, context: BrowserContext, user: User) -> None:
        client = Client()
        client.force_login(user)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.address}
        context.add_cookies([cookie])  # type: ignore[list-item]

    @property
    def text(self) -> str:
        return self.desk.now().text


@pytest.fixture
def office(browser: Browser, live_server: Any) -> Iterator[Office]:
    office = Office(browser, live_server.url)
    yield office
    # What a page sends as it goes must not come while the database is being emptied.
    for context in office.contexts:
        context.set_offline(True)
        for page in context.pages:
            page.wait_for_timeout(500)
        context.close()


def written(page: Page, words: str) -> None:
    """Typed by hand at the end of the text."""
    page.locator("#id_text").press("Control+End")
    page.locator("#id_text").press_sequentially(words)


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_contain_text("Черновик сохранён сегодня", timeout=SOON)


def troubles(page: Page) -> list[Any]:
    """What axe finds, and what runs out of the screen."""
    found = Axe().run(page).response["violations"]
    said = [(item["id"], [node["html"] for node in item["nodes"]]) for item in found]
    width, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return said + ([("too wide", width)] if width > room else [])


def copies(page: Page) -> int:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('opengov:entry:')).length")


def forgotten(page: Page) -> None:
    """Nothing of the text is left in the browser."""
    for _ in range(50):
        if copies(page):
            page.wait_for_timeout(100)
    assert copies(page) == 0


def test_a_draft_saves_itself_and_survives_a_reload(office: Office) -> None:
    page = office.enter()
    written(page, "Сделано само.")
    expect(page.locator("[data-saved]")).to_contain_text("Есть несохранённое")
    saved(page)
    assert (office.text, copies(page)) == ("Сделано само.", 0)
    written(page, " И дальше.")
    expect(page.locator("input[name=read]")).to_have_value("2", timeout=SOON)
    page.reload()
    expect(page.locator("#id_text")).to_have_value("Сделано само. И дальше.")
    assert page.locator("[data-kind=copy]").count() == 0


def test_a_closed_tab_loses_nothing(office: Office) -> None:
    page = office.enter()
    page.route("**/autosave/", lambda route: route.abort())
    written(page, "Закрыли вкладку.")
    page.evaluate("navigator.sendBeacon = () => false")
    page.wait_for_timeout(600)
    page.close(run_before_unload=False)
    again = office.contexts[0].new_page()
    again.goto(office.url())
    expect(again.locator("[data-kind=copy]")).to_contain_text("остался несохранённый текст от")
    again.get_by_role("button", name="Вернуть в форму").click()
    expect(again.locator("#id_text")).to_have_value("Закрыли вкладку.")
    saved(again)
    assert (office.text, copies(again)) == ("Закрыли вкладку.", 0)


def test_a_copy_is_offered_to_its_writer_alone(office: Office) -> None:
    page = office.enter()
    page.route("**/autosave/", lambda route: route.abort())
    written(page, "Только моё.")
    page.wait_for_timeout(600)
    context = office.contexts[0]
    context.clear_cookies()
    page.close()
    office.sign_in(context, office.desk.neighbour)
    other = context.new_page()
    other.goto(office.url())
    expect(other.locator("#id_text")).to_have_value("")
    assert other.locator("[data-kind=copy]").count() == 0
    assert copies(other) == 1
    other.locator(".user-menu summary").click()
    other.get_by_role("button", name="Выйти").click()
    other.wait_for_url("**/")
    forgotten(other)


def test_two_people_on_one_entry_keep_both_texts(office: Office) -> None:
    mine, theirs = office.enter(), office.enter(office.desk.neighbour)
    written(theirs, "Их строка.")
    saved(theirs)
    written(mine, "Моя строка.")
    expect(mine.locator("[data-kind=stale]")).to_be_visible(timeout=SOON)
    assert office.text == "Их строка."
    mine.get_by_role("button", name="Сравнить и объединить").click()
    expect(mine.get_by_role("heading", name="Ваш текст", exact=True)).to_be_visible()
    assert troubles(mine) == []
    expect(mine.locator("#id_text")).to_have_value("Моя строка.\nИх строка.")
    mine.get_by_role("button", name="Сохранить объединённый").click()
    expect(mine.locator("#id_text")).to_have_value("Моя строка.\nИх строка.")
    assert office.text == "Моя строка.\nИх строка."
    assert {version.text for version in office.desk.entry.versions.all()} == {"Моя строка.", "Их строка."}
    forgotten(mine)


def test_they_see_that_they_are_two(office: Office) -> None:
    office.enter(office.desk.neighbour)
    page = office.enter()
    expect(page.locator("#entry-editors")).to_contain_text(str(office.desk.neighbour))


def test_an_expired_session_brings_the_text_back_after_the_sign_in(office: Office) -> None:
    page = office.enter()
    page.route("**/autosave/", lambda route: route.abort())
    written(page, "Писал до обеда.")
    office.contexts[0].clear_cookies(name="sessionid")
    page.get_by_role("button", name="Сохранить черновик").last.click()
    expect(page.get_by_text("Набранный текст цел")).to_be_visible()
    page.get_by_label("Электронная почта").fill(office.desk.writer.email)
    page.get_by_label("Пароль", exact=True).fill("a-long-password")
    page.get_by_role("button", name="Войти").click()
    expect(page.locator("#id_text")).to_have_value("Писал до обеда.")
    assert office.text == ""
    page.unroute("**/autosave/")
    page.get_by_role("button", name="Сохранить черновик").last.click()
    expect(page.get_by_text("Черновик сохранён.", exact=True)).to_be_visible()
    assert office.text == "Писал до обеда."
    forgotten(page)


def test_what_came_back_saves_itself_and_never_comes_back_again(office: Office) -> None:
    page = office.enter()
    page.route("**/autosave/", lambda route: route.abort())
    written(page, "До выхода.")
    office.contexts[0].clear_cookies(name="sessionid")
    page.get_by_role("button", name="Сохранить черновик").last.click()
    page.unroute("**/autosave/")
    page.get_by_label("Электронная почта").fill(office.desk.writer.email)
    page.get_by_label("Пароль", exact=True).fill("a-long-password")
    page.get_by_role("button", name="Войти").click()
    saved(page)
    expect(page.locator("[data-restored]")).to_contain_text("Теперь он сохранён.")
    expect(page.get_by_role("button", name="Убрать и показать, что сохранено")).to_be_hidden()
    written(page, " После входа.")
    expect(page.locator("input[name=read]")).to_have_value("2", timeout=SOON)
    page.reload()
    expect(page.locator("#id_text")).to_have_value("До выхода. После входа.")
    assert (page.locator("[data-restored]").count(), copies(page)) == (0, 0)


@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_a_chosen_file_is_told_and_goes_along_with_the_draft(
    office: Office, viewport: dict[str, int]
) -> None:
    page = office.enter(viewport=viewport)
    expect(page.locator("[data-chosen]")).to_be_hidden()
    page.get_by_text("Приложить файл").click()
    page.locator("#id_attachment_file").set_input_files(
        {"name": "Приказ о телефоне доверия.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    expect(page.locator("[data-chosen]")).to_contain_text("«Приказ о телефоне доверия.pdf» выбран, но ещё не")
    page.get_by_text("Приложить файл").click()  # folded, it is told all the same
    expect(page.locator("[data-chosen] button")).to_be_visible()
    assert troubles(page) == []
    written(page, "С документом.")
    page.get_by_role("button", name="Сохранить черновик").last.click()
    expect(page.locator(".documents li")).to_contain_text("Приказ о телефоне доверия")
    remove = page.locator(".documents li button").bounding_box()
    assert remove is not None and remove["height"] < 30  # one line
    assert troubles(page) == []


def test_autosave_says_that_the_session_has_ended_and_goes_on_after_a_new_sign_in(office: Office) -> None:
    page = office.enter()
    office.contexts[0].clear_cookies()
    written(page, "Писал дальше.")
    expect(page.locator("[data-kind=session]")).to_be_visible(timeout=SOON)
    assert (office.text, copies(page)) == ("", 1)
    page.get_by_role("button", name="Войти и вернуться с этим текстом").click()
    expect(page.get_by_label("Электронная почта")).to_be_visible()
    office.sign_in(office.contexts[0], office.desk.writer)
    page.goto(office.url())
    expect(page.locator("[data-kind=copy]")).to_be_visible()
    page.get_by_role("button", name="Вернуть в форму").click()
    saved(page)
    assert office.text == "Писал дальше."


def test_a_lost_connection_is_told_and_mended(office: Office) -> None:
    page = office.enter()
    office.contexts[0].set_offline(True)
    written(page, "Без сети.")
    expect(page.locator("[data-saved]")).to_contain_text("Нет связи с порталом", timeout=SOON)
    assert (office.text, copies(page)) == ("", 1)
    office.contexts[0].set_offline(False)
    saved(page)
    assert (office.text, copies(page)) == ("Без сети.", 0)


def test_a_save_whose_answer_was_lost_is_no_conflict(office: Office) -> None:
    page = office.enter()

    def swallow(route: Any) -> None:
        route.fetch()
        route.abort()

    page.route("**/autosave/", swallow, times=1)
    written(page, "Ответ потерян.")
    expect(page.locator("[data-saved]")).to_contain_text("Нет связи с порталом", timeout=SOON)
    assert office.text == "Ответ потерян."
    written(page, " Пишем дальше.")
    saved(page)
    assert office.text == "Ответ потерян. Пишем дальше."
    assert page.locator("[data-kind=stale]").count() == 0


def test_two_clicks_on_sending_send_once(office: Office) -> None:
    page = office.enter()
    written(page, "Готово.")
    page.get_by_role("button", name="Отправить на проверку").dblclick()
    expect(page.get_by_role("button", name="Забрать с проверки")).to_be_visible()
    page.go_back()
    page.go_forward()
    assert office.desk.now().versions.count() == 1
    forgotten(page)


def test_where_nothing_can_be_saved_any_more_the_text_is_shown_to_copy(office: Office) -> None:
    page = office.enter()
    page.route("**/autosave/", lambda route: route.abort())
    written(page, "Опоздал.")
    page.evaluate("navigator.sendBeacon = () => false")
    page.wait_for_timeout(600)
    workflow.lock_period(office.desk.plan_period, by=COMMAND)
    page.reload()
    expect(page.get_by_label("Несохранённый текст")).to_have_value("Опоздал.")
    page.get_by_role("button", name="Убрать этот текст").click()
    forgotten(page)


def test_the_last_text_is_inserted_under_ones_own_and_taken_out(office: Office) -> None:
    page = office.enter()
    written(page, "Своё.")
    page.get_by_role("button", name="Вставить текст прошлого периода").click()
    expect(page.locator("#id_text")).to_have_value(f"Своё.\n{LAST_TEXT}")
    page.get_by_role("button", name="Убрать вставленное").click()
    expect(page.locator("#id_text")).to_have_value("Своё.")


def test_buttons_write_the_marks_of_lists_and_links(office: Office) -> None:
    page = office.enter()
    text = page.locator("#id_text")
    text.fill("раз\nдва")
    text.press("Control+a")
    page.get_by_role("button", name="Список").click()
    expect(text).to_have_value("– раз\n– два")
    text.fill("портал")
    text.press("Control+a")
    page.get_by_role("button", name="Ссылка").click()
    expect(text).to_have_value("портал (https://)")


def test_what_is_typed_is_checked_while_it_is_typed(office: Office) -> None:
    page = office.enter()
    pk = office.desk.calls.pk
    written(page, "Поступило 12 звонков.")
    page.get_by_role("button", name="Взять 12 из текста").click(timeout=SOON)
    expect(page.locator(f"#id_figure-{pk}")).to_have_value("12")
    expect(page.locator(f"#change-{pk}")).to_contain_text("+5")
    page.get_by_label("Да, верно").check()
    written(page, " Все рассмотрены.")
    expect(page.locator("#sameness")).to_contain_text("Совпадает")
    expect(page.get_by_label("Да, верно")).to_be_checked()
    page.get_by_role("button", name="Отправить на проверку").click()
    expect(page.get_by_role("button", name="Забрать с проверки")).to_be_visible()
    assert office.desk.entry.figures.get().is_confirmed


def test_the_form_by_the_keyboard_alone(office: Office) -> None:
    page = office.enter()
    page.locator("#id_text").focus()
    page.keyboard.type("Набрано без мыши.")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "submit":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Забрать с проверки")).to_be_visible()
    assert office.text == "Набрано без мыши."


def test_without_javascript_everything_but_autosave_works(office: Office) -> None:
    page = office.enter(java_script_enabled=False)
    page.locator("#id_text").fill("Поступило 12 звонков.")
    page.get_by_text("Как это будет напечатано").click()
    page.get_by_role("button", name="Показать по тексту в поле").click()
    expect(page.locator("#preview-text")).to_contain_text("Поступило 12 звонков.")
    page.get_by_role("button", name="Взять 12 из текста").click()
    page.get_by_role("button", name="Отправить на проверку").click()
    expect(page.locator(".errors")).to_contain_text("Изменение больше чем наполовину")
    page.get_by_label("Да, верно").check()
    page.get_by_role("button", name="Отправить на проверку").click()
    page.get_by_role("button", name="Забрать с проверки").click()
    expect(page.locator("#id_text")).to_have_value("Поступило 12 звонков.")


@pytest.mark.parametrize("viewport", VIEWPORTS, ids=["wide", "phone"])
def test_axe_finds_nothing_on_any_page_of_an_entry(office: Office, viewport: dict[str, int]) -> None:
    desk = office.desk
    page = office.enter(viewport=viewport)
    found = {"empty": troubles(page)}
    page.locator("#id_text").fill(f"{'ы' * 500}\n– раз\nhttps://example.org/{'a' * 300}")
    page.get_by_role("button", name="Отправить на проверку").click()
    expect(page.get_by_role("button", name="Забрать с проверки")).to_be_visible()
    found["submitted"] = troubles(page)
    workflow.give_back(desk.now(), version=1, comment=f"Сверьте. {'щ' * 200}", by=Actor(desk.coordinator))
    for look in ("", "?vision=on&contrast=black", "?vision=on&contrast=sand&size=3"):
        page.goto(office.url() + (look or "?vision=off"))
        found[f"returned {look}"] = troubles(page)
    page.goto(f"{office.url('entry-versions')}?vision=off&from=1")
    found["versions"] = troubles(page)
    page.goto(office.url())
    page.locator(f"#id_figure-{desk.calls.pk}").fill("много")
    page.get_by_role("button", name="Отправить на проверку").click()
    expect(page.locator(".errors")).to_be_focused()
    found["refused"] = troubles(page)
    workflow.lock_period(desk.plan_period, by=COMMAND)
    page.get_by_role("button", name="Сохранить черновик").last.click()
    expect(page.locator(".callout-error")).to_be_visible()
    found["closed"] = troubles(page)
    assert {name: trouble for name, trouble in found.items() if trouble} == {}
