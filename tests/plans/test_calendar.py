"""The calendar of due days: what calendar programs read, behind an address that dies when it is renewed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar, Event

from accounts.history import COMMAND, Actor
from accounts.models import Municipality, User
from plans import notices, workflow
from plans.calendar import feed, lines_of
from plans.deadlines import read_deadline
from plans.models import PlanPeriod, ProgressEntry
from tests.factories import H2_2022, make_activity, make_municipality, make_officer, make_plan, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2023, 1, 10)
COLLECTED = date(2023, 1, 20)


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.SITE_URL = "https://portal.example.org"


@pytest.fixture
def here() -> Municipality:
    return make_municipality()


@pytest.fixture
def user(here: Municipality) -> User:
    return make_user(here, "officer")


def opened(here: Municipality, user: User, *activities: dict[str, Any]) -> PlanPeriod:
    plan = make_plan(here)
    officer = make_officer(here, user=user)
    for activity in activities:
        make_activity(plan, officers=[officer], **activity)
    make_activity(plan, "Чужое мероприятие", officers=[make_officer(here)])
    return workflow.open_for_work(plan, H2_2022, collection_on=COLLECTED, by=COMMAND)


def events(here: Municipality, user: User) -> list[Event]:
    return list(Calendar.from_ical(feed(lines_of(user, here, on=TODAY), here)).walk("VEVENT"))


def test_a_row_without_a_day_of_its_own_is_an_event_on_the_collection_date(
    here: Municipality, user: User
) -> None:
    plan_period = opened(here, user, {"text": "Работа, «телефона»; доверия"})
    entry = plan_period.entries.order_by("activity").first()
    ProgressEntry.objects.update(updated_at=datetime(2023, 1, 9, 8, 30, 1, 5, tzinfo=UTC), state_at=None)
    (event,) = events(here, user)
    url = f"https://portal.example.org/work/zarechny/entries/{entry.pk}/"
    assert str(event["summary"]) == "Сдать сведения: 1 Работа, «телефона»; доверия"
    assert str(event["uid"]) == f"entry-{entry.pk}-collection@portal.example.org"
    assert (event["dtstart"].dt, event["dtend"].dt) == (COLLECTED, date(2023, 1, 21))
    assert event["dtstamp"].dt == datetime(2023, 1, 9, 8, 30, 1, tzinfo=UTC)
    assert str(event["url"]) == url
    assert str(event["description"]).replace("\xa0", " ").splitlines() == [
        "1 Работа, «телефона»; доверия",
        "Сведения за II полугодие 2022 года, сдать до 20 января 2023 г.",
        "Состояние: не начато",
        f"Открыть: {url}",
    ]


def test_every_day_that_the_plan_names_is_an_event(here: Municipality, user: User) -> None:
    rule = read_deadline("ежеквартально").rule
    assert rule is not None
    plan_period = opened(here, user, {"deadline_wording": "ежеквартально", "deadline_rule": rule.to_dict()})
    entry = plan_period.entries.order_by("activity").first()
    assert [(str(event["uid"]), event["dtstart"].dt) for event in events(here, user)] == [
        (f"entry-{entry.pk}-20220930@portal.example.org", date(2022, 9, 30)),
        (f"entry-{entry.pk}-20221231@portal.example.org", date(2022, 12, 31)),
    ]


def test_an_event_stays_itself_when_the_day_is_moved(here: Municipality, user: User) -> None:
    plan_period = opened(here, user, {})
    (before,) = events(here, user)
    workflow.move_collection(plan_period, collection_on=date(2023, 1, 31), by=COMMAND)
    (after,) = events(here, user)
    assert before["uid"] == after["uid"]
    assert after["dtstart"].dt == date(2023, 1, 31)


def test_what_is_handed_in_is_marked(here: Municipality, user: User) -> None:
    plan_period = opened(here, user, {})
    entry = plan_period.entries.order_by("activity").first()
    workflow.submit(entry, workflow.Draft(text="Сделано."), read=0, by=Actor(user), on=TODAY)
    (event,) = events(here, user)
    assert str(event["summary"]) == "✓ Сдано: 1 Пробное мероприятие 1"
    assert "Состояние: на проверке" in str(event["description"])


def test_half_years_that_are_closed_or_not_collected_have_no_events(here: Municipality, user: User) -> None:
    plan_period = opened(here, user, {})
    PlanPeriod.objects.filter(pk=plan_period.pk).update(locked_at=datetime(2023, 1, 9, tzinfo=UTC))
    assert events(here, user) == []
    PlanPeriod.objects.filter(pk=plan_period.pk).update(locked_at=None, collection_on=None)
    assert events(here, user) == []


def test_lines_are_folded_end_in_crlf_and_are_whole_letters(here: Municipality, user: User) -> None:
    opened(here, user, {"text": "Очень длинное мероприятие о прозрачности, открытости и учёте мнений " * 5})
    raw = feed(lines_of(user, here, on=TODAY), here)
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert all(line.decode() is not None for line in lines)
    assert raw.endswith(b"END:VCALENDAR\r\n")


def address_of(user: User, here: Municipality) -> str:
    key = notices.renew_calendar_key(user, here, by=Actor(user)).calendar_key
    return reverse("plans:calendar-feed", kwargs={"key": key})


def test_the_feed_needs_no_sign_in_and_sets_no_cookie(here: Municipality, user: User) -> None:
    opened(here, user, {})
    answer = Client().get(address_of(user, here))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, max-age=300"
    assert not answer.cookies
    assert not answer.has_header("Vary")
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")


def test_a_renewed_address_kills_the_old_one(here: Municipality, user: User) -> None:
    old = address_of(user, here)
    new = address_of(user, here)
    assert [Client().get(url).status_code for url in (old, new)] == [404, 200]


@pytest.mark.parametrize("leaves", ["switched off", "taken out"])
def test_who_no_longer_works_here_has_no_calendar(here: Municipality, user: User, leaves: str) -> None:
    url = address_of(user, here)
    if leaves == "switched off":
        User.objects.filter(pk=user.pk).update(is_active=False)
    else:
        user.memberships.all().delete()
    assert Client().get(url).status_code == 404


@pytest.mark.parametrize("key", ["x", "%00", "a" * 300, "..%2f"])
def test_a_guessed_address_is_nobodys(key: str) -> None:
    assert Client().get(f"/calendar/{key}.ics").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_activities(here: Municipality, user: User) -> None:
    def queries(slug: str, activities: int) -> int:
        municipality = make_municipality(slug)
        someone = make_user(municipality, "officer")
        opened(municipality, someone, *[{}] * activities)
        url = address_of(someone, municipality)
        with CaptureQueriesContext(connection) as done:
            answer = Client().get(url)
        assert answer.content.count(b"BEGIN:VEVENT") == activities
        return len(done)

    assert queries("malyy", 2) == queries("bolshoy", 80)


def test_the_page_gives_an_address_when_asked_and_a_new_one_when_asked_again(
    here: Municipality, user: User, client: Client
) -> None:
    client.force_login(user)
    page = reverse("plans:calendar", kwargs={"municipality": here.slug})
    assert "Получить адрес календаря" in client.get(page).content.decode()
    assert notices.settings_of(user, here) is None
    seen = []
    for _ in range(2):
        assert client.post(page).status_code == 302
        chosen = notices.settings_of(user, here)
        assert chosen is not None
        text = client.get(page).content.decode()
        assert f"https://portal.example.org/calendar/{chosen.calendar_key}.ics" in text
        assert f"webcal://portal.example.org/calendar/{chosen.calendar_key}.ics" in text
        seen.append(chosen.calendar_key)
    assert seen[0] != seen[1]
