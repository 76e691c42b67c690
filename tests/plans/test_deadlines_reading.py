"""Which dates every wording of a deadline gives, and which wordings must stay unread."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.deadlines import Kind, Rule, due_in_year, read_deadline

QUARTER_ENDS = "31.03 30.06 30.09 31.12"
HALF_ENDS = "30.06 31.12"
MONTH_ENDS = "31.01 28.02 31.03 30.04 31.05 30.06 31.07 31.08 30.09 31.10 30.11 31.12"


def every_month(day: int) -> str:
    return " ".join(f"{day:02d}.{month:02d}" for month in range(1, 13))


def after_quarter(day: int) -> str:
    return " ".join(f"{day:02d}.{month:02d}" for month in (1, 4, 7, 10))


# Due dates in 2022 of wordings that repeat: {dates: wordings}.
REPEATING = {
    "31.12": (
        "ежегодно",
        "Ежегодно",
        "ЕЖЕГОДНО.",
        "(ежегодно)",
        "((ежегодно))",
        " ежегодно ;",
        "Срок исполнения: ежегодно",
        "каждый год",
        "раз в год",
        "1 раз в год",
        "один раз в год",
        "1 раз/год",
        "ежегодно (1 раз в год)",
        "не реже одного раза в год",
        "в течение года",
        "в течении года",
        "в течение всего года",
        "в течение текущего года",
        "до конца года",
        "к концу года",
        "ежегодно, в конце года",
        "ежегодно, в IV квартале",
        "IV квартал",
        "ІV квартал",
        "ІУ квартал",
        "1У квартал",
        "1V кв.",
        "до конца IV квартала",
        "не позднее IV квартала",
        "II полугодие",
        "П полугодие",
        "II-е полугодие",
        "2 п/г",
        "2-е полуг.",
        "во втором полугодии",
        "во второй половине года",
        "декабрь",
        "в декабре",
        "в дек.",
        "январь - декабрь",
        "I-IV кварталы",
        "до 31 декабря",
        "по мере необходимости, но не реже одного раза в год",
    ),
    "01.03": (
        "ежегодно, до 01 марта",
        "ежегодно,до 01марта",
        "(ежегодно,\nдо 01 марта)",
        "ежегодно,\u00a0до\u00a001\u00a0марта",
        "Ежегодно – до 1 марта",
        "- до 1 марта",
        "до 1 марта",
        "до «01» марта",
        "до 1-го марта ежегодно",
        "до первого марта",
        "к 1 марта",
        "по 1 марта",
        "не позднее 1 марта",
        "не позже 1 марта каждого года",
        "в срок до 1 марта",
        "до 1 марта включительно",
        "до 01.03",
        "до 01.03. ежегодно",
        "до 1 мар.",
        "до 1 марта текущего года",
        "до 1 марта года, следующего за отчетным",
        "до 1 марта года, следующего за отчётным годом",
        "до 1 марта следующего за отчетным года",
        "один раз в год (до 1 марта)",
        "I квартал (до 1 марта)",
    ),
    "31.03": (
        "I квартал",
        "1-й квартал",
        "первый квартал",
        "в 1 кв.",
        "март",
        "не позднее марта",
        "в течение марта",
    ),
    "30.06": ("I полугодие", "1 полугодие", "первое полугодие", "в первом полугодии", "II квартал", "июнь"),
    "30.09": (
        "III квартал",
        "Ш квартал",
        "IIIкв.",
        "I–III кварталы",
        "с I по III квартал",
        "I кв. - III кв.",
    ),
    "28.02": ("февраль", "до конца февраля", "до 29 февраля"),
    "31.05": ("март-май", "с марта по май", "в марте – мае", "ежегодно в мае"),
    "10.03": ("с 1 по 10 марта", "1-10 марта", "с 1 марта по 10 марта", "с 1 марта до 10 марта"),
    "31.03 30.09": (
        "I, III кварталы",
        "I и III квартал",
        "март, сентябрь",
        "два раза в год (март, сентябрь)",
    ),
    "01.03 01.09": (
        "до 1 марта, до 1 сентября",
        "до 1 марта и 1 сентября",
        "ежегодно до 01.03, 01.09",
        "I полугодие - до 1 марта, II полугодие - до 1 сентября",
    ),
    "15.01 15.07": ("до 15 января и 15 июля", "до 15 января, июля"),
    "10.01 10.07": (
        "1 раз в полугодие (до 10 июля, до 10 января)",
        "раз в полугодие, до 10 числа месяца, следующего за отчетным периодом",
    ),
    "01.03 15.03": ("до 1 и 15 марта",),
    HALF_ENDS: (
        "один раз в полугодие",
        "1 раз в полугодие",
        "раз в полгода",
        "каждые полгода",
        "два раза в год",
        "дважды в год",
        "не реже 2 раз в год",
        "раз в шесть месяцев",
        "по полугодиям",
        "I и II полугодие",
    ),
    QUARTER_ENDS: (
        "ежеквартально",
        "ежекварт.",
        "раз в квартал",
        "1 раз в кв.",
        "каждый квартал",
        "в каждом квартале",
        "раз в 3 месяца",
        "до конца квартала",
        "ежеквартально, в течение года",
        "март, июнь, сентябрь, декабрь",
        "постоянно, но не реже 1 раза в квартал",
    ),
    MONTH_ENDS: (
        "ежемесячно",
        "ежемес.",
        "раз в месяц",
        "последний день месяца",
        "до 31 числа каждого месяца",
    ),
    every_month(5): ("ежемесячно до 5 числа", "до 5-го числа каждого месяца", "ежемесячно с 1 по 5 число"),
    every_month(15): (
        "до 15 числа месяца, следующего за отчетным",
        "до 15 числа месяца (следующего за отчётным)",
        "до 15 числа месяца, следующего за отчетным месяцем",
        "до 15-го числа следующего месяца",
        "ежемесячно до пятнадцатого числа месяца следующего за отчетным",
    ),
    after_quarter(10): (
        "ежеквартально, до 10 числа месяца, следующего за отчетным кварталом",
        "ежеквартально, до 10 числа месяца, следующего за отчетным периодом",
        "до 10 числа первого месяца следующего квартала",
        "до 10 числа следующего за отчетным кварталом месяца",
        "до 10 января, апреля, июля, октября",
    ),
    "25.03 25.06 25.09 25.12": (
        "до 25 числа последнего месяца квартала",
        "ежеквартально до 25 числа последнего месяца",
    ),
}

# Wordings that name years, with all their dates from 2020 to 2025.
BOUNDED = {
    "31.12.2022": (
        "до 31.12.2022",
        "31.12.22",
        "до 31. 12. 2022г.",
        "2022-12-31",
        "31 декабря 2022 года",
        "2022 год",
        "2022 г.",
        "в 2022 году",
        "в течение 2022 года",
        "до конца 2022 года",
        "декабрь 2022",
        "IV квартал 2022 г.",
        "II полугодие 2022 года",
        "в течение 2022 года (до 31.12.2022)",
    ),
    "30.06.2022": ("1 полугодие 2022 года", "2022 год, I полугодие", "IV квартал 2021 - II квартал 2022"),
    "31.12.2023": (
        "2021-2023 годы",
        "2021–2023 гг.",
        "2021 — 2023 г.г.",
        "2021-23 гг.",
        "с 2021 по 2023 год",
        "с 2021 г. по 2023 г.",
        "в период 2021-2023 годов",
        "до 2023 года включительно",
        "с 01.01.2021 по 31.12.2023",
    ),
    "31.12.2021 31.12.2022": ("2021, 2022 годы", "ежегодно, 2021-2022 годы"),
    "01.03.2021 01.03.2022 01.03.2023": ("ежегодно до 1 марта 2021-2023 гг.", "2021-2023 годы: до 1 марта"),
    "01.03.2024 01.03.2025": ("ежегодно до 1 марта, начиная с 2024 года",),
    "01.03.2022 01.03.2023": ("ежегодно до 1 марта года, следующего за отчетным, 2021-2022 годы",),
    "01.03.2022 01.09.2022": (
        "до 1 марта, до 1 сентября 2022 года",
        "01.03.2022, 01.09.2022",
        "в 2022 году до 1 марта, до 1 сентября",
    ),
    "01.03.2022 01.09.2023": ("до 1 марта 2022, до 1 сентября 2023",),
    "31.03.2022 30.06.2022 30.09.2022 31.12.2022": (
        "ежеквартально в течение 2022 года",
        "2022 год, ежеквартально",
    ),
    "10.04.2022 10.07.2022 10.10.2022 10.01.2023": (
        "ежеквартально, до 10 числа месяца, следующего за отчетным кварталом, 2022 год",
    ),
    "29.02.2024": ("до 29.02.2024", "февраль 2024"),
    "31.05.2023": ("с марта 2021 по май 2023",),
}

ONGOING = (
    "постоянно",
    "Постоянно.",
    "пост.",
    "на постоянной основе",
    "непрерывно",
    "регулярно",
    "систематически",
    "весь период",
    "в течение всего периода",
    "весь период реализации плана",
    "постоянно, в течение года",
    "постоянно (2021-2023 годы)",
    "ежедневно",
)

AS_NEEDED = (
    "по мере необходимости",
    "По мере\u00a0необходимости",
    "при необходимости",
    "по необходимости",
    "в случае необходимости",
    "по мере поступления",
    "по мере поступления обращений граждан",
    "по мере обращения",
    "по запросу",
    "по мере необходимости, в течение года",
)

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
    "до 15 числа месяца, следующего за отчетным периодом",
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
    "за I полугодие - до 10 июля",
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


def _cases(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(wording, dates) for dates, wordings in table.items() for wording in wordings]


ALL_READABLE = [wording for wording, _ in _cases(REPEATING) + _cases(BOUNDED)] + [*ONGOING, *AS_NEEDED]


def _rule(wording: str) -> Rule:
    rule = read_deadline(wording).rule
    assert rule is not None, f"«{wording}» was not read"
    return rule


@pytest.mark.parametrize(("wording", "expected"), _cases(REPEATING))
def test_a_wording_without_years_gives_its_dates_in_every_year(wording: str, expected: str) -> None:
    for year in (2022, 2023):
        assert " ".join(f"{day:%d.%m}" for day in due_in_year(_rule(wording), year)) == expected


@pytest.mark.parametrize(("wording", "expected"), _cases(BOUNDED))
def test_a_wording_with_years_gives_dates_in_those_years_only(wording: str, expected: str) -> None:
    days = [day for year in range(2020, 2026) for day in due_in_year(_rule(wording), year)]
    assert " ".join(f"{day:%d.%m.%Y}" for day in days) == expected


@pytest.mark.parametrize(
    ("wording", "kind"),
    [(wording, Kind.ONGOING) for wording in ONGOING] + [(wording, Kind.AS_NEEDED) for wording in AS_NEEDED],
)
def test_ongoing_and_as_needed_are_read_and_have_no_dates(wording: str, kind: Kind) -> None:
    assert _rule(wording) == Rule(kind)
    assert due_in_year(_rule(wording), 2022) == []


@pytest.mark.parametrize("wording", UNREADABLE)
def test_a_wording_that_can_be_meant_otherwise_stays_unread(wording: str) -> None:
    deadline = read_deadline(wording)
    assert (deadline.wording, deadline.rule, deadline.is_readable) == (wording, None, False)


@pytest.mark.parametrize("wording", ALL_READABLE)
def test_an_unknown_word_makes_any_wording_unreadable(wording: str) -> None:
    assert read_deadline(f"{wording} кроме").rule is None
    assert read_deadline(f"кроме {wording}").rule is None


def test_29_february_is_the_last_day_of_february() -> None:
    rule = _rule("ежегодно, до 29 февраля")
    assert due_in_year(rule, 2023) == [date(2023, 2, 28)]
    assert due_in_year(rule, 2024) == [date(2024, 2, 29)]


@st.composite
def disguised(draw: st.DrawFn) -> tuple[str, str]:
    """A wording, and the same one in other case, spaces, brackets and with ё."""
    wording = draw(st.sampled_from(ALL_READABLE))
    other = draw(st.sampled_from((str.lower, str.upper, str.title, str)))(wording)
    other = other.replace(" ", draw(st.sampled_from((" ", "\u00a0", "  ", "\n", "\t", " \u202f"))))
    other = draw(st.sampled_from((other, other.replace("отчет", "отчёт").replace("трех", "трёх"))))
    left, right = draw(
        st.sampled_from((("(", ")"), ("((", "))"), ("[", "]"), (" ", "."), ("«", "»;"), ("(", "")))
    )
    return wording, left + other + right


@given(disguised())
def test_case_spaces_brackets_and_yo_change_nothing(pair: tuple[str, str]) -> None:
    wording, other = pair
    assert read_deadline(other).rule == _rule(wording)


WORDS = st.sampled_from(sorted({word for wording in ALL_READABLE for word in wording.split()}))


@given(st.text() | st.lists(WORDS, max_size=12).map(" ".join), st.integers(1, 9999))
def test_any_text_is_answered_with_ascending_dates_of_that_year(wording: str, year: int) -> None:
    deadline = read_deadline(wording)
    due = due_in_year(deadline.rule, year)
    assert deadline.wording == wording
    assert due == sorted(set(due))
    assert {day.year for day in due} <= {year}


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_a_rule_survives_being_stored(wording: str) -> None:
    rule = read_deadline(wording).rule
    assert rule is None or Rule.from_dict(rule.to_dict()) == rule


@pytest.mark.parametrize(
    "piece",
    ["ежегодно, ", "до 1 марта ", "1", "1-", "((", "i", "\u0300\u0316", " ", "до\u00a0", "1.1.", "п/", "я"],
)
def test_a_very_long_text_is_refused_at_once(piece: str) -> None:
    began = time.process_time()
    assert read_deadline(piece * (200_000 // len(piece))).rule is None
    assert time.process_time() - began < 1
