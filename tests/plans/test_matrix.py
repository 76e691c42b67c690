"""The matrix: what it shows of each row, decisions on several texts at once, and who may do what."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.history import COMMAND
from accounts.wording import NBSP
from plans import standing
from plans.models import Notice, ProgressEntry
from plans.periods import ReportingPeriod
from plans.presenting.matrix import delay_rows, head_words
from plans.workflow import Draft, lock_period, save, submit
from plans.worklists import Delay
from tests.factories import make_activity, make_municipality, make_officer, make_period, make_plan, make_user
from tests.plans.reviewing import Half, make_half, make_past, shown_as, states
from tests.reports.office_pages import Page

pytestmark = pytest.mark.django_db
PASSED = date(2022, 1, 13)


@pytest.fixture
def half(client: Client) -> Half:
    half = make_half(4)
    assert half.by.user is not None
    client.force_login(half.by.user)
    return half


def url(half: Half, name: str = "plans:period") -> str:
    return reverse(name, args=[half.municipality.slug, half.plan_period.pk])


def page(client: Client, half: Half, query: str = "") -> Page:
    return Page(client.get(url(half) + query))


def act(client: Client, half: Half, do: str, *entries: ProgressEntry, **more: object) -> Page:
    return Page(
        client.post(url(half, "plans:period-act"), {"do": do, **shown_as(entries), **more}, follow=True)
    )


# --- What it shows ----------------------------------------------------------------------------------------------------


def test_a_row_tells_where_an_activity_stands(client: Client, half: Half) -> None:
    make_past(half, {1: "Сделано 1.", 2: "Иначе."})
    half.sent(1)
    half.approved(2)
    half.due(4, PASSED)
    rows = [row[1:-2] for row in page(client, half).table()]
    assert rows == [
        ["1", "Мероприятие 1", "Пробная В.О.", "новые"],
        ["2", "Мероприятие 2", "Пробная В.О.", "новые"],
        ["3", "Мероприятие 3", "Пробная В.О.", "нет"],
        ["4", "Мероприятие 4", "Пробная В.О.", "нет"],
    ]
    now, like = zip(*(row[-2:] for row in page(client, half).table()), strict=True)
    assert now[:3] == ("На проверке 2 дек.", "Утверждено", "Не начато")
    assert (now[3].startswith("Просрочено на"), now[3].endswith("не начато")) == (True, True)
    assert like == ("100 %", "", "до 20 января 2099 г.", "срок 13 января 2022 г.")


def test_ready_means_handed_in(client: Client, half: Half) -> None:
    half.sent(1)
    half.approved(2)
    half.returned(3)
    found = page(client, half)
    assert found.text("p.ready") == "Готово 2 из 4"
    assert found.texts("li .matrix-tile") == [
        "1 утверждено",
        "1 на проверке",
        "1 возвращено",
        "0 черновиков",
        "1 не начато",
        "0 из них просрочено",
    ]


def test_blank_optional_activities_are_counted_apart(client: Client) -> None:
    half = make_half(3, optional=[2])
    assert half.by.user is not None
    client.force_login(half.by.user)
    found = page(client, half)
    assert found.text("p.ready") == "Готово 0 из 2"
    assert found.text("p.matrix-optional") == "И ещё 1 необязательное: срок в другом полугодии"
    assert [row[1] for row in page(client, half, "?state=optional").table()] == ["2"]
    assert found.table()[1][-2:] == ["Не нужно", "срок в другом полугодии"]


def test_filters_and_words_are_kept_together(client: Client, half: Half) -> None:
    half.sent(1)
    found = page(client, half, "?state=empty&q=меропр")
    assert [row[1] for row in found.table()] == ["2", "3", "4"]
    assert (found.values("q"), found.values("state")) == (["меропр"], ["empty"])
    links = [link.get("href") for link in found.all("a.matrix-tile")]
    assert links == [
        f"{url(half)}?state=submitted&q=%D0%BC%D0%B5%D1%80%D0%BE%D0%BF%D1%80#rows",
        f"{url(half)}?q=%D0%BC%D0%B5%D1%80%D0%BE%D0%BF%D1%80#rows",
    ]
    assert page(client, half, "?q=нигде").text("div.empty h2") == "Таких мероприятий нет"


def test_a_flood_of_words_is_no_trouble(client: Client, half: Half) -> None:
    found = Page(client.get(url(half), {"q": "меропр " * 3_000, "page": "9" * 40}))
    assert [row[1] for row in found.table()] == ["1", "2", "3", "4"]


def test_a_state_that_there_is_not_is_no_page(client: Client, half: Half) -> None:
    assert client.get(f"{url(half)}?state=ready").status_code == 404


def test_columns_become_officers(client: Client, half: Half) -> None:
    other = make_officer(half.municipality, "Юн Б.Б.")
    make_activity(half.plan, "Ярмарки", officers=[other])
    standing.refresh_period(half.plan_period)
    half.sent(1)
    found = page(client, half, "?by=officers")
    assert found.texts("th.matrix-officer") == ["Пробная В.О.", "Юн Б.Б."]
    rows = {row[1]: row[3:5] for row in found.table()}
    assert (rows["1"], rows["5"]) == (["проверка", ""], ["", "не начато"])


def test_a_closed_half_year_offers_nothing_to_decide(client: Client, half: Half) -> None:
    lock_period(half.plan_period, by=COMMAND)
    found = page(client, half)
    assert found.all(".matrix-bulk") == [] and found.values("entry") == []
    assert found.table()[0][2:] == ["Пробная В.О.", "Нет сведений", ""]


def test_long_plans_come_in_pages(client: Client) -> None:
    half = make_half(60)
    assert half.by.user is not None
    client.force_login(half.by.user)
    assert [len(page(client, half, query).table()) for query in ("", "?page=2", "?page=99")] == [50, 10, 10]
    (link,) = page(client, half, "?state=empty").all("nav.pages a")
    assert link.get("href") == "?page=2&state=empty#rows"


def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    spent = []
    for slug, count in (("one", 3), ("two", 90)):
        half = make_half(count, slug=slug)
        for number in (1, 2):
            half.sent(number)
        make_past(half, {1: "Сделано 1."})
        assert half.by.user is not None
        client.force_login(half.by.user)
        for query in ("", "?by=officers", "?state=waited&q=меропр"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url(half) + query).status_code == 200
            spent.append(len(queries))
    assert spent[:3] == spent[3:]


# --- Several at once --------------------------------------------------------------------------------------------------


def test_ticked_texts_are_approved_and_may_be_taken_back(client: Client, half: Half) -> None:
    found = act(client, half, "approve", half.sent(1), half.sent(2))
    assert states(half)[:2] == ["approved", "approved"]
    assert found.text("div.toast-og p") == "Утверждено 2 мероприятия: 1, 2."
    undone = Page(
        client.post(url(half, "plans:approval-undo"), {"approved": found.values("approved")}, follow=True)
    )
    assert states(half)[:2] == ["submitted", "submitted"]
    assert undone.text("div.toast-og p") == "Утверждение отменено: 1, 2 снова ждут решения."
    assert page(client, half).all("div.toast-og") == []


def test_one_text_changed_meanwhile_is_named_and_nothing_is_approved(client: Client, half: Half) -> None:
    one, two = half.sent(1), half.sent(2)
    sent = {"do": "approve", **shown_as([one, two])}
    save(half.entry(2), Draft(text="Иначе."), read=half.entry(2).revision, by=half.by)
    found = Page(client.post(url(half, "plans:period-act"), sent))
    assert found.status == 409
    assert found.text("p.callout-title") == (
        "Решение не записано ни для одного мероприятия: изменилось, пока страница была открыта: 2. "
        "Прочитайте новый текст и повторите."
    )
    assert states(half)[:2] == ["submitted", "submitted"]
    assert found.values("entry") == [str(one.pk), str(two.pk)]
    assert found.values(f"read-{two.pk}") == ["v2"]


def test_what_is_not_on_review_is_left_alone_and_named(client: Client, half: Half) -> None:
    ticked = [half.sent(1), half.approved(2), half.entry(3)]
    found = act(client, half, "approve", *ticked)
    assert found.text("div.toast-og p") == "Утверждено: 1. Оставлены как есть: уже утверждены 2; не сданы 3."
    assert states(half)[:3] == ["approved", "approved", "empty"]
    again = act(client, half, "approve", *ticked)
    assert (again.status, again.text("p.callout-title")) == (
        422,
        "Среди отмеченных нет того, что ждёт проверки. Оставлены как есть: уже утверждены 1, 2; не сданы 3.",
    )


def test_what_is_not_on_review_is_not_returned(client: Client, half: Half) -> None:
    ticked = [half.sent(1), half.approved(2)]
    asked = act(client, half, "return", *ticked)
    assert asked.texts("ul.return-lines li") == ["1 Мероприятие 1"]
    assert "Оставлены как есть: уже утверждены 2." in asked.texts("main p.meta")
    done = act(client, half, "return", *ticked, remark="Нужны числа.")
    assert done.text("div.toast-og p") == "Возвращено с замечанием: 1. Оставлены как есть: уже утверждены 2."
    assert states(half)[:2] == ["returned", "approved"]


def test_every_deed_counts_the_rows_that_it_is_meant_for(client: Client, half: Half) -> None:
    ProgressEntry.objects.filter(pk=half.entry(4).pk).update(text="Из файла.", state="draft", origin="import")
    half.sent(1)
    half.approved(2)
    _, *ticks = page(client, half).all("table input.form-check-input")
    said = [
        [name for name in ("data-waits", "data-sent", "data-owed") if name in tick.attrib] for tick in ticks
    ]
    assert said == [["data-waits", "data-sent"], [], ["data-owed"], ["data-waits", "data-owed"]]


def test_ticked_texts_are_returned_with_one_remark(client: Client, half: Half) -> None:
    one, two = half.sent(1), half.sent(2)
    asked = act(client, half, "return", one, two)
    assert asked.status == 200
    assert asked.texts("ul.return-lines li") == ["1 Мероприятие 1", "2 Мероприятие 2"]
    assert states(half)[:2] == ["submitted", "submitted"]
    blank = act(client, half, "return", one, two, remark=" ")
    assert (blank.status, blank.texts("div.errors li")) == (
        422,
        ["Замечание: Напишите замечание: без него исполнитель не поймёт, что исправить."],
    )
    sent = {name: asked.values(name) for name in ("entry", f"read-{one.pk}", f"read-{two.pk}")}
    done = Page(
        client.post(
            url(half, "plans:period-act"), {"do": "return", "remark": "Нужны числа.", **sent}, follow=True
        )
    )
    assert done.text("div.toast-og p") == "Возвращено с замечанием: 1, 2."
    assert {half.entry(number).remark for number in (1, 2)} == {"Нужны числа."}


def test_ticked_officers_are_reminded(client: Client, half: Half) -> None:
    found = act(client, half, "remind", half.sent(1), half.entry(2))
    assert found.text("div.toast-og p") == (
        "Напомнили об исполнении: 2. Ещё по 1 мероприятию напоминать не нужно: сдано или сегодня уже напоминали."
    )
    again = act(client, half, "remind", half.entry(2))
    assert again.text("p.callout-title") == (
        "Сегодня об этом уже напоминали: исполнители получают одно напоминание в день."
    )
    done = act(client, half, "remind", half.entry(1))
    assert done.text("p.callout-title") == "Напоминать не о чем: отмеченное уже сдано."


def test_an_officer_is_reminded_of_all_that_they_owe_by_one_click(client: Client) -> None:
    half = make_half(3)
    user = make_user(half.municipality, "officer")
    half.municipality.officers.update(user=user)
    assert half.by.user is not None
    client.force_login(half.by.user)
    half.sent(2)
    (officer,) = page(client, half).values("officer")
    done = Page(client.post(url(half, "plans:period-act"), {"do": "remind", "officer": officer}, follow=True))
    assert done.text("div.toast-og p") == "Напомнили об исполнении: 1, 3."
    assert Notice.objects.filter(user=user, kind="reminder").count() == 1
    assert "Напоминали" in done.text("ul.matrix-delays span.meta")
    assert done.texts("ul.matrix-delays button") == ["Напомнить ещё раз: Пробная В.О."]


def test_a_draft_from_a_file_is_approved_from_its_row(client: Client, half: Half) -> None:
    ProgressEntry.objects.filter(pk=half.entry(1).pk).update(text="Из файла.", state="draft", origin="import")
    entry = half.entry(1)
    assert page(client, half).values(f"read-{entry.pk}") == ["r0"]
    act(client, half, "approve", entry)
    assert states(half)[0] == "approved"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 422),
        ({"do": "approve"}, 422),
        ({"do": "remind"}, 422),
        ({"do": "remind", "officer": "1x"}, 404),
        ({"do": "approve", "entry": "9" * 30}, 404),
        ({"do": "approve", "entry": "999999"}, 404),
        ({"do": "publish", "entry": "ours"}, 404),
        ({"do": "approve", "entry": "ours", "read": "v99999999999999999999"}, 409),
        ({"do": "approve", "entry": "foreign"}, 404),
    ],
)
def test_forms_of_no_page_of_ours_change_nothing(
    client: Client, half: Half, sent: dict[str, str], status: int
) -> None:
    ours = half.sent(1)
    there = make_half(1, slug="lugovoy").sent(1)
    known = {"ours": str(ours.pk), "foreign": str(there.pk)}
    data = {name: known.get(value, value) for name, value in sent.items()}
    if "read" in data:
        data[f"read-{ours.pk}"] = data.pop("read")
    assert client.post(url(half, "plans:period-act"), data).status_code == status
    assert states(half)[0] == "submitted"


def test_decisions_on_a_closed_half_year_are_refused_in_words(client: Client, half: Half) -> None:
    entry = half.sent(1)
    lock_period(half.plan_period, by=COMMAND)
    found = act(client, half, "approve", entry)
    assert found.status == 409 and "закрыто" in found.texts("main p")[0]


def test_an_approval_that_was_built_upon_is_not_undone(client: Client, half: Half) -> None:
    found = act(client, half, "approve", half.sent(1))
    entry = half.entry(1)
    client.post(reverse("plans:entry-reopen", args=["zarechny", entry.pk]), {"remark": "Ошибка."})
    answer = client.post(url(half, "plans:approval-undo"), {"approved": found.values("approved")})
    assert answer.status_code == 409
    assert states(half)[0] == "returned"


# --- The door ---------------------------------------------------------------------------------------------------------


def test_the_door_leads_to_the_half_year_that_is_worked_on(client: Client, half: Half) -> None:
    door = reverse("plans:periods", args=["zarechny"])
    assert client.get(door)["Location"] == url(half)
    newer = make_period(half.plan, ReportingPeriod(2023, 1))
    assert client.get(door)["Location"] == reverse("plans:period", args=["zarechny", newer.pk])


@pytest.mark.parametrize(
    ("has_plan", "title"), [(False, "Плана пока нет"), (True, "Ни одно полугодие ещё не открыто")]
)
def test_without_a_half_year_the_door_says_what_to_do(client: Client, has_plan: bool, title: str) -> None:
    municipality = make_municipality()
    if has_plan:
        make_plan(municipality)
    client.force_login(make_user(municipality, "coordinator"))
    found = Page(client.get(reverse("plans:periods", args=["zarechny"])))
    assert found.text("div.empty h2") == title


# --- Words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("delay", "words"),
    [
        (
            Delay((), 4, ("5", "12.1", "12.2", "12.3"), 1, ("5",), date(2023, 1, 13), None),
            "4 мероприятия: 5, 12.1, 12.2, 12.3. Пункт 5 просрочен на 4 дня",
        ),
        (
            Delay((), 1, ("7.2",), 1, ("7.2",), date(2023, 1, 13), None),
            "1 мероприятие: 7.2, просрочено на 4 дня",
        ),
        (
            Delay((), 9, ("1", "2", "3", "4", "5", "6"), 3, ("1", "2"), date(2023, 1, 16), None),
            "9 мероприятий: 1, 2, 3, 4, 5, 6 и ещё 3. Просрочено: 3, самое давнее на 1 день",
        ),
        (Delay((), 2, ("1", "2"), 0, (), None, None), "2 мероприятия: 1, 2"),
    ],
)
def test_a_delay_is_told_in_words(delay: Delay, words: str) -> None:
    (row,) = delay_rows([delay], today=date(2023, 1, 17))
    assert row.words.replace(NBSP, " ") == words


def test_the_head_says_how_much_time_is_left(half: Half) -> None:
    half.plan_period.collection_on = date(2023, 1, 20)
    words = [head_words(half.plan_period, today=date(2023, 1, day)) for day in (17, 20, 21)]
    assert [item.replace(NBSP, " ") for item in words] == [
        "Сведения до 20 января 2023 г., осталось 3 дня.",
        "Сведения до 20 января 2023 г., сегодня последний день.",
        "Сведения до 20 января 2023 г., просрочено на 1 день.",
    ]


def test_nothing_to_tell_has_its_own_badge(client: Client, half: Half) -> None:
    entry = half.entry(1)
    submit(entry, Draft(nothing_reason="Не было."), read=0, by=half.by)
    assert page(client, half).table()[0][-2].startswith("На проверке нечего сообщить")
    act(client, half, "approve", half.entry(1))
    assert page(client, half).table()[0][-2] == "Сообщать нечего"


# --- Those who cannot be reached, and half-years that have gone on ----------------------------------------------------


def test_whoever_is_not_in_the_portal_is_invited_not_reminded(client: Client, half: Half) -> None:
    user = make_user(half.municipality, "officer")
    reached = make_officer(half.municipality, "Явная Я.Я.", user=user)
    make_activity(
        half.plan, "Ярмарки", officers=[reached, *half.municipality.officers.exclude(pk=reached.pk)]
    )
    standing.refresh_period(half.plan_period)
    new = half.plan_period.entries.get(activity__plan=half.plan, line__number="5")
    act(client, half, "remind", new)
    found = page(client, half)
    assert found.texts("ul.matrix-delays button") == ["Напомнить ещё раз: Явная Я.Я."]
    assert found.texts("ul.matrix-delays a") == ["Пригласить: Пробная В.О."]
    words = {text.split(" ")[0]: text for text in found.texts("ul.matrix-delays p")}
    assert words["Пробная"].endswith("Не в портале: напоминание не дойдёт")
    assert "Напоминали" not in words["Пробная"] and "Напоминали" in words["Явная"]


def test_in_a_half_year_that_has_gone_on_nothing_is_late_and_blanks_are_gaps(
    client: Client, half: Half
) -> None:
    half.due(4, PASSED)
    half.approved(1)
    lock_period(half.plan_period, by=COMMAND)
    found = page(client, half)
    assert found.texts("li .matrix-tile") == [
        "1 утверждено",
        "0 на проверке",
        "0 черновиков",
        "3 нет сведений",
    ]
    assert found.options("state") == ["", "submitted", "returned", "draft", "empty", "approved", "optional"]


def test_what_is_not_needed_is_not_needed_of_its_officer(client: Client) -> None:
    half = make_half(2, optional=[2])
    assert half.by.user is not None
    client.force_login(half.by.user)
    found = page(client, half, "?by=officers")
    assert [row[3] for row in found.table()] == ["не начато", "не нужно"]
    assert "не нужно или нечего сообщить" in found.texts("ul.matrix-legend li")
