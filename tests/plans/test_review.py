"""The queue of review: one text after another, against the last one, with its figures, findings and documents."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.history import COMMAND
from plans import standing, workflow
from plans.checking import Figure, Finding
from plans.differences import Piece, PieceKind
from plans.models import Indicator, ProgressEntry
from plans.periods import ReportingPeriod
from plans.presenting.review import figure_rows, numbers_words, remark_of, text_of, when_words
from plans.workflow import Draft, approve, lock_period, save, submit
from tests.factories import H1_2022, make_municipality, make_user
from tests.plans.reviewing import Half, make_half, make_past, states
from tests.reports.office_pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def half(client: Client) -> Half:
    half = make_half(4)
    assert half.by.user is not None
    client.force_login(half.by.user)
    return half


def url(half: Half, entry: ProgressEntry) -> str:
    return reverse("plans:review-entry", args=[half.municipality.slug, half.plan_period.pk, entry.pk])


def queue_url(half: Half) -> str:
    return reverse("plans:review", args=[half.municipality.slug, half.plan_period.pk])


def shown(client: Client, half: Half, entry: ProgressEntry, query: str = "") -> Page:
    return Page(client.get(url(half, entry) + query))


def decide(client: Client, half: Half, entry: ProgressEntry, decision: str, **more: object) -> Page:
    data = {"decision": decision, "version": 1, "remark": "", **more}
    return Page(client.post(url(half, entry), data, follow=True))


# --- The way through the queue ----------------------------------------------------------------------------------------


def test_the_queue_opens_at_the_longest_waiting(client: Client, half: Half) -> None:
    first = half.sent(1)
    half.sent(3)
    assert client.get(queue_url(half))["Location"] == url(half, first)
    door = reverse("plans:review-door", args=["zarechny"])
    assert client.get(door)["Location"] == queue_url(half)


def test_a_text_stands_among_its_neighbours(client: Client, half: Half) -> None:
    one, two, three = (half.sent(number) for number in (1, 2, 3))
    found = shown(client, half, two)
    assert [link.get("href") for link in found.all("div.page-head a.btn")] == [
        url(half, one),
        url(half, three),
    ]
    assert found.text("nav.btn-row span.meta") == "2 из 3"
    assert [link.get("aria-current") for link in found.all("nav.review-queue a")] == [None, "true", None]
    assert found.text("nav.main-nav span.count") == "3"
    (current,) = [link for link in found.all("nav.main-nav a") if link.get("aria-current")]
    assert current.text_content().split() == ["Проверка", "3"]


def test_after_a_decision_the_next_text_opens(client: Client, half: Half) -> None:
    one, two, three = (half.sent(number) for number in (1, 2, 3))
    answer = client.post(url(half, two), {"decision": "approve", "version": 1})
    assert answer["Location"] == url(half, three)
    assert Page(client.get(answer["Location"])).text("div.toast-og p") == "Утверждено: 2."
    answer = client.post(url(half, three), {"decision": "return", "version": 1, "remark": "Точнее."})
    assert answer["Location"] == url(half, one)
    done = decide(client, half, one, "approve")
    assert states(half) == ["approved", "approved", "returned", "empty"]
    assert done.texts("div.empty p")[0] == "Все присланные тексты проверены. 2 мероприятия ещё не сданы."
    assert done.text("div.empty a") == "Кто задерживает"


def test_when_all_is_done_the_queue_says_so(client: Client, half: Half) -> None:
    half.plan_period.lines.update(is_optional=True)
    found = Page(client.get(queue_url(half)))
    assert found.texts("div.empty p")[0] == "Все мероприятия сданы и проверены."


def test_an_approval_is_taken_back_from_the_next_page(client: Client, half: Half) -> None:
    one = half.sent(1)
    half.sent(2)
    found = decide(client, half, one, "approve")
    undo = reverse("plans:approval-undo", args=["zarechny", half.plan_period.pk])
    answer = client.post(undo, {"approved": found.values("approved")})
    assert answer["Location"] == url(half, one)
    assert states(half)[0] == "submitted"


def test_the_queue_of_a_closed_half_year_is_empty(client: Client, half: Half) -> None:
    half.sent(1)
    lock_period(half.plan_period, by=COMMAND)
    assert client.get(queue_url(half)).status_code == 200


# --- Decisions that do not fit ----------------------------------------------------------------------------------------


def test_a_text_changed_meanwhile_is_shown_anew(client: Client, half: Half) -> None:
    entry = half.sent(1)
    save(entry, Draft(text="Совсем иначе."), read=entry.revision, by=half.by)
    for decision in ("approve", "return"):
        found = decide(client, half, entry, decision, remark="Поправьте число.")
        assert found.status == 409
        assert found.text("p.callout-title") == (
            "Пока страница была открыта, текст изменился. Прочитайте его заново и решите ещё раз."
        )
        assert found.values("version") == ["2"]
        assert found.values("remark") == ["Поправьте число."]
        assert "Совсем иначе." in found.text("div.review-doc")
    assert states(half)[0] == "submitted"


def test_the_second_of_two_clicks_finds_the_deed_done(client: Client, half: Half) -> None:
    one, two = half.sent(1), half.sent(2)
    for _ in range(2):
        answer = client.post(url(half, one), {"decision": "approve", "version": 1})
        assert answer["Location"] == url(half, two)
    for _ in range(2):
        answer = client.post(url(half, two), {"decision": "return", "version": 1, "remark": " Точнее. "})
        assert answer["Location"] == queue_url(half)
    assert half.entry(2).versions.count() == 2


def test_what_another_reviewer_decided_is_told(client: Client, half: Half) -> None:
    entry = half.sent(1)
    approve(half.plan_period, {entry: 1}, by=half.by)
    found = decide(client, half, entry, "return", remark="Точнее.")
    assert (found.status, states(half)[0]) == (409, "approved")
    assert found.text("section.panel a.btn-wide") == "Открыть заново"


NO_DECISION = "Выберите: утвердить текст или вернуть его с замечанием."
NO_VERSION = "Обновите страницу: неизвестно, какую версию вы прочитали."
NO_REMARK = "Напишите замечание: без него исполнитель не поймёт, что исправить."


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (
            {},
            [
                "Выберите: утвердить текст или вернуть его с замечанием.",
                "Обновите страницу: неизвестно, какую версию вы прочитали.",
            ],
        ),
        (
            {"decision": "return", "version": "1"},
            [NO_REMARK],
        ),
        (
            {"decision": "approve", "version": "x"},
            [NO_VERSION],
        ),
    ],
)
def test_a_decision_says_what_it_needs(
    client: Client, half: Half, sent: dict[str, str], said: list[str]
) -> None:
    found = Page(client.post(url(half, half.sent(1)), sent))
    assert (found.status, found.texts("div.errors li")) == (422, said)
    assert states(half)[0] == "submitted"


def test_a_closed_half_year_is_not_decided_on(client: Client, half: Half) -> None:
    entry = half.sent(1)
    lock_period(half.plan_period, by=COMMAND)
    found = decide(client, half, entry, "approve")
    assert found.status == 409 and "закрыто" in found.text("p.callout-title")


def test_an_entry_of_another_half_year_is_not_there(client: Client, half: Half) -> None:
    before = make_past(half, {1: "Сделано."})
    foreign = before.entries.order_by("pk")[0]
    there = make_half(1, slug="lugovoy").sent(1)
    for entry in (foreign, there):
        assert client.get(url(half, entry)).status_code == 404
        assert client.post(url(half, entry), {"decision": "approve", "version": 1}).status_code == 404
    reopen = reverse("plans:entry-reopen", args=["zarechny", there.pk])
    assert client.post(reopen, {"remark": "x"}).status_code == 404


def test_officers_do_not_see_the_queue(client: Client, half: Half) -> None:
    entry = half.sent(1)
    client.force_login(make_user(half.municipality, "officer"))
    found = [client.get(address).status_code for address in (queue_url(half), url(half, entry))]
    assert found == [403, 403]


# --- What is shown ----------------------------------------------------------------------------------------------------


def test_differences_with_the_last_text_come_first(client: Client, half: Half) -> None:
    make_past(half, {1: "Провели 12 встреч с жителями."})
    entry = half.sent(1, "Провели 15 встреч с жителями.")
    found = shown(client, half, entry)
    assert found.texts("article del") == ["12", "убрано"]
    assert found.texts("article ins") == ["15", "добавлено"]
    assert found.text("span.review-like") == "Совпадает 80 %"
    assert [link.get("href") for link in found.all("div.review-views a")] == [
        "?view=diff",
        "?view=new",
        "?view=old",
        "?view=both",
    ]
    assert shown(client, half, entry, "?view=new").text("div.review-doc") == "Провели 15 встреч с жителями."
    assert shown(client, half, entry, "?view=old").text("div.review-doc") == "Провели 12 встреч с жителями."
    both = shown(client, half, entry, "?view=both")
    assert both.texts("div.review-both div.doc") == [
        "Провели 12 встреч с жителями.",
        "Провели 15 встреч с жителями.",
    ]
    assert shown(client, half, entry, "?view=<b>").texts("article del") == ["12", "убрано"]


def test_without_a_last_text_there_is_only_the_new_one(client: Client, half: Half) -> None:
    found = shown(client, half, half.sent(1, "Провели <b>15</b> встреч."), "?view=old")
    assert found.text("div.review-doc") == "Провели <b>15</b> встреч."
    assert found.all("nav.seg") == []
    assert (
        found.text("article p.caption")
        == "Утверждённого текста за прошлые полугодия нет: сравнивать не с чем."
    )


def test_a_text_sent_again_is_compared_with_what_was_returned(client: Client, half: Half) -> None:
    make_past(half, {1: "Провели 12 встреч."})
    entry = half.returned(1, "Сколько встреч?")
    submit(entry, Draft(text="Сделано 1, точнее."), read=entry.revision, by=half.by)
    found = shown(client, half, half.entry(1), "?against=sent")
    assert found.text("div.review-remark p") == "Вы возвращали этот текст с замечанием: Сколько встреч?"
    assert found.texts("article ins") == [", точнее", "добавлено"]
    assert found.values("version") == ["3"]
    assert [link.get("aria-current") for link in found.all("nav.review-against a")] == [None, "true"]


def test_figures_stand_beside_the_last_ones_and_the_text(client: Client, half: Half) -> None:
    indicator = Indicator.objects.create(
        activity=half.activities[0], name="Экспертиз проведено", first_period=H1_2022
    )
    make_past(half, {1: "Проведены 73 экспертизы."}, figures=[(indicator, 73)])
    entry = half.entry(1)
    draft = Draft(text="Проведена 81 экспертиза.", figures={indicator.pk: Decimal(78)})
    submit(entry, draft, read=0, by=half.by)
    found = shown(client, half, half.entry(1))
    assert found.table() == [["Экспертиз проведено", "73", "78", "81", "не сходится"]]
    (title,) = found.texts("p.finding-title")
    (remark,) = found.values("remark")
    assert remark.startswith(title)
    assert found.text("p.form-text") == "Заполнено по находкам, можно изменить"


def test_documents_lead_to_their_place(client: Client, half: Half) -> None:
    workflow.attach_link(half.entry(1), "https://example.org/list", title="Реестр", by=half.by)
    found = shown(client, half, half.sent(1))
    (link,) = found.all("ul.review-documents a")
    assert (link.get("href"), link.text_content()) == ("https://example.org/list", "Реестр")

    file = SimpleUploadedFile("Список.txt", "Раз, два.".encode())
    attached = workflow.attach_file(half.entry(2), file, title="Список", by=half.by)
    found = shown(client, half, half.sent(2))
    (link,) = found.all("ul.review-documents a")
    assert link.get("href") == reverse("plans:document", args=["zarechny", attached.pk])
    assert found.texts("ul.review-documents p") == ["15 байт"]


def test_a_reason_for_nothing_is_read_as_a_text(client: Client, half: Half) -> None:
    make_past(half, {1: "Провели 12 встреч."})
    entry = half.entry(1)
    submit(entry, Draft(nothing_reason="Встреч не было."), read=0, by=half.by)
    found = shown(client, half, half.entry(1), "?view=new")
    assert found.text("div.review-doc") == "Сообщать нечего: Встреч не было."


@pytest.mark.parametrize("state", ["empty", "draft", "returned", "approved"])
def test_what_does_not_wait_is_shown_without_a_decision(client: Client, half: Half, state: str) -> None:
    entry = {
        "empty": lambda: half.entry(1),
        "draft": lambda: save(half.entry(1), Draft(text="Пишу."), read=0, by=half.by),
        "returned": lambda: half.returned(1),
        "approved": lambda: half.approved(1),
    }[state]()
    found = shown(client, half, entry)
    assert found.status == 200
    assert found.values("decision") == []
    assert (found.texts("a.btn-wide") == ["Открыть заново"]) == (state == "approved")


def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    spent = []
    for slug, count in (("one", 3), ("two", 40)):
        half = make_half(count, slug=slug)
        entries = [half.sent(number) for number in range(1, count + 1)]
        assert half.by.user is not None
        client.force_login(half.by.user)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(half, entries[1])).status_code == 200
        spent.append(len(queries))
    assert spent[0] == spent[1]


# --- Opened again -----------------------------------------------------------------------------------------------------


def test_an_approved_text_is_opened_again_with_a_reason(client: Client, half: Half) -> None:
    entry = half.approved(1)
    reopen = reverse("plans:entry-reopen", args=["zarechny", entry.pk])
    assert client.get(reopen).status_code == 200
    blank = Page(client.post(reopen, {"remark": " "}))
    assert (blank.status, blank.texts("div.errors li")) == (
        422,
        ["Что исправить: Напишите, что исправить: это увидят исполнители."],
    )
    found = Page(client.post(reopen, {"remark": "Число неверно."}, follow=True))
    assert found.text("div.toast-og p") == "Открыто заново: 1. Исполнители увидят ваши слова."
    assert (states(half)[0], half.entry(1).remark) == ("returned", "Число неверно.")


@pytest.mark.parametrize("state", ["empty", "submitted"])
def test_only_an_approved_text_is_opened_again(client: Client, half: Half, state: str) -> None:
    entry = half.sent(1) if state == "submitted" else half.entry(1)
    reopen = reverse("plans:entry-reopen", args=["zarechny", entry.pk])
    assert client.post(reopen, {"remark": "x"}).status_code == 409
    assert states(half)[0] == state


# --- The menu ---------------------------------------------------------------------------------------------------------


def test_the_matrix_is_the_coordinators_home(client: Client, half: Half) -> None:
    home = reverse("accounts:office-home", kwargs={"municipality": "zarechny"})
    assert client.get(home)["Location"] == reverse("plans:periods", args=["zarechny"])


def test_without_a_half_year_the_queue_leads_to_the_door_of_periods(client: Client) -> None:
    municipality = make_municipality()
    client.force_login(make_user(municipality, "coordinator"))
    door = reverse("plans:review-door", args=["zarechny"])
    assert client.get(door)["Location"] == reverse("plans:periods", args=["zarechny"])


def test_the_queue_opens_where_something_waits(client: Client, half: Half) -> None:
    half.sent(1)
    newer = workflow.open_for_work(
        half.plan, ReportingPeriod(2023, 1), collection_on=date(2023, 7, 20), by=COMMAND
    )
    standing.refresh_period(newer)
    assert client.get(reverse("plans:review-door", args=["zarechny"]))["Location"] == queue_url(half)


# --- Values -----------------------------------------------------------------------------------------------------------


def test_only_what_is_wrong_begins_a_remark() -> None:
    findings = [
        Finding("error", "a", "Число и показатель расходятся", "В тексте 81, в показателе 78."),
        Finding("info", "b", "Текст повторяет прошлый", "Проверьте."),
        Finding("warn", "c", "Ссылка пуста!", ""),
    ]
    assert remark_of(findings) == (
        "Число и показатель расходятся. В тексте 81, в показателе 78. Ссылка пуста!"
    )


def test_a_figure_agrees_with_the_text_or_not() -> None:
    figures = [
        Figure(1, "Встреч", value=Decimal("12.0000"), previous=Decimal(5942)),
        Figure(2, "Доля", unit="%", kind="decimal", value=Decimal("12.5000")),
        Figure(3, "Есть сайт", kind="yes_no", value=Decimal(1), previous=Decimal(0)),
        Figure(4, "Звонков"),
    ]
    rows = figure_rows(figures, {1: Decimal(12), 2: Decimal("12.4"), 4: Decimal(7)})
    assert [(row.name, row.previous, row.value, row.found, row.agrees) for row in rows] == [
        ("Встреч", "5\u202f942", "12", "12", True),
        ("Доля, %", "", "12,5", "12,4", False),
        ("Есть сайт", "нет", "да", "", None),
        ("Звонков", "", "", "7", None),
    ]


def test_blanks_that_came_and_went_are_not_marked() -> None:
    entry = ProgressEntry(text="Раз.\n\nДва.")
    pieces = text_of(entry, "Раз. Два.", "diff").pieces
    assert [piece for piece in pieces if piece.kind != PieceKind.SAME and not piece.text.strip()] == []
    assert "".join(piece.text for piece in pieces if piece.kind != PieceKind.REMOVED) == entry.text
    assert Piece(PieceKind.REMOVED, " ") not in pieces


def test_a_moment_is_told_by_its_day() -> None:
    moment = datetime(2023, 1, 17, 9, 12, tzinfo=timezone.get_default_timezone())
    assert when_words(moment, today=date(2023, 1, 17)) == "сегодня в\u00a009:12"
    assert when_words(moment, today=date(2023, 1, 18)) == "17\u00a0января в\u00a009:12"


def test_many_numbers_are_cut() -> None:
    numbers = [str(number) for number in range(1, 16)]
    assert numbers_words(numbers) == "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 и\u00a0ещё\u00a03"
