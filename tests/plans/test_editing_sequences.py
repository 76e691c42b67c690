"""Whatever is changed from a half-year on, in whatever order: the half-years before it stay as they were."""

from __future__ import annotations

import contextlib
from typing import Any

from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.history import COMMAND
from plans.models import Activity, PeriodLine, Plan, PlanPeriod, Section
from plans.periods import ReportingPeriod
from plans.planning import editing
from plans.queries import plan_lines
from tests.factories import (
    make_activity,
    make_municipality,
    make_officer,
    make_period,
    make_plan,
    make_section,
)

PERIODS = [ReportingPeriod(2021 + number // 2, number % 2 + 1) for number in range(6)]
NAMES = ("Юн Б.Б.", "Полякова Н.С.", "отдел культуры")


def printed(plan: Plan, period: ReportingPeriod) -> list[tuple[Any, ...]]:
    """The plan as a half-year prints it, and what its rows mean."""
    return [
        (
            line.kind,
            line.number,
            line.level,
            line.text,
            line.activity.pk if line.activity else None,
            line.deadline_wording,
            line.deadline_rule,
            tuple(officer.name for officer in line.officers),
        )
        for line in plan_lines(plan, period)
    ]


def a_plan() -> Plan:
    """Sections, a heading over a heading, a group, officers, positions without room, and three opened half-years."""
    plan = make_plan(make_municipality(f"m{Plan.objects.count()}"))
    officer = make_officer(plan.municipality)
    make_activity(plan, "Вне разделов", officers=[officer], since=PERIODS[0])
    make_section(plan, "Часть первая")
    section = make_section(plan, "Раздел")
    group = make_activity(plan, "Группа:", section=section, is_group=True, since=PERIODS[0])
    for number in (1, 2):
        make_activity(
            plan, f"Подпункт {number}", parent=group, position=number, since=PERIODS[0], officers=[officer]
        )
    make_activity(plan, "В разделе", section=section, since=PERIODS[1])
    for period in PERIODS[1:4]:
        make_period(plan, period)
    return plan


def edit(draw: Any, plan: Plan, period: ReportingPeriod) -> None:
    """One change drawn at random from the half-year on; one that is refused changes nothing."""
    activities = list(Activity.objects.filter(plan=plan).order_by("pk"))
    sections = [None, *Section.objects.filter(plan=plan).order_by("pk")]
    one, other = draw(st.sampled_from(activities)), draw(st.sampled_from(activities))
    section = draw(st.sampled_from(sections))
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=2))
    officers = [name for words in names for name in editing.read_names(words)]
    words = draw(st.sampled_from(["Иначе", "Иначе еще раз", "Подпункт 1"]))
    deadline = draw(st.sampled_from(["", "ежегодно, до 1 марта", "к празднику"]))
    parent = draw(st.sampled_from([None, other]))
    neighbour = draw(st.sampled_from([editing.FIRST, editing.LAST, *activities]))
    last = draw(st.sampled_from([None, *PERIODS]))
    deeds = {
        "amend": lambda: editing.amend_activity(one, period, text=words, deadline=deadline, by=COMMAND),
        "officers": lambda: editing.set_officers(one, period, officers, by=COMMAND),
        "add": lambda: editing.add_activity(
            plan,
            period,
            text=words,
            deadline=deadline,
            officers=officers,
            parent=parent,
            section=section,
            after=neighbour,
            is_group=draw(st.booleans()),
            by=COMMAND,
        ),
        "move": lambda: editing.move_activity(
            one, period, parent=parent, section=section, after=neighbour, by=COMMAND
        ),
        "group": lambda: editing.make_group(one, period, by=COMMAND),
        "ungroup": lambda: editing.make_reportable(one, period, by=COMMAND),
        "end": lambda: _end(one, last, period),
        "replace": lambda: editing.replace_activity(one, period, text=words, officers=officers, by=COMMAND),
        "remove": lambda: _remove(one, period),
        "section": lambda: editing.add_section(plan, period, title=words, after=section, by=COMMAND),
        "rename": lambda: section and editing.rename_section(section, period, title=words, by=COMMAND),
        "drop": lambda: section and editing.remove_section(section, period, by=COMMAND),
    }
    with contextlib.suppress(ValidationError):
        deeds[draw(st.sampled_from(sorted(deeds)))]()


def _end(activity: Activity, last: ReportingPeriod | None, period: ReportingPeriod) -> None:
    """Only ends that reach no half-year before the one of the change."""
    reached = [item for item in (activity.last_period, last) if item]
    if reached and min(reached).next >= period:
        editing.end_activity(activity, last_period=last, by=COMMAND)


def _remove(activity: Activity, period: ReportingPeriod) -> None:
    if activity.first_period >= period:
        editing.remove_activity(activity, by=COMMAND)


class EarlierHalfYears(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def test_earlier_half_years_stay_as_they_were(self, data: st.DataObject) -> None:
        plan = a_plan()
        for _ in range(data.draw(st.integers(1, 9))):
            period = data.draw(st.sampled_from(PERIODS))
            before = {earlier: printed(plan, earlier) for earlier in PERIODS if earlier < period}
            edit(data.draw, plan, period)
            assert {earlier: printed(plan, earlier) for earlier in before} == before
            for plan_period in PlanPeriod.objects.filter(plan=plan):
                rows = PeriodLine.objects.filter(plan_period=plan_period).order_by("place")
                shown = [(row.kind, row.number, row.text, row.officers) for row in rows]
                if plan_period.period >= period and shown:
                    stands = printed(plan, plan_period.period)
                    assert shown == [(row[0], row[1], row[3], "\n".join(row[7])) for row in stands]

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def test_no_row_is_lost_from_any_half_year(self, data: st.DataObject) -> None:
        """Every living activity is printed once, whatever stands under what."""
        plan = a_plan()
        for _ in range(data.draw(st.integers(1, 9))):
            edit(data.draw, plan, data.draw(st.sampled_from(PERIODS)))
        for period in PERIODS:
            shown = [row[4] for row in printed(plan, period) if row[4]]
            alive = Activity.objects.filter(plan=plan, first_period__lte=period).exclude(
                last_period__lt=period
            )
            assert sorted(shown) == sorted(alive.values_list("pk", flat=True))
