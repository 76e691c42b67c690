"""What a question asks about, put into the nominative case: «работой почты» is «работа почты». Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pymorphy3.analyzer import Parse

from accounts.cases import dictionary

_CASES = ("nomn", "accs", "ablt")
_ADJECTIVES = ("ADJF", "PRTF")
_WORD = re.compile(r"([«\"(]*)([а-яё-]+)([»\").,;]*)", re.IGNORECASE)
_TOGETHER = ("и", "или", "также")
_LONGEST_GROUP, _MOST_WORDS = 6, 20  # words; topics are cut sooner


def nominative(words: str) -> str:
    """The noun that the words begin with, its adjectives, and the nouns that stand beside it after «и» or a comma;
    what depends on them stays. «» where the words begin otherwise."""
    told = words.split()
    case, place = "", 0
    while place < min(len(told), _MOST_WORDS):
        turned = _group(told, place, case)
        if turned is None:
            break
        case, forms = turned
        told[place : place + len(forms)] = forms
        place = _next_group(told, place + len(forms), case)
    return " ".join(told) if case else ""


@lru_cache(maxsize=4096)
def lemmas(word: str) -> frozenset[str]:
    """The dictionary's forms that a word may be of, «ё» as «е»."""
    return frozenset(parse.normal_form.replace("ё", "е") for parse in dictionary().parse(word.lower()))


def _group(told: Sequence[str], start: int, case: str) -> tuple[str, list[str]] | None:
    """The case and the nominative of adjectives with their noun; in the given case unless it is «»."""
    found = None
    for end in range(start, min(len(told), start + _LONGEST_GROUP)):
        parses = _parses(told[end])
        nouns = [each for each in parses if each.tag.POS == "NOUN" and (not case or each.tag.case == case)]
        found = next((group for noun in nouns if (group := _agreed(told[start:end], told[end], noun))), found)
        if told[end].endswith(",") or not any(parse.tag.POS in _ADJECTIVES for parse in parses):
            break
    return found


def _agreed(adjectives: Sequence[str], word: str, noun: Parse) -> tuple[str, list[str]] | None:
    before = [parse for each in adjectives if (parse := _agreeing(each, noun))]
    if len(before) < len(adjectives):
        return None
    pairs = zip((*adjectives, word), (*before, noun), strict=True)
    return noun.tag.case, [_form(each, parse, noun.tag.number) for each, parse in pairs]


def _next_group(told: Sequence[str], place: int, case: str) -> int:
    """Where another noun of the same case begins; past the end where there is none, or where the first one has a noun
    of that case with it («обеспеченностью топливом, водой»)."""
    for at in range(place, min(len(told), _MOST_WORDS)):
        is_beside = told[at - 1] in _TOGETHER or told[at - 1].endswith(",")
        if _group(told, at, case):
            return at if is_beside else len(told)
    return len(told)


def _agreeing(word: str, noun: Parse) -> Parse | None:
    return next(
        (
            parse
            for parse in _parses(word)
            if parse.tag.POS in _ADJECTIVES
            and (parse.tag.case, parse.tag.number) == (noun.tag.case, noun.tag.number)
            and parse.tag.gender in (None, noun.tag.gender)
        ),
        None,
    )


@lru_cache(maxsize=1024)
def _parses(word: str) -> list[Parse]:
    """In a case that a question asks in, the likeliest case first; none where the word is of another kind («как»)."""
    match = _WORD.fullmatch(word)
    parses = dictionary().parse(match[2].lower()) if match else []
    if not parses or parses[0].tag.POS not in ("NOUN", *_ADJECTIVES):
        return []
    return sorted(
        (parse for parse in parses if parse.tag.case in _CASES), key=lambda p: _CASES.index(p.tag.case)
    )


def _form(word: str, parse: Parse, number: str) -> str:
    """The word in the nominative, with its own signs, capitals and «е» for «ё»."""
    match = _WORD.fullmatch(word)
    form = None if parse.tag.case == "nomn" else parse.inflect({"nomn", number})
    if match is None or form is None:
        return word
    before, core, after = match.groups()
    new = form.word if "ё" in core.lower() else form.word.replace("ё", "е")
    if core.isupper() and len(core) > 1:
        new = new.upper()
    elif core[:1].isupper():
        new = new.capitalize()
    return f"{before}{new}{after}"
