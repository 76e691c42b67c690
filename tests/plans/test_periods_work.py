"""Opening a half-year, moving its collection day, taking an opening back: what is told before, and the limits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.history import COMMAND
from accounts.models import Municipality
from plans import workflow
from plans.models import Plan, PlanPeriod
from plans.periods import ReportingPeriod
from plans.planning import editing
from plans.workflow.periods import check_collection
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
    make_user,
)
from tests.reports.office_pages import Page

pytestmark = pytest.mark.django_db
H1_2023 = ReportingPeriod(2023, 1)
OPEN = "/work/zarechny/periods/open/"


@pytest.fixture
def municipality() -> Municipality:
    return make_municipality()


@pytest.fixture
def plan(municipality: Municipality, client: Client) -> Plan:
    client.force_login(make_user(municipality, "coordinator"))
    return make_plan(municipality)


def url(name: str, plan_period: PlanPeriod) -> str:
    return reverse(f"plans:period-{name}", args=["zarechny", plan_period.pk])


# --- Days and half-years to propose ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "today", "proposed"),
    [
        (H1_2022, date(2022, 6, 1), date(2022, 7, 10)),
        (H2_2022, date(2022, 12, 1), date(2023, 1, 10)),
        (H1_2022, date(2022, 7, 10), date(2022, 7, 10)),
        (H1_2022, date(2022, 7, 11), date(2022, 8, 10)),
        (H2_2022, date(2023, 1, 31), date(2023, 2, 10)),
        (H1_2022, date(2023, 6, 1), date(2023, 6, 10)),
        (H1_2022, date(2030, 1, 1), date(2030, 1, 10)),
    ],
)
def test_the_day_to_propose(period: ReportingPeriod, today: date, proposed: date) -> None:
    assert workflow.proposed_collection(period, today=today) == proposed


def test_the_half_years_to_propose(plan: Plan) -> None:
    make_activity(plan, since=H2_2022)
    assert workflow.periods_to_open(plan, now=H1_2022)[0] == H2_2022
    assert workflow.periods_to_open(plan, now=H1_2023)[0] == H1_2023
    make_period(plan, H2_2022)
    assert workflow.periods_to_open(plan, now=ReportingPeriod(2026, 2)) == [
        H1_2023,
        H1_2023.next,
        H1_2023.next.next,
    ]


@pytest.mark.parametrize(
    ("today", "last"),
    [(date(2022, 8, 1), date(2023, 12, 31)), (date(2026, 3, 1), date(2027, 3, 1))],
)
def test_the_day_may_be_up_to_a_year_after_the_half_year_or_after_today(today: date, last: date) -> None:
    assert workflow.collection_limits(H2_2022, today=today) == (date(2022, 7, 1), last)
    check_collection(H2_2022, last, today=today)
    with pytest.raises(ValidationError, match="Срок слишком далеко: самое позднее"):
        check_collection(H2_2022, last + timedelta(days=1), today=today)


def test_a_day_before_the_half_year_is_refused(plan: Plan) -> None:
    make_activity(plan)
    early = date(2022, 6, 30)
    for deed in (
        lambda: workflow.open_for_work(plan, H2_2022, collection_on=early, by=COMMAND),
        lambda: workflow.move_collection(make_period(plan, H2_2022), collection_on=early, by=COMMAND),
    ):
        with pytest.raises(ValidationError) as error:
            deed()
        assert [text.replace("\xa0", " ") for text in error.value.message_dict["collection_on"]] == [
            "II полугодие 2022 года начинается 1 июля 2022 г.: срок не может быть раньше."
        ]


def test_only_those_who_open_half_years_may(plan: Plan) -> None:
    make_activity(plan)
    officer = actor(plan.municipality, "officer")
    with pytest.raises(PermissionDenied):
        workflow.open_for_work(plan, H2_2022, collection_on=date(1990, 1, 1), by=officer)


# --- What is told before --------------------------------------------------------------------------------------------


def test_what_opening_would_ask(plan: Plan, municipality: Municipality) -> None:
    user = make_user(municipality, "officer")
    stranger = make_user(make_municipality("lugovoy"), "officer")
    reached = make_officer(municipality, "Юн Б.Б.", user=user)
    elsewhere = make_officer(municipality, "Ким А.А.", user=stranger)
    silent = make_officer(municipality, "Полякова Н.С.")
    team, nobody = (make_officer(municipality, name, kind="collective") for name in ("Совет", "Пустой отдел"))
    team.members.add(reached)
    make_activity(plan, officers=[reached, silent])
    make_activity(plan, officers=[team, nobody, silent])
    unread = make_activity(plan, officers=[elsewhere], deadline_wording="к празднику", deadline_rule=None)
    make_activity(plan, is_group=True, officers=[nobody])
    seen = workflow.outlook(plan, H2_2022)
    assert (seen.asked, seen.needed, seen.optional) == (3, 3, 0)
    assert seen.unreachable == (("Полякова Н.С.", 2), ("Пустой отдел", 1), ("Ким А.А.", 1))
    assert [line.activity for line in seen.unread] == [unread]


def test_the_page_tells_it_and_opens(client: Client, plan: Plan, municipality: Municipality) -> None:
    editing.add_activity(plan, H1_2022, text="Весной", deadline="ежегодно, до 1 марта", by=COMMAND)
    make_activity(plan, "Всегда", officers=[make_officer(municipality, "Полякова Н.С.")])
    make_activity(plan, "Непонятно", deadline_wording="к празднику", deadline_rule=None)
    make_period(plan, H1_2022)
    page = Page(client.get(OPEN))
    assert page.texts("ul.totals li") == [
        "3 мероприятия в плане",
        "2 нужны сведения",
        "1 по желанию: их срок в другом полугодии",
    ]
    assert page.texts("p.finding-title") == [
        "Некому писать: 1 исполнитель без входа в портал",
        "Портал не прочитал 1 срок: сведения будут нужны ко дню сбора",
    ]
    sent = client.post(f"{OPEN}?period=2022-h2", {"collection_on": "2023-01-10"})
    opened = plan.periods.get(period=H2_2022)
    assert sent["Location"] == f"/work/zarechny/periods/{opened.pk}/"
    assert (opened.collection_on, opened.entries.count()) == (date(2023, 1, 10), 3)


def test_a_day_that_cannot_be_keeps_the_page(client: Client, plan: Plan) -> None:
    make_activity(plan)
    make_period(plan, H1_2022)
    for day, words in (
        ("", "Собрать сведения до: Укажите день, до которого нужно собрать сведения."),
        ("10.13.2022", "Собрать сведения до: Введите дату, например 10.01.2023."),
        (
            "2021-01-10",
            "Собрать сведения до: II полугодие 2022 года начинается 1 июля 2022 г.: срок не может быть раньше.",
        ),
    ):
        page = Page(client.post(OPEN, {"collection_on": day}))
        assert (page.status, page.texts("div.errors li")) == (422, [words])
    assert plan.periods.count() == 1


def test_what_is_open_is_not_opened_again(client: Client, plan: Plan) -> None:
    make_activity(plan)
    make_period(plan, H2_2022)
    assert (
        Page(client.get(f"{OPEN}?period=2022-h2")).text("div.empty h2")
        == "II полугодие 2022 года уже открыто"
    )
    sent = client.post(f"{OPEN}?period=2022-h2", {"collection_on": "2023-01-10"})
    assert sent.status_code == 409
    assert client.get(f"{OPEN}?period=2022-h3").status_code == 404
    assert client.get(f"{OPEN}?plan=none").status_code == 404


def test_a_plan_without_activities_says_what_to_do_first(client: Client, plan: Plan) -> None:
    page = Page(client.get(OPEN))
    assert page.text("div.empty h2") == "В плане нет мероприятий на это полугодие"
    assert client.get(page.all("div.empty a")[0].get("href")).status_code == 200


def test_the_page_takes_the_same_queries_for_few_rows_and_for_many(
    client: Client, plan: Plan, municipality: Municipality
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(OPEN).status_code == 200
        return len(captured)

    make_activity(plan, officers=[make_officer(municipality)])
    few = queries()
    for _ in range(30):
        make_activity(plan, officers=[make_officer(municipality)])
    assert queries() == few


# --- Moved, cancelled -----------------------------------------------------------------------------------------------


def test_the_day_is_moved_by_its_page(client: Client, plan: Plan) -> None:
    make_activity(plan)
    opened = workflow.open_for_work(plan, H2_2022, collection_on=date(2023, 1, 10), by=COMMAND)
    assert Page(client.get(url("move", opened))).values("collection_on") == ["2023-01-10"]
    page = Page(client.post(url("move", opened), {"collection_on": "2020-01-20"}))
    assert (page.status, page.values("collection_on")) == (422, ["2020-01-20"])
    assert client.post(url("move", opened), {"collection_on": "2023-01-20"}).status_code == 302
    opened.refresh_from_db()
    assert (opened.collection_on, opened.lines.get().due_on) == (date(2023, 1, 20), date(2023, 1, 20))


def test_a_half_year_whose_report_has_gone_on_moves_no_more(client: Client, plan: Plan) -> None:
    gone = make_period(plan, H2_2022, locked_at=timezone.now())
    assert Page(client.get(url("move", gone))).text("p.callout-title") == "Срок уже не переносится"
    assert client.post(url("move", gone), {"collection_on": "2023-01-20"}).status_code == 409


def test_an_opening_is_taken_back_while_nobody_has_written(client: Client, plan: Plan) -> None:
    activity = make_activity(plan)
    opened = workflow.open_for_work(plan, H2_2022, collection_on=date(2023, 1, 10), by=COMMAND)
    written = make_period(plan, H1_2022)
    make_entry(written, activity, "Сделано.")
    assert Page(client.get(url("cancel", written))).text("p.callout-title") == "Отменить уже нельзя"
    assert client.post(url("cancel", written)).status_code == 409
    assert client.get(url("cancel", opened)).status_code == 200
    assert client.post(url("cancel", opened))["Location"] == "/work/zarechny/plan/"
    assert [item.period for item in plan.periods.all()] == [H1_2022]
