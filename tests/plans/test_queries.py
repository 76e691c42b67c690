"""The plan as it stands in a half-year: order, numbers, lives, and how few queries that takes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from plans.models import Activity, ActivityRevision
from plans.periods import ReportingPeriod
from plans.queries import lives_in, plan_for, plan_lines, plan_period_or_404, texts_of
from tests.factories import (
    make_activity,
    make_district,
    make_municipality,
    make_period,
    make_plan,
    make_section,
)

pytestmark = pytest.mark.django_db
H2_2021, H1_2022, H2_2022 = ReportingPeriod(2021, 2), ReportingPeriod(2022, 1), ReportingPeriod(2022, 2)


def test_a_plan_stands_as_its_newest_revisions_say() -> None:
    plan = make_plan()
    activity = make_activity(plan, "Первое", since=H2_2021)
    ActivityRevision.objects.create(activity=activity, since=H2_2022, position=1, text="Первое, иначе")

    assert [plan_lines(plan, period)[0].text for period in (H2_2021, H1_2022, H2_2022)] == [
        "Первое",
        "Первое",
        "Первое, иначе",
    ]
    assert texts_of(plan, H1_2022) == {activity.pk: "Первое"}


def test_an_activity_lives_from_its_first_half_year_to_its_last() -> None:
    plan = make_plan()
    activity = make_activity(plan, since=H1_2022)
    Activity.objects.update(last_period=H1_2022)
    activity.refresh_from_db()

    assert [lives_in(activity, period) for period in (H2_2021, H1_2022, H2_2022)] == [False, True, False]
    assert [len(plan_lines(plan, period)) for period in (H2_2021, H1_2022, H2_2022)] == [0, 1, 0]


def test_groups_nest_to_any_depth_in_their_order() -> None:
    plan = make_plan()
    parent = make_activity(plan, "Группа", is_group=True)
    second = make_activity(plan, "Второе", parent=parent, position=2)
    make_activity(plan, "Первое", parent=parent, position=1)
    make_activity(plan, "Глубже", parent=second, position=1)

    lines = plan_lines(plan, H1_2022)
    assert [(line.number, line.level, line.kind, line.text) for line in lines] == [
        ("1", 0, "group", "Группа"),
        ("1.1", 1, "activity", "Первое"),
        ("1.2", 1, "activity", "Второе"),
        ("1.2.1", 2, "activity", "Глубже"),
    ]


def test_the_children_of_an_ended_group_stand_at_the_top() -> None:
    plan = make_plan()
    parent = make_activity(plan, "Группа", is_group=True)
    make_activity(plan, "Дитя", parent=parent)
    Activity.objects.filter(pk=parent.pk).update(last_period=H1_2022)

    assert [(line.number, line.text) for line in plan_lines(plan, H2_2022)] == [("1", "Дитя")]


def test_parents_in_a_ring_hang_nothing_up() -> None:
    plan = make_plan()
    one, two = make_activity(plan), make_activity(plan)
    ActivityRevision.objects.filter(activity=one).update(parent=two)
    ActivityRevision.objects.filter(activity=two).update(parent=one)
    assert plan_lines(plan, H1_2022) == []


def test_a_section_is_printed_while_it_has_activities() -> None:
    plan = make_plan()
    heading, used, ended = (make_section(plan, title) for title in ("Глава", "I. Есть", "II. Было"))
    make_activity(plan, "Есть", section=used)
    Activity.objects.filter(pk=make_activity(plan, "Было", section=ended).pk).update(last_period=H1_2022)

    assert [line.text for line in plan_lines(plan, H2_2022)] == [heading.title, used.title, "Есть"]
    assert [line.text for line in plan_lines(plan, H1_2022)] == [
        "Глава",
        "I. Есть",
        "Есть",
        "II. Было",
        "Было",
    ]


def test_a_plan_takes_the_same_queries_whatever_its_size() -> None:
    spent = []
    for slug, activities in (("one", 3), ("two", 60)):
        district = make_district(slug, activities=activities)
        make_section(district.plan)
        with CaptureQueriesContext(connection) as queries:
            plan_lines(district.plan, H1_2022)
        spent.append(len(queries))
    assert spent == [5, 5]


def test_plans_and_periods_of_others_are_not_there() -> None:
    one, other = make_municipality("one"), make_municipality("other")
    plan = make_plan(one)
    plan_period = make_period(plan)

    assert plan_for(one) == plan_for(one, "open-government") == plan
    assert plan_for(one, "nowhere") is None
    assert plan_for(other) is None
    assert plan_period_or_404(one, plan_period.pk) == plan_period
    with pytest.raises(Http404):
        plan_period_or_404(other, plan_period.pk)
