"""What stands beside an entry's text as a block of its own: a survey, a check of open data; plain values. Pure.

An insert is complete in itself: its words, pictures and tables are drawn from what stands here, whoever made it and
whatever has become of its source since. Publication freezes it as it is, so a field is only ever added, with a default
that is left out of the text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any, Self

# From wholly for to wholly against; `static/css` has a colour and an outline for each.
TONES = ("yes", "ryes", "neutral", "rno", "no")


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend: what a tone of `TONES` stands for."""

    name: str
    tone: str


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar. ``share``: its width in per cent, exact enough to draw (``30.3738``); ``label``: the number as
    printed inside it (``30``); ``name``: the answer it stands for."""

    share: str
    label: str
    tone: str
    name: str

    @property
    def width(self) -> Decimal:
        return Decimal(self.share)


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of the picture. ``result``: what it comes to, in words («58 %»), ``""`` where it can't be told."""

    label: str
    parts: tuple[Part, ...]
    result: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of parts laid end to end. ``result_title``: what the results are («Довольны»); ``unit``: of the labels."""

    title: str
    legend: tuple[Key, ...]
    bars: tuple[Bar, ...]
    result_title: str = ""
    unit: str = "%"


@dataclass(frozen=True, slots=True)
class Cell:
    """``text`` and, beside it and smaller, ``more``: «195», «30 %»."""

    text: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The first column names the row."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class InsertValue:
    """``kind``: the key of its kind; ``title``: its heading; ``words``: plain text as it is printed in the report
    (a line is a paragraph); ``lead``: one sentence under the heading of a page; ``note``: small print under the
    tables; ``url``, ``url_words``: where the source is public, ``""`` where it is not; ``as_of``: ISO date of the
    figures; ``data``: the figures for programs, as JSON text; ``chart``: None where it was not wanted."""

    kind: str
    title: str
    words: str
    as_of: str
    lead: str = ""
    note: str = ""
    url: str = ""
    url_words: str = ""
    chart: Chart | None = None
    tables: tuple[Table, ...] = ()
    data: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Without what says nothing."""
        return {name: value for name, value in asdict(self).items() if value}

    def to_text(self) -> str:
        """One value, one text: it is compared, kept and hashed."""
        return json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def says_the_same(self, other: InsertValue) -> bool:
        """Whether the same is printed and counted; where the source is public, the day of its figures and how places
        are called in ``data`` are told beside that."""
        return self._said() == other._said()

    def _said(self) -> tuple[Any, ...]:
        numbers = tuple(_numbers(json.loads(self.data))) if self.data else ()
        return self.title, self.words, self.lead, self.note, self.chart, self.tables, numbers

    @classmethod
    def from_dict(cls, value: dict[str, Any]) -> Self:
        """Raises ValueError for a value of a later release."""
        unknown = value.keys() - {field.name for field in fields(cls)}
        if unknown:
            raise ValueError(f"Неизвестные части вставки: {', '.join(sorted(unknown))}.")
        parts: dict[str, Any] = {"tables": tuple(_table(table) for table in value.get("tables", ()))}
        if "chart" in value:
            parts["chart"] = _chart(value["chart"])
        return cls(**value | parts)

    @classmethod
    def from_text(cls, text: str) -> Self:
        return cls.from_dict(json.loads(text))


def _numbers(data: Any) -> Iterator[int | float]:
    if isinstance(data, (dict, list)):
        for part in data.values() if isinstance(data, dict) else data:
            yield from _numbers(part)
    elif isinstance(data, (int, float)):
        yield data


def _chart(value: dict[str, Any]) -> Chart:
    bars = tuple(
        Bar(**bar | {"parts": tuple(Part(**part) for part in bar["parts"])}) for bar in value["bars"]
    )
    return Chart(**value | {"legend": tuple(Key(**key) for key in value["legend"]), "bars": bars})


def _table(value: dict[str, Any]) -> Table:
    rows = tuple(tuple(Cell(**cell) for cell in row) for row in value["rows"])
    return Table(value["title"], tuple(value["head"]), rows)
