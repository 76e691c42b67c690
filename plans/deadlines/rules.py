"""The rule of a deadline as a plain value, its JSON form, and the dates it gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, Self

from ..periods import ReportingPeriod

# The last day that a month can have; in a common year 29 February stands for the 28th.
LAST_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FULL_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")


class Kind(StrEnum):
    """What a rule says: dates, or one of the two kinds of work that have no date of their own."""

    DATES = "dates"
    ONGOING = "ongoing"
    AS_NEEDED = "as_needed"


class MonthDay(NamedTuple):
    """A day of any year. 29 February means the last day of February."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        if self == (2, 29) and not _is_leap(year):
            return date(year, 2, 28)
        return date(year, self.month, self.day)

    def __str__(self) -> str:
        return f"{self.month:02d}-{self.day:02d}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``03-01``; raises ValueError for anything else."""
        found = _MONTH_DAY.fullmatch(text)
        if not found or not is_day(month := int(found[1]), day := int(found[2])):
            raise ValueError(f"Дня «{text}» нет в календаре. Напишите месяц и число, например 03-01.")
        return cls(month, day)


@dataclass(frozen=True, slots=True)
class Once:
    """One stretch of days, due on its last day; for «до 31.12.2022» it is that day alone."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError("Срок заканчивается раньше, чем начинается. Поменяйте даты местами.")

    def spans(self, year: int) -> Iterator[tuple[date, date]]:
        """The stretch, if it ends in ``year``."""
        if self.end.year == year:
            yield self.start, self.end

    def touches(self, period: ReportingPeriod) -> bool:
        return self.start <= period.ends_on and self.end >= period.starts_on

    @property
    def names_only_years(self) -> bool:
        return (self.start.month, self.start.day, self.end.month, self.end.day) == (1, 1, 12, 31)


@dataclass(frozen=True, slots=True)
class Yearly:
    """The same stretch of days in every year, due on its last day.

    ``end`` before ``start`` means the following year («с ноября по март»). ``first_year`` and ``last_year`` bound the
    years in which it ends, both inclusive; None is unbounded.
    """

    start: MonthDay
    end: MonthDay
    first_year: int | None = None
    last_year: int | None = None

    def __post_init__(self) -> None:
        if self.first_year and self.last_year and self.first_year > self.last_year:
            raise ValueError("Последний год срока раньше первого. Поменяйте годы местами.")

    def spans(self, year: int) -> Iterator[tuple[date, date]]:
        """The stretch that ends in ``year``, if the rule covers that year."""
        if (self.first_year or year) <= year <= (self.last_year or year):
            began = year if self.start <= self.end else year - 1
            yield self.start.in_year(max(began, 1)), self.end.in_year(year)

    def touches(self, period: ReportingPeriod) -> bool:
        years = (period.year, min(period.year + 1, 9999))
        spans = (span for year in years for span in self.spans(year))
        return any(start <= period.ends_on and end >= period.starts_on for start, end in spans)

    @property
    def names_only_years(self) -> bool:
        return (self.start, self.end) == ((1, 1), (12, 31))


Term = Once | Yearly


@dataclass(frozen=True, slots=True)
class Rule:
    """What a deadline says. ``terms`` is empty unless the kind is DATES, and always in the same order."""

    kind: Kind
    terms: tuple[Term, ...] = ()

    def __post_init__(self) -> None:
        if (self.kind is Kind.DATES) != bool(self.terms):
            raise ValueError("У срока с датами должна быть хотя бы одна дата, у срока без дат их нет.")
        object.__setattr__(self, "terms", tuple(sorted(set(self.terms), key=_order)))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON: ``{"kind": "dates", "dates": [{"from": "03-01", "to": "03-01"}]}``.

        A yearly stretch is written ``MM-DD``, with ``first_year`` and ``last_year`` where it is bounded; one that
        happens once is written ``YYYY-MM-DD``. Rules without dates have ``kind`` alone.
        """
        if self.kind is not Kind.DATES:
            return {"kind": self.kind.value}
        return {"kind": self.kind.value, "dates": [_term_to_dict(term) for term in self.terms]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The reverse of ``to_dict``; raises ValueError with a Russian sentence for any other shape."""
        try:
            return cls(Kind(data["kind"]), tuple(_term_from_dict(term) for term in data.get("dates", ())))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError("Правило срока записано неверно. Прочитайте срок заново.") from error


def due_in_year(rule: Rule | None, year: int) -> list[date]:
    """Every date of the rule in ``year``, ascending; empty for a rule without dates and for None (unreadable)."""
    terms = rule.terms if rule else ()
    return sorted({end for term in terms for _, end in term.spans(year)})


def own_dates(rule: Rule | None, period: ReportingPeriod) -> list[date]:
    """The rule's dates inside the half-year, ascending."""
    return [day for day in due_in_year(rule, period.year) if day in period]


def due_in_period(rule: Rule | None, period: ReportingPeriod, collection_on: date | None) -> list[date]:
    """The rule's dates inside the half-year; where it has none, the collection date alone, if there is one."""
    return own_dates(rule, period) or ([collection_on] if collection_on else [])


def is_optional(rule: Rule | None, period: ReportingPeriod) -> bool:
    """Whether the wording names days, months, quarters or half-years, and none of them touches this half-year.

    Such an activity is printed and never counted missing. One that names only years, and one without dates, is never
    optional.
    """
    terms = rule.terms if rule else ()
    return bool(terms) and not any(term.names_only_years or term.touches(period) for term in terms)


def is_day(month: int, day: int) -> bool:
    """Whether some year has this day."""
    return 1 <= month <= 12 and 1 <= day <= LAST_DAYS[month]


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _order(term: Term) -> tuple[bool, str, str, int, int]:
    bounds = (term.first_year or 0, term.last_year or 0) if isinstance(term, Yearly) else (0, 0)
    return isinstance(term, Yearly), str(term.end), str(term.start), *bounds


def _term_to_dict(term: Term) -> dict[str, Any]:
    data: dict[str, Any] = {"from": str(term.start), "to": str(term.end)}
    if isinstance(term, Yearly):
        bounds = {"first_year": term.first_year, "last_year": term.last_year}
        data |= {name: year for name, year in bounds.items() if year is not None}
    return data


def _term_from_dict(data: dict[str, Any]) -> Term:
    if _FULL_DATE.fullmatch(data["to"]):
        return Once(date.fromisoformat(data["from"]), date.fromisoformat(data["to"]))
    first_year, last_year = data.get("first_year"), data.get("last_year")
    if not all(year is None or (type(year) is int and 1 <= year <= 9999) for year in (first_year, last_year)):
        raise ValueError("Годы срока записаны неверно. Напишите их четырьмя цифрами.")
    return Yearly(MonthDay.parse(data["from"]), MonthDay.parse(data["to"]), first_year, last_year)
