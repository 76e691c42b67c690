"""`make guides`: takes the pictures of the users' guides from the demo, into static/guide/."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from scripts import services

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "static" / "guide"
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "demo-2022"  # noqa: S105 - the demo's own
# Enough for the text to be read in a guide's column.
SIZE = ViewportSize(width=1200, height=820)


@contextmanager
def portal(folder: Path) -> Iterator[str]:
    """The portal with the demo on a database of its own; its address."""
    port = services.free_port()
    variables = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "VAR_DIR": str(folder),
        "DEBUG": "1",
    }
    manage = [sys.executable, "manage.py"]
    for command in (["migrate", "-v0"], ["load_demo"]):
        subprocess.run([*manage, *command], cwd=ROOT, env=variables, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(
        [*manage, "runserver", "--noreload", f"127.0.0.1:{port}"],
        cwd=ROOT,
        env=variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        services.wait_for_port(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def sign_in(browser: Browser, address: str, who: str) -> Page:
    page = browser.new_context(viewport=SIZE, locale="ru-RU", timezone_id="Europe/Moscow").new_page()
    page.goto(f"{address}/accounts/login/?next=/work/")
    page.get_by_label("Электронная почта").fill(f"{who}@example.ru")
    page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url(re.compile(r"/work/.+"))
    return page


def take(page: Page, name: str) -> None:
    """The upper part of the page, with the fonts loaded."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=str(PICTURES / f"{name}.png"))


def walk(browser: Browser, address: str) -> None:
    """One person after another, page after page, as the guides tell it."""
    official = sign_in(browser, address, "official")
    take(official, "official-home")
    official.get_by_role("link", name="Исправить").first.click()
    take(official, "official-form")

    coordinator = sign_in(browser, address, "coordinator")
    coordinator.get_by_role("link", name="Период", exact=True).first.click()
    take(coordinator, "coordinator-matrix")
    coordinator.get_by_role("link", name=re.compile("^Проверка")).first.click()
    coordinator.get_by_role("link", name=re.compile("антикоррупционная")).first.click()
    take(coordinator, "coordinator-review")
    coordinator.get_by_role("link", name="Люди").first.click()
    take(coordinator, "coordinator-people")
    coordinator.get_by_role("link", name="План", exact=True).first.click()
    coordinator.get_by_role("link", name="Изменить план").first.click()
    take(coordinator, "coordinator-editor")

    coordinator.get_by_role("link", name="Опросы", exact=True).first.click()
    take(coordinator, "surveys-list")
    coordinator.get_by_role("link", name="Период", exact=True).first.click()
    coordinator.get_by_role("link", name=re.compile("^Опросы жителей с применением")).first.click()
    # What a coordinator is led to is the review; the form is the same that the officials have.
    coordinator.goto(re.sub(r"periods/\d+/review", "entries", coordinator.url))
    coordinator.get_by_role("button", name="Вставить опрос").first.click()
    take(coordinator, "surveys-insert")

    administrator = sign_in(browser, address, "administrator")
    administrator.get_by_role("link", name="Отчёты", exact=True).first.click()
    administrator.get_by_role("link", name=re.compile("II полугодие 2022")).first.click()
    take(administrator, "administrator-report")


def main() -> None:
    """Take every picture anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with services.temporary_folder() as folder, portal(folder) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        walk(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
