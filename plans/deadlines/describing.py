"""A rule in plain Russian words, for the person who checks whether a wording was read rightly."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from .rules import LAST_DAYS, Kind, MonthDay, Once, Rule, Term, Yearly

_MONTHS = ("", *"января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split())
_ROMANS = ("", "I", "II", "III", "IV")
_ENDLESS = {
    Kind.ONGOING: "Постоянно: своей даты нет, сведения нужны ко дню сбора в каждом полугодии.",
    Kind.AS_NEEDED: "По мере необходимости: своей даты нет, сведения нужны ко дню сбора в каждом полугодии.",
}
_UNREADABLE = "Срок не прочитан: сведения нужны ко дню сбора. Исправьте прочтение, если срок известен."


def describe(rule: Rule | None) -> str:
    """Russian sentences with every date of the rule; None is described as a wording that was not read."""
    if rule is None:
        return _UNREADABLE
    if rule.kind is not Kind.DATES:
        return _ENDLESS[rule.kind]
    groups = [(title, list(terms)) for title, terms in groupby(rule.terms, key=_title)]
    return " ".join(f"{title}: {_every_month(terms) or _listed(terms)}." for title, terms in groups)


def _title(term: Term) -> str:
    if isinstance(term, Once):
        return "Один раз"
    if term.first_year is None:
        return f"Каждый год по {term.last_year} год включительно" if term.last_year else "Каждый год"
    if term.last_year is None:
        return f"Каждый год начиная с {term.first_year} года"
    return f"Каждый год с {term.first_year} по {term.last_year} год"


def _every_month(terms: list[Term]) -> str:
    """Twelve dates as one phrase, where they are the same day of every month."""
    ends = [term.end for term in terms if isinstance(term, Yearly)]
    if [end.month for end in ends] != list(range(1, 13)):
        return ""
    if all(end.day == LAST_DAYS[end.month] for end in ends):
        return "в последний день каждого месяца"
    days = {end.day for end in ends}
    return f"{days.pop()} числа каждого месяца" if len(days) == 1 else ""


def _listed(terms: list[Term]) -> str:
    *first, last = [_due(term) + _stretch(term) for term in terms]
    return f"{', '.join(first)} и {last}" if first else last


def _stretch(term: Term) -> str:
    """`` (I квартал)`` behind the last day of a stretch; nothing behind a single day."""
    if term.start == term.end:
        return ""
    if isinstance(term, Once) and term.start.year != term.end.year:
        return f" (с {_day(term.start)})"
    first, last = term.start, term.end
    if (first.day, last.day) != (1, LAST_DAYS[last.month]) and (last.month, last.day) != (2, 28):
        return f" (с {_day(first)})"
    return f" ({_months(first.month, last.month)})"


def _months(first: int, last: int) -> str:
    """Whole months by the name they have in an office."""
    length = last - first + 1
    if length == 12:
        return "весь год"
    if length in (3, 6) and last % length == 0:
        return f"{_ROMANS[last // length]} {'квартал' if length == 3 else 'полугодие'}"
    return "весь месяц" if length == 1 else f"с 1 {_MONTHS[first]}"


def _due(term: Term) -> str:
    if term.end == (2, LAST_DAYS[2]):
        return "последний день февраля"
    return _day(term.end)


def _day(day: date | MonthDay) -> str:
    year = f" {day.year} года" if isinstance(day, date) else ""
    return f"{day.day} {_MONTHS[day.month]}{year}"
