"""A half-year worked on in the portal: officials' texts written, sent and approved, for tests of the report's road."""

from __future__ import annotations

from datetime import date

from accounts.history import COMMAND, Actor
from plans import workflow
from plans.models import PlanPeriod, ProgressEntry
from plans.workflow import Draft
from tests.factories import H1_2022, District, make_activity, make_municipality, make_officer, make_plan

TODAY = date(2022, 7, 1)
SIGN = {
    "signatory_name": "Н. С. Поляков",
    "signatory_position": "первый заместитель главы администрации",
    "approved_on": date(2022, 7, 15),
}


def worked_on(slug: str = "zarechny", *, activities: int = 3, approved: int = 3) -> District:
    """A district whose half-year was opened in the portal; the first ``approved`` texts are approved, none is begun in
    the rest."""
    plan = make_plan(make_municipality(slug))
    officer = make_officer(plan.municipality)
    made = [make_activity(plan, officers=[officer]) for _ in range(activities)]
    plan_period = workflow.open_for_work(plan, H1_2022, collection_on=date(2022, 7, 5), by=COMMAND)
    entries = {entry.activity_id: entry for entry in plan_period.entries.all()}
    district = District(
        plan.municipality, plan, plan_period, made, [entries[activity.pk] for activity in made]
    )
    for number, entry in enumerate(district.entries[:approved], start=1):
        approve(entry, f"Сделано по мероприятию {number}.", by=COMMAND)
    return district


def approve(entry: ProgressEntry, text: str, *, by: Actor) -> None:
    """Write, send and approve a text, one after another."""
    entry = ProgressEntry.objects.get(pk=entry.pk)
    sent = workflow.submit(entry, Draft(text), read=entry.revision, by=by, on=TODAY)
    newest = sent.versions.order_by("-number").first()
    assert newest is not None
    workflow.approve(sent.plan_period, {sent: newest.number}, by=by)


def fresh(entry: ProgressEntry) -> ProgressEntry:
    return ProgressEntry.objects.select_related("plan_period__plan").get(pk=entry.pk)


def period_of(district: District) -> PlanPeriod:
    return PlanPeriod.objects.select_related("plan__municipality").get(pk=district.plan_period.pk)
