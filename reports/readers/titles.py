"""A report's title: where it stands, which half-year it names and how it names it, and whose it is.

A title pattern is a title with ``{period}`` in place of the half-year. Where an office writes it otherwise than
«I полугодие 2022 года», the placeholder carries its own words as a sample: ``{period:первое полугодие 2022 г.}``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from plans.periods import ReportingPeriod
from reports.readers.halves import find_periods, period_in_style
from reports.readers.words import fold, one_line

_TITLE_HEADS = re.compile(
    r"(?:[«\"]?\s*)(?:(?:сводный|итоговый|полугодовой|промежуточный)\s+)?"
    r"(?:отчет|информация\b(?!\s*:)|сведения|доклад|мониторинг|(?:план|план-график|перечень|программа)\b"
    r"|дорожная\s+карта|мероприятия\s+(?:по|плана))"
)
# A title all the same where no line begins as one usually does.
_WEAK_HEADS = re.compile(
    r"[«\"]?(?:о\s+(?:ходе|реализации|(?:вы|ис)полнении)|ход\s|реализация|(?:вы|ис)полнение|итоги|результаты|анализ"
    r"|справка|комплекс\s+мер)"
)
_APPROVAL = re.compile(
    r"(?:утвержд|согласован|приложение|к\s+(?:распоряжению|постановлению|приказу|плану)|распоряжение|постановление|приказ"
    r"|распоряжением|постановлением|приказом|от\s+[«\"]?\d|[«\"]?_{2,}|глава\b|заместитель|первый\s+заместитель|и\.\s?о\."
    r"|таблица|форма|\(наименование|\d{1,2}\.\d{2}\.\d{4}|_{2,}|№\s*\d)"
)
SECTION_LINE = re.compile(
    r"(?:[IVXІХ]{1,5}\s*[.)]|(?:раздел|подраздел|блок|направление|глава|часть)\s+(?:[IVXІХ]{1,5}|\d{1,2})\b)",
    re.IGNORECASE,
)
_MAX_TITLE_LINES = 8

_PLACEHOLDER = re.compile(r"\{period(?::(?P<sample>[^{}]*))?\}")
_PLAIN = "{period}"

_GENITIVE = (  # how a plan's title goes on after «Отчет о ходе реализации»
    (r"\b(п)лан-график\b", r"\1лана-графика"),
    (r"\b(п)лан\b(?!-)", r"\1лана"),
    (r"\b(д)орожная карта\b", r"\1орожной карты"),
    (r"\b(п)еречень\b", r"\1еречня"),
    (r"\b(п)рограмма\b", r"\1рограммы"),
)
_PLAN_HEAD = re.compile(r"[«\"]?(?:план|дорожная карта|перечень|программа)\b", re.IGNORECASE)

_ENDINGS = re.compile(
    r"(?:ого|его|ому|ему|ыми|ими|ый|ий|ой|ое|ее|ая|яя|ом|ем|ым|им|ую|юю|ые|ие|ых|их|ою|[аеиоуыьюяй])$"
)
_KINDS = (
    r"муниципальн|городск|сельск|округ|район|поселени|город|край|края|крае|област|республик|образовани|администраци"
    r"|автономн"
)
_KIND_WORD = re.compile(rf"(?:{_KINDS})\w*|край|и|в|г|зато")
_OTHER_MUNICIPALITY = re.compile(
    r"(?P<before>[\w-]+)\s+(?:муниципальн|городск|сельск)\w+\s+(?:округ|район|поселени|образовани)\w*"
    r"(?:\s+(?:город\w*\s+)?[«\"]?(?P<after>[\w-]+))?"
    r"|(?P<adjective>[\w-]+(?:ск|цк)\w{2,3})\s+(?:район|округ)\w{0,2}\b"
)
# Words before «муниципальный округ» that name nobody.
_NOT_A_NAME = re.compile(
    r"(?:в|во|на|по|и|о|об|из|от|для|с|администраци\w*|глав\w+|территори\w+|данн\w+|наш\w+|органах?|совет\w*|дум\w+|ставропольск\w+)$"
)


def find_title(lines: Sequence[str]) -> str:
    """The title among the lines that stand over a table, on one line; ``""`` where none looks like one.

    An approval block before it and section headings after it are left out.
    """
    lines = [one_line(part) for line in lines for part in line.split("\n") if part.strip()]
    heads = next(
        (
            places
            for is_head in (_TITLE_HEADS.match, _WEAK_HEADS.match, find_periods)
            if (places := [place for place, line in enumerate(lines) if is_head(fold(line))])
        ),
        [],
    )
    if not heads:
        return ""
    # Of several beginnings («ОТЧЕТ» / «План мероприятий …») the first after the approval block.
    approvals = [place for place, line in enumerate(lines) if _APPROVAL.match(fold(line))]
    after_block = [place for place in heads if not any(place < other < place + 4 for other in approvals)]
    start = (after_block or heads)[0]
    parts = [lines[start]]
    for line in lines[start + 1 : start + _MAX_TITLE_LINES]:
        if find_periods(" ".join(parts)) and not line[:1].islower():
            break
        if SECTION_LINE.match(line) or _APPROVAL.match(fold(line)):
            break
        parts.append(line)
    return one_line(" ".join(parts))


def is_no_heading(line: str) -> bool:
    """Whether a line over a table belongs to a title or an approval block, so that it can't head a section."""
    return _TITLE_HEADS.match(fold(line)) is not None or _APPROVAL.match(fold(line)) is not None


