"""How Celery reaches its broker: options that notice at once when it is away."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from opengov.environment import created


def transport(url: str, *, folder: Path, time_limit: int) -> tuple[str, dict[str, Any]]:
    """The broker's address and its transport options.

    `folder` is where `filesystem://` without a path of its own keeps its messages; `time_limit` is how many
    seconds a task may run.
    """
    parts = urlsplit(url)
    if not parts.scheme:
        raise ImproperlyConfigured(
            "CELERY_BROKER_URL должен быть адресом вида redis://имя:6379/0 или filesystem://."
        )
    if parts.scheme == "filesystem":
        folder = Path(parts.path) if parts.path.strip("/") else folder
        messages = str(created(folder / "messages", "CELERY_BROKER_URL"))
        control = str(created(folder / "control", "CELERY_BROKER_URL"))
        return "filesystem://", {
            "data_folder_in": messages,
            "data_folder_out": messages,
            "control_folder": control,
            "polling_interval": 0.2,
        }
    if parts.scheme in {"redis", "rediss"}:
        return url, {
            "socket_connect_timeout": 1.0,
            "socket_timeout": 2.0,
            "socket_keepalive": True,
            "max_retries": 1,
            "interval_start": 0,
            "interval_step": 0.1,
            "interval_max": 0.1,
            # Longer than any task may run, so that Redis does not hand a running one to a second worker.
            "visibility_timeout": 2 * time_limit,
        }
    return url, {}
