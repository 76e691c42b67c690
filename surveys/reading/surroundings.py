"""What stands around the figures: title, year, days, source, who took part; found in lines of plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from surveys.reading.places import Ours, side_beside, side_of
from surveys.values import PlaceKind

_YEAR = r"(?<![\d.])(?:19|20)\d\d(?!\d)"
_FOR_YEAR = re.compile(rf"\bза\s+({_YEAR})\s*(?:год\b|г\.?)", re.IGNORECASE)
_ANY_YEAR = re.compile(rf"(?<![№\d])({_YEAR})")
_MONTHS = (
    "январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр",
)  # fmt: skip
_DAY = (
    r"(?P<{0}day>\d{{1,2}})(?:\.(?P<{0}number>\d{{2}})(?:\.(?P<{0}year>\d{{4}}))?"
    r"|\s+(?P<{0}month>[а-я]+)(?:\s+(?P<{0}named_year>\d{{4}}))?)(?:\s*(?:года|г\.))?"
)
_DAYS = re.compile(rf"\bс\s+{_DAY.format('first_')}\s+(?:по|до)\s+{_DAY.format('last_')}", re.IGNORECASE)
_SOURCE = re.compile(
    r"источник(?:\s+(?:данных|информации|сведений))?\s*[:–—-]\s*(?P<words>.+)", re.IGNORECASE
)
_NUMBER = r"(?<![\d.,])(?P<{0}>\d{{1,3}}(?: \d{{3}})+|\d+)(?![.,]?\d)(?!\s*(?:%|процент|год|г\.|[.:]\d))"
_PEOPLE = r"(?:респондент|человек|чел\b|жител|граждан|участник|опрошенн|анкет|голос)"
_TOOK_PART = re.compile(
    rf"{_NUMBER.format('before')}\s+(?:\w+\s+)?{_PEOPLE}"
    r"|(?:респондент\w*|опрош\w+|участник\w*|анкет\w*|участие|проголосова\w+)(?:\s+(?:[^\W\d]+\s+){0,4})?"
    rf"[:–—-]?\s*{_NUMBER.format('after')}"
    rf"|{_NUMBER.format('of')}\s+(?:по|в)\s+(?:кра[юе]|област|регион|республик)"
    rf"|(?:по|в)\s+(?:\w+\s+)?(?:кра[юе]|област\w+|регион\w*|республик\w+)\s*[:–—-]\s*{_NUMBER.format('whole')}",
    re.IGNORECASE,
)
_ABOUT_PART = re.compile(
    r"респондент|приня[лв]\w*[^.]{0,200}участ|участи\w+ в|участвова|опрошен|опрос\w* охвач|проголосовал|голосовани"
    r"|анкет",
    re.IGNORECASE,
)
_RESULTS = re.compile(
    r"\b(?:итог|результат|данны)\w*\s+(?:\w+\s+){0,3}?(?:опрос|анкет|голосован)"
    r"|\b(?:опрос|анкетировани|голосовани)\w*\s+(?:\w+\s+){0,3}?(?:прове[дл]|проходи|прош[её]л|состоя)",
    re.IGNORECASE,
)
_TITLES = re.compile(r"опрос|анкет|результат|итог|удовлетвор|оценк|мнени|эффективност", re.IGNORECASE)
_LONGEST_LINE = 4_000  # longer ones are no sentences about a survey
_LONGEST_TITLE = 300
_LONGEST_SOURCE = 500
_LONGEST_INTRO = 10_000
_SOON_AFTER = 3  # lines
_MOST_INTRO = 40  # lines, blank ones among them
_YEARS = range(1990, 2101)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """``respondents`` of this municipality and of the region, None where nothing says them; days as ISO dates or «»."""

    title: str = ""
    year: int | None = None
    intro: str = ""
    source: str = ""
    starts_on: str = ""
    ends_on: str = ""
    respondents: int | None = None
    respondents_region: int | None = None


def around_table(
    before: Sequence[str], after: Sequence[str], *, names: Sequence[str], ours: Ours
) -> Surroundings:
    """Of a table: the lines before and after it; ``names``: of its sheet and its file, which may tell the year."""
    lines, tail = _lines(before), _lines(after)
    title = _title(lines)
    starts, ends = _days(lines + tail)
    own, region = took_part(lines + tail, ours)
    return Surroundings(
        title=title,
        year=_year([title, *reversed(lines), *names, *tail], ends),
        source=_source(lines + tail),
        starts_on=starts,
        ends_on=ends,
        respondents=own,
        respondents_region=region,
    )


def around_block(
    before: Sequence[str], after: Sequence[str], *, names: Sequence[str], ours: Ours
) -> Surroundings:
    """Of questions in a text: the paragraphs before the first. Those nearest that tell of the results or of who took
    part are the survey's own words."""
    intro: list[str] = []
    for words in reversed(_lines(before[-_MOST_INTRO:])):
        if not is_introduction(words):
            break
        intro.insert(0, words)
    lines = intro or _lines(before)[-1:]
    starts, ends = _days(lines)
    own, region = took_part(lines, ours)
    if own is None:
        own, _ = took_part(_lines(after[:_SOON_AFTER]), ours)
    return Surroundings(
        year=_year([*reversed(lines), *names], ends),
        intro="\n".join(intro)[:_LONGEST_INTRO],
        source=_source([*lines, *after[:_SOON_AFTER]]),
        starts_on=starts,
        ends_on=ends,
        respondents=own,
        respondents_region=region,
    )


