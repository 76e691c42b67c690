"""A text as sentences of tokens: numbers with their values, words, and the signs between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from plans.numbers.masks import HIDDEN
from plans.numbers.words import lemma

_BLANK = r"[ \u00a0\u202f\u2009]"
_TOKEN = re.compile(
    rf"(?P<number>(?<![\w.,])(?:\d{{1,3}}(?:{_BLANK}\d{{3}})+|\d{{1,12}})(?:,\d{{1,4}})?(?:-?(?:х|ти|ми|ю))?(?![\w,.]?\d|\w))"
    r"|(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)"
    rf"|(?P<hidden>{HIDDEN}+)"
    r"|(?P<sign>[^\w\s])|(?P<other>\w+)"
)
_ENDS = re.compile(r"\n|;|[.!?…](?=\s+[«\"(]?[А-ЯЁA-Z\d])")
_ABBREVIATED = re.compile(r"(?:^|[\s(.])(?:[А-ЯЁA-Zа-яё]|ул|им|пр|см|др|гг|пос|ст|тел)$")
_TIMES = {
    "тыс": 1_000, "тысяча": 1_000, "млн": 10**6, "миллион": 10**6, "млрд": 10**9, "миллиард": 10**9,
}  # fmt: skip
_SPELLED = {
    "один": 1, "два": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9,
    "десять": 10, "одиннадцать": 11, "двенадцать": 12, "тринадцать": 13, "четырнадцать": 14, "пятнадцать": 15,
    "шестнадцать": 16, "семнадцать": 17, "восемнадцать": 18, "девятнадцать": 19, "двадцать": 20, "тридцать": 30,
    "сорок": 40, "пятьдесят": 50, "шестьдесят": 60, "семьдесят": 70, "восемьдесят": 80, "девяносто": 90,
    "сто": 100, "двести": 200, "триста": 300, "четыреста": 400, "пятьсот": 500,
    "двое": 2, "трое": 3, "четверо": 4, "пятеро": 5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """``value``: of a number; ``kind``: number, word, sign or hidden; ``is_spelled``: a number in words."""

    kind: str
    text: str
    start: int
    end: int
    value: Decimal | None = None
    is_spelled: bool = False

    @property
    def is_word(self) -> bool:
        return self.kind == "word"


@dataclass(frozen=True, slots=True)
class Sentence:
    """``lead``: the line before a list, that its items belong to."""

    tokens: tuple[Token, ...]
    lead: tuple[Token, ...] = ()


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a masked text; an item of a list knows the line above the list."""
    lead = (0, 0)
    for start, end in _spans(text):
        words = text[start:end].rstrip()
        if not words.strip():
            continue
        if _MAY_COUNT.search(words):  # most sentences count nothing: they are not taken apart
            yield Sentence(_read(text, start, end), _read(text, *lead))
        if words.endswith(":"):
            lead = (start, end)
        elif not words.endswith((";", ",")) or (words.endswith(",") and text[end : end + 1] != "\n"):
            lead = (0, 0)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _ENDS.finditer(text):
        if found[0] == "." and _ABBREVIATED.search(text[max(start, found.start() - 6) : found.start()]):
            continue
        yield start, found.end() if found[0] == ";" else found.start()
        start = found.end()
    yield start, len(text)


def _read(text: str, start: int, end: int) -> tuple[Token, ...]:
    return tuple(_joined(list(_tokens(text, start, end))))


def _tokens(text: str, start: int, end: int) -> Iterator[Token]:
    for found in _TOKEN.finditer(text, start, end):
        kind = found.lastgroup or "other"
        if kind == "number":
            digits = re.sub(rf"{_BLANK}|-?[а-я]+$", "", found[0]).replace(",", ".")
            yield Token("number", found[0], found.start(), found.end(), Decimal(digits))
        elif kind == "word" and (value := _SPELLED.get(_plain(found[0]))):
            yield Token("number", found[0], found.start(), found.end(), Decimal(value), is_spelled=True)
        else:
            yield Token(kind, found[0], found.start(), found.end())


def _plain(word: str) -> str:
    """A numeral's first form; nothing for words that are no numerals, without asking the dictionary."""
    word = word.lower()
    if not word.startswith(_BEGINNINGS):
        return ""
    return _SINGLE.get(word) or lemma(word)


_BEGINNINGS = tuple(
    {word[:3] for word in _SPELLED} | {"одн", "дву", "две", "тре", "вос", "пят", "сем", "сор"}
)
_MAY_COUNT = re.compile(rf"\d|(?<!\w)(?:{'|'.join(_BEGINNINGS)})", re.IGNORECASE)
_SINGLE = {
    **dict.fromkeys(("один", "одна", "одно", "одну", "одного", "одной"), "один"),
    **dict.fromkeys(("два", "две", "двух", "двум", "двумя"), "два"),
    **dict.fromkeys(("три", "трех", "трёх", "трем", "тремя"), "три"),
    "семь": "семь", "семи": "семь",
}  # fmt: skip


def _joined(tokens: list[Token]) -> Iterator[Token]:
    """«двадцать пять» is one number, and so is «12 тыс.»."""
    i = 0
    while i < len(tokens):
        token = tokens[i]
        i += 1
        while token.value is not None and i < len(tokens):
            following = tokens[i]
            if (
                token.is_spelled
                and following.is_spelled
                and following.value
                and _adds(token.value, following.value)
            ):
                value = token.value + following.value
            elif following.is_word and (times := _TIMES.get(_multiplier(following.text))):
                value = token.value * times
                if i + 1 < len(tokens) and tokens[i + 1].text == "." and tokens[i + 1].start == following.end:
                    following, i = tokens[i + 1], i + 1
            else:
                break
            text = f"{token.text} {following.text}"
            token = Token("number", text, token.start, following.end, value, token.is_spelled)
            i += 1
        yield token


def _adds(value: Decimal, following: Decimal) -> bool:
    tens = value >= 20 and value % 10 == 0
    return tens and (following < 10 or (value >= 100 and value % 100 == 0 and following < 100))


def _multiplier(word: str) -> str:
    word = word.lower()
    return lemma(word) if word.startswith(("тысяч", "миллион", "миллиард")) else word
