"""Changes of a plan by hand: from which half-year they hold, what they leave alone, what they refuse."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.history import COMMAND
from accounts.models import HistoryEvent
from plans import workflow
from plans.models import (
    Activity,
    ActivityRevision,
    Officer,
    PeriodLine,
    Plan,
    PlanAct,
    ProgressEntry,
    Section,
)
from plans.periods import ReportingPeriod
from plans.planning import OfficerName, editing
from plans.planning.editing import FIRST
from plans.queries import plan_lines
from tests.factories import (
    H1_2022,
    H2_2022,
    actor,
    make_activity,
    make_entry,
    make_municipality,
    make_officer,
    make_period,
    make_plan,
    make_section,
)

pytestmark = pytest.mark.django_db
H2_2021, H1_2023, H2_2023 = ReportingPeriod(2021, 2), ReportingPeriod(2023, 1), ReportingPeriod(2023, 2)
BY = {"by": COMMAND}


@pytest.fixture
def plan() -> Plan:
    return make_plan()


def rows(plan: Plan, period: ReportingPeriod) -> list[str]:
    return [f"{line.number} {line.text}".strip() for line in plan_lines(plan, period)]


def who(plan: Plan, period: ReportingPeriod) -> list[list[str]]:
    return [[one.name for one in line.officers] for line in plan_lines(plan, period)]


def names(*words: str) -> list[OfficerName]:
    return editing.read_names("\n".join(words))


def refused(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(error.value.messages)


# --- The second half-year -------------------------------------------------------------------------------------------


def test_the_second_half_year_on_an_amended_plan() -> None:
    """One activity ends, one comes into a group, one is reworded, one officer replaced: the first half-year stays."""
    plan = make_plan()
    first, second = (make_officer(plan.municipality, name) for name in ("Юн Б.Б.", "Полякова Н.С."))
    made = [make_activity(plan, f"Пункт {number}", officers=[first]) for number in range(1, 6)]
    group = make_activity(plan, "Группа:", is_group=True)
    inside = [
        make_activity(plan, f"Подпункт {number}", parent=group, officers=[first, second]) for number in (1, 2)
    ]
    made.append(make_activity(plan, "Пункт 7", officers=[second]))
    h1 = make_period(plan)
    for activity in [*made, *inside]:
        make_entry(h1, activity, "Сделано.")
    workflow.lock_period(h1, by=COMMAND)
    before = plan_lines(plan, H1_2022)
    act = PlanAct.objects.create(plan=plan, kind="order", number="90-р", adopted_on=date(2022, 8, 1))
    change = {"act": act, "by": actor(plan.municipality, "coordinator")}

    editing.end_activity(made[2], last_period=H1_2022, **change)
    new = editing.add_activity(
        plan,
        H2_2022,
        text="Новый подпункт",
        deadline="ежегодно, до 1 марта",
        officers=names("Ким А.А., начальник отдела"),
        parent=group,
        after=inside[0],
        **change,
    )
    editing.amend_activity(made[0], H2_2022, text="Пункт 1, иначе", **change)
    editing.set_officers(made[1], H2_2022, names("Полякова Н.С."), **change)
    h2 = workflow.open_for_work(plan, H2_2022, collection_on=date(2023, 1, 10), by=COMMAND)

    assert plan_lines(plan, H1_2022) == before
    assert rows(plan, H2_2022) == [
        "1 Пункт 1, иначе",
        "2 Пункт 2",
        "3 Пункт 4",
        "4 Пункт 5",
        "5 Группа:",
        "5.1 Подпункт 1",
        "5.2 Новый подпункт",
        "5.3 Подпункт 2",
        "6 Пункт 7",
    ]
    assert who(plan, H2_2022)[1] == ["Полякова Н.С."]
    assert who(plan, H2_2022)[6] == ["Ким А.А., начальник отдела"]
    asked = PeriodLine.objects.filter(plan_period=h2, entry__isnull=False).order_by("place")
    assert [line.number for line in asked] == ["1", "2", "3", "4", "5.1", "5.2", "5.3", "6"]
    assert [line.number for line in asked if line.is_optional] == ["5.2"]
    assert {revision.act for revision in ActivityRevision.objects.filter(since=H2_2022)} == {act}
    told = HistoryEvent.objects.filter(object_type="plans.activity").order_by("pk")
    assert [(item.action, item.object_id, item.after["act"]) for item in told] == [
        ("activity_ended", made[2].pk, str(act)),
        ("activity_added", new.pk, str(act)),
        ("activity_amended", made[0].pk, str(act)),
        ("activity_amended", made[1].pk, str(act)),
    ]
    assert (told[2].before, told[2].after["text"]) == ({"text": "Пункт 1"}, "Пункт 1, иначе")
    assert (told[3].before["officers"], told[3].after["officers"]) == (["Юн Б.Б."], ["Полякова Н.С."])


# --- Which half-years a change reaches ------------------------------------------------------------------------------


def test_a_change_holds_for_later_half_years_that_said_the_same(plan: Plan) -> None:
    activity = make_activity(plan, "Было", deadline_wording="постоянно")
    ActivityRevision.objects.create(
        activity=activity, since=H1_2023, position=1, text="Было", deadline_wording="ежегодно"
    )
    ActivityRevision.objects.create(
        activity=activity, since=H2_2023, position=1, text="Иначе", deadline_wording="постоянно"
    )
    editing.amend_activity(activity, H2_2022, text="Стало", deadline="до 1 мая", **BY)
    said = [plan_lines(plan, period)[0] for period in (H1_2022, H2_2022, H1_2023, H2_2023)]
    assert [(line.text, line.deadline_wording) for line in said] == [
        ("Было", "постоянно"),
        ("Стало", "до 1 мая"),
        ("Стало", "ежегодно"),
        ("Иначе", "до 1 мая"),
    ]


def test_officers_of_later_half_years_follow_where_they_were_the_same(plan: Plan) -> None:
    first = make_officer(plan.municipality, "Юн Б.Б.", key="юнбб")
    activity = make_activity(plan, officers=[first])
    editing.set_officers(activity, H1_2023, names("Ким А.А."), **BY)
    editing.set_officers(activity, H2_2023, names("Юн Б.Б."), **BY)
    editing.set_officers(activity, H2_2022, names("Полякова Н.С.", "отдел культуры"), **BY)
    assert [who(plan, period)[0] for period in (H1_2022, H2_2022, H1_2023, H2_2023)] == [
        ["Юн Б.Б."],
        ["Полякова Н.С.", "отдел культуры"],
        ["Ким А.А."],
        ["Полякова Н.С.", "отдел культуры"],
    ]
    kinds = dict(Officer.objects.values_list("name", "kind"))
    assert kinds["отдел культуры"] == "collective"


def test_a_half_year_whose_report_has_gone_on_cannot_be_edited_from(plan: Plan) -> None:
    activity = make_activity(plan)
    make_period(plan, H1_2022)
    make_period(plan, H2_2022, locked_at=timezone.now())
    words = "II полугодие 2022 года закрыто: его отчёт уже передан дальше. План можно менять с I полугодия 2023 года."
    for period in (H1_2022, H2_2022):
        with pytest.raises(ValidationError) as error:
            editing.amend_activity(activity, period, text="Иначе", **BY)
        assert refused(error) == words
    with pytest.raises(ValidationError):
        editing.end_activity(activity, last_period=H1_2022, **BY)
    editing.amend_activity(activity, H1_2023, text="Иначе", **BY)
    editing.end_activity(activity, last_period=H2_2023, **BY)
    assert editing.editable_from(plan) == H1_2023
    assert [rows(plan, period) for period in (H2_2022, H1_2023)] == [["1 Пробное мероприятие 1"], ["1 Иначе"]]


def test_a_half_year_that_is_being_corrected_cannot_be_edited_from(plan: Plan) -> None:
    make_entry(make_period(plan, is_correcting=True), make_activity(plan))
    assert editing.editable_from(plan) == H2_2022


def test_rows_and_entries_of_an_open_half_year_follow(plan: Plan) -> None:
    make_activity(plan, "Первое")
    opened = workflow.open_for_work(plan, H1_2022, collection_on=date(2022, 7, 10), by=COMMAND)
    new = editing.add_activity(plan, H1_2022, text="Новое", after=FIRST, **BY)
    assert [(line.number, line.text) for line in opened.lines.order_by("place")] == [
        ("1", "Новое"),
        ("2", "Первое"),
    ]
    assert opened.entries.filter(activity=new).count() == 1
    editing.remove_activity(new, **BY)
    assert [line.text for line in opened.lines.all()] == ["Первое"]
    assert ProgressEntry.objects.filter(plan_period=opened).count() == 1


# --- Who ------------------------------------------------------------------------------------------------------------


def test_an_officer_may_change_nothing_and_does_not_learn_the_state(plan: Plan) -> None:
    activity = make_activity(plan)
    section = make_section(plan)
    make_period(plan, H1_2022, locked_at=timezone.now())
    by = {"by": actor(plan.municipality, "officer")}
    deeds = [
        lambda: editing.add_activity(plan, H1_2022, text="", **by),
        lambda: editing.amend_activity(activity, H1_2022, text="", **by),
        lambda: editing.set_officers(activity, H1_2022, (), **by),
        lambda: editing.move_activity(activity, H1_2022, **by),
        lambda: editing.make_group(activity, H1_2022, **by),
        lambda: editing.make_reportable(activity, H1_2022, **by),
        lambda: editing.end_activity(activity, last_period=H1_2022, **by),
        lambda: editing.replace_activity(activity, H1_2022, text="", **by),
        lambda: editing.remove_activity(activity, **by),
        lambda: editing.add_section(plan, H1_2022, title="", **by),
        lambda: editing.rename_section(section, H1_2022, title="", **by),
        lambda: editing.remove_section(section, H1_2022, **by),
    ]
    for deed in deeds:
        with pytest.raises(PermissionDenied):
            deed()


# --- Words ----------------------------------------------------------------------------------------------------------


def test_a_deadline_in_the_same_words_keeps_its_reading(plan: Plan) -> None:
    activity = make_activity(
        plan, deadline_wording="весной", deadline_rule={"kind": "ongoing"}, deadline_is_corrected=True
    )
    editing.amend_activity(activity, H2_2022, text="Иначе", deadline="весной", **BY)
    assert plan_lines(plan, H2_2022)[0].deadline_rule == {"kind": "ongoing"}
    editing.amend_activity(activity, H2_2022, deadline="ежегодно, до 1 марта", **BY)
    revision = plan_lines(plan, H2_2022)[0].revision
    assert revision is not None
    assert (revision.deadline_is_corrected, revision.deadline_rule["kind"]) == (False, "dates")


def test_saying_the_same_changes_nothing(plan: Plan) -> None:
    activity = make_activity(
        plan, "Первое", officers=[make_officer(plan.municipality, "Юн Б.Б.", key="юнбб")]
    )
    editing.amend_activity(activity, H2_2022, text=" Первое ", deadline="постоянно", **BY)
    editing.set_officers(activity, H2_2022, names("Юн Б. Б."), **BY)
    editing.move_activity(activity, H2_2022, after=FIRST, **BY)
    assert activity.revisions.count() == 1
    assert not HistoryEvent.objects.filter(object_type="plans.activity").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" \n", "Напишите, как называется мероприятие."),
        ("а" * 5001, "Слишком длинно: не больше 5000 знаков."),
    ],
)
def test_words_that_cannot_be_are_refused_at_their_field(plan: Plan, text: str, words: str) -> None:
    activity = make_activity(plan)
    for deed in (
        lambda: editing.amend_activity(activity, H2_2022, text=text, **BY),
        lambda: editing.add_activity(plan, H2_2022, text=text, **BY),
    ):
        with pytest.raises(ValidationError) as error:
            deed()
        assert error.value.message_dict == {"text": [words]}


def test_an_activity_becomes_a_group_and_back(plan: Plan) -> None:
    activity = make_activity(plan, officers=[make_officer(plan.municipality)])
    editing.make_group(activity, H2_2022, **BY)
    child = editing.add_activity(plan, H2_2022, text="Подпункт", parent=activity, **BY)
    lines = plan_lines(plan, H2_2022)
    assert [(line.kind, line.number, line.deadline_wording, line.officers) for line in lines] == [
        ("group", "1", "", ()),
        ("activity", "1.1", "", ()),
    ]
    assert plan_lines(plan, H1_2022)[0].kind == "activity"
    with pytest.raises(ValidationError, match="В группе есть подпункты"):
        editing.make_reportable(activity, H2_2022, **BY)
    editing.remove_activity(child, **BY)
    editing.make_reportable(activity, H2_2022, **BY)
    assert [line.kind for line in plan_lines(plan, H2_2022)] == ["activity"]


def test_an_activity_with_a_text_does_not_become_a_group(plan: Plan) -> None:
    activity = make_activity(plan, "Первое")
    make_entry(make_period(plan, H1_2022), activity, "Сделано.")
    with pytest.raises(ValidationError) as error:
        editing.make_group(activity, H1_2022, **BY)
    assert refused(error) == (
        "«Первое»: за I полугодие 2022 года уже есть сведения. Группа сама не отчитывается: выберите полугодие позже."
    )
    editing.make_group(activity, H2_2022, **BY)


# --- Places ---------------------------------------------------------------------------------------------------------


def test_rows_move_among_their_neighbours_into_groups_and_out(plan: Plan) -> None:
    one, two = make_activity(plan, "Один"), make_activity(plan, "Два")
    group = make_activity(plan, "Группа:", is_group=True)
    section = make_section(plan, "Раздел")
    three = make_activity(plan, "Три", section=section)
    editing.move_activity(two, H2_2022, after=FIRST, **BY)
    editing.move_activity(one, H2_2022, parent=group, **BY)
    editing.move_activity(three, H1_2023, parent=group, after=FIRST, **BY)
    editing.move_activity(one, H2_2023, section=section, **BY)
    assert rows(plan, H1_2022) == ["1 Один", "2 Два", "3 Группа:", "Раздел", "4 Три"]
    assert rows(plan, H2_2022) == ["1 Два", "2 Группа:", "2.1 Один", "Раздел", "3 Три"]
    assert rows(plan, H1_2023) == ["1 Два", "2 Группа:", "2.1 Три", "2.2 Один"]
    assert rows(plan, H2_2023) == ["1 Два", "2 Группа:", "2.1 Три", "Раздел", "3 Один"]
    told = HistoryEvent.objects.filter(action="activity_moved").order_by("pk").last()
    assert told is not None
    assert (told.before, told.after) == (
        {"number": "2.2", "place": "2 Группа:"},
        {"period": "2023-h2", "number": "3", "place": "Раздел"},
    )


def test_places_without_room_between_them_are_spread_in_every_half_year(plan: Plan) -> None:
    made = [make_activity(plan, str(number)) for number in range(3)]
    editing.move_activity(made[1], H1_2023, **BY)
    for number in range(12):
        editing.add_activity(plan, H2_2022, text=f"между {number}", after=made[0], **BY)
    between = [f"между {number}" for number in reversed(range(12))]
    assert [line.text for line in plan_lines(plan, H1_2022)] == ["0", "1", "2"]
    assert [line.text for line in plan_lines(plan, H2_2022)] == ["0", *between, "1", "2"]
    assert [line.text for line in plan_lines(plan, H1_2023)] == ["0", *between, "2", "1"]


def test_a_row_goes_neither_into_itself_nor_into_what_is_no_group(plan: Plan) -> None:
    group = make_activity(plan, "Группа:", is_group=True)
    inner = make_activity(plan, "Внутри:", is_group=True, parent=group)
    plain = make_activity(plan, "Пункт")
    for parent in (group, inner):
        with pytest.raises(ValidationError, match="в него самого или в его подпункт"):
            editing.move_activity(group, H2_2022, parent=parent, **BY)
    with pytest.raises(ValidationError, match="это не группа"):
        editing.move_activity(inner, H2_2022, parent=plain, **BY)
    with pytest.raises(ValidationError, match="стоит в другом месте"):
        editing.move_activity(plain, H2_2022, after=inner, **BY)


def test_a_later_move_to_another_group_holds(plan: Plan) -> None:
    one, two = (make_activity(plan, f"Группа {n}:", is_group=True) for n in (1, 2))
    moved = make_activity(plan, "Пункт")
    editing.move_activity(moved, H1_2023, parent=two, **BY)
    editing.move_activity(moved, H2_2022, parent=one, **BY)
    assert [rows(plan, period) for period in (H2_2022, H1_2023)] == [
        ["1 Группа 1:", "1.1 Пункт", "2 Группа 2:"],
        ["1 Группа 1:", "2 Группа 2:", "2.1 Пункт"],
    ]


# --- Lives ----------------------------------------------------------------------------------------------------------


def test_a_group_ends_with_its_sub_activities_and_goes_on_with_them(plan: Plan) -> None:
    group = make_activity(plan, "Группа:", is_group=True)
    make_activity(plan, "Подпункт", parent=group)
    gone = make_activity(plan, "Ушедший", parent=group)
    editing.move_activity(gone, H2_2022, **BY)
    editing.end_activity(group, last_period=H1_2022, **BY)
    assert [rows(plan, period) for period in (H1_2022, H2_2022)] == [
        ["1 Группа:", "1.1 Подпункт", "1.2 Ушедший"],
        ["1 Ушедший"],
    ]
    editing.end_activity(group, last_period=None, **BY)
    assert rows(plan, H2_2022) == ["1 Группа:", "1.1 Подпункт", "2 Ушедший"]


def test_what_somebody_has_written_on_does_not_end_before_it(plan: Plan) -> None:
    group = make_activity(plan, "Группа:", is_group=True)
    child = make_activity(plan, "Подпункт", parent=group)
    make_entry(make_period(plan, H2_2022), child, "Сделано.")
    for activity in (group, child):
        with pytest.raises(ValidationError) as error:
            editing.end_activity(activity, last_period=H1_2022, **BY)
        assert refused(error) == (
            "«Подпункт»: за II полугодие 2022 года уже есть сведения. "
            "Назовите последним это полугодие или более позднее."
        )
    with pytest.raises(ValidationError, match="уже есть сведения"):
        editing.replace_activity(child, H2_2022, text="Иначе", **BY)
    editing.end_activity(group, last_period=H2_2022, **BY)
    assert [rows(plan, period) for period in (H2_2022, H1_2023)] == [["1 Группа:", "1.1 Подпункт"], []]


def test_an_activity_does_not_end_before_it_begins_nor_its_parts(plan: Plan) -> None:
    group = make_activity(plan, "Группа:", is_group=True)
    editing.add_activity(plan, H1_2023, text="Подпункт", parent=group, **BY)
    with pytest.raises(ValidationError, match="стоит в плане с I полугодия 2022 года"):
        editing.end_activity(group, last_period=H2_2021, **BY)
    with pytest.raises(ValidationError, match="есть подпункт с I полугодия 2023 года"):
        editing.end_activity(group, last_period=H1_2022, **BY)


def test_one_that_replaces_another_stands_in_its_place(plan: Plan) -> None:
    old = make_activity(plan, "Прежнее", officers=[make_officer(plan.municipality, "Юн Б.Б.")])
    make_activity(plan, "Соседнее")
    new = editing.replace_activity(
        old, H2_2022, text="Новое", deadline="ежегодно", officers=names("Ким А.А."), **BY
    )
    assert [rows(plan, period) for period in (H1_2022, H2_2022)] == [
        ["1 Прежнее", "2 Соседнее"],
        ["1 Новое", "2 Соседнее"],
    ]
    old.refresh_from_db()
    assert (new.replaces, old.last_period, who(plan, H2_2022)[0]) == (old, H1_2022, ["Ким А.А."])
    with pytest.raises(ValidationError, match="у этого мероприятия первое"):
        editing.replace_activity(new, H2_2022, text="Ещё новее", **BY)
    editing.remove_activity(new, **BY)
    assert rows(plan, H2_2022) == ["1 Прежнее", "2 Соседнее"]


def test_what_has_a_text_or_parts_is_not_removed(plan: Plan) -> None:
    group = make_activity(plan, "Группа:", is_group=True)
    child = make_activity(plan, "Подпункт", parent=group)
    make_entry(make_period(plan), child, "Сделано.")
    with pytest.raises(ValidationError, match="В группе есть подпункты"):
        editing.remove_activity(group, **BY)
    with pytest.raises(ValidationError, match="Удалить мероприятие нельзя"):
        editing.remove_activity(child, **BY)
    assert Activity.objects.count() == 2


# --- Sections -------------------------------------------------------------------------------------------------------


def test_a_section_is_printed_from_its_half_year_on_even_while_empty(plan: Plan) -> None:
    first = make_section(plan, "I. Первый")
    activity = make_activity(plan, "Пункт", section=first)
    second = editing.add_section(plan, H2_2022, title="II. Второй", after=first, **BY)
    assert [rows(plan, period) for period in (H1_2022, H2_2022)] == [
        ["I. Первый", "1 Пункт"],
        ["I. Первый", "1 Пункт", "II. Второй"],
    ]
    editing.move_activity(activity, H1_2023, section=second, **BY)
    editing.remove_section(first, H1_2023, **BY)
    assert [rows(plan, period) for period in (H1_2022, H2_2022, H1_2023)] == [
        ["I. Первый", "1 Пункт"],
        ["I. Первый", "1 Пункт", "II. Второй"],
        ["II. Второй", "1 Пункт"],
    ]


def test_a_section_is_renamed_for_its_later_half_years_only(plan: Plan) -> None:
    heading = make_section(plan, "Часть")
    section = make_section(plan, "I. Было")
    make_activity(plan, "Пункт", section=section)
    make_activity(plan, "Позже", since=H1_2023, section=section)
    editing.rename_section(heading, H2_2022, title="Часть первая", **BY)
    new = editing.rename_section(section, H2_2022, title="I. Стало", **BY)
    again = editing.rename_section(new, H2_2022, title="I. Стало иначе", **BY)
    assert again == new
    assert [rows(plan, period) for period in (H1_2022, H2_2022, H1_2023)] == [
        ["Часть", "I. Было", "1 Пункт"],
        ["Часть первая", "I. Стало иначе", "1 Пункт"],
        ["Часть первая", "I. Стало иначе", "1 Пункт", "2 Позже"],
    ]


def test_a_section_with_activities_is_not_dropped(plan: Plan) -> None:
    section = make_section(plan)
    make_activity(plan, since=H1_2023, section=section)
    with pytest.raises(ValidationError, match="В разделе есть мероприятия"):
        editing.remove_section(section, H2_2022, **BY)


def test_a_section_added_by_mistake_leaves_nothing(plan: Plan) -> None:
    section = editing.add_section(plan, H2_2022, title="Лишний", **BY)
    editing.remove_section(section, H2_2022, **BY)
    assert not Section.objects.exists()


# --- Half-years to offer --------------------------------------------------------------------------------------------


def test_half_years_to_edit_from(plan: Plan) -> None:
    make_activity(plan, since=H1_2022)
    assert editing.editable_periods(plan, now=H2_2022)[:2] == [H1_2022, H2_2022]
    assert editing.period_to_edit(plan, now=H2_2022) == H1_2022
    make_period(plan, H1_2022, locked_at=timezone.now())
    assert editing.period_to_edit(plan, now=H2_2023) == H2_2022
    make_period(plan, H1_2023)
    assert editing.period_to_edit(plan, now=H2_2023) == H1_2023
    offered = editing.editable_periods(plan, now=H2_2023)
    assert (offered[0], offered[-1]) == (H2_2022, ReportingPeriod(2025, 2))


def test_an_edit_takes_the_same_queries_for_few_rows_and_for_many() -> None:
    spent = []
    for number, count in enumerate((5, 60)):
        plan = make_plan(make_municipality(f"m{number}"))
        made = [make_activity(plan, f"Пункт {row}", position=1000 * row) for row in range(1, count)]
        with CaptureQueriesContext(connection) as captured:
            editing.amend_activity(made[1], H2_2022, text="Иначе", **BY)
            editing.move_activity(made[2], H2_2022, after=FIRST, **BY)
            editing.add_activity(plan, H2_2022, text="Новое", **BY)
            editing.end_activity(made[3], last_period=H1_2022, **BY)
        spent.append(len(captured))
    assert spent[0] == spent[1]
