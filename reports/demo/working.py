"""Sets the demo's half-year to work by the same steps that people take: opened, written, sent, returned, approved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from accounts.history import Actor
from accounts.models import User
from plans import figures, workflow
from plans.models import Indicator, Plan, PlanPeriod, ProgressEntry
from plans.workflow import Draft
from reports.demo import second_half


def add_figures(plan_period: PlanPeriod) -> None:
    """The indicators of the plan, from this half-year on, with its values."""
    for number, entry in by_number(plan_period).items():
        values = {}
        for place, figure in enumerate(second_half.FIGURES.get(number, ())):
            indicator = Indicator.objects.create(
                activity=entry.activity,
                name=figure.name,
                unit=figure.unit,
                adds_up=figure.adds_up,
                is_main=figure.is_main,
                position=place,
                first_period=plan_period.period,
            )
            values[indicator.pk] = Decimal(figure.first)
        figures.write(entry, values)


def open_second_half(
    plan: Plan, *, today: date, coordinator: Actor, writers: Mapping[str, User]
) -> PlanPeriod:
    """Open the next half-year, to be collected in a few days, and have its texts written and reviewed.

    writers: by surname.
    """
    plan_period = workflow.open_for_work(
        plan,
        second_half.PERIOD,
        collection_on=today + timedelta(days=second_half.DAYS_LEFT),
        by=coordinator,
    )
    for number, entry in by_number(plan_period).items():
        if work := second_half.WORK.get(number):
            _write(plan_period, entry, work, Actor(writers[work.who]), coordinator, _values(number, entry))
    return plan_period


def _write(
    plan_period: PlanPeriod,
    entry: ProgressEntry,
    work: second_half.Work,
    writer: Actor,
    coordinator: Actor,
    values: Mapping[int, Decimal],
) -> None:
    draft = Draft(work.text, work.nothing, values, frozenset(values))
    if work.step == "draft":
        workflow.save(entry, draft, read=entry.revision, by=writer)
        return
    entry = workflow.submit(entry, draft, read=entry.revision, by=writer)
    if work.step == "returned":
        workflow.give_back(entry, version=1, comment=work.remark, by=coordinator)
    elif work.step == "approved":
        workflow.approve(plan_period, {entry: 1}, by=coordinator)


def _values(number: str, entry: ProgressEntry) -> dict[int, Decimal]:
    second = {figure.name: figure.second for figure in second_half.FIGURES.get(number, ())}
    return {
        indicator.pk: Decimal(value)
        for indicator in figures.indicators_of(entry)
        if (value := second[indicator.name]) is not None
    }


def by_number(plan_period: PlanPeriod) -> dict[str, ProgressEntry]:
    """The half-year's entries by the printed number of their activity."""
    entries = plan_period.entries.select_related("activity", "line").order_by("line__place")
    return {entry.line.number: entry for entry in entries}
