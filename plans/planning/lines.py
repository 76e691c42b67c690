"""Bringing a plan's rows to a desired state from a half-year on, without touching how other half-years stand.

The desired rows come in printed order, as an office's table has them. Everything is written in bulk: the number of
queries does not grow with the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from accounts.history import Actor, HistoryEvent, event
from plans.changes import Changes
from plans.folding import folded
from plans.models import Activity, ActivityRevision, Officer, Plan, PlanAct, Section
from plans.numbering import places
from plans.periods import ReportingPeriod
from plans.planning.officers import OfficerName, assign, find_or_add
from plans.queries import in_effect


@dataclass(slots=True)
class DesiredLine:
    """A row as it should stand. `kind`: ``section``, ``group`` or ``activity``; `activity`: the one it is, None for a
    new one. `officers` and `deadline_wording`: None where the source has no such column (nothing changes then).
    `is_kept`: the row only holds its place; whatever it says, its activity stays as it is."""

    kind: str
    level: int
    text: str
    deadline_wording: str | None = None
    deadline_rule: dict[str, Any] | None = None
    officers: tuple[OfficerName, ...] | None = None
    activity: Activity | None = None
    is_kept: bool = False


@dataclass(slots=True)
class LineOutcome:
    """What became of a desired row. `changed`: names of what changed («text», «deadline», «officers», «place»)."""

    activity: Activity | None
    is_created: bool = False
    changed: set[str] = field(default_factory=set)


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
    later = plan.periods.filter(period__gt=period).order_by("period").first()
    until = later.period.previous if later else None
    outcomes = _activities(plan, period, until, lines, changes)
    sections = _sections(plan, lines, changes)
    old = list(ActivityRevision.objects.filter(activity__plan=plan).order_by("activity", "since"))
    standing = in_effect(old, period)
    before = {pk: revision.text for pk, revision in standing.items()}
    _revisions(period, until, lines, outcomes, sections, old, standing, act, changes)
    _officers(plan, period, until, lines, outcomes, changes)
    _history(plan, period, lines, outcomes, before, by)
    return outcomes


def _activities(
    plan: Plan,
    period: ReportingPeriod,
    until: ReportingPeriod | None,
    lines: Sequence[DesiredLine],
    changes: Changes,
) -> list[LineOutcome]:
    """An activity for every row that is no section; a living one's life is stretched over the period."""
    new = [Activity(plan=plan, first_period=period, last_period=until) for line in lines if _is_new(line)]
    Activity.objects.bulk_create(new, batch_size=500)
    changes.created(new)
    fresh = iter(new)
    outcomes = []
    for line in lines:
        if line.kind == "section":
            outcomes.append(LineOutcome(None))
        elif line.activity is None:
            outcomes.append(LineOutcome(next(fresh), is_created=True))
        else:
            _stretch(line.activity, period, until, changes)
            outcomes.append(LineOutcome(line.activity))
    return outcomes


def _is_new(line: DesiredLine) -> bool:
    return line.kind != "section" and line.activity is None


def _stretch(
    activity: Activity, period: ReportingPeriod, until: ReportingPeriod | None, changes: Changes
) -> None:
    before = {"first_period": activity.first_period, "last_period": activity.last_period}
    if activity.first_period > period:
        activity.first_period = period
    if activity.last_period is not None and activity.last_period < period:
        activity.last_period = until
    if before != {"first_period": activity.first_period, "last_period": activity.last_period}:
        changes.updated(activity, before)
        activity.save(update_fields=["first_period", "last_period"])


def _sections(plan: Plan, lines: Sequence[DesiredLine], changes: Changes) -> list[Section | None]:
    """Per line, the section it stands under (for a section line, the section itself)."""
    existing = list(plan.sections.order_by("position", "pk"))
    by_title: dict[str, list[Section]] = defaultdict(list)
    for section in existing:
        by_title[folded(section.title)].append(section)
    ordered: list[Section] = []
    for line in lines:
        if line.kind == "section":
            known = by_title[folded(line.text)]
            ordered.append(known.pop(0) if known else Section(plan=plan, title=line.text))
    if any(section.pk is None for section in ordered):
        for section, place in zip(
            ordered, places([s.position if s.pk else None for s in ordered]), strict=True
        ):
            if section.pk is None:
                section.position = place
                section.save()
                changes.created([section])
            elif section.position != place:
                changes.updated(section, {"position": section.position})
                section.position = place
                section.save(update_fields=["position"])
    found: list[Section | None] = []
    current: Section | None = None
    queue = iter(ordered)
    for line in lines:
        if line.kind == "section":
            current = next(queue)
        found.append(current)
    return found


