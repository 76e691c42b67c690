"""The official's home: own work by urgency, the half-year that is shown, and what it says once the report has gone."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.history import COMMAND
from accounts.models import Municipality, User
from accounts.wording import NBSP
from plans import standing, workflow
from plans.models import Officer, PeriodLine, Plan, PlanPeriod, ProgressEntry, Substitution
from plans.mywork import Work
from plans.periods import ReportingPeriod
from plans.presenting.home import summary_words
from tests.factories import (
    H1_2022,
    H2_2022,
    make_activity,
    make_municipality,
    make_officer,
    make_period,
    make_plan,
    make_user,
)

pytestmark = pytest.mark.django_db

State = ProgressEntry.State
H1_2023 = ReportingPeriod(2023, 1)


class House:
    """An official with some activities in a half-year that is open."""

    def __init__(self, activities: int = 1, *, slug: str = "zarechny") -> None:
        self.plan: Plan = make_plan(make_municipality(slug))
        self.municipality: Municipality = self.plan.municipality
        self.user: User = make_user(self.municipality, "officer")
        self.officer: Officer = make_officer(self.municipality, user=self.user)
        for number in range(1, activities + 1):
            make_activity(self.plan, f"дело {number}", officers=[self.officer])
        self.half: PlanPeriod = self.open(H2_2022)

    def open(self, period: ReportingPeriod, *, due: date | None = None) -> PlanPeriod:
        """Collected in a month, unless another day is named."""
        due = due or timezone.localdate() + timedelta(days=30)
        plan_period = make_period(self.plan, period, collection_on=due)
        standing.refresh_period(plan_period)
        return plan_period

    def entry(self, number: int, state: str = State.EMPTY, *, days: int = 30, **line: Any) -> None:
        """The entry of one activity put into a state, due in so many days."""
        entries = ProgressEntry.objects.filter(plan_period=self.half, activity__revisions__position=number)
        found = entries.get()
        ProgressEntry.objects.filter(pk=found.pk).update(state=state)
        due = timezone.localdate() + timedelta(days=days)
        PeriodLine.objects.filter(entry=found).update(due_on=due, **line)

    def home(self, user: User | None = None, period: object = None) -> Any:
        client = Client()
        client.force_login(user or self.user)
        address = reverse("plans:home", args=[self.municipality.slug])
        return client.get(address, {"period": str(period)} if period else {})


def words(response: Any) -> str:
    return unescape(response.content.decode())


def shown(response: Any) -> list[tuple[str, list[str]]]:
    """The groups with their rows: what to do, and with which activity."""
    return [
        (group.title, [f"{row.verb} {row.title}" for row in rows])
        for group, rows in response.context["groups"]
    ]


# --- the order --------------------------------------------------------------------------------------------------------


def test_the_most_urgent_comes_first_in_groups_of_its_own() -> None:
    house = House(6)
    house.entry(1, State.SUBMITTED)
    house.entry(2, days=9)
    house.entry(3, State.DRAFT, days=-2)
    house.entry(4, State.RETURNED, days=20)
    house.entry(5, is_optional=True, days=60)
    house.entry(6, State.DRAFT, days=4)
    groups = shown(house.home())
    assert [rows for _, rows in groups] == [
        ["Дописать Дело 3", "Исправить Дело 4"],
        ["Продолжить Дело 6"],
        ["Заполнить Дело 2"],
        ["Заполнить Дело 5"],
        ["Посмотреть Дело 1"],
    ]
    titles = [title for title, _ in groups]
    assert (titles[0], titles[3:]) == ("Сделайте сначала", ["Срок в другом полугодии", "Сдано"])
    assert house.home().context["summary"] == (
        f"Осталось сдать 4 из{NBSP}6",
        f"Начните с{NBSP}этих: одно вернули с{NBSP}замечанием, одно просрочено.",
    )


@pytest.mark.parametrize(
    ("returned", "overdue", "said"),
    [
        (1, 0, f"Начните с{NBSP}этого: одно вернули с{NBSP}замечанием."),
        (0, 1, f"Начните с{NBSP}этого: одно просрочено."),
        (2, 10, f"Начните с{NBSP}этих: два вернули с{NBSP}замечанием, десять просрочено."),
        (0, 11, f"Начните с{NBSP}этих: 11 просрочено."),
        (0, 0, "Просроченных нет."),
    ],
)
def test_numbers_up_to_ten_are_words(returned: int, overdue: int, said: str) -> None:
    work = Work(20, 15, returned, overdue, 0, 0, {})
    assert summary_words(work)[1] == said


def test_what_is_handed_in_is_told_so_and_asks_for_nothing() -> None:
    house = House(1)
    house.entry(1, State.SUBMITTED)
    response = house.home()
    assert response.context["summary"][0] == "Всё сдано"
    [(_, [row])] = response.context["groups"]
    assert (row.due, row.left, row.verb) == ("Сдано", "проверяет координатор", "Посмотреть")


# --- which half-year --------------------------------------------------------------------------------------------------


def test_the_earliest_half_year_that_waits_is_shown_then_the_newest() -> None:
    house = House(1)
    house.open(H1_2023)
    assert house.home().context["period"] == H2_2022
    house.entry(1, State.SUBMITTED)
    assert house.home().context["period"] == H1_2023


def test_once_every_report_has_gone_the_newest_half_year_is_there_to_read() -> None:
    house = House(3)
    house.open(H1_2022)
    house.entry(1, State.SUBMITTED, days=-3)
    house.entry(2, State.DRAFT, days=3)
    house.entry(3, days=-3)
    for half in (house.half, house.plan.periods.get(period=H1_2022)):
        workflow.lock_period(half, by=COMMAND)
    response = house.home()
    assert response.context["period"] == H2_2022
    assert response.context["summary"] == ("Отчёт передан дальше, править нечего", "Не сдано: 2.")
    assert shown(response) == [
        ("Не сдано", ["Посмотреть Дело 3", "Посмотреть Дело 2"]),
        ("Сдано", ["Посмотреть Дело 1"]),
    ]
    for lie in ("Осталось сдать", "осталось", "просрочено", "проверяет", "Сведения пока не собирают"):
        assert lie not in words(response)


def test_a_half_year_that_has_gone_complete_says_that_all_is_handed_in() -> None:
    house = House(1)
    house.entry(1, State.SUBMITTED)
    workflow.lock_period(house.half, by=COMMAND)
    assert house.home().context["summary"][1] == "Ваши сведения сданы."


@pytest.mark.parametrize(("is_optional", "left"), [(False, "не сдано"), (True, "")])
def test_the_head_of_a_form_counts_no_days_once_the_report_has_gone(is_optional: bool, left: str) -> None:
    house = House(1)
    house.entry(1, days=3, is_optional=is_optional)
    workflow.lock_period(house.half, by=COMMAND)
    client = Client()
    client.force_login(house.user)
    entry = house.half.entries.get()
    response = client.get(reverse("plans:entry", args=[house.municipality.slug, entry.pk]))
    assert (response.context["deadline"].left, response.context["deadline"].is_late) == (left, False)


def test_before_any_half_year_is_opened_the_home_says_so() -> None:
    municipality = make_municipality("lugovoy")
    client = Client()
    client.force_login(make_user(municipality, "officer"))
    response = client.get(reverse("plans:home", args=[municipality.slug]))
    assert "Сведения пока не собирают" in words(response)


@pytest.mark.parametrize("period", ["2030-1", "2022-3", "вчера"])
def test_a_half_year_that_was_never_opened_is_not_there(period: str) -> None:
    assert House(1).home(period=period).status_code == 404


def test_a_half_year_of_another_municipality_is_not_there() -> None:
    house = House(1)
    other = make_plan(make_municipality("lugovoy"))
    make_period(other, H1_2023)
    assert house.home(period=H1_2023).status_code == 404


# --- whose ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ended_days_ago", "sees"), [(-1, ["Дело 1", "Дело 2"]), (1, [])])
def test_a_substitute_sees_the_work_while_they_stand_in(ended_days_ago: int, sees: list[str]) -> None:
    house = House(2)
    substitute = make_user(house.municipality, "officer")
    today = timezone.localdate()
    Substitution.objects.create(
        officer=house.officer,
        substitute=make_officer(house.municipality, user=substitute),
        from_day=today - timedelta(days=9),
        until_day=today - timedelta(days=ended_days_ago),
    )
    response = house.home(substitute, H2_2022)
    rows = [row.title for _, rows in response.context.get("groups", []) for row in rows]
    assert rows == sees


# --- how much ---------------------------------------------------------------------------------------------------------


def test_as_many_queries_for_sixty_activities_as_for_three() -> None:
    counts = []
    for number in (3, 60):
        house = House(number, slug=f"district-{number}")
        house.entry(1, State.SUBMITTED)
        house.home()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = house.home()
        counts.append(len(queries))
        assert response.context["work"].total == number
    assert counts[0] == counts[1]
