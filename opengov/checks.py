"""Checks of the configuration: contradictions stop every command, unwise choices are named by `check --deploy`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.compatibility)
def site_url(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Links in letters lead to the portal itself, over the protocol that it accepts."""
    parts = urlsplit(settings.SITE_URL)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return [
            Error("SITE_URL — это адрес целиком, например https://otkrytoe.example.ru.", id="opengov.E001")
        ]
    return []


@register(Tags.files)
def folders(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """What is served to everyone may not hold what is not for everyone."""
    static, media = Path(settings.STATIC_ROOT).resolve(), Path(settings.MEDIA_ROOT).resolve()
    if static == media or static in media.parents or media in static.parents:
        return [
            Error("STATIC_ROOT и MEDIA_ROOT должны быть разными папками, не вложенными.", id="opengov.E002")
        ]
    return []


@register(Tags.security, deploy=True)
def production(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    """Choices that work on a laptop and disappoint a district."""
    found: list[CheckMessage] = []

    def warn(condition: bool, number: int, message: str) -> None:
        if condition:
            found.append(Warning(message, id=f"opengov.W{number:03}"))

    backend = settings.CACHES["default"]["BACKEND"]
    host = urlsplit(settings.SITE_URL).hostname or ""
    warn(
        settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
        1,
        "Несколько рабочих процессов мешают друг другу на SQLite. Задайте DATABASE_URL на PostgreSQL.",
    )
    warn(
        settings.CELERY_BROKER_URL.startswith(("filesystem:", "memory:")),
        2,
        "Брокер в папке годится для одной машины. Задайте CELERY_BROKER_URL на Redis или RabbitMQ.",
    )
    warn(
        backend.endswith(("LocMemCache", "DummyCache")),
        3,
        "Кэш в памяти у каждого процесса свой, и попытки входа считаются порознь. Задайте CACHE_URL на Redis.",
    )
    warn(
        settings.EMAIL_BACKEND.endswith(
            ("console.EmailBackend", "dummy.EmailBackend", "locmem.EmailBackend")
        ),
        4,
        "Письма никуда не уходят: приглашения и смена пароля не работают. Задайте EMAIL_URL.",
    )
    warn(not settings.HTTPS, 5, "Пароли идут по открытому каналу. Уберите HTTPS=0.")
    warn(
        settings.HTTPS and not settings.SITE_URL.startswith("https://"),
        6,
        "SITE_URL начинается не с https://, и ссылки в письмах ведут мимо защищенного адреса.",
    )
    warn(
        not any(
            host == name or (name.startswith(".") and host.endswith(name)) for name in settings.ALLOWED_HOSTS
        ),
        7,
        "Имени из SITE_URL нет в ALLOWED_HOSTS, и ссылки в письмах получат ответ 400.",
    )
    return found
