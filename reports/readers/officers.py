"""Who answers for an activity: a cell's words -> officials and collectives, and the deadline that ends the cell.

The cell is taken apart into people, words and separators, and the words are put together again where a separator
stands inside one name («отдел культуры, спорта и молодежной политики»).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from plans.folding import folded
from reports.readers.parsed import OfficerKind, ParsedOfficer
from reports.readers.words import fold, fold_name, is_nothing, one_line

_UPPER = "А-ЯЁA-Z"
_SURNAME_PART = rf"[{_UPPER}][а-яё]{{1,30}}|[{_UPPER}]{{2,30}}"
_SURNAME = rf"(?:{_SURNAME_PART})(?:-(?:{_SURNAME_PART}|[а-яё]{{1,30}})){{0,2}}"
_INITIALS = rf"[{_UPPER}]\s?\.\s?-?(?:[{_UPPER}](?:\s?\.|(?![а-яё{_UPPER}])))?"
_PATRONYMIC = (
    r"(?:[А-ЯЁ][а-яё]{1,25}(?:вич|ьич|мич|кич|вна|ична|инична)(?:\s(?:оглы|кызы))?"
    r"|[А-ЯЁ]{2,25}(?:ВИЧ|ЬИЧ|МИЧ|КИЧ|ВНА|ИЧНА|ИНИЧНА)(?:\s(?:ОГЛЫ|КЫЗЫ))?)"
)
_NAME = r"(?:[А-ЯЁ][а-яё]{1,25}|[А-ЯЁ]{2,25})"
_PERSON = re.compile(
    rf"\b(?:(?P<s1>{_SURNAME})\s{{0,2}}(?P<i1>{_INITIALS})(?:\s?(?:оглы|кызы)\b)?"
    rf"|(?P<i2>{_INITIALS})\s?(?P<s2>{_SURNAME})"
    rf"|(?P<s3>{_SURNAME})\s(?P<n3>{_NAME})\s(?P<p3>{_PATRONYMIC})"
    rf"|(?P<n4>{_NAME})\s(?P<p4>{_PATRONYMIC})\s(?P<s4>{_SURNAME})"
    r"|(?P<s5>[А-ЯЁ][а-яё]{1,30})\s(?P<i5>[А-ЯЁ]\s?[А-ЯЁ])(?![А-Яа-яЁё]))"
)
_LONGEST_DEADLINE = 200
# Longer words name nobody; they are kept as they are, whole.
_LONGEST_CELL = 10_000
_SEPARATOR = re.compile(r"\s*;\s*|\s*,\s*\n?\s*|\s*\n\s*|\s+[–—-]\s+|\s+и\s+")
# What office cells put in brackets or on a line of its own that is neither an officer nor a deadline.
_CONTACT = re.compile(r"@|://|\bтел\b|\bпо\s+согласованию\b", re.IGNORECASE)
_PHONE = re.compile(r"(?:тел|моб|факс|e-?mail)\b", re.IGNORECASE)
_LIST_MARK = re.compile(r"^\s*(?:[–—•*-]|\d{1,2}[.)])\s+", re.MULTILINE)
_INTRODUCTION = re.compile(
    r"^\s*(?:отв\.\s*(?:исп\.)?:?\s*(?=[А-ЯЁ])|(?:ответственн\w+|исполнител\w+)(?:\s+исполнител\w+|\s+лиц\w+)?\s*:\s*)",
    re.IGNORECASE,
)

_ADJECTIVES = r"(?:(?:[\w-]+(?:ый|ий|ой|ая|ое|ее|ые|ие)\s+|(?:гл|вед|ст|мл)\.\s*)){0,4}"
# Nominative plural or genitive singular: after a bare line break they continue the line above.
_MAY_CONTINUE = re.compile(
    r"(?:главы|администрации|комиссии|организации|службы|предприятия|учреждения|подразделения)(?!\w)"
)
# One person by post: «Первый заместитель главы администрации».
_POST = (
    r"(?:(?:и\.\s?о\.|врио|врип|исполняющ(?:ий|ая)\sобязанности)\s*\w+"
    r"|глава|вице-\w+|заместитель|зам\.|начальник|нач\.|руководитель|управляющ(?:ий|ая)|председатель|директор|секретарь"
    r"|специалист|консультант|советник|помощник|заведующ(?:ий|ая)|инспектор|бухгалтер|юрист|юрисконсульт|эксперт"
    r"|координатор|администратор|инженер|архитектор|методист|атаман|староста|мэр|министр|губернатор|аудитор"
    r"|делопроизводитель|управделами|референт|программист|редактор|менеджер|уполномоченный|пресс-секретарь)"
)
# A body, or several people: a collective.
_BODY = (
    r"(?:отдел|отделение|управление|администрация|комитет|департамент|комиссия|совет|дума|палата|служба|пресс-служба|сектор|центр"
    r"|министерство|учреждение|предприятие|организация|общество|агентство|инспекция|редакция|фонд|казначейство|аппарат"
    r"|группа|штаб|дом|школа|библиотека|музей|территория|подразделение"
    r"|м[кбау]{1,2}у|муп|гку|гбу|гау|ано|ооо|оао|пао|ао|мфц|единая|смт|тос|сми|фау|оот|кдн"
    r"|отделы|комитеты|органы|службы|учреждения|предприятия|организации|подразделения|комиссии|советы|администрации)"
)
_PLURAL = (
    r"(?:руководители|начальники|главы|заместители|специалисты|директора|председатели|заведующие|управляющие|члены"
    r"|сотрудники|работники|депутаты|секретари|консультанты|должностные\sлица|ответственные\s\w+|все)"
)
_OPENS = re.compile(rf"{_ADJECTIVES}(?:{_POST}|{_BODY}|{_PLURAL})(?!\w)")
# After «и» only what can't be the rest of a name: «отделы и управления» is one collective.
_OPENS_AFTER_AND = re.compile(
    rf"{_ADJECTIVES}(?:{_POST}|{_PLURAL}|отдел|управление|администрация|комитет|департамент|министерство)(?!\w)"
)
_HEAD_NOUN = re.compile(rf"(?<!\w)(?:(?P<post>{_POST})|(?P<body>{_BODY}|{_PLURAL}))(?!\w)")


def read_officers(text: str) -> tuple[ParsedOfficer, ...]:
    """The officers that a cell (without its deadline) names, in order, each once; none for «-», «нет» or a blank."""
    text = _INTRODUCTION.sub("", _LIST_MARK.sub("", text)).strip(" \n,;")
    if is_nothing(text) or fold(text).rstrip(".") == "нет":
        return ()
    if len(text) > _LONGEST_CELL:
        return (ParsedOfficer(one_line(text), OfficerKind.COLLECTIVE),)
    officers = [_officer(unit) for unit in _units(_restore_person_brackets(text))]
    return distinct(_as_written(officer, one_line(text)) for officer in officers)


def _as_written(officer: ParsedOfficer, text: str) -> ParsedOfficer:
    """«Отдел кадров (Иванов И.И.)» is printed with its brackets."""
    written = f"{officer.position} ({officer.name})"
    return replace(officer, printed=written) if officer.position and written in text else officer


def distinct(officers: Iterable[ParsedOfficer]) -> tuple[ParsedOfficer, ...]:
    """Each officer once, in order."""
    found: dict[str, ParsedOfficer] = {}
    for officer in officers:
        found.setdefault(officer_key(officer), officer)
    return tuple(found.values())


def officer_key(officer: ParsedOfficer) -> str:
    """Equal for two mentions of one officer: surname and initials, or the words of a post or collective."""
    if officer.surname:
        return f"{fold_name(officer.surname)} {fold_name(officer.initials)}"
    return folded(officer.name)


def split_deadline(text: str, is_deadline: Callable[[str], bool]) -> tuple[str, str]:
    """A combined cell -> (officers' text, deadline's wording).

    The deadline is what stands in the brackets that end the cell; without such brackets, the last or first line, or the
    words after the last person, where they read as a deadline.
    """
    rest, wording = _ending_brackets(text)
    names_a_post = _OPENS.match(fold(wording)) and not is_deadline(wording)
    if wording and not _PERSON.search(wording) and not _CONTACT.search(wording) and not names_a_post:
        earlier_rest, earlier = _ending_brackets(rest)
        if earlier and is_deadline(earlier) and is_deadline(wording):
            return earlier_rest, f"{earlier}, {wording}"
        return rest, wording
    return _deadline_without_brackets(text, is_deadline)


def strip_brackets(wording: str) -> str:
    """A deadline's wording on one line, without the brackets around it; ``""`` for a dash."""
    wording = one_line(wording)
    rest, inside = _ending_brackets(wording)
    if inside and not rest:
        wording = inside
    return "" if is_nothing(wording) else wording


