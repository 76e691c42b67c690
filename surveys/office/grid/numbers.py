"""The numbers of a cell as people type them. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

MOST = 1_000_000_000
_PERCENT_PLACES = 4
_SPACES = re.compile(r"\s+")


def count_of(text: str) -> int | None:
    """«5 942» -> 5942; None for an empty one. Raises ValueError with a Russian sentence."""
    digits = _SPACES.sub("", text)
    if not digits:
        return None
    if re.fullmatch(r"[-−–—]\d+", digits):
        raise ValueError("число ответов не бывает меньше нуля")
    if not re.fullmatch(r"\d+", digits, re.ASCII):
        raise ValueError("введите целое число, например 195")
    if len(digits) > len(str(MOST)) or int(digits) >= MOST:
        raise ValueError("число слишком большое, проверьте его")
    return int(digits)


def percent_of(text: str) -> Decimal | None:
    """«20,70 %» -> 20.70; None for an empty one. Raises ValueError with a Russian sentence."""
    words = _SPACES.sub("", text)
    if not words:
        return None
    words = words.removesuffix("%").replace(",", ".")
    if not re.fullmatch(r"\d{1,20}(?:\.\d{1,20})?", words, re.ASCII):
        raise ValueError("введите процент числом, например 42,3")
    percent = Decimal(words)
    if percent > 100:
        raise ValueError("процент не бывает больше 100")
    if len(words.partition(".")[2]) > _PERCENT_PLACES:
        raise ValueError(f"после запятой может быть не больше {_PERCENT_PLACES} знаков")
    return percent
