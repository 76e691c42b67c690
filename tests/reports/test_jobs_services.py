"""Long work on the real things: workers that are killed, a Redis that goes away, PostgreSQL underneath."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from reports import renderers
from reports.content import FrozenRow, ReportContent, sha256_of
from reports.jobs import enqueue_renders
from reports.models import Job, Publication, Rendition
from tests.conftest import broker_at, kill_group
from tests.factories import make_district

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

# So many rows keep a worker busy for seconds: time enough to kill it half-way.
ROWS = 4000
LEASE_SECONDS = "3"


def wait_for(what: Callable[[], bool], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, Job.objects.values("state", "attempts", "error", "sent_at")
        time.sleep(0.01)


def huge_publication() -> Publication:
    """The second version of a small report, as long as a book."""
    first = make_district(activities=1).publish()
    Job.objects.all().delete()
    content = replace(
        ReportContent.from_text(first.content),
        version=2,
        reason="Много строк",
        previous_sha256=first.sha256,
        rows=tuple(
            FrozenRow(
                "activity", str(number), 0, f"Мероприятие {number}", progress="Сделано.\n" * 20 + str(number)
            )
            for number in range(1, ROWS + 1)
        ),
    )
    text = content.to_text()
    return Publication.objects.create(
        report=first.report,
        municipality=first.municipality,
        sequence=2,
        version=2,
        content=text,
        sha256=sha256_of(text),
        previous_sha256=first.sha256,
        reportable=ROWS,
        filled=ROWS,
        reason="Много строк",
    )


def test_another_worker_finishes_once_what_a_killed_one_had_begun(
    redis_broker: str, start_celery_worker: Any
) -> None:
    publication = huge_publication()
    doomed = start_celery_worker(redis_broker, JOB_LEASE_SECONDS=LEASE_SECONDS)
    (job,) = enqueue_renders(publication, ["docx"])
    folder = Path(Rendition(publication=publication, format="docx").file.storage.location, "publications")
    wait_for(lambda: any(folder.rglob(".report.docx.*")))
    kill_group(doomed)
    job.refresh_from_db()
    assert (job.state, job.attempts, Rendition.objects.count()) == (Job.State.RUNNING, 1, 0)

    for _ in range(2):
        start_celery_worker(redis_broker, JOB_LEASE_SECONDS=LEASE_SECONDS)
    wait_for(lambda: Job.objects.get().state != Job.State.RUNNING)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (Job.State.DONE, 2, "")
    rendition = Rendition.objects.get()
    path = Path(rendition.file.path)
    drawn = BytesIO()
    renderers.render("docx", ReportContent.from_text(publication.content), drawn)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == rendition.sha256
    assert path.read_bytes() == drawn.getvalue()
    assert [item.name for item in path.parent.iterdir()] == ["report.docx"]


def test_while_redis_is_away_publishing_answers_and_the_files_are_made_when_it_is_back(
    redis_server: Any, start_celery_worker: Any
) -> None:
    with broker_at(redis_server.url()):
        start_celery_worker(redis_server.url())
        redis_server.stop()
        started = time.monotonic()
        make_district().publish()
        assert time.monotonic() - started < 5
        assert list(Job.objects.values_list("state", "sent_at")) == [(Job.State.QUEUED, None)] * 4
        redis_server.start()
        wait_for(lambda: Job.objects.filter(state=Job.State.DONE).count() == 4)
    assert sorted(Rendition.objects.values_list("format", flat=True)) == ["csv", "docx", "json", "xlsx"]
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}
