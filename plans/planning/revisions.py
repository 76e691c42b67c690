"""How activities stand from a half-year on: their words, deadlines and places, as revisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from plans.bulk import write_back
from plans.changes import Changes
from plans.models import Activity, ActivityRevision, PlanAct, Section
from plans.numbering import places
from plans.periods import ReportingPeriod
from plans.planning.desired import DesiredLine, LineOutcome, parents_of
from plans.planning.spans import Span
from plans.queries import lives_in

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


def revise(
    span: Span,
    lines: Sequence[DesiredLine],
    outcomes: Sequence[LineOutcome],
    sections: Sequence[Section | None],
    old: Sequence[ActivityRevision],
    standing: dict[int, ActivityRevision],
    act: PlanAct | None,
    changes: Changes,
) -> None:
    """Write the revisions that make every row stand as desired within the span, and as before outside it.

    old: all revisions of the plan; standing: per activity the one in effect in the span's half-year.
    """
    parents = parents_of(lines, outcomes)
    positions = _positions(lines, outcomes, parents, sections, standing)
    known = {(revision.activity_id, revision.since) for revision in old}
    added: list[ActivityRevision] = []
    amended: list[ActivityRevision] = []
    for line, outcome, parent, section, position in zip(
        lines, outcomes, parents, sections, positions, strict=True
    ):
        activity = outcome.activity
        if activity is None:
            continue
        now = standing.get(activity.pk)
        wanted: dict[str, Any] = {
            "parent_id": parent.pk if parent else None,
            "section_id": section.pk if section and not parent else None,
            "position": position,
        } | ({} if now and line.is_kept else _said(line, now))
        if now is None:
            added.append(ActivityRevision(activity=activity, since=span.period, act=act, **wanted))
            continue
        differs = {name for name, value in wanted.items() if getattr(now, name) != value}
        outcome.changed |= {_WORDS[name] for name in differs}
        if now.since > span.period:  # the activity begins earlier now
            added.append(copy_of(now, since=span.period, act=act if differs else now.act, **wanted))
            continue
        if not differs:
            continue
        after = span.until.next if span.until else None
        if after and lives_in(activity, after) and (activity.pk, after) not in known:
            added.append(copy_of(now, since=after))
        if now.since == span.period:
            changes.updated(now, {name: getattr(now, name) for name in (*wanted, "act_id")})
            for name, value in wanted.items():
                setattr(now, name, value)
            now.act = act or now.act
            amended.append(now)
        else:
            added.append(copy_of(now, since=span.period, act=act, **wanted))
    write_back(amended, ["parent", "section", "act", *(name for name in _WORDS if not name.endswith("_id"))])
    ActivityRevision.objects.bulk_create(added, batch_size=500)
    changes.created(added)


def _said(line: DesiredLine, now: ActivityRevision | None) -> dict[str, Any]:
    """What the row itself says. A deadline in the same words keeps its reading, a corrected one too."""
    said: dict[str, Any] = {"is_group": line.kind == "group", "text": line.text}
    if line.deadline_wording is not None and (now is None or now.deadline_wording != line.deadline_wording):
        said |= {
            "deadline_wording": line.deadline_wording,
            "deadline_rule": line.deadline_rule,
            "deadline_is_corrected": False,
        }
    return said


def copy_of(revision: ActivityRevision, *, since: ReportingPeriod, **changed: Any) -> ActivityRevision:
    values = {
        item.attname: getattr(revision, item.attname)
        for item in revision._meta.concrete_fields
        if not item.primary_key
    }
    copy = ActivityRevision(**values | {"since": since})
    for name, value in changed.items():
        setattr(copy, name, value)
    return copy


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
