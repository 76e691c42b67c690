"""The report's road as people walk it: sign in, upload, look, confirm, publish; then a citizen reads and downloads.

A real Chromium, a real worker on a real Redis, PostgreSQL underneath; every page on the way is asked of axe.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from accounts.models import Membership
from reports.models import Publication, Rendition
from tests.factories import make_municipality, make_user
from tests.reports.office_pages import REAL_REPORT, office_report

pytestmark = [pytest.mark.browser, pytest.mark.services, pytest.mark.django_db(transaction=True)]

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def no_violations(page: Page) -> None:
    """axe finds nothing, and nothing runs out of the screen."""
    found = Axe().run(page).response["violations"]
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url
    assert page.locator("h1").count() == 1, page.url


def as_pdf(path: Path) -> str:
    """The text of a file as LibreOffice opens and prints it."""
    profile = f"-env:UserInstallation=file://{path.parent}/lo"
    command = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        "pdf",
        "--outdir",
        str(path.parent),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pdf = path.with_suffix(".pdf")
    return subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "real":
        if not REAL_REPORT.exists():
            pytest.skip("shared/input is not here; the same road is walked with a document of our own")
        return REAL_REPORT
    path = tmp_path / "report.docx"
    path.write_bytes(office_report())
    return path


@pytest.mark.parametrize("source", ["real", "ours"], indirect=True)
def test_from_the_offices_table_to_the_citizens_page(
    source: Path,
    browser: Browser,
    live_server: Any,
    celery_worker_process: Any,
    tmp_path: Path,
) -> None:
    real = source == REAL_REPORT
    name = "Левокум" if real else "Заречн"
    district = make_municipality(
        name=f"{name}ский муниципальный округ" if real else "Заречный муниципальный округ",
        name_genitive=f"{name}ского муниципального округа" if real else "Заречного муниципального округа",
        name_prepositional=f"{name}ском муниципальном округе" if real else "Заречном муниципальном округе",
    )
    make_user(district, Membership.Role.ADMINISTRATOR, email="head@example.org")
    figures = ("29", "21 из 26", ["3", "6.4", "7.2", "15", "17"]) if real else ("5", "3 из 4", ["2"])

    # The administrator
    context = browser.new_context(viewport=WIDE, locale="ru-RU")
    page = context.new_page()
    page.goto(f"{live_server.url}/work/")
    no_violations(page)
    page.get_by_label("Электронная почта").fill("head@example.org")
    page.get_by_label("Пароль", exact=True).fill("a-long-password")
    page.get_by_role("button", name="Войти").click()
    page.get_by_role("link", name="План", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("План мероприятий")
    no_violations(page)

    page.get_by_role("link", name="Загрузить файл").click()
    no_violations(page)
    page.get_by_label("Файл отчёта или плана").set_input_files(source)
    page.get_by_role("button", name="Прочитать файл").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Проверьте, что прочитано из файла", timeout=60_000
    )
    no_violations(page)
    expect(page.locator(".totals li").first).to_contain_text(figures[0])
    assert Publication.objects.count() == 0

    page.get_by_label("Записать как").select_option("published")
    page.get_by_role("button", name="Записать в план").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Отчёт за I полугодие 2022 года")
    expect(page.locator("#files li.is-done")).to_have_count(4, timeout=90_000)
    no_violations(page)
    page.set_viewport_size(PHONE)
    no_violations(page)
    context.close()

    # A citizen
    for viewport in (WIDE, PHONE):
        citizen = browser.new_context(viewport=viewport, locale="ru-RU")
        page = citizen.new_page()
        page.goto(live_server.url)
        assert page.url == f"{live_server.url}/{district.slug}/"
        no_violations(page)
        page.locator("main a").first.click()
        assert page.url == f"{live_server.url}/{district.slug}/reports/2022-h1/"
        expect(page.get_by_role("heading", level=1)).to_contain_text("2022 года")
        assert figures[1] in " ".join(page.locator("main").inner_text().split())
        assert page.locator("tr[id^='n-'] .gap-cell").count() == len(figures[2])
        no_violations(page)
        assert citizen.cookies() == []
        for format in ("docx", "xlsx"):
            with page.expect_download() as waiting:
                page.locator(f"a[href$='report.{format}']").first.click()
            path = tmp_path / f"{viewport['width']}.{format}"
            waiting.value.save_as(path)
            assert path.read_bytes() == Path(Rendition.objects.get(format=format).file.path).read_bytes()
        citizen.close()

    for format in ("docx", "xlsx"):
        printed = " ".join(as_pdf(tmp_path / f"1280.{format}").split())
        assert "Отчет о ходе реализации" in printed
        assert ("169 человек" if real else "провели 12 встреч") in printed
