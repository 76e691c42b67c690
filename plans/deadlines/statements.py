"""What a deadline's wording can state, before it is known what the statements mean together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .rules import LAST_DAYS, Kind, MonthDay


@dataclass(frozen=True, slots=True)
class Standing:
    """«постоянно», «по мере необходимости»."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Frequency:
    """«ежеквартально»; ``at_least`` for «не реже», which gives dates even to work that is otherwise ongoing."""

    per_year: int
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of days of any year, due on its last day: «1 марта», «III квартал», «март-май», «в течение года».

    ``is_day`` when the wording names the day itself; ``in_next_year`` for «года, следующего за отчетным».
    """

    start: MonthDay
    end: MonthDay
    is_day: bool = False
    in_next_year: bool = False

    def holds(self, other: Place) -> bool:
        """Whether ``other`` is a narrower stretch inside this one."""
        mine, others = (self.start, self.end), (other.start, other.end)
        return mine != others and self.start <= other.start <= other.end <= self.end


@dataclass(frozen=True, slots=True)
class Years:
    """«2022 год», «2021-2023 годы»; an open end is None: «с 2022 года», «до конца 2024 года»."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch whose two ends name their years: «с марта 2021 по май 2023»."""

    start: MonthDay
    end: MonthDay
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class DaysOfMonth:
    """«до 10 числа месяца, следующего за отчетным кварталом».

    ``month`` is the month ``after`` a stretch of the year, the ``nth`` month of such a stretch (0: the last), or
    ``unsaid``. ``per_year`` is how many such stretches a year has: ANY_PERIOD for «отчетный период», which takes its
    length from a frequency; REPORTING_PERIOD the half-year of the reports, where no frequency says otherwise; and
    None a bare «за отчетным», a month where no frequency says otherwise.
    """

    days: tuple[int, ...]
    month: Literal["unsaid", "after", "nth"] = "unsaid"
    per_year: int | None = None
    nth: int = 0


ANY_PERIOD = 0
REPORTING_PERIOD = -1


@dataclass(frozen=True, slots=True)
class Dash:
    """A dash or a colon between two statements: fine before an explanation, unclear between two dates."""


Statement = Standing | Frequency | Place | Years | Stretch | DaysOfMonth | Dash


def months(first: int, last: int) -> Place:
    """From the first day of one month to the last day of another."""
    return Place(MonthDay(first, 1), MonthDay(last, LAST_DAYS[last]))


def stretches(per_year: int) -> list[Place]:
    """The year cut into equal stretches of whole months: 4 gives the quarters."""
    length = 12 // per_year
    return [months(month, month + length - 1) for month in range(1, 13, length)]


WHOLE_YEAR = months(1, 12)
# «до конца года»: the whole year where it stands alone, a day of its own beside other days.
END_OF_YEAR = Place(MonthDay(1, 1), MonthDay(12, 31), is_day=True)
