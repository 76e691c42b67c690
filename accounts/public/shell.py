"""What stands around a municipality's public page; no request reaches a template here, so no visitor does either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import Municipality
from accounts.public.sections import navigation


@dataclass(frozen=True, slots=True)
class Emblem:
    url: str


@dataclass(frozen=True, slots=True)
class Place:
    """What public pages show of a municipality; its emblem stands at a public address."""

    name: str
    name_genitive: str
    region: str
    address: str
    phone: str
    email: str
    website: str
    logo: Emblem | None


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the breadcrumbs; the page itself has no address."""

    title: str
    url: str = ""


def render_page(template: str, place: Municipality, context: Mapping[str, object], *, current: str) -> str:
    """``current``: the `url_name` of the section that the page belongs to; empty for the municipality's home."""
    return render_to_string(
        template,
        {
            "municipality": _place(place),
            "home_url": home_url(place),
            "nav_items": navigation(place.slug, current=current),
            **context,
        },
    )


def crumbs_of(*steps: tuple[str, str], here: str) -> tuple[Crumb, ...]:
    """Breadcrumbs from (title, url) pairs to the page itself."""
    return (*(Crumb(title, url) for title, url in steps), Crumb(here))


def home_url(place: Municipality) -> str:
    return reverse("reports:municipality", args=[place.slug])


def _place(municipality: Municipality) -> Place:
    return Place(
        name=municipality.name,
        name_genitive=municipality.name_genitive,
        region=municipality.region,
        address=municipality.address,
        phone=municipality.phone,
        email=municipality.email,
        website=municipality.website,
        logo=Emblem(reverse("reports:logo", args=[municipality.slug])) if municipality.logo else None,
    )
