"""Names of municipalities in the genitive and the prepositional case: a proposal for a person to correct."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from pymorphy3 import MorphAnalyzer
from pymorphy3.analyzer import Parse

# What kind of municipality it is; the first such word is the one that the name turns on.
TERRITORIES = frozenset(
    "округ район поселение образование территория волость сельсовет улус кожуун наслег край область республика".split()
)
SETTLEMENTS = frozenset(
    "город поселок посёлок село станица деревня хутор аул слобода городок город-курорт город-герой".split()
)
SETTLEMENTS_SHORT = frozenset("г. гор. п. пос. с. ст. д. х. пгт рп".split())
INDECLINABLE = frozenset({"зато"})

# The parts of a word that turn: one parse for the whole word, or one for each part between hyphens.
Turn = tuple[Parse, ...]

_WORD = re.compile(r"^([«\"„“(]*)(.*?)([»\"”“),]*)$")


@dataclass(frozen=True, slots=True)
class Cases:
    """A name in the genitive and in the prepositional case, the latter without its «в»."""

    genitive: str
    prepositional: str


def propose_cases(name: str) -> Cases:
    """Put a name into its cases.

    What turns is the kind («округ») with the adjectives before it, and the name of a settlement after its kind
    («город Буденновск»). What follows stays as it is: a region («… Ставропольского края»), a name in quotes, a name
    after a territory, as acts write it («городского округа Нальчик»). A word that can't be read stays too.
    """
    words = name.split()
    turning = _turning(words)
    return Cases(*(_joined(words, turning, case) for case in ("gent", "loct")))


def _turning(words: Sequence[str]) -> dict[int, Turn]:
    """The words that turn, by their place."""
    kind = next((i for i, word in enumerate(words) if _is_kind(_core(word))), None)
    if kind is None:
        return _name(words, 0)
    word = _core(words[kind])
    if word in INDECLINABLE:
        return {}
    if word in SETTLEMENTS_SHORT:
        return _name(words, kind + 1)
    heads = tuple(noun for part in word.split("-") if (noun := _noun(part)))
    turning = {kind: heads, **_adjectives(words, kind, heads[0])}
    follower = _core(words[kind + 1]) if kind + 1 < len(words) else ""
    if word in SETTLEMENTS:
        # «город федерального значения Санкт-Петербург»
        is_long = [_core(word) for word in words[kind + 2 : kind + 3]] == ["значения"]
        turning |= _name(words, kind + (3 if is_long else 1))
    elif word == "округ" and follower == "город-курорт":
        # The charters of the spa towns say «городского округа города-курорта …»; a plain «город …» stays.
        turning |= {kind + 1 + place: turn for place, turn in _turning(words[kind + 1 :]).items()}
    return turning


def _is_kind(word: str) -> bool:
    return word in TERRITORIES | SETTLEMENTS | SETTLEMENTS_SHORT | INDECLINABLE


def _adjectives(words: Sequence[str], head_place: int, head: Parse) -> dict[int, Turn]:
    """The adjectives that stand before the head and agree with it."""
    found = {}
    for place in range(head_place):
        parse = _adjective(_core(words[place]), head.tag.gender)
        if parse is not None:
            found[place] = (parse,)
    return found


def _name(words: Sequence[str], start: int) -> dict[int, Turn]:
    """The name of a settlement: «Буденновск», «Нижний Новгород», «Дивное».

    A plural («Минеральные Воды») and a neuter noun («Кольцово») stay beside their kind, and so does a name in quotes.
    """
    rest = list(takewhile(lambda word: word[0] not in '«"„“(', words[start:]))
    adjectives: dict[int, Turn] = {}
    for place, word in enumerate(rest, start):
        noun = _noun(_core(word))
        follower = words[place + 1 : place + 2]
        adjective = _adjective(_core(word), None)
        agrees = (
            adjective is not None
            and follower
            and (after := _noun(_core(follower[0]))) is not None
            and after.tag.gender == adjective.tag.gender
        )
        if adjective is not None and agrees:
            adjectives[place] = (adjective,)
            continue
        first, _, second = _core(word).partition("-")
        if adjective and second and (town := _noun(first)) and (its := _adjective(second, town.tag.gender)):
            # «Каменск-Уральский» as a town turns in both parts, as an adjective of a district in the last alone
            return {**adjectives, place: (town, its)}
        last = adjective or noun
        if last is None or (last.tag.POS == "NOUN" and last.tag.gender == "neut"):
            return {}
        return {**adjectives, place: (last,)}
    return {}


def _adjective(word: str, gender: str | None) -> Parse | None:
    """The word as an adjective in the nominative singular, of the given gender."""
    return next(
        (
            parse
            for parse in _parses(word)
            if parse.tag.POS in ("ADJF", "PRTF") and gender in (None, parse.tag.gender)
        ),
        None,
    )


def _noun(word: str) -> Parse | None:
    """The word as a noun in the nominative singular, a place before a thing before a person."""
    nouns = [parse for parse in _parses(word) if parse.tag.POS == "NOUN"]
    return min(nouns, key=lambda p: ("Geox" not in p.tag, p.tag.animacy == "anim"), default=None)


def _parses(word: str) -> list[Parse]:
    return [p for p in dictionary().parse(word.lower()) if p.tag.case == "nomn" and p.tag.number == "sing"]


@lru_cache(maxsize=1)
def dictionary() -> MorphAnalyzer:
    """The dictionary takes a moment and some memory: it is read when first asked, without telling of it in the log."""
    logging.getLogger("pymorphy3").setLevel(logging.WARNING)
    return MorphAnalyzer(lang="ru")


def _core(word: str) -> str:
    """The word in lower case without quotes and commas around it."""
    match = _WORD.match(word)
    return match[2].lower() if match else word.lower()


def _joined(words: Sequence[str], turning: dict[int, Turn], case: str) -> str:
    return " ".join(
        _inflected(word, turning[place], case) if place in turning else word
        for place, word in enumerate(words)
    )


def _inflected(word: str, turn: Turn, case: str) -> str:
    """The word in the case, with its own quotes, capitals and «е» for «ё»."""
    match = _WORD.match(word)
    if match is None:
        return word
    before, core, after = match.groups()
    parts = core.split("-")
    if len(turn) == len(parts):
        new = "-".join(_like(part, parse, case) for part, parse in zip(parts, turn, strict=True))
    else:
        new = _like(core, turn[0], case)
    return before + new + after


def _like(core: str, parse: Parse, case: str) -> str:
    """Only the ending is exchanged, so that the rest stays as the office writes it."""
    form = parse.inflect({case})
    if form is None:
        return core
    new = form.word if "ё" in core.lower() else form.word.replace("ё", "е")
    same = 0
    while same < min(len(core), len(new)) and core[same].lower() == new[same]:
        same += 1
    if core.isupper() and len(core) > 1:
        return core[:same] + new[same:].upper()
    old_parts, new_parts = core.split("-"), new.split("-")
    if len(old_parts) == len(new_parts):
        return "-".join(
            part.capitalize() if old[:1].isupper() else part
            for old, part in zip(old_parts, new_parts, strict=True)
        )
    return core[:same] + new[same:]
