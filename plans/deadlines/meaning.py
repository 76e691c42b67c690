"""What the statements of a wording mean together: one rule, or none where they contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from .rules import LAST_DAYS, Kind, MonthDay, Once, Rule, Term, Yearly
from .statements import (
    ANY_PERIOD,
    END_OF_YEAR,
    REPORTING_PERIOD,
    WHOLE_YEAR,
    Dash,
    DaysOfMonth,
    Frequency,
    Place,
    Standing,
    Statement,
    Stretch,
    Years,
    stretches,
)

EVER = Years(None, None)
HALF_YEARS = 2


class UnclearError(Exception):
    """The statements can be meant in more than one way, or contradict each other."""


def rule_of(statements: Sequence[Statement]) -> Rule | None:
    """The rule that the statements make together; None when it is unclear."""
    try:
        return _rule_of(statements)
    except UnclearError:
        return None


def _rule_of(statements: Sequence[Statement]) -> Rule:
    statements = _with_end_of_year(statements)
    _refuse_unclear_dash(statements)
    standing = {found.kind for found in statements if isinstance(found, Standing)}
    frequencies = [found for found in statements if isinstance(found, Frequency)]
    if standing and not any(found.at_least for found in frequencies):
        return _standing_rule(standing, statements)
    per_year = _per_year(frequencies)
    # «в течение года» beside anything more precise only says when the work goes on.
    dated = [
        found
        for found in statements
        if isinstance(found, Place | DaysOfMonth | Stretch) and found != WHOLE_YEAR
    ]
    years = [found for found in statements if isinstance(found, Years)]
    if dated:
        terms = _dated_terms([found for found in statements if found in [*dated, *years]], per_year)
    elif per_year or (WHOLE_YEAR in statements and not years):
        terms = [_term(place, bounds) for place in stretches(per_year or 1) for bounds in years or [EVER]]
    else:
        terms = [_whole_years(found) for found in years]
    return Rule(Kind.DATES, tuple(_without_frames(terms)))


def _with_end_of_year(statements: Sequence[Statement]) -> list[Statement]:
    """«до 1 июля и до конца года» names two days; «до конца года» alone is the year."""
    places = [found for found in statements if isinstance(found, Place)]
    has_others = any(found not in (WHOLE_YEAR, END_OF_YEAR) for found in places)
    end = Place(END_OF_YEAR.end, END_OF_YEAR.end, is_day=True) if has_others else WHOLE_YEAR
    return [end if found == END_OF_YEAR else found for found in statements]


def _refuse_unclear_dash(statements: Sequence[Statement]) -> None:
    """«I квартал - до 15 марта» explains; «март - до 10 мая» and «2023-2021 годы» could mean anything."""
    for before, between, after in zip(statements, statements[1:], statements[2:], strict=False):
        if isinstance(between, Dash) and type(before) is type(after):
            is_explained = isinstance(before, Place) and isinstance(after, Place) and before.holds(after)
            if not is_explained:
                raise UnclearError


def _standing_rule(standing: set[Kind], statements: Iterable[Statement]) -> Rule:
    """«постоянно, в течение 2022 года» is ongoing; a day or a quarter beside it makes it unclear which one counts."""
    harmless = {WHOLE_YEAR, Frequency(1)}
    if any(not isinstance(found, Standing | Years | Dash) and found not in harmless for found in statements):
        raise UnclearError
    return Rule(Kind.AS_NEEDED if Kind.AS_NEEDED in standing else Kind.ONGOING)


def _per_year(frequencies: Iterable[Frequency]) -> int | None:
    """The one frequency; «ежегодно» beside a finer one says nothing new."""
    named = {found.per_year for found in frequencies}
    finer = named - {1}
    if len(finer) > 1:
        raise UnclearError
    return max(named, default=None)


def _dated_terms(statements: Sequence[Statement], per_year: int | None) -> list[Term]:
    days = [found for found in statements if isinstance(found, DaysOfMonth)]
    if days and not all(isinstance(found, DaysOfMonth | Years) for found in statements):
        raise UnclearError
    expanded = [place for found in statements for place in _expanded(found, per_year)]
    terms: list[Term] = [_stretch(found) for found in expanded if isinstance(found, Stretch)]
    for places, years in _groups(expanded):
        if places:
            _refuse_odd_years(years, per_year)
            terms += [_term(place, bounds) for place in places for bounds in years]
        else:
            terms += [_whole_years(bounds) for bounds in years]
    if per_year and not days:
        _refuse_wrong_count(_without_frames(terms), per_year)
    return terms


def _refuse_odd_years(years: Sequence[Years], per_year: int | None) -> None:
    """«до 1 марта, до конца 2024 года» says no «ежегодно»; «ежегодно, до 1 марта 2024 года» contradicts itself."""
    for bounds in years:
        is_until = bounds.first is None and bounds.last is not None
        is_single = bounds.first is not None and bounds.first == bounds.last
        if (per_year is None and is_until) or (per_year == 1 and is_single and len(years) == 1):
            raise UnclearError


def _refuse_wrong_count(terms: Iterable[Term], per_year: int) -> None:
    """«ежеквартально» needs four dates where it names any; «ежегодно» may name several."""
    named = {(term.end.month, term.end.day) for term in terms}
    if per_year > 1 and len(named) != per_year:
        raise UnclearError


def _expanded(statement: Statement, frequency: int | None) -> list[Statement]:
    """The places that «10 числа месяца, следующего за отчетным» stands for; anything else as it is."""
    if not isinstance(statement, DaysOfMonth):
        return [statement]
    return [
        _day_of_month(month, day, in_next_year=statement.month == "after" and month == 1)
        for stretch in stretches(_stretches_meant(statement, frequency))
        for month in [_month_meant(statement, stretch)]
        for day in statement.days
    ]


def _day_of_month(month: int, day: int, *, in_next_year: bool) -> Place:
    """«31 числа каждого месяца» is the last day of a shorter month."""
    found = MonthDay(month, min(day, LAST_DAYS[month]))
    return Place(found, found, in_next_year=in_next_year)


def _month_meant(statement: DaysOfMonth, stretch: Place) -> int:
    if statement.month == "after":
        return stretch.end.month % 12 + 1
    month = stretch.start.month + statement.nth - 1 if statement.nth else stretch.end.month
    if month > stretch.end.month:
        raise UnclearError
    return month


def _stretches_meant(statement: DaysOfMonth, frequency: int | None) -> int:
    """How many stretches a year has, by the statement and the frequency beside it."""
    said, per_year = statement.per_year, None
    if statement.month == "unsaid":
        # «ежемесячно, до 5 числа» is clear; «ежеквартально, до 5 числа» does not say of which month.
        per_year = 12 if frequency == 12 else None
    elif said is None:
        per_year = 12 if frequency is None else frequency if frequency > 1 else None
    elif said == ANY_PERIOD:
        per_year = frequency
    elif said == REPORTING_PERIOD:
        per_year = frequency or HALF_YEARS
    elif frequency in (None, 1, said):
        per_year = said
    if per_year is None:
        raise UnclearError
    return per_year


def _groups(statements: Sequence[Statement]) -> list[tuple[list[Place], list[Years]]]:
    """Which years belong to which places: those behind them («март, июнь 2022»), else those before («2022: март»).

    Years without places of their own stand first: «2022 год, до 01.03.2022».
    """
    places_and_years = [found for found in statements if isinstance(found, Place | Years)]
    runs: list[list[Any]] = [list(run) for _, run in groupby(places_and_years, key=type)]
    if not runs:
        return []
    starts_with_years, ends_with_years = isinstance(runs[0][0], Years), isinstance(runs[-1][0], Years)
    if len(runs) == 1 and not ends_with_years:
        return [(runs[0], [EVER])]
    if starts_with_years and not ends_with_years:
        return [(places, years) for years, places in zip(runs[::2], runs[1::2], strict=True)]
    if not ends_with_years:
        raise UnclearError
    alone: list[tuple[list[Place], list[Years]]] = [([], runs.pop(0))] if starts_with_years else []
    return alone + [(places, years) for places, years in zip(runs[::2], runs[1::2], strict=True)]


def _term(place: Place, years: Years) -> Term:
    shift = 1 if place.in_next_year else 0
    first, last = (year and year + shift for year in (years.first, years.last))
    if first is None or first != last:
        return Yearly(place.start, place.end, first, last)
    if place.is_day and place.end == (2, 29) and place.end.in_year(first).day != 29:
        raise UnclearError
    began = first if place.start <= place.end else first - 1
    return Once(place.start.in_year(began), place.end.in_year(first))


def _stretch(found: Stretch) -> Once:
    return Once(found.start.in_year(found.first_year), found.end.in_year(found.last_year))


def _whole_years(years: Years) -> Once:
    if years.last is None:
        raise UnclearError
    return Once(date(years.first or years.last, 1, 1), date(years.last, 12, 31))


def _without_frames(terms: Sequence[Term]) -> list[Term]:
    """«I квартал (до 15 марта)»: a stretch that holds another one is only its frame."""
    return [term for term in terms if not any(_holds(term, other) for other in terms)]


def _holds(frame: Term, inner: Term) -> bool:
    if isinstance(frame, Once) and isinstance(inner, Once):
        return frame != inner and frame.start <= inner.start and inner.end <= frame.end
    if isinstance(frame, Yearly) and isinstance(inner, Yearly):
        same_years = (frame.first_year, frame.last_year) == (inner.first_year, inner.last_year)
        return same_years and Place(frame.start, frame.end).holds(Place(inner.start, inner.end))
    return False
