"""Titles of surveys: with their year for a heading, without it to know the same survey of every year. Pure."""

from __future__ import annotations

import re

from accounts.wording import NBSP
from plans.folding import folded

DEFAULT_TITLE = "Опрос жителей"
_OF_A_YEAR = re.compile(r"\b(?:за |в )?(?:19|20)\d\d(?: (?:г|год|года|году))?\b")


def heading(title: str, year: int | None) -> str:
    """«Опрос жителей за 2021 год»; a title that names its year stays as it is."""
    if year is None or str(year) in title:
        return title
    if title[-1:].isalnum() or title[-1:] in "»)":
        return f"{title} за {year}{NBSP}год"
    return f"{title} {year}{NBSP}год"


def same_through_years(title: str) -> str:
    """What the title says besides the year, folded: equal for the same survey of every year."""
    return " ".join(_OF_A_YEAR.sub(" ", folded(title)).split())
