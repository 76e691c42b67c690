"""Long work as Celery sees it: a message carries a job's number, everything else stands in its row."""

from __future__ import annotations

from celery import shared_task

from reports.jobs import running


@shared_task(name="reports.run_job")
def run_job(job_id: int) -> None:
    running.run(job_id)


@shared_task(name="reports.sweep_jobs")
def sweep_jobs() -> None:
    running.sweep()
