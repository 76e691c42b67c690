"""Template tags of the whole portal: signs from the sprite, and Russian words for dates, numbers and files."""

from __future__ import annotations

import re

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# state of an entry, a data set or a report -> (word of the badge, its sign)
STATES: dict[str, tuple[str, str]] = {
    "empty": ("Не начато", "ring-dashed"),
    "draft": ("Черновик", "pencil"),
    "submitted": ("На проверке", "disc-arrow"),
    "returned": ("Возвращено", "arrow-bent"),
    "approved": ("Утверждено", "disc-tick"),
    "nothing": ("Сообщать нечего", "ring-dash"),
    "overdue": ("Просрочено", "triangle-solid"),
    "gap": ("Нет сведений", "ring-struck"),
    "published": ("Опубликовано", "globe"),
    "collecting": ("Сбор сведений", "clock"),
    "withdrawn": ("Отозвано", "ring-struck"),
}

# kind of a finding, a callout -> its sign
SIGNS = {
    "error": "triangle",
    "warn": "triangle",
    "ok": "disc-tick",
    "info": "info",
    "quiet": "clock",
    "history": "history",
    "gap": "ring-struck",
}


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """A decorative sign from the sprite; the words beside it carry the meaning. ``extra``: one more CSS class."""
    css = f"icon {extra}".strip()
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        css,
        static("icons/sprite.svg"),
        name,
    )


@register.filter
def sign(kind: str) -> str:
    """The sign of a finding or a callout by its kind."""
    return SIGNS.get(kind, "info")


@register.filter
def state_word(state: str) -> str:
    """The word on the badge of a state."""
    return STATES[state][0]


@register.filter
def state_sign(state: str) -> str:
    """The sign on the badge of a state."""
    return STATES[state][1]


@register.filter
def tel(phone: str) -> str:
    """A phone number as an address: digits and a leading plus; a national 8 becomes +7."""
    digits = re.sub(r"[^\d+]", "", phone)
    return f"+7{digits[1:]}" if re.fullmatch(r"8\d{10}", digits) else digits
