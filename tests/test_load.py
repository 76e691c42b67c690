"""Fifty officials save at once against gunicorn and PostgreSQL, while the worker is killed again and again.

Two officials share each entry, so that many saves are refused as stale: every acknowledged save must be there, every
refused one must have been told so.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.test import Client
from django.urls import reverse

from accounts.history import COMMAND
from accounts.models import User
from plans import workflow
from plans.models import EntryVersion, ProgressEntry
from scripts import services
from tests.conftest import ROOT, StartWorker, database_url, kill_group
from tests.factories import H1_2022, make_activity, make_officer, make_plan, make_user

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

OFFICIALS, ENTRIES = 50, 25
SECONDS = float(os.environ.get("LOAD_SECONDS", "30"))
KILL_EVERY = 10.0


@dataclass
class Told:
    """What one official was told: (entry, revision, text) of acknowledged saves, how many were refused as stale, and
    every other answer."""

    saved: list[tuple[int, int, str]] = field(default_factory=list)
    stale: int = 0
    odd: list[str] = field(default_factory=list)


@pytest.fixture
def gunicorn(transactional_db: None, settings: Any, redis_server: Any, tmp_path: Any) -> Iterator[int]:
    """The portal as in production: gunicorn on the test's PostgreSQL; the port."""
    port = services.free_port()
    variables = {
        **os.environ,
        "DEBUG": "1",
        "SECRET_KEY": settings.SECRET_KEY,
        "DATABASE_URL": database_url(),
        "CELERY_BROKER_URL": os.environ["TEST_REDIS_URL"],
        "MEDIA_ROOT": settings.MEDIA_ROOT,
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "2",
        "--threads",
        "8",
    ]
    log = tmp_path / "gunicorn.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*command, "opengov.wsgi"],
            cwd=ROOT,
            env=variables,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
    services.wait_for_port(port, 60)
    yield port
    kill_group(process)


def save_for(port: int, user: User, session: str, entry: ProgressEntry, until: float, told: Told) -> None:
    """One official writes on, as the form's autosave does; a stale save reads the newer revision and goes on."""
    token = secrets.token_hex(16)
    path = reverse(
        "plans:entry-autosave",
        kwargs={"municipality": entry.plan_period.plan.municipality.slug, "pk": entry.pk},
    )
    headers = {
        "Cookie": f"{django_settings.SESSION_COOKIE_NAME}={session}; csrftoken={token}",
        "X-CSRFToken": token,
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
    }
    read, count = 0, 0
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while time.monotonic() < until:
        count += 1
        text = f"{user.pk}: сделано дел {count}."
        try:
            connection.request("POST", path, urlencode({"read": read, "text": text}), headers)
            response = connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException) as error:
            told.odd.append(repr(error))
            connection.close()
            continue
        if response.status == 200:
            read = json.loads(body)["revision"]
            told.saved.append((entry.pk, read, text))
        elif response.status == 409:
            told.stale += 1
            read = json.loads(body)["revision"]
        else:
            told.odd.append(f"{response.status} {body[:200]!r}")
        time.sleep(0.05)
    connection.close()


def test_every_acknowledged_save_is_there_and_every_refused_one_was_told(
    gunicorn: int, redis_server: Any, start_celery_worker: StartWorker
) -> None:
    plan = make_plan()
    people = [make_user(plan.municipality, "officer") for _ in range(OFFICIALS)]
    officers = [make_officer(plan.municipality, user=user) for user in people]
    for number in range(ENTRIES):
        make_activity(plan, officers=[officers[number], officers[number + ENTRIES]])
    period = workflow.open_for_work(plan, H1_2022, collection_on=date(2022, 7, 10), by=COMMAND)
    entries = list(period.entries.select_related("plan_period__plan__municipality").order_by("line__place"))
    told = [Told() for _ in people]
    sessions = []
    for user in people:
        client = Client()
        client.force_login(user)
        sessions.append(client.cookies[django_settings.SESSION_COOKIE_NAME].value)
    until = time.monotonic() + SECONDS
    threads = [
        threading.Thread(
            target=save_for, args=(gunicorn, user, session, entries[place % ENTRIES], until, told[place])
        )
        for place, (user, session) in enumerate(zip(people, sessions, strict=True))
    ]
    for thread in threads:
        thread.start()
    kills = 0
    while time.monotonic() < until:
        next_kill = min(time.monotonic() + KILL_EVERY, until)
        worker = start_celery_worker(os.environ["TEST_REDIS_URL"])
        time.sleep(max(0.0, next_kill - time.monotonic()))
        kill_group(worker)
        kills += 1
    for thread in threads:
        thread.join(60)
    connections.close_all()

    assert [words for one in told for words in one.odd] == []
    saved: dict[int, dict[int, str]] = defaultdict(dict)
    acknowledged = 0
    for one in told:
        for entry, revision, text in one.saved:
            assert revision not in saved[entry], "two saves were acknowledged as the same revision"
            saved[entry][revision] = text
            acknowledged += 1
    stale = sum(one.stale for one in told)
    print(f"\n{acknowledged} saved, {stale} refused as stale, {kills} workers killed in {SECONDS:.0f} s")  # noqa: T201
    assert acknowledged > OFFICIALS
    assert stale > 0
    for entry in ProgressEntry.objects.filter(plan_period=period):
        # One acknowledged save a revision, none missing, and the newest is what stands.
        assert sorted(saved[entry.pk]) == list(range(1, entry.revision + 1))
        assert entry.text == saved[entry.pk][entry.revision]
        # Whoever took over from another author left that author's last text in a version.
        kept = list(
            EntryVersion.objects.filter(entry=entry).order_by("number").values_list("text", flat=True)
        )
        texts = [saved[entry.pk][revision] for revision in sorted(saved[entry.pk])]
        taken_over = [
            before for before, after in pairwise(texts) if before.partition(":")[0] != after.partition(":")[0]
        ]
        assert kept == taken_over
