"""The history in words: every action has its sentence, every reader sees what they may, filters and objects find."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib import admin
from django.test import Client

from accounts import telling, tenants
from accounts.admin import HistoryAdmin
from accounts.history import COMMAND, Actor, record
from accounts.models import HistoryEvent
from plans import workflow
from plans.workflow import Draft
from reports import publishing
from tests.factories import H2_2022, District, make_district, make_user
from tests.reports.office_pages import Page, queries
from tests.reports.working import TODAY, fresh, worked_on

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "plans", "surveys", "reports", "opendata")
# How events are written: by these names, with the action as a word.
WRITERS = frozenset({"record", "event", "entry_event", "_record", "_write", "told", "_event"})
WHERE = "/work/zarechny/history/"


def actions_in_code() -> Iterator[tuple[str, str]]:
    """(file, action) for every action that stands as a word in a call that writes the history."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            for call in ast.walk(ast.parse(path.read_text())):
                name = getattr(
                    getattr(call, "func", None), "attr", getattr(getattr(call, "func", None), "id", "")
                )
                if not isinstance(call, ast.Call) or name not in WRITERS:
                    continue
                named = [keyword.value for keyword in call.keywords if keyword.arg == "action"]
                for value in named or call.args:
                    for word in [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]:
                        if (
                            isinstance(word, ast.Constant)
                            and isinstance(word.value, str)
                            and "_" in word.value
                        ):
                            yield str(path.relative_to(ROOT)), word.value


def test_every_action_that_the_code_records_has_its_sentence() -> None:
    found = list(actions_in_code())
    assert len(found) > 40
    assert [(path, action) for path, action in found if not telling.knows(action)] == []


def test_actions_that_are_put_together_have_their_sentences() -> None:
    together = {f"report_{move}" for move in publishing.MOVES}
    together |= {
        f"{model._meta.model_name}_corrected"
        for model, site in admin.site._registry.items()
        if isinstance(site, HistoryAdmin)
    }
    together |= {"activity_added", "activity_moved", "activity_amended", "section_added", "section_moved"}
    together |= {"member_added", "member_removed", "member_roles_changed"}
    together |= {"activities_handed_over", "activities_taken_over"}
    assert sorted(action for action in together if not telling.knows(action)) == []


def test_what_no_one_has_named_is_told_plainly_and_its_values_are_kept_back() -> None:
    event = HistoryEvent(action="key_made", object_type="accounts.user", after={"key": "secret"})
    assert telling.sentence_of("key_made") == telling.UNKNOWN
    assert telling.values_of(event) == []


@pytest.mark.parametrize(
    ("object_type", "before", "after", "expected"),
    [
        (
            "plans.progressentry",
            {"state": "submitted"},
            {"state": "approved"},
            ("Состояние", "на проверке", "утверждено"),
        ),
        (
            "reports.report",
            {"state": "collecting"},
            {"state": "submitted"},
            ("Состояние", "сбор сведений", "на утверждении"),
        ),
        (
            "plans.planperiod",
            {"collection_on": "2022-07-05"},
            {"collection_on": "2022-07-08"},
            ("Собрать сведения до", "5 июля 2022 г.", "8 июля 2022 г."),
        ),
        (
            "plans.activity",
            {},
            {"last_period": "2022-h1"},
            ("Последнее полугодие", "", "I полугодие 2022 года"),
        ),
        ("accounts.user", {"roles": []}, {"roles": ["officer"]}, ("Роли", "", "исполнитель")),
        (
            "plans.activityrevision",
            {"rule": None},
            {"rule": {"kind": "ongoing"}},
            (
                "Срок читается так",
                "",
                "Постоянно: своей даты нет, сведения нужны ко дню сбора в каждом полугодии.",
            ),
        ),
    ],
)
def test_values_are_told_in_words(
    object_type: str, before: dict[str, object], after: dict[str, object], expected: tuple[str, str, str]
) -> None:
    event = HistoryEvent(action="x", object_type=object_type, before=before, after=after)
    [told] = telling.values_of(event)
    assert (
        told.title,
        *(side.replace("\N{NO-BREAK SPACE}", " ") for side in (told.before, told.after)),
    ) == expected


# --- The page ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def district(db: None) -> District:
    return worked_on(approved=1)


@pytest.fixture
def reviewer(district: District, client: Client) -> Client:
    client.force_login(make_user(district.municipality, "coordinator"))
    return client


def sentences(client: Client, where: str = WHERE) -> list[str]:
    return Page(client.get(where)).texts("p.history-what b")


