"""Pictures and tables of inserts as templates draw them: where a part of a bar begins, what is said of it in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django import template

from accounts.wording import NBSP
from plans.inserts.values import Bar, Cell, Chart, Part, Table

register = template.Library()

# Per cent of a bar that a label takes: (for one letter, for the air beside it). A bar is narrower on a phone.
_ON_A_SCREEN = (Decimal("1.7"), Decimal(1))
_ON_A_PHONE = (Decimal("2.8"), Decimal("1.5"))


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """``start``, ``length``: in per cent of the bar; ``label``: «» where it does not fit; ``is_tight``: it fits on
    a wide screen only."""

    tone: str
    start: str
    length: str
    label: str
    is_tight: bool


@register.filter
def drawn(bar: Bar) -> Iterator[DrawnPart]:
    """The parts end to end; one without any width is not drawn. Per cents that come to more than a hundred share the
    bar; less leaves its end empty."""
    whole = max(Decimal(100), sum((part.width for part in bar.parts), Decimal()))
    start = Decimal()
    for part in bar.parts:
        length = part.width * 100 / whole
        if length > 0:
            label = part.label if _fits(part, length, _ON_A_SCREEN) else ""
            is_tight = not _fits(part, length, _ON_A_PHONE)
            yield DrawnPart(part.tone, _percent(start), _percent(length), label, is_tight)
        start += length


@register.filter
def spoken(bar: Bar, chart: Chart) -> str:
    """All values of a bar, for those who do not see it: «Газоснабжение: Да 64 %, скорее Да 24 %; Довольны: 88 %»."""
    unit = f"{NBSP}{chart.unit}" if chart.unit else ""
    parts = ", ".join(f"{part.name} {part.label}{unit}" for part in bar.parts)
    result = f"{chart.result_title}: {bar.result}" if bar.result and chart.result_title else bar.result
    return "; ".join(words for words in (f"{bar.label}: {parts}", result) if words)


@register.filter
def labelled(table: Table) -> list[list[tuple[str, Cell]]]:
    """The rows with the column's title beside each cell: on a phone it stands before it."""
    return [list(zip(table.head, row, strict=True)) for row in table.rows]


def _fits(part: Part, length: Decimal, room: tuple[Decimal, Decimal]) -> bool:
    letter, air = room
    return length >= letter * len(part.label) + air


def _percent(value: Decimal) -> str:
    return f"{value:.3f}%"
