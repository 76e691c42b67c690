"""The figures of a text, one after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from plans.numbers.masks import masked
from plans.numbers.naming import lemma_at, name_of, name_of_deed, name_of_label
from plans.numbers.phrases import COUNTERS, UNITS, Counted, counted, last_verb
from plans.numbers.tokens import Sentence, Token, sentences
from plans.numbers.words import is_adjective, lemma, verb

# A text of people has a few dozen; a hostile one must not cost more than that.
_MOST_FOUND = 300
_REACH = 40  # words before a number that may tell what it is
_DASHES = frozenset("-–—:")
_STOCK = frozenset({"набор", "услуга", "член", "подписчик"})
_STANDING = frozenset("состоять включить войти входить сформировать утвердить создать числиться".split())
_MAKES_UP = frozenset({"составить", "составлять", "равный", "достигнуть"})


@dataclass(frozen=True, slots=True)
class Found:
    """A figure: ``text[start:end]`` are its number with the words it counts. ``name``: proposed for an indicator;
    ``counted``: first forms of what it counts; ``near``: of its clause; ``around``: of its sentence and
    list; ``is_stock``: it tells how many there are, not how many there were in the half-year."""

    value: Decimal
    name: str
    start: int
    end: int
    noun: str
    counted: frozenset[str]
    near: frozenset[str]
    around: frozenset[str]
    is_stock: bool = False

    @property
    def is_whole(self) -> bool:
        return self.value == self.value.to_integral_value()


def find_figures(text: str) -> tuple[Found, ...]:
    """The figures of a text in order. Two of one name get their numbers told apart by a mark in the name."""
    found: list[Found] = []
    names: dict[str, set[Decimal]] = {}
    for one in _all(masked(text)):
        key = one.name.casefold()
        values = names.setdefault(key, set())
        if one.value in values:
            continue
        values.add(one.value)
        found.append(replace(one, name=f"{one.name} ({len(values)})") if len(values) > 1 else one)
        if len(found) == _MOST_FOUND:
            break
    return tuple(found)


def _all(text: str) -> Iterator[Found]:
    for sentence in sentences(text):
        tokens = sentence.tokens
        numbers = [place for place, token in enumerate(tokens) if token.value is not None]
        edge = 0
        for index, place in enumerate(numbers):
            upto = numbers[index + 1] if index + 1 < len(numbers) else len(tokens)
            one = _one(sentence, max(edge, place - _REACH), place, min(upto, place + _REACH))
            if one:
                edge = next(
                    i for i in range(place, len(tokens) + 1) if i == len(tokens) or tokens[i].start >= one.end
                )
                yield one


def _one(sentence: Sentence, edge: int, place: int, upto: int) -> Found | None:
    tokens = sentence.tokens
    number = tokens[place]
    value = number.value
    if value is None or _is_odd(tokens, place, number):
        return None
    before = [token for token in tokens[edge:place] if token.kind != "hidden"]
    own_words = [token for token in before if token.is_word]
    lead = [token for token in sentence.lead[-_REACH:] if token.kind != "hidden"]
    context = before if own_words or not lead else lead
    what = counted(tokens, place + 1, value)
    end = what.end if what else place + 1
    name = ""
    if label := _label(before, what):
        name, noun = name_of_label(label), lemma(label.noun.text)
        words = [*label.adjectives, label.noun, *label.tail]
    elif what and not (number.is_spelled and value == 1 and last_verb(context) is None):
        name, noun = name_of(context, what), lemma(what.noun.text)
        words = [*what.adjectives, what.noun, *what.tail]
    elif not number.is_spelled and _ends(tokens, place + 1) and not 1900 <= value <= 2100:
        name, noun, words = name_of_deed(before), "", []
    if not name:
        return None
    behind = tokens[place + 1 : upto]
    return Found(
        value if value % 1 else value.quantize(Decimal(1)),
        name,
        number.start,
        tokens[end - 1].end,
        noun,
        _lemmas(words),
        _lemmas([*words, *context, *behind]),
        _lemmas([*tokens[max(0, place - 2 * _REACH) : place + 2 * _REACH], *lead]),
        is_stock=noun in _STOCK or _is_standing(context),
    )


def _is_standing(context: Sequence[Token]) -> bool:
    """«предоставляется 13 услуг», «в состав включены 27 человек»: half-years of such figures do not add up."""
    place = last_verb(context)
    did = verb(context[place].text) if place is not None else None
    return did is not None and (did.tag.tense == "pres" or did.normal_form in _STANDING)


def _is_odd(tokens: Sequence[Token], place: int, number: Token) -> bool:
    """A number inside of something else: «7 из 10» of a share, «№», a sum of money in brackets."""
    ahead = tokens[place - 1].text.lower() if place else ""
    behind = tokens[place + 1].text.lower() if place + 1 < len(tokens) else ""
    return ahead in ("№", "$", "/", "+", "=", "×", "*") or behind in ("/", "=", "+", "×", "*", "°")


def _label(before: Sequence[Token], what: Counted | None) -> Counted | None:
    """What «Количество обращений – 7», «поступило обращений: 7», «число участников составило 45 человек» count."""
    if what and lemma(what.noun.text) not in UNITS:
        return None
    words = list(before)
    has_sign = bool(words) and (words[-1].text in _DASHES or lemma_at(words, -1) in _MAKES_UP)
    if has_sign:
        words.pop()
    words = [token for token in words if token.text not in "()"]
    for place, token in enumerate(words):
        is_counter = token.is_word and lemma(token.text) in COUNTERS and (has_sign or what is None)
        if is_counter and (found := counted(words, place + 1, None)) and found.end >= len(words) - 8:
            return found
    verb_at = last_verb(words)
    start = verb_at + 1 if verb_at is not None else 0
    if not has_sign and (what is not None or verb_at is None):
        return None
    found = counted(words, start, None)
    if found is None and has_sign and verb_at is None:
        found = _listed(words)
    return found if found and found.end >= len(words) - 6 else None


def _listed(words: Sequence[Token]) -> Counted | None:
    """«Публикации в газете – 118»: a noun in the plural at the beginning."""
    place = 0
    while place < len(words) and place < 4 and words[place].is_word and is_adjective(words[place].text):
        place += 1
    if place >= len(words):
        return None
    return counted(words, 0, None, is_listed=True) or counted(words, 0, Decimal(21))


def _ends(tokens: Sequence[Token], place: int) -> bool:
    return place >= len(tokens) or tokens[place].text in ".,;)"


def _lemmas(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(lemma(token.text) for token in tokens if token.is_word and len(token.text) > 1)
