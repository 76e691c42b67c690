"""A survey as an insert of a report: the kind `survey`, its source being the survey's id."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.utils import timezone

from accounts.models import Municipality
from accounts.wording import number_words
from plans.inserts import TONES, Bar, Cell, Chart, InsertKind, InsertValue, Key, Options, Part, Table
from surveys import sentences
from surveys.public.addresses import survey_url
from surveys.queries import results_by_itself, survey_of, surveys_of
from surveys.renderers.jsonfile import data_of
from surveys.renderers.text import words_of
from surveys.results import QuestionResult, SurveyResults

KIND = "survey"
_MOST_KEYS = 8
_MOST_NUMBERS = 6
# Where questions have too many different answers to name each.
_TONE_NAMES = {
    "yes": "Положительные ответы",
    "ryes": "Скорее положительные",
    "neutral": "Нейтральные",
    "rno": "Скорее отрицательные",
    "no": "Отрицательные ответы",
}


def current(municipality: Municipality, source: str, options: Options) -> InsertValue | None:
    """The survey as it stands now, drafts too, by itself: what is inserted is published with the report, so nothing of
    another year or of a neighbour may stand in it. ``source``: its id; ``options``: ``chart``, whether it is drawn (it
    is, unless false). None where the survey is gone."""
    survey = survey_of(municipality, int(source)) if source.isdecimal() and len(source) <= 18 else None
    if survey is None:
        return None
    survey.municipality = municipality
    return insert_of(
        results_by_itself(survey),
        as_of=timezone.localtime(survey.updated_at).date().isoformat(),
        with_chart=bool(options.get("chart", True)),
        url=survey_url(survey) if survey.is_published else "",
    )


def insert_of(shown: SurveyResults, *, as_of: str, with_chart: bool = True, url: str = "") -> InsertValue:
    """Pure: the insert of these results. ``as_of``: ISO date of the figures."""
    return InsertValue(
        kind=KIND,
        title=shown.heading,
        words=_words(shown),
        as_of=as_of,
        lead=shown.lead,
        note=shown.note,
        url=url,
        url_words=_url_words(shown) if url else "",
        chart=_chart(shown) if with_chart else None,
        tables=tuple(_tables(shown, with_result=not with_chart)),
        data=json.dumps(data_of(shown), ensure_ascii=False, sort_keys=True, separators=(",", ":")),
    )


def changed_at(municipality: Municipality, sources: Collection[str]) -> dict[str, datetime]:
    """When each survey was last changed; one query."""
    ids = [int(source) for source in sources if source.isdecimal() and len(source) <= 18]
    found = surveys_of(municipality).filter(pk__in=ids).values_list("pk", "updated_at")
    return {str(pk): at for pk, at in found}


SURVEY = InsertKind(
    KIND,
    "Опрос жителей",
    "Вставить опрос",
    "surveys:insert",
    current,
    changed="В опросе исправлены числа",
    changed_at=changed_at,
)


def _words(shown: SurveyResults) -> str:
    """A line on who answered, then the questions in the offices' usual words."""
    ending = "." if shown.heading[-1:].isalnum() or shown.heading[-1:] in "»)" else ""
    first = f"{shown.heading}{ending} {shown.lead}".rstrip()
    return "\n\n".join(part for part in (first, words_of(shown)) if part)


def _url_words(shown: SurveyResults) -> str:
    if not shown.region_name:
        return "Все результаты"
    return f"Все результаты и сравнение {sentences.with_region(shown.region_name)}"


def _chart(shown: SurveyResults) -> Chart | None:
    """A bar a question, answers from wholly for to wholly against; None where nothing can be drawn."""
    bars = tuple(_bar(question) for question in shown.questions if any(a.width for a in question.answers))
    if not bars:
        return None
    return Chart(
        title=f"Довольны ли жители {sentences.of_ours(shown.whose.name)}".rstrip(),
        legend=_legend(shown),
        bars=bars,
        result_title="Довольны" if any(bar.result for bar in bars) else "",
    )


def _bar(question: QuestionResult) -> Bar:
    parts = tuple(
        Part(
            share=str(answer.width),
            label=number_words(answer.share.percent) if answer.share else "",
            tone=answer.tone,
            name=answer.words,
        )
        for answer in question.scale
        if answer.width
    )
    return Bar(question.topic, parts, question.satisfaction_words)


def _legend(shown: SurveyResults) -> tuple[Key, ...]:
    """Every answer once, by its tone; the tones alone where there are too many answers."""
    found: dict[tuple[str, str], Key] = {}
    for same in shown.sets:
        for answer in same[0].scale:
            found.setdefault((answer.tone, answer.words.casefold()), Key(answer.words, answer.tone))
    if len(found) > _MOST_KEYS:
        used = {tone for tone, _ in found}
        return tuple(Key(name, tone) for tone, name in _TONE_NAMES.items() if tone in used)
    return tuple(sorted(found.values(), key=lambda key: TONES.index(key.tone)))


def _tables(shown: SurveyResults, *, with_result: bool) -> Iterator[Table]:
    """One for each set of answers."""
    for same in shown.sets:
        yield _table(same, is_only=len(shown.sets) == 1, with_result=with_result)


def _table(same: Sequence[QuestionResult], *, is_only: bool, with_result: bool) -> Table:
    has_counts = any(question.total is not None for question in same)
    title = "Те же ответы числами" if has_counts else "Те же ответы в процентах"
    heads = ["Вопрос", *(answer.words for answer in same[0].scale)]
    heads += ["Всего"] if has_counts else []
    heads += ["Довольны"] if with_result else []
    rows = []
    for question in same:
        cells = [Cell(question.topic)]
        for answer in question.scale:
            more = answer.percent_words if answer.count_words else ""
            cells.append(Cell(answer.count_words or answer.percent_words, more))
        cells += [Cell(question.total_words)] if has_counts else []
        cells += [Cell(question.satisfaction_words)] if with_result else []
        rows.append(tuple(cells))
    return Table(title if is_only else f"{title}: {_numbers(same)}", tuple(heads), tuple(rows))


def _numbers(same: Sequence[QuestionResult]) -> str:
    """«вопрос 3», «вопросы 1, 2 и ещё 4»"""
    numbers = [question.number for question in same]
    if len(numbers) == 1:
        return f"вопрос {numbers[0]}"
    more = len(numbers) - _MOST_NUMBERS
    words = f"вопросы {', '.join(numbers[:_MOST_NUMBERS])}"
    return f"{words} и ещё {more}" if more > 0 else words
