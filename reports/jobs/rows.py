"""The one place where a job's state changes: queued → running → done | failed, claimed by a lease that expires."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.history import Actor, record
from accounts.permissions import Deed, may
from reports.errors import WrongState
from reports.models import ImportRun, Job, Publication

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5

_MAY_RETRY: dict[str, Deed] = {Job.Kind.RENDER: Deed.PUBLISH, Job.Kind.READ: Deed.IMPORT}


class LeaseLost(Exception):
    """Another worker has taken the job over; whatever this one made is to be thrown away."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on a job until it expires; every write for the job goes through it."""

    job_id: int
    token: uuid.UUID

    def _own(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self.job_id, lease=self.token, state=Job.State.RUNNING)

    def extend(self) -> None:
        self._write(lease_until=_lease_end())

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Show how far the work is; also extends the lease. Raises LeaseLost."""
        self._write(done=done, total=total, message=message, lease_until=_lease_end())

    def finish(self) -> None:
        """Call inside the transaction that links the work's result, so that both happen or none. Raises LeaseLost."""
        self._write(
            state=Job.State.DONE,
            done=F("total"),
            message="",
            lease=None,
            lease_until=None,
            finished_at=timezone.now(),
        )

    def fail(self, reason: str) -> None:
        """reason: a Russian sentence for people. Raises LeaseLost."""
        self._write(
            state=Job.State.FAILED, error=reason, lease=None, lease_until=None, finished_at=timezone.now()
        )

    def _write(self, **values: object) -> None:
        if not self._own().update(**values):
            raise LeaseLost

    @contextmanager
    def kept_alive(self) -> Iterator[None]:
        """Extend the lease from a thread while the work runs; a killed worker's thread dies with it."""
        over = threading.Event()

        def beat() -> None:
            try:
                while not over.wait(settings.JOB_LEASE_SECONDS / 3):
                    self.extend()
            except LeaseLost:
                logger.warning("The lease of job %s was lost while it ran.", self.job_id)
            finally:
                connection.close()

        thread = threading.Thread(target=beat, name=f"lease-{self.job_id}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def enqueue_renders(publication: Publication, formats: Iterable[str]) -> list[Job]:
    """One job a format; they are sent once the transaction is committed."""
    return _enqueue(
        Job(
            municipality=publication.municipality,
            kind=Job.Kind.RENDER,
            publication=publication,
            format=name,
            total=1,
        )
        for name in formats
    )


def enqueue_read(import_run: ImportRun) -> Job:
    """Have an uploaded file read; sent once the transaction is committed."""
    return _enqueue([Job(municipality=import_run.municipality, kind=Job.Kind.READ, import_run=import_run)])[0]


def _enqueue(new: Iterable[Job]) -> list[Job]:
    jobs = Job.objects.bulk_create(new)
    transaction.on_commit(lambda: nudge(jobs))
    return jobs


def nudge(jobs: Iterable[Job]) -> None:
    """Tell the workers. A broker that is away is logged and never raised: the sweep sends again."""
    for job in jobs:
        try:
            current_app.send_task("reports.run_job", args=[job.pk])
        except Exception as error:  # noqa: BLE001 - every broker fails in its own way, and none may break a saved form
            logger.warning("Job %s could not be sent (%s); the sweep will send it.", job.pk, error)
            return
        Job.objects.filter(pk=job.pk).update(sent_at=timezone.now())


def claim(job_id: int) -> Lease | None:
    """Take a job that waits or whose worker has fallen silent; None when it is another's, done or gone."""
    token = uuid.uuid4()
    now = timezone.now()
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, lease_until__lt=now)
    taken = Job.objects.filter(free, pk=job_id, attempts__lt=MAX_ATTEMPTS).update(
        state=Job.State.RUNNING,
        lease=token,
        lease_until=_lease_end(now),
        attempts=F("attempts") + 1,
        done=0,
        message="",
        error="",
    )
    return Lease(job_id, token) if taken else None


def retry_job(job: Job, *, by: Actor) -> None:
    """Put a failed job back into the queue, all its attempts before it.

    Raises PermissionDenied; WrongState where it has not failed.
    """
    with transaction.atomic():
        job = (
            Job.objects.select_for_update(of=("self",), no_key=True)
            .select_related("municipality")
            .get(pk=job.pk)
        )
        if by.user and not may(by.user, _MAY_RETRY[job.kind], job.municipality):
            raise PermissionDenied
        if job.state != Job.State.FAILED:
            raise WrongState("Эту работу повторять не нужно: она не завершалась ошибкой.")
        before = {"state": job.state, "error": job.error}
        job.state, job.error, job.attempts, job.sent_at, job.finished_at = Job.State.QUEUED, "", 0, None, None
        job.save(update_fields=["state", "error", "attempts", "sent_at", "finished_at"])
        record(
            job.municipality,
            by=by,
            action="job_retried",
            about=job,
            before=before,
            after={"state": job.state},
        )
        transaction.on_commit(lambda: nudge([job]))


def unfinished(now: datetime) -> QuerySet[Job]:
    """What the sweep sends: never sent, sent long ago and not begun, or begun by a worker that has fallen silent."""
    long_ago = now - timedelta(seconds=settings.JOB_LEASE_SECONDS)
    waiting = Q(state=Job.State.QUEUED) & (Q(sent_at__isnull=True) | Q(sent_at__lt=long_ago))
    return Job.objects.filter(waiting | Q(state=Job.State.RUNNING, lease_until__lt=now)).order_by("pk")


def give_up(now: datetime) -> int:
    """Fail the jobs that have killed every worker they met; how many there were."""
    return Job.objects.filter(
        state=Job.State.RUNNING, lease_until__lt=now, attempts__gte=MAX_ATTEMPTS
    ).update(
        state=Job.State.FAILED,
        error=f"Работа прерывалась {MAX_ATTEMPTS} раз подряд и остановлена. Попробуйте еще раз; если не поможет, "
        "сообщите тому, кто обслуживает портал.",
        lease=None,
        lease_until=None,
        finished_at=now,
    )


def _lease_end(now: datetime | None = None) -> datetime:
    return (now or timezone.now()) + timedelta(seconds=settings.JOB_LEASE_SECONDS)
