"""Long work as rows: claims by lease, progress, ends, failures, the sweep."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.history import SYSTEM
from accounts.models import HistoryEvent
from accounts.permissions import Role
from reports import renderers
from reports.content import ReportContent
from reports.errors import WrongState
from reports.jobs import nudge, retry_job, rows, running
from reports.jobs.rows import LeaseLost, claim
from reports.models import ImportRun, Job, Publication, Rendition
from tests.factories import make_district, make_municipality

pytestmark = pytest.mark.django_db

State = Job.State


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What went to the broker: the jobs' ids."""
    ids: list[int] = []
    monkeypatch.setattr(rows.current_app, "send_task", lambda name, args: ids.append(args[0]), raising=True)
    return ids


@pytest.fixture
def dead_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str, args: list[int]) -> None:
        raise ConnectionRefusedError("no broker")

    monkeypatch.setattr(rows.current_app, "send_task", refuse)


def render_job(format: str = "json") -> Job:
    make_district().publish()
    return Job.objects.get(format=format)


def outlive(job: Job) -> None:
    """The lease of a running job runs out, as its worker's death would have it."""
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_job_is_claimed_once() -> None:
    job = render_job()
    lease = claim(job.pk)
    assert lease is not None
    assert claim(job.pk) is None
    job.refresh_from_db()
    assert (job.state, job.lease, job.attempts) == (State.RUNNING, lease.token, 1)
    left = job.lease_until - timezone.now()
    assert timedelta(seconds=settings.JOB_LEASE_SECONDS - 5) < left
    assert left <= timedelta(seconds=settings.JOB_LEASE_SECONDS)


@pytest.mark.parametrize("state", [State.DONE, State.FAILED])
def test_finished_work_is_not_claimed(state: str) -> None:
    job = render_job()
    Job.objects.filter(pk=job.pk).update(state=state)
    assert claim(job.pk) is None


def test_a_job_that_is_gone_is_left_alone() -> None:
    assert claim(999_999) is None
    running.run(999_999)


def test_a_silent_workers_job_goes_to_the_next_and_the_first_can_write_nothing_more() -> None:
    job = render_job()
    first = claim(job.pk)
    outlive(job)
    second = claim(job.pk)
    assert first is not None
    assert second is not None
    for write in (first.extend, first.finish, lambda: first.progress(1, 2), lambda: first.fail("Поздно.")):
        with pytest.raises(LeaseLost):
            write()
    second.progress(1, 4, "Половина.")
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.message, job.attempts) == (
        State.RUNNING,
        1,
        4,
        "Половина.",
        2,
    )
    second.finish()
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.lease) == (State.DONE, 4, 4, None)
    with pytest.raises(LeaseLost):
        second.finish()


def test_a_living_workers_lease_is_renewed_while_it_works(
    settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.JOB_LEASE_SECONDS = 0.03
    lease = rows.Lease(1, uuid.uuid4())
    beats: list[int] = []
    enough = rows.threading.Event()

    def extend(self: rows.Lease) -> None:
        beats.append(self.job_id)
        if len(beats) == 3:
            enough.set()
            raise LeaseLost

    monkeypatch.setattr(rows.Lease, "extend", extend)
    with lease.kept_alive():
        assert enough.wait(10) is True
    assert beats == [1, 1, 1]


def test_running_a_render_job_makes_its_file() -> None:
    job = render_job("docx")
    running.run(job.pk)
    job.refresh_from_db()
    rendition = Rendition.objects.get()
    publication = Publication.objects.get()
    path = Path(rendition.file.path)
    expected = BytesIO()
    renderers.render("docx", ReportContent.from_text(publication.content), expected)
    assert (job.state, job.done, job.total, job.error) == (State.DONE, 1, 1, "")
    assert (
        rendition.file.name == f"publications/{publication.municipality_id}/{publication.sha256}/report.docx"
    )
    assert (rendition.size, len(path.read_bytes())) == (path.stat().st_size, rendition.size)
    assert rendition.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [item.name for item in path.parent.iterdir()] == ["report.docx"]


def test_running_twice_changes_nothing_the_second_time() -> None:
    job = render_job()
    running.run(job.pk)
    before = (Rendition.objects.values().get(), Job.objects.values().get(pk=job.pk))
    running.run(job.pk)
    assert (Rendition.objects.values().get(), Job.objects.values().get(pk=job.pk)) == before


def test_a_worker_that_lost_its_lease_leaves_the_finished_file_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    job = render_job()
    slow = renderers.render

    def overtaken(format: str, content: ReportContent, out: BytesIO) -> None:
        """While the first worker draws, its lease runs out and a second one does the whole job."""
        monkeypatch.setattr(renderers, "render", slow)
        outlive(job)
        running.run(job.pk)
        out.write(b"late and wrong")

    monkeypatch.setattr(renderers, "render", overtaken)
    running.run(job.pk)
    rendition = Rendition.objects.get()
    path = Path(rendition.file.path)
    assert rendition.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert b"late and wrong" not in path.read_bytes()
    assert [item.name for item in path.parent.iterdir()] == ["report.json"]
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 2)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (RuntimeError("boom"), "Работа остановлена из-за внутренней ошибки портала."),
        (OSError("disk"), "Не удалось записать или прочитать файл на сервере: нет места на диске или прав."),
        (MemoryError(), "На сервере не хватило памяти для этой работы."),
    ],
)
def test_a_failure_is_told_in_the_row_and_its_traceback_only_in_the_log(
    error: Exception, words: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    job = render_job()

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(renderers, "render", fail)
    running.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error, job.lease) == (
        State.FAILED,
        f"{words} Попробуйте еще раз; если не поможет, сообщите тому, кто обслуживает портал.",
        None,
    )
    assert [record.exc_info[1] for record in caplog.records if record.exc_info] == [error]
    assert list(Path(settings.MEDIA_ROOT).rglob("*.json*")) == []


