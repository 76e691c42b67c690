"""Tells an administrator which activities nobody would write any more if a member left."""

from __future__ import annotations

from django.urls import reverse

from accounts.departures import Remainder
from accounts.models import Municipality, User
from accounts.wording import counted
from plans.people import left_alone

NAMED = 10


def activities_left(municipality: Municipality, user: User) -> Remainder | None:
    """The rows of the newest half-years that only this person's account writes; the first of them by name."""
    rows = left_alone(municipality, user)
    if not (total := rows.count()):
        return None
    names = [f"{row.number} {row.text}".strip() for row in rows[:NAMED]]
    if total > NAMED:
        names.append(f"и ещё {total - NAMED}")
    officer = municipality.officers.filter(user=user).order_by("pk").first()
    slug = municipality.slug
    url = (
        reverse("plans:hand-over", kwargs={"municipality": slug, "pk": officer.pk})
        if officer
        else reverse("plans:people", kwargs={"municipality": slug})
    )
    words = counted(total, "мероприятие", "мероприятия", "мероприятий")
    title = f"Без исполнителя с доступом в портал: {words}"
    return Remainder(title, tuple(names), url, "Передать преемнику" if officer else "Открыть «Люди»")
