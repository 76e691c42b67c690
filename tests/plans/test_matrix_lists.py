"""The lists of the matrix and of the queue: every count, filter, delay and neighbour, whatever the plan's size."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from plans import standing, worklists
from plans.models import Officer, ProgressEntry
from plans.periods import ReportingPeriod
from plans.workflow import Draft, approve, lock_period, save, submit
from plans.worklists import Counts, Past
from tests.factories import (
    H1_2022,
    make_activity,
    make_municipality,
    make_officer,
    make_period,
    make_plan,
    make_section,
)
from tests.plans.reviewing import Half, make_half, make_past

pytestmark = pytest.mark.django_db
TODAY = date(2023, 1, 17)
PASSED = date(2023, 1, 13)


@pytest.fixture
def half() -> Half:
    """Eight activities: 1 approved, 2 waiting, 3 returned and late, 4 a draft, 5 blank and late, 6 blank,
    7 blank and optional, 8 approved with nothing to tell."""
    half = make_half(8, optional=[7])
    half.approved(1)
    half.sent(2)
    half.returned(3)
    save(half.entry(4), Draft(text="Пишу."), read=0, by=half.by)
    entry = half.entry(8)
    submit(entry, Draft(nothing_reason="Не было."), read=0, by=half.by)
    approve(half.plan_period, {entry: 1}, by=half.by)
    half.due(3, PASSED)
    half.due(5, PASSED)
    half.due(7, PASSED)
    return half


def test_every_state_is_counted_once(half: Half) -> None:
    counts = worklists.counts_of(half.plan_period, on=TODAY)
    assert counts == Counts(
        approved=2, submitted=1, returned=1, draft=1, empty=2, overdue=2, optional=1, waited=4
    )
    assert (counts.ready, counts.total) == (3, 7)


def test_a_day_is_passed_only_after_it(half: Half) -> None:
    assert worklists.counts_of(half.plan_period, on=PASSED).overdue == 0


@pytest.mark.parametrize(
    ("state", "numbers"),
    [
        ("approved", ["1", "8"]),
        ("submitted", ["2"]),
        ("returned", ["3"]),
        ("draft", ["4"]),
        ("empty", ["5", "6"]),
        ("overdue", ["3", "5"]),
        ("optional", ["7"]),
        ("waited", ["3", "4", "5", "6"]),
        ("", ["1", "2", "3", "4", "5", "6", "7", "8"]),
    ],
)
def test_every_filter_shows_what_it_counts(half: Half, state: str, numbers: list[str]) -> None:
    rows = list(worklists.rows_of(half.plan_period, on=TODAY, state=state))
    assert [row.number for row in rows] == numbers
    if state:
        assert getattr(worklists.counts_of(half.plan_period, on=TODAY), state) == len(rows)


def test_what_a_correction_leaves_alone_is_waited_for_no_more(half: Half) -> None:
    half.plan_period.entries.update(is_closed=True)
    counts = worklists.counts_of(half.plan_period, on=TODAY)
    assert (counts.waited, counts.overdue, counts.empty) == (0, 0, 2)
    assert worklists.delays_of(half.plan_period, on=TODAY) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ёлка", ["Мероприятие «Новогодняя ЁЛКА»"]),
        ("Елка", ["Мероприятие «Новогодняя ЁЛКА»"]),
        ("НОВОГОДНЯЯ елк", ["Мероприятие «Новогодняя ЁЛКА»"]),
        ("щукина", ["Приём граждан", "Дороги"]),
        ("Щукина дор", ["Дороги"]),
        ("щукина ё. а.", ["Приём граждан", "Дороги"]),
        ("2", ["Приём граждан"]),
        ("100%", []),
        ("_", []),
        ("!?", []),
        ("прием\x00", ["Приём граждан"]),
    ],
)
def test_words_are_sought_as_people_type_them(words: str, found: list[str]) -> None:
    municipality = make_municipality()
    plan = make_plan(municipality)
    officer = make_officer(municipality, "Щукина Ё.А.")
    make_activity(plan, "Мероприятие «Новогодняя ЁЛКА»", officers=[make_officer(municipality, "Юн Б.Б.")])
    make_activity(plan, "Приём граждан", officers=[officer])
    make_activity(plan, "Дороги", officers=[officer])
    plan_period = make_period(plan)
    standing.refresh_period(plan_period)
    assert [row.text for row in worklists.rows_of(plan_period, on=TODAY, words=words)] == found


def test_groups_and_sections_stand_between_the_rows_but_are_not_found() -> None:
    half = make_half(1)
    group = make_activity(half.plan, "Работа на местах:", is_group=True)
    make_activity(half.plan, "сходы граждан", parent=group)
    make_activity(half.plan, "Субботники", section=make_section(half.plan))
    standing.refresh_period(half.plan_period)
    rows = worklists.rows_of(half.plan_period, on=TODAY)
    assert [(row.kind, row.number) for row in rows] == [
        ("activity", "1"),
        ("group", "2"),
        ("activity", "2.1"),
        ("section", ""),
        ("activity", "3"),
    ]
    assert list(worklists.rows_of(half.plan_period, on=TODAY, words="местах")) == []


def test_the_half_years_before_say_what_stood_there() -> None:
    half = make_half(4, optional=[])
    before = make_past(half, {1: "Сделано.", 2: "Сделано то же."})
    half.plan_period.plan.refresh_from_db()
    entries = {entry.activity_id: entry for entry in before.entries.all()}
    ProgressEntry.objects.filter(pk=entries[half.activities[1].pk].pk).update(sameness=100)
    before.lines.filter(entry=entries[half.activities[3].pk]).update(is_optional=True)
    make_period(half.plan, ReportingPeriod(2023, 1))
    assert worklists.past_periods(half.plan_period) == [before]
    ids = [activity.pk for activity in half.activities]
    past = worklists.past_of([before], ids)
    assert [past[before.pk, pk] for pk in ids] == [
        Past(True, False, False),
        Past(True, True, False),
        Past(False, False, False),
        Past(False, False, True),
    ]


def test_only_the_last_half_years_are_shown_oldest_first() -> None:
    half = make_half(1)
    periods = [make_period(half.plan, ReportingPeriod(*pair)) for pair in ((2020, 2), (2022, 1), (2021, 2))]
    assert worklists.past_periods(half.plan_period) == [periods[2], periods[1]]


def test_officers_who_delay_the_same_stand_together_and_the_latest_first() -> None:
    municipality_half = make_half(1)
    plan, municipality = municipality_half.plan, municipality_half.municipality
    late, one, two = (
        make_officer(municipality, name) for name in ("Поздний П.П.", "Первая А.А.", "Вторая Б.Б.")
    )
    heads = make_officer(municipality, "руководители отделов", kind=Officer.Kind.COLLECTIVE)
    make_activity(plan, "Отчёты", officers=[late, heads])
    make_activity(plan, "Встречи", officers=[one, two])
    make_activity(plan, "Сайт", officers=[heads])
    standing.refresh_period(municipality_half.plan_period)
    period = municipality_half.plan_period
    period.lines.filter(number="2").update(due_on=PASSED)
    said = [
        (
            tuple(officer.name for officer in delay.officers),
            delay.numbers,
            delay.overdue_numbers,
            delay.due_since,
        )
        for delay in worklists.delays_of(period, on=TODAY)
    ]
    assert said == [
        (("Поздний П.П.",), ("2",), ("2",), PASSED),
        (("Пробная В.О.",), ("1",), (), None),
        (("Первая А.А.", "Вторая Б.Б."), ("3",), (), None),
        (("руководители отделов",), ("4",), (), None),
    ]
    found = worklists.delayed_entries(period, [one.pk, two.pk])
    assert [entry.activity.revisions.get().text for entry in found] == ["Встречи"]


def test_the_first_numbers_stand_for_many() -> None:
    half = make_half(9)
    (delay,) = worklists.delays_of(half.plan_period, on=TODAY)
    assert (delay.count, delay.numbers) == (9, ("1", "2", "3", "4", "5", "6"))


def test_an_officer_replaced_before_the_half_year_delays_nothing() -> None:
    half = make_half(1)
    half.activities[0].assignments.update(until_period=H1_2022)
    assert worklists.delays_of(half.plan_period, on=TODAY) == []


def test_what_nobody_answers_for_is_counted() -> None:
    half = make_half(2)
    half.plan_period.lines.filter(number="2").update(officers="")
    assert worklists.without_officers(half.plan_period) == 1


# --- The queue --------------------------------------------------------------------------------------------------------


def test_the_longest_waiting_comes_first() -> None:
    half = make_half(3)
    for number, day in ((1, 3), (2, 1), (3, 2)):
        entry = half.sent(number)
        ProgressEntry.objects.filter(pk=entry.pk).update(state_at=datetime(2023, 1, day, tzinfo=UTC))
    assert [entry.pk for entry in worklists.queue_of(half.plan_period)] == [
        half.entry(number).pk for number in (2, 3, 1)
    ]


@pytest.mark.parametrize(
    ("number", "previous", "following", "first", "last"),
    [(1, None, 2, 1, 12), (2, 1, 3, 1, 12), (10, 9, 11, 6, 17), (20, 19, None, 9, 20)],
)
def test_a_window_of_the_queue_stands_around_the_text(
    number: int, previous: int | None, following: int | None, first: int, last: int
) -> None:
    half = make_half(20)
    entries = [half.sent(one) for one in range(1, 21)]
    ids = {None: None, **{place: entry.pk for place, entry in enumerate(entries, start=1)}}
    place = worklists.place_in_queue(half.plan_period, entries[number - 1])
    assert (place.number, place.total) == (number, 20)
    assert (place.previous, place.next) == (ids[previous], ids[following])
    assert [entry.pk for entry in place.around] == [ids[one] for one in range(first, last + 1)]


def test_texts_sent_in_the_same_moment_have_their_order() -> None:
    half = make_half(3)
    entries = [half.sent(number) for number in (1, 2, 3)]
    ProgressEntry.objects.update(state_at=datetime(2023, 1, 1, tzinfo=UTC))
    places = [worklists.place_in_queue(half.plan_period, entry) for entry in entries]
    assert [(place.number, place.next) for place in places] == [
        (1, entries[1].pk),
        (2, entries[2].pk),
        (3, None),
    ]


def test_a_text_that_does_not_wait_has_no_place() -> None:
    half = make_half(2)
    waiting = half.sent(1)
    place = worklists.place_in_queue(half.plan_period, half.entry(2))
    assert (place.number, place.total, place.previous, place.next) == (0, 1, None, waiting.pk)


def test_the_next_text_is_the_one_behind_else_the_first() -> None:
    half = make_half(3)
    one, two, three = (half.sent(number) for number in (1, 2, 3))
    approve(half.plan_period, {two: 1}, by=half.by)
    assert worklists.next_waiting(half.plan_period, two, two.state_at) == three.pk
    approve(half.plan_period, {three: 1}, by=half.by)
    assert worklists.next_waiting(half.plan_period, three, three.state_at) == one.pk
    approve(half.plan_period, {one: 1}, by=half.by)
    assert worklists.next_waiting(half.plan_period, one, one.state_at) is None


def test_nothing_waits_in_a_half_year_that_has_gone_on() -> None:
    half = make_half(1)
    half.sent(1)
    assert worklists.waiting(half.municipality).count() == 1
    lock_period(half.plan_period, by=half.by)
    assert worklists.waiting(half.municipality).count() == 0
    assert worklists.period_to_review(half.municipality) == half.plan_period


def test_the_newest_open_half_year_is_worked_on() -> None:
    half = make_half(1)
    newer = make_period(half.plan, ReportingPeriod(2023, 1))
    assert worklists.period_to_work_on(half.municipality) == newer
    lock_period(newer, by=half.by)
    assert worklists.period_to_work_on(half.municipality) == half.plan_period
    lock_period(half.plan_period, by=half.by)
    assert worklists.period_to_work_on(half.municipality) == newer
    assert worklists.period_to_work_on(make_municipality("lugovoy")) is None
