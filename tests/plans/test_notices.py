"""Whom the portal tells of what: each person once for each occasion, in few queries."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.history import COMMAND, Actor
from accounts.models import Municipality, User
from plans import notices, planning, workflow
from plans.models import Letter, Notice, NoticeSettings, Officer, PlanPeriod, ProgressEntry, Substitution
from plans.notices.recipients import people_of
from tests.factories import (
    H2_2022,
    actor,
    make_activity,
    make_municipality,
    make_officer,
    make_plan,
    make_user,
)

pytestmark = pytest.mark.django_db

COLLECTED = date(2023, 1, 20)
MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.fixture(autouse=True)
def mail(settings: Any) -> None:
    settings.SITE_URL = "https://portal.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def here() -> Municipality:
    return make_municipality()


def official(here: Municipality, **fields: Any) -> Officer:
    return make_officer(here, user=make_user(here, "officer"), **fields)


def opened(here: Municipality, *officers: Officer, activities: int = 1, **revision: Any) -> PlanPeriod:
    """A half-year opened days ago for a plan whose activities all have these officers."""
    plan = make_plan(here)
    for _ in range(activities):
        make_activity(plan, officers=officers, **revision)
    plan_period = workflow.open_for_work(plan, H2_2022, collection_on=COLLECTED, by=COMMAND)
    PlanPeriod.objects.update(opened_at=datetime(2023, 1, 9, 12, tzinfo=MOSCOW))
    plan_period.refresh_from_db()
    return plan_period


def told(kind: Notice.Kind, user: User | None = None) -> list[str]:
    found = Notice.objects.filter(kind=kind).order_by("pk")
    return [notice.title for notice in (found.filter(user=user) if user else found)]


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=MOSCOW)


def submitted(entry: ProgressEntry, by: Actor) -> ProgressEntry:
    entry.refresh_from_db()
    workflow.submit(entry, workflow.Draft(text="Сделано."), read=entry.revision, by=by)
    entry.refresh_from_db()
    return entry


# --- recipients -------------------------------------------------------------------------------------------------------


def test_an_entry_concerns_its_officials_members_of_collectives_and_todays_substitutes(
    here: Municipality,
) -> None:
    own, member, substitute, gone, later = (official(here) for _ in range(5))
    collective = make_officer(here, kind=Officer.Kind.COLLECTIVE)
    collective.members.add(member)
    today = date(2023, 1, 10)
    Substitution.objects.create(officer=member, substitute=substitute, from_day=today, until_day=today)
    Substitution.objects.create(
        officer=own, substitute=gone, from_day=date(2022, 1, 1), until_day=date(2023, 1, 9)
    )
    Substitution.objects.create(officer=own, substitute=later, from_day=date(2023, 1, 11))
    plan_period = opened(here, own, collective)
    activity = plan_period.entries.get().activity_id
    expected = tuple(sorted((own.user, member.user, substitute.user), key=lambda user: user.pk))
    assert people_of(plan_period, [activity], on=today) == {activity: expected}


def test_who_cannot_sign_in_or_has_left_and_whose_officer_has_no_user_is_not_told(here: Municipality) -> None:
    off, left, bare = official(here), official(here), make_officer(here)
    User.objects.filter(pk=off.user.pk).update(is_active=False)
    left.user.memberships.all().delete()
    opened(here, off, left, bare)
    assert Notice.objects.count() == 0


def test_assignments_of_other_half_years_concern_nobody_now(here: Municipality) -> None:
    before, now = official(here), official(here)
    plan = make_plan(here)
    activity = make_activity(plan, officers=[before])
    activity.assignments.update(until_period=H2_2022.previous)
    activity.assignments.create(officer=now, position=1, from_period=H2_2022)
    workflow.open_for_work(plan, H2_2022, collection_on=COLLECTED, by=COMMAND)
    assert [notice.user for notice in Notice.objects.all()] == [now.user]


# --- deeds ------------------------------------------------------------------------------------------------------------


def test_opening_a_half_year_tells_each_person_once_with_all_of_theirs(here: Municipality) -> None:
    one, two = official(here), official(here)
    opened(here, one, two, activities=3)
    assert [notice.user for notice in Notice.objects.order_by("user")] == [one.user, two.user]
    notice = Notice.objects.get(user=one.user)
    assert notice.title == "Открыт сбор сведений за II полугодие 2022 года"
    assert notice.text.replace("\xa0", " ") == (
        "Сдайте сведения до 20 января 2023 г.\n\n"
        "За вами:\n– 1 Пробное мероприятие 1\n– 2 Пробное мероприятие 2\n– 3 Пробное мероприятие 3"
    )
    assert (notice.entry, notice.plan_period) == (None, PlanPeriod.objects.get())


def test_a_moved_day_is_told_to_those_who_have_not_handed_in_and_each_time_anew(here: Municipality) -> None:
    one, two = official(here), official(here)
    plan = make_plan(here)
    make_activity(plan, officers=[one])
    make_activity(plan, officers=[two])
    plan_period = workflow.open_for_work(plan, H2_2022, collection_on=COLLECTED, by=COMMAND)
    submitted(plan_period.entries.order_by("activity").first(), Actor(one.user))
    for day in (25, 20, 25):
        workflow.move_collection(plan_period, collection_on=date(2023, 1, day), by=COMMAND)
    assert told(Notice.Kind.PERIOD_MOVED, one.user) == []
    assert [title.replace("\xa0", " ") for title in told(Notice.Kind.PERIOD_MOVED, two.user)] == [
        f"Срок перенесён: сведения за II полугодие 2022 года сдайте до {day} января 2023 г."
        for day in (25, 20, 25)
    ]


def test_a_returned_text_is_told_with_its_remark_and_leads_straight_to_its_entry(here: Municipality) -> None:
    officer = official(here)
    plan_period = opened(here, officer)
    coordinator = actor(here, "coordinator")
    for remark in ("Добавьте число.", "И ещё срок."):
        entry = submitted(plan_period.entries.get(), Actor(officer.user))
        newest = entry.versions.order_by("-number").first().number
        workflow.give_back(entry, version=newest, comment=remark, by=coordinator)
    found = Notice.objects.filter(kind=Notice.Kind.RETURNED).order_by("pk")
    assert [(notice.title, notice.text, notice.entry_id) for notice in found] == [
        ("Вернули с замечанием: 1 Пробное мероприятие 1", f"Замечание: {remark}", entry.pk)
        for remark in ("Добавьте число.", "И ещё срок.")
    ]


def test_texts_returned_together_are_told_once(here: Municipality) -> None:
    officer = official(here)
    plan_period = opened(here, officer, activities=3)
    entries = [submitted(entry, Actor(officer.user)) for entry in plan_period.entries.order_by("activity")]
    workflow.give_back_many(
        plan_period, dict.fromkeys(entries, 1), comment="Короче.", by=actor(here, "coordinator")
    )
    (notice,) = Notice.objects.filter(kind=Notice.Kind.RETURNED)
    assert (notice.title.replace("\xa0", " "), notice.entry) == ("Вернули с замечанием: 3 мероприятия", None)
    assert "– 2 Пробное мероприятие 2" in notice.text


def test_whoever_returns_an_entry_of_their_own_is_not_told(here: Municipality) -> None:
    officer = official(here)
    here.memberships.create(user=officer.user, role="coordinator")
    plan_period = opened(here, officer)
    entry = submitted(plan_period.entries.get(), Actor(officer.user))
    workflow.give_back(entry, version=1, comment="Сам нашёл.", by=Actor(officer.user))
    assert told(Notice.Kind.RETURNED) == []


def test_an_entry_is_reminded_of_once_a_day(here: Municipality) -> None:
    officer = official(here)
    plan_period = opened(here, officer, activities=2)
    first, second = plan_period.entries.order_by("activity")
    coordinator = actor(here, "coordinator")
    assert workflow.remind(plan_period, [first], by=coordinator) == [first]
    assert workflow.remind(plan_period, [first], by=coordinator) == []
    assert workflow.remind(plan_period, [first, second], by=coordinator) == [second]
    assert told(Notice.Kind.REMINDER) == [
        "Напоминание: сдайте сведения. 1 Пробное мероприятие 1",
        "Напоминание: сдайте сведения. 2 Пробное мероприятие 2",
    ]
    ProgressEntry.objects.update(reminded_at=timezone.now() - timedelta(days=1))
    Notice.objects.filter(kind=Notice.Kind.REMINDER).delete()
    assert workflow.remind(plan_period, [first, second], by=coordinator) == [first, second]
    assert len(told(Notice.Kind.REMINDER)) == 1


def test_a_successor_is_told_what_was_handed_over(here: Municipality) -> None:
    officer, heir = official(here), official(here)
    plan_period = opened(here, officer, activities=2)
    coordinator = actor(here, "coordinator")
    planning.hand_over(officer, heir, since=H2_2022, by=coordinator)
    (notice,) = Notice.objects.filter(kind=Notice.Kind.ASSIGNED)
    assert (notice.user, notice.title.replace("\xa0", " ")) == (heir.user, "Вам поручено: 2 мероприятия")
    assert notice.plan_period == plan_period
    assert "Пробное мероприятие 2" in notice.text


# --- days -------------------------------------------------------------------------------------------------------------


def test_a_day_is_told_three_days_ahead_and_the_day_after_each_once(here: Municipality) -> None:
    officer = official(here)
    opened(here, officer, activities=2)
    counts = [
        (
            day,
            notices.tell_of_deadlines(at(date(2023, 1, day))),
            notices.tell_of_deadlines(at(date(2023, 1, day), 23)),
        )
        for day in range(15, 24)
    ]
    assert counts == [(day, int(day in (17, 21)), 0) for day in range(15, 24)]
    assert [
        title.replace("\xa0", " ") for title in told(Notice.Kind.DUE_SOON) + told(Notice.Kind.OVERDUE)
    ] == [
        "Скоро срок: 2 мероприятия",
        "Срок прошёл: 2 мероприятия",
    ]


def test_nobody_is_written_to_at_night(here: Municipality) -> None:
    opened(here, official(here))
    assert notices.tell_of_deadlines(at(date(2023, 1, 17), 7)) == 0
    assert notices.tell_of_deadlines(datetime(2023, 1, 17, 5, 0, tzinfo=ZoneInfo("UTC"))) == 1


def test_after_days_without_power_the_portal_catches_up(here: Municipality) -> None:
    opened(here, official(here))
    assert notices.tell_of_deadlines(at(date(2023, 2, 10))) == 1
    assert (len(told(Notice.Kind.DUE_SOON)), len(told(Notice.Kind.OVERDUE))) == (0, 1)


def test_a_moved_day_is_told_again(here: Municipality) -> None:
    plan_period = opened(here, official(here))
    assert notices.tell_of_deadlines(at(date(2023, 1, 18))) == 1
    workflow.move_collection(plan_period, collection_on=date(2023, 1, 31), by=COMMAND)
    assert notices.tell_of_deadlines(at(date(2023, 1, 21))) == 0
    assert notices.tell_of_deadlines(at(date(2023, 1, 28))) == 1
    assert notices.tell_of_deadlines(at(date(2023, 2, 1))) == 1


def test_what_is_handed_in_or_due_in_the_other_half_is_not_late(here: Municipality) -> None:
    done, other = official(here), official(here)
    plan = make_plan(here)
    make_activity(plan, officers=[done])
    make_activity(plan, officers=[other], deadline_wording="ежегодно, до 01 марта")
    plan_period = workflow.open_for_work(plan, H2_2022, collection_on=COLLECTED, by=COMMAND)
    PlanPeriod.objects.update(opened_at=datetime(2023, 1, 9, tzinfo=MOSCOW))
    first, _ = plan_period.entries.order_by("activity")
    submitted(first, Actor(done.user))
    plan_period.lines.filter(activity__assignments__officer=other).update(is_optional=True)
    assert notices.tell_of_deadlines(at(date(2023, 1, 25))) == 0


def test_a_locked_half_year_and_one_without_a_day_trouble_nobody(here: Municipality) -> None:
    plan_period = opened(here, official(here))
    PlanPeriod.objects.update(locked_at=timezone.now())
    assert notices.tell_of_deadlines(at(date(2023, 1, 25))) == 0
    PlanPeriod.objects.update(locked_at=None, collection_on=None)
    plan_period.lines.update(due_on=date(2022, 9, 1))
    assert notices.tell_of_deadlines(at(date(2023, 1, 25))) == 0


def test_on_the_day_of_opening_nothing_more_is_told(here: Municipality) -> None:
    opened(here, official(here))
    PlanPeriod.objects.update(opened_at=at(date(2023, 1, 19), 7))
    assert notices.tell_of_deadlines(at(date(2023, 1, 19))) == 0
    assert notices.tell_of_deadlines(at(date(2023, 1, 20))) == 1


# --- letters ----------------------------------------------------------------------------------------------------------


def choose(user: User, here: Municipality, delivery: str) -> None:
    notices.choose_delivery(user, here, delivery, by=Actor(user))


def test_a_letter_goes_at_once_once_a_day_or_never_as_the_person_chose(here: Municipality) -> None:
    at_once, daily, portal = (official(here) for _ in range(3))
    choose(daily.user, here, "daily")
    choose(portal.user, here, "portal")
    opened(here, at_once, daily, portal)
    assert Notice.objects.count() == 3
    (letter,) = Letter.objects.all()
    assert (letter.user, letter.notices.get().user) == (at_once.user, at_once.user)
    assert [notice.user for notice in Notice.objects.filter(waits_for_digest=True)] == [daily.user]


def test_a_letter_says_what_it_is_about_and_leads_there_in_one_click(here: Municipality) -> None:
    officer = official(here)
    plan_period = opened(here, officer)
    workflow.remind(plan_period, list(plan_period.entries.all()), by=actor(here, "coordinator"))
    entry = plan_period.entries.get()
    letter = Letter.objects.get(subject__startswith="Напоминание")
    assert letter.subject == "Напоминание: сдайте сведения. 1 Пробное мероприятие 1"
    assert letter.text.replace("\xa0", " ") == (
        "Здравствуйте!\n\nНапоминание: сдайте сведения. 1 Пробное мероприятие 1\n\nСрок: 20 января 2023 г.\n\n"
        f"Открыть: https://portal.example.org/work/zarechny/entries/{entry.pk}/\n\n"
        "--\nПортал «Открытое правительство», Заречный муниципальный округ\n"
        "Как получать уведомления, решаете вы: https://portal.example.org/work/zarechny/inbox/settings/\n"
    )


def test_without_a_mail_server_no_letters_pile_up(here: Municipality, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    officer = official(here)
    choose(officer.user, here, "daily")
    opened(here, officer, official(here))
    assert (Notice.objects.count(), Letter.objects.count()) == (2, 0)
    assert not Notice.objects.filter(waits_for_digest=True).exists()


def test_the_letter_of_the_day_comes_in_the_morning_once_and_only_with_news(here: Municipality) -> None:
    officer = official(here)
    choose(officer.user, here, "daily")
    plan_period = opened(here, officer)
    entry = plan_period.entries.get()
    Notice.objects.update(created_at=at(date(2023, 1, 16), 15))
    assert notices.write_digests(at(date(2023, 1, 17), 7)) == 0
    assert notices.write_digests(at(date(2023, 1, 17), 8)) == 1
    workflow.remind(plan_period, [entry], by=actor(here, "coordinator"))
    Notice.objects.filter(letter=None).update(created_at=at(date(2023, 1, 17), 10))
    assert notices.write_digests(at(date(2023, 1, 17), 12)) == 0
    assert notices.write_digests(at(date(2023, 1, 19), 9)) == 1
    assert notices.write_digests(at(date(2023, 1, 20), 9)) == 0
    keys = [f"digest:{here.pk}:{officer.user.pk}:2023-01-{day}" for day in (17, 19)]
    assert list(Letter.objects.order_by("pk").values_list("key", flat=True)) == keys
    assert [letter.notices.count() for letter in Letter.objects.order_by("pk")] == [1, 1]


def test_what_was_read_in_the_portal_is_not_in_the_letter_of_the_day(here: Municipality) -> None:
    officer = official(here)
    choose(officer.user, here, "daily")
    opened(here, officer)
    Notice.objects.update(created_at=at(date(2023, 1, 16)), read_at=at(date(2023, 1, 16), 10))
    assert notices.write_digests(at(date(2023, 1, 17))) == 0
    assert (Letter.objects.count(), Notice.objects.filter(waits_for_digest=True).count()) == (0, 0)


def test_a_key_told_twice_is_told_once_with_one_letter(here: Municipality) -> None:
    officer = official(here)
    plan_period = opened(here, officer)
    for _ in range(2):
        notices.period_opened(plan_period)
    assert (Notice.objects.count(), Letter.objects.count()) == (1, 1)


def test_the_number_of_queries_does_not_grow_with_people_and_activities() -> None:
    def queries(activities: int, people: int) -> int:
        municipality = make_municipality(f"okrug-{activities}")
        officers = [official(municipality) for _ in range(people)]
        plan_period = opened(municipality, *officers, activities=activities)
        Notice.objects.all().delete()
        Letter.objects.all().delete()
        with CaptureQueriesContext(connection) as done:
            notices.period_opened(plan_period)
        assert Notice.objects.count() == people
        return len(done)

    assert queries(2, 1) == queries(60, 20)


def test_settings_of_a_person_stand_in_the_history_without_the_secret_key(here: Municipality) -> None:
    officer = official(here)
    choose(officer.user, here, "daily")
    key = notices.renew_calendar_key(officer.user, here, by=Actor(officer.user)).calendar_key
    events = here.history.filter(object_type="plans.noticesettings")
    assert sorted(events.values_list("action", flat=True)) == ["calendar_address_renewed", "delivery_chosen"]
    assert not any(key in f"{event.before}{event.after}{event.object_label}" for event in events)
    assert NoticeSettings.objects.get().delivery == "daily"


def test_the_opening_names_what_is_asked_and_apart_what_may_be_said(here: Municipality) -> None:
    one = official(here)
    plan = make_plan(here)
    make_activity(plan, "Приём граждан", officers=[one])
    make_activity(
        plan,
        "Отчёт о работе",
        officers=[one],
        deadline_wording="ежегодно, до 01 марта",
        deadline_rule={"kind": "dates", "dates": [{"from": "03-01", "to": "03-01"}]},
    )
    workflow.open_for_work(plan, H2_2022, collection_on=COLLECTED, by=COMMAND)
    assert Notice.objects.get().text.replace("\xa0", " ") == (
        "Сдайте сведения до 20 января 2023 г.\n\n"
        "За вами:\n– 1 Приём граждан\n\n"
        "По желанию, срок в другом полугодии:\n– 2 Отчёт о работе"
    )
