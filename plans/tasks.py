"""Notices and letters as Celery sees them: each task looks for what is left to do, so it may run twice or late."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from plans import letters, notices, standing


@shared_task(name="plans.send_letters")
def send_letters() -> None:
    """After every deed that wrote letters, and every minute."""
    letters.send_waiting()


@shared_task(name="plans.tell_the_time")
def tell_the_time() -> None:
    """Several times an hour: days that near or were missed, the letters of the day, rows of older data."""
    now = timezone.now()
    standing.heal()
    notices.tell_of_deadlines(now)
    notices.write_digests(now)
