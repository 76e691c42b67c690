"""What people are content with most and least: the municipality now, the year before and the region. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plans.inserts.values import Cell, Table
from surveys.public.answers import UNKNOWN
from surveys.public.words import our_word, region_word, to_region
from surveys.results import Compared, QuestionResult, SurveyResults

# More lines than these are no picture: it keeps both ends, the table has them all.
MOST_LINES, ENDS = 24, 10


@dataclass(frozen=True, slots=True)
class Change:
    """``title``: «К 2020 году»; ``sign``: of the sprite; ``words``: «+2»; ``css``: ``up``, ``down``, ``same``."""

    title: str
    sign: str
    words: str
    css: str


@dataclass(frozen=True, slots=True)
class RankedLine:
    """``length``, ``region_at``, ``before_at``: in per cent of the picture, «» for what is not known; ``spoken``: all
    of it in words; ``changes``: by `Ranking.columns`, None where there is nothing to compare with."""

    topic: str
    words: str
    length: str
    region_at: str
    before_at: str
    spoken: str
    changes: tuple[Change | None, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """``now``, ``before``, ``region``: what the bar, the ring and the tick stand for («Округ, 2021»), «» for what is
    not drawn; ``left_out``: lines between ``lines`` and ``tail``; ``columns``: of the changes."""

    now: str
    before: str
    region: str
    year: str
    columns: tuple[str, ...]
    lines: tuple[RankedLine, ...]
    left_out: int
    tail: tuple[RankedLine, ...]
    table: Table


def ranking_of(results: SurveyResults, *, most: int = MOST_LINES, ends: int = ENDS) -> Ranking | None:
    """None where no satisfaction is known. More lines than ``most`` are cut to ``ends`` at each end."""
    ranked = results.ranked
    if not ranked:
        return None
    names = _Names(results)
    lines = tuple(_line(question, names) for question in ranked)
    cut = len(lines) > most
    return Ranking(
        now=names.now,
        before=names.before,
        region=names.region,
        year=names.year,
        columns=tuple(title for title in (names.to_before, names.to_region) if title),
        lines=lines[:ends] if cut else lines,
        left_out=len(lines) - 2 * ends if cut else 0,
        tail=lines[-ends:] if cut else (),
        table=_table(ranked, names),
    )


class _Names:
    """Titles, and which earlier year is the one to compare with: the nearest that asked any of the questions."""

    def __init__(self, results: SurveyResults) -> None:
        ours = our_word(results.whose.name)
        self.year = str(results.value.year or "")
        self.before_place = next(
            (
                place
                for place, _ in enumerate(results.earlier_years)
                if any(question.earlier[place] for question in results.ranked)
            ),
            None,
        )
        before = None if self.before_place is None else results.earlier_years[self.before_place]
        has_region = any(question.region for question in results.ranked)
        self.now = _with_year(ours, self.year)
        self.before = _with_year(ours, str(before)) if before else ""
        self.to_before = f"К {before} году" if before else ""
        name = results.region_name
        self.region = _with_year(region_word(name, ours=ours), self.year) if has_region else ""
        self.to_region = to_region(name) if has_region else ""

    def before_of(self, question: QuestionResult) -> Compared | None:
        return None if self.before_place is None else question.earlier[self.before_place]


def _with_year(word: str, year: str) -> str:
    return f"{word}, {year}" if year else word


def _line(question: QuestionResult, names: _Names) -> RankedLine:
    before = names.before_of(question)
    changes = []
    if names.to_before:
        changes.append(_change(names.to_before, before))
    if names.to_region:
        changes.append(_change(names.to_region, question.region))
    return RankedLine(
        topic=question.topic,
        words=question.satisfaction_words,
        length=f"{question.satisfaction.width}%" if question.satisfaction else "0%",
        region_at=f"{question.region.percent}%" if question.region else "",
        before_at=f"{before.percent}%" if before else "",
        spoken=f"{question.topic}: {', '.join(_spoken(question, before, names))}",
        changes=tuple(changes),
    )


def _spoken(question: QuestionResult, before: Compared | None, names: _Names) -> Iterator[str]:
    yield f"{names.now} – {question.satisfaction_words}"
    if before:
        yield f"{names.before} – {before.words}"
    if question.region:
        yield f"{names.region} – {question.region.words}"


def _change(title: str, other: Compared | None) -> Change | None:
    if other is None or other.points is None:
        return None
    sign = {"up": "arrow-up", "down": "arrow-down"}.get(other.direction, "equals")
    return Change(title, sign, other.points_words, other.direction)


def _table(ranked: Sequence[QuestionResult], names: _Names) -> Table:
    head = ["Вопрос", *(title for title in (names.now, names.before, names.region) if title)]
    rows = []
    for question in ranked:
        row = [Cell(question.topic), Cell(question.satisfaction_words)]
        if names.before:
            row.append(_cell(names.before_of(question)))
        if names.region:
            row.append(_cell(question.region))
        rows.append(tuple(row))
    return Table("Доля довольных, от большей к меньшей", tuple(head), tuple(rows))


def _cell(compared: Compared | None) -> Cell:
    return Cell(compared.words if compared else UNKNOWN)
