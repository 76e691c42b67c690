"""Officers as people: accounts, collectives, substitutions, a leaving official; who may, and what is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts import tenants
from accounts.history import COMMAND, Actor
from accounts.models import HistoryEvent, User
from plans import planning, standing, workflow
from plans.models import Activity, Assignment, Officer, Plan, PlanAct, Substitution
from plans.people import left_alone, passing_to
from plans.periods import ReportingPeriod
from plans.permissions import entries_of, officers_as
from plans.planning.handing_over import without
from tests.factories import (
    H1_2022,
    H2_2022,
    actor,
    make_activity,
    make_district,
    make_municipality,
    make_officer,
    make_period,
    make_plan,
    make_user,
)

pytestmark = pytest.mark.django_db
H1_2023, H2_2023 = H2_2022.next, H2_2022.next.next
Row = tuple[str, str, str | None, int]


def assignments(activity: Activity) -> list[Row]:
    rows = Assignment.objects.filter(activity=activity).select_related("officer")
    return sorted(
        (item.officer.name, str(item.from_period), str(item.until_period or "") or None, item.position)
        for item in rows
    )


def events() -> list[str]:
    return list(HistoryEvent.objects.order_by("pk").values_list("action", flat=True))


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def coordinator(plan: Plan) -> Actor:
    return actor(plan.municipality, "coordinator")


@pytest.fixture
def leaving(plan: Plan) -> Officer:
    return make_officer(plan.municipality, "Рощина А.Б.")


@pytest.fixture
def heir(plan: Plan) -> Officer:
    return make_officer(plan.municipality, "Сидоров П.П.")


# --- names ---


@pytest.mark.parametrize(
    ("typed", "surname", "initials", "key"),
    [
        ("Сидоров П. П.", "Сидоров", "П.П.", "сидоровпп"),
        ("  П.П.  Сидоров ", "Сидоров", "П.П.", "сидоровпп"),
        ("Сидоров Павел Петрович", "Сидоров", "П.П.", "сидоровпп"),
        ("Павел Петрович Сидоров", "Сидоров", "П.П.", "сидоровпп"),
        ("Сидорова-Белая Ё. Я.", "Сидорова-Белая", "Ё.Я.", "сидоровабелаяея"),
        ("Сидоров П.", "Сидоров", "П.", "сидоровп"),
        ("Начальник отдела кадров", "", "", "начальникотделакадров"),
    ],
)
def test_a_typed_name_is_the_person_that_a_file_names(
    typed: str, surname: str, initials: str, key: str
) -> None:
    name = planning.officer_name(typed)
    assert (name.surname, name.initials, name.key) == (surname, initials, key)


def test_a_collective_has_no_surname() -> None:
    assert planning.officer_name("Сидоров П.П.", kind="collective").surname == ""


def test_an_officer_is_added_once(plan: Plan, coordinator: Actor) -> None:
    added = planning.add_officer(
        plan.municipality, name="Сидоров  П. П.", position=" начальник  отдела", by=coordinator
    )
    assert (added.name, added.initials, added.position) == ("Сидоров П. П.", "П.П.", "начальник отдела")
    with pytest.raises(ValidationError, match="уже есть"):
        planning.add_officer(plan.municipality, name="П.П. Сидоров", by=coordinator)
    with pytest.raises(ValidationError, match="Напишите фамилию"):
        planning.add_officer(plan.municipality, name="…", by=coordinator)
    assert (Officer.objects.count(), events()) == (1, ["officer_added"])


# --- accounts ---


def test_an_invited_official_is_linked_in_the_same_step(
    plan: Plan, coordinator: Actor, leaving: Officer
) -> None:
    leaving = planning.set_position(leaving, "Начальник", by=coordinator)
    Officer.objects.filter(pk=leaving.pk).update(surname="Рощина", initials="А.Б.")
    leaving = planning.invite_officer(leaving, email="New@Example.org", by=coordinator)
    assert leaving.user is not None
    assert (leaving.user.email, leaving.user.short_name) == ("new@example.org", "Рощина А. Б.")
    assert events() == ["officer_changed", "member_added", "officer_linked"]
    with pytest.raises(ValidationError, match="уже в портале"):
        planning.invite_officer(leaving, email="other@example.org", by=coordinator)


def test_an_invitation_with_a_slip_is_taken_back(plan: Plan, coordinator: Actor, leaving: Officer) -> None:
    leaving = planning.invite_officer(leaving, email="wrong@example.org", by=coordinator)
    user = leaving.user
    assert user is not None
    planning.take_back_invitation(leaving, by=coordinator)
    leaving.refresh_from_db()
    assert (leaving.user, user.memberships.count()) == (None, 0)
    with pytest.raises(ValidationError, match="уже нет"):
        planning.take_back_invitation(leaving, by=coordinator)
    again = planning.invite_officer(leaving, email="right@example.org", by=coordinator)
    assert again.user and again.user.email == "right@example.org"


def test_an_account_switched_off_is_not_invited_and_nothing_is_written(
    plan: Plan, coordinator: Actor, leaving: Officer
) -> None:
    make_user(email="off@example.org", is_active=False)
    with pytest.raises(ValidationError) as refused:
        planning.invite_officer(leaving, email="off@example.org", by=coordinator)
    assert (list(refused.value.message_dict), events()) == (["email"], [])


def test_users_are_linked_and_parted(plan: Plan, coordinator: Actor, leaving: Officer) -> None:
    user = make_user(plan.municipality, "officer")
    assert planning.link_user(leaving, user, by=coordinator).user == user
    assert planning.unlink_user(leaving, by=coordinator).user is None
    assert user.memberships.count() == 1
    stranger = make_user(make_municipality("other"), "officer")
    with pytest.raises(ValidationError, match="не работает"):
        planning.link_user(leaving, stranger, by=coordinator)
    collective = make_officer(plan.municipality, "Отделы", kind="collective")
    with pytest.raises(ValidationError, match="нет своего пользователя"):
        planning.link_user(collective, user, by=coordinator)
    with pytest.raises(ValidationError, match="не входит в портал сам"):
        planning.invite_officer(collective, email="a@example.org", by=coordinator)
    assert events() == ["officer_linked", "officer_unlinked"]


def test_members_of_a_collective_see_its_entries(plan: Plan, coordinator: Actor, leaving: Officer) -> None:
    collective = make_officer(plan.municipality, "Руководители отделов", kind="collective")
    make_activity(plan, officers=[collective], since=H2_2022)
    period = workflow.open_for_work(plan, H2_2022, collection_on=date(2023, 1, 20), by=COMMAND)
    user = make_user(plan.municipality, "officer")
    planning.link_user(leaving, user, by=coordinator)
    on = date(2022, 12, 1)
    assert entries_of(user, plan.municipality, on=on).count() == 0
    planning.set_members(collective, [leaving], by=coordinator)
    assert list(entries_of(user, plan.municipality, on=on)) == list(period.entries.all())
    told = HistoryEvent.objects.get(action="collective_changed")
    assert (told.before, told.after) == ({"members": []}, {"members": ["Рощина А.Б."]})
    with pytest.raises(ValidationError, match="не другие коллективы"):
        planning.set_members(collective, [collective], by=coordinator)
    with pytest.raises(ValidationError, match="один человек"):
        planning.set_members(leaving, [], by=coordinator)


# --- substitutions ---


@pytest.mark.parametrize(
    ("day", "may_see"),
    [
        (date(2022, 7, 31), False),
        (date(2022, 8, 1), True),
        (date(2022, 8, 14), True),
        (date(2022, 8, 15), False),
    ],
)
def test_a_substitute_sees_the_entries_in_those_days_only(
    plan: Plan, coordinator: Actor, leaving: Officer, heir: Officer, day: date, may_see: bool
) -> None:
    activity = make_activity(plan, officers=[leaving], since=H2_2022)
    workflow.open_for_work(plan, H2_2022, collection_on=date(2023, 1, 20), by=COMMAND)
    user = make_user(plan.municipality, "officer")
    planning.link_user(heir, user, by=coordinator)
    planning.add_substitution(
        leaving, heir, from_day=date(2022, 8, 1), until_day=date(2022, 8, 14), by=coordinator
    )
    seen = entries_of(user, plan.municipality, on=day).values_list("activity", flat=True)
    assert list(seen) == ([activity.pk] if may_see else [])


def test_a_substitution_without_an_end_is_ended(
    plan: Plan, coordinator: Actor, leaving: Officer, heir: Officer
) -> None:
    user = make_user(plan.municipality, "officer")
    planning.link_user(heir, user, by=coordinator)
    added = planning.add_substitution(leaving, heir, from_day=date(2022, 8, 1), by=coordinator)
    last = date(2022, 9, 5)
    planning.end_substitution(added, on=last, by=coordinator)
    seen = [
        leaving in officers_as(user, plan.municipality, on=day) for day in (last, last + timedelta(days=1))
    ]
    assert seen == [True, False]
    with pytest.raises(ValidationError, match="уже закончено"):
        planning.end_substitution(added, on=last, by=coordinator)


def test_a_substitution_that_has_not_begun_is_called_off(
    plan: Plan, coordinator: Actor, leaving: Officer, heir: Officer
) -> None:
    added = planning.add_substitution(leaving, heir, from_day=date(2022, 8, 2), by=coordinator)
    planning.end_substitution(added, on=date(2022, 8, 1), by=coordinator)
    assert Substitution.objects.count() == 0
    assert events() == ["substitution_added", "substitution_removed"]


def test_a_substitution_makes_sense(plan: Plan, coordinator: Actor, leaving: Officer, heir: Officer) -> None:
    first, last = date(2022, 8, 1), date(2022, 8, 14)
    planning.add_substitution(leaving, heir, from_day=first, until_day=last, by=coordinator)
    collective = make_officer(plan.municipality, "Отделы", kind="collective")
    later = last + timedelta(days=1)
    for who, days, words in (
        (leaving, (first, last), "Сам себя"),
        (heir, (later, first), "раньше, чем начинается"),
        (heir, (last, None), "уже замещает"),
        (heir, (date(2022, 7, 1), first), "уже замещает"),
        (collective, (first, last), "У коллектива"),
    ):
        with pytest.raises(ValidationError, match=words):
            planning.add_substitution(leaving, who, from_day=days[0], until_day=days[1], by=coordinator)
    planning.add_substitution(leaving, heir, from_day=later, by=coordinator)
    assert Substitution.objects.count() == 2


# --- handing over ---


def test_a_hand_over_leaves_earlier_half_years_alone(
    plan: Plan, coordinator: Actor, leaving: Officer, heir: Officer
) -> None:
    other = make_officer(plan.municipality, "Уткин В.В.")
    activity = make_activity(plan, officers=[other, leaving])
    Assignment.objects.filter(officer=leaving).update(printed="начальник отдела Рощина А.Б.")
    standing_before = make_period(plan, H1_2022)
    standing.refresh_period(standing_before)
    opened = workflow.open_for_work(plan, H2_2022, collection_on=date(2023, 1, 20), by=COMMAND)
    entry = opened.entries.get()
    entry.text, entry.state, entry.revision = "Начато.", "draft", 3
    entry.save()
    act = PlanAct.objects.create(plan=plan, kind="order", number="9-р", adopted_on=date(2022, 7, 1))

    done = planning.hand_over(leaving, heir, since=H2_2022, by=coordinator, act=act)

    assert (done.passed, done.shared, done.collectives) == ({activity.pk}, frozenset(), ())
    assert assignments(activity) == [
        ("Рощина А.Б.", "2022-h1", "2022-h1", 2),
        ("Сидоров П.П.", "2022-h2", None, 2),
        ("Уткин В.В.", "2022-h1", None, 1),
    ]
    printed = {
        str(line.plan_period.period): line.officers
        for period in (standing_before, opened)
        for line in period.lines.all()
    }
    assert printed["2022-h2"] == "Уткин В.В.\nСидоров П.П."
    assert printed["2022-h1"].startswith("Уткин В.В.\n") and "Рощина А.Б." in printed["2022-h1"]
    entry.refresh_from_db()
    assert (entry.text, entry.state, entry.revision) == ("Начато.", "draft", 3)
    told = HistoryEvent.objects.get(action="activity_handed_over")
    assert (told.object_label, told.before, told.after) == (
        "Пробное мероприятие 1",
        {"officer": "Рощина А.Б."},
        {"officer": "Сидоров П.П.", "period": "2022-h2", "act": str(act)},
    )
    assert {"activities_handed_over", "activities_taken_over"} < set(events())


def test_no_duplicate_arises_where_the_successor_answers_already(
    plan: Plan, coordinator: Actor, leaving: Officer, heir: Officer
) -> None:
    whole = make_activity(plan, officers=[leaving, heir])
    partly = make_activity(plan, officers=[leaving])
    Assignment.objects.create(
        activity=partly, officer=heir, position=2, from_period=H1_2023, until_period=H1_2023
    )
    done = planning.hand_over(leaving, heir, since=H2_2022, by=coordinator)
    assert (done.passed, done.shared) == ({partly.pk}, {whole.pk})
    assert assignments(whole) == [
        ("Рощина А.Б.", "2022-h1", "2022-h1", 1),
        ("Сидоров П.П.", "2022-h1", None, 2),
    ]
    assert assignments(partly) == [
        ("Рощина А.Б.", "2022-h1", "2022-h1", 1),
        ("Сидоров П.П.", "2022-h2", "2022-h2", 1),
        ("Сидоров П.П.", "2023-h1", "2023-h1", 2),
        ("Сидоров П.П.", "2023-h2", None, 1),
    ]


def test_a_hand_over_reaches_known_half_years_after_it(
    plan: Plan, coordinator: Actor, leaving: Officer, heir: Officer
) -> None:
    """From H1 2023, while H2 2022 and H2 2023 are open, and one row begins in H2 2023 only."""
    always = make_activity(plan, officers=[leaving])
    ended = make_activity(plan, officers=[leaving])
    Activity.objects.filter(pk=ended.pk).update(last_period=H2_2022)
    future = make_activity(plan, officers=[leaving], since=H2_2023)
    for period in (H2_2022, H2_2023):
        workflow.open_for_work(plan, period, collection_on=period.ends_on, by=COMMAND)
    planning.hand_over(leaving, heir, since=H1_2023, by=coordinator)
    assert assignments(always) == [
        ("Рощина А.Б.", "2022-h1", "2022-h2", 1),
        ("Сидоров П.П.", "2023-h1", None, 1),
    ]
    assert assignments(ended) == [("Рощина А.Б.", "2022-h1", None, 1)]
    assert assignments(future) == [("Сидоров П.П.", "2023-h2", None, 1)]
    names = {
        str(plan_period.period): [line.officers for line in plan_period.lines.all()]
        for plan_period in plan.periods.all()
    }
    assert names == {"2022-h2": ["Рощина А.Б."] * 2, "2023-h2": ["Сидоров П.П."] * 2}


def test_only_the_ticked_activities_are_handed_over(
    plan: Plan, coordinator: Actor, leaving: Officer, heir: Officer
) -> None:
    stays, goes = (make_activity(plan, officers=[leaving]) for _ in range(2))
    planning.hand_over(leaving, heir, since=H1_2022, only=[goes.pk], by=coordinator)
    assert assignments(stays) == [("Рощина А.Б.", "2022-h1", None, 1)]
    assert assignments(goes) == [("Сидоров П.П.", "2022-h1", None, 1)]


def test_the_successor_takes_the_place_in_collectives_if_asked(
    plan: Plan, coordinator: Actor, leaving: Officer, heir: Officer
) -> None:
    make_activity(plan, officers=[leaving])
    collectives = [make_officer(plan.municipality, name, kind="collective") for name in ("Отделы", "Совет")]
    for collective in collectives:
        collective.members.add(leaving)
    collectives[1].members.add(heir)
    planning.hand_over(leaving, heir, since=H1_2022, by=coordinator)
    assert list(leaving.collectives.all()) == collectives
    done = planning.hand_over(heir, leaving, since=H2_2022, by=coordinator, with_collectives=False)
    assert done.collectives == ()
    done = planning.hand_over(leaving, heir, since=H2_2022, by=coordinator, with_collectives=True)
    assert list(done.collectives) == collectives
    assert [list(collective.members.all()) for collective in collectives] == [[heir], [heir]]


def test_a_new_name_becomes_an_officer(plan: Plan, coordinator: Actor, leaving: Officer) -> None:
    make_activity(plan, officers=[leaving])
    name = planning.officer_name("Новиков Н. Н.", position="начальник отдела")
    done = planning.hand_over(leaving, name, since=H1_2022, by=coordinator)
    assert (done.successor.name, done.successor.position) == ("Новиков Н. Н.", "начальник отдела")
    assert Officer.objects.count() == 2


def test_nothing_is_handed_over_twice_or_to_oneself(
    plan: Plan, coordinator: Actor, leaving: Officer, heir: Officer
) -> None:
    make_activity(plan, officers=[leaving])
    with pytest.raises(ValidationError, match="тот же исполнитель"):
        planning.hand_over(leaving, leaving, since=H1_2022, by=coordinator)
    planning.hand_over(leaving, heir, since=H1_2022, by=coordinator)
    with pytest.raises(ValidationError, match="передавать нечего"):
        planning.hand_over(leaving, heir, since=H1_2022, by=coordinator)


def test_a_closed_half_year_keeps_its_officers(coordinator: Actor, plan: Plan, leaving: Officer) -> None:
    district = make_district("lugovoy")
    district.publish()
    officer = district.municipality.officers.get()
    by = district.actor("coordinator")
    heir = make_officer(district.municipality, "Сидоров П.П.")
    with pytest.raises(ValidationError, match="I полугодие 2022 года уже закрыто"):
        planning.hand_over(officer, heir, since=H1_2022, by=by)
    assert len(planning.hand_over(officer, heir, since=H2_2022, by=by).passed) == 3


def test_the_preview_says_what_the_hand_over_does(plan: Plan, leaving: Officer, heir: Officer) -> None:
    make_activity(plan, officers=[heir])
    shared = make_activity(plan, officers=[leaving, heir])
    future = make_activity(plan, officers=[leaving], since=H1_2023)
    rows = passing_to(leaving, heir, H2_2022)
    assert [(row.activity, row.number, row.text, str(row.since), row.is_shared) for row in rows] == [
        (shared, "2", "Пробное мероприятие 2", "2022-h2", True),
        (future, "", "Пробное мероприятие 3", "2023-h1", False),
    ]


def _stretch(text: str) -> tuple[ReportingPeriod, ReportingPeriod | None]:
    """«1-4» are half-years counted from 2022, «3-» has no end."""
    begins, _, ends = text.partition("-")
    period = [H1_2022]
    for _ in range(9):
        period.append(period[-1].next)
    return period[int(begins) - 1], period[int(ends) - 1] if ends else None


@pytest.mark.parametrize(
    ("stretch", "taken", "left"),
    [
        ("1-", [], ["1-"]),
        ("1-", ["1-"], []),
        ("1-", ["3-4"], ["1-2", "5-"]),
        ("1-4", ["3-"], ["1-2"]),
        ("3-4", ["1-2", "5-"], ["3-4"]),
        ("2-6", ["1-2", "4-4", "6-"], ["3-3", "5-5"]),
    ],
)
def test_half_years_are_taken_out_of_half_years(stretch: str, taken: list[str], left: list[str]) -> None:
    assert without(_stretch(stretch), map(_stretch, taken)) == [_stretch(item) for item in left]


# --- leaving ---


def test_a_leaving_member_leaves_alone_what_nobody_else_can_write(
    plan: Plan, coordinator: Actor, leaving: Officer, heir: Officer
) -> None:
    collective = make_officer(plan.municipality, "Отделы", kind="collective")
    collective.members.add(leaving)
    make_activity(plan, "один", officers=[leaving])
    make_activity(plan, "вдвоём", officers=[leaving, heir])
    make_activity(plan, "в отделах", officers=[collective])
    workflow.open_for_work(plan, H1_2022, collection_on=date(2022, 7, 20), by=COMMAND)
    user = make_user(plan.municipality, "officer")
    planning.link_user(leaving, user, by=coordinator)
    assert [line.text for line in left_alone(plan.municipality, user)] == ["один", "вдвоём", "в отделах"]
    planning.link_user(heir, make_user(plan.municipality, "officer"), by=coordinator)
    assert [line.text for line in left_alone(plan.municipality, user)] == ["один", "в отделах"]
    collective.members.add(heir)
    assert [line.text for line in left_alone(plan.municipality, user)] == ["один"]
    tenants.set_roles(plan.municipality, user, [], by=COMMAND)
    assert [line.text for line in left_alone(plan.municipality, user)] == ["один"]
    assert entries_of(user, plan.municipality, on=date(2022, 7, 1)).count() == 3


# --- who may ---


def deeds(plan: Plan, leaving: Officer, heir: Officer, by: Actor) -> dict[str, Callable[[], Any]]:
    municipality = plan.municipality
    collective = make_officer(municipality, kind="collective")
    substitution = Substitution.objects.create(officer=leaving, substitute=heir, from_day=date(2022, 1, 1))
    member = make_user(municipality, "officer")
    return {
        "add": lambda: planning.add_officer(municipality, name="Н. Н. Новый", by=by),
        "invite": lambda: planning.invite_officer(leaving, email="x@example.org", by=by),
        "link": lambda: planning.link_user(leaving, member, by=by),
        "unlink": lambda: planning.unlink_user(leaving, by=by),
        "take back": lambda: planning.take_back_invitation(leaving, by=by),
        "position": lambda: planning.set_position(leaving, "Глава", by=by),
        "members": lambda: planning.set_members(collective, [heir], by=by),
        "substitution": lambda: planning.add_substitution(heir, leaving, from_day=date(2022, 1, 1), by=by),
        "end": lambda: planning.end_substitution(substitution, on=date(2022, 2, 1), by=by),
        "hand over": lambda: planning.hand_over(leaving, heir, since=H1_2022, by=by),
    }


@pytest.mark.parametrize("role", ["officer", "stranger"])
def test_others_change_no_people(plan: Plan, leaving: Officer, heir: Officer, role: str) -> None:
    make_activity(plan, officers=[leaving])
    by = (
        actor(make_municipality("other"), "administrator")
        if role == "stranger"
        else actor(plan.municipality, role)
    )
    for attempt in deeds(plan, leaving, heir, by).values():
        with pytest.raises(PermissionDenied):
            attempt()
    assert events() == []


def test_officers_of_another_municipality_are_out_of_reach(
    plan: Plan, coordinator: Actor, leaving: Officer
) -> None:
    make_activity(plan, officers=[leaving])
    foreign = make_officer(make_municipality("other"))
    collective = make_officer(plan.municipality, kind="collective")
    for attempt in (
        lambda: planning.hand_over(leaving, foreign, since=H1_2022, by=coordinator),
        lambda: planning.add_substitution(leaving, foreign, from_day=date(2022, 1, 1), by=coordinator),
        lambda: planning.set_members(collective, [foreign], by=coordinator),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert (events(), User.objects.count()) == ([], 1)
