"""The plan's pages in the office: as it stands in a half-year, deadlines put right, acts."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.history import COMMAND
from accounts.models import HistoryEvent, Municipality
from plans.models import ActivityRevision, Plan, PlanAct
from plans.planning import editing
from tests.factories import (
    H1_2022,
    H2_2022,
    make_activity,
    make_municipality,
    make_officer,
    make_period,
    make_plan,
    make_section,
    make_user,
)
from tests.reports.office_pages import Page

pytestmark = pytest.mark.django_db
PLAN = "/work/zarechny/plan/"
ACT = {"kind": "order", "number": "20-р", "adopted_on": "2022-02-01", "is_amendment": "on"}


@pytest.fixture
def municipality() -> Municipality:
    return make_municipality()


@pytest.fixture
def plan(municipality: Municipality) -> Plan:
    return make_plan(municipality)


@pytest.fixture
def coordinator(municipality: Municipality, client: Client) -> None:
    client.force_login(make_user(municipality, "coordinator"))


def acts_url(plan: Plan) -> str:
    return reverse("plans:act-add", args=["zarechny", plan.pk])


def deadline_url(revision: ActivityRevision) -> str:
    return reverse("plans:deadline-correct", args=["zarechny", revision.pk])


# --- The plan -------------------------------------------------------------------------------------------------------


def test_the_plan_as_it_stands_in_its_newest_half_year(
    client: Client, coordinator: None, plan: Plan, municipality: Municipality
) -> None:
    names = [make_officer(municipality, name) for name in ("Юн Б.Б.", "Полякова Н.С.")]
    make_activity(plan, "Встречи", officers=names)
    section = make_section(plan)
    unread = make_activity(
        plan, "Ремонт", deadline_wording="к празднику", deadline_rule=None, section=section
    )
    make_activity(plan, "Новое", since=H2_2022, section=section)
    make_period(plan)
    page = Page(client.get(PLAN))
    ongoing = "Постоянно: своей даты нет, сведения нужны ко дню сбора в каждом полугодии."
    assert page.table() == [
        [
            "1",
            "Встречи",
            "Юн Б.Б.Полякова Н.С.",
            "постоянно",
            f"{ongoing} Поправить срок пункта 1 История пункта 1",
        ],
        ["", "I. Открытость информации", "", "", ""],
        ["2", "Ремонт", "", "к празднику", "Не прочитан Поправить срок пункта 2 История пункта 2"],
    ]
    assert page.text("div.callout-warn p.callout-title") == "Не все сроки прочитаны"
    assert page.texts("div.panel-head span.meta") == ["отчитываться нужно по 2 мероприятиям"]
    assert page.texts("ul.meta li") == ["распоряжение от 20.12.2021 № 17-р"]
    (link,) = [item.get("href") for item in page.all("td a") if "срок пункта 2" in item.text_content()]
    assert link == deadline_url(unread.revisions.get())


def test_another_half_year_by_its_address(client: Client, coordinator: None, plan: Plan) -> None:
    make_activity(plan, "Всегда")
    make_activity(plan, "Позже", since=H2_2022)
    for period in ("2022-h1", "2022-h2"):
        plan.periods.create(period=period)
    shown = {
        query: [row[1] for row in Page(client.get(f"{PLAN}{query}")).table()]
        for query in ("", "?period=2022-h1", "?period=2022-h2")
    }
    assert shown == {
        "": ["Всегда", "Позже новое"],
        "?period=2022-h1": ["Всегда"],
        "?period=2022-h2": ["Всегда", "Позже новое"],
    }
    current = Page(client.get(f"{PLAN}?period=2022-h1")).tree.xpath("//nav/a[@aria-current='true']")
    assert [item.text_content() for item in current] == ["I полугодие 2022 года"]


@pytest.mark.parametrize("query", ["period=bad", "period=2022-h3", "plan=none"])
def test_what_is_not_there_is_not_found(query: str, client: Client, coordinator: None, plan: Plan) -> None:
    assert client.get(f"{PLAN}?{query}").status_code == 404


def test_what_is_new_against_the_half_year_before_is_marked(
    client: Client, coordinator: None, plan: Plan, municipality: Municipality
) -> None:
    names = [make_officer(municipality, name) for name in ("Юн Б.Б.", "Полякова Н.С.")]
    rows = ["Прежнее", "Другие слова", "Другой срок", "Другой человек", "Кончилось", "Кончается", "Заменено"]
    made = {text: make_activity(plan, text, officers=names[:1]) for text in rows}
    by = {"by": COMMAND}
    editing.amend_activity(made["Другие слова"], H2_2022, text="Слова", **by)
    editing.amend_activity(made["Другой срок"], H2_2022, deadline="ежегодно", **by)
    editing.set_officers(made["Другой человек"], H2_2022, editing.read_names("Полякова Н.С."), **by)
    editing.end_activity(made["Кончилось"], last_period=H1_2022, **by)
    editing.end_activity(made["Кончается"], last_period=H2_2022, **by)
    editing.replace_activity(made["Заменено"], H2_2022, text="Новое вместо", **by)
    editing.add_activity(plan, H2_2022, text="Внесено", **by)
    page = Page(client.get(f"{PLAN}?period=2022-h2"))
    assert [row[1] for row in page.table()] == [
        "Прежнее",
        "Слова иначе сказано",
        "Другой срок другой срок",
        "Другой человек другие исполнители",
        "Кончается последнее полугодие",
        "Новое вместо вместо прежнего",
        "Внесено новое",
    ]
    gone = page.tree.xpath("//section[@aria-labelledby='gone-title']//li")
    assert [item.text_content() for item in gone] == ["5. Кончилось", "7. Заменено"]


def test_several_plans_are_a_switch(
    client: Client, coordinator: None, plan: Plan, municipality: Municipality
) -> None:
    make_activity(plan, "Основное")
    second = make_plan(municipality, slug="youth", title="План работы с молодежью", is_primary=False)
    make_activity(second, "Молодежное")
    page = Page(client.get(f"{PLAN}?plan=youth"))
    assert [row[1] for row in page.table()] == ["Молодежное"]
    assert page.texts("nav.seg a") == ["План мероприятий «Открытое правительств…", "План работы с молодежью"]


@pytest.mark.parametrize(("role", "words"), [("coordinator", "Загрузить файл"), ("officer", "")])
def test_without_a_plan_the_page_says_what_to_do(
    role: str, words: str, client: Client, municipality: Municipality
) -> None:
    client.force_login(make_user(municipality, role))
    assert "".join(Page(client.get(PLAN)).texts("div.empty a")) == words


def test_an_officer_edits_nothing(client: Client, municipality: Municipality, plan: Plan) -> None:
    make_activity(plan)
    client.force_login(make_user(municipality, "officer"))
    assert Page(client.get(PLAN)).all("main a") == []


def test_a_long_plan_shows_its_first_rows(client: Client, coordinator: None, plan: Plan) -> None:
    for _ in range(302):
        make_activity(plan)
    page, whole = Page(client.get(PLAN)), Page(client.get(f"{PLAN}?all=1"))
    assert (len(page.table()), len(whole.table())) == (300, 302)
    assert page.text("p.panel-more") == "Показаны первые 300 из 302 строк. Показать все"
    assert whole.texts("p.panel-more") == []


def test_the_plan_takes_the_same_queries_for_one_row_and_for_thirty(
    client: Client, coordinator: None, plan: Plan, municipality: Municipality
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PLAN).status_code == 200
        return len(captured)

    make_activity(plan, officers=[make_officer(municipality)])
    one = queries()
    for _ in range(29):
        make_activity(plan, officers=[make_officer(municipality)])
    assert queries() == one


# --- A deadline put right -------------------------------------------------------------------------------------------


def test_a_wording_that_cannot_be_read_either_is_refused(
    client: Client, coordinator: None, plan: Plan
) -> None:
    revision = make_activity(plan, deadline_wording="к празднику", deadline_rule=None).revisions.get()
    page = Page(client.post(deadline_url(revision), {"wording": "когда-нибудь потом"}))
    assert page.status == 422
    assert page.texts("div.errors li") == [
        "Срок другими словами: И такой срок не прочитан. Напишите его проще, например «ежегодно, до 1 марта»."
    ]
    assert page.values("wording") == ["когда-нибудь потом"]
    revision.refresh_from_db()
    assert revision.deadline_rule is None


def test_an_empty_wording_is_refused(client: Client, coordinator: None, plan: Plan) -> None:
    revision = make_activity(plan).revisions.get()
    page = Page(client.post(deadline_url(revision), {}))
    assert (page.status, page.texts("div.errors li")) == (
        422,
        ["Срок другими словами: Напишите срок словами, которые портал умеет читать."],
    )


def test_a_reading_is_put_right_and_the_wording_stays(client: Client, coordinator: None, plan: Plan) -> None:
    revision = make_activity(plan, deadline_wording="к празднику", deadline_rule=None).revisions.get()
    make_period(plan)
    asked = Page(client.get(deadline_url(revision)))
    assert asked.texts("main p")[-2:] == [
        "В документе написано: к празднику. Эти слова останутся в печати.",
        "Портал этот срок не прочитал.",
    ]
    response = client.post(deadline_url(revision), {"wording": "ежегодно, до 1 марта"}, follow=True)
    page = Page(response)
    assert response.redirect_chain == [(PLAN, 302)]
    assert page.text("div.toast-og p") == "Срок теперь читается так: Каждый год: 1 марта."
    assert page.table()[0][3:] == [
        "к празднику",
        "Каждый год: 1 марта. поправлено Поправить срок пункта 1 История пункта 1",
    ]
    event = HistoryEvent.objects.get(action="deadline_corrected")
    revision.refresh_from_db()
    assert (event.object_id, event.before, event.after) == (
        revision.pk,
        {"rule": None},
        {"rule": revision.deadline_rule},
    )


def test_from_a_second_plan_one_comes_back_to_it(
    client: Client, coordinator: None, plan: Plan, municipality: Municipality
) -> None:
    second = make_plan(municipality, slug="youth", is_primary=False)
    revision = make_activity(second).revisions.get()
    (back,) = Page(client.get(deadline_url(revision))).all("p.page-top a")
    saved = client.post(deadline_url(revision), {"wording": "ежегодно"})
    assert (back.get("href"), saved["Location"]) == (f"{PLAN}?plan=youth",) * 2


# --- Acts -----------------------------------------------------------------------------------------------------------


def test_an_act_is_added(client: Client, coordinator: None, plan: Plan) -> None:
    response = client.post(acts_url(plan), ACT, follow=True)
    assert response.redirect_chain == [(PLAN, 302)]
    act = PlanAct.objects.get(number="20-р")
    assert (act.plan, act.kind, act.adopted_on, act.is_amendment) == (plan, "order", date(2022, 2, 1), True)
    assert Page(response).texts("ul.meta li") == [
        "распоряжение от 20.12.2021 № 17-р",
        "распоряжение от 01.02.2022 № 20-р, изменения",
    ]


def test_the_same_act_twice_is_said_and_not_a_failure(client: Client, coordinator: None, plan: Plan) -> None:
    client.post(acts_url(plan), ACT)
    page = Page(client.post(acts_url(plan), ACT))
    assert page.status == 422
    assert page.texts("div.errors li") == ["Номер: Акт с этими видом, номером и датой у плана уже указан."]
    assert page.values("number") == ["20-р"]
    assert plan.acts.count() == 2


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("1922-02-01", "Дата: Дата раньше 1990 года. Проверьте год."),
        ("2222-02-01", "Дата: Дата больше чем на год впереди. Проверьте год."),
    ],
)
def test_a_year_typed_wrong_is_noticed(
    day: str, words: str, client: Client, coordinator: None, plan: Plan
) -> None:
    page = Page(client.post(acts_url(plan), ACT | {"adopted_on": day}))
    assert (page.status, page.texts("div.errors li")) == (422, [words])
    assert plan.acts.count() == 1


def test_a_wholly_empty_form_says_what_it_needs(client: Client, coordinator: None, plan: Plan) -> None:
    page = Page(client.post(acts_url(plan)))
    assert page.status == 422
    assert page.texts("div.errors li") == [
        "Вид: Выберите вид акта.",
        "Номер: Напишите номер акта, например 165-р.",
        "Дата: Укажите дату акта.",
    ]


def test_errors_lead_to_their_fields(client: Client, coordinator: None, plan: Plan) -> None:
    page = Page(client.post(acts_url(plan)))
    targets = [link.get("href").removeprefix("#") for link in page.all("div.errors a")]
    assert targets == ["id_kind", "id_number", "id_adopted_on"]
    assert [len(page.tree.xpath("//*[@id=$id]", id=target)) for target in targets] == [1, 1, 1]
