"""The reporting period: a half-year as a plain, ordered value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

_SLUG = re.compile(r"(?P<year>\d{4})-h(?P<half>[12])")
_ROMAN = {1: "I", 2: "II"}


@dataclass(frozen=True, order=True, slots=True)
class ReportingPeriod:
    """One half-year. Its slug (``2022-h1``) is its form in addresses, files and the database."""

    year: int
    half: int

    def __post_init__(self) -> None:
        if not 1000 <= self.year <= 9999 or self.half not in (1, 2):
            raise ValueError(f"Нет такого полугодия: {self.half} полугодие {self.year} года.")

    @classmethod
    def parse(cls, slug: str) -> Self:
        """Read ``2022-h1``; raises ValueError with a Russian sentence for anything else."""
        found = _SLUG.fullmatch(slug.strip().lower())
        if not found:
            raise ValueError(f"Период «{slug}» не распознан. Напишите год и полугодие, например 2022-h1.")
        return cls(int(found["year"]), int(found["half"]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The half-year that a day belongs to."""
        return cls(day.year, 1 if day.month <= 6 else 2)

    def __str__(self) -> str:
        return f"{self.year}-h{self.half}"

    @property
    def roman(self) -> str:
        """``I`` or ``II``, as offices write it."""
        return _ROMAN[self.half]

    @property
    def title(self) -> str:
        """``I полугодие 2022 года`` (nominative, no-break spaces left to the typography of pages)."""
        return f"{self.roman} полугодие {self.year} года"

    @property
    def since_words(self) -> str:
        """``с I полугодия 2022 года``, ``со II полугодия 2022 года``: from when on."""
        return f"{'с' if self.half == 1 else 'со'} {self.roman} полугодия {self.year} года"

    @property
    def starts_on(self) -> date:
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def ends_on(self) -> date:
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    @property
    def next(self) -> ReportingPeriod:
        return ReportingPeriod(self.year + self.half // 2, 3 - self.half)

    @property
    def previous(self) -> ReportingPeriod:
        return ReportingPeriod(self.year - self.half % 2, 3 - self.half)

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on
