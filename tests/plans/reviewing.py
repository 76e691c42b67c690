"""A half-year under review as its tests need it: entries in every state, people, and what stands on the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.history import Actor
from accounts.models import Municipality
from plans import standing
from plans.figures import kept
from plans.models import (
    Activity,
    EntryVersion,
    Indicator,
    IndicatorValue,
    Officer,
    Plan,
    PlanPeriod,
    ProgressEntry,
)
from plans.periods import ReportingPeriod
from plans.queries import marks_of
from plans.workflow import Draft, approve, give_back, submit
from tests.factories import (
    H1_2022,
    H2_2022,
    actor,
    make_activity,
    make_entry,
    make_municipality,
    make_officer,
    make_period,
    make_plan,
)

SENT_AT = datetime(2022, 12, 1, 9, 0, tzinfo=UTC)
# Far enough never to have passed: pages ask the clock.
DUE = date(2099, 1, 20)
OTHER_HALF = {
    "deadline_wording": "ежегодно, до 01 марта",
    "deadline_rule": {"kind": "dates", "dates": [{"from": "03-01", "to": "03-01"}]},
}


@dataclass(frozen=True)
class Half:
    """A plan in II полугодие 2022 года, due on 20 January 2099, with its reviewer."""

    municipality: Municipality
    plan: Plan
    plan_period: PlanPeriod
    activities: list[Activity]
    by: Actor

    def entry(self, number: int) -> ProgressEntry:
        """Of the activity so numbered, as it stands."""
        return self.plan_period.entries.select_related("activity", "line").get(
            activity=self.activities[number - 1]
        )

    def sent(self, number: int, text: str = "") -> ProgressEntry:
        """The activity's text handed in; the higher the number, the later."""
        entry = self.entry(number)
        submit(entry, Draft(text=text or f"Сделано {number}."), read=entry.revision, by=self.by)
        at = SENT_AT + timedelta(days=number)
        ProgressEntry.objects.filter(pk=entry.pk).update(state_at=at)
        return self.entry(number)

    def approved(self, number: int, text: str = "") -> ProgressEntry:
        entry = self.sent(number, text)
        approve(self.plan_period, {entry: 1}, by=self.by)
        return self.entry(number)

    def returned(self, number: int, comment: str = "Скажите точнее.") -> ProgressEntry:
        give_back(self.sent(number), version=1, comment=comment, by=self.by)
        return self.entry(number)

    def due(self, number: int, day: date | None) -> None:
        self.plan_period.lines.filter(entry=self.entry(number)).update(due_on=day)


def make_half(
    activities: int = 6,
    *,
    slug: str = "zarechny",
    officers: Sequence[Officer] = (),
    period: ReportingPeriod = H2_2022,
    optional: Sequence[int] = (),
) -> Half:
    """``optional``: which activities, counted from 1, are due in the other half-year only."""
    municipality = make_municipality(slug)
    plan = make_plan(municipality)
    officers = officers or [make_officer(municipality, "Пробная В.О.")]
    made = [
        make_activity(
            plan,
            f"Мероприятие {number}",
            since=H1_2022,
            officers=officers,
            **(OTHER_HALF if number in optional else {}),
        )
        for number in range(1, activities + 1)
    ]
    plan_period = make_period(plan, period, collection_on=DUE)
    standing.refresh_period(plan_period)
    return Half(municipality, plan, plan_period, made, actor(municipality, "coordinator"))


def make_past(
    half: Half,
    texts: dict[int, str],
    period: ReportingPeriod = H1_2022,
    *,
    figures: Sequence[tuple[Indicator, int]] = (),
) -> PlanPeriod:
    """The half-year before, published with these texts by number and these figures; what is not named stands blank."""
    before = make_period(half.plan, period)
    for number, activity in enumerate(half.activities, start=1):
        entry = make_entry(before, activity, texts.get(number, ""))
        if entry.text:
            own = [(indicator, value) for indicator, value in figures if indicator.activity == activity]
            values = [
                IndicatorValue.objects.create(entry=entry, indicator=indicator, value=Decimal(value))
                for indicator, value in own
            ]
            entry.approved_version = EntryVersion.objects.create(
                entry=entry, number=1, text=entry.text, cause="imported", figures=kept(values)
            )
            entry.state = "approved"
            entry.save()
    standing.refresh_period(before)
    return before


def states(half: Half) -> list[str]:
    """Of all activities in order."""
    by_activity = dict(half.plan_period.entries.values_list("activity", "state"))
    return [by_activity[activity.pk] for activity in half.activities]


def shown_as(entries: Sequence[ProgressEntry]) -> dict[str, Any]:
    """What the matrix's form sends for these rows, ticked."""
    sent: dict[str, Any] = {"entry": [entry.pk for entry in entries]}
    for entry in entries:
        newest = entry.versions.order_by("-number").first()
        if newest:
            sent[f"read-{entry.pk}"] = f"v{newest.number}"
        elif entry.origin == "import":
            sent[f"read-{entry.pk}"] = f"r{marks_of([entry])[entry.pk]}"
    return sent
