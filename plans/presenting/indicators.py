"""Indicators as the office's pages show them: by activity, with how the newest value stands to the one before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.wording import number_words
from plans.figures import plain
from plans.models import Indicator, IndicatorValue
from plans.periods import ReportingPeriod
from plans.presenting.entry import value_words


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """`value`: the newest one with its half-year; `before`: the one before it; `marks`: what else is to be known."""

    indicator: Indicator
    value: str
    period: str
    before: str
    marks: tuple[str, ...]
    is_ended: bool


@dataclass(frozen=True, slots=True)
class ActivityView:
    """An activity of the plan with its indicators; `pk`: the activity's."""

    pk: int
    number: str
    text: str
    indicators: tuple[IndicatorView, ...]


@dataclass(frozen=True, slots=True)
class ValueView:
    """One value of an indicator; `entry`: the id of the entry that gives it."""

    period: str
    value: str
    entry: int


def indicator_view(
    indicator: Indicator, values: Sequence[IndicatorValue], *, now: ReportingPeriod | None
) -> IndicatorView:
    """``values``: the indicator's, the newest first; ``now``: the newest half-year of the plan."""
    newest, before = [*values[:2], None, None][:2]
    is_ended = bool(indicator.last_period and now and indicator.last_period < now)
    return IndicatorView(
        indicator=indicator,
        value=value_words(newest.value, indicator.kind) if newest else "",
        period=newest.entry.plan_period.period.title if newest else "",
        before=value_words(before.value, indicator.kind) if before else "",
        marks=tuple(_marks(indicator)),
        is_ended=is_ended,
    )


def _marks(indicator: Indicator) -> Iterable[str]:
    if indicator.is_main:
        yield "главный: вверху отчета"
    if indicator.kind != Indicator.Kind.WHOLE:
        yield indicator.get_kind_display()
    if not indicator.adds_up and indicator.kind != Indicator.Kind.YES_NO:
        yield "полугодия не складываются"
    if indicator.target is not None:
        yield f"план: {number_words(Decimal(plain(indicator.target)))}"
    if indicator.last_period:
        yield f"по {indicator.last_period.title}"


def value_views(values: Iterable[IndicatorValue], kind: str) -> list[ValueView]:
    return [
        ValueView(value.entry.plan_period.period.title, value_words(value.value, kind), value.entry_id)
        for value in values
    ]
