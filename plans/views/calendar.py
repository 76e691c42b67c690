"""A person's days as a calendar: the page that gives its secret address, and the address itself, without sign-in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from plans import notices
from plans.calendar import feed, lines_of, owner_of


@office(Deed.SEE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: OfficeRequest) -> HttpResponse:
    """The address to copy. POST makes one, and a new one in place of one that got into strange hands."""
    if request.method == "POST":
        notices.renew_calendar_key(request.user, request.municipality, by=request.actor)
        messages.success(
            request, "Готово: вот адрес вашего календаря. Прежний, если он был, больше не работает."
        )
        return redirect("plans:calendar", municipality=request.municipality.slug)
    chosen = notices.settings_of(request.user, request.municipality)
    path = reverse("plans:calendar-feed", kwargs={"key": chosen.calendar_key}) if chosen else ""
    return render(
        request,
        "plans/inbox_calendar.html",
        {
            "address": settings.SITE_URL + path if path else "",
            # Phones and Outlook offer to subscribe when they see this scheme.
            "webcal": f"webcal://{settings.SITE_URL.partition('://')[2]}{path}" if path else "",
        },
    )


@require_safe
def calendar_feed(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar of whoever has this key. No cookie and no session: calendar programs have none."""
    owner = owner_of(key)
    if owner is None:
        raise Http404
    lines = lines_of(owner.user, owner.municipality, on=timezone.localdate())
    return HttpResponse(
        feed(lines, owner.municipality),
        content_type="text/calendar; charset=utf-8",
        headers={
            "Cache-Control": "private, max-age=300",
            "Content-Disposition": 'inline; filename="opengov.ics"',
            "X-Robots-Tag": "noindex",
        },
    )
