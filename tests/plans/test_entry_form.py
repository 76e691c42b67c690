"""The form of an entry: what it shows, what it answers, and that nothing typed is ever lost."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.history import COMMAND, Actor
from accounts.models import HistoryEvent, User
from plans import standing, workflow
from plans.models import Assignment, EntryEditor, Indicator, ProgressEntry
from plans.presenting.entry import capitalised
from plans.views import unsent
from tests.plans.entry_work import LAST_TEXT, Desk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def post(desk: Desk, text: str, action: str = "save", *, by: User | None = None, **fields: Any) -> Any:
    return desk.client(by).post(desk.url(), desk.form(text, action=action, **fields))


def page(response: Any) -> str:
    return unescape(response.content.decode())


def field(response: Any, name: str) -> str:
    """What stands in a field of the answered form."""
    return str(response.context["fields"].get(name, ""))


# --- what the form shows ---------------------------------------------------------------------------------------------


def test_the_form_shows_the_activity_its_deadline_and_the_last_text(desk: Desk) -> None:
    desk.plan_period.collection_on = timezone.localdate() + timedelta(days=3)
    desk.plan_period.save()
    standing.refresh_period(desk.plan_period)
    shown = page(desk.client().get(desk.url()))
    for words in (
        "Горячая линия",
        "осталось 3\xa0дня",
        "Срок по плану: постоянно",
        "II полугодие 2022 года",
        "<p>Поступило 7 звонков.</p>",
        "Вставить текст прошлого периода",
        "Ещё не сохраняли",
        "Отправить на проверку",
    ):
        assert words in shown


def test_a_returned_text_shows_the_remark_first(desk: Desk) -> None:
    post(desk, "Готово.", "submit")
    workflow.give_back(desk.now(), version=1, comment="Сверьте число.", by=Actor(desk.coordinator))
    response = desk.client().get(desk.url())
    shown = page(response)
    assert shown.index("Сверьте число.") < shown.index('id="id_text"')
    assert str(desk.coordinator) in shown
    assert [(step.title, step.state) for step in response.context["steps"]] == [
        ("Черновик", "done"),
        ("На проверке", "done"),
        ("Возвращено", "returned"),
        ("Утверждено", "next"),
    ]


def test_others_entries_are_not_there(desk: Desk) -> None:
    for name in ("entry", "entry-versions"):
        assert desk.client(desk.stranger).get(desk.url(name)).status_code == 404
    for name in ("entry", "entry-autosave", "entry-hints", "entry-presence"):
        assert desk.client(desk.stranger).post(desk.url(name), desk.form("Чужое.")).status_code == 404
    assert desk.now().revision == 0


def test_a_coordinator_is_told_that_they_write_on_behalf(desk: Desk) -> None:
    assert "Вы пишете за исполнителя" in page(desk.client(desk.coordinator).get(desk.url()))
    assert "Вы пишете за исполнителя" not in page(desk.client().get(desk.url()))
    assert post(desk, "За исполнителя.", by=desk.coordinator).status_code == 302
    assert "Поправлено" in page(desk.client().get(desk.url()))


@pytest.mark.parametrize("how", ["submitted", "approved", "locked", "closed"])
def test_what_may_not_be_written_is_shown_to_read(desk: Desk, how: str) -> None:
    post(desk, "Готово.", "submit" if how in ("submitted", "approved") else "save")
    if how == "approved":
        workflow.approve(desk.plan_period, {desk.now(): 1}, by=Actor(desk.coordinator))
    if how == "locked":
        workflow.lock_period(desk.plan_period, by=COMMAND)
    if how == "closed":
        ProgressEntry.objects.filter(pk=desk.entry.pk).update(is_closed=True)
    shown = page(desk.client().get(desk.url()))
    assert "<p>Готово.</p>" in shown
    assert 'id="id_text"' not in shown
    assert ("Забрать с проверки" in shown) == (how == "submitted")


def test_the_text_is_shown_to_be_printed_as_the_public_page_prints_it(desk: Desk) -> None:
    response = post(desk, "– раз\n– <script>alert(1)</script>", "preview")
    assert response.status_code == 200
    assert response.context["preview"] == (
        "<ul><li>раз</li><li>&lt;script&gt;alert(1)&lt;/script&gt;</li></ul>"
    )
    assert desk.now().revision == 0


# --- saving and sending ----------------------------------------------------------------------------------------------


def test_a_draft_is_saved_and_says_when(desk: Desk) -> None:
    assert post(desk, "Слово.").status_code == 302
    assert (desk.now().text, desk.entry.state) == ("Слово.", "draft")
    saved = timezone.localtime(desk.entry.updated_at)
    assert f"Черновик сохранён сегодня в\xa0{saved:%H:%M:%S}" in page(desk.client().get(desk.url()))


def test_sending_twice_and_going_back_to_send_again_answers_the_same(desk: Desk) -> None:
    client, form = desk.client(), desk.form("Готово.", action="submit")
    assert [client.post(desk.url(), form).status_code for _ in range(3)] == [302, 302, 302]
    assert (desk.now().state, desk.entry.versions.count()) == ("submitted", 1)


def test_what_cannot_be_sent_is_saved_and_every_field_keeps_what_was_typed(desk: Desk) -> None:
    name = f"figure-{desk.calls.pk}"
    response = post(desk, "Готово.", "submit", **{name: "много"})
    assert response.status_code == 422
    assert (field(response, "text"), field(response, name)) == ("Готово.", "много")
    assert response.context["errors"] == {name: "Здесь нужно целое число, например 15."}
    assert (desk.now().text, desk.entry.state) == ("Готово.", "draft")
    # ... and goes on from there
    assert field(response, "read") == str(desk.entry.revision)


def test_a_text_too_long_is_told_and_stays_in_the_field(desk: Desk) -> None:
    response = post(desk, "а" * 200_001)
    assert (response.status_code, len(field(response, "text"))) == (422, 200_001)
    assert list(response.context["errors"]) == ["text"]
    assert desk.now().text == ""
    assert post(desk, "а" * 200_000).status_code == 302


@pytest.mark.parametrize(
    "text",
    [" \n\t", "😀 👩‍👩‍👧", "مرحبا بالعالم", "<script>alert(1)</script>", "ы" * 10_000, "раз\x00два"],
    ids=["blank", "emoji", "rtl", "script", "one line", "null"],
)
def test_any_words_are_taken_and_shown_as_words(desk: Desk, text: str) -> None:
    assert post(desk, text).status_code == 302
    shown = desk.client().get(desk.url()).content.decode()
    assert "<script>alert" not in shown
    assert desk.now().text == text.replace("\x00", "").strip()


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("whole", "12", "12"),
        ("whole", " 1 234 ", "1234"),
        ("whole", "1\u202f234", "1234"),
        ("decimal", "12,5", "12.5"),
        ("decimal", "12.50", "12.5"),
        ("decimal", "−3,25", "-3.25"),
        ("yes_no", "1", "1"),
        ("yes_no", "0", "0"),
    ],
)
def test_figures_are_read_as_people_write_them(desk: Desk, kind: str, typed: str, value: str) -> None:
    indicator = Indicator.objects.create(
        activity=desk.entry.activity, name="Проверено", kind=kind, first_period=desk.plan_period.period
    )
    assert post(desk, "Слово.", **{f"figure-{indicator.pk}": typed}).status_code == 302
    assert desk.entry.figures.get(indicator=indicator).value == Decimal(value)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("whole", "12,5"),
        ("whole", "двенадцать"),
        ("whole", "1e5"),
        ("whole", "NaN"),
        ("whole", "9" * 40),
        ("decimal", "1,23456"),
        ("decimal", "1,2,3"),
        ("yes_no", "2"),
    ],
)
def test_what_is_no_figure_is_told_and_the_rest_is_saved(desk: Desk, kind: str, typed: str) -> None:
    indicator = Indicator.objects.create(
        activity=desk.entry.activity, name="Проверено", kind=kind, first_period=desk.plan_period.period
    )
    name = f"figure-{indicator.pk}"
    response = post(desk, "Слово.", **{name: typed})
    assert (response.status_code, list(response.context["errors"])) == (422, [name])
    assert field(response, name) == typed
    assert not desk.entry.figures.filter(indicator=indicator).exists()


def test_a_change_of_more_than_half_is_asked_about_and_the_tick_answers_for_one_value(desk: Desk) -> None:
    name, tick = f"figure-{desk.calls.pk}", f"confirm-{desk.calls.pk}"
    response = post(desk, "Готово.", "submit", **{name: "12"})
    assert response.status_code == 422
    [row] = response.context["rows"]
    assert (row.asks, row.change, row.sign, row.is_confirmed) == (True, "+5 (71\xa0%)", "arrow-up", False)
    # the tick was for another value
    assert post(desk, "Готово.", "submit", **{name: "15", tick: "12"}).status_code == 422
    assert post(desk, "Готово.", "submit", **{name: "15", tick: "15"}).status_code == 302
    assert desk.entry.figures.get().is_confirmed


def test_a_number_found_in_the_text_is_taken_into_its_field_unsaved(desk: Desk) -> None:
    response = post(desk, "Поступило 12 звонков.", f"take-{desk.calls.pk}-12")
    assert (response.status_code, field(response, f"figure-{desk.calls.pk}")) == (200, "12")
    assert field(response, "text") == "Поступило 12 звонков."
    assert desk.now().revision == 0


def test_a_number_of_the_text_is_told_in_its_own_words_and_no_tick_silences_it(desk: Desk) -> None:
    name, tick = f"figure-{desk.calls.pk}", f"confirm-{desk.calls.pk}"
    Indicator.objects.filter(pk=desk.calls.pk).update(unit="шт.")
    form = desk.form("Поступило 12 звонков.", **{name: "15", tick: "15"})
    said = "В тексте найдено «12 звонков»."
    assert said in page(desk.client().post(desk.url("entry-hints"), form))
    assert desk.client().post(desk.url(), {**form, "action": "save"}).status_code == 302
    response = desk.client().get(desk.url())
    [row] = response.context["rows"]
    assert (said in page(response), row.is_confirmed, row.offer) == (True, True, "12")


@pytest.mark.parametrize(
    ("name", "unit", "said"),
    [
        ("Обращений на «телефон доверия»", "шт.", "<b>7</b> обращений на «телефон доверия»"),
        ("Звонков", "звонков", "<b>7</b> звонков"),
        ("Израсходовано", "тыс. рублей", "<b>7</b> тыс. рублей, израсходовано"),
        ("МФЦ", "", "<b>7</b> МФЦ"),
    ],
)
def test_the_figures_of_the_last_period_have_names(desk: Desk, name: str, unit: str, said: str) -> None:
    Indicator.objects.filter(pk=desk.calls.pk).update(name=name, unit=unit)
    assert said in page(desk.client().get(desk.url()))


@pytest.mark.parametrize(
    ("text", "title"),
    [("горячая линия", "Горячая линия"), ("«прямая линия» главы", "«Прямая линия» главы"), ("", "")],
)
def test_a_title_begins_with_a_capital_letter(text: str, title: str) -> None:
    assert capitalised(text) == title


def test_nothing_to_report_takes_a_reason(desk: Desk) -> None:
    assert post(desk, "", "submit", is_nothing="on").status_code == 422
    sent = post(desk, "", "submit", is_nothing="on", nothing_reason="Не проводилось.")
    assert (sent.status_code, desk.now().nothing_reason) == (302, "Не проводилось.")
    assert "Не проводилось." in page(desk.client().get(desk.url()))


def test_a_reason_without_its_tick_is_not_dropped(desk: Desk) -> None:
    post(desk, "", nothing_reason="Не проводилось.")
    assert desk.now().nothing_reason == "Не проводилось."


def test_the_last_text_comes_under_ones_own_and_goes_again(desk: Desk) -> None:
    inserted = post(desk, "Своё.\n", "repeat")
    assert field(inserted, "text") == f"Своё.\n{LAST_TEXT}"
    undone = post(desk, f"Своё.\n{LAST_TEXT}", "undo", before_insertion="Своё.\n")
    assert field(undone, "text") == "Своё.\n"
    assert desk.now().revision == 0


def test_taking_back_twice_is_taking_back_once(desk: Desk) -> None:
    post(desk, "Готово.", "submit")
    client = desk.client()
    assert [client.post(desk.url(), {"action": "take_back"}).status_code for _ in range(2)] == [302, 302]
    assert desk.now().state == "draft"
    assert 'id="id_text"' in page(client.get(desk.url()))


def test_a_form_that_does_not_say_what_it_read_is_shown_again(desk: Desk) -> None:
    for read in ("", "много", "-1", "99999999999"):
        response = post(desk, "Слово.", read=read)
        assert (response.status_code, field(response, "text")) == (422, "Слово.")
    assert desk.now().revision == 0


# --- two who write at once -------------------------------------------------------------------------------------------


def test_a_stale_save_shows_both_texts_and_one_made_of_both(desk: Desk) -> None:
    desk.save("Общее.\nНачало.")
    form = desk.form("Общее.\nНачало.\nМоё.", action="save")
    desk.save("Общее.\nНачало.\nИх.", by=desk.neighbour)
    response = desk.client().post(desk.url(), form)
    assert response.status_code == 409
    assert field(response, "text") == "Общее.\nНачало.\nМоё.\nИх."
    shown = page(response)
    for words in ("Общее.\nНачало.\nМоё.</div>", "Общее.\nНачало.\nИх.</div>", str(desk.neighbour)):
        assert words in shown
    assert desk.now().text == "Общее.\nНачало.\nИх."


def conflict(desk: Desk) -> dict[str, Any]:
    """The fields of the page of a conflict, as a browser would send them."""
    form = desk.form("Моё.", action="save", **{f"figure-{desk.calls.pk}": "8"})
    desk.save("Их.", by=desk.neighbour)
    response = desk.client().post(desk.url(), form)
    mine = {f"mine-{name}": value for name, value in response.context["mine_fields"].items()}
    return {
        **{name: value for name, value in response.context["fields"].items() if value is not False},
        **mine,
    }


@pytest.mark.parametrize(
    ("choice", "text", "versions"),
    [
        ("mine", "Моё.", ["Их."]),
        ("theirs", "Их.", ["Моё."]),
        ("merged", "Моё.\nИх.", ["Моё.", "Их."]),
    ],
)
def test_the_text_that_gives_way_stays_as_a_version(
    desk: Desk, choice: str, text: str, versions: list[str]
) -> None:
    fields = conflict(desk) | {"action": f"settle-{choice}"}
    client = desk.client()
    for _ in range(2):  # two clicks
        assert client.post(desk.url(), fields).status_code == 302
    assert desk.now().text == text
    assert [version.text for version in desk.entry.versions.order_by("number")] == versions
    figures = [value.value for value in desk.entry.figures.all()]
    assert figures == ([] if choice == "theirs" else [Decimal(8)])


def test_a_conflict_that_somebody_saved_into_is_shown_again_with_the_newest(desk: Desk) -> None:
    fields = conflict(desk) | {"action": "settle-merged"}
    desk.save("Их, дальше.", by=desk.neighbour)
    response = desk.client().post(desk.url(), fields)
    assert response.status_code == 409
    assert "Их, дальше." in page(response)
    assert "Моё." in field(response, "text")


def test_what_was_wrong_in_a_merge_keeps_its_fields(desk: Desk) -> None:
    name = f"figure-{desk.calls.pk}"
    fields = conflict(desk) | {"action": "settle-merged", "text": "Вместе.", name: "много"}
    response = desk.client().post(desk.url(), fields)
    assert (response.status_code, field(response, "text"), field(response, name)) == (422, "Вместе.", "много")
    assert list(response.context["errors"]) == [name]
    assert desk.now().text == "Их."


# --- autosave, hints, presence ---------------------------------------------------------------------------------------


def test_autosave_answers_the_revision_and_the_time(desk: Desk) -> None:
    client = desk.client()
    response = client.post(desk.url("entry-autosave"), desk.form("Сло"))
    answer = response.json()
    assert (response.status_code, answer["revision"], answer["errors"]) == (200, 1, {})
    assert answer["saved"].startswith("сегодня в\xa0")
    assert desk.now().text == "Сло"


def test_autosave_keeps_the_text_beside_a_figure_that_is_no_number(desk: Desk) -> None:
    name = f"figure-{desk.calls.pk}"
    response = desk.client().post(desk.url("entry-autosave"), desk.form("Слово.", **{name: "12а"}))
    assert (response.status_code, list(response.json()["errors"]), desk.now().text) == (200, [name], "Слово.")


def test_autosave_tells_of_a_conflict_of_a_state_and_of_another_person(desk: Desk) -> None:
    client, url = desk.client(), desk.url("entry-autosave")
    stale = desk.form("Моё.")
    desk.save("Их.", by=desk.neighbour)
    response = client.post(url, stale)
    assert (response.status_code, response.json()["kind"], response.json()["text"]) == (409, "stale", "Их.")
    of_another = desk.form("Моё.", writer=unsent.sign(desk.neighbour, desk.entry))
    assert client.post(url, of_another).json()["kind"] == "person"
    workflow.lock_period(desk.plan_period, by=COMMAND)
    assert client.post(url, desk.form("Моё.")).json()["kind"] == "state"
    assert client.post(url, desk.form("а" * 200_001)).status_code == 409
    assert desk.now().text == "Их."


def test_autosave_of_somebody_who_was_signed_out_is_sent_to_sign_in(desk: Desk) -> None:
    response = Client().post(desk.url("entry-autosave"), desk.form("Слово."))
    assert (response.status_code, desk.now().text) == (302, "")


def test_hints_follow_what_is_typed_and_save_nothing(desk: Desk) -> None:
    form = desk.form(LAST_TEXT, **{f"figure-{desk.calls.pk}": "3"})
    shown = page(desk.client().post(desk.url("entry-hints"), form))
    for words in ("Совпадает с прошлым периодом на 100", "−4 (57\xa0%)", "Всё верно?", "<p>Поступило"):
        assert words in shown
    assert desk.now().revision == 0


def test_who_has_the_form_open_is_shown_to_the_others(desk: Desk) -> None:
    desk.client(desk.neighbour).get(desk.url())
    client = desk.client()
    assert str(desk.neighbour) in page(client.get(desk.url()))
    assert str(desk.neighbour) in page(client.post(desk.url("entry-presence")))
    EntryEditor.objects.filter(user=desk.neighbour).update(seen_at=timezone.now() - timedelta(seconds=61))
    assert str(desk.neighbour) not in page(client.post(desk.url("entry-presence")))


def test_a_hint_never_leads_a_signed_out_page_away_from_its_text(desk: Desk) -> None:
    for name in ("entry-hints", "entry-presence"):
        response = Client().post(desk.url(name), headers={"HX-Request": "true"})
        assert (response.status_code, "HX-Redirect" in response) == (204, False)


# --- nothing typed is lost -------------------------------------------------------------------------------------------


def test_what_a_signed_out_person_sends_waits_for_them_behind_the_sign_in(desk: Desk) -> None:
    client = Client()
    form = desk.form("Долго писал.", action="submit", writer=unsent.sign(desk.writer, desk.entry))
    response = client.post(desk.url(), form)
    assert response["Location"] == f"/accounts/login/?next={desk.url()}"
    assert "Набранный текст цел" in page(client.get(response["Location"]))
    signed_in = client.post(
        "/accounts/login/",
        {"login": desk.writer.email, "password": "a-long-password", "next": desk.url()},
    )
    assert signed_in["Location"] == desk.url()
    shown = client.get(desk.url())
    assert (field(shown, "text"), desk.now().text) == ("Долго писал.", "")
    assert "Набранный текст вернулся в форму" in page(shown)
    client.post(desk.url(), desk.form("Долго писал.", action="save"))
    assert field(client.get(desk.url()), "text") == "Долго писал."
    assert "вернулся" not in page(client.get(desk.url()))


@pytest.mark.parametrize("name", ["entry", "entry-autosave"])
def test_what_is_saved_later_is_never_put_back_by_what_waited(desk: Desk, name: str) -> None:
    client = Client()
    client.post(desk.url(), desk.form("Старое.", writer=unsent.sign(desk.writer, desk.entry)))
    client.force_login(desk.writer)
    assert field(client.get(desk.url()), "text") == "Старое."
    client.post(desk.url(name), desk.form("Новое."))
    shown = client.get(desk.url())
    assert (field(shown, "text"), desk.now().text) == ("Новое.", "Новое.")
    assert "вернулся" not in page(shown)
    assert unsent.unsent(shown.wsgi_request, desk.entry.pk) is None


def test_what_waited_and_is_saved_already_is_no_conflict(desk: Desk) -> None:
    client = Client()
    client.post(desk.url(), desk.form("То же.", writer=unsent.sign(desk.writer, desk.entry)))
    desk.save("То же.")
    client.force_login(desk.writer)
    shown = client.get(desk.url())
    assert (field(shown, "text"), field(shown, "read")) == ("То же.", "1")
    assert "вернулся" not in page(shown)
    assert unsent.unsent(shown.wsgi_request, desk.entry.pk) is None


def test_it_waits_for_nobody_else(desk: Desk) -> None:
    client = Client()
    client.post(desk.url(), desk.form("Чужое.", writer=unsent.sign(desk.writer, desk.entry)))
    client.force_login(desk.neighbour)
    shown = client.get(desk.url())
    assert "Чужое." not in page(shown)


def test_an_unsigned_form_of_nobody_leaves_nothing_behind(desk: Desk) -> None:
    client = Client()
    for writer in ("", "подделка", unsent.sign(desk.writer, desk.before)):
        client.post(desk.url(), desk.form("Мусор.", writer=writer))
    assert unsent.KEY not in client.session


def test_what_came_back_unsent_is_a_conflict_where_somebody_saved_meanwhile(desk: Desk) -> None:
    client = Client()
    form = desk.form("Моё.", writer=unsent.sign(desk.writer, desk.entry))
    client.post(desk.url(), form)
    desk.save("Их.", by=desk.neighbour)
    client.force_login(desk.writer)
    shown = client.get(desk.url())
    again = {**shown.context["fields"], "action": "save"}
    del again["is_nothing"]
    assert client.post(desk.url(), again).status_code == 409


def test_an_expired_token_brings_the_text_back_into_the_form(desk: Desk) -> None:
    client = desk.client(enforce_csrf_checks=True)
    form = desk.form("Долго писал.", action="submit", writer=unsent.sign(desk.writer, desk.entry))
    response = client.post(desk.url(), form)
    assert (response.status_code, response["Location"]) == (302, desk.url())
    assert field(client.get(desk.url()), "text") == "Долго писал."
    assert desk.now().revision == 0


def test_a_form_of_elsewhere_with_an_expired_token_gives_the_words_back(desk: Desk) -> None:
    client = desk.client(enforce_csrf_checks=True)
    response = client.post(desk.url(), desk.form("Долго <b>писал."))
    assert response.status_code == 403
    assert "Долго &lt;b&gt;писал." in response.content.decode()
    secret = client.post("/accounts/login/", {"login": "a", "password": "very secret words"})
    assert "very secret words" not in secret.content.decode()


def test_a_text_written_under_another_name_is_not_saved_under_this_one(desk: Desk) -> None:
    form = desk.form("Соседский текст.", writer=unsent.sign(desk.neighbour, desk.entry))
    response = desk.client().post(desk.url(), form)
    assert response.status_code == 409
    assert "Соседский текст." in page(response)
    assert desk.now().revision == 0


def test_who_has_lost_the_entry_gets_the_text_back_to_copy(desk: Desk) -> None:
    form = desk.form("Долго писал.", writer=unsent.sign(desk.writer, desk.entry))
    Assignment.objects.filter(officer__user=desk.writer).delete()
    response = desk.client().post(desk.url(), form)
    assert response.status_code == 404
    assert "Долго писал." in page(response)


def test_a_state_that_changed_meanwhile_holds_the_text(desk: Desk) -> None:
    form = desk.form("Моё.", action="submit", writer=unsent.sign(desk.writer, desk.entry))
    post(desk, "Их.", "submit", by=desk.neighbour)
    client = desk.client()
    response = client.post(desk.url(), form)
    assert response.status_code == 409
    assert "на проверке" in page(response)
    assert "Моё." in page(response)
    # taken back, it stands in the form again
    client.post(desk.url(), {"action": "take_back"})
    assert field(client.get(desk.url()), "text") == "Моё."
    client.post(desk.url(), {"action": "drop"})
    assert field(client.get(desk.url()), "text") == "Их."


# --- history and versions --------------------------------------------------------------------------------------------


def test_the_history_tells_who_did_what(desk: Desk) -> None:
    post(desk, "Раз.")
    post(desk, "Раз, два.")
    post(desk, "Раз, два, три.", "submit")
    workflow.give_back(desk.now(), version=1, comment="Сверьте.", by=Actor(desk.coordinator))
    lines = desk.client().get(desk.url()).context["history"]
    assert [(line.title, line.who) for line in lines] == [
        ("Возвращено", str(desk.coordinator)),
        ("Отправлено", str(desk.writer)),
        ("Черновик", str(desk.writer)),
        ("Начат черновик", str(desk.writer)),
    ]
    assert [line.version for line in lines] == [None, 1, None, None]


def test_versions_are_compared_word_by_word(desk: Desk) -> None:
    assert "Версий пока нет" in page(desk.client().get(desk.url("entry-versions")))
    post(desk, "Поступило 11 звонков.", "submit")
    desk.client().post(desk.url(), {"action": "take_back"})
    post(desk, "Поступило 12 звонков.", "submit")
    shown = page(desk.client().get(desk.url("entry-versions"), {"from": "1", "to": "2"}))
    assert "<del>11</del>" in shown
    assert "<ins>12</ins>" in shown
    for wrong in ("9", "много", "\x00"):
        assert desk.client().get(desk.url("entry-versions"), {"from": wrong}).status_code == 404


def test_opening_the_form_writes_nothing_into_the_entry(desk: Desk) -> None:
    desk.client().get(desk.url())
    assert (
        desk.now().revision,
        HistoryEvent.objects.filter(object_id=desk.entry.pk, actor=desk.writer).count(),
    ) == (0, 0)


def test_what_waits_for_review_is_mended_by_hand_alone(desk: Desk) -> None:
    post(desk, "Готово.", "submit")
    client = desk.client(desk.coordinator)
    response = client.post(desk.url("entry-autosave"), desk.form("Готово, по"))
    assert (response.status_code, response.json()["kind"]) == (409, "state")
    shown = page(client.get(desk.url()))
    assert "data-autosave" not in shown
    assert "Сохранить правку" in shown
    assert client.post(desk.url(), desk.form("Готово, поправлено.", action="save")).status_code == 302
    assert [version.cause for version in desk.now().versions.order_by("number")] == ["submitted", "edited"]


def test_a_script_is_told_of_an_expired_token_in_a_word(desk: Desk) -> None:
    client = desk.client(enforce_csrf_checks=True)
    response = client.post(
        desk.url("entry-autosave"), desk.form("Слово."), headers={"Accept": "application/json"}
    )
    assert (response.status_code, response.content) == (401, b"")
