"""Entries and periods through their states."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.history import COMMAND
from accounts.models import HistoryEvent
from plans.changes import Changes
from plans.models import EntryVersion, ProgressEntry
from plans.workflow import (
    WrongState,
    approve_filled,
    lock_period,
    open_period,
    reopen,
    unlock_period,
    write_imported,
)
from tests.factories import H1_2022, H2_2022, District, actor, make_activity, make_district

pytestmark = pytest.mark.django_db
STATES = list(ProgressEntry.State.values)


@pytest.fixture
def district() -> District:
    return make_district(gaps=[3])


def in_state(district: District, state: str) -> ProgressEntry:
    entry = district.entries[2 if state == "empty" else 0]
    entry.state = state
    if state == "approved":
        entry.approved_version = EntryVersion.objects.create(
            entry=entry, number=1, text=entry.text, cause="approved"
        )
    entry.save()
    return entry


def events() -> list[tuple[str, str]]:
    return list(HistoryEvent.objects.order_by("pk").values_list("action", "object_label"))


def test_a_period_is_opened_once_with_an_entry_for_each_activity(district: District) -> None:
    changes = Changes()
    opened = [
        open_period(district.plan, H2_2022, reportable=district.activities, by=COMMAND, changes=changes)
        for _ in range(2)
    ]
    assert opened[0] == opened[1]
    assert [entry.state for entry in opened[0].entries.all()] == ["empty"] * 3
    assert [entry["op"] for entry in changes.entries] == ["created"] * 4
    assert events() == [("period_opened", "II полугодие 2022 года")]

    new = make_activity(district.plan)
    open_period(district.plan, H2_2022, reportable=[*district.activities, new], by=COMMAND, changes=changes)
    assert opened[0].entries.count() == 4


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("text", ["Из файла.", ""])
def test_an_import_makes_drafts_of_any_state(district: District, state: str, text: str) -> None:
    entry = in_state(district, state)
    by = actor(district.municipality, "coordinator")
    write_imported([(entry, text)], plan_period=district.plan_period, by=by, changes=Changes())
    entry.refresh_from_db()

    assert (entry.text, entry.state, entry.origin) == (text, "draft" if text else "empty", "import")
    assert (entry.revision, entry.updated_by) == (1, by.user)
    assert events() == [("entry_imported", entry.activity.revisions.get().text)]


def test_an_import_writes_into_no_closed_period(district: District) -> None:
    lock_period(district.plan_period, by=COMMAND)
    with pytest.raises(WrongState, match="закрыто"):
        write_imported(
            [(district.entries[0], "Из файла.")],
            plan_period=district.plan_period,
            by=COMMAND,
            changes=Changes(),
        )


def test_words_of_people_are_kept_as_a_version_before_they_are_overwritten(district: District) -> None:
    writer = actor(district.municipality, "officer").user
    entry = district.entries[0]
    entry.origin, entry.updated_by = "portal", writer
    entry.save()
    EntryVersion.objects.create(entry=entry, number=1, text="раньше", cause="submitted")
    old = entry.text
    write_imported([(entry, "Из файла.")], plan_period=district.plan_period, by=COMMAND, changes=Changes())

    version = entry.versions.get(number=2)
    assert (version.text, version.cause, version.author) == (old, "handed_over", writer)
    write_imported([(entry, "Снова.")], plan_period=district.plan_period, by=COMMAND, changes=Changes())
    assert entry.versions.count() == 2


def test_filled_entries_are_approved_with_the_version_that_was_read(district: District) -> None:
    gaps = approve_filled(district.plan_period, by=COMMAND)

    assert gaps == [district.entries[2]]
    for entry in ProgressEntry.objects.filter(pk__in=[one.pk for one in district.entries[:2]]):
        assert entry.state == "approved"
        assert (entry.approved_version.text, entry.approved_version.number) == (entry.text, 1)
    assert events() == [
        ("entry_approved", activity.revisions.get().text) for activity in district.activities[:2]
    ]
    approve_filled(district.plan_period, by=COMMAND)
    assert EntryVersion.objects.count() == 2


@pytest.mark.parametrize("state", STATES)
def test_a_correction_opens_an_entry_in_any_state_and_closes_the_others(
    district: District, state: str
) -> None:
    entry = in_state(district, state)
    reopen([entry], plan_period=district.plan_period, by=COMMAND, comment="ошибка")
    entry.refresh_from_db()
    assert entry.state == ("returned" if state == "approved" else state)
    assert HistoryEvent.objects.get().comment == "ошибка"
    closed = district.plan_period.entries.filter(is_closed=True)
    assert set(closed) == {one for one in district.entries if one.pk != entry.pk}


def test_a_period_is_locked_and_unlocked_once(district: District) -> None:
    plan_period = district.plan_period
    for _ in range(2):
        lock_period(plan_period, by=COMMAND)
    assert plan_period.locked_at is not None
    for _ in range(2):
        unlock_period(plan_period, by=COMMAND, comment="исправление")
    plan_period.refresh_from_db()
    assert plan_period.locked_at is None
    assert events() == [("period_locked", H1_2022.title), ("period_unlocked", H1_2022.title)]


def test_hundreds_of_entries_take_few_queries() -> None:
    spent = []
    for slug, activities in (("one", 10), ("two", 110)):
        district = make_district(slug, activities=activities)
        texts = [(entry, f"Из файла {entry.pk}.") for entry in district.entries]
        with CaptureQueriesContext(connection) as queries:
            write_imported(texts, plan_period=district.plan_period, by=COMMAND, changes=Changes())
            approve_filled(district.plan_period, by=COMMAND)
        spent.append(len(queries))
    assert spent[1] - spent[0] <= 100 * 0.15
