"""Sections of a plan: headings over activities, found again by their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from accounts.history import Actor, HistoryEvent, event
from plans.bulk import write_back
from plans.changes import Changes
from plans.models import Plan, Section
from plans.numbering import places
from plans.planning.desired import DesiredLine
from plans.planning.spans import Span


def place_sections(
    plan: Plan,
    span: Span,
    lines: Sequence[DesiredLine],
    *,
    by: Actor,
    changes: Changes,
    events: list[HistoryEvent],
) -> list[Section | None]:
    """Per line, the section it stands under (for a section line, the section itself).

    A section in other words is another section, so that every half-year prints its own. The plan's newest half-year
    says in which order they stand. One that was there in other half-years stands in the span too.
    """
    known: dict[str, list[Section]] = defaultdict(list)
    for section in plan.sections.order_by("position", "pk"):
        known[section.title].append(section)
    ordered = [
        known[line.text].pop(0) if known[line.text] else _new(plan, span, line.text)
        for line in lines
        if line.kind == "section"
    ]
    _stretch([section for section in ordered if section.pk], span, changes)
    new = [section for section in ordered if section.pk is None]
    if new or span.until is None:
        wanted = places([section.position if section.pk else None for section in ordered])
        moved = [
            section
            for section, place in zip(ordered, wanted, strict=True)
            if section.pk and section.position != place
        ]
        for section in moved:
            changes.updated(section, {"position": section.position})
        for section, place in zip(ordered, wanted, strict=True):
            section.position = place
        write_back(moved, ["position"])
        Section.objects.bulk_create(new, batch_size=500)
        changes.created(new)
        events += [
            event(plan.municipality, by=by, action=action, about=section, after={"title": section.title})
            for action, sections in (("section_added", new), ("section_moved", moved))
            for section in sections
        ]
    queue = iter(ordered)
    found: list[Section | None] = []
    current: Section | None = None
    for line in lines:
        if line.kind == "section":
            current = next(queue)
        found.append(current)
    return found


def _new(plan: Plan, span: Span, title: str) -> Section:
    return Section(plan=plan, title=title, first_period=span.period, last_period=span.until)


def _stretch(sections: Sequence[Section], span: Span, changes: Changes) -> None:
    stretched = []
    for section in sections:
        before = {"first_period": section.first_period, "last_period": section.last_period}
        if section.first_period is not None:
            section.first_period = min(section.first_period, span.period)
        if section.last_period is not None:
            section.last_period = span.until and max(section.last_period, span.until)
        if before != {"first_period": section.first_period, "last_period": section.last_period}:
            changes.updated(section, before)
            stretched.append(section)
    write_back(stretched, ["first_period", "last_period"])
