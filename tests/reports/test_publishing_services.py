"""Two at once, on a real PostgreSQL: one chain of publications, one version, one worker a job."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from accounts.history import COMMAND
from reports.jobs.rows import claim
from reports.models import Job, Publication
from reports.publishing import publish_as_it_stands
from reports.verifying import faults_of
from tests.factories import make_district, make_next_period

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do them in threads that start together, each on its own connection; the results in the order given."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_two_reports_published_at_once_stand_in_one_chain() -> None:
    district = make_district()
    later = make_next_period(district)
    at_once(district.publish, later.publish)
    first, second = Publication.objects.order_by("sequence")
    assert (first.sequence, second.sequence, second.previous_sha256) == (1, 2, first.sha256)
    assert list(faults_of(district.municipality)) == []


def test_one_report_published_twice_at_once_has_one_version() -> None:
    district = make_district()
    results = at_once(*[lambda: publish_as_it_stands(district.plan_period, by=COMMAND)] * 2)
    assert sorted(created for _, created in results) == [False, True]
    assert Publication.objects.count() == 1


def test_of_many_workers_one_claims_the_job() -> None:
    make_district().publish()
    job = Job.objects.first()
    leases = at_once(*[lambda: claim(job.pk)] * 6)
    assert sum(lease is not None for lease in leases) == 1
    job.refresh_from_db()
    assert job.attempts == 1
