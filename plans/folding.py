"""Texts folded for comparison: what an office may type differently without meaning another thing."""

from __future__ import annotations

import re

_NOT_WORD = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """Lower case, «ё» as «е», every run of spaces and punctuation one space: equal texts fold equal."""
    return _NOT_WORD.sub(" ", text.casefold().replace("ё", "е")).strip()


def name_key(name: str) -> str:
    """The key of an officer's name: «Иванов И. И.» and «Иванов  И.И.» are one."""
    return folded(name).replace(" ", "")