def _ending_brackets(text: str) -> tuple[str, str]:
    body = text.rstrip(" \n.;,")
    if body.endswith(")"):
        depth = 0
        for place in range(len(body) - 1, -1, -1):
            depth += (body[place] == ")") - (body[place] == "(")
            if depth == 0:
                return body[:place].rstrip(), one_line(body[place + 1 : -1])
        if "(" not in body:  # the opening bracket was forgotten: the last line is the deadline
            rest, _, last = body[:-1].rpartition("\n")
            return rest.rstrip(), one_line(last)
        body = body.rstrip(")")  # one closing bracket too many
        place = body.rfind("(")
        return body[:place].rstrip(), one_line(body[place + 1 :])
    place = text.rfind("(")
    if place >= 0 and ")" not in text[place:]:  # the closing bracket was forgotten
        return text[:place].rstrip(), one_line(text[place + 1 :])
    return text, ""


def _deadline_without_brackets(text: str, is_deadline: Callable[[str], bool]) -> tuple[str, str]:
    def reads(wording: str) -> bool:
        if len(wording) > _LONGEST_DEADLINE:
            return False
        return not _PERSON.search(wording) and not _HEAD_NOUN.search(fold(wording)) and is_deadline(wording)

    lines = [one_line(line) for line in text.split("\n") if line.strip()]
    start = len(lines)
    while start > 0 and reads(lines[start - 1].rstrip(",;")):
        start -= 1
    if start == len(lines) > 1 and reads(" ".join(lines[-2:])):  # one deadline broken over two lines
        start -= 2
    if start < len(lines):
        return "\n".join(lines[:start]), " ".join(lines[start:])
    if lines and reads(lines[0]):
        return "\n".join(lines[1:]), lines[0]
    people = list(_PERSON.finditer(text))
    if people:
        tail = one_line(text[people[-1].end() :]).strip(" ,;–—-")
        if tail and reads(tail):
            return text[: people[-1].end()], tail
    return text, ""


