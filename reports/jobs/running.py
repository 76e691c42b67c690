"""Does the work of a job, whatever its kind, and sweeps up after killed workers and absent brokers."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import partial

from celery.exceptions import SoftTimeLimitExceeded
from django.db import DatabaseError, transaction
from django.utils import timezone

from reports import importing
from reports.jobs.rendering import render_rendition
from reports.jobs.rows import Lease, LeaseLost, claim, give_up, nudge, unfinished
from reports.models import ImportRun, Job

logger = logging.getLogger(__name__)

# An uploaded file that nobody decided about is thrown away after so long.
IMPORT_KEPT_FOR = timedelta(days=7)

_AGAIN = "Попробуйте еще раз; если не поможет, сообщите тому, кто обслуживает портал."


def run(job_id: int) -> None:
    """Claim the job and do it. A job that is another's, done or gone is left alone; a failure is told in its row."""
    lease = claim(job_id)
    if lease is None:
        return
    job = Job.objects.select_related("publication__municipality", "import_run").get(pk=job_id)
    try:
        with lease.kept_alive():
            _work(job, lease)
    except LeaseLost:
        logger.warning("Job %s was finished by another worker.", job_id)
    except DatabaseError:
        # Nothing can be told to a database that is away: the lease runs out and the sweep sends the job again.
        raise
    except Exception as error:
        logger.exception("Job %s failed.", job_id)
        _tell(lease, error)


def _work(job: Job, lease: Lease) -> None:
    if job.kind == Job.Kind.RENDER:
        lease.progress(0, 1, f"Готовим файл {job.format.upper()}.")
        render_rendition(job, lease)
    else:
        assert job.import_run is not None  # noqa: S101 - a read job is made with its import
        importing.read_upload(job.import_run, lease.progress)
        lease.finish()


def _tell(lease: Lease, error: Exception) -> None:
    try:
        lease.fail(f"{_reason(error)} {_AGAIN}")
    except LeaseLost:
        logger.warning("Job %s had been taken over before it failed here.", lease.job_id)


def _reason(error: Exception) -> str:
    match error:
        case SoftTimeLimitExceeded():
            return "Работа заняла слишком много времени и остановлена."
        case OSError():
            return "Не удалось записать или прочитать файл на сервере: нет места на диске или прав."
        case MemoryError():
            return "На сервере не хватило памяти для этой работы."
        case _:
            return "Работа остановлена из-за внутренней ошибки портала."


def sweep() -> None:
    """Every minute: send what was not sent or was dropped, give up what fails for ever, throw old uploads away."""
    now = timezone.now()
    give_up(now)
    nudge(unfinished(now))
    discard_stale_imports(now)


def discard_stale_imports(now: datetime) -> None:
    """An upload that was read or refused and then forgotten: its file goes, its row stays and says so."""
    stale = ImportRun.objects.filter(
        state__in=[ImportRun.State.READY, ImportRun.State.REFUSED], created_at__lt=now - IMPORT_KEPT_FOR
    )
    for import_run in stale:
        with transaction.atomic():
            still = ImportRun.objects.filter(pk=import_run.pk, state=import_run.state)
            if still.update(state=ImportRun.State.DISCARDED, parsed="", file="") and import_run.file.name:
                transaction.on_commit(partial(import_run.file.storage.delete, import_run.file.name))
