"""What officials do with an entry: saved, sent, taken back, and two who write at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.history import COMMAND, Actor
from accounts.models import HistoryEvent, User
from plans import workflow
from plans.models import EntryEditor, Officer, ProgressEntry, Substitution
from plans.workflow import Draft, Stale, WrongState
from tests.factories import make_user
from tests.plans.entry_work import Desk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def events(entry: ProgressEntry) -> list[str]:
    found = HistoryEvent.objects.filter(object_type="plans.progressentry", object_id=entry.pk)
    return list(found.order_by("pk").values_list("action", flat=True))


def kept(entry: ProgressEntry) -> list[tuple[str, str, User | None]]:
    """The versions, oldest first: text, cause, author."""
    return [(item.text, item.cause, item.author) for item in entry.versions.order_by("number")]


def send(desk: Desk, text: str = "Готово.", *, by: User | None = None, **options: object) -> ProgressEntry:
    entry = desk.now()
    values = {"read": entry.revision, "by": Actor(by or desk.writer)} | options
    return workflow.submit(entry, Draft(text=text), **values)  # type: ignore[arg-type]


def test_the_first_words_begin_a_draft_and_blank_ones_end_it(desk: Desk) -> None:
    assert (desk.save("Слово.").state, desk.now().updated_by) == ("draft", desk.writer)
    assert desk.save(" \n\t ").state == "empty"
    assert desk.now().text == ""


def test_a_text_is_kept_without_what_no_database_takes(desk: Desk) -> None:
    desk.save("\r\n  Раз \x00два.  \r\n\r\n– три\r\n")
    assert desk.now().text == "  Раз два.\n\n– три"


def test_autosaves_tell_the_history_of_the_beginning_only(desk: Desk) -> None:
    for text in ("Р", "Ра", "Раз"):
        desk.save(text, is_autosave=True)
    assert events(desk.entry) == ["entry_saved"]
    assert kept(desk.entry) == []
    desk.save("Раз, два.")
    assert events(desk.entry) == ["entry_saved", "entry_saved"]


def test_a_text_that_passes_to_another_author_stays_as_a_version(desk: Desk) -> None:
    desk.save("Первый.", is_autosave=True)
    desk.save("Второй.", by=desk.neighbour, is_autosave=True)
    desk.save("Третий.", by=desk.neighbour, is_autosave=True)
    assert kept(desk.entry) == [("Первый.", "handed_over", desk.writer)]
    assert desk.now().text == "Третий."


def test_figures_alone_are_kept_too_when_another_author_comes(desk: Desk) -> None:
    entry = desk.entry
    workflow.save(entry, Draft(figures={desk.calls.pk: Decimal(9)}), read=0, by=Actor(desk.writer))
    desk.save("Второй.", by=desk.neighbour)
    assert [version.figures for version in entry.versions.all()] == [{str(desk.calls.pk): "9"}]


def test_a_stale_save_is_refused_and_changes_nothing(desk: Desk) -> None:
    desk.save("Их.", by=desk.neighbour)
    with pytest.raises(Stale) as caught:
        desk.save("Мой.", read=0)
    assert caught.value.entry.text == "Их."
    assert (desk.now().text, desk.entry.revision) == ("Их.", 1)


def test_two_tabs_of_one_author_are_two_writers(desk: Desk) -> None:
    desk.save("В одном окне.")
    with pytest.raises(Stale):
        desk.save("В другом окне.", read=0)


def test_the_same_words_once_more_are_no_conflict(desk: Desk) -> None:
    first = desk.save("Слово.")
    again = desk.save("Слово.", read=0)
    assert (again.revision, events(desk.entry)) == (first.revision, ["entry_saved"])


def settle(desk: Desk, draft: Draft | None, *, mine: str, by: User | None = None) -> ProgressEntry:
    entry = desk.now()
    return workflow.settle(
        entry, draft, mine=Draft(text=mine), read=entry.revision, by=Actor(by or desk.writer)
    )


def test_my_text_over_theirs_leaves_theirs_as_a_version(desk: Desk) -> None:
    desk.save("Их.", by=desk.neighbour)
    settle(desk, Draft(text="Мой."), mine="Мой.")
    assert desk.now().text == "Мой."
    assert kept(desk.entry) == [("Их.", "handed_over", desk.neighbour)]


def test_their_text_leaves_mine_as_a_version_once(desk: Desk) -> None:
    desk.save("Их.", by=desk.neighbour)
    for _ in range(2):
        settle(desk, None, mine="Мой.")
    assert desk.now().text == "Их."
    assert kept(desk.entry) == [("Мой.", "handed_over", desk.writer)]
    assert events(desk.entry) == ["entry_saved", "entry_text_set_aside"]


def test_a_merged_text_leaves_both_as_versions(desk: Desk) -> None:
    desk.save("Их.", by=desk.neighbour)
    settle(desk, Draft(text="Мой.\nИх."), mine="Мой.")
    assert desk.now().text == "Мой.\nИх."
    assert kept(desk.entry) == [
        ("Мой.", "handed_over", desk.writer),
        ("Их.", "handed_over", desk.neighbour),
    ]


def test_of_two_tabs_of_one_author_both_texts_stay(desk: Desk) -> None:
    desk.save("В одном окне.")
    settle(desk, Draft(text="В другом окне."), mine="В другом окне.")
    assert [text for text, _, _ in kept(desk.entry)] == ["В одном окне."]


def test_a_conflict_settled_on_what_is_stale_is_shown_again(desk: Desk) -> None:
    desk.save("Их.", by=desk.neighbour)
    desk.save("Их, дальше.", by=desk.neighbour)
    with pytest.raises(Stale):
        workflow.settle(
            desk.entry, Draft(text="Мой."), mine=Draft(text="Мой."), read=1, by=Actor(desk.writer)
        )
    assert (desk.now().text, kept(desk.entry)) == ("Их, дальше.", [])


def test_what_waits_for_review_stays_the_newest_version(desk: Desk) -> None:
    send(desk, "Отправленный.")
    settle(desk, None, mine="Правка координатора.", by=desk.coordinator)
    assert [(text, cause) for text, cause, _ in kept(desk.entry)] == [
        ("Отправленный.", "submitted"),
        ("Правка координатора.", "handed_over"),
        ("Отправленный.", "edited"),
    ]


def test_sending_keeps_a_version_and_says_so(desk: Desk) -> None:
    entry = send(desk)
    assert (entry.state, entry.revision, kept(entry)) == (
        "submitted",
        2,
        [("Готово.", "submitted", desk.writer)],
    )
    event = HistoryEvent.objects.filter(action="entry_submitted").get()
    assert (event.before, event.after) == (
        {"state": "draft"},
        {"state": "submitted", "version": 1, "text": "Готово."},
    )


def test_sending_twice_is_sending_once(desk: Desk) -> None:
    first = send(desk)
    again = send(desk, read=0)
    assert (again.revision, len(kept(again)), events(again)) == (
        first.revision,
        1,
        ["entry_saved", "entry_submitted"],
    )


def test_another_text_is_not_sent_over_one_that_was_sent(desk: Desk) -> None:
    send(desk)
    with pytest.raises(WrongState, match="на проверке"):
        send(desk, "Другое.")
    assert desk.now().text == "Готово."


def test_a_text_is_not_sent_again_unread_after_it_came_back(desk: Desk) -> None:
    sent = send(desk)
    workflow.give_back(sent, version=1, comment="Сверьте число.", by=Actor(desk.coordinator))
    with pytest.raises(WrongState, match="вернули с замечанием"):
        send(desk, read=0)
    assert send(desk).state == "submitted"
    assert desk.now().remark == ""


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (Draft(text=" \n "), "text"),
        (Draft(text="Слово.", nothing_reason="Не проводилось."), "nothing_reason"),
        (Draft(text="а" * 200_001), "text"),
        (Draft(nothing_reason="а" * 2_001), "nothing_reason"),
    ],
)
def test_what_is_not_ready_is_not_sent(desk: Desk, draft: Draft, field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        workflow.submit(desk.entry, draft, read=0, by=Actor(desk.writer))
    assert list(caught.value.message_dict) == [field]
    assert (desk.now().state, desk.entry.revision) == ("empty", 0)


def test_a_reason_alone_is_an_answer(desk: Desk) -> None:
    entry = workflow.submit(
        desk.entry, Draft(nothing_reason="Не проводилось."), read=0, by=Actor(desk.writer)
    )
    assert (entry.state, entry.nothing_reason) == ("submitted", "Не проводилось.")


@pytest.mark.parametrize(("value", "asks"), [(10, False), (11, True), (4, False), (3, True), (0, True)])
def test_a_change_of_more_than_half_must_be_confirmed(desk: Desk, value: int, asks: bool) -> None:
    name = f"figure-{desk.calls.pk}"
    draft = Draft(text="Готово.", figures={desk.calls.pk: Decimal(value)})
    if asks:
        with pytest.raises(ValidationError) as caught:
            workflow.submit(desk.entry, draft, read=0, by=Actor(desk.writer))
        assert list(caught.value.message_dict) == [name]
    confirmed = Draft(draft.text, "", draft.figures, frozenset({desk.calls.pk}) if asks else frozenset())
    entry = workflow.submit(desk.entry, confirmed, read=0, by=Actor(desk.writer))
    assert [(item.value, item.is_confirmed) for item in entry.figures.all()] == [(Decimal(value), asks)]


def test_a_text_is_taken_back_once_however_often_it_is_clicked(desk: Desk) -> None:
    send(desk)
    for _ in range(2):
        assert workflow.take_back(desk.entry, by=Actor(desk.writer)).state == "draft"
    assert events(desk.entry)[-1:] == ["entry_taken_from_review"]


def test_an_approved_text_is_not_taken_back(desk: Desk) -> None:
    sent = send(desk)
    workflow.approve(desk.plan_period, {sent: 1}, by=Actor(desk.coordinator))
    with pytest.raises(WrongState, match="утверждено"):
        workflow.take_back(desk.entry, by=Actor(desk.writer))
    with pytest.raises(WrongState, match="утверждено"):
        desk.save("Ещё слово.")


def test_nobody_writes_what_is_not_theirs(desk: Desk) -> None:
    outsider = make_user()
    for user in (desk.stranger, outsider):
        for deed in (
            lambda user=user: desk.save("Чужое.", by=user),
            lambda user=user: send(desk, by=user),
            lambda user=user: settle(desk, None, mine="Чужое.", by=user),
            lambda user=user: workflow.take_back(desk.entry, by=Actor(user)),
        ):
            with pytest.raises(PermissionDenied):
                deed()
    assert (desk.now().revision, kept(desk.entry), events(desk.entry)) == (0, [], [])


def test_a_person_is_told_they_may_not_before_they_learn_the_state(desk: Desk) -> None:
    workflow.lock_period(desk.plan_period, by=COMMAND)
    with pytest.raises(PermissionDenied):
        desk.save("Чужое.", by=desk.stranger)
    with pytest.raises(WrongState, match="закрыто"):
        desk.save("Своё.")


def test_a_closed_entry_takes_nothing(desk: Desk) -> None:
    ProgressEntry.objects.filter(pk=desk.entry.pk).update(is_closed=True)
    with pytest.raises(WrongState, match="закрыт"):
        desk.save("Слово.")


def test_a_substitute_writes_from_and_until_a_day(desk: Desk) -> None:
    Substitution.objects.create(
        officer=Officer.objects.get(user=desk.neighbour),
        substitute=Officer.objects.get(user=desk.stranger),
        from_day=date(2023, 1, 10),
        until_day=date(2023, 1, 12),
    )
    for day in (9, 13):
        with pytest.raises(PermissionDenied):
            desk.save("Чужое.", by=desk.stranger, on=date(2023, 1, day))
    for day in (10, 12):
        desk.save(f"За коллегу, {day}.", by=desk.stranger, on=date(2023, 1, day))
    assert desk.now().text == "За коллегу, 12."


def test_a_coordinator_writes_on_behalf_and_the_history_says_so(desk: Desk) -> None:
    desk.save("За исполнителя.", by=desk.coordinator)
    assert events(desk.entry) == ["entry_edited"]


def test_a_coordinator_mends_a_text_that_waits_for_review(desk: Desk) -> None:
    send(desk)
    entry = desk.save("Готово, исправлено.", by=desk.coordinator)
    assert (entry.state, [(text, cause) for text, cause, _ in kept(entry)]) == (
        "submitted",
        [("Готово.", "submitted"), ("Готово, исправлено.", "edited")],
    )
    with pytest.raises(WrongState):
        desk.save("Исполнитель передумал.")


@pytest.mark.parametrize(
    "text",
    ["😀 👩‍👩‍👧", "مرحبا بالعالم", "<script>alert(1)</script>", "ы" * 10_000, "я" * 200_000],
    ids=["emoji", "rtl", "script", "one line", "longest"],
)
def test_any_words_come_back_as_they_were_written(desk: Desk, text: str) -> None:
    desk.save(text)
    assert desk.now().text == text


def test_one_who_looks_twice_is_seen_once(desk: Desk) -> None:
    for _ in range(2):
        workflow.see(desk.entry, desk.writer)
    assert EntryEditor.objects.count() == 1
