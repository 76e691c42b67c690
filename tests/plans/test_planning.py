"""Writing a plan: rows from a half-year on, their officers and lives, in few queries."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.history import COMMAND
from accounts.models import HistoryEvent
from plans.changes import Changes, undo
from plans.models import Activity, ActivityRevision, Officer, Plan, PlanAct
from plans.periods import ReportingPeriod
from plans.planning import DesiredLine, OfficerName, add_act, correct_deadline, create_plan, set_lines
from plans.queries import plan_lines
from tests.factories import actor, make_activity, make_municipality, make_period, make_plan

pytestmark = pytest.mark.django_db
H2_2021, H1_2022, H2_2022 = ReportingPeriod(2021, 2), ReportingPeriod(2022, 1), ReportingPeriod(2022, 2)
H1_2023 = ReportingPeriod(2023, 1)


def line(
    text: str, *officers: str, activity: Activity | None = None, level: int = 0, **more: object
) -> DesiredLine:
    names = tuple(OfficerName(name, "official", *name.split(maxsplit=1), printed=name) for name in officers)
    values = {"kind": "activity", "deadline_wording": "постоянно", "deadline_rule": {"kind": "ongoing"}}
    return DesiredLine(
        **values | {"level": level, "text": text, "officers": names, "activity": activity} | more
    )


def put(plan: Plan, period: ReportingPeriod, *lines: DesiredLine, **more: object):
    return set_lines(plan, period, lines, by=COMMAND, changes=Changes(), **more)


def texts(plan: Plan, period: ReportingPeriod) -> list[str]:
    return [one.text for one in plan_lines(plan, period)]


def officers(plan: Plan, period: ReportingPeriod) -> list[list[str]]:
    return [[officer.name for officer in one.officers] for one in plan_lines(plan, period)]


def test_an_act_is_named_by_what_it_amends() -> None:
    plan = make_plan()
    first = put(plan, H1_2022, line("Первое"))[0].activity
    act = PlanAct.objects.create(
        plan=plan, kind="order", number="2", adopted_on="2022-09-01", is_amendment=True
    )
    put(plan, H2_2022, line("Первое, иначе", activity=first), act=act)
    assert [(one.text, one.act) for one in first.revisions.order_by("since")] == [
        ("Первое", None),
        ("Первое, иначе", act),
    ]


def test_a_source_without_officers_or_deadlines_changes_none() -> None:
    plan = make_plan()
    first = put(plan, H1_2022, line("Первое", "Иванов И.И."))[0].activity
    outcome = put(plan, H2_2022, DesiredLine("activity", 0, "Первое", activity=first))

    assert outcome[0].changed == set()
    assert officers(plan, H2_2022) == [["Иванов И.И."]]
    assert plan_lines(plan, H2_2022)[0].deadline_wording == "постоянно"


def test_a_kept_row_holds_its_place_only() -> None:
    plan = make_plan()
    first = put(plan, H1_2022, line("Первое", "Иванов И.И."))[0].activity
    new = line("Новое")
    put(plan, H1_2022, new, line("Первое, иначе", "Петров П.П.", activity=first, is_kept=True))

    assert texts(plan, H1_2022) == ["Новое", "Первое"]
    assert officers(plan, H1_2022) == [[], ["Иванов И.И."]]


def test_rows_that_are_not_named_keep_their_place_between_those_that_are() -> None:
    plan = make_plan()
    one, two, three = (row.activity for row in put(plan, H1_2022, line("1"), line("2"), line("3")))
    put(plan, H2_2022, line("1", activity=one), line("3", activity=three), line("4"))

    assert texts(plan, H2_2022) == ["1", "2", "3", "4"]
    assert two.revisions.count() == 1


def test_officers_in_another_order_or_with_another_post_are_a_change_from_then_on() -> None:
    plan = make_plan()
    first = put(plan, H1_2022, line("1", "Иванов И.И.", "Петров П.П."))[0].activity
    assert put(plan, H2_2022, line("1", "Петров П.П.", "Иванов И.И.", activity=first))[0].changed == {
        "officers"
    }
    post = OfficerName("Иванов И.И.", "official", "Иванов", "И.И.", printed="глава Иванов И.И.")
    put(plan, H1_2023, line("1", activity=first, officers=(post,)))

    assert officers(plan, H1_2022) == [["Иванов И.И.", "Петров П.П."]]
    assert officers(plan, H2_2022) == [["Петров П.П.", "Иванов И.И."]]
    assert officers(plan, H1_2023) == [["глава Иванов И.И."]]
    assert Officer.objects.count() == 2


def test_a_change_in_the_middle_leaves_the_printed_words_after_it() -> None:
    plan = make_plan()
    post = OfficerName("Иванов И.И.", "official", "Иванов", "И.И.", printed="глава Иванов И.И.")
    first = put(plan, H1_2022, line("1", officers=(post,)))[0].activity
    make_period(plan, H1_2023)
    put(plan, H2_2022, line("1", "Петров П.П.", activity=first))

    assert [officers(plan, period) for period in (H1_2022, H2_2022, H1_2023)] == [
        [["глава Иванов И.И."]],
        [["Петров П.П."]],
        [["глава Иванов И.И."]],
    ]


def test_the_same_officer_twice_in_a_row_is_assigned_once() -> None:
    plan = make_plan()
    put(plan, H1_2022, line("1", "Иванов И.И.", "Петров П.П.", "Иванов И. И."))
    assert officers(plan, H1_2022) == [["Иванов И.И.", "Петров П.П."]]


def test_an_officer_is_printed_in_each_row_as_it_was_written_there() -> None:
    plan = make_plan()
    full = OfficerName("Ким Анна Андреевна", "official", "Ким", "А.А.")
    short = OfficerName("Ким А.А.", "official", "Ким", "А.А.")
    spaced = OfficerName("Ким  А. А.", "official", "Ким", "А.А.")
    lines = [
        DesiredLine("activity", 0, str(row), "", None, (name,))
        for row, name in enumerate((full, short, spaced))
    ]
    put(plan, H1_2022, *lines)
    assert officers(plan, H1_2022) == [["Ким Анна Андреевна"], ["Ким А.А."], ["Ким  А. А."]]
    assert Officer.objects.count() == 1


def test_a_corrected_deadline_stays_while_its_wording_does() -> None:
    plan = make_plan()
    municipality = plan.municipality
    first = put(plan, H1_2022, line("1", deadline_wording="весной", deadline_rule=None))[0].activity
    rule = {"kind": "ongoing"}
    correct_deadline(first.revisions.get(), rule=rule, by=actor(municipality, "coordinator"))
    put(plan, H2_2022, line("1 иначе", activity=first, deadline_wording="весной", deadline_rule=None))
    assert plan_lines(plan, H2_2022)[0].deadline_rule == rule

    put(plan, H2_2022, line("1 иначе", activity=first, deadline_wording="летом", deadline_rule=None))
    assert plan_lines(plan, H2_2022)[0].deadline_rule is None
    assert [one.deadline_is_corrected for one in first.revisions.order_by("since")] == [True, False]
    assert HistoryEvent.objects.filter(action="deadline_corrected").get().before == {"rule": None}


def test_only_those_who_edit_the_plan_correct_it() -> None:
    plan = make_plan()
    revision = make_activity(plan).revisions.get()
    officer = actor(plan.municipality, "officer")
    with pytest.raises(PermissionDenied):
        correct_deadline(revision, rule={"kind": "ongoing"}, by=officer)
    with pytest.raises(PermissionDenied):
        add_act(plan, PlanAct(kind="order", number="2", adopted_on="2022-09-01"), by=officer)


def test_a_municipality_has_one_primary_plan() -> None:
    municipality = make_municipality()
    made = [
        create_plan(
            municipality,
            slug=slug,
            title="План",
            title_pattern="Отчет за {period}",
            by=COMMAND,
            changes=Changes(),
        )
        for slug in ("one", "two")
    ]
    assert [plan.is_primary for plan in made] == [True, False]
    with pytest.raises(ValidationError):
        create_plan(
            municipality, slug="one", title="План", title_pattern="за {period}", by=COMMAND, changes=Changes()
        )
    with pytest.raises(ValidationError, match="period"):
        create_plan(
            municipality, slug="three", title="План", title_pattern="Отчет", by=COMMAND, changes=Changes()
        )


def test_the_queries_do_not_grow_with_the_rows() -> None:
    """SQLite takes some sixty rows an insert, so a few statements come with every hundred rows, never one a row."""
    spent = []
    for number, rows in enumerate((30, 330)):
        plan = make_plan(make_municipality(f"m{number}"))
        lines = [line(f"Строка {row}", f"Иванов{row} И.И.") for row in range(rows)]
        counted = []
        for period in (H2_2022, H2_2022, H1_2023, H1_2022):
            with CaptureQueriesContext(connection) as queries:
                outcomes = put(plan, period, *lines)
            counted.append(len(queries))
            lines = [
                line(f"Строка {row} {period}", f"Петров{row} П.П.", activity=outcome.activity)
                for row, outcome in enumerate(reversed(outcomes))
            ]
        spent.append(counted)
    assert all(many - few <= 300 * 0.15 for few, many in zip(*spent, strict=True)), spent


def test_a_whole_change_is_undone() -> None:
    plan = make_plan()
    one, two = (row.activity for row in put(plan, H1_2022, line("1", "Иванов И.И."), line("2")))
    before = [list(model.objects.order_by("pk").values()) for model in (Activity, ActivityRevision, Officer)]
    changes = Changes()
    again = [line("2", "Петров П.П.", activity=two), line("3"), line("1 иначе", activity=one)]
    set_lines(plan, H1_2022, again, by=COMMAND, changes=changes)

    assert undo(changes.entries) == []
    assert [
        list(model.objects.order_by("pk").values()) for model in (Activity, ActivityRevision, Officer)
    ] == before
    assert (texts(plan, H1_2022), officers(plan, H1_2022)) == (["1", "2"], [["Иванов И.И."], []])
