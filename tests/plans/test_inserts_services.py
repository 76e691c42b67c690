"""Many at once put the same block under one text and refresh it while its source changes: it stands there once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.history import Actor
from plans import workflow
from plans.models import Insert, ProgressEntry
from plans.queries import inserts_of
from plans.workflow import Draft
from tests.plans.entry_work import Desk, make_desk
from tests.plans.inserting import Sources, sources

__all__ = ["sources"]
pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

TIMES = 12


@pytest.fixture
def desk(sources: Sources) -> Desk:
    return make_desk()


def test_the_same_block_put_and_refreshed_by_many_stands_once(desk: Desk, sources: Sources) -> None:
    people = [Actor(user) for user in (desk.writer, desk.neighbour, desk.coordinator)]

    def work(number: int) -> Insert:
        by = people[number % 3]
        sources.change("roads", words=f"Ответов «да»: {number}.")
        entry = ProgressEntry.objects.get(pk=desk.entry.pk)
        try:
            insert = workflow.add_insert(entry, kind="tally", source="roads", options={}, by=by)
            return workflow.refresh_insert(insert, by=by)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(work, range(TIMES)))
    standing = inserts_of(desk.now()).get()
    assert (len(made), desk.entry.inserts.count(), desk.entry.state) == (TIMES, 1, "draft")
    sent = workflow.submit(desk.entry, Draft(text="Опрос."), read=desk.entry.revision, by=people[0])
    assert sent.versions.get(cause="submitted").inserts == [standing.pk]
