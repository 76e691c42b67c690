"""Officials save while somebody edits the plan and hands activities over: nobody is thrown out by a deadlock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from accounts.history import COMMAND, Actor
from plans import workflow
from plans.models import PeriodLine, ProgressEntry
from plans.planning import editing, hand_over
from plans.workflow import Draft
from tests.factories import H1_2022, make_activity, make_officer, make_plan, make_user

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

SECONDS = 6.0


def test_saves_plan_edits_and_hand_overs_do_not_stand_in_each_others_way() -> None:
    plan = make_plan()
    writer = make_user(plan.municipality, "officer")
    first = make_officer(plan.municipality, "Юн Б.Б.", surname="Юн", initials="Б.Б.", user=writer)
    second = make_officer(plan.municipality, "Зорина А.Б.", surname="Зорина", initials="А.Б.", user=writer)
    activities = [make_activity(plan, officers=[first]) for _ in range(30)]
    period = workflow.open_for_work(plan, H1_2022, collection_on=date(2022, 7, 10), by=COMMAND)
    entries = list(period.entries.order_by("pk"))
    by = Actor(writer)
    until = time.monotonic() + SECONDS
    done = {"save": 0, "edit": 0, "hand over": 0}
    failures: list[str] = []

    def repeat(name: str, pause: float, deed: Callable[[int], None]) -> Callable[[], None]:
        def run() -> None:
            count = 0
            while time.monotonic() < until:
                count += 1
                try:
                    deed(count)
                    done[name] += 1
                except Exception as error:  # noqa: BLE001 - whatever it is, the person was thrown out
                    failures.append(f"{name}: {error!r}")
                time.sleep(pause)
            connection.close()

        return run

    def save(part: int) -> Callable[[int], None]:
        def one(count: int) -> None:
            entry = ProgressEntry.objects.get(pk=entries[part * 10 + count % 10].pk)
            workflow.save(entry, Draft(f"Сделано {count}."), read=entry.revision, by=by)

        return one

    def edit(count: int) -> None:
        editing.amend_activity(activities[count % 30], H1_2022, text=f"Мероприятие {count}", by=COMMAND)

    def hand(count: int) -> None:
        giver, taker = (first, second) if count % 2 else (second, first)
        hand_over(giver, taker, since=H1_2022, by=COMMAND)

    deeds = [
        *(repeat("save", 0.05, save(part)) for part in range(3)),
        repeat("edit", 0.3, edit),
        repeat("hand over", 0.3, hand),
    ]
    threads = [threading.Thread(target=deed) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert failures == []
    assert min(done.values()) > 2, done
    kept = PeriodLine.objects.filter(plan_period=period).order_by("place")
    assert [line.officers for line in kept] == [kept[0].officers] * 30
