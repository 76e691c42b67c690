"""The half-year as offices write it («за П полугодие», «январь-июнь»): found, and written for another."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from plans.periods import ReportingPeriod

_YEAR = r"(?P<year>(?:19|20)\d{2})(?:[\s-]*(?:году?а?|г\.|г\b))?"
_ROMAN_TWO = r"II|ІІ|ll|\|\||11|П|Ⅱ|2"  # Cyrillic, Latin and typewriter look-alikes
_ROMAN_ONE = r"I|І|l|\||1|Ⅰ"
_ORDINAL = r"(?:перв|втор)(?:ое|ого|ому|ом|ый|ым)"
_HALF = rf"(?P<half>{_ROMAN_TWO}|{_ROMAN_ONE}|{_ORDINAL})"
_SUFFIX = r"(?:\s?-?\s?(?:ого|го|ое|ом|ому|е|м)(?=\s))?"
_PERIOD_WORD = r"(?:полугоди(?:ем|[еяюи])|п/г\b|полуг\.|пол\.)"
_PAIR = re.compile(rf"(?<![\w.])(?:{_ROMAN_ONE}|{_ORDINAL})\s*(?:и|,|-|–|—)\s*$", re.IGNORECASE)
_BETWEEN = r"[\s,]*(?:за\s+)?"

_HALF_NAMED = re.compile(
    rf"(?<![\w.])(?:(?P<year_before>(?:19|20)\d{{2}})(?:\s*(?:года?|г\.|г\b))?[\s,(]*)?"
    rf"(?:(?P<preposition>во?)\s+)?{_HALF}{_SUFFIX}\s*{_PERIOD_WORD}(?:{_BETWEEN}{_YEAR})?(?![\w-])",
    re.IGNORECASE,
)
_MONTHS = re.compile(
    r"(?<!\w)(?P<first>январ|июл)[ьяе]\s*(?:[-–—]|по)\s*(?P<last>июн|декабр)[ьяе]м?"
    + rf"\s+{_YEAR}(?![\w-])",
    re.IGNORECASE,
)
_SO_MANY_MONTHS = re.compile(
    rf"(?<!\w)(?P<count>6|шесть|12|двенадцать)(?:-?ти)?\s+месяцев\s+{_YEAR}(?![\w-])", re.IGNORECASE
)
_AS_OF = re.compile(
    r"(?<=по состоянию на )(?P<day>\d{1,2})(?:\.(?P<month>\d{2})\.|\s+(?P<word>января|июня|июля|декабря)\s+)"
    + rf"{_YEAR}(?![\w-])",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    r"(?<!\w)с\s+0?1(?:\.(?P<from_month>01|07)(?:\.(?P<year_from>(?:19|20)\d{2})?)?|\s+(?P<from_word>января|июля)"
    r"(?:\s+(?P<year_from_word>(?:19|20)\d{2}))?)(?:\s*(?:года|г\.))?\s+по\s+(?P<to_day>30|31)"
    rf"(?:\.(?P<to_month>06|12)\.|\s+(?P<to_word>июня|декабря)\s+){_YEAR}(?![\w-])",
    re.IGNORECASE,
)
_GENITIVE_MONTHS = {"января": 1, "июня": 6, "июля": 7, "декабря": 12}
_MONTH_WORDS = {number: word for word, number in _GENITIVE_MONTHS.items()}
_BEFORE_THE_END, _AFTER_THE_END = timedelta(days=10), timedelta(days=20)

_TWINS = {  # the first half-year's word and the second's
    "перв": "втор",
    "i": "ii",
    "і": "іі",
    "l": "ll",
    "|": "||",
    "ⅰ": "ⅱ",
    "1": "2",
    "6": "12",
    "шесть": "двенадцать",
    "январ": "июл",
    "июн": "декабр",
}
_FIRST_OF = {second: first for first, second in _TWINS.items()} | {"п": "i", "11": "1"}


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """``start`` and ``end`` bound the words in the text."""

    period: ReportingPeriod
    start: int
    end: int


def find_periods(text: str) -> list[FoundPeriod]:
    """Every half-year that the text names, in order; a half without a year takes the text's only year."""
    found = [
        FoundPeriod(period, match.start(), match.end())
        for pattern, read in _READERS
        for match in pattern.finditer(text)
        if (period := read(match, text)) is not None
    ]
    return sorted(found, key=lambda each: each.start)


def period_in_style(sample: str, period: ReportingPeriod) -> str:
    """The period written the way ``sample`` writes another: «1 полугодие 2022 г.» -> «2 полугодие 2022 г.»."""
    for pattern, _ in _READERS:
        match = pattern.search(sample if pattern is not _AS_OF else f"по состоянию на {sample}")
        if match and pattern is _AS_OF:
            return _as_of_in_style(match, period)
        if match:
            return _rewritten(match, period)
    return period.title


