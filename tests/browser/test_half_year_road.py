"""The half-year's work as people walk it: written, returned, mended, approved, published; then a citizen compares.

A real Chromium, a real worker on a real Redis, PostgreSQL underneath; every page on the way is asked of axe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.history import COMMAND
from accounts.models import Municipality, User
from plans.models import Officer, PlanPeriod, ProgressEntry
from reports.importing import ImportOptions, bring_in, read_report
from reports.models import Publication, Rendition
from tests.browser.test_report_road import PHONE, WIDE, as_pdf, no_violations
from tests.factories import H2_2022, make_municipality, make_user
from tests.reports.office_pages import office_report

pytestmark = [pytest.mark.browser, pytest.mark.services, pytest.mark.django_db(transaction=True)]

PASSWORD = "a-long-password"


@pytest.fixture
def district() -> Municipality:
    """Its first half-year is published; one of its officers has an account."""
    municipality = make_municipality(signatory_name="Поляков Н. С.", signatory_position="глава округа")
    parsed = read_report(office_report(), "report.docx")
    bring_in(parsed, municipality, options=ImportOptions(publish=True), by=COMMAND)
    for role in ("officer", "coordinator", "administrator"):
        make_user(municipality, role, email=f"{role}@example.org")
    Officer.objects.filter(surname="Юн").update(user=User.objects.get(email="officer@example.org"))
    return municipality


@pytest.fixture
def sign_in(browser: Browser, live_server: Any) -> Iterator[Any]:
    contexts = []

    def enter(who: str) -> Page:
        context = browser.new_context(viewport=WIDE, locale="ru-RU")
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{live_server.url}/accounts/login/?next=/work/")
        page.get_by_label("Электронная почта").fill(f"{who}@example.org")
        page.get_by_label("Пароль", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Войти").click()
        page.wait_for_url(re.compile(r"/work/zarechny/.+"))
        return page

    yield enter
    for context in contexts:
        context.close()


def looked_at(page: Page) -> None:
    """axe is content, wide and on a phone."""
    no_violations(page)
    page.set_viewport_size(PHONE)
    no_violations(page)
    page.set_viewport_size(WIDE)


def test_from_the_officials_text_to_the_citizens_comparison(
    district: Municipality,
    sign_in: Any,
    browser: Browser,
    live_server: Any,
    celery_worker_process: Any,
    tmp_path: Path,
) -> None:
    # The coordinator opens the half-year.
    coordinator = sign_in("coordinator")
    coordinator.get_by_role("link", name="Открыть новое полугодие").click()
    looked_at(coordinator)
    coordinator.get_by_label("Собрать сведения до").fill((date.today() + timedelta(days=5)).isoformat())
    coordinator.get_by_role("button", name="Открыть II полугодие 2022 года").click()
    expect(coordinator.get_by_role("heading", level=1)).to_have_text("II полугодие 2022 года")
    looked_at(coordinator)
    period = PlanPeriod.objects.get(period=H2_2022)

    # The official finds what is due, writes and sends.
    official = sign_in("officer")
    expect(official.get_by_role("heading", level=1)).to_have_text("Мои мероприятия")
    looked_at(official)
    official.get_by_role("link", name=re.compile("^Заполнить 2")).click()
    looked_at(official)
    official.get_by_label("Что сделано за II полугодие 2022 года").fill(
        "Сайт проверен дважды.\n– в августе;\n– в ноябре."
    )
    official.get_by_role("button", name="Отправить на проверку").click()
    expect(official.get_by_text("Отправлено на проверку.")).to_be_visible()
    looked_at(official)

    # The coordinator returns it with a remark.
    coordinator.goto(f"{live_server.url}/work/zarechny/review/")
    looked_at(coordinator)
    coordinator.get_by_label("Замечание").fill("Назовите, что было исправлено.")
    coordinator.get_by_role("button", name="Вернуть с замечанием").click()
    entry = ProgressEntry.objects.get(plan_period=period, line__number="2")
    assert (entry.state, entry.remark) == ("returned", "Назовите, что было исправлено.")

    # The official mends it.
    official.goto(f"{live_server.url}/work/zarechny/my/")
    official.get_by_role("link", name=re.compile("^Исправить 2")).click()
    expect(official.get_by_text("Назовите, что было исправлено.").first).to_be_visible()
    looked_at(official)
    official.get_by_label("Что сделано за II полугодие 2022 года").fill(
        "Сайт проверен дважды.\n– в августе исправлены 3 ссылки;\n– в ноябре обновлены телефоны."
    )
    official.get_by_role("button", name="Отправить на проверку").click()
    expect(official.get_by_text("Отправлено на проверку.")).to_be_visible()

    # The coordinator approves it.
    coordinator.goto(f"{live_server.url}/work/zarechny/review/")
    coordinator.get_by_role("link", name="Сравнить с прошлой отправкой").click()
    expect(coordinator.locator("ins").first).to_be_visible()
    coordinator.get_by_role("button", name=re.compile("^Утвердить")).click()
    expect(coordinator.get_by_role("heading", level=1)).to_be_visible()
    assert ProgressEntry.objects.get(pk=entry.pk).state == "approved"

    # The administrator confirms the rest by name, approves and publishes.
    administrator = sign_in("administrator")
    administrator.goto(f"{live_server.url}/work/zarechny/reports/{period.pk}/")
    looked_at(administrator)
    for box in administrator.locator("input[name=gaps]").all():
        box.check()
    administrator.get_by_role("button", name="Передать на утверждение с пропусками").click()
    looked_at(administrator)
    administrator.get_by_role("button", name="Утвердить отчёт").click()
    looked_at(administrator)
    administrator.get_by_role("button", name="Опубликовать").click()
    expect(administrator.locator("#files li.is-done")).to_have_count(4, timeout=90_000)
    looked_at(administrator)
    assert [item.version for item in Publication.objects.filter(report__plan_period=period)] == [1]

    # A citizen reads, compares and downloads.
    citizen = browser.new_context(viewport=PHONE, locale="ru-RU")
    page = citizen.new_page()
    page.goto(f"{live_server.url}/zarechny/reports/2022-h2/")
    looked_at(page)
    expect(page.get_by_text("в августе исправлены 3 ссылки")).to_be_visible()
    page.get_by_role("link", name="Сравнить два отчёта слово за словом").click()
    looked_at(page)
    expect(page.locator("ins").first).to_be_visible()
    page.go_back()
    with page.expect_download() as waiting:
        page.locator("a[href$='report.docx']").first.click()
    path = tmp_path / "report.docx"
    waiting.value.save_as(path)
    rendition = Rendition.objects.get(publication__report__plan_period=period, format="docx")
    assert path.read_bytes() == Path(rendition.file.path).read_bytes()
    assert "обновлены телефоны" in " ".join(as_pdf(path).split())
    assert citizen.cookies() == []
    citizen.close()
