"""Blocks under a text on its pages: the form, what it offers, the review's page, the versions compared."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.history import COMMAND, Actor
from accounts.wording import NBSP
from plans import workflow
from plans.inserts.kinds import _kinds
from plans.models import Insert, ProgressEntry
from plans.queries import inserts_of
from tests.plans.entry_work import Desk, make_desk
from tests.plans.inserting import CHART, TABLE, Sources, sources, value_of
from tests.plans.test_entry_form import field, page, post
from tests.reports.office_pages import Page, text_of

__all__ = ["sources"]
pytestmark = pytest.mark.django_db

NEWS = "В опросе исправлены числа 1 мая 2023 г. Здесь стоят прежние."


@pytest.fixture
def desk(sources: Sources) -> Desk:
    return make_desk()


def add(desk: Desk, source: str = "roads", **options: Any) -> Insert:
    return workflow.add_insert(
        desk.now(), kind="tally", source=source, options=options, by=Actor(desk.writer)
    )


def change(sources: Sources, words: str = "Ответов «да»: 13.") -> None:
    sources.change("roads", words=words, as_of="2023-05-01")


def form(desk: Desk) -> Page:
    return Page(desk.client().get(desk.url()))


def plain(found: Page) -> str:
    """All the words of the page, without needless spaces."""
    return " ".join(str(found.tree.text_content()).replace(NBSP, " ").split())


def buttons(found: Page) -> list[str]:
    """What the buttons that change inserts would do."""
    values = [button.get("value", "") for button in found.all("button") if button.get("name") == "action"]
    return [value for value in values if value.startswith(("insert-", "offer-", "refresh-", "uninsert-"))]


# --- The form ---------------------------------------------------------------------------------------------------------


def test_without_any_kind_the_form_says_nothing_of_inserts(desk: Desk) -> None:
    _kinds.clear()
    shown = page(desk.client().get(desk.url()))
    assert ("Опросы и данные" in shown, "insert-offers" in shown) == (False, False)
    hints = page(desk.client().post(desk.url("entry-hints"), desk.form("- 195 чел.")))
    assert "insert-offers" not in hints


def test_the_form_shows_what_will_stand_in_the_report(desk: Desk) -> None:
    add(desk, chart=True)
    shown = form(desk)
    (words,) = shown.texts("ul.inserts")
    assert "Ответов «да»: 12." in shown.texts(".entry-preview")[0]
    for part in ("Опрос о дорогах", "Опрос жителей", "Довольны ли жители", "29 %"):
        assert part in words
    assert len(shown.all("ul.inserts svg.chart-bar")) == 1
    assert buttons(shown) == [f"uninsert-{desk.entry.inserts.get().pk}", "insert-tally"]


def test_the_button_of_a_kind_saves_and_leads_to_its_picker(desk: Desk) -> None:
    response = post(desk, "Написано.", "insert-tally", **{f"figure-{desk.calls.pk}": "9"})
    assert response["Location"] == f"/work/zarechny/tallies/insert/{desk.entry.pk}/"
    assert (desk.now().text, desk.entry.state, desk.entry.figures.get().value) == ("Написано.", "draft", 9)


def test_what_cannot_be_saved_keeps_the_person_at_the_form(desk: Desk) -> None:
    response = post(desk, "Написано.", "insert-tally", **{f"figure-{desk.calls.pk}": "много"})
    assert (response.status_code, field(response, f"figure-{desk.calls.pk}")) == (422, "много")
    assert desk.now().text == "Написано."


@pytest.mark.parametrize(
    "action",
    ["insert-нет", "insert", "insert-", "offer-tally", "offer", "refresh-", "uninsert-x", "uninsert-²"],
)
def test_a_button_that_leads_nowhere_saves(desk: Desk, action: str) -> None:
    insert = add(desk)
    response = post(desk, "Написано.", action)
    assert (response.status_code, response["Location"].removesuffix("#inserts")) == (302, desk.url())
    assert (desk.now().text, list(inserts_of(desk.entry))) == ("Написано.", [insert])


def test_an_insert_of_another_entry_is_not_touched(desk: Desk) -> None:
    other = desk.plan_period.entries.exclude(pk=desk.entry.pk).get()
    theirs = workflow.add_insert(other, kind="tally", source="roads", options={}, by=Actor(desk.stranger))
    post(desk, "Написано.", f"uninsert-{theirs.pk}")
    post(desk, "Написано.", f"uninsert-{theirs.pk}{'9' * 30}")
    assert list(inserts_of(other)) == [theirs]


def test_a_source_that_has_changed_is_told_with_what_differs(desk: Desk, sources: Sources) -> None:
    insert = add(desk)
    change(sources)
    shown = form(desk)
    assert NEWS in plain(shown)
    assert shown.texts(".insert-differences del") == ["12"]
    assert shown.texts(".insert-differences ins") == ["13"]
    response = post(desk, "Ещё не сохранённое.", f"refresh-{insert.pk}")
    assert (response["Location"], desk.now().text) == (f"{desk.url()}#inserts", "Ещё не сохранённое.")
    assert inserts_of(desk.entry).get().content.words == "Ответов «да»: 13."
    assert NEWS not in plain(form(desk))


def test_a_picture_alone_that_has_changed_is_told_too(desk: Desk, sources: Sources) -> None:
    add(desk)
    sources.change("roads", tables=(TABLE,))
    shown = plain(form(desk))
    assert "В опросе исправлены числа. Здесь стоят прежние." in shown
    assert "другими станут картинка, таблица или файлы с данными" in shown


def test_what_is_not_printed_is_no_news(desk: Desk, sources: Sources) -> None:
    sources.change("roads", data='{"name":"Заречный район","figures":[{"count":1}]}')
    add(desk)
    sources.change(
        "roads",
        url="/zarechny/surveys/opros/2022/",
        url_words="Все результаты",
        as_of="2022-12-31",
        data='{"name":"Заречный округ","figures":[{"count":1}]}',
    )
    assert "Здесь стоят прежние" not in plain(form(desk))
    sources.change("roads", data='{"name":"Заречный округ","figures":[{"count":2}]}')
    assert "В опросе исправлены числа 31 декабря 2022 г. Здесь стоят прежние." in plain(form(desk))


def test_a_line_that_came_and_one_that_went(desk: Desk, sources: Sources) -> None:
    sources.change("roads", words="Первая.\nВторая.\nТретья.")
    add(desk)
    sources.change("roads", words="Первая.\nТретья.\nЧетвёртая.")
    shown = form(desk)
    assert shown.texts(".insert-differences del") == ["Вторая."]
    assert shown.texts(".insert-differences ins") == ["Четвёртая."]


ROADS = "Опрос. Ответили 642 человека.\n\n1. Довольны ли дорогами:\nответов «Да» - 195;\nответов «Нет» - 65."
WATER = "2. Довольны ли водой:\nответов «Да» - 195;\nответов «Нет» - 65."
HEAT = "3. Довольны ли теплом:\nответов «Да» - 10;\nответов «Нет» - 20."


def test_what_changed_stands_under_its_question(desk: Desk, sources: Sources) -> None:
    sources.change("roads", words="\n\n".join([ROADS, WATER, HEAT]))
    add(desk)
    heat = HEAT.replace("10;", "11;").replace("20.", "19.")
    sources.change("roads", words="\n\n".join([ROADS, WATER.replace("195", "200"), heat]))
    shown = form(desk)
    assert [text_of(item) for item in shown.all(".insert-differences p")] == [
        "2. Довольны ли водой:",
        "ответов «Да» - 195200;",
        "3. Довольны ли теплом:",
        "ответов «Да» - 1011;",
        "ответов «Нет» - 2019.",
    ]
    assert shown.texts(".insert-differences summary") == ["Что изменится, если обновить: 3 строки"]


def test_a_question_that_is_new_or_renamed_stands_whole(desk: Desk, sources: Sources) -> None:
    sources.change("roads", words=f"{ROADS}\n\n{WATER}")
    add(desk)
    sources.change(
        "roads", words=f"{ROADS}\n\n{WATER.replace('водой', 'стоком').replace('195', '5')}\n\n{HEAT}"
    )
    told = [text_of(item) for item in form(desk).all(".insert-differences p")]
    assert told == ["2. Довольны ли водойстоком:", "ответов «Да» - 1955;", *HEAT.split("\n")]


def test_a_source_that_is_gone_is_told_and_offers_no_refreshing(desk: Desk, sources: Sources) -> None:
    insert = add(desk)
    sources.values.clear()
    shown = form(desk)
    assert "Источника в портале больше нет" in plain(shown)
    assert buttons(shown) == [f"uninsert-{insert.pk}", "insert-tally"]
    response = post(desk, "Набрано.", f"refresh-{insert.pk}")
    assert (response.status_code, field(response, "text")) == (422, "Набрано.")
    assert "Опросы и данные: Источника этой вставки в портале больше нет" in page(response)


def test_an_insert_is_taken_off_and_nothing_typed_is_lost(desk: Desk) -> None:
    insert = add(desk)
    response = post(desk, "Написано.", f"uninsert-{insert.pk}")
    assert response["Location"] == f"{desk.url()}#inserts"
    assert (desk.now().text, desk.entry.inserts.count()) == ("Написано.", 0)


def test_inserts_are_changed_only_while_the_entry_is_open(desk: Desk, sources: Sources) -> None:
    insert = add(desk)
    change(sources)
    post(desk, "Написано.", "submit")
    response = post(desk, "Другое.", f"uninsert-{insert.pk}")
    assert (response.status_code, "Другое." in page(response)) == (409, True)
    shown = form(desk)
    assert "Ответов «да»: 12." in plain(shown)
    assert NEWS in plain(shown)
    assert buttons(shown) == []


def test_a_stranger_finds_nothing(desk: Desk) -> None:
    insert = add(desk)
    assert post(desk, "Чужое.", f"uninsert-{insert.pk}", by=desk.stranger).status_code == 404
    assert list(inserts_of(desk.entry)) == [insert]


def test_an_insert_alone_is_not_sent(desk: Desk) -> None:
    add(desk)
    response = post(desk, "", "submit")
    assert response.status_code == 422
    assert "Напишите хотя бы одно предложение" in page(response)


def test_words_of_a_source_are_no_markup(desk: Desk, sources: Sources) -> None:
    sources.change("roads", title="<script>alert(1)</script>", words="<b>жирно</b>", note="<i>")
    add(desk)
    shown = desk.client().get(desk.url()).content.decode()
    assert ("<script>alert(1)" in shown, "<b>жирно" in shown) == (False, False)
    assert "&lt;script&gt;alert(1)" in shown


def test_the_last_half_year_names_its_inserts(desk: Desk) -> None:
    desk.before.refresh_from_db()
    version = desk.before.approved_version
    assert version is not None
    insert = Insert.objects.create(
        entry=desk.before, kind="tally", source="roads", title="Опрос 2021", value=value_of().to_text()
    )
    version.inserts = [insert.pk]
    version.save()
    assert "Под текстом: Опрос 2021." in plain(form(desk))


def test_the_form_asks_once_for_inserts_however_many(desk: Desk, sources: Sources) -> None:
    def asked() -> int:
        client = desk.client()
        client.get(desk.url())
        with CaptureQueriesContext(connection) as queries:
            client.get(desk.url())
        return len(queries)

    add(desk)
    few = asked()
    for number in range(8):
        sources.values[str(number)] = value_of(f"Опрос {number}")
        add(desk, str(number))
    assert asked() == few


# --- What a text offers -----------------------------------------------------------------------------------------------


def test_results_in_a_text_are_offered_and_the_text_is_saved_before(desk: Desk) -> None:
    text = "Ответов «Да» - 195 чел. (30%);"
    hints = page(desk.client().post(desk.url("entry-hints"), desk.form(text)))
    assert "В тексте есть результаты опроса." in hints
    response = post(desk, text, "offer-tally")
    assert response["Location"] == f"/work/zarechny/tallies/import/?entry={desk.entry.pk}"
    assert desk.now().text == text
    assert buttons(form(desk)) == ["offer-tally", "insert-tally"]


def test_nothing_is_offered_where_one_of_the_kind_stands(desk: Desk) -> None:
    desk.save("Ответов «Да» - 195 чел. (30%);")
    add(desk)
    assert buttons(form(desk)) == [f"uninsert-{desk.entry.inserts.get().pk}", "insert-tally"]


TWICE = "Эти же числа напечатаны и в тексте: в отчёте они окажутся дважды. Уберите их из текста."


def test_numbers_that_will_stand_twice_are_told(desk: Desk, reviewer: Client) -> None:
    text = "Ответов «Да» - 195 чел. (30%);"
    add(desk)
    desk.save("Опрос проведён.")
    assert TWICE not in plain(form(desk))
    assert TWICE in page(desk.client().post(desk.url("entry-hints"), desk.form(text)))
    desk.save(text)
    assert TWICE in plain(form(desk))
    send(desk, text)
    assert TWICE not in plain(form(desk))
    assert TWICE in plain(Page(reviewer.get(review_url(desk))))


def test_the_preview_shows_the_text_and_what_is_printed_under_it(desk: Desk) -> None:
    add(desk)
    add(desk, "water")
    desk.save("Опрос проведён.")
    shown = [" ".join(item.text_content().split()) for item in form(desk).all(".entry-preview .doc")]
    assert shown == ["Опрос проведён. Ответов «да»: 12.Ответов «да»: 7."]
    assert form(desk).all(".insert-shown") == []
    send(desk)
    assert form(desk).texts(".insert-shown .doc") == ["Ответов «да»: 12.", "Ответов «да»: 7."]


# --- The review -------------------------------------------------------------------------------------------------------


def send(desk: Desk, text: str = "Опрос проведён.") -> None:
    entry = desk.now()
    workflow.submit(entry, workflow.Draft(text=text), read=entry.revision, by=Actor(desk.writer))


def review_url(desk: Desk) -> str:
    return reverse("plans:review-entry", args=["zarechny", desk.plan_period.pk, desk.entry.pk])


@pytest.fixture
def reviewer(desk: Desk) -> Client:
    return desk.client(desk.coordinator)


def test_a_reviewer_reads_what_is_inserted_and_refreshes_it(
    desk: Desk, sources: Sources, reviewer: Client
) -> None:
    insert = add(desk, chart=True)
    send(desk)
    change(sources)
    shown = Page(reviewer.get(review_url(desk)))
    assert "Ответов «да»: 12." in plain(shown)
    assert NEWS in plain(shown)
    answer = reviewer.post(
        review_url(desk), {"action": f"refresh-{insert.pk}", "version": 1, "remark": "Уже набрано."}
    )
    shown = Page(answer)
    assert (answer.status_code, NEWS in plain(shown)) == (200, False)
    assert shown.values("remark") == ["Уже набрано."]
    assert shown.values("version") == ["2"]
    assert "обновлено после прошлой отправки" in plain(shown)
    decision = {"decision": "approve", "version": 2, "remark": ""}
    reviewer.post(review_url(desk), decision)
    assert desk.now().approved_version.inserts == [inserts_of(desk.entry).get().pk]


def test_a_refusal_on_the_reviews_page_keeps_the_remark(
    desk: Desk, sources: Sources, reviewer: Client
) -> None:
    insert = add(desk)
    send(desk)
    workflow.take_back(desk.now(), by=Actor(desk.writer))
    send(desk)
    sources.values.clear()
    fields = {"action": f"refresh-{insert.pk}", "version": 1, "remark": "Набрано."}
    answer = reviewer.post(review_url(desk), fields)
    assert (answer.status_code, "обновить её не из чего" in plain(Page(answer))) == (422, True)
    assert Page(answer).values("remark") == ["Набрано."]
    workflow.approve(desk.plan_period, {desk.now(): 2}, by=COMMAND)
    assert reviewer.post(review_url(desk), fields).status_code == 409


def test_a_reviewer_sees_what_was_put_and_taken_off_since_the_last_sending(
    desk: Desk, reviewer: Client
) -> None:
    insert = add(desk)
    send(desk)
    workflow.give_back(desk.now(), version=1, comment="Не тот опрос.", by=Actor(desk.coordinator))
    workflow.remove_insert(insert, by=Actor(desk.writer))
    add(desk, "water")
    send(desk)
    shown = plain(Page(reviewer.get(review_url(desk))))
    assert "После прошлой отправки убрано: Опрос о дорогах." in shown
    assert "вставлено после прошлой отправки" in shown


def test_the_reviews_page_asks_the_same_with_few_and_many(
    desk: Desk, sources: Sources, reviewer: Client
) -> None:
    def asked() -> int:
        reviewer.get(review_url(desk))
        with CaptureQueriesContext(connection) as queries:
            reviewer.get(review_url(desk))
        return len(queries)

    add(desk)
    send(desk)
    few = asked()
    for number in range(8):
        sources.values[str(number)] = value_of(f"Опрос {number}")
        workflow.add_insert(
            desk.now(), kind="tally", source=str(number), options={}, by=Actor(desk.coordinator)
        )
    # One more: what stood in the version before.
    assert asked() == few + 1


def test_the_queue_marks_what_may_be_out_of_date(desk: Desk, sources: Sources, reviewer: Client) -> None:
    def marked() -> list[str]:
        shown = Page(reviewer.get(review_url(desk)))
        return [" ".join(text_of(item).split()) for item in shown.all("nav.review-queue small")]

    insert = add(desk)
    send(desk)
    assert "вставка могла устареть" not in marked()
    change(sources)
    assert "вставка могла устареть" in marked()
    insert = workflow.refresh_insert(insert, by=Actor(desk.coordinator))
    assert "вставка могла устареть" not in marked()
    sources.values.clear()
    assert "вставка могла устареть" in marked()
    workflow.remove_insert(insert, by=Actor(desk.coordinator))
    assert "вставка могла устареть" not in marked()


# --- Versions and history ---------------------------------------------------------------------------------------------


def test_versions_are_compared_by_their_inserts(desk: Desk, sources: Sources) -> None:
    insert = add(desk)
    water = add(desk, "water")
    send(desk)
    workflow.take_back(desk.now(), by=Actor(desk.writer))
    change(sources)
    workflow.refresh_insert(insert, by=Actor(desk.writer))
    workflow.remove_insert(water, by=Actor(desk.writer))
    sources.values["bridges"] = value_of("Опрос о мостах")
    add(desk, "bridges")
    shown = Page(desk.client().get(desk.url("entry-versions")))
    assert [text_of(item) for item in shown.tree.xpath("//ul[contains(@class, 'version-inserts')]/li/p")] == [
        "«Опрос о дорогах»: обновлено",
        "«Опрос о мостах»: вставлено",
        "«Опрос о воде»: убрано",
    ]
    assert shown.texts(".version-inserts del") == ["12"]
    send(desk)
    shown = Page(desk.client().get(desk.url("entry-versions") + "?from=2&to=2"))
    assert shown.all(".version-inserts") == []


def test_the_forms_history_names_what_was_done(desk: Desk, sources: Sources) -> None:
    insert = add(desk)
    change(sources)
    workflow.remove_insert(workflow.refresh_insert(insert, by=Actor(desk.writer)), by=Actor(desk.writer))
    told = [" ".join(item.text_content().split()) for item in form(desk).all(".entry-history li")]
    assert [words.split(" Тестова")[0] for words in told][:3] == [
        "Убрано из-под текста: Опрос жителей: Опрос о дорогах",
        "Обновлено под текстом: Опрос жителей: Опрос о дорогах",
        "Вставлено под текст: Опрос жителей: Опрос о дорогах",
    ]
    history = Page(desk.client(desk.coordinator).get(reverse("plans:history", args=["zarechny"])))
    assert "Под текст вставлены данные" in plain(history)


def test_a_chart_has_nothing_that_the_policy_forbids(desk: Desk) -> None:
    assert CHART.bars[0].parts[0].width == 70.5
    add(desk, chart=True)
    shown = desk.client().get(desk.url()).content.decode()
    block = shown[shown.index('class="inserts"') :].partition("</section>")[0]
    assert ("style=" in block, "<script" in block) == (False, False)


def test_an_entry_page_reads_what_the_entry_holds(desk: Desk) -> None:
    """The whole of it, for somebody without JavaScript: pick, write, send."""
    insert = add(desk, chart=True)
    post(desk, "Опрос проведён.", "submit")
    entry = ProgressEntry.objects.get(pk=desk.entry.pk)
    assert (entry.state, entry.versions.get().inserts) == ("submitted", [insert.pk])
