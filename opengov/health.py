"""Says whether the portal can work: database, migrations, broker, storage; names no hosts and no secrets."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable

from celery import current_app
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


def database() -> None:
    """The database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def migrations() -> None:
    """Every migration of this release has been applied."""
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        raise RuntimeError(f"{len(pending)} migrations are pending")


def broker() -> None:
    """The broker takes messages: its folder is writable, or its server answers within a second."""
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    if "data_folder_out" in options:
        if not os.access(options["data_folder_out"], os.W_OK | os.X_OK):
            raise PermissionError(f"{options['data_folder_out']} is not writable")
        return
    with current_app.connection_for_write() as link:
        link.ensure_connection(max_retries=1, interval_start=0, timeout=1)


def storage() -> None:
    """A file can be written where the published ones stand."""
    with tempfile.TemporaryFile(dir=settings.MEDIA_ROOT) as file:
        file.write(b"ok")


CHECKS: dict[str, Callable[[], None]] = {
    "database": database,
    "migrations": migrations,
    "broker": broker,
    "storage": storage,
}


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when everything works, 503 when something does not; the reasons stand in the log."""
    results = {name: passes(name, check) for name, check in CHECKS.items()}
    healthy = all(results.values())
    return JsonResponse(
        {
            "status": "ok" if healthy else "failed",
            "checks": {name: "ok" if result else "failed" for name, result in results.items()},
        },
        status=200 if healthy else 503,
    )


def passes(name: str, check: Callable[[], None]) -> bool:
    """Run one check; whatever it raises is a failure of what it looks at."""
    try:
        check()
    except Exception:  # each part may fail in its own way, and every way means 503
        logger.warning("Health check %s failed", name, exc_info=True)
        return False
    return True
