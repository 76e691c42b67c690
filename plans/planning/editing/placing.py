"""Where a row stands: under which group or section, and after which of its neighbours."""

from __future__ import annotations

from enum import Enum
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.history import Actor
from plans import standing
from plans.models import Activity, ActivityRevision, PlanAct, Section
from plans.numbering import STEP
from plans.periods import ReportingPeriod
from plans.planning.editing.ground import begin, check_lives, told
from plans.planning.editing.timeline import Home, Timeline
from plans.queries import PlanLine, plan_lines


class _End(Enum):
    FIRST = "first"
    LAST = "last"


FIRST: Final = _End.FIRST
LAST: Final = _End.LAST
After = Activity | _End


@transaction.atomic
def move_activity(
    activity: Activity,
    period: ReportingPeriod,
    *,
    parent: Activity | None = None,
    section: Section | None = None,
    after: After = LAST,
    act: PlanAct | None = None,
    by: Actor,
) -> None:
    """Put the activity, with all that stands under it, in another place from the half-year on.

    parent: its group, or section: its section, or neither; after: the row of that place that it follows, `FIRST`,
    `LAST`. In later half-years whose neighbours stand in another order it stands by its place among them; a later move
    to another group or section holds. Raises ValidationError for a place that is not there, or inside itself.
    """
    timeline = begin(activity.plan, period, by)
    check_lives(timeline, activity)
    moments = timeline.moments()
    if parent and (parent.pk == activity.pk or parent.pk in timeline.below(activity.pk, moments)):
        raise ValidationError(
            "Нельзя перенести пункт в него самого или в его подпункт.", code="inside_itself"
        )
    home = settle(timeline, parent, section)
    before_lines = plan_lines(timeline.plan, period)
    before = place_words(before_lines, activity)
    now = timeline.at(activity.pk, period)
    stays_at_home = (now.parent_id, now.section_id) == home
    told_by = ("parent_id", "section_id", *(("position",) if stays_at_home else ()))
    if after == activity or _stands_there(timeline, activity, home, after):
        return
    values = {"parent_id": home[0], "section_id": home[1], "position": slot(timeline, home, after, activity)}
    timeline.revise(activity.pk, values, told_by=told_by, act=act)
    told(
        timeline,
        by=by,
        action="activity_moved",
        about=activity,
        label=now.text,
        act=act,
        before=before,
        after=place_words(plan_lines(timeline.plan, period), activity),
    )
    standing.refresh(timeline.plan, since=period)


def settle(timeline: Timeline, parent: Activity | None, section: Section | None) -> Home:
    """The home that is meant, found right in the half-year of the change."""
    plan, period = timeline.plan, timeline.period
    if parent:
        if not timeline.is_alive(parent.pk, period) or not timeline.at(parent.pk, period).is_group:
            raise ValidationError(
                f"В плане за {period.title} это не группа. Выберите группу или сделайте этот пункт группой.",
                code="no_group",
            )
        return parent.pk, None
    if section:
        if section.plan_id != plan.pk or (section.last_period and section.last_period < period):
            raise ValidationError(f"Этого раздела нет в плане за {period.title}.", code="no_section")
        _settle_heading(timeline, section)
        return None, section.pk
    return None, None


def _settle_heading(timeline: Timeline, section: Section) -> None:
    """A heading that always stood without activities goes on standing so in the half-years before the change; one that
    begins later begins with it."""
    first = section.first_period
    if first is None and not ActivityRevision.objects.filter(section=section).exists():
        first = min(timeline.period, *(activity.first_period for activity in timeline.activities.values()))
    elif first is not None:
        first = min(first, timeline.period)
    if first != section.first_period:
        section.first_period = first
        section.save(update_fields=["first_period"])


def slot(timeline: Timeline, home: Home, after: After, moving: Activity | None = None) -> int:
    """The position that puts a row after another of the same home in the half-year of the change."""
    for _ in range(2):
        rows = [pk for pk in timeline.siblings(home, timeline.period) if not moving or pk != moving.pk]
        places = [0, *(timeline.at(pk, timeline.period).position for pk in rows)]
        index = _index(rows, after)
        low = places[index]
        if index + 1 == len(places):
            return low + STEP
        if places[index + 1] - low > 1:
            return (low + places[index + 1]) // 2
        timeline.spread()
    raise AssertionError("spread positions leave room")


def _index(rows: list[int], after: After) -> int:
    """Behind how many rows of its home a row is to stand."""
    if isinstance(after, _End):
        return 0 if after is FIRST else len(rows)
    if after.pk not in rows:
        raise ValidationError(
            "Пункт, после которого нужно поставить, стоит в другом месте. Выберите его ещё раз.",
            code="no_neighbour",
        )
    return rows.index(after.pk) + 1


def _stands_there(timeline: Timeline, activity: Activity, home: Home, after: After) -> bool:
    now = timeline.at(activity.pk, timeline.period)
    if (now.parent_id, now.section_id) != home:
        return False
    rows = timeline.siblings(home, timeline.period)
    others = [pk for pk in rows if pk != activity.pk]
    return activity.pk in rows and rows.index(activity.pk) == _index(others, after)


def place_words(lines: list[PlanLine], activity: Activity) -> dict[str, str]:
    """Where a row stands, in words for the history: its number and what it stands under."""
    heading = ""
    above: dict[int, str] = {}
    for line in lines:
        if line.kind == "section":
            heading = line.text
            continue
        if line.activity == activity:
            return {"number": line.number, "place": above.get(line.level - 1, heading)}
        above[line.level] = f"{line.number} {line.text}"
    return {}
