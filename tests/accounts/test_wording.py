"""Russian wording of numbers, dates and sizes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from accounts.wording import (
    counted,
    date_words,
    file_size_words,
    moment_words,
    number_words,
    percent_words,
    plural,
)

NOUN = ("мероприятие", "мероприятия", "мероприятий")


@pytest.mark.parametrize(
    ("count", "form"),
    [
        (0, 2),
        (1, 0),
        (2, 1),
        (4, 1),
        (5, 2),
        (11, 2),
        (12, 2),
        (14, 2),
        (21, 0),
        (22, 1),
        (25, 2),
        (101, 0),
        (111, 2),
        (112, 2),
        (1001, 0),
        (-1, 0),
        (-3, 1),
        (Decimal("1.5"), 1),
    ],
)
def test_the_noun_agrees_with_its_number(count: int, form: int) -> None:
    assert plural(count, *NOUN) == NOUN[form]


def test_a_number_and_its_noun_stay_on_one_line() -> None:
    assert counted(5942, "респондент", "респондента", "респондентов") == "5\u202f942\u00a0респондента"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (642, "642"),
        (5942, "5\u202f942"),
        (1234567, "1\u202f234\u202f567"),
        (-7, "−7"),
        (Decimal("10.8"), "10,8"),
        (Decimal("99.0"), "99,0"),
        (Decimal("1E+3"), "1\u202f000"),
    ],
)
def test_numbers(value: int | Decimal, words: str) -> None:
    assert number_words(value) == words


@pytest.mark.parametrize(
    ("value", "places", "words"),
    [
        (28, None, "28"),
        (Decimal("10.8"), None, "10,8"),
        (Decimal("28.5"), 0, "29"),
        (Decimal("28.49"), 0, "28"),
        (Decimal("0.05"), 1, "0,1"),
        (100, 1, "100,0"),
        (Decimal("69.0"), None, "69,0"),
    ],
)
def test_percentages_round_half_up(value: int | Decimal, places: int | None, words: str) -> None:
    assert percent_words(value, places) == f"{words}\u00a0%"


def test_dates_stay_on_one_line() -> None:
    assert date_words(date(2022, 3, 1)) == "1\u00a0марта\u00a02022\u00a0г."
    assert date_words(date(2022, 12, 31)) == "31\u00a0декабря\u00a02022\u00a0г."


def test_a_moment_is_told_in_its_own_time_zone() -> None:
    moscow = timezone(timedelta(hours=3))
    moment = datetime(2022, 7, 13, 22, 5, tzinfo=UTC)
    assert moment_words(moment) == "13\u00a0июля\u00a02022\u00a0г., 22:05"
    assert moment_words(moment.astimezone(moscow)) == "14\u00a0июля\u00a02022\u00a0г., 01:05"


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 байт"),
        (1, "1 байт"),
        (2, "2 байта"),
        (1023, "1\u202f023 байта"),
        (1024, "1 КБ"),
        (43242, "42 КБ"),
        (1024 * 1024 - 1, "1 МБ"),
        (1024 * 1024, "1 МБ"),
        (1500000, "1,4 МБ"),
        (25 * 1024**2, "25 МБ"),
        (1024**3, "1 ГБ"),
        (1536 * 1024**2, "1,5 ГБ"),
    ],
)
def test_file_sizes(size: int, words: str) -> None:
    assert file_size_words(size) == words.replace(" ", "\u00a0")
