"""/healthz tells whether the portal can work, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from opengov import health
from scripts.services import RedisServer
from tests.conftest import broker_at

pytestmark = pytest.mark.django_db


def test_everything_works(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "checks": {"database": "ok", "migrations": "ok", "broker": "ok", "storage": "ok"},
    }


def test_it_is_never_cached_and_sets_no_cookie(client: Client) -> None:
    response = client.get("/healthz")
    assert "no-store" in response["Cache-Control"]
    assert response.cookies == {}


def test_it_takes_no_form(client: Client) -> None:
    assert client.post("/healthz").status_code == 405


@pytest.mark.parametrize("part", ["database", "migrations", "broker", "storage"])
def test_what_fails_is_named_and_its_reason_is_not(client: Client, monkeypatch: Any, part: str) -> None:
    def fail() -> None:
        raise RuntimeError("secret-host:5432")

    monkeypatch.setitem(health.CHECKS, part, fail)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["status"] == "failed"
    assert [name for name, state in response.json()["checks"].items() if state != "ok"] == [part]
    assert b"secret-host" not in response.content


def test_a_pending_migration_is_a_failure(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="accounts").delete()
    assert client.get("/healthz").json()["checks"]["migrations"] == "failed"


def test_a_missing_storage_is_a_failure(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "gone")
    assert client.get("/healthz").json()["checks"]["storage"] == "failed"


def test_a_broker_folder_that_is_gone_is_a_failure(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": str(tmp_path)}
    assert client.get("/healthz").json()["checks"]["broker"] == "ok"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": str(tmp_path / "gone")}
    assert client.get("/healthz").json()["checks"]["broker"] == "failed"


@pytest.mark.services
def test_redis_that_stops_is_a_failure_until_it_is_back(
    client: Client, settings: Any, redis_server: RedisServer
) -> None:
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {}
    with broker_at(redis_server.url()):
        assert client.get("/healthz").json()["checks"]["broker"] == "ok"
        redis_server.stop()
        assert client.get("/healthz").json()["checks"]["broker"] == "failed"
        redis_server.start()
        assert client.get("/healthz").json()["checks"]["broker"] == "ok"
