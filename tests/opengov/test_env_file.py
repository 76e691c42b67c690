"""`.env` reaches the programs that start the portal, not only its settings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def started(script: str, expression: str, folder: Path, **environment: str) -> object:
    """The expression in the namespace of the script, which stands in a project with its own `.env`."""
    copy = folder / script
    copy.parent.mkdir(exist_ok=True)
    shutil.copy(ROOT / script, copy)
    program = (
        "import json, runpy; "
        f"names = runpy.run_path({str(copy)!r}, run_name='script'); "
        f"print(json.dumps(eval({expression!r}, names)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def gunicorn(folder: Path, **environment: str) -> object:
    """Where gunicorn listens, with how many processes of how many threads."""
    return started("deploy/gunicorn.conf.py", "[bind, workers, threads]", folder, **environment)


def run(folder: Path, **environment: str) -> dict[str, str]:
    """The environment that `make run` gives its processes."""
    given = started("scripts/run.py", "environment()", folder, **environment)
    assert isinstance(given, dict)
    return given


def test_gunicorn_without_a_file_has_its_defaults(tmp_path: Path) -> None:
    assert gunicorn(tmp_path) == ["127.0.0.1:8000", 2, 4]


def test_gunicorn_reads_the_file_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=8100\nWEB_WORKERS=5\nWEB_THREADS=6\n", encoding="utf-8")
    assert gunicorn(tmp_path) == ["127.0.0.1:8100", 5, 6]
    assert gunicorn(tmp_path, WEB_WORKERS="3", BIND="0.0.0.0:80") == ["0.0.0.0:80", 3, 6]


def test_make_run_without_a_file_is_a_small_production(tmp_path: Path) -> None:
    env = run(tmp_path)
    assert [env[name] for name in ("PORT", "DEBUG", "HTTPS", "LOG_LEVEL")] == ["8000", "0", "0", "WARNING"]
    assert env["SECRET_KEY"] == (tmp_path / "var" / "secret_key").read_text(encoding="ascii")


def test_make_run_reads_the_file_and_the_environment_wins(tmp_path: Path) -> None:
    lines = "PORT=8100\nDEBUG=1\nSECRET_KEY=from-the-file\nLOG_LEVEL=INFO\nHTTPS=\n"
    (tmp_path / ".env").write_text(lines, encoding="utf-8")
    env = run(tmp_path, LOG_LEVEL="ERROR")
    names = ("PORT", "DEBUG", "SECRET_KEY", "LOG_LEVEL", "HTTPS")
    assert [env[name] for name in names] == ["8100", "1", "from-the-file", "ERROR", "0"]
