"""The name of an indicator, made of the words around its number: «Обращений на «телефон доверия»»."""

from __future__ import annotations

from collections.abc import Sequence

from plans.numbers.phrases import (
    UNITS,
    Counted,
    done_to,
    first_preposition,
    genitives_end,
    last_verb,
    subject,
)
from plans.numbers.tokens import Token
from plans.numbers.words import is_person, lemma, of_many, participle, turned, verb

LONGEST_NAME = 120
_MONEY = frozenset({"рубль"})
_MOST_SPENT = 6


def name_of(before: Sequence[Token], what: Counted) -> str:
    """``before``: the words of the clause in front of the number."""
    many = _many(what)
    is_how_many = lemma(what.noun.text) in UNITS and lemma_at(before, -1) in ("количество", "численность")
    if is_how_many and (made := subject(before[:-1])):
        return _named(f"{_words(made)}, {many}")
    if lemma(what.noun.text) in _MONEY and (spent := _spent(before)):
        return _named(f"{spent}, {many}")
    if not is_person(what.noun.text):
        if what.tail:
            return _named(f"{many} {_words(what.tail)}")
        place = first_preposition(before)
        return _named(f"{many} {_words(place)}" if place else many)
    if what.tail:
        many = f"{many} {_words(what.tail)}"
    if council := _members_of(before):
        return _named(f"{many} в составе {council}")
    return _named(_people(before, many))


def name_of_deed(before: Sequence[Token]) -> str:
    """«Аттестацию прошли 38»: a number that counts no word of its own; ``""`` where nothing was done to anything."""
    place = last_verb(before)
    if place is None or len(before) - place > 6:
        return ""
    what = _words(done_to(before, place))
    return _named(f"{before[place].text} {_lower_first(what)}") if what else ""


def name_of_label(what: Counted) -> str:
    """«Количество обращений граждан – 7»."""
    tail = f" {_words(what.tail)}" if what.tail else ""
    return _named(f"{_many(what)}{tail}")


def lemma_at(tokens: Sequence[Token], place: int) -> str:
    return lemma(tokens[place].text) if tokens and tokens[place].is_word else ""


def _many(what: Counted) -> str:
    adjectives = [of_many(token.text, as_adjective=True) for token in what.adjectives]
    return " ".join([*adjectives, of_many(what.noun.text)])


def _members_of(before: Sequence[Token]) -> str:
    """«в состав совета включены», «совет состоит из» → «совета»."""
    place = last_verb(before)
    if place is not None and lemma_at(before, place) == "состоять":
        return " ".join(turned(token.text, "gent") for token in subject(before[:place]))
    for place, token in enumerate(before):
        if token.is_word and lemma(token.text) == "состав":
            end = genitives_end(before, place + 1)
            return _words(before[place + 1 : end])
    return ""


def _spent(before: Sequence[Token]) -> str:
    """«Выполнено ремонтов дорог на 12,5 млн рублей»: what the money went to."""
    place = last_verb(before)
    words = list(before[place:] if place is not None else before)[-_MOST_SPENT:]
    while words and not (words[-1].is_word and len(words[-1].text) > 3):
        words.pop()
    return _words(words)


def _people(before: Sequence[Token], many: str) -> str:
    place = last_verb(before)
    if place is None:
        return many
    did = verb(before[place].text)
    what = _lower_first(_words(done_to(before, place)))
    if did is None or did.tag.POS == "PRTS":
        return f"{many} {before[place].text.lower()}" if did else many
    who = participle(did)
    if not who or not what:
        return many
    return f"{many}, {who} {what}"


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def _words(tokens: Sequence[Token]) -> str:
    """The words as they stood: quotes close to their words, everything else apart."""
    text = ""
    for place, token in enumerate(tokens):
        word = token.text.lower() if place == 0 and len(token.text) < 3 else token.text
        is_close = not text or text.endswith("«") or token.text in "»,"
        text += word if is_close else f" {word}"
    return text


def _named(words: str) -> str:
    words = " ".join(words.split())
    if words.count("«") != words.count("»"):
        words = words.replace("«", "").replace("»", "")
    if len(words) > LONGEST_NAME:
        words = words[:LONGEST_NAME].rsplit(" ", 1)[0]
    return words[:1].upper() + words[1:]
