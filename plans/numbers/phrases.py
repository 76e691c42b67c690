"""What stands around a number: the noun that it counts with its adjectives, what that noun is of, who did what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from plans.numbers.tokens import Token
from plans.numbers.words import as_noun, in_case, is_adjective, lemma, noun_parses, parses, verb

MOST_ADJECTIVES = 4
UNITS = frozenset({"человек", "штука", "единица", "экземпляр", "лицо"})
COUNTERS = frozenset({"количество", "число", "численность", "объем", "сумма"})
# What a number is measured with, not counted by.
_NOT_COUNTED = frozenset(
    "раз день час год квартал полугодие месяц неделя минута сутки сторона очередь часть процент класс век градус номер"
    " пункт статья экз половина треть число том".split()
)
# Where a name stops: whose council it is, is known.
_TOO_MUCH = frozenset(
    "администрация округ район край область республика город село поселение территория глава год полугодие квартал"
    " месяц период отношение рамка соответствие цель ход течение число том тот количество основание связь результат"
    " состав сеть интернет российский помощь образ россия федерация который учет вид".split()
) - {"вид", "состав"}
_PREPOSITIONS = frozenset("в во на с со о об по для от к при".split())
_QUOTES = frozenset('«»"“”„')


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number counts: «муниципальных» «служащих» «органов опеки»; ``end``: the place behind it."""

    adjectives: tuple[Token, ...]
    noun: Token
    tail: tuple[Token, ...]
    end: int


def counted(
    tokens: Sequence[Token], start: int, value: Decimal | None, *, is_listed: bool = False
) -> Counted | None:
    """The words from `start` on, where they are a noun in the form that the number asks for. ``value``: None where
    many of it are meant («количество обращений»); ``is_listed``: the noun heads a line («Пресс-релизы: 54»)."""
    place, adjectives = start, list[Token]()
    while place < len(tokens):
        token = tokens[place]
        if token.text in _QUOTES:
            place += 1
            continue
        if not token.is_word or len(adjectives) > MOST_ADJECTIVES:
            return None
        if is_adjective(token.text) and _agrees_with_next(tokens, place):
            adjectives.append(token)
            place += 1
            continue
        if not (_heads_a_list(token) if is_listed else _is_countable(token, value)):
            return None
        end = place + 1
        closing = end < len(tokens) and tokens[end].text in _QUOTES and tokens[end].text != "«"
        behind = end + 1 if closing else end
        stop = tail_end(tokens, behind)
        return Counted(tuple(adjectives), token, tuple(tokens[behind:stop]), stop if stop > behind else end)
    return None


def _heads_a_list(token: Token) -> bool:
    return lemma(token.text) not in _NOT_COUNTED and any(
        one.tag.case == "nomn" and one.tag.number == "plur" for one in noun_parses(token.text)
    )


def _is_countable(token: Token, value: Decimal | None) -> bool:
    if token.text.isupper() and 2 <= len(token.text) <= 6:  # «73 НПА»
        return True
    if as_noun(token.text) is None or lemma(token.text) in _NOT_COUNTED:
        return False
    for one in noun_parses(token.text):
        case, number = one.tag.case, one.tag.number
        if case == "gent" and (number == "plur" or value is None or _few(value)):
            return number == "plur" or value is not None
        if value is not None and number == "plur" and case in ("datv", "ablt", "loct"):
            return True
        if value is not None and value % 10 == 1 and value % 100 != 11 and number == "sing":
            return True
        if value is not None and lemma(token.text) == "человек":
            return True
    return False


def _few(value: Decimal) -> bool:
    return value % 1 != 0 or (value % 10 in (2, 3, 4) and value % 100 not in (12, 13, 14)) or value >= 1000


def _agrees_with_next(tokens: Sequence[Token], place: int) -> bool:
    following = next((token for token in tokens[place + 1 : place + 4] if token.text not in _QUOTES), None)
    if following is None or not following.is_word:
        return False
    ours, theirs = (
        _forms(tokens[place].text, ("ADJF", "PRTF")),
        _forms(following.text, ("NOUN", "ADJF", "PRTF")),
    )
    if ours & theirs:
        return True
    # «две прямые линии», «2 новых набора»: after two, three and four the noun stands in the singular.
    is_many = bool(ours & {("gent", "plur"), ("nomn", "plur")})
    return is_many and ("gent", "sing") in theirs and not _stands_alone(tokens[place].text)


def _stands_alone(word: str) -> bool:
    """Whether an adjective is first of all a noun: «служащих», «данных»."""
    noun = as_noun(word)
    return noun is not None and noun == parses(word)[0]


def _forms(word: str, kinds: tuple[str, ...]) -> set[tuple[str, str]]:
    """Case and number as which the word may stand. The accusative plural has no form of its own."""
    forms = {(one.tag.case, one.tag.number) for one in parses(word) if one.tag.POS in kinds}
    return forms - {("accs", "plur")}


