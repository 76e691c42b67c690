"""From when to when an activity is part of the plan: added, ended, replaced, taken away where it never counted."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.history import Actor
from plans import notices, standing
from plans.models import Activity, Plan, PlanAct, ProgressEntry, Section
from plans.periods import ReportingPeriod
from plans.planning.editing.ground import begin, check_lives, check_unwritten, told
from plans.planning.editing.placing import LAST, After, settle, slot
from plans.planning.editing.timeline import Timeline
from plans.planning.editing.words import (
    assign_names,
    cleaned_deadline,
    cleaned_text,
    deadline_values,
    officers_at,
)
from plans.planning.officers import OfficerName
from plans.planning.revisions import copy_of


@transaction.atomic
def add_activity(
    plan: Plan,
    period: ReportingPeriod,
    *,
    text: str,
    deadline: str = "",
    officers: Sequence[OfficerName] = (),
    parent: Activity | None = None,
    section: Section | None = None,
    after: After = LAST,
    is_group: bool = False,
    act: PlanAct | None = None,
    by: Actor,
) -> Activity:
    """Add an activity from the half-year on, under a group, a section or neither. A group has no officers and no
    deadline. Raises ValidationError by field."""
    timeline = begin(plan, period, by)
    values = {"text": cleaned_text(text)} | deadline_values("" if is_group else cleaned_deadline(deadline))
    home = settle(timeline, parent, section)
    position = slot(timeline, home, after)
    activity = Activity.objects.create(
        plan=timeline.plan, first_period=period, last_period=parent.last_period if parent else None
    )
    timeline.add(
        activity,
        **values,
        parent_id=home[0],
        section_id=home[1],
        position=position,
        is_group=is_group,
        act=act,
    )
    _, names = assign_names(timeline, activity, () if is_group else officers, by=by)
    told(
        timeline,
        by=by,
        action="activity_added",
        about=activity,
        label=values["text"],
        act=act,
        after={
            "text": values["text"],
            "kind": "group" if is_group else "activity",
            "deadline": values["deadline_wording"],
            "officers": names,
        },
    )
    standing.refresh(timeline.plan, since=period)
    notices.assigned(timeline.plan, [activity.pk], officers_at(activity, period), since=period, by=by)
    return activity


@transaction.atomic
def end_activity(
    activity: Activity, *, last_period: ReportingPeriod | None, act: PlanAct | None = None, by: Actor
) -> None:
    """Name the last half-year of an activity, and of all that stands under it; None: it goes on.

    What ended together with it goes on together with it. Raises ValidationError where somebody has written on one of
    them in a half-year that they would lose.
    """
    activity = Activity.objects.select_related("plan").get(pk=activity.pk)
    old = activity.last_period
    if old == last_period:
        return
    ends = min(period for period in (old, last_period) if period is not None)
    timeline = begin(activity.plan, ends.next, by)
    if last_period is not None and last_period < activity.first_period:
        raise ValidationError(
            f"Мероприятие стоит в плане {activity.first_period.since_words}: раньше оно завершиться не может.",
            code="too_early",
        )
    if last_period is not None and (old is None or last_period < old):
        below = timeline.below(activity.pk, timeline.moments())
        touched = [pk for pk in below if _goes_on(timeline.activities[pk], last_period)]
        _check_begun(timeline, touched, last_period)
        check_unwritten(
            timeline,
            [activity.pk, *touched],
            last_period.next,
            advice="Назовите последним это полугодие или более позднее.",
        )
    else:
        below = timeline.below(activity.pk, [ends])
        touched = [pk for pk in below if timeline.activities[pk].last_period == old]
    for pk in [activity.pk, *touched]:
        item = timeline.activities[pk]
        item.last_period = last_period
        item.save(update_fields=["last_period"])
        told(
            timeline,
            by=by,
            action="activity_ended" if last_period else "activity_goes_on",
            about=item,
            label=timeline.at(pk, ends).text,
            act=act,
            before={"last_period": str(old) if old else ""},
            after={"last_period": str(last_period) if last_period else ""},
        )
    standing.refresh(timeline.plan, since=timeline.period)


def _goes_on(activity: Activity, last_period: ReportingPeriod) -> bool:
    return activity.last_period is None or activity.last_period > last_period


def _check_begun(timeline: Timeline, below: Sequence[int], last_period: ReportingPeriod) -> None:
    later = [pk for pk in below if timeline.activities[pk].first_period > last_period]
    if later:
        begins = min(timeline.activities[pk].first_period for pk in later)
        raise ValidationError(
            f"В группе есть подпункт {begins.since_words}. Сначала перенесите или удалите его.",
            code="begins_later",
        )


@transaction.atomic
def replace_activity(
    activity: Activity,
    period: ReportingPeriod,
    *,
    text: str,
    deadline: str = "",
    officers: Sequence[OfficerName] = (),
    act: PlanAct | None = None,
    by: Actor,
) -> Activity:
    """End the activity with the half-year before, and put a new one, which `replaces` it, in its place.

    Later moves of the old one hold for the new one. Raises ValidationError for a group, for an activity that begins in
    this very half-year, and where somebody has written on it from then on.
    """
    timeline = begin(activity.plan, period, by)
    check_lives(timeline, activity)
    old = timeline.activities[activity.pk]
    now = timeline.at(old.pk, period)
    if now.is_group or timeline.below(old.pk, timeline.moments()):
        raise ValidationError(
            "Группу не заменяют: назовите ее иначе или завершите.", code="group_not_replaced"
        )
    if old.first_period >= period:
        raise ValidationError(
            f"{period.title} у этого мероприятия первое: измените его слова, а не заменяйте.",
            code="just_begun",
        )
    check_unwritten(timeline, [old.pk], period, advice="Замените его со следующего полугодия.")
    values = {"text": cleaned_text(text)} | deadline_values(cleaned_deadline(deadline))
    new = Activity.objects.create(
        plan=timeline.plan, first_period=period, last_period=old.last_period, replaces=old
    )
    place = {"parent_id": now.parent_id, "section_id": now.section_id, "position": now.position}
    timeline.add(new, **values, **place, act=act)
    for later in timeline.revisions[old.pk]:
        if later.since > period:
            copy_of(later, since=later.since, activity_id=new.pk, **values).save()
    old.last_period = period.previous
    old.save(update_fields=["last_period"])
    _, names = assign_names(timeline, new, officers, by=by)
    told(
        timeline,
        by=by,
        action="activity_replaced",
        about=old,
        label=now.text,
        act=act,
        before={"text": now.text, "deadline": now.deadline_wording},
        after={"last_period": str(old.last_period), "text": values["text"], "activity": new.pk},
    )
    told(
        timeline,
        by=by,
        action="activity_added",
        about=new,
        label=values["text"],
        act=act,
        after={
            "text": values["text"],
            "deadline": values["deadline_wording"],
            "officers": names,
            "replaces": old.pk,
        },
    )
    standing.refresh(timeline.plan, since=period)
    newcomers = officers_at(new, period) - officers_at(old, period.previous)
    notices.assigned(timeline.plan, [new.pk], newcomers, since=period, by=by)
    return new


@transaction.atomic
def remove_activity(activity: Activity, *, by: Actor) -> None:
    """Take away an activity that was added by mistake: no half-year of it has gone on, and nobody has written on it.

    Raises ValidationError otherwise, and while something stands under it.
    """
    activity = Activity.objects.select_related("plan").get(pk=activity.pk)
    timeline = begin(activity.plan, activity.first_period, by)
    label = timeline.at(activity.pk, activity.first_period).text
    if timeline.below(activity.pk, timeline.moments()):
        raise ValidationError(
            "В группе есть подпункты. Сначала перенесите их в другое место или удалите.", code="not_empty"
        )
    check_unwritten(
        timeline,
        [activity.pk],
        activity.first_period,
        advice="Удалить мероприятие нельзя: назовите его последнее полугодие.",
    )
    told(
        timeline,
        by=by,
        action="activity_removed",
        about=activity,
        label=label,
        act=None,
        before={"text": label, "first_period": str(activity.first_period)},
    )
    ProgressEntry.objects.filter(activity=activity).delete()
    old = timeline.activities.get(activity.replaces_id or 0)
    if old and old.last_period == activity.first_period.previous:  # what it had replaced goes on in its place
        old.last_period = activity.last_period
        old.save(update_fields=["last_period"])
    activity.delete()
    standing.refresh(timeline.plan, since=timeline.period)
