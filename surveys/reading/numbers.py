"""The text of a cell -> a tally: people, a percentage as printed, or both; what is neither is refused by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from surveys.reading.outcome import UnreadableSurvey, refusal, short
from surveys.values import Figure

_NUMBER = r"[-−–—]?\s?(?:\d{1,3}(?: \d{3})+|\d+)(?:[.,]\d+)?"
_PEOPLE = r"(?:чел(?:\.|овек\w*)?|респондент\w*|опрошенн\w*|голос\w*|ответ\w*|участник\w*|анкет\w*)"
_SHARE = r"(?:%|процент\w*)"
_ONE = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<people>{_PEOPLE})?(?P<share>{_SHARE})?\s*\.?", re.IGNORECASE)
_BETWEEN = r"(?:\s*[(/;–—-]\s*|,\s+)"
_BOTH = re.compile(
    rf"(?:(?P<count>{_NUMBER})(?:{_BETWEEN}|\s*{_PEOPLE}{_BETWEEN}?\s*)(?P<percent>{_NUMBER})\s*{_SHARE}\s*\)?"
    rf"|(?P<percent_first>{_NUMBER})\s*{_SHARE}(?:{_BETWEEN}|\s+)(?P<count_last>{_NUMBER})\s*{_PEOPLE}?\s*\)?)",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"[-–—−.…]*|[xх]|н/?д|нет данных|нет свед\w*", re.IGNORECASE)
MOST_PEOPLE = 999_999_999
_MOST_PLACES = 4
_TAIL = 9  # decimals that nobody types: a division made them


class Kind(StrEnum):
    """What a column of figures holds."""

    COUNT = "count"
    PERCENT = "percent"


def is_blank(text: str) -> bool:
    """A cell that says nothing: blank, a dash, «н/д»."""
    return _NOTHING.fullmatch(text.strip()) is not None


def is_figure(text: str) -> bool:
    """Whether a cell holds a number in any of the ways in which offices write tallies."""
    one_line = " ".join(text.split())
    return _ONE.fullmatch(one_line) is not None or _BOTH.fullmatch(one_line) is not None


def has_percent_sign(text: str) -> bool:
    return re.search(_SHARE, text, re.IGNORECASE) is not None


def is_fraction(text: str) -> bool:
    """«0,3»: a number below one with decimals, without a sign of per cent."""
    return re.fullmatch(r"0?[.,]\d*[1-9]\d*", text.strip()) is not None


def read_figure(text: str, kind: Kind, where: str) -> Figure | None:
    """The tally in a cell, None where it says nothing. Raises `UnreadableSurvey`."""
    words = " ".join(text.split())
    if is_blank(words):
        return None
    if both := _BOTH.fullmatch(words):
        count, percent = both["count"] or both["count_last"], both["percent"] or both["percent_first"]
        return Figure(count_in(count, where), percent_in(percent, where))
    one = _ONE.fullmatch(words)
    if one is None or (kind is Kind.COUNT and one["share"]) or (kind is Kind.PERCENT and one["people"]):
        raise _not_a_number(words, kind, where)
    if kind is Kind.COUNT:
        return Figure(count=count_in(one["number"], where))
    return Figure(percent=percent_in(one["number"], where))


def read_people(text: str, where: str) -> int | None:
    """A number of respondents, in whatever column it stands. Raises `UnreadableSurvey`."""
    figure = read_figure(text, Kind.COUNT, where)
    return None if figure is None else figure.count


def count_in(text: str, where: str) -> int:
    number = _decimal(text)
    if number < 0:
        raise refusal(where, f"число «{text}» меньше нуля, впишите целое число ответивших.")
    if number % 1:
        raise refusal(where, f"число ответивших «{text}» дробное, впишите целое число.")
    if number > MOST_PEOPLE:
        raise refusal(where, f"число «{short(text)}» слишком большое, проверьте его и исправьте.")
    return int(number)


def percent_in(text: str, where: str) -> Decimal:
    """The percentage with its decimals; a computed one with a long tail of digits is taken with two."""
    number = _decimal(text)
    if number < 0:
        raise refusal(where, f"процент «{text}» меньше нуля, впишите число от 0 до 100.")
    if number > 100:
        raise refusal(where, f"процент «{short(text)}» больше 100, проверьте его и исправьте.")
    exponent = number.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    if places >= _TAIL:
        return number.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if places > _MOST_PLACES:
        raise refusal(
            where, f"у процента «{text}» больше {_MOST_PLACES} знаков после запятой, округлите его."
        )
    return number


def check_shares(texts: Iterable[tuple[str, str]]) -> None:
    """Per cents, ``(text, where)``, that are all written as parts of one (0,3 for 30 %) are refused: they can't be told
    from tiny per cents. Raises `UnreadableSurvey`."""
    first = ""
    for text, where in texts:
        if is_blank(text):
            continue
        if not is_fraction(text) and not re.fullmatch(r"0(?:[.,]0+)?|1", text.strip()):
            return
        if not first and is_fraction(text):
            first = where
            shown = text
    if first:
        raise refusal(
            first, f"проценты записаны долями единицы («{shown}»), запишите их процентами: 30 вместо 0,3."
        )


def _decimal(text: str) -> Decimal:
    return Decimal(re.sub(r"[−–—]", "-", text).replace(" ", "").replace(",", "."))


def _not_a_number(words: str, kind: Kind, where: str) -> UnreadableSurvey:
    wanted = "числа ответивших" if kind is Kind.COUNT else "процента"
    advice = "впишите целое число" if kind is Kind.COUNT else "впишите число от 0 до 100"
    return refusal(where, f"вместо {wanted} стоит «{short(words)}», {advice}.")
