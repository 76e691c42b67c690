"""Bringing a plan's rows to a desired state from a half-year on, without touching how other half-years stand.

The desired rows come in printed order, as an office's table has them. Everything is written in bulk: the number of
queries does not grow with the rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from accounts.history import Actor, HistoryEvent, event
from plans.changes import Changes
from plans.folding import name_key
from plans.models import ActivityRevision, Officer, Plan, PlanAct
from plans.periods import ReportingPeriod
from plans.planning.desired import DesiredLine, LineOutcome
from plans.planning.lives import give_lives
from plans.planning.officers import OfficerName, assign, find_or_add, first_by_key
from plans.planning.revisions import revise
from plans.planning.sections import place_sections
from plans.planning.spans import Span, span_of
from plans.queries import in_effect


def set_lines(
    plan: Plan,
    period: ReportingPeriod,
    lines: Sequence[DesiredLine],
    *,
    by: Actor,
    changes: Changes,
    act: PlanAct | None = None,
) -> list[LineOutcome]:
    """Make the plan stand as `lines` say in `period` and up to the next half-year that the plan already knows.

    Activities that the lines do not name are left alone. Call inside a transaction that holds the municipality.
    """
    span = span_of(plan, period)
    outcomes, earlier = give_lives(plan, span, lines, changes)
    events: list[HistoryEvent] = []
    sections = place_sections(plan, span, lines, by=by, changes=changes, events=events)
    old = list(ActivityRevision.objects.filter(activity__plan=plan).order_by("activity", "since"))
    standing = in_effect(old, period)
    before = {pk: _words(revision) for pk, revision in standing.items()}
    revise(span, lines, outcomes, sections, old, standing, act, changes)
    added = _officers(plan, span, lines, outcomes, earlier, changes)
    events += [
        event(plan.municipality, by=by, action="officer_added", about=officer, after={"kind": officer.kind})
        for officer in added
    ]
    events += _history(plan, period, lines, outcomes, before, by)
    HistoryEvent.objects.bulk_create(events, batch_size=500)
    return outcomes


def _officers(
    plan: Plan,
    span: Span,
    lines: Sequence[DesiredLine],
    outcomes: Sequence[LineOutcome],
    earlier: dict[int, ReportingPeriod],
    changes: Changes,
) -> list[Officer]:
    """Assign the officers that the rows name; answers those that the municipality did not know."""
    named = [
        (outcome, outcome.activity, line.officers)
        for line, outcome in zip(lines, outcomes, strict=True)
        if outcome.activity is not None and line.officers is not None and not line.is_kept
    ]
    officers, added = find_or_add(
        plan.municipality, [name for _, _, names in named for name in names], changes
    )
    wanted = {activity.pk: each_once(officers, names) for _, activity, names in named}
    changed = assign(plan, span, wanted, earlier, changes)
    for outcome, activity, _ in named:
        if activity.pk in changed and not outcome.is_created:
            outcome.changed.add("officers")
    return added


def each_once(officers: dict[str, Officer], names: Sequence[OfficerName]) -> list[tuple[Officer, str]]:
    """The officers of one row with the words to print, none where they differ from the name by spaces alone; a second
    mention of the same one is dropped."""
    rows = []
    for key, name in first_by_key(names).items():
        printed = name.printed or name.name
        same = name_key(printed) == name_key(officers[key].name)
        rows.append((officers[key], "" if same else printed))
    return rows


def _history(
    plan: Plan,
    period: ReportingPeriod,
    lines: Sequence[DesiredLine],
    outcomes: Sequence[LineOutcome],
    before: dict[int, dict[str, str]],
    by: Actor,
) -> list[HistoryEvent]:
    """One event a row that was added, changed or moved, labelled with the row's words."""
    events: list[HistoryEvent] = []
    for line, outcome in zip(lines, outcomes, strict=True):
        activity = outcome.activity
        if activity is None or not (outcome.is_created or outcome.changed):
            continue
        told = event(
            plan.municipality,
            by=by,
            action=_action(outcome),
            about=activity,
            before={} if outcome.is_created else _differing(before.get(activity.pk, {}), outcome),
            after={"period": str(period), "text": line.text, "changed": sorted(outcome.changed)}
            | ({} if line.deadline_wording is None else {"deadline": line.deadline_wording})
            | ({} if line.officers is None else {"officers": [name.name for name in line.officers]}),
        )
        told.object_label = line.text[:300]
        events.append(told)
    return events


def _action(outcome: LineOutcome) -> str:
    if outcome.is_created:
        return "activity_added"
    return "activity_moved" if outcome.changed == {"place"} else "activity_amended"


def _words(revision: ActivityRevision) -> dict[str, str]:
    return {"text": revision.text, "deadline": revision.deadline_wording}


def _differing(words: dict[str, str], outcome: LineOutcome) -> dict[str, str]:
    return {name: value for name, value in words.items() if name in outcome.changed}
