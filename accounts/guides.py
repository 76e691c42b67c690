"""The users' guides: Markdown under `docs/guides`, shown inside the portal to those they are written for."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from accounts.models import Membership

Role = Membership.Role

_IMAGE = re.compile(r'src="(?:\.\./)*static/([\w./-]+)"')


@dataclass(frozen=True, slots=True)
class Guide:
    """`name`: of the file and in the address; `title`: in the choice of guides."""

    name: str
    title: str
    roles: frozenset[str]


GUIDES = (
    Guide("official", "Исполнителю", frozenset(Role)),
    Guide("coordinator", "Координатору", frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})),
    Guide("administrator", "Администратору", frozenset({Role.ADMINISTRATOR})),
)


def guides_for(roles: Collection[str]) -> list[Guide]:
    """The guides that holders of these roles may want, from the plainest on."""
    return [guide for guide in GUIDES if guide.roles & set(roles)]


def own_guide(roles: Collection[str]) -> Guide:
    """The guide of the widest role that a person holds."""
    return guides_for(roles)[-1]


@cache
def html_of(guide: Guide) -> SafeString:
    """The guide as HTML. The texts are our own files; raw HTML in them is shown as text all the same."""
    text = (settings.BASE_DIR / "docs" / "guides" / f"{guide.name}.md").read_text()
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return mark_safe(_IMAGE.sub(lambda found: f'src="{static(found[1])}"', html))  # noqa: S308 - our own text