def test_the_newest_event_stands_first_with_its_words_compared(district: District, reviewer: Client) -> None:
    by = district.actor("coordinator")
    entry = fresh(district.entries[1])
    workflow.save(entry, Draft("Проведены две встречи."), read=0, by=by, on=TODAY)
    entry = fresh(entry)
    workflow.save(entry, Draft("Проведены три встречи."), read=entry.revision, by=by, on=TODAY)
    page = Page(reviewer.get(WHERE))
    assert page.texts("p.history-what b")[0] == "Текст поправлен за исполнителя"
    assert by.name in page.texts("p.history-what span")[0]
    assert page.texts("p.history-label a")[0] == "Пробное мероприятие 2"
    assert (page.texts("dl.history-values del")[0], page.texts("dl.history-values ins")[0]) == ("две", "три")


def test_an_official_reads_of_their_own_entries_only(district: District, client: Client) -> None:
    user = make_user(district.municipality, "officer")
    client.force_login(user)
    assert sentences(client) == []
    officer = district.activities[0].assignments.get().officer
    officer.user = user
    officer.save()
    assert sentences(client) == ["Текст утверждён", "Текст отправлен на проверку", "Текст сохранён"]
    assert sentences(client, f"{WHERE}?object=plans.planperiod:{district.plan_period.pk}") == []
    district.activities[0].assignments.update(until_period="2021-h2", from_period="2021-h1")
    assert sentences(client) == []


def test_the_history_of_another_municipality_is_not_there(district: District, client: Client) -> None:
    other = make_district("lugovoy")
    client.force_login(make_user(other.municipality, "administrator"))
    asked = f"?object=plans.progressentry:{district.entries[0].pk}"
    assert client.get(f"{WHERE}{asked}").status_code == 404
    assert sentences(client, f"/work/lugovoy/history/{asked}") == []


@pytest.mark.parametrize(
    "asked", ["plans.activity", "plans.activity:x", "auth.group:1", f"plans.plan:{'9' * 30}", ":"]
)
def test_an_object_that_cannot_be_is_not_there(asked: str, reviewer: Client) -> None:
    assert reviewer.get(WHERE, {"object": asked}).status_code == 404


def test_an_activity_is_told_with_its_wordings_and_a_half_year_with_its_report(
    district: District, reviewer: Client
) -> None:
    activity = district.activities[0]
    record(district.municipality, by=COMMAND, action="activity_amended", about=activity)
    record(district.municipality, by=COMMAND, action="deadline_corrected", about=activity.revisions.get())
    assert sentences(reviewer, f"{WHERE}?object=plans.activity:{activity.pk}") == [
        "Поправлено, как читается срок",
        "Мероприятие изменено",
    ]
    publishing.send_on(district.report, by=district.actor(), confirmed_gaps=district.entries[1:])
    assert sentences(reviewer, f"{WHERE}?object=plans.planperiod:{district.plan_period.pk}") == [
        "Отчёт передан на утверждение",
        "Тексты закрыты: отчёт передан дальше",
        "Полугодие открыто",
    ]


def test_filters_leave_what_is_asked_for(district: District, reviewer: Client) -> None:
    by = district.actor("coordinator")
    workflow.remind(district.plan_period, [fresh(district.entries[1])], by=by)
    assert by.user is not None
    cases = {
        f"?person={by.user.pk}": ["Исполнителям отправлено напоминание"],
        "?group=periods": ["Полугодие открыто"],
        "?text=мероприятие+2": ["Исполнителям отправлено напоминание"],
        "?since=2200-01-01": [],
        "?until=2000-01-01": [],
        f"?period={district.plan_period.pk}&group=periods": ["Полугодие открыто"],
        "?group=plan&person=portal": [],
        "?since=not-a-day&group=periods": ["Полугодие открыто"],
    }
    assert {asked: sentences(reviewer, WHERE + asked) for asked in cases} == cases


def test_links_of_first_sign_in_are_never_shown(district: District, client: Client) -> None:
    administrator = make_user(district.municipality, "administrator")
    client.force_login(administrator)
    newcomer = tenants.add_member(
        district.municipality, email="new@zarechny.ru", roles=["officer"], by=Actor(administrator)
    )
    link = tenants.first_sign_in_link(district.municipality, newcomer, by=Actor(administrator))
    response = client.get(WHERE)
    assert "Выдана ссылка для первого входа" in Page(response).texts("p.history-what b")
    assert link.rsplit("/", 2)[-2] not in response.content.decode()


def test_a_page_of_fifty_takes_the_queries_of_a_page_of_two(district: District, reviewer: Client) -> None:
    few = queries(reviewer, WHERE)
    for number in range(120):
        record(
            district.municipality,
            by=COMMAND,
            action="activity_amended",
            about=district.activities[0],
            before={"text": f"Было {number}"},
            after={"text": f"Стало {number}", "period": str(H2_2022)},
        )
    assert queries(reviewer, WHERE) == few
    page = Page(reviewer.get(f"{WHERE}?page=2&group=plan"))
    assert len(page.texts("p.history-what b")) == 50
    assert page.texts("nav.pages p") == ["Страница 2 из 3"]