@dataclass(frozen=True, slots=True)
class _Unit:
    """One officer in the making: a person, or words, or a person with a position; ``printed``: all of it as the office
    wrote it. ``closed``: the office put a comma or semicolon after it."""

    person: str = ""
    surname: str = ""
    initials: str = ""
    words: str = ""
    printed: str = ""
    closed: bool = False


def _units(text: str) -> list[_Unit]:
    units: list[_Unit] = []
    separator = ""
    for kind, part in _tokens(text):
        if kind == "separator":
            separator += part
            continue
        units = (
            _add_person(units, separator, part) if kind == "person" else _add_words(units, separator, part)
        )
        separator = ""
    return _with_positions_in_pairs(units)


def _add_person(units: list[_Unit], separator: str, part: str) -> list[_Unit]:
    person = _read_person(part)
    last = units[-1] if units else None
    same_line = not separator.strip(" –—-") and "\n" not in separator
    if last and not last.person and same_line and last.words:
        printed = f"{last.printed}{_between(separator)}{part}"
        return [*units[:-1], replace(person, words=last.words, printed=printed)]
    return [*_close(units, separator), person]


def _add_words(units: list[_Unit], separator: str, words: str) -> list[_Unit]:
    last = units[-1] if units else None
    if last is None or ";" in separator:
        return [*_close(units, separator), _Unit(words=words, printed=words)]
    mark = separator.strip()
    if last.person and not last.words:
        belongs = mark in ("", "–", "—", "-") and "\n" not in separator
        after_dash = mark[:1] in ("–", "—", "-") and mark != ""
        if belongs or after_dash or (mark != "и" and _is_lower_post(words)):
            return [
                *units[:-1],
                replace(last, words=words, printed=f"{last.printed}{_between(separator)}{words}"),
            ]
        return [*_close(units, separator), _Unit(words=words, printed=words)]
    if _opens(words, mark) and (_HEAD_NOUN.search(fold(last.words)) or last.person):
        return [*_close(units, separator), _Unit(words=words, printed=words)]
    glue = {",": ", ", "и": " и "}.get(mark, f" {mark} " if mark else " ")
    longer = replace(last, words=f"{last.words}{glue}{words}", printed=f"{last.printed}{glue}{words}")
    return [*units[:-1], longer]


def _between(separator: str) -> str:
    """What stood between a person and the position, on one line."""
    mark = separator.strip()
    return {"": " ", ",": ", "}.get(mark, f" {mark} ")


