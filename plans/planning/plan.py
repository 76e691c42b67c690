"""Making a plan."""

from __future__ import annotations

from accounts.history import Actor, record
from accounts.models import Municipality
from plans.changes import Changes
from plans.models import Plan


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
