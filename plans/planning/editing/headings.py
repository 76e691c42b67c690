"""Sections of a plan, each from a half-year on."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.history import Actor
from plans import standing
from plans.models import Plan, PlanAct, Section
from plans.numbering import STEP
from plans.periods import ReportingPeriod
from plans.planning.editing.ground import LONGEST_TEXT, begin, cleaned, told
from plans.planning.editing.timeline import Timeline, spread_sections

TITLED = "Напишите, как называется раздел."


@transaction.atomic
def add_section(
    plan: Plan,
    period: ReportingPeriod,
    *,
    title: str,
    after: Section | None = None,
    act: PlanAct | None = None,
    by: Actor,
) -> Section:
    """Add a heading from the half-year on, after another one (None: before all)."""
    timeline = begin(plan, period, by)
    title = _cleaned(title)
    section = Section.objects.create(
        plan=timeline.plan, title=title, position=_slot(timeline, after), first_period=period
    )
    told(
        timeline,
        by=by,
        action="section_added",
        about=section,
        label=title,
        act=act,
        after={"title": title},
    )
    standing.refresh(timeline.plan, since=period)
    return section


@transaction.atomic
def rename_section(
    section: Section, period: ReportingPeriod, *, title: str, act: PlanAct | None = None, by: Actor
) -> Section:
    """Say a heading in other words from the half-year on: another section takes its place and its activities, so that
    earlier half-years print the old one. Answers the section that stands now."""
    timeline = begin(section.plan, period, by)
    _check_stands(section, period)
    title = _cleaned(title)
    if title == section.title:
        return section
    before = section.title
    moved = [pk for pk, revisions in timeline.revisions.items() if _is_in(timeline, pk, section)]
    was_printed_before = (
        section.first_period is None
        or section.first_period < period
        or any(
            revision.section_id == section.pk and revision.since < period
            for revisions in timeline.revisions.values()
            for revision in revisions
        )
    )
    if was_printed_before:
        new = Section.objects.create(
            plan=timeline.plan,
            title=title,
            position=_slot(timeline, section),
            first_period=period,
            last_period=section.last_period,
        )
        for pk in moved:
            _rehouse(timeline, pk, section, new, act)
        section.refresh_from_db()
        section.last_period = period.previous
        section.save(update_fields=["last_period"])
    else:
        new = section
        new.title = title
        new.save(update_fields=["title"])
    told(
        timeline,
        by=by,
        action="section_renamed",
        about=new,
        label=title,
        act=act,
        before={"title": before},
        after={"title": title},
    )
    standing.refresh(timeline.plan, since=period)
    return new


@transaction.atomic
def remove_section(section: Section, period: ReportingPeriod, *, by: Actor) -> None:
    """Drop a heading that has no activities from the half-year on. Raises ValidationError while it has some."""
    timeline = begin(section.plan, period, by)
    _check_stands(section, period)
    if any(_is_in(timeline, pk, section) for pk in timeline.activities):
        raise ValidationError(
            "В разделе есть мероприятия. Сначала перенесите их в другое место или завершите.",
            code="not_empty",
        )
    told(
        timeline,
        by=by,
        action="section_removed",
        about=section,
        label=section.title,
        act=None,
        before={"title": section.title},
    )
    never_stood = section.first_period is not None and section.first_period >= period
    if never_stood and not section.revisions.exists():
        section.delete()
    elif not never_stood:
        section.last_period = period.previous
        section.save(update_fields=["last_period"])
    standing.refresh(timeline.plan, since=period)


def _check_stands(section: Section, period: ReportingPeriod) -> None:
    if section.last_period and section.last_period < period:
        raise ValidationError(f"Этого раздела нет в плане за {period.title}.", code="no_section")


def _is_in(timeline: Timeline, activity: int, section: Section) -> bool:
    """Whether an activity stands in the section in the half-year of the change or later."""
    item = timeline.activities[activity]
    if item.last_period is not None and item.last_period < timeline.period:
        return False
    begins = max(item.first_period, timeline.period)
    later = [one for one in timeline.revisions[activity] if one.since > begins]
    return any(one.section_id == section.pk for one in [timeline.at(activity, begins), *later])


def _rehouse(timeline: Timeline, activity: int, old: Section, new: Section, act: PlanAct | None) -> None:
    begins = max(timeline.activities[activity].first_period, timeline.period)
    if timeline.at(activity, begins).section_id == old.pk:
        timeline.revise(activity, {"section_id": new.pk}, told_by=("section_id",), act=act, since=begins)
        return
    for revision in timeline.revisions[activity]:
        if revision.since > begins and revision.section_id == old.pk:
            revision.section_id = new.pk
            revision.save(update_fields=["section"])


def _slot(timeline: Timeline, after: Section | None) -> int:
    """The position right after a section."""
    for _ in range(2):
        sections = list(timeline.plan.sections.order_by("position", "pk"))
        places = [0, *(section.position for section in sections)]
        index = next(
            (place for place, one in enumerate(sections, start=1) if after and one.pk == after.pk), 0
        )
        if after and not index:
            raise ValidationError("Этот раздел из другого плана.", code="no_section")
        if index + 1 == len(places):
            return places[index] + STEP
        if places[index + 1] - places[index] > 1:
            return (places[index] + places[index + 1]) // 2
        spread_sections(sections)
    raise AssertionError("spread positions leave room")


def _cleaned(title: str) -> str:
    return cleaned(title, name="title", longest=LONGEST_TEXT, needed=TITLED)
