"""The door of the office: every page under `/work/<municipality>/` gets its municipality here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRedirect

from accounts.history import Actor
from accounts.models import Membership, Municipality, User
from accounts.permissions import Deed, deeds_of

P = ParamSpec("P")


class OfficeRequest(HttpRequest):
    """A request that has passed the door. Only a type: `office` sets the attributes on Django's own request."""

    user: User
    # Who acts, for the write modules and the history.
    actor: Actor
    municipality: Municipality
    roles: frozenset[str]
    deeds: frozenset[Deed]
    # Where else this person works, by name.
    other_municipalities: list[Municipality]


OfficeView = Callable[Concatenate[OfficeRequest, P], HttpResponseBase]


def office(deed: Deed) -> Callable[[OfficeView[P]], Callable[..., HttpResponseBase]]:
    """Let into a view those who may do `deed` in the municipality of the address.

    The address must carry the keyword `municipality` (the slug); the view gets the row as `request.municipality`
    instead. Anonymous people are sent to the sign-in page and come back, strangers get 404, members who may not do
    the deed 403. Nothing of these pages stays in a cache: the next person at the computer must not see them. One query
    answers all of it.
    """

    def decorate(view: OfficeView[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        @never_cache
        def guarded(request: HttpRequest, *args: Any, municipality: str, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            _enter(cast(OfficeRequest, request), municipality, deed)
            return view(cast(OfficeRequest, request), *args, **kwargs)

        return guarded

    return decorate


def _enter(request: OfficeRequest, slug: str, deed: Deed) -> None:
    """Find the person's roles here and note them on the request; refuse strangers, then those without the deed."""
    memberships = list(
        Membership.objects.filter(user=request.user)
        .select_related("municipality")
        .order_by("municipality__name", "municipality_id")
    )
    here = [membership for membership in memberships if membership.municipality.slug == slug]
    if not here:
        raise Http404
    request.municipality = here[0].municipality
    request.roles = frozenset(membership.role for membership in here)
    request.deeds = deeds_of(request.roles)
    others = {m.municipality_id: m.municipality for m in memberships if m.municipality.slug != slug}
    request.other_municipalities = list(others.values())
    request.actor = Actor(request.user)
    if deed not in request.deeds:
        raise PermissionDenied


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back again.

    A form that was sent cannot be come back to by its own address, so it is the page that it stood on; htmx must load
    the sign-in page whole, not into a corner of the old one.
    """
    back = request.get_full_path()
    if request.headers.get("HX-Request") == "true":
        back = _own_path(request, request.headers.get("HX-Current-URL", ""))
        return HttpResponseClientRedirect(redirect_to_login(back).url)
    if request.method not in ("GET", "HEAD"):
        back = _own_path(request, request.headers.get("Referer", ""))
    return redirect_to_login(back)


def _own_path(request: HttpRequest, url: str) -> str:
    """The path of a page of ours; for any other address the door of the office."""
    if url and url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}):
        parts = urlsplit(url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return resolve_url(settings.LOGIN_REDIRECT_URL)
