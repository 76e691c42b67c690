"""The way to the mail server: one connection for many letters, and a moment's stop before each is wholly there."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_END = b".\r\n"


class Refused(Exception):
    """The server will never take this letter; the message is a Russian sentence for administrators."""


class Away(Exception):
    """The server takes no letters at all just now; the message is a Russian sentence for administrators."""


class PostOffice:
    """A connection that is opened with the first letter and closed at the end."""

    def __init__(self) -> None:
        by_smtp = settings.EMAIL_BACKEND == _SMTP
        self.backend: BaseEmailBackend = PausingBackend() if by_smtp else get_connection()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.backend.close()

    def hand_over(self, message: EmailMessage, at_last: Callable[[], None]) -> None:
        """Send a letter. `at_last` is called when only its end is missing; what it raises keeps the letter from going.

        Raises Refused, Away, or SMTPException for a letter that the server may take later.
        """
        message.connection = self.backend
        try:
            if isinstance(self.backend, PausingBackend):
                self._open()
                self.backend.at_last = at_last
            else:
                at_last()
            message.send()
        except smtplib.SMTPRecipientsRefused as error:
            raise _refused(error, *error.recipients.values()) from error
        except smtplib.SMTPDataError as error:
            raise _refused(error, (error.smtp_code, error.smtp_error)) from error
        except (smtplib.SMTPSenderRefused, smtplib.SMTPServerDisconnected, OSError) as error:
            self._hang_up()
            raise _away(error) from error
        except ValueError as error:
            raise Refused(f"Адрес или текст письма не годится для почты: {error}") from error
        except BaseException:
            # The server has begun to take a letter that must not go: without its end it is none.
            self._hang_up()
            raise

    def _open(self) -> None:
        try:
            self.backend.open()
        except (OSError, smtplib.SMTPException) as error:
            raise _away(error) from error

    def _hang_up(self) -> None:
        """Drop the line without a word; the next letter opens another."""
        if isinstance(self.backend, EmailBackend) and self.backend.connection:
            self.backend.connection.close()
            self.backend.connection = None


class PausingBackend(EmailBackend):
    """Django's SMTP, which stops for a moment before the line that ends a letter: until then the server has none."""

    at_last: Callable[[], None]

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        backend, base = self, super().connection_class

        class Connection(base):  # type: ignore[misc,valid-type]
            def send(self, s: Any) -> None:
                # Only a letter is sent in bytes that end so: commands are text.
                if isinstance(s, bytes) and s.endswith(b"\r\n" + _END):
                    # The end goes at once, not when the server has told that the rest arrived.
                    self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    super().send(s.removesuffix(_END))
                    backend.at_last()
                    s = _END
                super().send(s)

        return Connection


def _refused(error: smtplib.SMTPException, *answers: tuple[int, bytes | str]) -> Exception:
    """For ever where the server says so (5xx); else the error itself."""
    code, reason = answers[0]
    if not 500 <= code < 600:
        return error
    return Refused(f"Почтовый сервер отказался принять письмо: {code} {_plain(reason)}")


def _away(error: Exception) -> Away:
    if isinstance(error, smtplib.SMTPResponseException):
        return Away(f"Почтовый сервер не принимает письма: {error.smtp_code} {_plain(error.smtp_error)}")
    return Away(f"Почтовый сервер не отвечает: {error}")


def _plain(reason: bytes | str) -> str:
    text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else reason
    return " ".join(text.split())[:300]
