"""A table that was sent after its writer had left the portal is kept in the session and put back after signing in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.models import User

_SALT = "surveys.table"
_KEY = "unsent_survey"
_WRITER_DAYS = 30
_MOST_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class Unsent:
    """The fields as they were typed, and when that was."""

    fields: dict[str, str]
    at: datetime | None


def sign(user: User, path: str) -> str:
    """Who opened the table at which address; goes with the form."""
    return signing.dumps([user.pk, path], salt=_SALT)


def taken(request: HttpRequest) -> Unsent | None:
    """What this person typed at this address and could not send; it is given back once."""
    kept = request.session.get(_KEY)
    if not kept or kept["user"] != request.user.pk or kept["path"] != request.path:
        return None
    del request.session[_KEY]
    return Unsent(kept["fields"], parse_datetime(kept["at"]))


def nothing_lost(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Around the door of the office: a session that has run out swallows no table."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated and _keep(request):
            messages.warning(
                request,
                "Вы вышли из портала. Набранное цело: войдите, и таблица откроется такой, какой была.",
            )
            return redirect_to_login(request.path)
        return view(request, *args, **kwargs)

    return guarded


def _keep(request: HttpRequest) -> bool:
    try:
        writer, path = signing.loads(
            request.POST.get("writer", ""), salt=_SALT, max_age=_WRITER_DAYS * 24 * 3600
        )
    except (signing.BadSignature, ValueError, TypeError):
        return False
    fields = {name: text for name, text in request.POST.items() if name != "csrfmiddlewaretoken"}
    if path != request.path or sum(map(len, fields.values())) > _MOST_CHARACTERS:
        return False
    request.session[_KEY] = {
        "user": writer,
        "path": path,
        "at": timezone.now().isoformat(),
        "fields": fields,
    }
    return True
