"""From which half-year to which an activity is part of the plan, as rows of one half-year name it."""

from __future__ import annotations

from collections.abc import Sequence

from plans.bulk import write_back
from plans.changes import Changes
from plans.models import Activity, Plan
from plans.periods import ReportingPeriod
from plans.planning.desired import DesiredLine, LineOutcome
from plans.planning.spans import Span
from plans.queries import lives_in


def give_lives(
    plan: Plan, span: Span, lines: Sequence[DesiredLine], changes: Changes
) -> tuple[list[LineOutcome], dict[int, ReportingPeriod]]:
    """An activity for every row that is no section, alive in the span's half-year.

    One that lived before or after is stretched to it, unless that would put it into a known half-year between, which
    did without it: then a new one stands for it here, tied to it by `replaces`. Answers the outcomes, and for every
    activity that now begins earlier the half-year it began in before.
    """
    stretched: list[Activity] = []
    earlier: dict[int, ReportingPeriod] = {}
    outcomes = []
    for line in lines:
        activity = line.activity
        if line.kind == "section":
            outcomes.append(LineOutcome(None))
        elif activity is None or not _can_reach(activity, span):
            outcomes.append(LineOutcome(_new(plan, span), is_created=True))
        else:
            if activity.first_period > span.period:
                earlier[activity.pk] = activity.first_period
            if not lives_in(activity, span.period):
                changes.updated(
                    activity, {"first_period": activity.first_period, "last_period": activity.last_period}
                )
                activity.first_period = min(activity.first_period, span.period)
                if activity.last_period is not None and activity.last_period < span.period:
                    activity.last_period = span.until
                stretched.append(activity)
            outcomes.append(LineOutcome(activity))
    write_back(stretched, ["first_period", "last_period"])
    new = [(line.activity, one.activity) for line, one in zip(lines, outcomes, strict=True) if one.is_created]
    _add(new, changes)
    return outcomes, earlier


def _can_reach(activity: Activity, span: Span) -> bool:
    if activity.first_period > span.period:
        return span.is_silent_between(span.period, activity.first_period)
    return activity.last_period is None or span.is_silent_between(activity.last_period, span.period)


def _new(plan: Plan, span: Span) -> Activity:
    return Activity(plan=plan, first_period=span.period, last_period=span.until)


def _add(pairs: Sequence[tuple[Activity | None, Activity | None]], changes: Changes) -> None:
    """Write the new activities; each may stand for another: the later of the two takes the place of the earlier."""
    new = [one for _, one in pairs if one]
    for other, one in pairs:
        if one and other and other.first_period < one.first_period:
            one.replaces = other
    Activity.objects.bulk_create(new, batch_size=500)
    changes.created(new)
    followers = []
    for other, one in pairs:
        if one and other and other.first_period > one.first_period and other.replaces_id is None:
            changes.updated(other, {"replaces_id": None})
            other.replaces = one
            followers.append(other)
    write_back(followers, ["replaces"])
