"""The outbox: letters claimed by a lease, handed to the mail server, and noted; the one place that writes a letter.

A letter waits while it has neither gone nor been given up. Given up is one with an error and no day to try again;
handed over without an answer, one that has gone and still has its lease (docs/decisions/0010).
"""

from __future__ import annotations

import logging
import smtplib
import time
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.history import Actor, record
from accounts.mails import mail_is_set_up
from accounts.models import Municipality
from accounts.permissions import Deed, require
from plans.mailing import Away, PostOffice, Refused
from plans.models import Letter

logger = logging.getLogger(__name__)

# A letter that the mail server does not take for so long is given up: by then the portal has said more.
TRIED_FOR = timedelta(days=3)
_LONGEST_PAUSE = timedelta(hours=1)
# One run takes no longer: the next one goes on, and a task is never cut short while it sends.
_RUN_SECONDS = 60

MAIL_IS_OFF = "Почта в портале не настроена: письмо не отправлено."
NOBODY = "Этот человек больше не работает в портале."
NOT_TAKEN = "Почтовый сервер не принимал письмо три дня."


class LeaseLost(Exception):
    """Another worker has taken the letter over; this one must not hand it in."""


def post(new: Iterable[Letter]) -> dict[str, int]:
    """Put letters into the outbox, each key once; they are sent once the transaction is committed.

    Answers the id of each letter by its key, whoever wrote it.
    """
    wanted = list(new)
    if not wanted:
        return {}
    Letter.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=500)
    transaction.on_commit(nudge)
    keys = [letter.key for letter in wanted]
    return dict(Letter.objects.filter(key__in=keys).values_list("key", "pk"))


def nudge() -> None:
    """Tell a worker. A broker that is away is logged and never raised: the sweep sends."""
    try:
        current_app.send_task("plans.send_letters")
    except Exception as error:  # noqa: BLE001 - every broker fails in its own way, and none may break a saved form
        logger.warning("Nobody could be told of new letters (%s); the sweep will send them.", error)


def waiting(now: datetime) -> QuerySet[Letter]:
    """What may be sent now: never tried, or its pause or its worker's lease is over. The oldest first."""
    free = Q(lease_until__isnull=True, error="") | Q(lease_until__lt=now)
    return Letter.objects.filter(free, sent_at__isnull=True).order_by("pk")


def undelivered(municipality: Municipality) -> QuerySet[Letter]:
    """What administrators should know of: letters given up, and those handed over by a worker that died before the
    server's answer. The newest first."""
    given_up = Q(sent_at__isnull=True, lease_until__isnull=True) & ~Q(error="")
    unanswered = Q(sent_at__isnull=False, lease_until__lt=timezone.now())
    return (
        Letter.objects.filter(given_up | unanswered, municipality=municipality)
        .select_related("user")
        .order_by("-created_at", "-pk")
    )


def send_waiting() -> None:
    """Send what waits, until nothing does or the mail server is away. Safe to run by many at once."""
    now = timezone.now()
    _give_up(now)
    until = time.monotonic() + _RUN_SECONDS
    with PostOffice() as post_office:
        for pk in waiting(now).values_list("pk", flat=True)[:1000]:
            if time.monotonic() > until:
                break
            lease = _claim(pk)
            if lease and not _send(pk, lease, post_office):
                return
    if waiting(timezone.now()).exists():
        nudge()


@transaction.atomic
def send_again(letter: Letter, *, by: Actor) -> None:
    """Put an undelivered letter back into the outbox; one that is waiting or has gone stays as it is."""
    require(by.user, Deed.MANAGE_MEMBERS, letter.municipality)
    before = letter.error
    found = undelivered(letter.municipality).filter(pk=letter.pk).order_by()
    if found.update(error="", attempts=0, sent_at=None, lease=None, lease_until=None):
        record(letter.municipality, by=by, action="letter_sent_again", about=letter, before={"error": before})
        transaction.on_commit(nudge)


def message_id(letter: Letter) -> str:
    """The same whenever the letter is sent: a second copy of it is known as one."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<letter-{letter.pk}.{letter.municipality.slug}@{host}>"


def _give_up(now: datetime) -> None:
    if not mail_is_set_up():
        waiting(now).update(error=MAIL_IS_OFF, lease=None, lease_until=None)
        return
    old = waiting(now).filter(attempts__gt=0, created_at__lt=now - TRIED_FOR)
    old.filter(error="").update(error=NOT_TAKEN)
    old.update(lease=None, lease_until=None)


def _claim(pk: int) -> uuid.UUID | None:
    """Take a letter that waits; None where it is another's already."""
    lease, now = uuid.uuid4(), timezone.now()
    until = now + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    taken = (
        waiting(now)
        .filter(pk=pk)
        .order_by()
        .update(lease=lease, lease_until=until, attempts=F("attempts") + 1)
    )
    return lease if taken else None


def _send(pk: int, lease: uuid.UUID, post_office: PostOffice) -> bool:
    """Hand a claimed letter over; answers whether the mail server is there for the next one."""
    letter = Letter.objects.select_related("user", "municipality").get(pk=pk)
    if (
        not letter.user.is_active
        or not letter.user.memberships.filter(municipality=letter.municipality).exists()
    ):
        _note(pk, lease, error=NOBODY, lease=None, lease_until=None)
        return True

    def note_that_it_goes() -> None:
        """The last thing before the server has the whole letter: from here on nobody sends it again."""
        if not _note(pk, lease, sent_at=timezone.now()):
            raise LeaseLost

    message = EmailMessage(
        letter.subject,
        letter.text,
        to=[letter.user.email],
        headers={"Message-ID": message_id(letter), "Auto-Submitted": "auto-generated"},
    )
    try:
        post_office.hand_over(message, note_that_it_goes)
    except LeaseLost:
        logger.warning("Letter %s was taken over by another worker.", pk)
        return True
    except Refused as refusal:
        logger.warning("Letter %s was refused: %s", pk, refusal)
        _note(pk, lease, error=str(refusal), sent_at=None, lease=None, lease_until=None)
        return True
    except (Away, OSError, smtplib.SMTPException) as error:
        logger.warning("Letter %s could not be sent: %s", pk, error)
        pause = min(timedelta(minutes=2 ** min(letter.attempts - 1, 10)), _LONGEST_PAUSE)
        again = timezone.now() + pause
        _note(pk, lease, error=str(error), sent_at=None, lease=None, lease_until=again)
        return not isinstance(error, Away)
    _note(pk, lease, error="", lease=None, lease_until=None)
    return True


def _note(pk: int, held: uuid.UUID, **values: object) -> bool:
    return bool(Letter.objects.filter(pk=pk, lease=held).update(**values))
