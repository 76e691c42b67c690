"""What all shapes of a table have in common: the words of a row, its figures, the rows of respondents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plans.folding import folded
from surveys.reading.building import Draft, DraftQuestion
from surveys.reading.columns import is_total
from surveys.reading.grids import Grid, Row
from surveys.reading.layout import Layout
from surveys.reading.numbers import is_blank, is_figure, read_figure, read_people
from surveys.reading.outcome import refusal
from surveys.reading.places import OWN, REGION_NAME, Named, Ours, is_region
from surveys.reading.series import Series
from surveys.reading.surroundings import took_part
from surveys.values import Figure, PlaceKind

_RESPONDENTS = re.compile(
    r"(?:(?:(?:всего|итого|общее|количество|кол во|число|в опросе|человек|граждан|жителей)\b ?){1,4}(?:\w+ ){0,3}?)?"
    r"(?:опрошен|респондент|участник|приня[лв]|участвовал|проголосова|анкет|голосов\b|выборк"
    r"|(?:прошедш|охвачен|охват)\w* (?:опрос|анкет))"
)
_LONGEST_LABEL = 150
_NUMBERS = re.compile(r"(?<![\d.,])(?:\d{1,3}(?: \d{3})+|\d+)(?![\d.,%])")


@dataclass(slots=True)
class TableRows:
    """One table on its way into a draft."""

    grid: Grid
    layout: Layout
    ours: Ours
    draft: Draft

    def figure(self, row: Row, series: Series) -> Figure | None:
        cell = row.get(series.column)
        if cell is None or cell.continues:
            return None
        return read_figure(cell.text, series.kind, self.grid.where(cell))

    def put(self, question: DraftQuestion, place: Named, answer: int, figure: Figure | None) -> None:
        """A figure beside what another column of the same answer holds (people and per cents)."""
        if figure is None:
            return
        other = question.figures.get((place, answer), Figure())
        question.figures[place, answer] = Figure(
            other.count if figure.count is None else figure.count,
            other.percent if figure.percent is None else figure.percent,
        )

    def ask(self, row: Row) -> DraftQuestion:
        cell = row.get(self.layout.question or 0) or next(iter(row.values()))
        number = row.get(self.layout.number) if self.layout.number is not None else None
        return self.draft.ask(cell.text, number.text if number else "", self.grid.where(cell))

    def label(self, row: Row) -> str:
        """The words that say what a row is: its question, else what stands in the columns before the figures."""
        first = min((column.column for column in self.layout.values), default=self.grid.width)
        wanted = [self.layout.question, *range(first)]
        for column in wanted:
            cell = row.get(column) if column is not None else None
            if cell and cell.text and not cell.continues and not is_figure(cell.text):
                return " ".join(cell.text.split())
        return ""

    def is_respondents(self, row: Row) -> bool:
        """«Количество опрошенных», «Всего приняли участие …»: a row that tells how many people took part."""
        label = folded(self.label(row))
        own = self.layout.answer if self.layout.answer != self.layout.question else None
        answer = row.get(own) if own is not None else None
        if (
            answer
            and not is_blank(answer.text)
            and not is_figure(answer.text)
            and folded(answer.text) != label
        ):
            return False
        return (
            len(label) <= _LONGEST_LABEL
            and "удовлетвор" not in label
            and "?" not in self.label(row)
            and not is_total(label)
            and _RESPONDENTS.match(label) is not None
        )

    def take_respondents(self, row: Row, series: Sequence[Series]) -> None:
        """The people of each place; one number stands for the place that the label names."""
        label = self.label(row)
        found: dict[Named, int] = {}
        for each in series:
            cell = row.get(each.column)
            if each.place not in found and cell and not cell.continues:
                people = read_people(cell.text, self.grid.where(cell))
                if people is not None:
                    found[each.place] = people
        for column in (self.layout.answer, self.layout.inline):
            if not found and column is not None and (cell := row.get(column)) and is_figure(cell.text):
                people = read_people(cell.text, self.grid.where(cell))
                found = {OWN: people} if people is not None else {}
        if not found:
            found = self._told_in(label)
        if list(found) == [OWN] and is_region(label) and not self.ours.is_named(label):
            region = next((each.place for each in series if each.place.kind is PlaceKind.REGION), None)
            found = {region or Named(PlaceKind.REGION, REGION_NAME): found[OWN]}
        self.draft.respondents |= found

    def _told_in(self, label: str) -> dict[Named, int]:
        """«Опрошено 264 человека», «Число респондентов: 264»."""
        own, region = took_part([label], self.ours)
        if own is None and region is None and len(numbers := _NUMBERS.findall(label)) == 1:
            own = int(numbers[0].replace(" ", ""))
        told = {OWN: own, Named(PlaceKind.REGION, REGION_NAME): region}
        return {place: people for place, people in told.items() if people is not None}

    def refuse_lonely(self, row: Row, series: Sequence[Series]) -> None:
        """A figure without words that say what it counts."""
        for each in series:
            if (cell := row.get(each.column)) and not is_blank(cell.text) and not cell.continues:
                raise refusal(self.grid.where(cell), "у числа нет вопроса, впишите вопрос в эту строку.")

    def has_figures(self, row: Row) -> bool:
        cells = (row.get(column.column) for column in self.layout.values)
        return any(cell and not cell.continues and not is_blank(cell.text) for cell in cells)

    def of_questions(self, rows: Sequence[Row]) -> list[Row]:
        """The rows that are not about respondents."""
        filled = [row for row in rows if any(cell.text for cell in row.values())]
        return [row for row in filled if not self.is_respondents(row)]
