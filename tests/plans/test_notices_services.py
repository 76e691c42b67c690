"""Letters under workers and beats that are killed and started again, on a real Redis, PostgreSQL and SMTP."""

from __future__ import annotations

import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from celery import current_app
from django.utils import timezone

from accounts.history import COMMAND
from accounts.models import Membership, User
from plans import letters, workflow
from plans.models import Assignment, Letter, Notice, Officer, PlanPeriod
from plans.periods import ReportingPeriod
from tests.conftest import kill_group
from tests.factories import make_activity, make_municipality, make_plan
from tests.plans.smtp_sink import Sink, smtp_sink

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

PEOPLE = 200


@pytest.fixture
def sink() -> Iterator[Sink]:
    with smtp_sink() as server:
        yield server


def wait_for(what: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        waiting = Letter.objects.filter(sent_at=None).values("pk", "attempts", "error", "lease_until")[:5]
        assert time.monotonic() < deadline, list(waiting)
        time.sleep(0.05)


@pytest.fixture
def start(start_celery_worker: Any, redis_broker: str, sink: Sink, settings: Any) -> Callable[..., Any]:
    """Starts a worker with its beat that sends its letters to the sink."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    def start_one(**environment: str) -> subprocess.Popen[bytes]:
        process: subprocess.Popen[bytes] = start_celery_worker(
            redis_broker,
            EMAIL_URL=f"smtp://127.0.0.1:{sink.port}",
            SWEEP_SECONDS="1",
            JOB_LEASE_SECONDS="2",
            **environment,
        )
        return process

    return start_one


def open_half_year(collection_on: date) -> PlanPeriod:
    """A half-year opened just now, with one activity that two hundred people answer for."""
    municipality = make_municipality()
    users = User.objects.bulk_create(
        User(email=f"person{number}@example.org", password="!") for number in range(PEOPLE)
    )
    Membership.objects.bulk_create(
        Membership(user=user, municipality=municipality, role="officer") for user in users
    )
    officers = Officer.objects.bulk_create(
        Officer(municipality=municipality, kind="official", name=user.email, key=user.email, user=user)
        for user in users
    )
    plan = make_plan(municipality)
    period = ReportingPeriod.of(collection_on).previous
    activity = make_activity(plan, since=period)
    Assignment.objects.bulk_create(
        Assignment(activity=activity, officer=officer, position=place, from_period=period)
        for place, officer in enumerate(officers, start=1)
    )
    return workflow.open_for_work(plan, period, collection_on=collection_on, by=COMMAND)


def test_each_letter_goes_once_though_worker_and_beat_are_killed_again_and_again(
    start: Callable[..., Any], sink: Sink
) -> None:
    """They die at the worst moments: with half a letter handed over, and with a whole one that is not answered yet."""
    half, whole = {20, 90}, {50}
    reached, dead = threading.Semaphore(0), threading.Semaphore(0)

    def stop_at(moments: set[int]) -> Callable[[int], None]:
        def stop(number: int) -> None:
            if number in moments:
                reached.release()
                dead.acquire(timeout=20)

        return stop

    sink.before_body, sink.before_answer = stop_at(half), stop_at(whole)
    open_half_year(timezone.localdate() + timedelta(days=30))
    assert (Notice.objects.count(), Letter.objects.count()) == (PEOPLE, PEOPLE)
    worker = start()
    for _ in range(len(half) + len(whole)):
        assert reached.acquire(timeout=30)
        kill_group(worker)
        dead.release()
        worker = start()
    wait_for(lambda: not Letter.objects.filter(sent_at=None).exists())
    wait_for(lambda: len(sink.received) == PEOPLE, 5)
    time.sleep(2.5)  # the lease of whatever was under way is over, and a sweep has passed
    assert Counter(sink.ids) == Counter(
        map(letters.message_id, Letter.objects.select_related("municipality"))
    )
    assert not Letter.objects.exclude(error="").exists()


def test_days_are_told_once_whatever_happens_to_workers_and_beats(
    start: Callable[..., Any], sink: Sink
) -> None:
    """Two beats at a time, workers killed while they write, messages lost with them: the next beat makes up for it."""
    zone, today = where_it_is_noon()
    plan_period = open_half_year(today + timedelta(days=2))
    Letter.objects.all().delete()
    PlanPeriod.objects.filter(pk=plan_period.pk).update(opened_at=timezone.now() - timedelta(days=2))
    workers = [start(TIME_ZONE=zone), start(TIME_ZONE=zone)]
    for _ in range(4):
        current_app.send_task("plans.tell_the_time")
    time.sleep(0.1)
    for worker in workers:
        kill_group(worker)
    start(TIME_ZONE=zone)
    soon = Notice.objects.filter(kind=Notice.Kind.DUE_SOON)
    wait_for(lambda: soon.count() == PEOPLE and not Letter.objects.filter(sent_at=None).exists())
    wait_for(lambda: len(sink.received) == PEOPLE, 5)
    assert Counter(sink.ids) == Counter(
        map(letters.message_id, Letter.objects.select_related("municipality"))
    )
    assert sorted(soon.values_list("user", flat=True)) == sorted(User.objects.values_list("pk", flat=True))


def where_it_is_noon() -> tuple[str, date]:
    """A time zone in which people may be written to just now, and its day."""
    ahead = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-ahead:+d}", (datetime.now(UTC) + timedelta(hours=ahead)).date()