def title_period(title: str) -> ReportingPeriod | None:
    """The half-year that the title names; None for a whole year, a plan's years or several half-years."""
    periods = {found.period for found in find_periods(title)}
    return periods.pop() if len(periods) == 1 else None


def title_pattern(title: str, period: ReportingPeriod | None) -> str:
    """The title with its half-year replaced by a placeholder that keeps the office's way of writing it.

    A title that names no such half-year comes back as it is.
    """
    pattern = title
    for found in reversed(find_periods(title)):
        if found.period != period:
            continue
        words = title[found.start : found.end]
        placeholder = _PLAIN if words == found.period.title else f"{{period:{words}}}"
        pattern = pattern[: found.start] + placeholder + pattern[found.end :]
    return pattern


def title_for(pattern: str, period: ReportingPeriod) -> str:
    """The title of a period's report: `title_pattern` turned round."""

    def words(found: re.Match[str]) -> str:
        return period_in_style(found["sample"], period) if found["sample"] else period.title

    return _PLACEHOLDER.sub(words, pattern)


def report_title_from_plan(plan_title: str) -> str:
    """The pattern of a report's title for a bare plan: «План …» -> «Отчет о ходе реализации Плана … за {period}»."""
    title = one_line(plan_title).rstrip(".")
    if not _PLAN_HEAD.match(title):
        return f"Отчет о ходе реализации плана «{title}» за {_PLAIN}" if title else f"Отчет за {_PLAIN}"
    shouts = title.isupper()
    for pattern, genitive in _GENITIVE:
        title = re.sub(pattern, genitive, title, flags=re.IGNORECASE)
    if shouts:
        return f"ОТЧЕТ О ХОДЕ РЕАЛИЗАЦИИ {title.upper()} ЗА {{period:I ПОЛУГОДИЕ 2022 ГОДА}}"
    return f"Отчет о ходе реализации {title} за {_PLAIN}"


def municipality_in_title(title: str, names: Sequence[str]) -> bool | None:
    """Whether a title names this municipality (True), another one (False) or none (None).

    ``names``: the municipality's name in any of its cases; words are compared without their endings.
    """
    stems = _stems(title)
    for name in names:
        own = [stem for stem in _stems(name) if not _KIND_WORD.fullmatch(stem)]
        if own and any(stems[place : place + len(own)] == own for place in range(len(stems))):
            return True
    return False if any(_names_one(found) for found in _OTHER_MUNICIPALITY.finditer(fold(title))) else None


def _names_one(found: re.Match[str]) -> bool:
    candidates = (found["before"], found["adjective"])
    named = any(word and not _NOT_A_NAME.match(word) and _is_adjective(word) for word in candidates)
    after = found["after"]
    return named or bool(
        after and not _NOT_A_NAME.match(after) and not _is_adjective(after) and len(after) > 3
    )


def _is_adjective(word: str) -> bool:
    return re.search(r"(?:ск|цк|ов|ев|ин|н)(?:ий|ый|ой|ого|ому|ом|им|ым|ая|ое)$", word) is not None


def _stems(text: str) -> list[str]:
    words = re.findall(r"\w+", fold(text))
    return [_ENDINGS.sub("", word) if len(word) > 3 else word for word in words]
