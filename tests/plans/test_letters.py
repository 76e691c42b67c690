"""The outbox against a mail server that takes, refuses, hesitates or is away."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import Municipality
from plans import letters
from plans.models import Letter
from tests.factories import actor, make_municipality, make_user
from tests.plans.smtp_sink import Sink, smtp_sink

pytestmark = pytest.mark.django_db


@pytest.fixture
def sink() -> Iterator[Sink]:
    with smtp_sink() as server:
        yield server


@pytest.fixture(autouse=True)
def mail(settings: Any, sink: Sink) -> None:
    settings.SITE_URL = "https://portal.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_TIMEOUT = 2


@pytest.fixture
def here() -> Municipality:
    return make_municipality()


def make_letter(here: Municipality, **fields: Any) -> Letter:
    values = {"key": uuid.uuid4().hex, "subject": "Срок прошёл: 5", "text": "Сдайте.\n.\nВсё.\n"}
    user = fields.pop("user", None) or make_user(here, "officer")
    return Letter.objects.create(municipality=here, user=user, **values | fields)


def state(letter: Letter) -> tuple[Any, ...]:
    letter.refresh_from_db()
    return (
        letter.sent_at is not None,
        letter.error,
        letter.lease,
        letter.lease_until is not None,
        letter.attempts,
    )


def over(letter: Letter) -> None:
    """The letter's pause or lease is over."""
    Letter.objects.filter(pk=letter.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_every_waiting_letter_goes_once_in_the_order_of_writing(here: Municipality, sink: Sink) -> None:
    written = [make_letter(here) for _ in range(5)]
    for _ in range(2):
        letters.send_waiting()
    assert sink.ids == [f"<letter-{letter.pk}.zarechny@portal.example.org>" for letter in written]
    first = sink.received[0]
    assert (first["Subject"], first["To"], first["Auto-Submitted"]) == (
        "Срок прошёл: 5",
        written[0].user.email,
        "auto-generated",
    )
    assert first.get_content().splitlines() == ["Сдайте.", ".", "Всё."]
    assert state(written[0]) == (True, "", None, False, 1)


def test_another_workers_letter_is_left_alone_until_its_lease_is_over(here: Municipality, sink: Sink) -> None:
    letter = make_letter(here, lease=uuid.uuid4(), lease_until=timezone.now() + timedelta(minutes=1))
    letters.send_waiting()
    assert sink.ids == []
    over(letter)
    letters.send_waiting()
    assert len(sink.ids) == 1


def test_a_letter_that_lost_its_lease_half_way_is_no_letter_for_the_server(
    here: Municipality, sink: Sink
) -> None:
    lost, after = make_letter(here), make_letter(here)
    thief = uuid.uuid4()
    until = timezone.now() + timedelta(minutes=1)
    sink.before_body = lambda number: None

    claim = letters._claim

    def claim_and_lose(pk: int) -> uuid.UUID | None:
        lease = claim(pk)
        if pk == lost.pk:
            Letter.objects.filter(pk=pk).update(lease=thief, lease_until=until)
        return lease

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(letters, "_claim", claim_and_lose)
        letters.send_waiting()
    assert sink.ids == [letters.message_id(after)]
    assert state(lost) == (False, "", thief, True, 1)


def test_it_is_noted_before_the_server_has_the_whole_letter(here: Municipality, sink: Sink) -> None:
    """Whoever dies with the answer still under way has noted it: nobody sends it again."""
    make_letter(here)
    noted: list[int] = []
    hand_over = letters.PostOffice.hand_over

    def watched(self: Any, message: Any, at_last: Any) -> None:
        def at_last_watched() -> None:
            noted.append(len(sink.received))
            at_last()
            noted.append(len(sink.received))

        hand_over(self, message, at_last_watched)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(letters.PostOffice, "hand_over", watched)
        letters.send_waiting()
    assert (noted, len(sink.received)) == ([0, 0], 1)


def test_a_refusal_for_ever_is_given_up_with_the_servers_words_and_the_next_goes(
    here: Municipality, sink: Sink
) -> None:
    refused, after = make_letter(here), make_letter(here)
    sink.answers[refused.user.email] = "550 5.1.1 No such user"
    letters.send_waiting()
    words = "Почтовый сервер отказался принять письмо: 550 5.1.1 No such user"
    assert state(refused) == (False, words, None, False, 1)
    assert sink.ids == [letters.message_id(after)]
    assert list(letters.undelivered(here)) == [refused]
    letters.send_waiting()
    assert state(refused)[-1] == 1


def test_a_refusal_for_now_is_tried_again_after_a_pause_that_grows(here: Municipality, sink: Sink) -> None:
    letter = make_letter(here)
    sink.answers[letter.user.email] = "450 Try later"
    pauses = []
    for _ in range(8):
        letters.send_waiting()
        letter.refresh_from_db()
        assert letter.lease_until is not None
        pauses.append(round((letter.lease_until - timezone.now()).total_seconds() / 60))
        over(letter)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert list(letters.undelivered(here)) == []
    sink.answers.clear()
    letters.send_waiting()
    assert state(letter) == (True, "", None, False, 9)


def test_a_refusal_after_the_whole_letter_undoes_the_note(here: Municipality, sink: Sink) -> None:
    letter = make_letter(here)
    sink.final_answer = "451 Disk full"
    letters.send_waiting()
    sent, error, *_ = state(letter)
    assert (sent, "451" in error) == (False, True)
    over(letter)
    sink.final_answer = "554 Spam"
    letters.send_waiting()
    assert state(letter)[1] == "Почтовый сервер отказался принять письмо: 554 Spam"


def test_while_the_server_is_away_one_letter_asks_for_all(
    here: Municipality, settings: Any, sink: Sink
) -> None:
    asking, waiting = make_letter(here), make_letter(here)
    settings.EMAIL_PORT = 1
    letters.send_waiting()
    assert (state(asking)[0], state(asking)[-1], state(waiting)[-1]) == (False, 1, 0)
    assert state(asking)[1].startswith("Почтовый сервер не отвечает")
    settings.EMAIL_PORT = sink.port
    over(asking)
    letters.send_waiting()
    assert sorted(sink.ids) == sorted(map(letters.message_id, (asking, waiting)))


def test_what_the_server_has_not_taken_in_three_days_is_given_up(here: Municipality, settings: Any) -> None:
    old = timezone.now() - timedelta(days=3, minutes=1)
    tried = make_letter(
        here, created_at=old, attempts=9, error="Почтовый сервер не отвечает", lease_until=old
    )
    interrupted = make_letter(here, created_at=old, attempts=1, lease=uuid.uuid4(), lease_until=old)
    settings.EMAIL_PORT = 1
    letters.send_waiting()
    assert state(tried) == (False, "Почтовый сервер не отвечает", None, False, 9)
    assert state(interrupted) == (False, letters.NOT_TAKEN, None, False, 1)


def test_without_a_mail_server_what_waits_is_given_up_and_says_so(
    here: Municipality, settings: Any, sink: Sink
) -> None:
    letter = make_letter(here)
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    letters.send_waiting()
    assert state(letter) == (False, letters.MAIL_IS_OFF, None, False, 0)


def test_who_has_left_gets_no_letter(here: Municipality, sink: Sink) -> None:
    left, off = make_user(here, "officer"), make_user(here, "officer", is_active=False)
    written = [make_letter(here, user=left), make_letter(here, user=off)]
    left.memberships.all().delete()
    letters.send_waiting()
    assert [state(letter)[:2] for letter in written] == [(False, letters.NOBODY)] * 2
    assert sink.ids == []


def test_an_administrator_sends_again_what_was_given_up(here: Municipality, sink: Sink) -> None:
    letter = make_letter(here, error="550 No such user", attempts=3)
    letters.send_again(letter, by=actor(here, "administrator"))
    letters.send_waiting()
    assert (sink.ids, state(letter)) == ([letters.message_id(letter)], (True, "", None, False, 1))
    assert here.history.get(action="letter_sent_again").before == {"error": "550 No such user"}
    letters.send_again(letter, by=actor(here, "administrator"))
    letters.send_waiting()
    assert len(sink.ids) == 1


def test_a_letter_whose_worker_died_before_the_answer_is_not_repeated_unasked(
    here: Municipality, sink: Sink
) -> None:
    now = timezone.now()
    letter = make_letter(
        here, sent_at=now, lease=uuid.uuid4(), lease_until=now + timedelta(minutes=1), attempts=1
    )
    assert list(letters.undelivered(here)) == []
    over(letter)
    letters.send_waiting()
    assert (sink.ids, list(letters.undelivered(here))) == ([], [letter])
    letters.send_again(letter, by=actor(here, "administrator"))
    letters.send_waiting()
    assert (sink.ids, state(letter)) == ([letters.message_id(letter)], (True, "", None, False, 1))


def test_a_coordinator_does_not_send_again(here: Municipality) -> None:
    with pytest.raises(PermissionDenied):
        letters.send_again(make_letter(here, error="550"), by=actor(here, "coordinator"))


def test_a_broker_that_is_away_breaks_nothing(
    here: Municipality, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def away(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError("away")

    monkeypatch.setattr(current_app, "send_task", away)
    letter = Letter(municipality=here, user=make_user(here, "officer"), key="a", subject="s", text="t")
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        ids = letters.post([letter])
    assert (len(callbacks), ids) == (1, {"a": Letter.objects.get().pk})


def test_any_other_backend_sends_too(here: Municipality, settings: Any, mailoutbox: list[Any]) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    letter = make_letter(here)
    letters.send_waiting()
    assert [message.extra_headers["Message-ID"] for message in mailoutbox] == [letters.message_id(letter)]
    assert state(letter) == (True, "", None, False, 1)
