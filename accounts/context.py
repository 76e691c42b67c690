"""What the shells of the office and of the sign-in pages show around a page: sections, the coordinator, links."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Municipality
from accounts.navigation import links_for
from accounts.office import OfficeRequest
from accounts.queries import coordinator_of, sole_municipality


def office(request: HttpRequest) -> dict[str, Any]:
    """For templates of the office and of the sign-in pages; nothing, and no query, for all others.

    Public pages are the same for everybody and take nothing from here.
    """
    if hasattr(request, "municipality"):
        request = cast(OfficeRequest, request)
        municipality = request.municipality
        return {
            **around(municipality),
            "office_nav": links_for(request, slug=municipality.slug, deeds=request.deeds),
            "office_home_url": reverse("accounts:office-home", kwargs={"municipality": municipality.slug}),
            "other_municipalities": request.other_municipalities,
        }
    if request.path.startswith(reverse("accounts:office")):
        return {"office_home_url": reverse("accounts:office")}
    if request.path.startswith(reverse("account_login").removesuffix("login/")):
        only = sole_municipality()
        return _before_the_door(only) if only else {}
    return {}


def _before_the_door(municipality: Municipality) -> dict[str, Any]:
    """Everybody sees this: the coordinator's address of mail, which is a login, stays inside."""
    coordinator = coordinator_of(municipality)
    shown = {**around(municipality), "coordinator": coordinator and replace(coordinator, email="")}
    return {**shown, "home_url": shown["public_url"]}


def around(municipality: Municipality) -> dict[str, Any]:
    """The municipality itself, whom to call there, and its page for citizens."""
    return {
        "municipality": municipality,
        "coordinator": coordinator_of(municipality),
        "public_url": f"/{municipality.slug}/",
    }
