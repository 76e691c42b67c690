"""The published page beside an empty view, beside a static file behind nginx, and by its number of queries."""

from __future__ import annotations

import io
import os
import secrets
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import xlsxwriter
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.load import requests_per_second
from scripts import services

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
LEAST_OF_EMPTY_VIEW = 0.75
LEAST_OF_STATIC_FILE = 0.7
HEADERS = (
    "№ п/п",
    "Наименование мероприятия",
    "Ответственные исполнители, (срок исполнения)",
    "Информация о проведении мероприятия",
)
TITLE = (
    "Отчет о ходе реализации Плана мероприятий по внедрению системы «Открытое правительство» "
    "в Прикумском муниципальном округе за I полугодие 2023 года"
)


def write_report(path: Path, rows: int) -> None:
    """An office's Excel table with so many activities."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Отчет")
        sheet.write(0, 0, TITLE)
        sheet.write_row(1, 0, HEADERS)
        for number in range(1, rows + 1):
            activity = f"Встреча с жителями населенного пункта № {number} по вопросам благоустройства"
            progress = (
                f"Проведено встреч: {number % 7 + 1}. Вопросы жителей взяты в работу отделом № {number}."
            )
            sheet.write_row(number + 1, 0, (f"{number}.", activity, "Зорина А.Б.\n(ежегодно)", progress))


def publish(folder: Path, slug: str, rows: int) -> str:
    """Import and publish a report with so many rows; the address of its page."""
    file = folder / f"{slug}.xlsx"
    write_report(file, rows)
    words = io.StringIO()
    call_command("create_municipality", slug, name="Прикумский муниципальный округ", stdout=words)
    call_command("import_report", str(file), municipality=slug, publish=True, stdout=words)
    return f"/{slug}/reports/2023-h1/"


def queries(path: str) -> int:
    """How many queries the page costs when it has been seen before."""
    client = Client(headers={"host": "localhost", "x-forwarded-proto": "https"})
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path}: {response.status_code}")
    return len(captured)


@contextmanager
def gunicorn() -> Iterator[str]:
    """The portal by the project's own gunicorn configuration, with one process; yields host:port."""
    port = services.free_port()
    environment = {**os.environ, "PORT": str(port), "WEB_WORKERS": "1"}
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    # A process that is renewed in the middle would close the connections that are being counted.
    command += ["--max-requests", "0", "bench.wsgi"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        services.wait_for_port(port)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def ratio(name: str, one: str, other: str, at_least: float) -> bool:
    """Measure both in turn; print the median of the rounds' ratios and say whether it is enough."""
    for url in (one, other):
        requests_per_second(url, seconds=0.5)
    rounds = [(requests_per_second(one), requests_per_second(other)) for _ in range(ROUNDS)]
    value = statistics.median(first / second for first, second in rounds)
    first, second = (statistics.median(rates) for rates in zip(*rounds, strict=True))
    print(f"{name}: {value:.2f} (нужно не меньше {at_least}; {first:.0f} и {second:.0f} запросов в секунду)")
    return value >= at_least


def measure(folder: Path) -> bool:
    """All three measurements; True when every mark is reached."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    small, large = publish(folder, "small", 30), publish(folder, "large", 3000)
    counts = queries(small), queries(large)
    print(f"Запросов к базе на странице: {counts[0]} при 30 строках, {counts[1]} при 3000")
    good = counts[0] == counts[1] <= 1
    static = Path(os.environ["STATIC_ROOT"])
    with gunicorn() as upstream, services.nginx(folder / "nginx", upstream=upstream, static=static) as nginx:
        good &= ratio(
            "Страница и пустое представление",
            f"http://{upstream}{small}",
            f"http://{upstream}/bench/empty",
            LEAST_OF_EMPTY_VIEW,
        )
        body = Client(headers={"host": "localhost"}).get(small).content
        (static / "page.html").write_bytes(body)
        good &= ratio(
            "За nginx: страница и файл того же размера",
            f"{nginx}{small}",
            f"{nginx}/static/page.html",
            LEAST_OF_STATIC_FILE,
        )
    return good


def main() -> int:
    """Run on a PostgreSQL and a Redis of one's own."""
    with (
        services.temporary_folder() as folder,
        services.postgresql(folder) as database,
        services.redis(folder / "redis") as redis,
    ):
        os.environ.update(
            DJANGO_SETTINGS_MODULE="opengov.settings",
            DEBUG="0",
            HTTPS="0",
            SECRET_KEY=secrets.token_urlsafe(60),
            ALLOWED_HOSTS="localhost,127.0.0.1",
            DATABASE_URL=database,
            CELERY_BROKER_URL=redis.url(0),
            CACHE_URL=redis.url(1),
            VAR_DIR=str(folder / "var"),
            MEDIA_ROOT=str(folder / "media"),
            STATIC_ROOT=str(folder / "static"),
            LOG_LEVEL="WARNING",
        )
        django.setup()
        try:
            return 0 if measure(folder) else 1
        finally:
            connection.close()


if __name__ == "__main__":
    sys.exit(main())
