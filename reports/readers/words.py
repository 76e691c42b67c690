"""Words compared the way a person compares them: case, spaces, «ё» and hyphenation put aside."""

from __future__ import annotations

import re

_NOTHING = re.compile(r"[\s\-–—−_.]*|[xхXХ]")  # «х»: not to be filled in
# Latin letters that look like Cyrillic ones; offices type them by mistake in initials and Roman numbers.
_LOOK_ALIKES = str.maketrans("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху")


def one_line(text: str) -> str:
    """All lines on one, single spaces."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """For comparing wordings: lower case, «е» for «ё», single spaces."""
    return one_line(text).lower().replace("ё", "е")


def fold_name(text: str) -> str:
    """For comparing people: letters only, Latin look-alikes read as Cyrillic."""
    return "".join(re.findall(r"\w", fold(text.translate(_LOOK_ALIKES))))


def compact(text: str) -> str:
    """Letters, digits and «№» without anything between, so that a word broken over two lines is whole again."""
    return "".join(re.findall(r"[\w№#]", text.lower().replace("ё", "е")))


def is_nothing(text: str) -> bool:
    """A cell that says nothing: blank, only dashes and full stops, or a crossed «х»."""
    return _NOTHING.fullmatch(text) is not None
