"""What a row says and who answers for it, from a half-year on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.history import Actor, HistoryEvent, event
from plans import notices, standing
from plans.changes import Changes
from plans.deadlines import read_deadline
from plans.models import Activity, Assignment, Officer, PlanAct
from plans.periods import ReportingPeriod
from plans.planning.editing.ground import (
    LONGEST_DEADLINE,
    LONGEST_TEXT,
    begin,
    check_lives,
    check_unwritten,
    cleaned,
    told,
)
from plans.planning.editing.timeline import Timeline
from plans.planning.lines import each_once
from plans.planning.officers import OfficerName, assign, find_or_add
from plans.planning.spans import Span

NAMED = "Напишите, как называется мероприятие."


@transaction.atomic
def amend_activity(
    activity: Activity,
    period: ReportingPeriod,
    *,
    text: str | None = None,
    deadline: str | None = None,
    act: PlanAct | None = None,
    by: Actor,
) -> None:
    """Say the activity or its deadline in other words from the half-year on; None: as it is.

    A deadline in new words is read anew, one in the same words keeps its reading. Raises ValidationError by field.
    """
    timeline = begin(activity.plan, period, by)
    check_lives(timeline, activity)
    now = timeline.at(activity.pk, period)
    label, before, after = now.text, {}, {}
    said: list[tuple[dict[str, Any], tuple[str, ...]]] = []
    if text is not None and (words := cleaned_text(text)) != now.text:
        before["text"], after["text"] = now.text, words
        said.append(({"text": words}, ("text",)))
    if deadline is not None and (wording := cleaned_deadline(deadline)) != now.deadline_wording:
        before["deadline"], after["deadline"] = now.deadline_wording, wording
        said.append((deadline_values(wording), ("deadline_wording",)))
    for values, told_by in said:
        timeline.revise(activity.pk, values, told_by=told_by, act=act)
    if said:
        told(
            timeline,
            by=by,
            action="activity_amended",
            about=activity,
            label=after.get("text", label),
            act=act,
            before=before,
            after=after | {"changed": sorted(after)},
        )
        standing.refresh(timeline.plan, since=period)


@transaction.atomic
def set_officers(
    activity: Activity,
    period: ReportingPeriod,
    names: Sequence[OfficerName],
    *,
    act: PlanAct | None = None,
    by: Actor,
) -> None:
    """Give the activity these officers, in this order, from the half-year on; later half-years that had the same ones
    as now follow. Unknown ones are added to the municipality."""
    timeline = begin(activity.plan, period, by)
    check_lives(timeline, activity)
    _check_names(names)
    held = officers_at(activity, period)
    before, after = assign_names(timeline, activity, names, by=by)
    if before != after:
        told(
            timeline,
            by=by,
            action="activity_amended",
            about=activity,
            label=timeline.at(activity.pk, period).text,
            act=act,
            before={"officers": before},
            after={"officers": after, "changed": ["officers"]},
        )
        standing.refresh(timeline.plan, since=period)
        new = officers_at(activity, period) - held
        notices.assigned(timeline.plan, [activity.pk], new, since=period, by=by)


@transaction.atomic
def make_group(activity: Activity, period: ReportingPeriod, *, act: PlanAct | None = None, by: Actor) -> None:
    """Make the activity a heading over its sub-activities from the half-year on: it reports nothing itself, and has
    neither officers nor a deadline. Raises ValidationError where somebody has written on it."""
    timeline = begin(activity.plan, period, by)
    check_lives(timeline, activity)
    now = timeline.at(activity.pk, period)
    if now.is_group:
        return
    check_unwritten(
        timeline, [activity.pk], period, advice="Группа сама не отчитывается: выберите полугодие позже."
    )
    before = {"kind": "activity", "deadline": now.deadline_wording}
    timeline.revise(activity.pk, {"is_group": True}, told_by=("is_group",), act=act)
    timeline.revise(activity.pk, deadline_values(""), told_by=("deadline_wording",), act=act)
    names, _ = assign_names(timeline, activity, (), by=by)
    told(
        timeline,
        by=by,
        action="activity_amended",
        about=activity,
        label=now.text,
        act=act,
        before=before | {"officers": names},
        after={"kind": "group", "deadline": "", "officers": [], "changed": ["kind"]},
    )
    standing.refresh(timeline.plan, since=period)


@transaction.atomic
def make_reportable(
    activity: Activity, period: ReportingPeriod, *, act: PlanAct | None = None, by: Actor
) -> None:
    """Make a group an activity that reports itself from the half-year on. Raises ValidationError while something
    stands under it."""
    timeline = begin(activity.plan, period, by)
    check_lives(timeline, activity)
    now = timeline.at(activity.pk, period)
    if not now.is_group:
        return
    if timeline.below(activity.pk, timeline.moments()):
        raise ValidationError(
            "В группе есть подпункты. Сначала перенесите их в другое место или завершите.", code="not_empty"
        )
    timeline.revise(activity.pk, {"is_group": False}, told_by=("is_group",), act=act)
    told(
        timeline,
        by=by,
        action="activity_amended",
        about=activity,
        label=now.text,
        act=act,
        before={"kind": "group"},
        after={"kind": "activity", "changed": ["kind"]},
    )
    standing.refresh(timeline.plan, since=period)


def cleaned_text(text: str) -> str:
    return cleaned(text, name="text", longest=LONGEST_TEXT, needed=NAMED)


def cleaned_deadline(wording: str) -> str:
    return cleaned(wording, name="deadline", longest=LONGEST_DEADLINE)


def deadline_values(wording: str) -> dict[str, Any]:
    """A revision's fields for a deadline in these words."""
    rule = read_deadline(wording).rule if wording else None
    return {
        "deadline_wording": wording,
        "deadline_rule": rule.to_dict() if rule else None,
        "deadline_is_corrected": False,
    }


