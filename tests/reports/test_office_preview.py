"""The preview of a file: what was understood, the choices that stay, a way out of another plan, long files."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.history import Actor
from accounts.models import Municipality
from plans.models import Activity, Plan
from reports.models import Publication
from tests.factories import actor, make_municipality
from tests.reports.office_pages import (
    REAL_REPORT,
    ROWS,
    SECOND_HALF,
    UNSURE_ROWS,
    UNSURE_TEXT,
    Page,
    brought,
    choices,
    many_rows,
    office_report,
    queries,
    url,
    written,
)

pytestmark = pytest.mark.django_db
LIST = "/work/zarechny/imports/"
LISTED_WORDS = "Файл отчёта или плана"
CHANGED_ROWS = (ROWS[0], ("2", ROWS[1][1], ROWS[1][2], "Проверен дважды."), *ROWS[2:])


@pytest.fixture
def district() -> Municipality:
    return make_municipality()


@pytest.fixture
def by(district: Municipality, client: Client) -> Actor:
    """The administrator, signed in."""
    person = actor(district, "administrator")
    assert person.user is not None
    client.force_login(person.user)
    return person


# --- Preview --------------------------------------------------------------------------------------------------------


def test_the_preview_shows_what_was_understood(client: Client, by: Actor, district: Municipality) -> None:
    page = Page(client.get(url(brought(district, office_report(), by))))
    assert page.texts("ul.totals li") == [
        "5 строк",
        "3 пункта верхнего уровня",
        "1 группа",
        "4 отчетных мероприятия",
        "3 со сведениями",
        "1 пустая",
        "2 исполнителя",
        "1 коллектив",
    ]
    assert list(zip(page.texts("dl.kv-list dt"), page.texts("dl.kv-list dd"), strict=True)) == [
        ("№ п/п", "номер"),
        ("Наименование мероприятия", "мероприятие"),
        ("Ответственные исполнители, (срок исполнения)", "исполнители и срок"),
        ("Информация о проведении", "информация о проведении"),
    ]
    assert page.table() == [
        ["1", "Встречи с жителями", "2", "ежегодно, до 01 марта", "1 абзац", "новое"],
        ["2", "Проверка официального сайта", "1", "постоянно", "Пусто", "пропуск"],
        ["3", "Работа с обращениями: группа", "", "", "", "группа"],
        ["3.1", "прием граждан", "1", "постоянно", "1 абзац", "новое"],
        ["3.2", "телефон доверия", "1", "постоянно", "1 абзац", "новое"],
    ]
    assert page.texts("li.finding") == ["1 строка без сведений 2. В отчёте они останутся пропусками."]
    assert page.text("div.actbar p") == "Будет записано: 5 новых строк. Все разом или ничего."
    assert [page.values(name) for name in ("period", "plan", "mode")] == [["2022-h1"], ["+"], ["drafts"]]
    assert (Plan.objects.count(), Activity.objects.count()) == (0, 0)


@pytest.mark.skipif(not REAL_REPORT.exists(), reason="shared/input is not here")
def test_the_preview_of_a_real_report(client: Client, by: Actor, district: Municipality) -> None:
    page = Page(client.get(url(brought(district, REAL_REPORT.read_bytes(), by))))
    figures = [item.split()[0] for item in page.texts("ul.totals li")]
    assert figures == ["29", "17", "3", "26", "21", "5", "13", "2"]
    assert page.texts("p.finding-title") == [
        "Процент не сходится",
        "Другой муниципалитет",
        "5 строк без сведений",
    ]


def test_rows_can_be_filtered(client: Client, by: Actor, district: Municipality) -> None:
    rows = (*ROWS[:3], ("", "прием граждан", "Полякова Н.С.\n(как получится)", "Принято 4 жителя."), ROWS[4])
    run = brought(district, office_report(rows=rows), by)
    shown = {
        query: [row[0] for row in Page(client.get(f"{url(run)}?rows={query}")).table()]
        for query in ("", "findings", "blank", "other")
    }
    assert shown == {
        "": ["1", "2", "3", "3.1", "3.2"],
        "findings": ["3.1"],
        "blank": ["2"],
        "other": ["1", "2", "3", "3.1", "3.2"],
    }
    full = brought(district, office_report(rows=ROWS[:1]), by)
    assert Page(client.get(f"{url(full)}?rows=blank")).table() == [["Таких строк нет."]]


def test_what_will_come_is_shown_for_the_choices_of_the_address(
    client: Client, by: Actor, district: Municipality
) -> None:
    written(district, office_report(), by)
    run = brought(district, office_report(SECOND_HALF, UNSURE_ROWS), by)
    activity = Activity.objects.get(revisions__text="Проверка официального сайта")
    query = choices(plan="main", period="2023-h1") | {"answer-4": str(activity.pk)}
    page = Page(client.get(url(run), query))
    assert [page.values(name) for name in ("period", "plan", "mode", "answer-4")] == [
        ["2023-h1"],
        ["main"],
        ["drafts"],
        [str(activity.pk)],
    ]
    assert page.texts("li.finding") == [
        "Период не совпадает В заголовке файла II полугодие 2022 года, а указано I полугодие 2023 года: взято"
        " указанное."
    ]
    assert page.table()[1][-1] == "наименование, текст"


def test_looking_keeps_the_choices_and_writes_nothing(
    client: Client, by: Actor, district: Municipality
) -> None:
    written(district, office_report(), by)
    run = brought(district, office_report(SECOND_HALF, UNSURE_ROWS), by)
    sent = choices(plan="main", period="2022-h2", mode="published", reason="Проба") | {
        "answer-4": "skip",
        "look": "1",
    }
    page = Page(client.post(f"{url(run, 'confirm')}?rows=blank", sent))
    assert page.status == 200
    names = ("period", "plan", "mode", "reason", "answer-4")
    assert [page.values(name) for name in names] == [
        ["2022-h2"],
        ["main"],
        ["published"],
        ["Проба"],
        ["skip"],
    ]
    assert [row[0] for row in page.table()] == ["Таких строк нет."]
    assert page.text("div.actbar p") == (
        "Будет записано: 3 изменённые строки. Отчёт будет опубликован, версия 1. Все разом или ничего."
    )
    run.refresh_from_db()
    assert (run.state, Publication.objects.count()) == ("ready", 0)


def test_enter_in_a_field_only_looks(client: Client, by: Actor, district: Municipality) -> None:
    """The first button of a form is the one that Enter presses."""
    page = Page(client.get(url(brought(district, office_report(), by))))
    (form,) = [form for form in page.all("form") if form.get("id") == "import-form"]
    first = form.xpath(".//button[@type='submit']")[0]
    assert (first.get("name"), first.get("formaction"), "formnovalidate" in first.attrib) == (
        "look",
        None,
        True,
    )


def test_unsure_rows_ask_and_a_likely_candidate_is_not_picked_when_it_is_not_likely(
    client: Client, by: Actor, district: Municipality
) -> None:
    written(district, office_report(), by)
    run = brought(district, office_report(SECOND_HALF, UNSURE_ROWS), by)
    page = Page(client.get(url(run)))
    (question,) = page.texts("main fieldset")
    assert question == (
        f"Строка 4 в файле {UNSURE_TEXT} Это 2 Проверка официального сайта похоже на 56 % "
        "Новое мероприятие Не записывать"
    )
    assert page.values("answer-4") == []
    assert page.text("div.actbar p") == "Сначала решите сомнительные строки: до этого ничего не запишется."
    unanswered = Page(client.post(url(run, "confirm"), choices(plan="main", period="2022-h2")))
    assert unanswered.status == 422
    assert unanswered.text("div.callout-error") == "Записать пока нельзя Сначала решите сомнительные строки."
    run.refresh_from_db()
    assert run.state == "ready"


def test_answers_stay_picked_after_an_error(client: Client, by: Actor, district: Municipality) -> None:
    written(district, office_report(), by)
    run = brought(district, office_report(SECOND_HALF, UNSURE_ROWS), by)
    page = Page(client.post(url(run, "confirm"), choices(plan="main", period="1") | {"answer-4": "new"}))
    assert page.status == 422
    assert page.values("answer-4") == ["new"]
    assert page.values("plan") == ["main"]


def test_one_activity_cannot_be_two_rows(client: Client, by: Actor, district: Municipality) -> None:
    written(district, office_report(), by)
    twice = (*UNSURE_ROWS[:2], ("3", f"{UNSURE_TEXT} округа", "Юн Б.Б.\n(постоянно)", "Еще."), *ROWS[2:])
    run = brought(district, office_report(SECOND_HALF, twice), by)
    pk = str(Activity.objects.get(revisions__text="Проверка официального сайта").pk)
    sent = choices(plan="main", period="2022-h2") | {"answer-4": pk, "answer-5": pk}
    page = Page(client.post(url(run, "confirm"), sent))
    assert (page.status, page.values("answer-4"), page.values("answer-5")) == (422, [pk], [pk])
    assert page.texts("p.inline-warn") == [
        "Это мероприятие уже выбрано для другой строки. Выберите здесь другое."
    ]


def test_a_file_of_another_plan_can_be_shown_as_a_new_one(
    client: Client, by: Actor, district: Municipality
) -> None:
    written(district, office_report(), by)
    run = brought(district, office_report(rows=many_rows(5)), by)
    page = Page(client.get(url(run)))
    assert page.texts("p.callout-title") == ["Похоже, это другой план"]
    (link,) = page.all("div.callout a")
    new = Page(client.get(f"{url(run)}{link.get('href').removeprefix(url(run))}"))
    assert [new.values(name) for name in ("plan", "plan_slug", "period")] == [["+"], ["plan-2"], ["2022-h1"]]
    assert new.texts("p.callout-title") == []
    assert new.text("div.actbar p") == "Будет записано: 5 новых строк. Все разом или ничего."


def test_a_published_report_does_not_hide_that_a_file_is_of_another_plan(
    client: Client, by: Actor, district: Municipality
) -> None:
    written(district, office_report(), by, publish=True)
    page = Page(client.get(url(brought(district, office_report(rows=many_rows(5)), by))))
    assert page.texts("p.callout-title") == ["Похоже, это другой план", "Записать пока нельзя"]
    assert page.text("div.actbar p") == "Записать пока нельзя: причина названа вверху страницы."
    assert page.table()[0][-1] == "новое"


def test_a_file_of_another_municipality_is_told_on_top(
    client: Client, by: Actor, district: Municipality
) -> None:
    title = "Отчет о ходе реализации Плана в Луговом муниципальном округе за I полугодие 2022 года"
    page = Page(client.get(url(brought(district, office_report(title), by))))
    assert page.texts("p.callout-title") == ["В заголовке файла назван другой муниципалитет"]


def test_a_long_file_shows_its_first_rows(client: Client, by: Actor, district: Municipality) -> None:
    run = brought(district, office_report(rows=many_rows(310)), by)
    page, whole = Page(client.get(url(run))), Page(client.get(f"{url(run)}?all=1"))
    assert (len(page.table()), len(whole.table())) == (300, 310)
    assert page.text("p.panel-more") == "Показаны первые 300 из 310 строк. Показать все"
    assert whole.texts("p.panel-more") == []
    (button,) = page.all("p.panel-more button")
    same = Page(client.post(button.get("formaction").partition("#")[0], choices() | {"look": "1"}))
    assert len(same.table()) == 310


def test_the_preview_takes_the_same_queries_for_few_rows_and_for_many(
    client: Client, by: Actor, district: Municipality
) -> None:
    few, many = (brought(district, office_report(rows=many_rows(count)), by) for count in (2, 30))
    assert queries(client, url(few)) == queries(client, url(many))
