"""What is due in a half-year, what is optional in it, and how a rule is stored and described."""

from __future__ import annotations

from datetime import date

import pytest

from plans.deadlines import (
    Kind,
    Once,
    Rule,
    Yearly,
    describe,
    due_in_period,
    due_in_year,
    is_optional,
    read_deadline,
)
from plans.deadlines.rules import MonthDay
from plans.periods import ReportingPeriod

H1, H2 = ReportingPeriod(2022, 1), ReportingPeriod(2022, 2)
COLLECTED = {H1: date(2022, 6, 20), H2: date(2022, 12, 20)}


# (wording, due in 2022-h1, due in 2022-h2, the half in which it is optional); None is the collection date.
@pytest.mark.parametrize(
    ("wording", "first", "second", "optional"),
    [
        ("ежегодно, до 01 марта", "01.03", None, H2),
        ("до 1 сентября", None, "01.09", H1),
        ("до 1 марта, до 1 сентября", "01.03", "01.09", None),
        ("ежегодно", None, "31.12", None),
        ("в течение года", None, "31.12", None),
        ("до конца 2022 года", None, "31.12", None),
        ("до 31 декабря", None, "31.12", H1),
        ("до 31.12.2022", None, "31.12", H1),
        ("2022 год", None, "31.12", None),
        ("2021-2023 годы", None, None, None),
        ("2020-2021 годы", None, None, None),
        ("ежегодно, 2021-2023 годы", None, "31.12", None),
        ("постоянно", None, None, None),
        ("по мере необходимости", None, None, None),
        ("согласно плану", None, None, None),
        ("", None, None, None),
        ("IV квартал 2022 г.", None, "31.12", H1),
        ("I квартал", "31.03", None, H2),
        ("II полугодие", None, "31.12", H1),
        ("I–III кварталы", None, "30.09", None),
        ("с марта по сентябрь", None, "30.09", None),
        ("декабрь", None, "31.12", H1),
        ("ноябрь-март", "31.03", None, None),
        ("ежеквартально", "31.03 30.06", "30.09 31.12", None),
        (
            "ежемесячно до 5 числа",
            "05.01 05.02 05.03 05.04 05.05 05.06",
            "05.07 05.08 05.09 05.10 05.11 05.12",
            None,
        ),
        ("1 раз в полугодие (до 10 июля, до 10 января)", "10.01", "10.07", None),
        ("ежегодно до 1 марта, 2021-2023 годы", "01.03", None, H2),
    ],
)
def test_what_is_due_and_optional_in_each_half_year(
    wording: str, first: str | None, second: str | None, optional: ReportingPeriod | None
) -> None:
    rule = read_deadline(wording).rule
    for period, expected in ((H1, first), (H2, second)):
        due = " ".join(f"{day:%d.%m}" for day in due_in_period(rule, period, COLLECTED[period]))
        assert due == (expected or f"{COLLECTED[period]:%d.%m}")
        assert is_optional(rule, period) is (period == optional)


@pytest.mark.parametrize("wording", ["до 31.12.2023", "IV квартал 2021", "ежегодно до 1 марта 2023-2025 гг."])
def test_days_and_quarters_of_other_years_make_both_halves_optional(wording: str) -> None:
    rule = read_deadline(wording).rule
    assert [is_optional(rule, period) for period in (H1, H2)] == [True, True]


def test_a_stretch_over_years_is_optional_only_outside_it() -> None:
    rule = read_deadline("с марта 2021 по май 2022").rule
    periods = [
        ReportingPeriod(2020, 2),
        ReportingPeriod(2021, 1),
        ReportingPeriod(2022, 1),
        ReportingPeriod(2022, 2),
    ]
    assert [is_optional(rule, period) for period in periods] == [True, False, False, True]


def test_a_rule_is_stored_as_plain_json() -> None:
    rule = read_deadline("до 1 марта 2022 г., до 1 марта 2023 г.").rule
    assert rule is not None
    assert rule.to_dict() == {
        "kind": "dates",
        "dates": [{"from": "2022-03-01", "to": "2022-03-01"}, {"from": "2023-03-01", "to": "2023-03-01"}],
    }
    bounded = Rule(Kind.DATES, (Yearly(MonthDay(1, 1), MonthDay(3, 31), 2021, 2023),))
    assert read_deadline("I квартал 2021-2023 годов").rule == bounded
    assert bounded.to_dict() == {
        "kind": "dates",
        "dates": [{"from": "01-01", "to": "03-31", "first_year": 2021, "last_year": 2023}],
    }
    assert Rule.from_dict(bounded.to_dict()) == bounded
    assert Rule.from_dict({"kind": "ongoing"}) == Rule(Kind.ONGOING)


