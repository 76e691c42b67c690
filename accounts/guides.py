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
    """`name`: of the file and in the address; `title`: in the choice of guides; `is_topic`: about one thing, for all
    who have to do with it."""

    name: str
    title: str
    roles: frozenset[str]
    is_topic: bool = False


GUIDES = (
    Guide("official", "Исполнителю", frozenset(Role)),
    Guide("coordinator", "Координатору", frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})),
    Guide("administrator", "Администратору", frozenset({Role.ADMINISTRATOR})),
    Guide("surveys", "Опросы жителей", frozenset(Role), is_topic=True),
)


def guides_for(roles: Collection[str]) -> list[Guide]:
    """The guides that holders of these roles may want: of the roles, from the plainest on, then of topics."""
    return [guide for guide in GUIDES if guide.roles & set(roles)]


def own_guide(roles: Collection[str]) -> Guide:
    """The guide of the widest role that a person holds."""
    return [guide for guide in guides_for(roles) if not guide.is_topic][-1]


@cache
def html_of(guide: Guide) -> SafeString:
    """The guide as HTML. The texts are our own files; raw HTML in them is shown as text all the same."""
    text = (settings.BASE_DIR / "docs" / "guides" / f"{guide.name}.md").read_text()
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return mark_safe(_IMAGE.sub(lambda found: f'src="{static(found[1])}"', html))  # noqa: S308 - our own text
