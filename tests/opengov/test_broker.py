"""A broker that is away is noticed at once; one that is back is used again."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest
from celery import current_app
from django.core.exceptions import ImproperlyConfigured
from kombu.exceptions import OperationalError

from opengov.broker import transport
from scripts.services import RedisServer, free_port
from tests.conftest import broker_at


def seconds_until_refused() -> float:
    """How long a message takes to be refused."""
    started = time.monotonic()
    with pytest.raises(OperationalError):
        current_app.send_task("nobody.does_this")
    return time.monotonic() - started


def test_a_redis_that_is_not_there_is_noticed_within_two_seconds() -> None:
    with broker_at(f"redis://127.0.0.1:{free_port()}/0"):
        assert seconds_until_refused() < 2


@pytest.mark.services
def test_a_redis_that_hangs_is_noticed_and_used_again_when_it_answers(redis_server: RedisServer) -> None:
    assert redis_server.process is not None
    with broker_at(redis_server.url()):
        current_app.send_task("nobody.does_this")
        redis_server.process.send_signal(signal.SIGSTOP)
        assert seconds_until_refused() < 5
        redis_server.process.send_signal(signal.SIGCONT)
        current_app.send_task("nobody.does_this")


def test_the_folder_of_a_filesystem_broker_is_made(tmp_path: Path) -> None:
    url, options = transport("filesystem://", folder=tmp_path / "broker", time_limit=60)
    assert url == "filesystem://"
    assert options["data_folder_in"] == options["data_folder_out"] == str(tmp_path / "broker" / "messages")
    assert (tmp_path / "broker" / "messages").is_dir()


def test_redis_hands_no_running_task_to_a_second_worker(tmp_path: Path) -> None:
    assert transport("redis://a/0", folder=tmp_path, time_limit=600)[1]["visibility_timeout"] > 600


def test_an_address_without_a_scheme_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="CELERY_BROKER_URL"):
        transport("localhost", folder=tmp_path, time_limit=60)
