"""Names that an import gives: the plan's title and its reports' title, both from the file's title. Pure."""

from __future__ import annotations

import re
from datetime import date

from plans.periods import ReportingPeriod
from reports.readers.halves import find_periods
from reports.readers.parsed import ParsedReport
from reports.readers.titles import report_title_from_plan, title_pattern

_PLAN_WORDS = (
    ("план", "План"),
    ("дорожн", "Дорожная карта"),
    ("перечн", "Перечень"),
    ("программ", "Программа"),
)
_PLAN = re.compile(r"\b(план-график\w*|план\w*|дорожн\w+\s+карт\w+|перечн\w+|программ\w+)\b", re.IGNORECASE)


def pattern_of(parsed: ParsedReport) -> str:
    """The file's title with a place for the half-year; for a bare plan the title that its reports will carry."""
    title = parsed.title
    if not parsed.has_progress:
        return report_title_from_plan(title)
    if not title:
        return "Отчет о ходе реализации плана мероприятий за {period}"
    pattern = title_pattern(title, parsed.period) if parsed.period else title
    return pattern if "{period" in pattern else f"{title.rstrip('. ')} за {{period}}"


def plan_start(title: str, today: date) -> ReportingPeriod:
    """A bare plan begins in the first year of its title, else in the present half-year."""
    years = [int(year) for year in re.findall(r"(?<!\d)20\d\d(?!\d)", title)]
    return ReportingPeriod(min(years), 1) if years else ReportingPeriod.of(today)


def plan_title(parsed: ParsedReport) -> str:
    """«Отчет о ходе реализации Плана мероприятий … за I полугодие …» reports on «План мероприятий …»."""
    title = parsed.title
    if not parsed.has_progress:
        return title or "План мероприятий"
    for found in reversed(find_periods(title)):
        title = re.sub(r"\s+(?:за|в|во|на)\s*$", "", title[: found.start]) + title[found.end :]
    plan = _PLAN.search(title)
    if not plan:
        return "План мероприятий"
    word = next(word for stem, word in _PLAN_WORDS if plan[1].lower().startswith(stem))
    return f"{word}{title[plan.end() :]}".strip(" .")