def _revisions(
    period: ReportingPeriod,
    until: ReportingPeriod | None,
    lines: Sequence[DesiredLine],
    outcomes: Sequence[LineOutcome],
    sections: Sequence[Section | None],
    old: Sequence[ActivityRevision],
    standing: dict[int, ActivityRevision],
    act: PlanAct | None,
    changes: Changes,
) -> None:
    parents = parents_of(lines, outcomes)
    positions = _positions(lines, outcomes, parents, sections, standing)
    known = {(revision.activity_id, revision.since): revision for revision in old}
    has_later = {(revision.activity_id) for revision in old if until and revision.since > until}
    added: list[ActivityRevision] = []
    for index, (line, outcome) in enumerate(zip(lines, outcomes, strict=True)):
        activity = outcome.activity
        if activity is None:
            continue
        parent, section, now = parents[index], sections[index], standing.get(activity.pk)
        wanted: dict[str, Any] = {
            "parent_id": parent.pk if parent else None,
            "section_id": section.pk if section and not parent else None,
            "position": positions[index],
        }
        if now is None or not line.is_kept:
            wanted |= {"is_group": line.kind == "group", "text": line.text}
            if line.deadline_wording is not None and (
                now is None or now.deadline_wording != line.deadline_wording
            ):
                wanted |= {
                    "deadline_wording": line.deadline_wording,
                    "deadline_rule": line.deadline_rule,
                    "deadline_is_corrected": False,
                }
        if now is None:
            added.append(ActivityRevision(activity=activity, since=period, act=act, **wanted))
            continue
        differs = {name for name, value in wanted.items() if getattr(now, name) != value}
        if not differs:
            continue
        outcome.changed |= {_WORDS[name] for name in differs}
        if now.since == period:
            changes.updated(now, {name: getattr(now, name) for name in wanted})
            if until and (activity.pk, until.next) not in known and activity.pk not in has_later:
                added.append(_copy(now, since=until.next))
            for name, value in wanted.items():
                setattr(now, name, value)
            now.act = act or now.act
            now.save()
        else:
            if until and now.since < period and (activity.pk, until.next) not in known:
                added.append(_copy(now, since=until.next))
            revision = _copy(now, since=period)
            for name, value in wanted.items():
                setattr(revision, name, value)
            revision.act = act
            added.append(revision)
    ActivityRevision.objects.bulk_create(added, batch_size=500)
    changes.created(added)


_WORDS = {
    "parent_id": "place",
    "section_id": "place",
    "position": "place",
    "is_group": "text",
    "text": "text",
    "deadline_wording": "deadline",
    "deadline_rule": "deadline",
    "deadline_is_corrected": "deadline",
}


def _copy(revision: ActivityRevision, *, since: ReportingPeriod) -> ActivityRevision:
    values = {
        item.attname: getattr(revision, item.attname)
        for item in revision._meta.concrete_fields
        if not item.primary_key
    }
    return ActivityRevision(**values | {"since": since})


def parents_of(lines: Sequence[DesiredLine], outcomes: Sequence[LineOutcome]) -> list[Activity | None]:
    """Per line, the activity it belongs to: the nearest row above on the level above."""
    parents: list[Activity | None] = []
    above: list[Activity | None] = []
    for line, outcome in zip(lines, outcomes, strict=True):
        if line.kind == "section":
            above = []
            parents.append(None)
            continue
        del above[line.level :]
        parents.append(above[-1] if above else None)
        above.append(outcome.activity)
    return parents


def _positions(
    lines: Sequence[DesiredLine],
    outcomes: Sequence[LineOutcome],
    parents: Sequence[Activity | None],
    sections: Sequence[Section | None],
    standing: dict[int, ActivityRevision],
) -> list[int]:
    """Positions of every line among its siblings. Siblings that the lines do not name keep theirs; a new row is put
    right behind the named one before it."""
    siblings: dict[tuple[int | None, int | None], list[int]] = defaultdict(list)
    for index, (line, parent, section) in enumerate(zip(lines, parents, sections, strict=True)):
        if line.kind != "section":
            key = (parent.pk if parent else None, section.pk if section and not parent else None)
            siblings[key].append(index)
    positions = [0] * len(lines)
    for (parent_id, section_id), indexes in siblings.items():
        current: list[int | None] = []
        for index in indexes:
            activity = outcomes[index].activity
            now = standing.get(activity.pk) if activity else None
            same_place = now is not None and (now.parent_id, now.section_id) == (parent_id, section_id)
            current.append(now.position if now and same_place else None)
        for index, place in zip(indexes, places(current), strict=True):
            positions[index] = place
    return positions


def _officers(
    plan: Plan,
    period: ReportingPeriod,
    until: ReportingPeriod | None,
    lines: Sequence[DesiredLine],
    outcomes: Sequence[LineOutcome],
    changes: Changes,
) -> None:
    named = [
        (outcome, line.officers)
        for line, outcome in zip(lines, outcomes, strict=True)
        if outcome.activity is not None and line.officers is not None and not line.is_kept
    ]
    officers = find_or_add(plan.municipality, [name for _, names in named for name in names], changes)
    wanted = {
        outcome.activity.pk: _each_once(officers, names)
        for outcome, names in named
        if outcome.activity is not None
    }
    changed = assign(plan, period, until, wanted, changes)
    for outcome, _ in named:
        if outcome.activity is not None and outcome.activity.pk in changed and not outcome.is_created:
            outcome.changed.add("officers")


def _each_once(officers: dict[str, Officer], names: Sequence[OfficerName]) -> list[tuple[Officer, str]]:
    """The officers of one row with the words to print; a second mention of the same one is dropped."""
    first = {name.key: name for name in reversed(names)}
    return [
        (officers[key], "" if name.printed in ("", officers[key].name) else name.printed)
        for key, name in reversed(first.items())
    ]


def _history(
    plan: Plan,
    period: ReportingPeriod,
    lines: Sequence[DesiredLine],
    outcomes: Sequence[LineOutcome],
    before: dict[int, str],
    by: Actor,
) -> None:
    """One event a row that was added or changed, labelled with the row's words."""
    events: list[HistoryEvent] = []
    for line, outcome in zip(lines, outcomes, strict=True):
        told = outcome.changed - {"place"}
        if outcome.activity is None or not (outcome.is_created or told):
            continue
        entry = event(
            plan.municipality,
            by=by,
            action="activity_added" if outcome.is_created else "activity_amended",
            about=outcome.activity,
            before={} if outcome.is_created else {"text": before.get(outcome.activity.pk, "")},
            after={"period": str(period), "text": line.text, "changed": sorted(told)},
        )
        entry.object_label = line.text[:300]
        events.append(entry)
    HistoryEvent.objects.bulk_create(events, batch_size=500)
