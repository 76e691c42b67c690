"""The one place that writes the history: who, when, from where, what before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models

from accounts.models import HistoryEvent, Municipality, User


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts and from where. A command or a sweep acts without a user: `COMMAND`, `SYSTEM`."""

    user: User | None
    source: str = HistoryEvent.Source.WEB

    @property
    def name(self) -> str:
        return str(self.user) if self.user else ""


COMMAND = Actor(None, HistoryEvent.Source.COMMAND)
SYSTEM = Actor(None, HistoryEvent.Source.SYSTEM)


def record(
    municipality: Municipality,
    *,
    by: Actor,
    action: str,
    about: models.Model,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    comment: str = "",
) -> None:
    """Add one event; call it inside the transaction of the change that it tells of."""
    event(municipality, by=by, action=action, about=about, before=before, after=after, comment=comment).save()


def event(
    municipality: Municipality,
    *,
    by: Actor,
    action: str,
    about: models.Model,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    comment: str = "",
) -> HistoryEvent:
    """The event unsaved, for those who write many at once by `bulk_create`."""
    return HistoryEvent(
        municipality=municipality,
        actor=by.user,
        actor_name=by.name,
        source=by.source,
        action=action,
        object_type=about._meta.label_lower,
        object_id=about.pk,
        object_label=str(about)[:300],
        before=before or {},
        after=after or {},
        comment=comment,
    )
