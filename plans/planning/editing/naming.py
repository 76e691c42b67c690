"""Officers as people type them, one a line or by semicolons: «Иванов И. И., начальник отдела; отдел культуры»."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plans.folding import folded
from plans.models import Officer
from plans.planning.officers import OfficerName

_SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё][а-яё]+){0,2}"
_INITIALS = r"[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?"
_NAME = r"[А-ЯЁ][а-яё]+"
_PATRONYMIC = r"[А-ЯЁ][а-яё]+(?:вич|ьич|мич|кич|вна|ична|инична)"
_PERSON = re.compile(
    rf"\b(?:(?P<s1>{_SURNAME})\s(?P<i1>{_INITIALS})|(?P<i2>{_INITIALS})\s?(?P<s2>{_SURNAME})"
    rf"|(?P<s3>{_SURNAME})\s(?P<n3>{_NAME})\s(?P<p3>{_PATRONYMIC}))"
)
_LIST_MARK = re.compile(r"^(?:[–—•*-]|\d{1,2}[.)])\s+")
_NEXT_PERSON = re.compile(rf",\s*(?={_PERSON.pattern.replace('?P<', '?P<x')})")
# A post held by one person; whatever else names nobody by surname is a collective.
_POST = re.compile(
    r"^(?:\w+(?:ый|ий|ая|яя)\s)*(?:глава|заместитель|начальник|руководитель|управляющ(?:ий|ая)|председатель|директор"
    r"|секретарь|специалист|консультант|советник|помощник|заведующ(?:ий|ая)|инспектор|бухгалтер|юрист|архитектор)\b"
)


def read_names(text: str) -> list[OfficerName]:
    """The officers that a text names, in order, each once."""
    found: dict[str, OfficerName] = {}
    for line in text.replace(";", "\n").splitlines():
        words = " ".join(_LIST_MARK.sub("", line.strip()).split()).strip(" ,;")
        for piece in _pieces(words):
            name = _read(piece)
            if name.key:
                found.setdefault(name.key, name)
    return list(found.values())


def known_name(officer: Officer, printed: str = "") -> OfficerName:
    """An officer of the municipality as a row names it."""
    by_surname = OfficerName(
        officer.name, officer.kind, officer.surname, officer.initials, officer.position, printed
    )
    if by_surname.key == officer.key:
        return by_surname
    return OfficerName(officer.name, officer.kind, position=officer.position, printed=printed)


def match_names(
    names: Iterable[OfficerName], *, officers: Iterable[Officer], rows: Iterable[tuple[str, Officer]] = ()
) -> tuple[list[OfficerName], list[OfficerName]]:
    """The names with those that the municipality knows put as it knows them, and those that it does not know.

    rows: words as a row of the plan prints them now, with whom they mean: the same words mean the same one.
    """
    known = {officer.key: officer for officer in officers}
    printed = {folded(words): officer for words, officer in rows}
    matched, unknown = [], []
    for name in names:
        words = name.printed or name.name
        officer = printed.get(folded(words)) or known.get(name.key)
        if officer is None:
            unknown.append(name)
        matched.append(known_name(officer, words) if officer else name)
    return matched, unknown


def _pieces(words: str) -> list[str]:
    """«Иванов И.И., Петров П.П.» are two; «Иванов И.И., начальник отдела» is one with a post."""
    pieces: list[str] = []
    for part in _split_before_people(words):
        if pieces and not _PERSON.search(pieces[-1]):
            pieces[-1] = f"{pieces[-1]}, {part}"
        else:
            pieces.append(part)
    return [piece for piece in pieces if piece]


def _split_before_people(words: str) -> list[str]:
    starts = [found.end() for found in _NEXT_PERSON.finditer(words)]
    return [
        words[begin:end].strip(" ,") for begin, end in zip([0, *starts], [*starts, len(words)], strict=True)
    ]


def _read(piece: str) -> OfficerName:
    person = _PERSON.search(piece)
    if not person:
        is_post = _POST.match(piece.lower()) is not None
        kind = Officer.Kind.OFFICIAL if is_post else Officer.Kind.COLLECTIVE
        return OfficerName(piece, kind, position=piece if is_post else "", printed=piece)
    surname = person["s1"] or person["s2"] or person["s3"]
    initials = (
        f"{person['n3'][0]}.{person['p3'][0]}." if person["s3"] else person["i1"] or person["i2"]
    ).replace(" ", "")
    position = (piece[: person.start()] + piece[person.end() :]).strip(" ,()–—-")
    return OfficerName(person[0], Officer.Kind.OFFICIAL, surname, initials, position, printed=piece)
