"""`make run`: the portal on this machine, web and worker, on SQLite and a broker in a folder; Ctrl-C stops both."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import environ

from opengov.environment import kept_secret

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"


def environment() -> dict[str, str]:
    """A small production on loopback: its own key, no HTTPS; what the caller or else `.env` has set wins."""
    environ.Env.read_env(ROOT / ".env")
    VAR.mkdir(exist_ok=True)
    defaults = {
        "PORT": "8000",
        "DEBUG": "0",
        "HTTPS": "0",
        # The key that `manage.py` alone would use too, so that links signed by one are valid for the other.
        "SECRET_KEY": kept_secret(VAR / "secret_key"),
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "LOG_FORMAT": "plain",
        "LOG_LEVEL": "WARNING",
    }
    given = {name: value for name, value in os.environ.items() if value}
    # On one's own machine, in a container above all, root is no news.
    quiet = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}
    return {
        **defaults,
        **quiet,
        **given,
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "opengov.settings",
    }


def manage(env: dict[str, str], *arguments: str) -> str:
    """Run a management command and return what it printed; its failure is this program's."""
    command = [sys.executable, "manage.py", *arguments]
    result = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=False)
    if result.returncode:
        print(result.stdout, end="", flush=True)
        sys.exit(result.returncode)
    return result.stdout


def collect_static(env: dict[str, str]) -> None:
    """Gather style sheets and scripts, when they or the packages that bring them have changed."""
    parts = [f"{path} {path.stat().st_mtime_ns}" for path in sorted((ROOT / "static").rglob("*"))]
    parts.append((ROOT / "requirements.txt").read_text())
    stamp, now = VAR / "static.stamp", hashlib.sha256("\n".join(parts).encode()).hexdigest()
    if not stamp.exists() or stamp.read_text() != now:
        manage(env, "collectstatic", "--noinput", "--verbosity", "0")
        stamp.write_text(now)


def loopback_only(env: dict[str, str]) -> bool:
    """Whether the portal is hidden from other machines."""
    return set(env["ALLOWED_HOSTS"].split(",")) <= {"localhost", "127.0.0.1", "[::1]"} and not env.get("BIND")


def refuse_busy_port(port: int) -> None:
    """Say so at once when someone else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            sys.exit(
                f"Порт {port} занят ({error.strerror}). Освободите его или задайте другой: PORT=8001 make run"
            )


def answers(address: str) -> bool:
    """Whether the portal is up: any answer but 5xx will do."""
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as response:  # noqa: S310 - our own address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def main() -> int:
    """Prepare, start both processes, wait; the exit status of the one that fell first."""
    os.chdir(ROOT)
    env = environment()
    if not env["PORT"].isdigit():
        sys.exit(f"Переменная PORT должна быть числом, а задано «{env['PORT']}».")
    refuse_busy_port(int(env["PORT"]))
    manage(env, "migrate", "--noinput", "--verbosity", "0")
    manage(env, "refresh_rows")
    collect_static(env)
    # Its passwords are known to all, so the command wants a laptop; this portal answers nobody but loopback.
    logins = manage({**env, "DEBUG": "1"}, "load_demo", "--if-empty") if loopback_only(env) else ""

    web = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "opengov.wsgi"]
    worker = [sys.executable, "-m", "celery", "-q", "-A", "opengov", "worker", "--beat", "--concurrency", "2"]
    worker += ["--loglevel", env["LOG_LEVEL"]]
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: sys.exit(0))
    # Sessions of their own: Ctrl-C reaches this program alone, and it stops both in order.
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True) for command in (web, worker)
    ]
    address, parent = f"http://localhost:{env['PORT']}", os.getppid()

    def alive() -> bool:
        """Both processes run, and so does whoever started us."""
        return all(process.poll() is None for process in processes) and os.getppid() == parent

    try:
        while alive() and not answers(address):
            time.sleep(0.2)
        if alive():
            print(f"\n{logins}\nПортал открыт: {address}\nОстановить: Ctrl-C\n", flush=True)
        while alive():
            time.sleep(0.5)
        return next((process.returncode for process in processes if process.returncode), 1)
    except KeyboardInterrupt:
        return 0
    finally:
        stop(processes)


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask both to finish, then insist."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
