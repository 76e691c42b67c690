"""A plan over time: its activities, how each stands in any half-year, and revisions written from one on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from plans.bulk import write_back
from plans.models import Activity, ActivityRevision, Plan, PlanAct, Section
from plans.numbering import STEP
from plans.periods import ReportingPeriod
from plans.planning.revisions import copy_of
from plans.queries import in_effect, lives_in

# What a row stands under: its group, else its section, else neither.
Home = tuple[int | None, int | None]


class Timeline:
    """The plan loaded whole, to be changed from `period` on."""

    def __init__(self, plan: Plan, period: ReportingPeriod) -> None:
        self.plan, self.period = plan, period
        self.activities: dict[int, Activity] = {item.pk: item for item in plan.activities.all()}
        self.revisions: dict[int, list[ActivityRevision]] = defaultdict(list)
        for revision in ActivityRevision.objects.filter(activity__plan=plan).order_by("activity", "since"):
            self.revisions[revision.activity_id].append(revision)

    def at(self, activity: int, period: ReportingPeriod) -> ActivityRevision:
        """The revision in effect."""
        return in_effect(self.revisions[activity], period)[activity]

    def is_alive(self, activity: int | None, period: ReportingPeriod) -> bool:
        found = self.activities.get(activity or 0)
        return found is not None and bool(self.revisions[found.pk]) and lives_in(found, period)

    def home(self, activity: int, period: ReportingPeriod) -> Home:
        """What the row stands under; one whose group has ended stands under its section, or at the top."""
        revision = self.at(activity, period)
        if self.is_alive(revision.parent_id, period):
            return revision.parent_id, None
        return None, revision.section_id

    def siblings(self, home: Home, period: ReportingPeriod) -> list[int]:
        """Ids of the living rows of one home, in printed order."""
        found = [pk for pk in self.activities if self.is_alive(pk, period) and self.home(pk, period) == home]
        return sorted(found, key=lambda pk: (self.at(pk, period).position, pk))

    def moments(self) -> list[ReportingPeriod]:
        """The half-year of the change, and those after it from which on something stands otherwise; ascending."""
        found = {self.period}
        for pk, activity in self.activities.items():
            found.update(revision.since for revision in self.revisions[pk])
            found.add(activity.first_period)
            if activity.last_period:
                found.add(activity.last_period.next)
        return sorted(moment for moment in found if moment >= self.period)

    def below(self, activity: int, moments: list[ReportingPeriod]) -> set[int]:
        """Ids of everything that stands under an activity, at any depth, in any of the half-years."""
        found: set[int] = set()
        for moment in moments:
            children: dict[int, list[int]] = defaultdict(list)
            for pk in self.activities:
                if self.is_alive(pk, moment) and (parent := self.at(pk, moment).parent_id):
                    children[parent].append(pk)
            queue = [activity]
            while queue:
                fresh = [pk for pk in children[queue.pop()] if pk not in found and pk != activity]
                found.update(fresh)
                queue += fresh
        return found

    def revise(
        self,
        activity: int,
        values: Mapping[str, Any],
        *,
        told_by: tuple[str, ...],
        act: PlanAct | None = None,
        since: ReportingPeriod | None = None,
    ) -> None:
        """Make the activity stand with these values from the half-year of the change (or a later one, `since`) on.

        A later revision follows where the fields `told_by` say what they say now; one that differs keeps its own.
        """
        since = since or self.period
        revisions, now = self.revisions[activity], self.at(activity, since)
        said = [getattr(now, name) for name in told_by]
        first = self.activities[activity].first_period
        if first < since and all(revision.since >= since for revision in revisions):
            self._add(copy_of(now, since=first))
        changed = [
            revision
            for revision in revisions
            if revision.since > since and [getattr(revision, name) for name in told_by] == said
        ]
        if now.since == since:
            now.act = act or now.act
            changed.append(now)
        else:
            self._add(copy_of(now, since=since, act=act, **values))
        for revision in changed:
            for name, value in values.items():
                setattr(revision, name, value)
            revision.save()

    def add(self, activity: Activity, **values: Any) -> ActivityRevision:
        """A new activity of the plan with its first revision."""
        self.activities[activity.pk] = activity
        revision = ActivityRevision(activity=activity, since=self.period, **values)
        self._add(revision)
        return revision

    def _add(self, revision: ActivityRevision) -> None:
        revision.save()
        mine = self.revisions[revision.activity_id]
        mine.append(revision)
        mine.sort(key=lambda item: item.since)

    def spread(self) -> None:
        """Make room between any two positions of the plan: every half-year keeps its order."""
        every = [revision for revisions in self.revisions.values() for revision in revisions]
        ranks = {
            pair: rank
            for rank, pair in enumerate(
                sorted({(item.position, item.activity_id) for item in every}), start=1
            )
        }
        for revision in every:
            revision.position = ranks[revision.position, revision.activity_id] * STEP
        write_back(every, ["position"])


def spread_sections(sections: list[Section]) -> None:
    """Make room between the sections of a plan; they come in their order."""
    for place, section in enumerate(sections, start=1):
        section.position = place * STEP
    write_back(sections, ["position"])
