"""The sections of a municipality's public pages: each app names its own when it starts, once it has a page to show."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class PublicSection:
    """One link of the masthead and the footer.

    `url_name` takes the keyword `municipality` and begins with the namespace of the app; sections stand by `order`.
    """

    title: str
    url_name: str
    order: int


@dataclass(frozen=True, slots=True)
class NavItem:
    """A section as a template shows it."""

    title: str
    url: str
    current: bool = False


_sections: dict[str, PublicSection] = {}


def add_public_section(section: PublicSection) -> None:
    """Called once by an app's `AppConfig.ready`; naming the same address again replaces it."""
    _sections[section.url_name] = section


def navigation(slug: str, *, current: str = "") -> tuple[NavItem, ...]:
    """The sections of the municipality `slug`; `current`: the `url_name` of the one that a page belongs to."""
    return tuple(
        NavItem(
            section.title,
            reverse(section.url_name, kwargs={"municipality": slug}),
            section.url_name == current,
        )
        for section in sorted(_sections.values(), key=lambda section: section.order)
    )


def public_namespaces() -> frozenset[str]:
    """The namespaces whose addresses citizens may type."""
    return frozenset(url_name.partition(":")[0] for url_name in _sections)
