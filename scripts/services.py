"""Private PostgreSQL and Redis servers on free loopback ports, in a temporary folder, for tests and benchmarks."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for_port(port: int, seconds: float = 20) -> None:
    """Return as soon as something listens on the loopback port; TimeoutError otherwise."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"Порт {port} так и не открылся за {seconds:.0f} с.")


def postgresql_bin() -> Path:
    """The folder of the newest PostgreSQL's programs."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda path: float(path.parent.name))
    program = shutil.which("initdb")
    if program is None:
        sys.exit("Не найден PostgreSQL. Установите его: sudo apt-get install postgresql")
    return Path(program).resolve().parent


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL in `folder`, stopped at the end; yields its DATABASE_URL.

    Its data need not survive, so it does not wait for the disk. The locale is ICU's: C.UTF-8 alone would
    leave Cyrillic capitals and small letters strangers to each other.
    """
    programs, port, data = postgresql_bin(), free_port(), folder / "postgresql"
    # PostgreSQL refuses root; Debian's package brings the user that may.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    owner = ["-o", "postgres"] if user else []
    subprocess.run(["install", "-d", "-m", "700", *owner, str(data)], check=True)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [*user, str(programs / program), *arguments], check=True, cwd=data, stdout=subprocess.DEVNULL
        )

    cluster = data / "cluster"
    locale = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=ru-RU"]
    run("initdb", "-D", str(cluster), "-U", "opengov", "-A", "trust", "-E", "UTF8", "--no-sync", *locale)
    settings = {
        "port": str(port),
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": "100",
    }
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    run("pg_ctl", "-D", str(cluster), "-l", str(data / "log"), "-o", options, "-w", "start")
    try:
        yield f"postgres://opengov@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", str(cluster), "-m", "immediate", "-w", "stop")


class RedisServer:
    """A Redis of one's own that can be stopped and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, database: int = 0) -> str:
        """The address of one of its 16 databases."""
        return f"redis://127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start and wait until it listens."""
        program = shutil.which("redis-server")
        if program is None:
            sys.exit("Не найден Redis. Установите его: sudo apt-get install redis-server")
        self.folder.mkdir(parents=True, exist_ok=True)
        settings = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen([program, *settings], cwd=self.folder, stdout=log, stderr=log)
        wait_for_port(self.port)

    def stop(self) -> None:
        """Stop at once, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@contextmanager
def redis(folder: Path) -> Iterator[RedisServer]:
    """A running Redis in `folder`, stopped at the end."""
    server = RedisServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that every user of this machine may enter (PostgreSQL runs as another one), removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix=f"opengov-{getpass.getuser()}-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def nginx(folder: Path, *, upstream: str, static: Path) -> Iterator[str]:
    """The project's own nginx configuration before `upstream` (host:port), stopped at the end; yields its address."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    values = {
        "OPENGOV_LISTEN": f"127.0.0.1:{port}",
        "OPENGOV_SERVER_NAME": "localhost 127.0.0.1",
        "OPENGOV_UPSTREAM": upstream,
        "OPENGOV_STATIC": str(static),
        "OPENGOV_CACHE": str(folder / "cache"),
        "OPENGOV_LOG": str(folder / "access.log"),
    }
    site = (ROOT / "deploy" / "nginx" / "opengov.conf.template").read_text(encoding="utf-8")
    for name, value in values.items():
        site = site.replace(f"${{{name}}}", value)
    (folder / "site.conf").write_text(site, encoding="utf-8")
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\nworker_processes 1;\npid {folder}/pid;\nerror_log {folder}/error.log;\n"
        "events { worker_connections 1024; }\n"
        f"http {{\ninclude /etc/nginx/mime.types;\nsendfile on;\n{temporary}include {folder}/site.conf;\n}}\n",
        encoding="utf-8",
    )
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        wait_for_port(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()
