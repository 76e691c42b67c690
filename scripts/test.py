"""`make test` after the checks: every test on a private PostgreSQL and Redis, then the database's part on SQLite."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from scripts import services

ROOT = Path(__file__).resolve().parent.parent

# The rules that a database holds, tried on the other database too; what never asks one is not run twice.
ON_SQLITE = [
    "tests/accounts",
    "tests/plans",
    "tests/surveys",
    "tests/reports",
    # Long sequences of edits: one database tells as much as two.
    "--ignore=tests/plans/test_editing_sequences.py",
    "-m",
    "django_db and not services and not browser",
]


def pytest(environment: dict[str, str], *arguments: str) -> int:
    """Run pytest with these variables; the exit status."""
    started = time.monotonic()
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-n",
        "2",
        "--dist",
        "loadfile",
        "--no-loadscope-reorder",
    ]
    status = subprocess.run(
        [*command, *arguments], cwd=ROOT, env={**os.environ, **environment}, check=False
    ).returncode
    print(f"pytest: {time.monotonic() - started:.0f} с", flush=True)
    return status


def main(arguments: list[str]) -> int:
    """Start the servers, run, stop them. Arguments, if any, go to pytest instead of the whole set."""
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: sys.exit(143))
    with (
        services.temporary_folder() as folder,
        services.postgresql(folder) as database_url,
        services.redis(folder / "redis") as redis,
    ):
        environment = {
            "DATABASE_URL": database_url,
            "TEST_REDIS_URL": redis.url(),
            # Where the services are promised, a test that would skip for want of them fails.
            "REQUIRE_SERVICES": "1",
        }
        status = pytest(environment, *arguments)
    if status or arguments:
        return status
    print("То же на SQLite:", flush=True)
    return pytest({"DATABASE_URL": ""}, *ON_SQLITE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