def tail_end(tokens: Sequence[Token], start: int, *, most: int = 1) -> int:
    """Where what the noun is of ends: «[наборов] открытых данных», «[сообщений] о мероприятиях»."""
    end = genitives_end(tokens, start, most=most)
    return end if end > start else preposition_end(tokens, start)


def genitives_end(tokens: Sequence[Token], start: int, *, most: int = 1) -> int:
    end = start
    for _ in range(most):
        place = end
        while place < len(tokens) and place - end < 3 and _is_adjective_before_noun(tokens, place):
            place += 1
        if not (place < len(tokens) and _is_named(tokens[place]) and in_case(tokens[place].text, "gent")):
            break
        if any(lemma(token.text) in _TOO_MUCH for token in tokens[end : place + 1]):
            break
        end = place + 1
    return end


def preposition_end(tokens: Sequence[Token], start: int) -> int:
    """Where «в электронном виде», «на «телефон доверия»» ends; `start` where there is none."""
    if not (start + 1 < len(tokens) and tokens[start].text.lower() in _PREPOSITIONS):
        return start
    place = start + 1
    if tokens[place].text == "«":
        close = next((i for i in range(place, min(place + 6, len(tokens))) if tokens[i].text == "»"), None)
        return close + 1 if close else start
    while place < len(tokens) and place - start < 4 and _is_adjective_before_noun(tokens, place):
        place += 1
    if place >= len(tokens) or not _is_named(tokens[place]) or not noun_parses(tokens[place].text):
        return start
    if any(lemma(token.text) in _TOO_MUCH for token in tokens[start : place + 1]):
        return start
    return place + 1


def _is_adjective_before_noun(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    return token.is_word and is_adjective(token.text) and _agrees_with_next(tokens, place)


def _is_named(token: Token) -> bool:
    return token.is_word and as_noun(token.text) is not None


def last_verb(tokens: Sequence[Token]) -> int | None:
    """The place of the verb nearest to the end."""
    return next(
        (i for i in range(len(tokens) - 1, -1, -1) if tokens[i].is_word and verb(tokens[i].text)), None
    )


def first_preposition(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The first «на личный прием» among the words; another preposition's words tell where it was done only right
    before the verb («в газете опубликовано»)."""
    for start in range(len(tokens)):
        end = preposition_end(tokens, start)
        is_close = end < len(tokens) and tokens[end].is_word and verb(tokens[end].text) is not None
        if end > start and (is_close or tokens[start].text.lower() in ("на", "по")):
            return tuple(tokens[start:end])
    return ()


def done_to(tokens: Sequence[Token], place: int) -> tuple[Token, ...]:
    """What a verb says was done: «прошли [курсы повышения квалификации]», «[аттестацию] успешно прошли»."""
    behind = place + 1
    while behind < len(tokens) and _is_adverb(tokens[behind]):
        behind += 1
    if (end := preposition_end(tokens, behind)) > behind:
        return tuple(tokens[behind:end])
    if end := _object_end(tokens, behind):
        return tuple(tokens[behind:end])
    before = place
    while before and _is_adverb(tokens[before - 1]):
        before -= 1
    if before and _is_object(tokens[before - 1]):
        start = before - 1
        while start and is_adjective(tokens[start - 1].text) and _agrees_with_next(tokens, start - 1):
            start -= 1
        if not (start and tokens[start - 1].text.lower() in _PREPOSITIONS):
            return tuple(tokens[start:before])
    return first_preposition(tokens[: place + 1])


def _is_object(token: Token) -> bool:
    noun = as_noun(token.text) if token.is_word else None
    return noun is not None and noun.tag.case in ("accs", "nomn") and in_case(token.text, "accs")


def _object_end(tokens: Sequence[Token], start: int) -> int:
    place = start
    while place < len(tokens) and place - start < 3 and _is_adjective_before_noun(tokens, place):
        place += 1
    if not (place < len(tokens) and _is_named(tokens[place]) and in_case(tokens[place].text, "accs")):
        return 0
    end = genitives_end(tokens, place + 1, most=2)
    return preposition_end(tokens, end) if lemma(tokens[place].text) == "участие" else end


def _is_adverb(token: Token) -> bool:
    return token.is_word and any(one.tag.POS in ("ADVB", "PRCL") for one in parses(token.text))


def subject(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """What was made, founded, published: «сформирован [кадровый резерв] …»; the first noun in the nominative."""
    place = last_verb(tokens)
    for start in [place + 1] if place is not None else []:
        if end := _object_end(tokens, start):
            stop = next(
                i for i in range(start, end) if in_case(tokens[i].text, "accs") and _is_named(tokens[i])
            )
            return tuple(tokens[start : stop + 1])
    for start in range(len(tokens)):
        if _is_named(tokens[start]) and in_case(tokens[start].text, "nomn"):
            first = start
            while first and is_adjective(tokens[first - 1].text) and _agrees_with_next(tokens, first - 1):
                first -= 1
            return tuple(tokens[first : start + 1])
    return ()
