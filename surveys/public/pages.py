"""Makes the public pages of surveys; no request reaches a template here, so no visitor does either."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils import timezone

from accounts.models import Municipality
from accounts.public.shell import crumbs_of, home_url, render_page
from accounts.wording import NBSP, counted, date_words, day_words, file_size_words, percent_words
from plans.shares import percentage
from surveys import queries, renderers
from surveys.models import Survey
from surveys.public import addresses
from surveys.public.answers import answer_sets
from surveys.public.files import PUBLIC_FORMATS, bytes_of
from surveys.public.mentions import mentions_of
from surveys.public.notes import notes_of
from surveys.public.places import tables_of_places
from surveys.public.ranking import ranking_of
from surveys.public.words import in_region, of_ours
from surveys.public.years import years_of
from surveys.results import SurveyResults, results_of
from surveys.tallies import total_of
from surveys.values import SurveyValue

# The section of the public pages that all of these belong to.
SECTION = "surveys:list"
_NOTES = {"csv": "Для программ: запятые, UTF-8; для Excel есть XLSX"}
_SIGNS = {"xlsx": "table", "csv": "lines", "json": "braces"}


@dataclass(frozen=True, slots=True)
class Fact:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class YearLink:
    """``url``: «» for the year of the page."""

    year: int
    url: str
    respondents: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """The same survey of every year, the newest first; its title and address are the newest one's."""

    title: str
    url: str
    years: tuple[YearLink, ...]


@dataclass(frozen=True, slots=True)
class Download:
    """See `components/download.html`."""

    sign: str
    purpose: str
    format: str
    url: str
    size: str
    note: str = ""


def survey_list(place: Municipality, surveys: Sequence[Survey]) -> str:
    """``surveys``: all that are published."""
    context = {
        "series": list(_series(surveys)),
        "crumbs": crumbs_of((place.name, home_url(place)), here="Опросы"),
    }
    return render_page("surveys/public_list.html", place, context, current=SECTION)


def survey(shown: Survey, years: Sequence[Survey], *, key: tuple[object, ...]) -> str:
    """``years``: the published surveys of its series, this one too, the newest first; ``key``: of its files."""
    place = shown.municipality
    results, printed = _results(shown, years)
    context = {
        "survey": results,
        "paragraphs": _paragraphs(shown.intro) or [results.lead or _asked(results)],
        "facts": list(_facts(shown, results)),
        "is_over": _is_over(shown),
        "published": date_words(timezone.localdate(shown.published_at)),
        "mentions": mentions_of(place, addresses.survey_url(shown)),
        "years": [_year_link(each, shown) for each in years],
        "ranking": ranking_of(results),
        "sets": answer_sets(results),
        "wordings": [each for each in results.questions if each.text != each.topic],
        "place_tables": tables_of_places(results),
        "through_years": years_of(results, printed),
        "notes": notes_of(results),
        "downloads": [_download(shown, results, format, key) for format in PUBLIC_FORMATS],
        "crumbs": crumbs_of(
            (place.name, home_url(place)),
            ("Опросы", addresses.list_url(place.slug)),
            here=f"{shown.year}{NBSP}год",
        ),
    }
    return render_page("surveys/public_survey.html", place, context, current=SECTION)


def _results(shown: Survey, years: Sequence[Survey]) -> tuple[SurveyResults, set[int]]:
    """Beside its earlier years; which years their sources tell in per cents only."""
    earlier = [each for each in years if each.year < shown.year]
    value, *before = queries.values_through_years(shown, earlier)
    printed = {each.year or 0 for each in (value, *before) if _is_printed(each)}
    return results_of(value, queries.whose(shown.municipality), before), printed


def _is_printed(value: SurveyValue) -> bool:
    return not any(total_of(figures) for figures in value.own.figures)


def _paragraphs(intro: str) -> list[str]:
    """The words before the answers, without the colon that led over to them."""
    lines = [line.strip().removesuffix(":") for line in intro.splitlines()]
    return [f"{line}." if line[-1].isalnum() else line for line in lines if line]


def _asked(results: SurveyResults) -> str:
    questions = counted(len(results.questions), "вопрос", "вопроса", "вопросов")
    return f"В опросе {questions}. Сколько жителей ответили, источник не называет."


def _facts(shown: Survey, results: SurveyResults) -> Iterator[Fact]:
    ours, region = results.value.own.respondents, results.value.region
    if ours is not None:
        yield Fact("Ответили", counted(ours, "житель", "жителя", "жителей"))
    if region and region.respondents:
        whole = counted(region.respondents, "житель", "жителя", "жителей")
        part = percent_words(percentage(ours, region.respondents, 1)) if ours else ""
        share = f", доля {of_ours(results.whose.name)} {part}" if part else ""
        yield Fact(in_region(region.name), f"{whole}{share}")
    if shown.starts_on or shown.ends_on:
        yield Fact("Даты", _days(shown.starts_on, shown.ends_on))
    if shown.source:
        yield Fact("Источник", shown.source)


def _days(first: date | None, last: date | None) -> str:
    if first and last:
        if first == last:
            return date_words(first)
        return f"{day_words(first, today=last)} – {date_words(last)}"
    return f"с{NBSP}{date_words(first)}" if first else f"до{NBSP}{date_words(last)}" if last else ""


def _is_over(shown: Survey) -> bool:
    """Whether its figures were last changed after it had ended."""
    return shown.ends_on is not None and shown.ends_on <= timezone.localdate(shown.updated_at)


def _year_link(survey: Survey, shown: Survey) -> YearLink:
    return YearLink(survey.year, "" if survey.pk == shown.pk else addresses.survey_url(survey))


def _download(shown: Survey, results: SurveyResults, format: str, key: tuple[object, ...]) -> Download:
    return Download(
        sign=_SIGNS[format],
        purpose=renderers.FORMATS[format].purpose,
        format=format.upper(),
        url=addresses.file_url(shown, format),
        size=file_size_words(len(bytes_of(format, key, lambda: results))),
        note=_NOTES.get(format, ""),
    )


def _series(surveys: Sequence[Survey]) -> Iterator[Series]:
    """The series whose newest survey is newest stands first."""
    respondents = queries.respondents_of(surveys)
    by_series = sorted(surveys, key=lambda each: (each.series, -each.year))
    grouped = [list(same) for _, same in groupby(by_series, key=lambda each: each.series)]
    for same in sorted(grouped, key=lambda same: (-same[0].year, same[0].title)):
        yield Series(
            same[0].title,
            addresses.survey_url(same[0]),
            tuple(
                YearLink(
                    each.year,
                    addresses.survey_url(each),
                    counted(respondents[each.pk], "житель", "жителя", "жителей")
                    if each.pk in respondents
                    else "",
                )
                for each in same
            ),
        )
