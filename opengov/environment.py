"""Readers of environment variables that refuse a bad value with one plain Russian sentence."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import environ
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true"})
FALSE = frozenset({"0", "false"})

env = environ.Env()


def text(name: str, default: str = "") -> str:
    """The variable without the blanks around it; an empty one counts as absent."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    """A yes-or-no variable: 1, 0, true or false, in any case; anything else stops the start."""
    value = text(name).lower()
    if not value:
        return default
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"Переменная {name} принимает 1, 0, true или false, а задано «{text(name)}».")


def whole(name: str, default: int, *, at_least: int = 1) -> int:
    """A whole number that is not smaller than `at_least`."""
    value = text(name)
    try:
        number = int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(
            f"Переменная {name} должна быть целым числом, а задано «{value}»."
        ) from None
    if number < at_least:
        raise ImproperlyConfigured(f"Переменная {name} должна быть не меньше {at_least}, а задано {number}.")
    return number


def words(name: str) -> list[str]:
    """A list separated by commas; blanks around the items are dropped."""
    return [item.strip() for item in text(name).split(",") if item.strip()]


def one_of(name: str, allowed: tuple[str, ...], default: str) -> str:
    """One of the allowed words, in capitals, however it was written."""
    value = text(name, default).upper()
    if value not in allowed:
        raise ImproperlyConfigured(
            f"Переменная {name} принимает {', '.join(allowed)}, а задано «{text(name)}»."
        )
    return value


def folder(name: str, base: Path, default: str) -> Path:
    """A folder, created where it is absent; a relative path starts at `base`."""
    return created(base / Path(text(name, default)).expanduser(), name)


def configured(name: str, parse: Callable[[str], dict[str, Any]], default: str = "") -> dict[str, Any]:
    """What django-environ makes of an address; one that it does not know is refused."""
    address = text(name, default)
    try:
        return parse(address)
    except (KeyError, ValueError, ImproperlyConfigured):
        # The value is not repeated: it may hold a password, and this sentence goes into the journal.
        raise ImproperlyConfigured(
            f"{name} должен быть адресом, как в .env.example: заданный не читается."
        ) from None


def created(path: Path, name: str) -> Path:
    """Make the folder, or say in the variable's name why it cannot be made."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"Не удалось создать папку {path} ({error.strerror}). Проверьте права или переменную {name}."
        ) from None
    return path


def kept_secret(path: Path) -> str:
    """A random key made at the first start and kept in a file that only its owner can read."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(60)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key)
    return key


def settings_or_exit() -> None:
    """Read the settings at the start of a program; a refusal ends it with the sentence alone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opengov.settings")
    try:
        _ = settings.INSTALLED_APPS
    except ImproperlyConfigured as error:
        sys.exit(str(error))
