"""What was typed outlives a refused POST: an expired session or form, a right that was lost, a state that has changed.

Every form of an entry carries who opened it, signed. What cannot be written is kept in the session for that person
alone, and put back into the form when they come to it again; where there is no form any more, it is shown to copy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.models import User
from plans.models import ProgressEntry

SALT = "plans.entry-form"
KEY = "unsent_entries"
WRITER_DAYS = 30
# A session is no archive.
MOST_ENTRIES = 5
MOST_CHARACTERS = 1_000_000
VIEW_NAME = "plans:entry"


@dataclass(frozen=True, slots=True)
class Unsent:
    """The fields as they were typed, and when that was."""

    fields: dict[str, str]
    at: datetime | None


def sign(user: User, entry: ProgressEntry) -> str:
    """Who opened the form of which entry; goes with the form."""
    return signing.dumps([user.pk, entry.pk], salt=SALT)


def writer_of(request: HttpRequest, pk: int) -> int | None:
    """The id of the person who opened the form that was sent; None where that cannot be told."""
    try:
        user, entry = signing.loads(
            request.POST.get("writer", ""), salt=SALT, max_age=WRITER_DAYS * 24 * 3600
        )
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return user if entry == pk else None


def keep(request: HttpRequest, pk: int) -> bool:
    """Keep what was sent, for the person who opened the form; answers whether it is kept."""
    writer = writer_of(request, pk)
    fields = fields_of(request)
    if writer is None or sum(map(len, fields.values())) > MOST_CHARACTERS:
        return False
    if request.user.is_authenticated and request.user.pk != writer:
        return False
    kept = {name: item for name, item in request.session.get(KEY, {}).items() if name != str(pk)}
    kept[str(pk)] = {"user": writer, "at": timezone.now().isoformat(), "fields": fields}
    request.session[KEY] = dict(list(kept.items())[-MOST_ENTRIES:])
    return True


def unsent(request: HttpRequest, pk: int) -> Unsent | None:
    """What this person typed into the form of this entry and could not send."""
    kept = request.session.get(KEY, {}).get(str(pk))
    if not kept or kept["user"] != request.user.pk:
        return None
    return Unsent(fields=kept["fields"], at=parse_datetime(kept["at"]))


def drop(request: HttpRequest, pk: int) -> None:
    """It has been sent, or is not wanted any more."""
    kept = request.session.get(KEY, {})
    if str(pk) in kept:
        request.session[KEY] = {name: item for name, item in kept.items() if name != str(pk)}


def nothing_lost(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For the view of the form, around the door of the office: no refusal swallows what was typed."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, pk=pk, **kwargs)
        if not request.user.is_authenticated and keep(request, pk):
            messages.warning(
                request, "Вы вышли из портала. Набранный текст цел: войдите, и он вернётся в форму."
            )
            return redirect_to_login(request.path)
        if request.user.is_authenticated and writer_of(request, pk) not in (None, request.user.pk):
            # Two people at one computer: what one has written is not saved in the other's name.
            return render(
                request, "plans/entry_unsent.html", copy_of(request) | {"is_of_another": True}, status=409
            )
        try:
            return view(request, *args, pk=pk, **kwargs)
        except (Http404, PermissionDenied) as refusal:
            if writer_of(request, pk) is None:
                raise
            status = 404 if isinstance(refusal, Http404) else 403
            return render(request, "plans/entry_unsent.html", copy_of(request), status=status)

    return guarded


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is too old. An entry's goes back to its form, unsent; of any other the words are shown.

    A script that saves is told 401: the page that it stands on holds the words and says what to do.
    """
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=401)
    try:
        match = resolve(request.path_info)
    except Resolver404:
        match = None
    if match and match.view_name == VIEW_NAME and keep(request, match.kwargs["pk"]):
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        return redirect(request.path)
    return render(request, "403_csrf.html", copy_of(request), status=403)


def copy_of(request: HttpRequest) -> dict[str, Any]:
    """For a page that gives the typed words back to copy."""
    return {"typed": [words for name, words in fields_of(request).items() if _is_prose(name, words)]}


def fields_of(request: HttpRequest) -> dict[str, str]:
    """What was sent; of a file its name alone, so that the form can ask for it again."""
    idle = {"csrfmiddlewaretoken", "writer", "action"}
    words = {name: str(value) for name, value in request.POST.items() if name not in idle}
    return words | {name: str(upload) for name, upload in request.FILES.items()}


def _is_prose(name: str, words: str) -> bool:
    """Words of a person, neither a secret nor a number nor what the page itself had sent along."""
    return name not in ("base", "attachment_file") and "password" not in name and len(words.split()) > 1


def restored(fields: Mapping[str, str]) -> dict[str, Any]:
    """The kept fields as a form's initial values."""
    return {**fields, "is_nothing": "is_nothing" in fields}
