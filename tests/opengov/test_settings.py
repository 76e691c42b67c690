"""The settings read the environment, and refuse with one sentence what would be unsafe."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
KEY = "k3y-" + "abcdefghij" * 6
SERVER = {"DEBUG": "0", "SECRET_KEY": KEY, "ALLOWED_HOSTS": "portal.example.ru"}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with nothing but these variables."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def settings(*names: str, **environment: str) -> list[object]:
    """The values of these settings under these variables."""
    program = (
        "import json; from django.conf import settings; "
        f"print(json.dumps([getattr(settings, name) for name in {names!r}], default=str))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "opengov.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    values: list[object] = json.loads(result.stdout)
    return values


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"DEBUG": "0"}, "Не задан SECRET_KEY."),
        ({"ALLOWED_HOSTS": "portal.example.ru"}, "Не задан SECRET_KEY."),
        ({**SERVER, "SECRET_KEY": "secret"}, "SECRET_KEY слишком простой"),
        ({**SERVER, "SECRET_KEY": "a" * 80}, "SECRET_KEY слишком простой"),
        ({**SERVER, "SECRET_KEY": "django-insecure-" + KEY}, "SECRET_KEY слишком простой"),
        ({**SERVER, "ALLOWED_HOSTS": ""}, "Не задан ALLOWED_HOSTS."),
        ({**SERVER, "ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS не может быть «*»."),
        ({**SERVER, "ALLOWED_HOSTS": "portal.example.ru, *"}, "ALLOWED_HOSTS не может быть «*»."),
        ({"DEBUG": "yes"}, "Переменная DEBUG принимает 1, 0, true или false, а задано «yes»."),
        ({"HTTPS": "on"}, "Переменная HTTPS принимает"),
        ({"PORT": "http"}, "Переменная PORT должна быть целым числом"),
        ({"IMPORT_MAX_ROWS": "0"}, "Переменная IMPORT_MAX_ROWS должна быть не меньше 1"),
        ({"DATABASE_URL": "mysql://a@b/c"}, "DATABASE_URL должен начинаться с"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL должен"),
        ({"CELERY_BROKER_URL": "localhost"}, "CELERY_BROKER_URL должен быть адресом"),
        ({"CACHE_URL": "nonsense"}, "CACHE_URL должен быть адресом"),
        ({"EMAIL_URL": "nonsense"}, "EMAIL_URL должен быть адресом"),
        ({"TIME_ZONE": "Moscow"}, "TIME_ZONE"),
        ({"LOG_LEVEL": "loud"}, "Переменная LOG_LEVEL принимает"),
        ({"MEDIA_ROOT": "/proc/media"}, "Не удалось создать папку /proc/media"),
        ({"SITE_URL": "portal.example.ru"}, "SITE_URL"),
    ],
)
def test_a_bad_value_stops_the_start_with_a_sentence(environment: dict[str, str], sentence: str) -> None:
    result = manage("check", **environment)
    assert result.returncode != 0
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


def test_the_refusal_is_one_line_for_the_portals_own_commands_too() -> None:
    result = manage("migrate", DEBUG="0")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "command",
    [
        ["gunicorn", "--config", "deploy/gunicorn.conf.py", "opengov.wsgi"],
        ["celery", "-A", "opengov", "worker"],
        ["celery", "-A", "opengov", "beat"],
    ],
    ids=lambda command: " ".join(command[:1] + command[-1:]),
)
def test_the_servers_refuse_as_plainly(command: list[str]) -> None:
    result = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DEBUG": "0"},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert result.returncode != 0
    assert result.stderr == (
        "Не задан SECRET_KEY. Без DEBUG портал не запускается без своего секретного ключа.\n"
    )


def test_a_laptop_needs_no_variables() -> None:
    debug, hosts, https, broker, cookie = settings(
        "DEBUG", "ALLOWED_HOSTS", "HTTPS", "CELERY_BROKER_URL", "SESSION_COOKIE_SECURE"
    )
    assert (debug, hosts, https) == (True, ["localhost", "127.0.0.1", "[::1]"], False)
    assert (broker, cookie) == ("filesystem://", False)


def test_a_key_and_a_host_make_a_server() -> None:
    values = settings(
        "DEBUG",
        "ALLOWED_HOSTS",
        "SESSION_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        SECRET_KEY=KEY,
        ALLOWED_HOSTS="a.ru, b.ru",
    )
    assert values == [False, ["a.ru", "b.ru"], True, True]


def test_a_server_may_be_served_without_https() -> None:
    values = settings(
        "SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", **SERVER, HTTPS="false"
    )
    assert values == [False, False, 0]


@pytest.mark.parametrize(
    ("written", "meant"), [("1", True), ("true", True), ("TRUE", True), ("0", False), ("False", False)]
)
def test_booleans(written: str, meant: bool) -> None:
    assert settings("DEBUG", **{**SERVER, "DEBUG": written}) == [meant]


def test_loopback_is_always_allowed_under_debug() -> None:
    assert settings("ALLOWED_HOSTS", DEBUG="1", ALLOWED_HOSTS="a.ru") == [
        ["a.ru", "localhost", "127.0.0.1", "[::1]"]
    ]


def test_folders_are_created(tmp_path: Path) -> None:
    folder = tmp_path / "with a space"
    settings(
        "MEDIA_ROOT",
        MEDIA_ROOT=str(folder / "media"),
        STATIC_ROOT=str(folder / "static"),
        DATABASE_URL=f"sqlite:///{folder}/data/db.sqlite3",
        CELERY_BROKER_URL=f"filesystem://{folder}/broker",
    )
    assert sorted(path.name for path in folder.iterdir()) == ["broker", "data", "media", "static"]


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "a+b % c#d?e"
    (databases,) = settings("DATABASES", VAR_DIR=str(folder))
    assert isinstance(databases, dict)
    assert databases["default"]["NAME"] == str(folder / "db.sqlite3")


@pytest.mark.parametrize(
    "url",
    ["redis://:password@redis:6379/0", "rediss://redis/1", "amqp://user:password@rabbit:5672//", "memory://"],
)
def test_any_broker_address_is_taken_as_it_is(url: str) -> None:
    assert settings("CELERY_BROKER_URL", CELERY_BROKER_URL=url) == [url]


def test_postgresql_and_redis() -> None:
    databases, caches = settings(
        "DATABASES",
        "CACHES",
        DATABASE_URL="postgres://user:p%40ss@db:5433/portal",
        CACHE_URL="redis://redis:6379/1",
    )
    assert isinstance(databases, dict) and isinstance(caches, dict)
    database = databases["default"]
    assert [database[name] for name in ("ENGINE", "HOST", "PORT", "NAME", "USER", "PASSWORD")] == [
        "django.db.backends.postgresql",
        "db",
        5433,
        "portal",
        "user",
        "p@ss",
    ]
    assert caches["default"]["BACKEND"] == "opengov.cache.ForgivingRedisCache"


def test_the_key_of_a_laptop_is_kept_and_private() -> None:
    first, second = settings("SECRET_KEY"), settings("SECRET_KEY")
    assert first == second
    assert (ROOT / "var" / "secret_key").stat().st_mode & 0o077 == 0


def test_the_example_lists_every_variable() -> None:
    """What the settings, gunicorn and compose read is what `.env.example` explains, no more and no less."""
    read = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text(encoding="utf-8")))
    for path in ("opengov/settings.py", "deploy/gunicorn.conf.py"):
        source = (ROOT / path).read_text(encoding="utf-8")
        read |= set(
            re.findall(
                r'(?:text|flag|whole|words|folder|one_of|configured|environ\.get)\(\s*"([A-Z_]+)"', source
            )
        )
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)) == read


def test_the_example_can_be_used_as_it_is(tmp_path: Path) -> None:
    """Its uncommented lines are the defaults: reading them changes nothing."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    names = ("DEBUG", "ALLOWED_HOSTS", "DATABASES", "CELERY_BROKER_URL", "CACHES", "MEDIA_ROOT", "TIME_ZONE")
    assert settings(*names, **given) == settings(*names)


def test_a_production_with_everything_given_passes_the_deploy_checks(tmp_path: Path) -> None:
    result = manage(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        **SERVER,
        SITE_URL="https://portal.example.ru",
        DATABASE_URL="postgres://portal@127.0.0.1/portal",
        CELERY_BROKER_URL="redis://127.0.0.1:6379/0",
        CACHE_URL="redis://127.0.0.1:6379/1",
        EMAIL_URL="smtp://127.0.0.1:25",
        MEDIA_ROOT=str(tmp_path / "media"),
        STATIC_ROOT=str(tmp_path / "static"),
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_an_unwise_production_is_told_what_is_unwise(tmp_path: Path) -> None:
    result = manage("check", "--deploy", **SERVER, HTTPS="0", STATIC_ROOT=str(tmp_path / "static"))
    assert re.findall(r"opengov\.W\d+", result.stderr) == [
        "opengov.W001",
        "opengov.W002",
        "opengov.W003",
        "opengov.W004",
        "opengov.W005",
        "opengov.W007",
    ]


def test_no_migration_is_missing() -> None:
    result = manage("makemigrations", "--check", "--dry-run")
    assert result.returncode == 0, result.stdout