def assign_names(
    timeline: Timeline, activity: Activity, names: Sequence[OfficerName], *, by: Actor
) -> tuple[list[str], list[str]]:
    """Assign officers from the half-year of the change on; answers who was and who is printed."""
    municipality, changes = timeline.plan.municipality, Changes()
    officers, added = find_or_add(municipality, names, changes)
    wanted = each_once(officers, names)
    HistoryEvent.objects.bulk_create(
        event(municipality, by=by, action="officer_added", about=officer, after={"kind": officer.kind})
        for officer in added
    )
    assignments = list(activity.assignments.select_related("officer").order_by("position", "pk"))
    now = _assigned(assignments, timeline.period)
    for first, last in _stretches(assignments, timeline.period, now):
        assign(
            timeline.plan, Span(first, last, frozenset()), {activity.pk: wanted}, earlier={}, changes=changes
        )
    return _printed(now), _printed(wanted)


def officers_at(activity: Activity, period: ReportingPeriod) -> set[int]:
    """The ids of the officers that answer for the activity in a half-year."""
    assignments = list(activity.assignments.select_related("officer"))
    return {officer.pk for officer, _ in _assigned(assignments, period)}


Assigned = list[tuple[Officer, str]]


def _assigned(assignments: Sequence[Assignment], period: ReportingPeriod) -> Assigned:
    return [
        (item.officer, item.printed)
        for item in assignments
        if item.from_period <= period and (item.until_period is None or item.until_period >= period)
    ]


def _stretches(
    assignments: Sequence[Assignment], since: ReportingPeriod, now: Assigned
) -> list[tuple[ReportingPeriod, ReportingPeriod | None]]:
    """Where from `since` on the officers are the same as now: first and last half-years (None: for ever)."""
    begins = {item.from_period for item in assignments} | {
        item.until_period.next for item in assignments if item.until_period
    }
    moments = [since, *sorted(moment for moment in begins if moment > since)]
    found: list[tuple[ReportingPeriod, ReportingPeriod | None]] = []
    for first, following in zip(moments, [*moments[1:], None], strict=True):
        if _assigned(assignments, first) != now:
            continue
        last = following.previous if following else None
        if found and found[-1][1] == first.previous:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def _printed(assigned: Assigned) -> list[str]:
    return [printed or officer.name for officer, printed in assigned]


def _check_names(names: Sequence[OfficerName]) -> None:
    if any(not name.name.strip() or not name.key for name in names):
        raise ValidationError({"officers": "Имя исполнителя не прочитано. Напишите его буквами."})
