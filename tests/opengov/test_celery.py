"""A real worker: its schedule, its logs, and what it does when Redis goes away and comes back."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from celery import current_app

from opengov.celery import enter_the_job, leave_the_job, send_the_request_id
from opengov.logs import job_id
from opengov.request_id import request_id
from scripts.services import RedisServer
from tests.conftest import StartWorker, broker_at


class Task:
    """As much of a task as the signals look at."""

    class request:  # noqa: N801 - named as Celery names it
        id = "task-id"
        request_id = "request-of-the-form"


def wait_for(log: Path, words: str, *, times: int = 1, seconds: float = 20) -> None:
    """Return when the words stand in the log so many times."""
    deadline = time.monotonic() + seconds
    while log.read_text().count(words) < times:
        if time.monotonic() > deadline:
            pytest.fail(f"«{words}» is not in the log:\n{log.read_text()}")
        time.sleep(0.1)


def test_a_message_carries_the_id_of_its_request() -> None:
    headers: dict[str, Any] = {}
    token = request_id.set("abc-12345")
    try:
        send_the_request_id(headers)
    finally:
        request_id.reset(token)
    assert headers == {"request_id": "abc-12345"}


@pytest.mark.parametrize(("args", "kwargs"), [((7,), {}), ((), {"job_id": 7})])
def test_a_task_works_under_the_ids_of_its_job(args: tuple[int, ...], kwargs: dict[str, int]) -> None:
    enter_the_job(Task, args, kwargs)
    inside = request_id.get(), job_id.get()
    leave_the_job()
    assert inside == ("request-of-the-form", "7")
    assert (request_id.get(), job_id.get()) == ("", "")


def test_messages_are_json_only_and_nothing_is_eager() -> None:
    conf = current_app.conf
    assert (conf.task_serializer, conf.accept_content) == ("json", ["json"])
    assert (conf.task_ignore_result, conf.task_acks_late, conf.task_always_eager) == (True, True, False)


@pytest.mark.services
def test_beat_sends_the_sweep_and_the_worker_does_it(
    celery_worker_process: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    log = tmp_path / "worker-0.log"
    wait_for(log, "Task reports.sweep_jobs", times=2)
    assert celery_worker_process.poll() is None


@pytest.mark.services
def test_a_worker_outlives_its_redis(
    redis_server: RedisServer, start_celery_worker: StartWorker, tmp_path: Path
) -> None:
    worker = start_celery_worker(redis_server.url(), SWEEP_SECONDS="3600")
    log = tmp_path / "worker-0.log"
    redis_server.stop()
    wait_for(log, "Connection to broker lost")
    time.sleep(3)
    redis_server.start()
    with broker_at(redis_server.url()):
        current_app.send_task("reports.sweep_jobs")
    wait_for(log, "Task reports.sweep_jobs")
    assert worker.poll() is None
