"""The plain values of checking: an indicator's figure, a finding, and the question about a big change."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator with its values as an entry gives them: `previous` is that of the half-year before; `sought`: words
    by which its number is looked for in a text, where the name does not tell."""

    indicator_id: int
    name: str
    unit: str = ""
    kind: str = "whole"
    sought: str = ""
    value: Decimal | None = None
    previous: Decimal | None = None
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind`: error, warn or info; `code` names the rule; `title` what is wrong, `text` the evidence."""

    kind: str
    code: str
    title: str
    text: str

    def to_dict(self) -> dict[str, str]:
        return asdict(self)


def fits(kind: str, value: Decimal) -> bool:
    """Whether an indicator of a kind (``whole``, ``decimal``, ``yes_no``) takes the value."""
    if not value.is_finite() or abs(value) >= 10**12:
        return False
    if kind == "yes_no":
        return value in (0, 1)
    return value == (value.to_integral_value() if kind == "whole" else round(value, 4))


def is_big_change(previous: Decimal | None, value: Decimal) -> bool:
    """Whether a figure differs from the half-year before by more than half: "is this right?" is asked then."""
    if previous is None or previous == value:
        return False
    return previous == 0 or 2 * abs(value - previous) > abs(previous)
