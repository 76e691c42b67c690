"""`make check`: style, types, templates, imports, migrations and production settings; all are run, any may fail."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

# A production that could start: what `check --deploy` looks at must be the real settings, not a laptop's.
PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "only-for-the-check-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "portal.example.ru",
    "SITE_URL": "https://portal.example.ru",
    "DATABASE_URL": "postgres://opengov@127.0.0.1/opengov",
    "CELERY_BROKER_URL": "redis://127.0.0.1:6379/0",
    "CACHE_URL": "redis://127.0.0.1:6379/1",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "MEDIA_ROOT": "var/check/media",
    "STATIC_ROOT": "var/check/static",
}
LAPTOP = {"DEBUG": "1", "DATABASE_URL": "sqlite:///var/check/db.sqlite3"}

MANAGE = [sys.executable, "manage.py"]
CHECKS: dict[str, tuple[list[str], dict[str, str]]] = {
    "ruff check": ([str(BIN / "ruff"), "check", "."], {}),
    "ruff format": ([str(BIN / "ruff"), "format", "--check", "."], {}),
    "mypy": ([sys.executable, "-m", "mypy", "."], LAPTOP),
    "djlint": ([sys.executable, "-m", "djlint", "templates", "--lint", "--quiet"], {}),
    "import-linter": ([str(BIN / "lint-imports")], {}),
    "makemigrations --check": ([*MANAGE, "makemigrations", "--check", "--dry-run"], LAPTOP),
    "check --deploy": ([*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
}


def main() -> int:
    """Run every check and print the answer of those that fail; 0 when none does."""
    failed = 0
    for name, (command, environment) in CHECKS.items():
        started = time.monotonic()
        result = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
        )
        verdict = "OK" if result.returncode == 0 else "ОШИБКА"
        print(f"{name:24} {verdict} ({time.monotonic() - started:.1f} с)", flush=True)
        if result.returncode:
            failed += 1
            print(result.stdout + result.stderr, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
