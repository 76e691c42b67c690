"""Reviewers' moves: returned and approved in the version that was read, all or none; undone, reopened, reminded."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.history import COMMAND
from accounts.models import HistoryEvent
from plans.models import ProgressEntry
from plans.queries import marks_of
from plans.workflow import (
    Draft,
    Outdated,
    WrongState,
    approve,
    attach_link,
    detach,
    give_back,
    give_back_many,
    lock_period,
    remind,
    reopen_entry,
    save,
    submit,
    take_back,
    undo_approval,
)
from tests.factories import actor
from tests.plans.reviewing import Half, make_half, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def half() -> Half:
    return make_half(3)


def told(action: str) -> list[str]:
    events = HistoryEvent.objects.filter(action=action).order_by("pk")
    return [event.object_label for event in events]


def test_texts_are_approved_in_the_version_that_was_read(half: Half) -> None:
    one, two = half.sent(1), half.sent(2)
    approved = approve(half.plan_period, {one: 1, two: 1}, by=half.by)
    assert states(half) == ["approved", "approved", "empty"]
    assert [entry.approved_version.text for entry in approved if entry.approved_version] == [
        "Сделано 1.",
        "Сделано 2.",
    ]
    assert told("entry_approved") == ["Мероприятие 1", "Мероприятие 2"]


def test_one_text_that_changed_keeps_all_from_being_approved(half: Half) -> None:
    one, two = half.sent(1), half.sent(2)
    save(half.entry(2), Draft(text="Иначе."), read=half.entry(2).revision, by=half.by)
    with pytest.raises(Outdated) as caught:
        approve(half.plan_period, {one: 1, two: 1}, by=half.by)
    assert caught.value.entries == [two]
    assert states(half) == ["submitted", "submitted", "empty"]
    approve(half.plan_period, {one: 1, two: 2}, by=half.by)
    assert states(half) == ["approved", "approved", "empty"]


@pytest.mark.parametrize("deed", ["approve", "return"])
def test_what_does_not_wait_for_review_is_named(half: Half, deed: str) -> None:
    waiting, taken = half.sent(1), half.sent(2)
    take_back(half.entry(2), by=half.by)
    never = half.entry(3)
    read = {waiting: 1, taken: 1, never: None}
    with pytest.raises(Outdated) as caught:
        if deed == "approve":
            approve(half.plan_period, read, by=half.by)
        else:
            give_back_many(half.plan_period, read, comment="Точнее.", by=half.by)
    assert caught.value.entries == [taken, never]
    assert states(half) == ["submitted", "draft", "empty"]


def approve_from_file(half: Half) -> list[ProgressEntry]:
    """The first entry as it stands."""
    entry = half.entry(1)
    return approve(half.plan_period, {entry: None}, by=half.by, from_file=marks_of([entry]))


def test_a_document_put_to_a_draft_from_a_file_is_read_before_it_is_approved(half: Half) -> None:
    ProgressEntry.objects.filter(pk=half.entry(1).pk).update(text="Из файла.", state="draft", origin="import")
    entry = half.entry(1)
    for change in (
        lambda: attach_link(entry, "https://example.org", by=half.by),
        lambda: detach(entry.attachments.get(), by=half.by),
    ):
        read = marks_of([entry])
        change()
        with pytest.raises(Outdated):
            approve(half.plan_period, {entry: None}, by=half.by, from_file=read)
    approve_from_file(half)
    assert states(half)[0] == "approved"


def test_a_draft_from_a_file_is_approved_as_it_was_seen(half: Half) -> None:
    ProgressEntry.objects.filter(pk=half.entry(1).pk).update(text="Из файла.", state="draft", origin="import")
    seen = half.entry(1)
    read = marks_of([seen])
    ProgressEntry.objects.filter(pk=seen.pk).update(text="Из файла снова.", revision=seen.revision + 1)
    with pytest.raises(Outdated):
        approve(half.plan_period, {seen: None}, by=half.by, from_file=read)
    with pytest.raises(Outdated):
        approve(half.plan_period, {seen: None}, by=half.by)
    approve_from_file(half)
    version = half.entry(1).approved_version
    assert version is not None
    assert (version.number, version.text, version.cause) == (1, "Из файла снова.", "imported")


def test_a_draft_of_a_person_is_never_approved_unsent(half: Half) -> None:
    save(half.entry(1), Draft(text="Пишу."), read=0, by=half.by)
    with pytest.raises(Outdated):
        approve_from_file(half)


def test_a_returned_text_keeps_its_remark_and_a_version(half: Half) -> None:
    entry = give_back(half.sent(1), version=1, comment="  Скажите точнее.\x00 ", by=half.by)
    assert (entry.state, entry.remark) == ("returned", "Скажите точнее.")
    version = entry.versions.get(number=2)
    assert (version.cause, version.comment, version.text) == ("returned", "Скажите точнее.", "Сделано 1.")
    assert HistoryEvent.objects.get(action="entry_returned").comment == "Скажите точнее."


@pytest.mark.parametrize("comment", ["", "  \n", "\x00", "я" * 5_001])
def test_a_remark_says_something_and_not_too_much(half: Half, comment: str) -> None:
    with pytest.raises(ValidationError) as caught:
        give_back(half.sent(1), version=1, comment=comment, by=half.by)
    assert list(caught.value.message_dict) == ["remark"]
    assert states(half)[0] == "submitted"


def test_several_texts_get_one_remark(half: Half) -> None:
    give_back_many(half.plan_period, {half.sent(1): 1, half.sent(2): 1}, comment="Нужны числа.", by=half.by)
    assert states(half) == ["returned", "returned", "empty"]
    assert {half.entry(number).remark for number in (1, 2)} == {"Нужны числа."}


def test_an_approval_is_taken_back_at_once(half: Half) -> None:
    approved = approve(half.plan_period, {half.sent(1): 1}, by=half.by)
    undo_approval(half.plan_period, {approved[0]: approved[0].revision}, by=half.by)
    entry = half.entry(1)
    assert (entry.state, entry.approved_version) == ("submitted", None)
    assert told("entry_approval_undone") == ["Мероприятие 1"]
    approve(half.plan_period, {entry: 1}, by=half.by)
    assert states(half)[0] == "approved"


def test_an_approved_draft_from_a_file_becomes_a_draft_again(half: Half) -> None:
    ProgressEntry.objects.filter(pk=half.entry(1).pk).update(text="Из файла.", state="draft", origin="import")
    approved = approve_from_file(half)
    undo_approval(half.plan_period, {approved[0]: approved[0].revision}, by=half.by)
    assert states(half)[0] == "draft"
    approve_from_file(half)
    version = half.entry(1).approved_version
    assert version is not None
    assert version.number == 2


def test_what_has_changed_since_cannot_be_undone(half: Half) -> None:
    approved = approve(half.plan_period, {half.sent(1): 1, half.sent(2): 1}, by=half.by)
    reopen_entry(half.entry(1), comment="Ошибка.", by=half.by)
    with pytest.raises(Outdated) as caught:
        undo_approval(half.plan_period, {entry: entry.revision for entry in approved}, by=half.by)
    assert caught.value.entries == [approved[0]]
    assert states(half) == ["returned", "approved", "empty"]


def test_an_approved_text_is_opened_again_with_its_reason(half: Half) -> None:
    entry = half.approved(1)
    with pytest.raises(ValidationError):
        reopen_entry(entry, comment=" ", by=half.by)
    reopen_entry(entry, comment="Число неверно.", by=half.by)
    entry = half.entry(1)
    assert (entry.state, entry.remark) == ("returned", "Число неверно.")
    assert entry.approved_version is not None
    assert told("entry_reopened") == ["Мероприятие 1"]


def test_only_what_is_not_handed_in_is_reminded_of(half: Half) -> None:
    sent, returned, empty = half.sent(1), half.returned(2), half.entry(3)
    late = remind(half.plan_period, [sent, returned, empty], by=half.by)
    assert set(late) == {returned, empty}
    assert [half.entry(number).reminded_at is None for number in (1, 2, 3)] == [True, False, False]
    assert told("entry_reminded") == ["Мероприятие 2", "Мероприятие 3"]


@pytest.mark.parametrize("deed", ["approve", "return", "undo", "reopen", "remind"])
def test_an_officer_decides_nothing_and_learns_no_state(half: Half, deed: str) -> None:
    entry = half.sent(1)
    lock_period(half.plan_period, by=COMMAND)
    officer = actor(half.municipality, "officer")
    with pytest.raises(PermissionDenied):
        decide(half, entry, deed, officer)


@pytest.mark.parametrize("deed", ["approve", "return", "undo", "reopen", "remind"])
def test_a_half_year_that_has_gone_on_is_left_alone(half: Half, deed: str) -> None:
    entry = half.sent(1)
    lock_period(half.plan_period, by=COMMAND)
    with pytest.raises(WrongState, match="закрыто"):
        decide(half, entry, deed, half.by)


@pytest.mark.parametrize("deed", ["approve", "return", "undo", "reopen", "remind"])
def test_what_a_correction_leaves_alone_stays(half: Half, deed: str) -> None:
    entry = half.sent(1)
    half.plan_period.entries.update(is_closed=True)
    with pytest.raises(WrongState, match="исправляются"):
        decide(half, entry, deed, half.by)


def decide(half: Half, entry: ProgressEntry, deed: str, by: object) -> None:
    if deed == "approve":
        approve(half.plan_period, {entry: 1}, by=by)  # type: ignore[arg-type]
    elif deed == "return":
        give_back(entry, version=1, comment="Точнее.", by=by)  # type: ignore[arg-type]
    elif deed == "undo":
        undo_approval(half.plan_period, {entry: entry.revision}, by=by)  # type: ignore[arg-type]
    elif deed == "reopen":
        reopen_entry(entry, comment="Точнее.", by=by)  # type: ignore[arg-type]
    else:
        remind(half.plan_period, [entry], by=by)  # type: ignore[arg-type]


def test_approving_many_takes_no_query_for_each() -> None:
    spent = []
    for slug, count in (("one", 3), ("two", 43)):
        half = make_half(count, slug=slug)
        read = {half.sent(number): 1 for number in range(1, count + 1)}
        with CaptureQueriesContext(connection) as queries:
            approve(half.plan_period, read, by=half.by)
        spent.append(len(queries))
    assert spent[0] == spent[1]


def test_a_text_sent_again_is_a_new_version_to_approve(half: Half) -> None:
    entry = half.returned(1)
    submit(entry, Draft(text="Сделано 1, точнее."), read=entry.revision, by=half.by)
    with pytest.raises(Outdated):
        approve(half.plan_period, {half.entry(1): 1}, by=half.by)
    approve(half.plan_period, {half.entry(1): 3}, by=half.by)
    assert half.entry(1).remark == ""
