"""A plan itself: making it, naming its acts, putting right how its deadlines were read."""

from __future__ import annotations

from typing import Any

from django.db import transaction

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
    revision = ActivityRevision.objects.select_for_update().get(pk=revision.pk)
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


@transaction.atomic
def add_act(plan: Plan, act: PlanAct, *, by: Actor) -> PlanAct:
    """Add the act that adopted or amended the plan. Raises ValidationError for one that is there."""
    require(by.user, Deed.EDIT_PLAN, plan.municipality)
    act.plan = plan
    act.full_clean()
    act.save()
    record(plan.municipality, by=by, action="act_added", about=act, after={"act": str(act)})
    return act
