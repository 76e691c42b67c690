"""Tables whose rows are answers: each belongs to the question that stands before it or in the row above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from plans.folding import folded
from surveys.findings import Finding
from surveys.meanings import named_meaning
from surveys.reading.building import DraftQuestion, split_number
from surveys.reading.columns import answer_words, is_total
from surveys.reading.grids import Cell, Row
from surveys.reading.numbers import Kind, has_percent_sign, is_blank, is_figure, read_figure
from surveys.reading.outcome import refusal, short
from surveys.reading.places import OWN
from surveys.reading.rows import TableRows
from surveys.reading.series import Series
from surveys.values import Meaning

_INLINE = re.compile(r"(?P<words>\D+?)[\s–—:-]+(?P<number>\d[\d ]*(?:[.,]\d+)?\s*%?)[.,]?\s*")


class AnswerRows:
    """Takes the rows one by one."""

    def __init__(self, table: TableRows, series: Sequence[Series]) -> None:
        self._table = table
        self._series = series
        self._layout = table.layout
        self._is_outline = table.layout.answer == table.layout.question
        self._question: DraftQuestion | None = None
        self._head: Cell | None = None

    def take(self, row: Row) -> None:
        """Raises `UnreadableSurvey`."""
        if not any(cell.text for cell in row.values()):
            return
        if self._table.is_respondents(row):
            self._table.take_respondents(row, self._series)
            return
        self._take_question(row)
        answers = list(self._answers(row))
        if not answers and not self._is_outline:
            self._refuse_nameless(row)
        for words, cell, texts in answers:
            self._take_answer(row, words, cell, texts)

    def close(self) -> None:
        """A wide row that no answers follow headed a section, it asked nothing."""
        question, head = self._question, self._head
        if question and head and not question.answers and head.span > 2:
            self._table.draft.forget(question)

    def _take_question(self, row: Row) -> None:
        cell = row.get(self._layout.question) if self._layout.question is not None else None
        if cell is None or not cell.text or cell.continues:
            return
        if self._is_outline and self._table.has_figures(row):
            return
        if is_total(cell.text) or (self._question and _same(cell.text, self._question.text)):
            return
        self.close()
        self._question, self._head = self._table.ask(row), cell

    def _answers(self, row: Row) -> Iterator[tuple[str, Cell, dict[int, str]]]:
        """Each answer of a row with its cell and the texts of its figures; a cell of several lines holds several."""
        if self._layout.inline is not None:
            yield from self._inline(row[self._layout.inline]) if self._layout.inline in row else ()
            return
        cell = row.get(self._layout.answer) if self._layout.answer is not None else None
        if self._is_outline and not self._table.has_figures(row):
            return
        if (cell is None or not cell.text) and is_total(self._table.label(row)):
            cell = row.get(self._layout.question or 0)
        if cell is None or not cell.text or cell.continues:
            return
        texts = {each.column: row[each.column].text for each in self._series if each.column in row}
        lines = cell.text.split("\n")
        parted = {column: text.split("\n") for column, text in texts.items() if text}
        if len(lines) > 1 and parted and all(len(parts) == len(lines) for parts in parted.values()):
            for place, words in enumerate(lines):
                yield words, cell, {column: parts[place] for column, parts in parted.items()}
        else:
            yield " ".join(lines), cell, texts

    def _inline(self, cell: Cell) -> Iterator[tuple[str, Cell, dict[int, str]]]:
        """«удовлетворен 69,6» in one cell."""
        for line in re.split(r"[\n;]", cell.text):
            if line.strip():
                found = _INLINE.fullmatch(line.strip())
                if found is None:
                    raise refusal(
                        self._table.grid.where(cell),
                        f"в ответе «{short(line)}» нет числа, впишите его после слов.",
                    )
                yield found["words"], cell, {cell.column: found["number"]}

    def _take_answer(self, row: Row, words: str, cell: Cell, texts: dict[int, str]) -> None:
        where = self._table.grid.where(cell)
        if self._question is None and self._layout.heading:
            self._question = self._table.draft.ask(self._layout.heading, "", self._table.grid.name)
        if self._question is None:
            raise refusal(where, f"у ответа «{short(words)}» нет вопроса, впишите его.")
        if is_total(words):
            self._check_total(self._question, row, texts)
            return
        words = answer_words(split_number(words)[1])
        answer = self._question.answer(words, where, self._meaning(row))
        if self._layout.inline is not None:
            kind = self._inline_kind()
            self._table.put(self._question, OWN, answer, read_figure(texts[cell.column], kind, where))
            return
        for each in self._series:
            if (below := row.get(each.column)) is None or below.continues:
                continue
            figure = read_figure(texts.get(each.column, ""), each.kind, self._table.grid.where(below))
            self._table.put(self._question, each.place, answer, figure)

    def _inline_kind(self) -> Kind:
        place = self._layout.inline or 0
        headers = [self._table.grid.headers.get(place, ""), *self._table.grid.before[-3:]]
        column = [row[place].text for row in self._table.grid.rows if place in row]
        is_percent = self._layout.unit is not None or any(has_percent_sign(text) for text in headers + column)
        has_decimals = any(re.search(r"\d[.,]\d", text) for text in column)
        return Kind.PERCENT if is_percent or has_decimals else Kind.COUNT

    def _meaning(self, row: Row) -> Meaning | None:
        cell = row.get(self._layout.meaning) if self._layout.meaning is not None else None
        if cell is None or is_blank(cell.text):
            return None
        meaning = named_meaning(cell.text)
        if meaning is None:
            raise refusal(
                self._table.grid.where(cell),
                f"оценка «{short(cell.text)}» неизвестна, впишите «положительный», «отрицательный» или «нейтральный».",
            )
        return meaning

    def _check_total(self, question: DraftQuestion, row: Row, texts: dict[int, str]) -> None:
        for each in self._series:
            cell = row.get(each.column)
            if each.kind is not Kind.COUNT or cell is None or not is_figure(texts.get(each.column, "")):
                continue
            figure = read_figure(texts[each.column], each.kind, self._table.grid.where(cell))
            found = [figure for (place, _), figure in question.figures.items() if place == each.place]
            total = sum(other.count or 0 for other in found)
            if figure and figure.count not in (None, total):
                message = (
                    f"В строке «Итого» стоит {figure.count}, а ответы дают вместе {total}. Проверьте их."
                )
                self._table.draft.findings.append(
                    Finding("totals_differ", question.text, message, self._table.grid.where(cell))
                )

    def _refuse_nameless(self, row: Row) -> None:
        for each in self._series:
            if (cell := row.get(each.column)) and not is_blank(cell.text) and not cell.continues:
                raise refusal(
                    self._table.grid.where(cell), "у числа нет варианта ответа, впишите его в эту строку."
                )


def _same(text: str, asked: str) -> bool:
    return folded(split_number(text)[1]) == folded(asked)
