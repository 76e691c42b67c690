"""Blocks under a text: put there, brought up to date, taken off; named by versions; what others' moves make of them."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.history import COMMAND, Actor
from accounts.models import HistoryEvent
from plans import standing, workflow
from plans.changes import Changes
from plans.inserts import InsertValue, kind_of, kinds, offers_in
from plans.models import Insert, PlanPeriod, ProgressEntry
from plans.queries import inserts_of, marks_of
from plans.workflow import Draft, Stale, WrongState
from plans.workflow.inserts import MOST_INSERTS
from tests.factories import H1_2022
from tests.plans.entry_work import Desk, make_desk
from tests.plans.inserting import CHART, TABLE, Sources, sources, value_of

__all__ = ["sources"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(sources: Sources) -> Desk:
    return make_desk()


def add(desk: Desk, source: str = "roads", *, by: Actor | None = None, **options: Any) -> Insert:
    by = by or Actor(desk.writer)
    return workflow.add_insert(desk.now(), kind="tally", source=source, options=options, by=by)


def send(desk: Desk, text: str = "Опрос проведён.") -> ProgressEntry:
    entry = desk.now()
    return workflow.submit(entry, Draft(text=text), read=entry.revision, by=Actor(desk.writer))


def titles(entry: ProgressEntry) -> list[str]:
    return list(inserts_of(entry).values_list("title", flat=True))


def told(entry: ProgressEntry) -> list[str]:
    events = HistoryEvent.objects.filter(object_id=entry.pk, action__startswith="insert_").order_by("pk")
    return list(events.values_list("action", flat=True))


# --- Putting there ----------------------------------------------------------------------------------------------------


def test_an_insert_stands_as_its_source_said(desk: Desk, sources: Sources) -> None:
    insert = add(desk, chart=True)
    value = value_of(chart=CHART, tables=(TABLE,))
    assert (insert.content, insert.value) == (value, value.to_text())
    assert (insert.title, insert.options, insert.added_by) == (
        "Опрос о дорогах",
        {"chart": True},
        desk.writer,
    )
    sources.change("roads", words="Ответов «да»: 13.")
    assert inserts_of(desk.now()).get().content == value


def test_the_history_names_the_insert(desk: Desk) -> None:
    add(desk)
    [event] = HistoryEvent.objects.filter(action="insert_added")
    assert event.before == {"state": "empty"}
    assert event.after == {"state": "draft", "insert": "Опрос жителей: Опрос о дорогах"}
    assert event.object_label == "Горячая линия"


def test_the_same_source_again_is_not_doubled(desk: Desk, sources: Sources) -> None:
    first = add(desk)
    assert add(desk) == first
    with_chart = add(desk, chart=True)
    assert list(inserts_of(desk.now())) == [with_chart]
    assert with_chart.options == {"chart": True}
    assert told(desk.entry) == ["insert_added", "insert_refreshed"]


def test_inserts_keep_their_order_when_one_is_picked_anew(desk: Desk) -> None:
    add(desk, "roads")
    add(desk, "water")
    add(desk, "roads", chart=True)
    assert titles(desk.now()) == ["Опрос о дорогах", "Опрос о воде"]


def test_a_blank_entry_becomes_a_draft_and_back(desk: Desk) -> None:
    insert = add(desk)
    assert desk.now().state == "draft"
    workflow.remove_insert(insert, by=Actor(desk.writer))
    assert (desk.now().state, desk.entry.revision) == ("empty", 0)
    assert workflow.is_empty(desk.plan_period)


def test_a_draft_whose_words_go_stays_one_while_an_insert_stands(desk: Desk) -> None:
    insert = add(desk)
    desk.save("Слова.")
    assert desk.save("").state == "draft"
    workflow.remove_insert(insert, by=Actor(desk.writer))
    assert desk.now().state == "empty"


def test_an_open_form_is_not_stale_after_an_insert(desk: Desk) -> None:
    read = desk.save("Начало.").revision
    add(desk)
    entry = workflow.save(desk.now(), Draft(text="Начало и конец."), read=read, by=Actor(desk.writer))
    assert entry.text == "Начало и конец."


def test_a_source_that_is_gone_and_an_unknown_kind_are_refused(desk: Desk) -> None:
    for kind, source in (("tally", "gone"), ("никакой", "roads")):
        with pytest.raises(ValidationError) as refused:
            workflow.add_insert(desk.now(), kind=kind, source=source, options={}, by=Actor(desk.writer))
        assert list(refused.value.message_dict) == ["insert"]
    assert (desk.now().state, desk.entry.inserts.count()) == ("empty", 0)


def test_no_more_than_ten(desk: Desk, sources: Sources) -> None:
    for number in range(MOST_INSERTS + 1):
        sources.values[str(number)] = value_of(f"Опрос {number}")
    for number in range(MOST_INSERTS):
        add(desk, str(number))
    with pytest.raises(ValidationError, match="больше не помещается"):
        add(desk, str(MOST_INSERTS))
    add(desk, "0", chart=True)
    assert inserts_of(desk.now()).count() == MOST_INSERTS


def test_only_who_writes_the_entry_and_only_while_it_is_open(desk: Desk) -> None:
    insert = add(desk)
    for deed in (
        lambda by: add(desk, "water", by=by),
        lambda by: workflow.refresh_insert(insert, by=by),
        lambda by: workflow.remove_insert(insert, by=by),
    ):
        with pytest.raises(PermissionDenied):
            deed(Actor(desk.stranger))
    send(desk)
    for deed in (
        lambda by: add(desk, "water", by=by),
        lambda by: workflow.refresh_insert(insert, by=by),
        lambda by: workflow.remove_insert(insert, by=by),
    ):
        with pytest.raises(WrongState):
            deed(Actor(desk.writer))
    assert titles(desk.now()) == ["Опрос о дорогах"]


# --- The source has changed -------------------------------------------------------------------------------------------


def test_refreshing_makes_a_new_row(desk: Desk, sources: Sources) -> None:
    insert = add(desk)
    assert workflow.refresh_insert(insert, by=Actor(desk.writer)) == insert
    sources.change("roads", words="Ответов «да»: 13.")
    fresh = workflow.refresh_insert(insert, by=Actor(desk.neighbour))
    assert (fresh.pk != insert.pk, fresh.content.words, fresh.added_by) == (
        True,
        "Ответов «да»: 13.",
        desk.neighbour,
    )
    assert list(desk.entry.inserts.all()) == [fresh]  # no version named the former
    assert told(desk.entry) == ["insert_added", "insert_refreshed"]


def test_two_who_refresh_at_once_do_it_once(desk: Desk, sources: Sources) -> None:
    insert = add(desk)
    sources.change("roads", words="Ответов «да»: 13.")
    fresh = workflow.refresh_insert(insert, by=Actor(desk.writer))
    assert workflow.refresh_insert(insert, by=Actor(desk.neighbour)) == fresh
    assert told(desk.entry) == ["insert_added", "insert_refreshed"]


def test_refreshing_what_another_took_off_is_told(desk: Desk, sources: Sources) -> None:
    insert = add(desk)
    mine = desk.entry.inserts.get()
    workflow.remove_insert(insert, by=Actor(desk.neighbour))
    sources.change("roads", words="Ответов «да»: 13.")
    with pytest.raises(WrongState, match="уже убрали"):
        workflow.refresh_insert(mine, by=Actor(desk.writer))
    workflow.remove_insert(mine, by=Actor(desk.writer))
    assert told(desk.entry) == ["insert_added", "insert_removed"]


def test_taking_off_what_another_refreshed_leaves_the_new_one(desk: Desk, sources: Sources) -> None:
    insert = add(desk)
    mine = desk.entry.inserts.get()
    sources.change("roads", words="Ответов «да»: 13.")
    fresh = workflow.refresh_insert(insert, by=Actor(desk.neighbour))
    workflow.remove_insert(mine, by=Actor(desk.writer))
    assert list(inserts_of(desk.now())) == [fresh]


def test_a_source_that_is_gone_leaves_what_was_inserted(desk: Desk, sources: Sources) -> None:
    insert = add(desk)
    sources.values.clear()
    with pytest.raises(ValidationError, match="больше нет"):
        workflow.refresh_insert(insert, by=Actor(desk.writer))
    assert send(desk).versions.get().inserts == [insert.pk]


# --- Versions ---------------------------------------------------------------------------------------------------------


def test_a_version_names_its_inserts_and_keeps_them(desk: Desk, sources: Sources) -> None:
    insert = add(desk)
    send(desk)
    workflow.take_back(desk.now(), by=Actor(desk.writer))
    sources.change("roads", words="Ответов «да»: 13.")
    fresh = workflow.refresh_insert(insert, by=Actor(desk.writer))
    insert.refresh_from_db()
    assert (insert.removed_at is None, insert.content.words) == (False, "Ответов «да»: 12.")
    send(desk)
    assert list(desk.entry.versions.order_by("number").values_list("inserts", flat=True)) == [
        [insert.pk],
        [fresh.pk],
    ]


def test_what_is_put_back_as_it_was_is_the_same_row(desk: Desk, sources: Sources) -> None:
    insert = add(desk)
    send(desk)
    workflow.take_back(desk.now(), by=Actor(desk.writer))
    workflow.remove_insert(insert, by=Actor(desk.writer))
    assert (titles(desk.now()), desk.entry.inserts.count()) == ([], 1)
    assert add(desk) == insert
    assert list(inserts_of(desk.now())) == [insert]


def test_what_a_reviewer_changes_is_a_version_of_its_own(desk: Desk, sources: Sources) -> None:
    insert = add(desk)
    send(desk)
    by = Actor(desk.coordinator)
    sources.change("roads", words="Ответов «да»: 13.")
    with pytest.raises(WrongState):
        workflow.refresh_insert(insert, by=Actor(desk.writer))
    fresh = workflow.refresh_insert(insert, by=by)
    water = add(desk, "water", by=by)
    workflow.remove_insert(water, by=by)
    versions = desk.entry.versions.order_by("number")
    assert list(versions.values_list("cause", "inserts")) == [
        ("submitted", [insert.pk]),
        ("edited", [fresh.pk]),
        ("edited", [fresh.pk, water.pk]),
        ("edited", [fresh.pk]),
    ]
    with pytest.raises(WrongState):
        workflow.approve(desk.plan_period, {desk.now(): 1}, by=by)
    [entry] = workflow.approve(desk.plan_period, {desk.now(): 4}, by=by)
    assert entry.approved_version.inserts == [fresh.pk]


def test_a_returned_text_and_one_from_a_file_keep_them(desk: Desk) -> None:
    insert = add(desk)
    send(desk)
    workflow.give_back(desk.now(), version=1, comment="Скажите точнее.", by=Actor(desk.coordinator))
    workflow.approve_filled(desk.plan_period, by=COMMAND)
    assert list(desk.entry.versions.values_list("inserts", flat=True)) == [[insert.pk]] * 3


def test_what_another_takes_over_stays_as_a_version(desk: Desk) -> None:
    desk.save("Начато.")
    insert = add(desk)
    desk.save("Продолжено.", by=desk.neighbour)
    version = desk.entry.versions.get()
    assert (version.cause, version.text, version.inserts) == ("handed_over", "Начато.", [insert.pk])


def test_a_text_that_gave_way_keeps_what_stood_under_it(desk: Desk) -> None:
    insert = add(desk)
    read = desk.save("Одно.").revision
    desk.save("Другое.", by=desk.neighbour)
    mine = Draft(text="Третье.")
    with pytest.raises(Stale):
        workflow.save(desk.now(), mine, read=read, by=Actor(desk.writer))
    workflow.settle(desk.now(), None, mine=mine, read=desk.entry.revision, by=Actor(desk.writer))
    assert list(desk.entry.versions.values_list("text", "inserts")) == [
        ("Третье.", [insert.pk]),
        ("Одно.", [insert.pk]),
    ]


def test_sending_asks_for_words_and_for_no_reason(desk: Desk) -> None:
    add(desk)
    for draft, field, words in (
        (Draft(), "text", "Напишите хотя бы одно предложение"),
        (Draft(nothing_reason="Не проводили."), "nothing_reason", "уберите вставку"),
    ):
        with pytest.raises(ValidationError) as refused:
            workflow.submit(desk.now(), draft, read=desk.entry.revision, by=Actor(desk.writer))
        assert words in refused.value.message_dict[field][0]
    assert send(desk).state == "submitted"


# --- What others' moves make of them ----------------------------------------------------------------------------------


def test_an_import_writes_over_the_text_alone(desk: Desk) -> None:
    insert = add(desk)
    desk.save("Своё.")
    for text, state in (("Из файла.", "draft"), ("", "draft")):
        workflow.write_imported(
            [(desk.now(), text)], plan_period=desk.plan_period, by=COMMAND, changes=Changes()
        )
        assert (desk.now().text, desk.entry.state) == (text, state)
        assert list(inserts_of(desk.entry)) == [insert]
    assert list(desk.entry.versions.values_list("text", "inserts")) == [("Своё.", [insert.pk])]


def test_what_was_inserted_under_an_imported_text_survives_its_taking_back(desk: Desk) -> None:
    insert = add(desk)
    ProgressEntry.objects.filter(pk=desk.entry.pk).update(state="empty")  # as the ledger had it
    workflow.entries_taken_back(desk.plan_period, [desk.entry.pk], by=COMMAND)
    assert (desk.now().state, list(inserts_of(desk.entry))) == ("draft", [insert])


def test_an_insert_under_a_draft_from_a_file_is_read_before_it_is_approved(
    desk: Desk, sources: Sources
) -> None:
    ProgressEntry.objects.filter(pk=desk.entry.pk).update(text="Из файла.", state="draft", origin="import")
    entry = desk.now()
    read = marks_of([entry])
    insert = add(desk, "roads")
    sources.change("roads", words="Ответов «да»: 13.")
    for change in (
        lambda: None,
        lambda: workflow.refresh_insert(insert, by=Actor(desk.writer)),
        lambda: workflow.remove_insert(inserts_of(entry).get(), by=Actor(desk.writer)),
    ):
        change()
        with pytest.raises(workflow.Outdated):
            workflow.approve(desk.plan_period, {desk.now(): None}, by=COMMAND, from_file=read)
        read = marks_of([desk.now()])
    workflow.approve(desk.plan_period, {desk.now(): None}, by=COMMAND, from_file=read)
    assert desk.now().state == "approved"


def test_an_insert_without_words_is_a_gap_and_stays(desk: Desk) -> None:
    """A report published as it stands says nothing where nobody wrote a sentence; what was inserted waits for one."""
    insert = add(desk, "roads")
    assert desk.entry in workflow.approve_filled(desk.plan_period, by=COMMAND)
    assert (desk.now().state, list(inserts_of(desk.entry))) == ("draft", [insert])


def test_a_half_year_with_an_insert_is_not_cancelled(desk: Desk) -> None:
    assert workflow.is_empty(desk.plan_period)
    add(desk)
    assert not workflow.is_empty(desk.plan_period)
    with pytest.raises(WrongState, match="уже есть сведения"):
        workflow.cancel_period(desk.plan_period, by=Actor(desk.coordinator))


def test_an_entry_with_an_insert_stays_when_its_row_leaves_the_plan(desk: Desk) -> None:
    add(desk)
    entry = desk.now()
    entry.activity.last_period = H1_2022
    entry.activity.save()
    standing.refresh(entry.plan_period.plan)
    assert ProgressEntry.objects.filter(pk=entry.pk).exists()


def published(desk: Desk) -> PlanPeriod:
    add(desk)
    send(desk)
    workflow.approve_filled(desk.plan_period, by=COMMAND)
    entry = desk.now()
    workflow.reopen([entry], plan_period=desk.plan_period, by=COMMAND, comment="Ошибка.")
    return desk.plan_period


def restored(plan_period: PlanPeriod, desk: Desk) -> set[int]:
    since = timezone.now() - timedelta(hours=1)
    return workflow.restore(plan_period, [desk.now()], since=since, by=COMMAND)


def test_a_correction_is_taken_back_only_where_the_inserts_are_those_approved(
    desk: Desk, sources: Sources
) -> None:
    plan_period = published(desk)
    insert = desk.entry.inserts.get()
    sources.change("roads", words="Ответов «да»: 13.")
    fresh = workflow.refresh_insert(insert, by=Actor(desk.writer))
    assert restored(plan_period, desk) == {desk.entry.pk}
    workflow.remove_insert(fresh, by=Actor(desk.writer))
    assert restored(plan_period, desk) == {desk.entry.pk}
    sources.change("roads", words="Ответов «да»: 12.")
    assert add(desk) == insert
    assert restored(plan_period, desk) == set()
    assert desk.now().state == "approved"


def test_an_insert_put_into_a_gap_during_a_correction_is_a_change(desk: Desk) -> None:
    assert restored(desk.plan_period, desk) == set()
    add(desk)
    assert restored(desk.plan_period, desk) == {desk.entry.pk}


def test_approving_asks_the_same_for_many_with_inserts(desk: Desk, sources: Sources) -> None:
    def asked(inserts: int) -> int:
        for number in range(inserts):
            sources.values[str(number)] = value_of(f"Опрос {number}")
            add(desk, str(number))
        send(desk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            workflow.approve_filled(desk.plan_period, by=COMMAND)
        workflow.reopen_entry(desk.now(), comment="Ещё раз.", by=Actor(desk.coordinator))
        return len(queries)

    assert asked(0) == asked(MOST_INSERTS)


# --- Kinds and offers -------------------------------------------------------------------------------------------------


def test_kinds_and_offers_are_named_by_apps(sources: Sources) -> None:
    [kind] = kinds()
    assert (kind.key, kind_of("tally"), kind_of("no")) == ("tally", kind, None)
    assert [offer.kind for offer in offers_in("«Да» - 195 чел.")] == ["tally"]
    assert offers_in("Ничего такого.") == offers_in("") == []


def test_a_value_is_one_text_and_back() -> None:
    value = value_of(chart=CHART, tables=(TABLE,), note="Доли округлены.", data='{"a":1}')
    assert InsertValue.from_text(value.to_text()) == value
    assert InsertValue.from_text(value.to_text()).to_text() == value.to_text()
    with pytest.raises(ValueError, match="Неизвестные части"):
        InsertValue.from_dict(value.to_dict() | {"later": 1})


def test_the_values_need_no_database() -> None:
    asked = "import sys, plans.inserts; sys.exit(any(name.startswith('django.db') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", asked], env={}, check=False).returncode == 0
