"""The sheet «Итоги»: satisfaction ranked and compared, then the shares of answers; charts are drawn from its cells.

Nothing in its headers sounds like a survey («Тема» would): loaded back is the sheet «Ответы» alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from surveys.renderers.xlsx.styles import (
    LINE_POINTS,
    Formats,
    lines_needed,
    set_up_page,
    write_cell,
    write_heads,
)
from surveys.results import Compared, QuestionResult, SurveyResults
from surveys.tallies import Share

SHEET = "Итоги"
_FIRST_WIDTH, _WIDTH, _COLUMNS = 46, 13, 40
_FIRST_LETTERS, _LETTERS, _NOTE_LETTERS = 48, 13, 110
_MOST_YEARS = 3  # earlier ones in a chart
Row = Sequence[str | int | Decimal | Share | None]


@dataclass(frozen=True, slots=True)
class Bars:
    """Rows of the sheet to draw. ``first``, ``last``: rows with figures; ``columns``: of the figures, with the tone of
    each («» for satisfaction, «year» for that of an earlier year, «region» for the region's); ``values``: as they are
    printed, by column, then by row: cells may be more exact; ``labels``: of the rows; ``names``: of the columns."""

    title: str
    first: int
    last: int
    columns: tuple[int, ...]
    tones: tuple[str, ...]
    values: tuple[tuple[Decimal | None, ...], ...]
    labels: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(slots=True)
class Tables:
    """What was written and is to be drawn; None where there is nothing of the kind."""

    ranked: Bars | None = None
    compared: Bars | None = None
    shares: list[Bars] = field(default_factory=list)


def write_totals(book: Workbook, results: SurveyResults) -> Tables:
    return _Writer(book, results).write()


class _Writer:
    """``place``: the sheet's next free row."""

    def __init__(self, book: Workbook, results: SurveyResults) -> None:
        self._sheet: Worksheet = book.add_worksheet(SHEET)
        self._formats = Formats(book)
        self._results = results
        self.place = 0

    def write(self) -> Tables:
        self._sheet.set_column(0, 0, _FIRST_WIDTH)
        self._sheet.set_column(1, _COLUMNS, _WIDTH)
        tables = Tables()
        if self._results.ranked:
            self._write_ranked(tables)
        self._say("Как отвечали, %")
        for same in self._results.sets:
            tables.shares.append(self._write_shares(same))
        for words in (self._results.ranked_words, self._results.note):
            self._note(words)
        set_up_page(self._sheet)
        return tables

    def _write_ranked(self, tables: Tables) -> None:
        """The best first; ours, then earlier years, then the region, then differences in percentage points."""
        results = self._results
        self._say("Довольны больше всего и меньше всего, %")
        years = [str(year) for year in results.earlier_years]
        ours = str(results.value.year or "Довольны")
        region = [results.region_name] if results.region_name else []
        heads = ["О чём вопрос", ours, *years, *region]
        if years:
            heads.append("К прошлому опросу, п. п.")
        if region:
            heads.append("К региону, п. п.")
        first = self.place + 1
        rows = [self._ranked_row(question, has_region=bool(region)) for question in results.ranked]
        self._table(heads, rows)
        labels = tuple(question.topic for question in results.ranked)
        values = tuple(
            tuple(value if isinstance(value := row[column], Decimal) else None for row in rows)
            for column in range(1, 2 + len(years) + len(region))
        )
        last = first + len(rows) - 1
        tables.ranked = Bars(
            "Довольны больше всего и меньше всего, %", first, last, (1,), ("",), values[:1], labels, (ours,)
        )
        shown = range(min(len(years), _MOST_YEARS))
        drawn = {
            1: "",
            **{2 + year: "year" for year in shown},
            **({2 + len(years): "region"} if region else {}),
        }
        if len(drawn) > 1:
            tables.compared = Bars(
                "Довольны: сравнение, %",
                first,
                last,
                tuple(drawn),
                tuple(drawn.values()),
                tuple(values[column - 1] for column in drawn),
                labels,
                tuple(heads[column] for column in drawn),
            )

    def _ranked_row(self, question: QuestionResult, *, has_region: bool) -> Row:
        years = self._results.earlier_years
        return [
            question.topic,
            question.satisfaction.percent if question.satisfaction else None,
            *(_percent(each) for each in question.earlier),
            *([_percent(question.region)] if has_region else []),
            *([question.change.points if question.change else None] if years else []),
            *([question.region.points if question.region else None] if has_region else []),
        ]

    def _write_shares(self, same: Sequence[QuestionResult]) -> Bars:
        """Questions with the same answers, in the order in which they were asked."""
        scale = same[0].scale
        has_totals = any(question.total for question in same)
        heads = [
            "О чём вопрос",
            *(answer.words for answer in scale),
            *(["Всего, чел."] if has_totals else []),
        ]
        first = self.place + 1
        shares = [[answer.share for answer in each.scale] for each in same]
        totals = [[each.total] if has_totals else [] for each in same]
        rows: list[Row] = [
            [question.topic, *said, *total]
            for question, said, total in zip(same, shares, totals, strict=True)
        ]
        self._table(heads, rows)
        return Bars(
            "Как отвечали, %",
            first,
            first + len(rows) - 1,
            tuple(range(1, len(scale) + 1)),
            tuple(answer.tone for answer in scale),
            tuple(
                tuple(share.percent if (share := said[column]) else None for said in shares)
                for column in range(len(scale))
            ),
            tuple(question.topic for question in same),
            tuple(answer.words for answer in scale),
        )

    def _table(self, heads: Sequence[str], rows: Sequence[Row]) -> None:
        write_heads(self._sheet, self._formats, self.place, heads)
        lines = max(lines_needed(head, _LETTERS) for head in heads[1:])
        self._sheet.set_row(self.place, LINE_POINTS * lines + 4)
        for row in rows:
            self.place += 1
            self._sheet.set_row(self.place, LINE_POINTS * lines_needed(str(row[0]), _FIRST_LETTERS) + 2)
            for column, said in enumerate(row):
                write_cell(self._sheet, self._formats, self.place, column, said)
        self.place += 2

    def _say(self, words: str) -> None:
        self._sheet.set_row(self.place, 22)
        self._sheet.write_string(self.place, 0, words, self._formats.subtitle)
        self.place += 1

    def _note(self, words: str) -> None:
        """A sentence or several over the width of a page."""
        if not words:
            return
        self._sheet.merge_range(self.place, 0, self.place, 6, "", self._formats.wrapped)
        self._sheet.set_row(self.place, LINE_POINTS * lines_needed(words, _NOTE_LETTERS) + 2)
        self._sheet.write_string(self.place, 0, words, self._formats.wrapped)
        self.place += 1


def _percent(compared: Compared | None) -> Decimal | None:
    return compared.percent if compared else None