def test_a_failed_job_is_retried_by_hand(sent: list[int], django_capture_on_commit_callbacks: object) -> None:
    district = make_district()
    district.publish()
    job = Job.objects.get(format="csv")
    Job.objects.filter(pk=job.pk).update(state=State.FAILED, error="Нет места.", attempts=5)
    with django_capture_on_commit_callbacks(execute=True):
        retry_job(job, by=district.actor())
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts, sent) == (State.QUEUED, "", 0, [job.pk])
    assert HistoryEvent.objects.filter(action="job_retried").values_list("before", "after").get() == (
        {"state": "failed", "error": "Нет места."},
        {"state": "queued"},
    )
    with pytest.raises(WrongState):
        retry_job(job, by=district.actor())
    with pytest.raises(PermissionDenied):
        retry_job(job, by=district.actor(Role.COORDINATOR))


def test_jobs_are_sent_once_the_publication_is_committed(
    sent: list[int], django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_district().publish()
        assert sent == []
    assert sorted(sent) == sorted(Job.objects.values_list("pk", flat=True))
    assert Job.objects.filter(sent_at__isnull=True).count() == 0


@pytest.mark.usefixtures("dead_broker")
def test_a_broker_that_is_away_breaks_nothing(
    django_capture_on_commit_callbacks: object, caplog: pytest.LogCaptureFixture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        publication = make_district().publish()
    assert Publication.objects.get() == publication
    assert list(Job.objects.values_list("state", "sent_at")) == [(State.QUEUED, None)] * 4
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_the_sweep_sends_what_was_not_sent_and_what_fell_silent(sent: list[int]) -> None:
    make_district().publish()
    unsent, dropped, fresh, silent = Job.objects.order_by("pk")
    now = timezone.now()
    long_ago = now - timedelta(seconds=settings.JOB_LEASE_SECONDS + 1)
    Job.objects.filter(pk=dropped.pk).update(sent_at=long_ago)
    Job.objects.filter(pk=fresh.pk).update(sent_at=now)
    Job.objects.filter(pk=silent.pk).update(
        state=State.RUNNING, lease_until=long_ago, attempts=1, sent_at=now
    )
    running.sweep()
    assert sent == [unsent.pk, dropped.pk, silent.pk]


def test_the_sweep_gives_up_a_job_that_kills_every_worker(sent: list[int]) -> None:
    job = render_job()
    Job.objects.exclude(pk=job.pk).delete()
    for _ in range(rows.MAX_ATTEMPTS):
        assert claim(job.pk) is not None
        outlive(job)
    assert claim(job.pk) is None
    running.sweep()
    job.refresh_from_db()
    assert (job.state, job.error, sent) == (
        State.FAILED,
        "Работа прерывалась 5 раз подряд и остановлена. Попробуйте еще раз; если не поможет, сообщите тому, кто "
        "обслуживает портал.",
        [],
    )


def test_nudging_nothing_sends_nothing(sent: list[int]) -> None:
    nudge([])
    assert sent == []


@pytest.mark.parametrize(
    ("state", "days", "after"),
    [
        (ImportRun.State.READY, 8, ImportRun.State.DISCARDED),
        (ImportRun.State.REFUSED, 8, ImportRun.State.DISCARDED),
        (ImportRun.State.READY, 6, ImportRun.State.READY),
        (ImportRun.State.WRITTEN, 8, ImportRun.State.WRITTEN),
        (ImportRun.State.READING, 8, ImportRun.State.READING),
    ],
)
def test_forgotten_uploads_are_thrown_away(
    state: str, days: int, after: str, django_capture_on_commit_callbacks: object
) -> None:
    run = ImportRun(municipality=make_municipality(), filename="Отчет.docx", state=state, parsed="{}")
    run.file.save("report.docx", ContentFile(b"text"))
    ImportRun.objects.update(created_at=timezone.now() - timedelta(days=days))
    path = Path(run.file.path)
    with django_capture_on_commit_callbacks(execute=True):
        running.discard_stale_imports(timezone.now())
    run.refresh_from_db()
    is_kept = after == state
    assert (run.state, path.exists(), bool(run.file), bool(run.parsed)) == (after, is_kept, is_kept, is_kept)


def test_an_actor_without_a_user_may_retry() -> None:
    job = render_job()
    Job.objects.filter(pk=job.pk).update(state=State.FAILED)
    retry_job(job, by=SYSTEM)
    job.refresh_from_db()
    assert job.state == State.QUEUED
