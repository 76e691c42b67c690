"""The door of the office, and the administrator's pages: settings and members of a municipality."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.navigation import links_for
from accounts.office import OfficeRequest, office, to_sign_in
from accounts.permissions import Deed
from accounts.queries import municipalities_of


@never_cache
def office_door(request: HttpRequest) -> HttpResponse:
    """Straight to the only municipality of the person; a choice of several; a word to those who have none."""
    if not isinstance(request.user, User):
        return to_sign_in(request)
    municipalities = municipalities_of(request.user)
    if len(municipalities) == 1:
        return redirect("accounts:office-home", municipality=municipalities[0].slug)
    return render(request, "accounts/office_door.html", {"municipalities": municipalities})


@office(Deed.SEE_WORK)
def office_home(request: OfficeRequest) -> HttpResponse:
    """The first section that the person may open."""
    links = links_for(request, slug=request.municipality.slug, deeds=request.deeds)
    if links:
        return redirect(links[0].url)
    return render(request, "accounts/office_empty.html")
