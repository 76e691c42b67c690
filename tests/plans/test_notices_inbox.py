"""The inbox as people see it: unread first, opened by one click, counted on the bell."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.history import COMMAND
from accounts.models import Municipality, User
from plans import notices, workflow
from plans.models import Letter, Notice, ProgressEntry
from tests.factories import H2_2022, make_activity, make_municipality, make_officer, make_plan, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Municipality:
    return make_municipality()


@pytest.fixture
def user(here: Municipality) -> User:
    return make_user(here, "officer")


@pytest.fixture
def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


@pytest.fixture
def entry(here: Municipality, user: User) -> ProgressEntry:
    plan = make_plan(here)
    make_activity(plan, officers=[make_officer(here, user=user)])
    found = workflow.open_for_work(plan, H2_2022, collection_on=date(2023, 1, 20), by=COMMAND).entries.get()
    Notice.objects.all().delete()
    return found


def address(name: str, here: Municipality, **arguments: Any) -> str:
    return reverse(f"plans:{name}", kwargs={"municipality": here.slug, **arguments})


def make_notice(user: User, here: Municipality, **fields: Any) -> Notice:
    values = {"kind": Notice.Kind.RETURNED, "title": "Вернули", "key": f"k{Notice.objects.count()}"}
    return Notice.objects.create(user=user, municipality=here, **values | fields)


def test_unread_ones_come_first_then_the_newest(here: Municipality, user: User) -> None:
    made = [
        make_notice(user, here, read_at=timezone.now() if number in (1, 3) else None) for number in range(4)
    ]
    assert list(notices.inbox_of(user, here)) == [made[2], made[0], made[3], made[1]]


def test_opening_a_notice_reads_it_and_leads_to_its_entry(
    here: Municipality, user: User, signed_in: Client, entry: ProgressEntry
) -> None:
    notice = make_notice(user, here, entry=entry, plan_period=entry.plan_period)
    answer = signed_in.post(address("notice", here, pk=notice.pk))
    assert (answer.status_code, answer["Location"]) == (302, address("entry", here, pk=entry.pk))
    assert notices.unread_count(user, here) == 0
    assert signed_in.get(address("notice", here, pk=notice.pk)).status_code == 405


def test_a_notice_about_several_leads_home_to_its_half_year(
    here: Municipality, user: User, signed_in: Client, entry: ProgressEntry
) -> None:
    notice = make_notice(user, here, plan_period=entry.plan_period)
    answer = signed_in.post(address("notice", here, pk=notice.pk))
    assert answer["Location"] == f"{address('home', here)}?period=2022-h2"


def test_a_notice_about_a_report_leads_to_the_report(
    here: Municipality, user: User, entry: ProgressEntry
) -> None:
    notice = make_notice(user, here, kind=Notice.Kind.REPORT_WAITS, plan_period=entry.plan_period)
    url = reverse("reports:office-report", kwargs={"municipality": here.slug, "pk": entry.plan_period_id})
    assert notices.address_of(notice, here, is_officer=False) == url


def test_read_alone_stays_in_the_inbox(here: Municipality, user: User, signed_in: Client) -> None:
    notice = make_notice(user, here)
    answer = signed_in.post(address("notice", here, pk=notice.pk), {"stay": "1"})
    assert answer["Location"] == address("inbox", here)
    assert notices.unread_count(user, here) == 0


def test_reading_all_leaves_what_came_while_the_page_stood_open(
    here: Municipality, user: User, signed_in: Client
) -> None:
    seen = [make_notice(user, here) for _ in range(2)]
    stranger = make_notice(make_user(here, "officer"), here)
    later = make_notice(user, here)
    signed_in.post(address("inbox-read", here), {"until": str(seen[-1].pk)})
    assert list(Notice.objects.filter(read_at=None)) == [later, stranger]
    signed_in.post(address("inbox-read", here), {"until": "9" * 40})
    assert notices.unread_count(user, here) == 1


def test_opening_the_entry_reads_what_was_told_about_it(
    here: Municipality, user: User, signed_in: Client, entry: ProgressEntry
) -> None:
    make_notice(user, here, entry=entry, plan_period=entry.plan_period)
    make_notice(user, here, plan_period=entry.plan_period)
    assert signed_in.get(address("entry", here, pk=entry.pk)).status_code == 200
    assert notices.unread_count(user, here) == 1


def test_the_bell_counts_what_is_unread_here(here: Municipality, user: User, signed_in: Client) -> None:
    elsewhere = make_municipality("lugovoy")
    make_notice(user, elsewhere)
    page = address("inbox", here)
    assert 'class="count"' not in signed_in.get(page).content.decode()
    for _ in range(2):
        make_notice(user, here)
    assert '<span class="count">2</span>' in signed_in.get(page).content.decode()


def test_the_inbox_takes_the_same_queries_for_two_and_for_three_hundred(
    here: Municipality, user: User, signed_in: Client, entry: ProgressEntry
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as done:
            assert signed_in.get(address("inbox", here)).status_code == 200
        return len(done)

    for _ in range(2):
        make_notice(user, here, entry=entry, plan_period=entry.plan_period)
    few = queries()
    for _ in range(300):
        make_notice(user, here, entry=entry, plan_period=entry.plan_period)
    assert queries() == few
    text = signed_in.get(address("inbox", here)).content.decode()
    assert "Страница 1 из 11" in text


def test_a_person_chooses_how_to_be_told(here: Municipality, user: User, signed_in: Client) -> None:
    page = address("inbox-settings", here)
    make_notice(user, here, waits_for_digest=True)
    assert signed_in.post(page, {"delivery": "daily"}).status_code == 302
    assert Notice.objects.get().waits_for_digest
    assert signed_in.post(page, {"delivery": "portal"}).status_code == 302
    assert not Notice.objects.get().waits_for_digest
    assert signed_in.post(page, {"delivery": "pigeon"}).status_code == 422
    chosen = notices.settings_of(user, here)
    assert chosen is not None
    assert chosen.delivery == "portal"


def test_administrators_see_which_letters_were_refused_and_send_them_again(
    here: Municipality, user: User, client: Client
) -> None:
    client.force_login(make_user(here, "administrator"))
    letter = Letter.objects.create(
        municipality=here, user=user, key="a", subject="Срок прошёл", error="550 Нет такого ящика"
    )
    assert "Часть писем не дошла" in client.get(address("inbox", here)).content.decode()
    assert "550 Нет такого ящика" in client.get(address("letters", here)).content.decode()
    assert client.post(address("letter-again", here, pk=letter.pk)).status_code == 302
    assert "Все письма ушли" in client.get(address("letters", here)).content.decode()


def test_titles_are_text_and_never_markup(here: Municipality, user: User, signed_in: Client) -> None:
    make_notice(user, here, title="<b>жирно</b>", text="<script>1</script>\n\nвторой")
    text = signed_in.get(address("inbox", here)).content.decode()
    assert "&lt;b&gt;жирно&lt;/b&gt;" in text
    assert "<script>1" not in text
