"""A plan itself: making it, naming its acts, putting right how its deadlines were read."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.history import Actor, record
from accounts.models import Municipality
from accounts.permissions import Deed, require
from plans import standing
from plans.changes import Changes
from plans.models import ActivityRevision, Plan, PlanAct


def create_plan(
    municipality: Municipality,
    *,
    slug: str,
    title: str,
    title_pattern: str,
    numbering: str = Plan.Numbering.CONTINUOUS,
    by: Actor,
    changes: Changes,
) -> Plan:
    """Add a plan; the municipality's first one becomes its primary plan. Raises ValidationError for a bad slug."""
    plan = Plan(
        municipality=municipality,
        slug=slug,
        title=title,
        title_pattern=title_pattern,
        numbering=numbering,
        is_primary=not municipality.plans.filter(is_primary=True).exists(),
    )
    plan.full_clean()
    plan.save()
    changes.created([plan])
    record(municipality, by=by, action="plan_created", about=plan, after={"slug": slug, "title": title})
    return plan


@transaction.atomic
def correct_deadline(revision: ActivityRevision, *, rule: dict[str, Any], by: Actor) -> ActivityRevision:
    """Put a person's reading of a deadline in place of the portal's own; the wording stays as the office wrote it."""
    revision = ActivityRevision.objects.select_for_update(no_key=True).get(pk=revision.pk)
    plan = Plan.objects.select_related("municipality").get(activities=revision.activity_id)
    municipality = plan.municipality
    require(by.user, Deed.EDIT_PLAN, municipality)
    before = {"rule": revision.deadline_rule}
    revision.deadline_rule, revision.deadline_is_corrected = rule, True
    revision.full_clean()
    revision.save(update_fields=["deadline_rule", "deadline_is_corrected"])
    standing.refresh(plan, since=revision.since)
    record(
        municipality, by=by, action="deadline_corrected", about=revision, before=before, after={"rule": rule}
    )
    return revision


# No plan of open government is older; a year typed wrong mostly is.
EARLIEST_ACT = date(1990, 1, 1)


def check_act(act: PlanAct, *, today: date) -> None:
    """Raise ValidationError by field for an act whose plan has it already, or whose date can't be right."""
    wrong: dict[str, str] = {}
    if act.adopted_on < EARLIEST_ACT:
        wrong["adopted_on"] = "Дата раньше 1990 года. Проверьте год."
    elif act.adopted_on > today + timedelta(days=366):
        wrong["adopted_on"] = "Дата больше чем на год впереди. Проверьте год."
    same = act.plan.acts.filter(kind=act.kind, number=act.number, adopted_on=act.adopted_on)
    if same.exclude(pk=act.pk).exists():
        wrong["number"] = "Акт с этими видом, номером и датой у плана уже указан."
    if wrong:
        raise ValidationError(wrong)


@transaction.atomic
def add_act(plan: Plan, act: PlanAct, *, by: Actor, today: date | None = None) -> PlanAct:
    """Add the act that adopted or amended the plan. Raises ValidationError by field."""
    # As every change of a plan and every import, so that none waits for another crosswise.
    municipality = Municipality.objects.select_for_update(no_key=True).get(pk=plan.municipality_id)
    require(by.user, Deed.EDIT_PLAN, municipality)
    act.plan = plan
    act.clean_fields()
    check_act(act, today=today or timezone.localdate())
    act.save()
    record(municipality, by=by, action="act_added", about=act, after={"act": str(act)})
    return act
