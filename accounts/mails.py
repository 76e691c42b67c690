"""Letters to members, where the portal has a mail server; the page shows the link in any case."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from accounts.models import Municipality, User

logger = logging.getLogger(__name__)

NOWHERE = {
    "django.core.mail.backends.console.EmailBackend",
    "django.core.mail.backends.dummy.EmailBackend",
}


def mail_is_set_up() -> bool:
    """Whether letters leave this machine at all."""
    return settings.EMAIL_BACKEND not in NOWHERE


def send_access_letter(user: User, municipality: Municipality, *, link: str = "") -> bool:
    """Tell a person that they may enter; `link` is the one of first sign-in. Answers whether the letter went out.

    Call it after the transaction: a mail server that is away must not undo what was written.
    """
    if not mail_is_set_up():
        return False
    context = {
        "municipality": municipality,
        "link": link,
        "office_url": f"{settings.SITE_URL}{settings.LOGIN_REDIRECT_URL}",
    }
    text = render_to_string("accounts/email/access.txt", context)
    try:
        send_mail(f"Доступ в портал: {municipality.name}", text, None, [user.email])
    except (OSError, SMTPException):
        logger.exception("letter_not_sent")
        return False
    return True
