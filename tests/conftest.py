"""What every test may lean on: quick passwords, files in a temporary folder, a browser, a worker, a Redis."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from kombu import pools

from opengov.broker import transport
from opengov.celery import app as celery_app
from scripts import services

ROOT = Path(__file__).resolve().parent.parent
REDIS_URL = os.environ.get("TEST_REDIS_URL", "")
StartWorker = Callable[..., subprocess.Popen[bytes]]
REQUIRED = os.environ.get("REQUIRE_SERVICES") == "1"

# Nothing a test sends may reach the broker of a portal that runs on this machine.
celery_app.conf.broker_url = "memory://"
celery_app.conf.broker_transport_options = {"polling_interval": 0.05}
# Playwright keeps an event loop in the thread of the test; the database is still only used from one thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


# Files that take long by themselves: begun last, they would leave one core idle.
FIRST = ("tests/test_load.py", "tests/browser/", "tests/test_locks.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files come first. Without `make test`'s servers the tests that need them are skipped; where they are
    promised, they must run."""
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))
    if REDIS_URL and os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return
    reason = "нужны PostgreSQL и Redis: запустите make test"
    for item in items:
        if item.get_closest_marker("services"):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Under `make test` a skip is a failure, unless it is for the real report that only its owners have."""
    outcome: Any = yield
    report = outcome.get_result()
    if (
        REQUIRED
        and report.skipped
        and not hasattr(report, "wasxfail")
        and "shared" not in str(report.longrepr)
    ):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} пропущен, хотя make test обещает все нужное: {report.longrepr}"


@pytest.fixture(autouse=True)
def quick_and_private(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Passwords are hashed quickly, and files go to a folder of the test's own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = str(tmp_path_factory.mktemp("media"))
    settings.ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
    # What a test has changed is on the next page at once.
    settings.PUBLIC_CACHE_SECONDS = 0


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """No connection outlives its request: the threads of a live server would keep the database from being dropped."""
    connections["default"].settings_dict["CONN_MAX_AGE"] = 0


@pytest.fixture(autouse=True, scope="session")
def transactions_outlive_answers() -> Iterator[None]:
    """Closing an answer drops a connection inside a transaction; a test's own transaction must live to its end."""
    with pytest.MonkeyPatch.context() as patch:
        close = BaseDatabaseWrapper.close_if_unusable_or_obsolete

        def close_between_transactions(self: BaseDatabaseWrapper) -> None:
            if not self.in_atomic_block:
                close(self)

        patch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", close_between_transactions)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, quiet and without calls home."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip("нет Chromium: запустите make test")
    flags = "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking"
    flags += " disable-component-update disable-sync"
    return {"executable_path": path, "args": [f"--{flag}" for flag in flags.split()]}


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[services.RedisServer]:
    """A Redis of this test's own, to be stopped and started again; needs the mark `services`."""
    with services.redis(tmp_path / "redis") as server:
        yield server


@pytest.fixture
def redis_url(worker_id: str) -> str:
    """The database of the shared Redis that belongs to this xdist process."""
    number = int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 0
    return f"{REDIS_URL.rpartition('/')[0]}/{number + 1}"


@pytest.fixture
def redis_broker(redis_url: str) -> Iterator[str]:
    """The broker of this process is the real Redis for the length of the test, empty at its start."""
    with broker_at(redis_url):
        celery_app.control.purge()
        yield redis_url


@contextmanager
def broker_at(url: str) -> Iterator[None]:
    """This process's Celery sends to another broker, with the options that the settings have for it."""
    before = celery_app.conf.broker_url, celery_app.conf.broker_transport_options
    use_broker(*transport(url, folder=Path(os.devnull), time_limit=60))
    try:
        yield
    finally:
        use_broker(*before)


def use_broker(url: str, options: dict[str, Any]) -> None:
    """Change the broker and forget the connections to the one before."""
    celery_app.conf.broker_url = url
    celery_app.conf.broker_transport_options = options
    pools.reset()
    celery_app._pool = None
    celery_app.amqp._producer_pool = None


@pytest.fixture
def start_celery_worker(transactional_db: None, settings: Any, tmp_path: Path) -> Iterator[StartWorker]:
    """Starts one more real worker on the test's own database and files; all are killed at the end."""
    processes: list[subprocess.Popen[bytes]] = []

    def start(broker_url: str, **environment: str) -> subprocess.Popen[bytes]:
        log = tmp_path / f"worker-{len(processes)}.log"
        options = ["--beat", "--schedule", str(tmp_path / f"beat-{len(processes)}"), "--concurrency", "1"]
        command = [sys.executable, "-m", "celery", "-A", "opengov", "worker", "--loglevel", "INFO", *options]
        variables = {
            **os.environ,
            "DEBUG": "1",
            "SECRET_KEY": settings.SECRET_KEY,
            "DATABASE_URL": database_url(),
            "CELERY_BROKER_URL": broker_url,
            "MEDIA_ROOT": settings.MEDIA_ROOT,
            "SWEEP_SECONDS": "2",
            **environment,
        }
        with log.open("wb") as file:
            process = subprocess.Popen(
                command, cwd=ROOT, env=variables, stdout=file, stderr=file, start_new_session=True
            )
        processes.append(process)
        deadline = time.monotonic() + 30
        while b" ready." not in log.read_bytes():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The worker did not start:\n{log.read_text()}")
            time.sleep(0.05)
        return process

    yield start
    for process in processes:
        kill_group(process)


@pytest.fixture
def celery_worker_process(redis_broker: str, start_celery_worker: StartWorker) -> subprocess.Popen[bytes]:
    """A real worker with beat on the real Redis; tests send it work as the portal does. Needs the mark `services`."""
    return start_celery_worker(redis_broker)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill the worker and its children as a power cut would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def database_url() -> str:
    """The address of the database that this test writes to."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        raise RuntimeError("A worker in another process needs PostgreSQL: run `make test`.")
    password = f":{values['PASSWORD']}" if values["PASSWORD"] else ""
    return f"postgres://{values['USER']}{password}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
