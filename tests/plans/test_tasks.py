"""The tasks of notices: on the schedule, and level with the calendar whenever they run."""

from __future__ import annotations

import pytest
from celery import current_app
from django.conf import settings

from plans import standing, tasks
from plans.models import PeriodLine
from tests.factories import make_district

pytestmark = pytest.mark.django_db


def test_both_are_on_the_schedule_and_known_to_workers() -> None:
    scheduled = {entry["task"]: entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled["plans.send_letters"] == settings.SWEEP_SECONDS
    assert scheduled["plans.tell_the_time"] == 10 * settings.SWEEP_SECONDS
    assert {"plans.send_letters", "plans.tell_the_time"} <= set(current_app.tasks)


def test_rows_of_older_data_are_made_once() -> None:
    standing.forget(make_district(activities=2).plan)
    assert PeriodLine.objects.count() == 0
    tasks.tell_the_time()
    rows = list(PeriodLine.objects.values_list("pk", flat=True))
    assert len(rows) == 2
    tasks.tell_the_time()
    assert list(PeriodLine.objects.values_list("pk", flat=True)) == rows
