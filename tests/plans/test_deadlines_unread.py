"""Which wordings of a deadline must stay unread, because they can be meant in more than one way."""

from __future__ import annotations

import time

import pytest

from plans.deadlines import read_deadline

UNREADABLE = (
    "",
    " ",
    "()",
    "-",
    "1",
    "II",
    "до",
    "марта",
    "по мере",
    "до 31 февраля",
    "до 29.02.2022",
    "до 31.13.2022",
    "до 31.12.0022",
    "до 15 числа",
    "ежеквартально, до 10 числа",
    "до 15 числа последнего месяца",
    "ежегодно до 10 числа следующего месяца",
    "постоянно с 1 по 15 марта",
    "в течение 10 рабочих дней после окончания квартала",
    "последний рабочий день месяца",
    "по окончании года",
    "по итогам года",
    "2022/2023",
    "до марта",
    "до I квартала",
    "до 2024 года",
    "с 1 марта",
    "с 2022 года",
    "после 1 марта",
    "не ранее 1 марта",
    "март - до 10 мая",
    "2023-2021 годы",
    "три раза в год",
    "раз в три года",
    "1 раз в 2 полугодии",
    "два раза в год, до 1 марта",
    "ежегодно, до 1 марта 2022 года",
    "ежеквартально, ежемесячно",
    "до 1 марта 2022, до 1 сентября",
    "постоянно, до 1 марта",
    "до 1 марта или до 1 сентября",
    "до 1 марта, далее ежеквартально",
    "ежегодно, кроме 2022 года",
    "в течение месяца",
    "в течение 10 дней со дня поступления",
    "не позднее 10 рабочих дней",
    "по отдельному плану",
    "согласно плану",
    "по графику",
    "в установленные сроки",
    "начало года",
    "ежегодно*",
)


@pytest.mark.parametrize("wording", UNREADABLE)
def test_a_wording_that_can_be_meant_otherwise_stays_unread(wording: str) -> None:
    deadline = read_deadline(wording)
    assert (deadline.wording, deadline.rule, deadline.is_readable) == (wording, None, False)


@pytest.mark.parametrize(
    "piece",
    ["ежегодно, ", "до 1 марта ", "1", "1-", "((", "i", "\u0300\u0316", " ", "до\u00a0", "1.1.", "п/", "я"],
)
def test_a_very_long_text_is_refused_at_once(piece: str) -> None:
    began = time.process_time()
    assert read_deadline(piece * (200_000 // len(piece))).rule is None
    assert time.process_time() - began < 1
