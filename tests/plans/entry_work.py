"""An official at an entry, with a neighbour who shares it, a coordinator, and an approved half-year before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.history import COMMAND, Actor
from accounts.models import Municipality, User
from plans import standing, workflow
from plans.models import Indicator, IndicatorValue, PlanPeriod, ProgressEntry
from tests.factories import (
    H1_2022,
    H2_2022,
    make_activity,
    make_entry,
    make_officer,
    make_period,
    make_plan,
    make_user,
)

LAST_TEXT = "Работала горячая линия.\nПоступило 7 звонков."


@dataclass
class Desk:
    """`writer` and `neighbour` answer for the entry together, `stranger` for another one."""

    municipality: Municipality
    plan_period: PlanPeriod
    entry: ProgressEntry
    before: ProgressEntry
    calls: Indicator
    writer: User
    neighbour: User
    stranger: User
    coordinator: User

    def client(self, user: User | None = None, **options: Any) -> Client:
        client = Client(**options)
        client.force_login(user or self.writer)
        return client

    def url(self, name: str = "entry") -> str:
        return reverse(f"plans:{name}", args=[self.municipality.slug, self.entry.pk])

    def save(self, text: str, *, by: User | None = None, **options: Any) -> ProgressEntry:
        """The entry saved by somebody who has read it as it stands."""
        self.entry.refresh_from_db()
        values = {"read": self.entry.revision, "by": Actor(by or self.writer)} | options
        return workflow.save(self.entry, workflow.Draft(text=text), **values)

    def now(self) -> ProgressEntry:
        self.entry.refresh_from_db()
        return self.entry

    def form(self, text: str = "", **fields: Any) -> dict[str, Any]:
        """The fields of the form as a page opened now would send them."""
        entry = self.now()
        values = {"text": text, "read": entry.revision, "base": entry.text, "nothing_reason": ""}
        return values | fields


def make_desk() -> Desk:
    plan = make_plan()
    municipality = plan.municipality
    writer, neighbour, stranger = (make_user(municipality, "officer") for _ in range(3))
    officers = [make_officer(municipality, user=user) for user in (writer, neighbour, stranger)]
    activity = make_activity(plan, "Горячая линия", officers=officers[:2])
    make_activity(plan, "Другое дело", officers=officers[2:])
    calls = Indicator.objects.create(activity=activity, name="Звонков", unit="звонков", first_period=H1_2022)
    before = make_entry(make_period(plan, H1_2022), activity, LAST_TEXT)
    IndicatorValue.objects.create(entry=before, indicator=calls, value=Decimal(7))
    workflow.approve_filled(before.plan_period, by=COMMAND)
    plan_period = make_period(plan, H2_2022)
    standing.refresh_period(plan_period)
    return Desk(
        municipality=municipality,
        plan_period=plan_period,
        entry=plan_period.entries.get(activity=activity),
        before=before,
        calls=calls,
        writer=writer,
        neighbour=neighbour,
        stranger=stranger,
        coordinator=make_user(municipality, "coordinator"),
    )
