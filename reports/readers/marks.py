"""The mark before a row (``6.``, ``6.1``, ``IV``, ``а)``, ``–``): in the number's cell or before the words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from reports.readers.words import one_line


class MarkKind(StrEnum):
    NUMBER = "number"
    ROMAN = "roman"
    LETTER = "letter"
    DASH = "dash"
    WORDS = "words"  # the number's cell holds words
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Mark:
    """``parts``: ``6.1.2`` -> ``(6, 1, 2)``, ``IV`` -> ``(4,)``; ``ending``: ``.``, ``)`` or nothing; ``printed``: as
    the file has it."""

    kind: MarkKind = MarkKind.NONE
    parts: tuple[int, ...] = ()
    ending: str = ""
    printed: str = ""

    @property
    def is_number(self) -> bool:
        return self.kind is MarkKind.NUMBER

    @property
    def is_list(self) -> bool:
        return self.kind in (MarkKind.LETTER, MarkKind.DASH)


NO_MARK = Mark()

_NUMBER = re.compile(r"(?P<parts>\d{1,4}(?:[.,]\d{1,3})*)(?P<ending>[.)]*)")
_ROMAN_NUMBER = re.compile(r"(?P<roman>[IVX]+)(?:[.-](?P<parts>\d{1,3}(?:\.\d{1,3})*))?(?P<ending>[.)]*)")
# Excel takes «6.1» for the 6th of January.
_DATE = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{2})\.\d{4}|\d{4}-(?P<iso_month>\d{2})-(?P<iso_day>\d{2})")
_LETTER = re.compile(r"[а-яёa-z][.)]?|[А-ЯЁA-Z]\)")
_DASH = re.compile(r"[–—\-•*·]")
_ROMAN_LOOK_ALIKES = str.maketrans("ІХУ", "IXV")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}

_IN_TEXT_SEVERAL = re.compile(
    r"(?P<parts>\d{1,3}(?:\.\d{1,3})+)(?!\.?\d)(?:(?P<ending>[.)]+)\s*|\s+(?=[^\W\d_]))(?=\S)"
)
_IN_TEXT_ONE = re.compile(r"(?P<parts>\d{1,3})(?P<ending>[.)])\s*(?=[^\d\s])")


def read_mark(text: str) -> Mark:
    """The mark in a number's cell."""
    printed = one_line(text)
    bare = re.sub(r"^№|\s", "", printed)
    if not bare:
        return NO_MARK
    date = _DATE.fullmatch(bare)
    if date:
        day_and_month = (int(date["day"] or date["iso_day"]), int(date["month"] or date["iso_month"]))
        return Mark(MarkKind.NUMBER, day_and_month, "", ".".join(str(part) for part in day_and_month))
    number = _NUMBER.fullmatch(bare)
    if number:
        return Mark(MarkKind.NUMBER, _parts(number["parts"]), number["ending"][-1:], printed)
    roman = _ROMAN_NUMBER.fullmatch(bare.translate(_ROMAN_LOOK_ALIKES))
    if roman and roman["parts"]:
        parts = (roman_value(roman["roman"]), *_parts(roman["parts"]))
        return Mark(MarkKind.NUMBER, parts, roman["ending"][-1:], printed)
    if roman:
        return Mark(MarkKind.ROMAN, (roman_value(roman["roman"]),), roman["ending"][-1:], printed)
    if _LETTER.fullmatch(bare):
        return Mark(MarkKind.LETTER, (), "", printed)
    if _DASH.fullmatch(bare):
        return Mark(MarkKind.DASH, (), "", printed)
    return Mark(MarkKind.WORDS, (), "", printed)


def take_mark(text: str, *, has_number_column: bool) -> tuple[Mark, str]:
    """A number printed before the activity's words -> (mark, words without it).

    Where the table has a column of numbers, a single ``1)`` in the words is a list's and stays.
    """
    found = _IN_TEXT_SEVERAL.match(text) or (None if has_number_column else _IN_TEXT_ONE.match(text))
    if not found or _DATE.match(text):
        return NO_MARK, text
    printed = found[0].strip()
    ending = (found["ending"] or "")[-1:]
    return Mark(MarkKind.NUMBER, _parts(found["parts"]), ending, printed), text[found.end() :]


def starts_like_list(text: str) -> bool:
    """Whether words go on a sentence begun above: a lower-case letter, a dash, ``1)``."""
    return text[:1].islower() or re.match(r"[–—\-•*·]|\d{1,2}\)", text) is not None


def roman_value(roman: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in roman]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


def _parts(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.split(r"[.,]", text))
