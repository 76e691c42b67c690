"""The name of a series in the address, made from a survey's title. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection

from surveys.titles import same_through_years

LONGEST_SLUG = 60
_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch . y . e yu ya".split(),
        strict=True,
    )
) | {"ъ": "", "ь": ""}


def slug_of(title: str, taken: Collection[str] = ()) -> str:
    """«Опрос жителей за 2021 год» is ``opros-zhiteley``; with a number after it where that is taken."""
    words = "".join(_LETTERS.get(letter, letter) for letter in same_through_years(title))
    words = re.sub(r"[^a-z0-9]+", "-", words).strip("-")
    if not words[:1].isalpha():
        words = f"opros-{words}".strip("-")
    slug = _cut(words, LONGEST_SLUG)
    number = 1
    while slug in taken:
        number += 1
        slug = f"{_cut(words, LONGEST_SLUG - len(str(number)) - 1)}-{number}"
    return slug


def is_slug(text: str) -> bool:
    return len(text) <= LONGEST_SLUG and _SLUG.fullmatch(text) is not None


def _cut(words: str, longest: int) -> str:
    """At a hyphen where there is one."""
    if len(words) <= longest:
        return words
    return (words[: longest + 1].rpartition("-")[0] or words[:longest]).rstrip("-")
