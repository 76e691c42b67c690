"""An officer's name as a person types it: whose surname and initials stand in it."""

from __future__ import annotations

import re

from plans.models import Officer
from plans.planning.officers import OfficerName

_SURNAME = r"(?P<surname>[А-ЯЁ][а-яё]+(?:-[А-ЯЁ]?[а-яё]+)*)"
_INITIALS = r"(?P<initials>(?:[А-ЯЁ]\.\s*){1,2})"
_PATRONYMIC = r"(?P<second>[А-ЯЁ][а-яё]+(?:вич|ьич|вна|ична|инична|кызы|оглы))"
_PERSON = (
    re.compile(rf"{_SURNAME}\s+{_INITIALS}"),
    re.compile(rf"{_INITIALS}{_SURNAME}"),
    re.compile(rf"{_SURNAME}\s+(?P<first>[А-ЯЁ][а-яё]+)\s+{_PATRONYMIC}"),
    re.compile(rf"(?P<first>[А-ЯЁ][а-яё]+)\s+{_PATRONYMIC}\s+{_SURNAME}"),
)


def officer_name(typed: str, *, kind: str = Officer.Kind.OFFICIAL, position: str = "") -> OfficerName:
    """«Сидоров П. П.», «П.П. Сидоров» and «Сидоров Павел Петрович» are one person; whatever else is typed, a post or a
    collective, is known by its words."""
    name = " ".join(typed.split())
    for pattern in _PERSON if kind == Officer.Kind.OFFICIAL else ():
        if found := pattern.fullmatch(name):
            parts = found.groupdict()
            letters = re.findall(r"\w", parts.get("initials") or f"{parts['first'][0]}{parts['second'][0]}")
            initials = "".join(f"{letter}." for letter in letters)
            return OfficerName(name, kind, parts["surname"], initials, position)
    return OfficerName(name, kind, position=position)
