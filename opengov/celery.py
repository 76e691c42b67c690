"""The Celery application: tasks of all apps, JSON messages, one schedule; its logs carry request and job."""

from __future__ import annotations

import logging.config
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import before_task_publish, setup_logging, task_postrun, task_prerun
from django.conf import settings

from opengov.environment import settings_or_exit
from opengov.logs import job_id
from opengov.messages import use_whole_messages
from opengov.request_id import request_id

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opengov.settings")
# Celery's own command line would answer a refusal with a traceback.
if "celery" in Path(sys.argv[0]).parts[-2:]:
    settings_or_exit()

use_whole_messages()
app = Celery("opengov")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def use_the_portals_logging(**_: Any) -> None:
    """Workers and beat write their logs as the web does."""
    logging.config.dictConfig(settings.LOGGING)


@before_task_publish.connect
def send_the_request_id(headers: dict[str, Any], **_: Any) -> None:
    """A task's lines can be found by the request that asked for it."""
    headers["request_id"] = request_id.get()


@task_prerun.connect
def enter_the_job(task: Any, args: Sequence[Any], kwargs: Mapping[str, Any], **_: Any) -> None:
    """By custom the only argument of a task that does a job is the job's id."""
    request_id.set(getattr(task.request, "request_id", None) or task.request.id or "")
    job_id.set(str(kwargs.get("job_id", args[0] if args else "")))


@task_postrun.connect
def leave_the_job(**_: Any) -> None:
    """The next task of this process starts with empty ids."""
    request_id.set("")
    job_id.set("")
