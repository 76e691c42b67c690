"""The bell of the office bar with its count, and the signs of notices."""

from __future__ import annotations

from typing import Any

from django import template

from plans.models import Notice
from plans.notices import unread_count

register = template.Library()

Kind = Notice.Kind
SIGNS = {
    Kind.PERIOD_OPENED: "plus",
    Kind.PERIOD_MOVED: "calendar",
    Kind.RETURNED: "arrow-bent",
    Kind.REMINDER: "bell",
    Kind.DUE_SOON: "clock",
    Kind.OVERDUE: "triangle",
    Kind.ASSIGNED: "user",
    Kind.REPORT_WAITS: "doc",
    Kind.REPORT_RETURNED: "arrow-bent",
}


@register.filter
def notice_sign(kind: str) -> str:
    """The sign of what a notice is about."""
    return SIGNS[Kind(kind)]


@register.inclusion_tag("plans/inbox_bell.html", takes_context=True)
def bell(context: template.Context) -> dict[str, Any]:
    """Stands on pages inside a municipality only; one query."""
    request = context.get("request")
    municipality = getattr(request, "municipality", None)
    if request is None or municipality is None:
        return {}
    return {
        "municipality": municipality,
        "count": unread_count(request.user, municipality),
        "is_current": request.resolver_match and request.resolver_match.view_name == "plans:inbox",
    }
