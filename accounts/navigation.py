"""The sections of the office: each app names its own when it starts, and a page shows those a person may open."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Section:
    """One link of the office bar.

    `url_name` takes the keyword `municipality`; `deed` is the `Deed` without which the link is not shown; sections
    stand by `order`, and the first that a person may open is their home. `count` answers the figure beside the link.
    A section with an `icon` is seldom opened: it stands in the menu of the user, not in the bar.
    `pages`: names of pages that belong to the section though their addresses begin with another's.
    """

    title: str
    url_name: str
    deed: str
    order: int
    count: Callable[[HttpRequest], int] | None = None
    pages: frozenset[str] = frozenset()
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A section as a template shows it."""

    title: str
    url: str
    current: bool
    count: int = 0
    icon: str = ""


_sections: dict[str, Section] = {}


def add_section(section: Section) -> None:
    """Called once by an app's `AppConfig.ready`; naming the same address again replaces it."""
    _sections[section.url_name] = section


def links_for(request: HttpRequest, *, slug: str, deeds: Collection[str]) -> list[Link]:
    """The links that a holder of `deeds` may open in the municipality `slug`; the one of this page is current."""
    allowed = sorted((s for s in _sections.values() if s.deed in deeds), key=lambda section: section.order)
    urls = [reverse(section.url_name, kwargs={"municipality": slug}) for section in allowed]
    page = request.resolver_match.view_name if request.resolver_match else ""
    named = (url for section, url in zip(allowed, urls, strict=True) if page in section.pages)
    here = next(named, None) or max(
        (url for url in urls if request.path.startswith(url)), key=len, default=None
    )
    return [
        Link(section.title, url, url == here, section.count(request) if section.count else 0, section.icon)
        for section, url in zip(allowed, urls, strict=True)
    ]