def took_part(lines: Sequence[str], ours: Ours) -> tuple[int | None, int | None]:
    """The respondents of this municipality and of the region that sentences tell; the first of each."""
    found: dict[PlaceKind, int] = {}
    for line in lines:
        for sentence in re.split(r"(?<=[а-яё»)][.!?])\s+(?=[А-ЯЁ«])", line):
            if not _ABOUT_PART.search(sentence):
                continue
            for match in _TOOK_PART.finditer(sentence):
                name = str(match.lastgroup)
                before, after = sentence[: match.start(name)], sentence[match.end(name) :]
                found.setdefault(_side(before, after, ours), int(match[name].replace(" ", "")))
    return found.get(PlaceKind.OWN), found.get(PlaceKind.REGION)


def tells_who_took_part(line: str) -> bool:
    """«Всего опрошено 264 человека.»"""
    return _ABOUT_PART.search(line) is not None and _is_respondents_line(line)


def is_introduction(line: str) -> bool:
    """Whether a line before the answers tells of the results or of who took part."""
    return _RESULTS.search(line) is not None or _ABOUT_PART.search(line) is not None


def _side(before: str, after: str, ours: Ours) -> PlaceKind:
    """Whose number stands there: the words right after it tell; else our own name in the last words before it, else the
    nearest word for a place; a number of nobody else's is ours."""
    if side := side_beside(after):
        return side
    is_near = ours.is_named(" ".join(before.split()[-6:]))
    return PlaceKind.OWN if is_near else side_of(before, after) or PlaceKind.OWN


def _lines(texts: Sequence[str]) -> list[str]:
    lines = (line.strip()[:_LONGEST_LINE] for text in texts for line in text.split("\n"))
    return [line for line in lines if line]


def _title(lines: Sequence[str]) -> str:
    """The last line that sounds like a title, with the one above where it goes on from there."""
    for place in range(len(lines) - 1, -1, -1):
        line = " ".join(lines[place].split())
        if not _TITLES.search(line) or _SOURCE.match(line) or _is_respondents_line(line):
            continue
        while place and (line[:1].islower() or (line[:1] in "(«" and len(line) < 20)):
            place -= 1
            line = f"{' '.join(lines[place].split())} {line}"
        return line.rstrip(" :.")[:_LONGEST_TITLE]
    return ""


def _is_respondents_line(line: str) -> bool:
    return re.search(r"\d", line) is not None and _TOOK_PART.search(line) is not None


def _year(texts: Sequence[str], ends_on: str) -> int | None:
    """«за 2021 год» wherever it stands; else the only year of the first text that names one."""
    for text in texts:
        if (found := _FOR_YEAR.search(text)) and int(found[1]) in _YEARS:
            return int(found[1])
    if ends_on:
        return int(ends_on[:4])
    for text in texts:
        years = {int(year) for year in _ANY_YEAR.findall(text)}
        if len(years) == 1 and (year := years.pop()) in _YEARS:
            return year
    return None


def file_stem(filename: str) -> str:
    """The name of a file as words: «itogi_2021.xlsx» -> «itogi 2021»."""
    return re.sub(r"[_.-]+", " ", PurePath(filename).stem)


def _source(lines: Sequence[str]) -> str:
    for line in lines:
        if found := _SOURCE.match(line.strip()):
            return found["words"].strip()[:_LONGEST_SOURCE]
    return ""


def _days(lines: Sequence[str]) -> tuple[str, str]:
    for line in lines:
        for match in _DAYS.finditer(line):
            year = match["last_year"] or match["last_named_year"]
            last = _iso(match, "last_", year)
            first = _iso(match, "first_", match["first_year"] or match["first_named_year"] or year)
            if first and last and first <= last:
                return first, last
    return "", ""


def _iso(match: re.Match[str], end: str, year: str | None) -> str:
    month = match[f"{end}number"]
    word = (match[f"{end}month"] or "").lower()
    numbers = [number for number, stem in enumerate(_MONTHS, 1) if word.startswith(stem)]
    if not year or not (month or numbers) or int(year) not in _YEARS:
        return ""
    try:
        # «мая» begins as «марта» does not: the longer stem stands first in the list.
        return date(int(year), int(month) if month else numbers[0], int(match[f"{end}day"])).isoformat()
    except ValueError:
        return ""