def test_the_order_of_dates_in_a_wording_does_not_matter() -> None:
    assert read_deadline("до 1 марта, до 1 сентября") != read_deadline("до 1 сентября, до 1 марта")
    assert read_deadline("до 1 марта, до 1 сентября").rule == read_deadline("до 1 сентября, до 1 марта").rule


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": "weekly"},
        {"kind": "dates"},
        {"kind": "dates", "dates": []},
        {"kind": "ongoing", "dates": [{"from": "03-01", "to": "03-01"}]},
        {"kind": "dates", "dates": [{"from": "03-01"}]},
        {"kind": "dates", "dates": [{"from": "02-30", "to": "02-30"}]},
        {"kind": "dates", "dates": [{"from": "2022-02-29", "to": "2022-02-29"}]},
        {"kind": "dates", "dates": [{"from": "2022-03-02", "to": "2022-03-01"}]},
        {"kind": "dates", "dates": [{"from": "03-01", "to": 1}]},
        {"kind": "dates", "dates": [{"from": "03-01", "to": "03-01", "first_year": "2021"}]},
        {"kind": "dates", "dates": [{"from": "03-01", "to": "03-01", "first_year": 2023, "last_year": 2021}]},
        {"kind": "dates", "dates": 5},
        [],
        None,
    ],
)
def test_a_stored_rule_of_another_shape_is_refused(data: dict) -> None:
    with pytest.raises(ValueError, match=r"^Правило срока записано неверно\."):
        Rule.from_dict(data)


def test_dates_are_ascending_and_given_once() -> None:
    rule = Rule(
        Kind.DATES, (Once(date(2022, 3, 1), date(2022, 3, 1)), Yearly(MonthDay(3, 1), MonthDay(3, 1)))
    )
    assert due_in_year(rule, 2022) == [date(2022, 3, 1)]


@pytest.mark.parametrize(
    ("wording", "words"),
    [
        ("ежегодно, до 01 марта", "Каждый год: 1 марта."),
        ("ежегодно", "Каждый год: 31 декабря (весь год)."),
        ("один раз в полугодие", "Каждый год: 30 июня (I полугодие) и 31 декабря (II полугодие)."),
        ("до 1 марта, 1 июня, 1 сентября", "Каждый год: 1 марта, 1 июня и 1 сентября."),
        ("до 5 числа каждого месяца", "Каждый год: 5 числа каждого месяца."),
        ("ежемесячно", "Каждый год: в последний день каждого месяца."),
        ("февраль", "Каждый год: последний день февраля (весь месяц)."),
        ("март-апрель", "Каждый год: 30 апреля (с 1 марта)."),
        ("с 10 марта по 1 апреля", "Каждый год: 1 апреля (с 10 марта)."),
        ("IV квартал 2022 г.", "Один раз: 31 декабря 2022 года (IV квартал)."),
        ("2021-2023 годы", "Один раз: 31 декабря 2023 года (с 1 января 2021 года)."),
        ("до 31.12.2022", "Один раз: 31 декабря 2022 года."),
        ("ежегодно до 1 марта 2021-2023 гг.", "Каждый год с 2021 по 2023 год: 1 марта."),
        ("ежегодно, начиная с 2023 года", "Каждый год начиная с 2023 года: 31 декабря (весь год)."),
        ("ежегодно, до конца 2024 года", "Каждый год по 2024 год включительно: 31 декабря (весь год)."),
        ("постоянно", "Постоянно: своей даты нет, сведения нужны ко дню сбора в каждом полугодии."),
        (
            "при необходимости",
            "По мере необходимости: своей даты нет, сведения нужны ко дню сбора в каждом полугодии.",
        ),
        (
            "по графику",
            "Срок не прочитан: сведения нужны ко дню сбора. Исправьте прочтение, если срок известен.",
        ),
    ],
)
def test_a_rule_is_described_in_russian(wording: str, words: str) -> None:
    assert describe(read_deadline(wording).rule) == words