def _close(units: list[_Unit], separator: str) -> list[_Unit]:
    if units and ("," in separator or ";" in separator):
        return [*units[:-1], replace(units[-1], closed=True)]
    return units


def _opens(words: str, mark: str) -> bool:
    if mark in ("–", "—", "-"):
        return False  # «заместитель главы – начальник отдела» is one post
    if mark == "" and _MAY_CONTINUE.match(words):
        return False
    pattern = _OPENS_AFTER_AND if mark == "и" else _OPENS
    return pattern.match(fold(words)) is not None


def _is_lower_post(words: str) -> bool:
    return words[:1].islower() and re.match(rf"{_ADJECTIVES}{_POST}(?!\w)", fold(words)) is not None


def _with_positions_in_pairs(units: list[_Unit]) -> list[_Unit]:
    """A post on one line and its holder on the next, through the whole cell: one official each."""
    posts, people = units[::2], units[1::2]
    paired = (
        units
        and len(posts) == len(people)
        and all(unit.words and not unit.person and not unit.closed for unit in posts)
        and all(unit.person and not unit.words for unit in people)
        and all(_kind(unit.words) is OfficerKind.OFFICIAL for unit in posts)
    )
    if not paired:
        return units
    return [
        replace(person, words=post.words, printed=f"{post.printed} {person.printed}")
        for post, person in zip(posts, people, strict=True)
    ]


def _officer(unit: _Unit) -> ParsedOfficer:
    words = one_line(unit.words).strip(" ,;")
    words = words[:-1] if words.endswith(".") else words
    if unit.person:
        words = strip_brackets(words)
        printed = one_line(unit.printed).strip(" ,;")
        printed = "" if printed == unit.person else printed
        return ParsedOfficer(unit.person, OfficerKind.OFFICIAL, unit.surname, unit.initials, words, printed)
    kind = _kind(words)
    return ParsedOfficer(words, kind, position=words if kind is OfficerKind.OFFICIAL else "")


def _kind(words: str) -> OfficerKind:
    noun = _HEAD_NOUN.search(fold(words))
    return OfficerKind.OFFICIAL if noun and noun["post"] else OfficerKind.COLLECTIVE


def _read_person(text: str) -> _Unit:
    found = _PERSON.fullmatch(text)
    if not found:
        raise ValueError(f"not a person: {text}")
    group = next(number for number in "12345" if found[f"s{number}"])
    surname = found[f"s{group}"]
    if group in "34":
        initials = f"{found[f'n{group}'][0]}.{found[f'p{group}'][0]}."
    else:
        initials = "".join(f"{letter}." for letter in re.findall(r"\w", found[f"i{group}"]))
    return _Unit(person=one_line(text), surname=surname, initials=initials, printed=one_line(text))


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """``person``, ``words`` and ``separator`` tokens; a separator inside brackets or quotes separates nothing."""
    protected = _protected(text)
    place = 0
    for found in _PERSON.finditer(text):
        if protected[found.start()]:
            continue
        yield from _words_and_separators(text, place, found.start(), protected)
        yield "person", found[0]
        place = found.end()
    yield from _words_and_separators(text, place, len(text), protected)


def _words_and_separators(
    text: str, start: int, end: int, protected: list[bool]
) -> Iterator[tuple[str, str]]:
    place = start
    for found in _SEPARATOR.finditer(text, start, end):
        if protected[found.start()] or (found[0].strip() == "" and "\n" not in found[0]):
            continue
        yield from _words(text[place : found.start()])
        yield "separator", found[0]
        place = found.end()
    yield from _words(text[place:end])


def _words(text: str) -> Iterator[tuple[str, str]]:
    if text.strip(" .,;/\n") and not _PHONE.match(text.strip()):
        yield "words", one_line(text)


def _protected(text: str) -> list[bool]:
    brackets, quotes, inside = 0, 0, []
    for letter in text:
        brackets += letter == "("
        quotes += letter == "«"
        inside.append(brackets + quotes > 0)
        brackets = max(0, brackets - (letter == ")"))
        quotes = 0 if letter == "»" else quotes  # «Редакция газеты «Заря»: two are opened, one closes them
    return inside


def _restore_person_brackets(text: str) -> str:
    """«Начальник отдела (Иванов И.И.)»: the person stands in the open."""

    def opened(found: re.Match[str]) -> str:
        return f" {found[1]} " if _PERSON.fullmatch(found[1].strip()) else found[0]

    return re.sub(r"\(([^()]*)\)", opened, text)