def _read_half(match: re.Match[str], text: str) -> ReportingPeriod | None:
    year = match["year"] or match["year_before"] or _only_year(text)
    if _PAIR.search(text, 0, match.start("half")):  # «1 и 2 полугодие» is the year
        return None
    return ReportingPeriod(int(year), _half_of(match["half"])) if year else None


def _read_months(match: re.Match[str], text: str) -> ReportingPeriod | None:
    halves = {_half_of(match["first"]), _half_of(match["last"])}
    return ReportingPeriod(int(match["year"]), halves.pop()) if len(halves) == 1 else None


def _read_from_to(match: re.Match[str], text: str) -> ReportingPeriod | None:
    first, last = _named_month(match, "from"), _named_month(match, "to")
    years = {match[name] for name in ("year", "year_from", "year_from_word") if match[name]}
    period = ReportingPeriod(int(match["year"]), 1 if last == 6 else 2)
    return period if (first, len(years)) == (period.starts_on.month, 1) else None


def _named_month(match: re.Match[str], end: str) -> int:
    number = match[f"{end}_month"]
    return int(number) if number else _GENITIVE_MONTHS[match[f"{end}_word"].lower()]


def _read_count(match: re.Match[str], text: str) -> ReportingPeriod | None:
    # Cumulative counting: «12 месяцев» is what the second half-year's report is called.
    return ReportingPeriod(int(match["year"]), _half_of(match["count"]))


def _read_as_of(match: re.Match[str], text: str) -> ReportingPeriod | None:
    day = _day(match)
    if day is None:
        return None
    for period in (ReportingPeriod.of(day).previous, ReportingPeriod.of(day)):
        if period.ends_on - _BEFORE_THE_END <= day <= period.ends_on + _AFTER_THE_END:
            return period
    return None


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], ReportingPeriod | None]], ...] = (
    (_HALF_NAMED, _read_half),
    (_MONTHS, _read_months),
    (_FROM_TO, _read_from_to),
    (_SO_MANY_MONTHS, _read_count),
    (_AS_OF, _read_as_of),
)


def _half_of(word: str) -> int:
    lowered = word.lower()
    return 1 if lowered in _TWINS or lowered.startswith("перв") else 2


def _only_year(text: str) -> str:
    years = set(re.findall(r"(?<![\d.])(?:19|20)\d{2}(?!\d|\s*[-–—]\s*\d)", text))
    return years.pop() if len(years) == 1 else ""


def _day(match: re.Match[str]) -> date | None:
    month = int(match["month"]) if match["month"] else _GENITIVE_MONTHS[match["word"].lower()]
    try:
        return date(int(match["year"]), month, int(match["day"]))
    except ValueError:
        return None


def _restyled(name: str, value: str, match: re.Match[str], period: ReportingPeriod) -> str:
    if name.startswith("year"):
        return str(period.year)
    if name.startswith(("from_", "to_")):
        return _restyled_end(name, value, period)
    if name == "preposition" and _half_of(match["half"]) != period.half:
        new = "во" if period.half == 2 else "в"
        return new.upper() if match[0].isupper() else new
    return value if name == "preposition" else _twin(value, period.half)


def _restyled_end(name: str, value: str, period: ReportingPeriod) -> str:
    """A part of the first or last day of «с 01.01.2022 по 30.06.2022»."""
    day = period.starts_on if name.startswith("from_") else period.ends_on
    if name.endswith("_word"):
        word = _MONTH_WORDS[day.month]
        return word.upper() if value.isupper() else word
    return f"{day.day if name.endswith('_day') else day.month:02}"


def _rewritten(match: re.Match[str], period: ReportingPeriod) -> str:
    words = match[0]
    spans = []
    for name, value in match.groupdict().items():
        if value is None:
            continue
        start, end = match.start(name) - match.start(), match.end(name) - match.start()
        spans.append((start, end, _restyled(name, value, match, period)))
    for start, end, new in sorted(spans, reverse=True):
        words = words[:start] + new + words[end:]
    return words


def _twin(word: str, half: int) -> str:
    if _half_of(word) == half:
        return word
    lowered = word.lower()
    stem = lowered[:4] if lowered.startswith(("перв", "втор")) else lowered
    twin = (_TWINS if half == 2 else _FIRST_OF)[stem] + lowered[len(stem) :]
    if word.isupper():
        return twin.upper()
    return twin.capitalize() if word[:1].isupper() else twin


def _as_of_in_style(match: re.Match[str], period: ReportingPeriod) -> str:
    day, sample = _day(match), _read_as_of(match, "")
    if day is None or sample is None:
        return period.title
    moved = period.ends_on + (day - sample.ends_on)
    words = match[0]
    old = match["month"] or match["word"]
    month = f"{moved.month:02}" if match["month"] else _MONTH_WORDS[moved.month]
    number = f"{moved.day:02}" if len(match["day"]) == 2 else str(moved.day)
    head = words.replace(match["day"], number, 1).replace(old, month, 1) if match["word"] else None
    if head is None:
        head = f"{number}.{month}." + words[len(match["day"]) + len(old) + 2 :]
    return head.replace(match["year"], str(moved.year), 1)
