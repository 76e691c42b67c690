"""The pages of the plan's editor: rows with their deeds, a form for every change, acts, new officers."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Municipality
from plans.models import Activity, ActivityRevision, Officer, Plan, PlanAct, Section
from plans.queries import plan_lines
from tests.factories import (
    H1_2022,
    H2_2022,
    make_activity,
    make_entry,
    make_municipality,
    make_officer,
    make_period,
    make_plan,
    make_section,
    make_user,
)
from tests.reports.office_pages import Page

pytestmark = pytest.mark.django_db
EDIT = "/work/zarechny/plan/edit/"
FROM_H2 = "?period=2022-h2"


@pytest.fixture
def municipality() -> Municipality:
    return make_municipality()


@pytest.fixture
def plan(municipality: Municipality, client: Client) -> Plan:
    client.force_login(make_user(municipality, "coordinator"))
    return make_plan(municipality)


def url(name: str, item: Plan | Activity | Section) -> str:
    return reverse(f"plans:{name}", args=["zarechny", item.pk]) + FROM_H2


def rows(plan: Plan) -> list[str]:
    return [f"{line.number} {line.text}".strip() for line in plan_lines(plan, H2_2022)]


def words(**changed: str) -> dict[str, str]:
    return {"text": "Встречи", "deadline": "постоянно", "officers": ""} | changed


# --- The rows -------------------------------------------------------------------------------------------------------


def test_every_row_has_its_deeds(client: Client, plan: Plan) -> None:
    section = make_section(plan, "I. Открытость")
    activity = make_activity(plan, "Встречи", section=section)
    group = make_activity(plan, "Обращения:", is_group=True, section=section)
    page = Page(client.get(f"{EDIT}{FROM_H2}"))
    assert [row[:2] for row in page.table()] == [["", "I. Открытость"], ["1", "Встречи"], ["2", "Обращения:"]]
    links = [item.get("href") for item in page.all("table a")]
    assert links == [
        url("section-rename", section),
        *(url(f"activity-{deed}", activity) for deed in ("edit", "move")),
        f"{url('activity-add', plan)}&after={activity.pk}",
        *(url(f"activity-{deed}", activity) for deed in ("replace", "group", "end")),
        *(url(f"activity-{deed}", group) for deed in ("edit", "move")),
        f"{url('activity-add', plan)}&after={group.pk}",
        *(url(f"activity-{deed}", group) for deed in ("group", "end")),
    ]
    assert {client.get(link).status_code for link in links} == {200}


def test_rows_are_searched_and_paged(client: Client, plan: Plan, municipality: Municipality) -> None:
    officer = make_officer(municipality, "Юн Б.Б.")
    for number in range(1, 103):
        make_activity(plan, f"Пункт {number}", officers=[officer] if number == 102 else [])
    first = Page(client.get(f"{EDIT}{FROM_H2}"))
    assert (len(first.table()), first.texts("nav.pages p")) == (100, ["Страница 1 из 2"])
    assert len(Page(client.get(f"{EDIT}{FROM_H2}&page=2")).table()) == 2
    found = Page(client.get(f"{EDIT}{FROM_H2}&q=юн б"))
    assert [row[0] for row in found.table()] == ["102"]
    assert found.text("p.panel-more") == "Найдено: 1 строка из 102. Показать все"
    assert Page(client.get(f"{EDIT}{FROM_H2}&q=нет")).texts("p.panel-more")[1] == (
        "Таких строк нет. Попробуйте другое слово."
    )
    last = Activity.objects.order_by("pk").last()
    assert last is not None
    assert len(Page(client.get(f"{EDIT}{FROM_H2}&at={last.pk}")).table()) == 2


def test_a_page_takes_the_same_queries_for_few_rows_and_for_many(
    client: Client, plan: Plan, municipality: Municipality
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{EDIT}{FROM_H2}").status_code == 200
        return len(captured)

    make_activity(plan, officers=[make_officer(municipality)])
    few = queries()
    for _ in range(30):
        make_activity(plan, officers=[make_officer(municipality)])
    assert queries() == few


def test_a_closed_half_year_says_from_which_one_the_plan_can_be_changed(client: Client, plan: Plan) -> None:
    activity = make_activity(plan)
    make_period(plan, H2_2022, locked_at=timezone.now())
    for address in (f"{EDIT}{FROM_H2}", url("activity-edit", activity)):
        page = Page(client.get(address))
        assert (page.status, page.text("div.empty h2")) == (409, "План можно менять с I полугодия 2023 года")
        (link,) = page.all("div.empty a")
        assert client.get(link.get("href")).status_code == 200
    assert client.post(url("activity-edit", activity), words()).status_code == 409
    assert Page(client.get(EDIT)).text("div.panel-head h2") == "План с I полугодия 2023 года"


@pytest.mark.parametrize("query", ["?period=2022-h3", "?plan=none"])
def test_what_is_not_there_is_not_found(query: str, client: Client, plan: Plan) -> None:
    assert client.get(f"{EDIT}{query}").status_code == 404


# --- Words and officers ---------------------------------------------------------------------------------------------


def test_the_form_of_a_row_says_what_it_says(client: Client, plan: Plan, municipality: Municipality) -> None:
    officers = [make_officer(municipality, name) for name in ("Юн Б.Б.", "Полякова Н.С.")]
    activity = make_activity(plan, "Встречи", officers=officers)
    page = Page(client.get(url("activity-edit", activity)))
    said = [page.values(name) for name in ("text", "deadline", "officers", "act")]
    assert said == [["Встречи"], ["постоянно"], ["Юн Б.Б.\nПолякова Н.С."], [""]]
    client.post(url("activity-edit", activity), words(officers="Юн Б.Б.\r\nПолякова Н.С."))
    assert ActivityRevision.objects.count() == 1


def test_words_officers_and_a_new_act_are_one_change(
    client: Client, plan: Plan, municipality: Municipality
) -> None:
    activity = make_activity(plan, "Встречи")
    make_officer(municipality, "Юн Б.Б.", key="юнбб")
    act = {"act_kind": "order", "act_number": "90-р", "act_adopted_on": "2022-08-01"}
    sent = client.post(
        url("activity-edit", activity),
        words(text="Встречи с жителями", deadline="ежегодно", officers="Юн Б. Б., начальник отдела") | act,
    )
    assert (
        sent["Location"] == f"{EDIT}?plan=open-government&period=2022-h2&at={activity.pk}#row-{activity.pk}"
    )
    (line,) = plan_lines(plan, H2_2022)
    assert (line.text, line.deadline_wording, [one.name for one in line.officers]) == (
        "Встречи с жителями",
        "ежегодно",
        ["Юн Б. Б., начальник отдела"],
    )
    made = PlanAct.objects.get(number="90-р")
    assert (made.is_amendment, made.effective_from, line.revision and line.revision.act) == (
        True,
        H2_2022,
        made,
    )
    assert plan_lines(plan, H1_2022)[0].text == "Встречи"
    assert Page(client.get(url("activity-edit", activity))).values("act") == [str(made.pk)]


def test_an_unknown_officer_is_asked_about_once(
    client: Client, plan: Plan, municipality: Municipality
) -> None:
    activity = make_activity(plan, "Встречи")
    make_officer(municipality, "Юнов Б.Б.", key="юновбб")
    typed = words(officers="Юнова Б.Б.\nстаршие по домам")
    page = Page(client.post(url("activity-edit", activity), typed))
    assert (page.status, page.texts("div.errors li")) == (
        422,
        [
            "Ответственные исполнители: Раньше не встречались: Юнова Б.Б., старшие по домам. "
            "Проверьте имена и скажите ниже, кто это."
        ],
    )
    assert page.values("officers") == ["Юнова Б.Б.\nстаршие по домам"]
    assert (page.values("kind-юновабб"), page.values("kind-старшиеподомам")) == (["official"], ["collective"])
    assert "Похоже на «Юнов Б.Б.». Если это он, исправьте имя выше." in page.texts("div.form-text")
    assert Officer.objects.count() == 1
    kinds = {"kind-юновабб": "official", "kind-старшиеподомам": "collective"}
    assert client.post(url("activity-edit", activity), typed | kinds).status_code == 302
    assert sorted(Officer.objects.values_list("name", "kind")) == [
        ("Юнов Б.Б.", "official"),
        ("Юнова Б.Б.", "official"),
        ("старшие по домам", "collective"),
    ]


def test_a_refused_change_makes_no_act(client: Client, plan: Plan) -> None:
    activity = make_activity(plan, "Встречи")
    make_entry(make_period(plan, H2_2022), activity, "Сделано.")
    act = {"act_kind": "order", "act_number": "90-р", "act_adopted_on": "2022-08-01"}
    page = Page(client.post(url("activity-group", activity), act))
    assert (page.status, page.texts("div.errors li")) == (
        422,
        [
            "«Встречи»: за II полугодие 2022 года уже есть сведения. "
            "Группа сама не отчитывается: выберите полугодие позже."
        ],
    )
    assert plan.acts.count() == 1


@pytest.mark.parametrize(
    ("act", "errors"),
    [
        ({"act_number": "90-р"}, ["Вид: Выберите вид акта.", "Дата: Укажите дату акта."]),
        (
            {"act_kind": "order", "act_number": "17-р", "act_adopted_on": "2021-12-20"},
            ["Номер: Акт с этими видом, номером и датой у плана уже указан."],
        ),
        (
            {"act_kind": "order", "act_number": "90-р", "act_adopted_on": "0022-08-01"},
            ["Дата: Дата раньше 1990 года. Проверьте год."],
        ),
    ],
)
def test_a_new_act_is_checked_before_anything_is_written(
    act: dict[str, str], errors: list[str], client: Client, plan: Plan
) -> None:
    activity = make_activity(plan, "Встречи")
    page = Page(client.post(url("activity-edit", activity), words(text="Иначе") | act))
    assert (page.status, sorted(page.texts("div.errors li"))) == (422, sorted(errors))
    assert (rows(plan), plan.acts.count()) == (["1 Встречи"], 1)


def test_a_group_is_asked_for_its_words_only(client: Client, plan: Plan) -> None:
    group = make_activity(plan, "Обращения:", is_group=True, deadline_wording="", deadline_rule=None)
    page = Page(client.get(url("activity-edit", group)))
    assert (page.values("text"), page.values("deadline"), page.values("officers")) == (["Обращения:"], [], [])
    assert client.post(url("activity-edit", group), {"text": "Обращения жителей:"}).status_code == 302
    assert rows(plan) == ["1 Обращения жителей:"]


# --- Places and lives -----------------------------------------------------------------------------------------------


def test_a_row_is_added_moved_and_ended_by_forms(client: Client, plan: Plan) -> None:
    section = make_section(plan, "Раздел")
    group = make_activity(plan, "Группа:", is_group=True)
    inner = make_activity(plan, "Внутри", parent=group)
    tail = make_activity(plan, "В разделе", section=section)
    asked = Page(client.get(f"{url('activity-add', plan)}&after={inner.pk}"))
    assert asked.values("place") == [f"after-{inner.pk}"]
    assert asked.options("place") == [
        "first",
        f"first-in-{group.pk}",
        f"after-{inner.pk}",
        f"after-{group.pk}",
        f"first-in-section-{section.pk}",
        f"after-{tail.pk}",
    ]
    client.post(url("activity-add", plan), words(place=f"after-{inner.pk}", text="Новое"))
    assert rows(plan) == ["1 Группа:", "1.1 Внутри", "1.2 Новое", "Раздел", "2 В разделе"]
    new = Activity.objects.get(revisions__text="Новое")
    assert Page(client.get(url("activity-move", new))).values("place") == [f"after-{inner.pk}"]
    assert Page(client.get(url("activity-move", group))).options("place")[:2] == [
        "first",
        f"first-in-section-{section.pk}",
    ]
    client.post(url("activity-move", group), {"place": f"after-{tail.pk}"})
    assert rows(plan) == ["Раздел", "1 В разделе", "2 Группа:", "2.1 Внутри", "2.2 Новое"]
    page = Page(client.get(url("activity-end", inner)))
    assert (page.values("last_period"), page.options("last_period")[0]) == (["2022-h1"], "2022-h1")
    client.post(url("activity-end", inner), {"last_period": "2022-h1"})
    client.post(url("activity-remove", new))
    assert rows(plan) == ["Раздел", "1 В разделе", "2 Группа:"]
    gone = Page(client.get(f"{EDIT}{FROM_H2}"))
    assert gone.texts("ul.plain-list li")[-1] == "1.1. Внутри Изменить последнее полугодие пункта 1.1"
    client.post(url("activity-end", inner), {"last_period": "goes-on"})
    assert rows(plan) == ["Раздел", "1 В разделе", "2 Группа:", "2.1 Внутри"]


def test_the_last_half_year_that_is_proposed_is_none_before_a_written_one(client: Client, plan: Plan) -> None:
    row = make_activity(plan, "Пишется")
    group = make_activity(plan, "Группа:", is_group=True)
    blank = make_activity(plan, "Пусто", parent=group)
    opened = make_period(plan, H2_2022)
    make_entry(opened, row, "Сделано.")
    make_entry(opened, blank)
    proposed = {one: Page(client.get(url("activity-end", one))) for one in (row, group, blank)}
    assert [page.values("last_period") for page in proposed.values()] == [
        ["2022-h2"],
        ["2022-h1"],
        ["2022-h1"],
    ]
    words = "Подпункты группы завершаются с ней."
    assert [words in page.texts("main p") for page in proposed.values()] == [False, True, False]


def test_a_row_is_replaced_by_a_form(client: Client, plan: Plan) -> None:
    old = make_activity(plan, "Прежнее")
    client.post(url("activity-replace", old), words(text="Новое"))
    assert rows(plan) == ["1 Новое"]
    assert Activity.objects.get(revisions__text="Новое").replaces == old


def test_sections_are_added_renamed_and_dropped_by_forms(client: Client, plan: Plan) -> None:
    make_activity(plan, "Вне")
    client.post(url("section-add", plan), {"title": "I. Раздел", "after": ""})
    section = Section.objects.get()
    client.post(url("section-add", plan), {"title": "II. Лишний", "after": str(section.pk)})
    client.post(url("section-rename", section), {"title": "I. Открытость"})
    assert rows(plan) == ["1 Вне", "I. Открытость", "II. Лишний"]
    client.post(url("section-remove", Section.objects.get(title="II. Лишний")))
    assert rows(plan) == ["1 Вне", "I. Открытость"]


def test_what_a_form_lacks_is_said_and_what_was_typed_stays(client: Client, plan: Plan) -> None:
    make_activity(plan)
    page = Page(client.post(url("activity-add", plan), {"text": " ", "deadline": "ежегодно"}))
    assert (page.status, page.texts("div.errors li")) == (
        422,
        [
            "Наименование: Напишите, как называется мероприятие.",
            "Куда поставить: Выберите, куда поставить пункт.",
        ],
    )
    assert page.values("deadline") == ["ежегодно"]
