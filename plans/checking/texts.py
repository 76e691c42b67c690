"""What may be wrong in the words of an entry: shares, unfinished places, dead links, another half-year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from accounts.wording import number_words
from plans.checking.values import Finding
from plans.differences import sameness
from plans.periods import ReportingPeriod
from plans.shares import percentage, places_of

_B = r"[ \t\u00a0\u202f\u2009]"
_COUNT = rf"(?<![\d.,№-])(?P<{{}}>\d{{{{1,3}}}}(?:{_B}\d{{{{3}}}}){{{{1,3}}}}|\d{{{{1,9}}}})(?![\d%-]|[.,]\d|{_B}?%)"
_SHARE = r"(?P<percent>\d{1,3}(?:,\d{1,3})?)" + _B + "?%"
_WORDS = r"[^\d.;()\n]{0,80}?"
# «12 из 81 экспертизы (14 %)», «12 из 81, или 14 %»; «проведена 81 экспертиза, из них 12 (14 %)».
_SHARES = (
    re.compile(
        rf"{_COUNT.format('part')}{_WORDS}\bиз{_B}{_COUNT.format('total')}{_WORDS}"
        rf"(?:\(|[-–—,]{_B}?(?:или|что составля\w+|то есть|т\.{_B}?е\.)?{_B}?){_SHARE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_COUNT.format('total')}{_WORDS}\b(?:из них|из которых|в том числе){_WORDS}{_COUNT.format('part')}{_WORDS}"
        rf"(?:\(|[-–—,]{_B}?(?:или|что составля\w+|то есть|т\.{_B}?е\.){_B}?){_SHARE}",
        re.IGNORECASE,
    ),
)
_PLACEHOLDERS = re.compile(
    r"_{3,}|\.{5,}|\?{2,}"
    r"|(?<![\w…])(?:…|\.\.\.)(?=\s+[а-яё]|\s*\)|\s*$)(?<=[\s(№]…)|(?<=№\s)(?:…|\.\.\.)|\[(?:…|\.\.\.)\]"
    r"|(?<!\w)[Хх]{2,}(?:[./][Хх\d]{2,}){0,2}(?!\w)|(?<!\w)[Xx]{2}[./][Xx]{2}(?:[./][Xx\d]{2,4})?(?!\w)|(?<!\w)[Xx]{3,}(?!\w)"
    r"|[(\[<](?:[^()\[\]<>\n]{0,40}\b)?(?:уточн|допис|дополн|заполн|вставить|указать|проверить)\w*[^()\[\]<>\n]{0,40}[)\]>]"
    r"|\b(?:УТОЧНИТЬ|ДОПИСАТЬ|ЗАПОЛНИТЬ|ВСТАВИТЬ|УКАЗАТЬ)\b|(?:^|[.;]\s+)[Уу]точн(?:ить|яется)\s*[.!?]?\s*$"
    r"|\bTODO\b|\blorem ipsum\b",
    re.MULTILINE,
)
_LINKS = re.compile(
    rf"(?P<bare>\bhttps?:/{{0,2}}(?=[\s,;.)»\"]|$))|(?P<hostless>\bhttps?://(?!localhost\b)[^\s/.,;)»\"]{{1,60}}(?=[\s/,;)»\"]|\.?$|\.\s))"
    rf"|(?P<local>\bhttps?://(?:localhost|127\.|192\.168\.|10\.)[^\s]{{0,60}}|\bfile:/\S{{0,60}}|\b[A-Z]:\\[^\s]{{0,60}})"
    rf"|(?P<word>[(\[](?:по{_B})?(?:ссылк[аеиу]|адрес)(?:{_B}(?:здесь|тут))?[)\]])",
    re.IGNORECASE | re.MULTILINE,
)
_HALF_YEAR = re.compile(
    rf"\b(?P<half>II|I|ІІ|І|[12]|перв\w{{2,3}}|втор\w{{2,3}})(?:{_B}?-{_B}?[а-я]{{1,3}})?{_B}{{1,3}}полугоди\w{{1,3}}"
    rf"(?:{_B}{{1,3}}(?P<year>20\d\d))?",
    re.IGNORECASE,
)
_YEAR = re.compile(rf"\bв{_B}{{1,3}}(?P<year>20\d\d){_B}{{0,3}}(?:году|г\.)", re.IGNORECASE)
_ANY_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_FUTURE = re.compile(
    r"\b(?:план\w*|запланир\w*|намеч\w*|предсто\w*|буд(?:ет|ут)|предусм\w*)\b", re.IGNORECASE
)


def wrong_shares(text: str) -> Iterator[Finding]:
    """Per cents in brackets that are not the share of the two numbers before them."""
    for pattern in _SHARES:
        for found in pattern.finditer(text):
            part, total = _whole(found["part"]), _whole(found["total"])
            printed = Decimal(found["percent"].replace(",", "."))
            if not 0 < part <= total or (right := percentage(part, total, places_of(printed))) == printed:
                continue
            yield Finding(
                "error",
                "percentage_mismatch",
                f"Процент не сходится: {number_words(part)} из {number_words(total)} – это {number_words(right)} %",
                f"В тексте «{_short(found[0])}»: напечатано {number_words(printed)} %.",
            )


def unfinished_places(text: str) -> Iterator[Finding]:
    """Blanks, «ХХ», «(уточнить)» and dots that were to be filled in."""
    for found in _PLACEHOLDERS.finditer(text):
        yield Finding(
            "warn",
            "unfinished",
            "В тексте осталось незаполненное место",
            f"«{_around(text, found.start(), found.end())}»",
        )


def unusable_links(text: str) -> Iterator[Finding]:
    """Addresses that open nothing for a citizen."""
    for found in _LINKS.finditer(text):
        title = "Ссылка обещана, а адреса нет" if found["word"] else "Ссылка никуда не ведет"
        yield Finding("warn", "link_broken", title, f"«{_around(text, found.start(), found.end())}»")


def wrong_periods(text: str, period: ReportingPeriod) -> Iterator[Finding]:
    """Another half-year, where the entry's own is not named: a text left from another report.

    What lies ahead («во II полугодии планируется…») is no mistake, and neither is a comparison.
    """
    other = None
    for found in _HALF_YEAR.finditer(text):
        half, year = _half(found["half"]), int(found["year"] or period.year)
        if (half, year) == (period.half, period.year):
            return
        if not _FUTURE.search(_sentence(text, found.start(), found.end())):
            other = other or found
    if other is None and str(period.year) not in _ANY_YEAR.findall(text):
        other = next((one for one in _YEAR.finditer(text) if int(one["year"]) != period.year), None)
    if other:
        yield Finding(
            "warn",
            "other_period",
            "В тексте назван другой период",
            f"«{_around(text, other.start(), other.end())}», а отчет за {period.title}.",
        )


def repeated_text(text: str, before: str) -> Iterator[Finding]:
    """A text that says the same as half a year ago, word for word."""
    if sameness(before, text) == 100:
        yield Finding(
            "info",
            "repeated",
            "Текст повторяет прошлое полугодие слово в слово",
            "Проверьте, не появилось ли нового: чисел, дат, решений.",
        )


def _whole(digits: str) -> int:
    return int(re.sub(r"\D", "", digits))


def _half(words: str) -> int:
    words = words.lower().replace("і", "i")
    return 2 if words == "ii" or words.startswith("втор") or words == "2" else 1


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a place, as far as a few hundred signs."""
    ahead = re.split(r"[.;\n]", text[max(0, start - 200) : start])[-1]
    behind = re.split(r"[.;\n]", text[end : end + 200])[0]
    return ahead + text[start:end] + behind


def _around(text: str, start: int, end: int) -> str:
    """A place with a few words on both sides, on one line."""
    ahead = text[max(0, start - 30) : start].split("\n")[-1]
    behind = text[end : end + 30].split("\n")[0]
    if start > 30 and " " in ahead:
        ahead = f"…{ahead.split(' ', 1)[1]}"
    if end + 30 < len(text) and " " in behind:
        behind = f"{behind.rsplit(' ', 1)[0]}…"
    return " ".join(f"{ahead}{_short(text[start:end])}{behind}".split())


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 120 else f"{words[:120].rsplit(' ', 1)[0]}…"
