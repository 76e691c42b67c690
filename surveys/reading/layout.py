"""Where a table's header stands and what each of its columns holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from plans.folding import folded
from surveys.meanings import meaning_of, named_meaning
from surveys.reading.columns import (
    Role,
    answer_in,
    answer_words,
    kind_of,
    role_of,
    telling_words,
    without_unit,
)
from surveys.reading.grids import Cell, Grid, Row
from surveys.reading.numbers import Kind, is_blank, is_figure

_LAST_HEADER = 15  # rows from the top in which a header is looked for
_HEADER_ROWS = 3
_LONGEST_HEADER = 100  # letters; longer ones are prose
_MARK = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?")
_YEAR = re.compile(r"(?:19|20)\d\d(?: ?г(?:од|\.)?)?")
_STRONG = re.compile(r"вопрос|направлени\w* оценки|ответ|опрос|удовлетвор|анкет|респондент|опрошен")


@dataclass(slots=True)
class ValueColumn:
    """A column of figures. ``parts``: its header's words from top to bottom; ``kind`` as the header says it."""

    column: int
    parts: tuple[str, ...]
    kind: Kind | None

    @property
    def header(self) -> str:
        return ", ".join(self.parts)


@dataclass(slots=True)
class Layout:
    """Columns by what they hold, None where a table has no such one. ``inline``: answers and their figures stand in
    one column («удовлетворен 69,6»); ``heading``: the question over a table that holds its answers only;
    ``is_strong``: the header surely is a survey's."""

    first: int
    after: int
    question: int | None = None
    answer: int | None = None
    number: int | None = None
    meaning: int | None = None
    place: int | None = None
    respondents: int | None = None
    unit: int | None = None
    inline: int | None = None
    values: list[ValueColumn] = field(default_factory=list)
    heading: str = ""
    is_strong: bool = False


def find_layout(grid: Grid) -> Layout | None:
    """The columns of a survey's table; None where it has no header that names them."""
    header = _header(grid)
    if header is None:
        return None
    first, is_named = header
    layout = Layout(first, _after(grid, first))
    headers = [_parts(grid, layout, column) for column in range(grid.width)]
    grid.headers |= {column: " ".join(parts[-1].split()) for column, parts in enumerate(headers) if parts}
    body = grid.rows[layout.after :]
    _assign(layout, headers, body, grid)
    words = " ".join([*(part for parts in headers for part in parts), *grid.before[-5:]])
    layout.is_strong = is_named and (layout.answer is not None or _STRONG.search(folded(words)) is not None)
    if layout.question is None and layout.place is None and layout.answer is not None:
        layout.heading = next((line for line in reversed(lines_above(grid, layout)) if line), "")
    return layout if layout.heading or layout.question is not None or layout.place is not None else None


def lines_above(grid: Grid, layout: Layout) -> list[str]:
    """The texts over the header, in the file and in the table itself."""
    return [*grid.before, *(text for row in grid.rows[: layout.first] for text in grid.texts(row))]


def header_cell(grid: Grid, layout: Layout, column: int) -> Cell:
    """The lowest cell of a column's header, for messages."""
    for row in reversed(grid.rows[layout.first : layout.after]):
        for cell in row.values():
            if cell.column <= column < cell.column + cell.span and cell.text:
                return cell
    return next(iter(grid.rows[layout.first].values()))


def is_index_row(row: Row) -> bool:
    """«1 2 3 4» under a header."""
    texts = [cell.text.strip(" .") for _, cell in sorted(row.items()) if cell.text]
    return len(texts) > 1 and texts == [str(number) for number in range(1, len(texts) + 1)]


def texts_of(rows: Sequence[Row], column: int) -> list[str]:
    """The lines of a column's cells that say something; merged cells once."""
    cells = (row.get(column) for row in rows)
    lines = (line for cell in cells if cell and not cell.continues for line in cell.text.split("\n"))
    return [line.strip() for line in lines if not is_blank(line)]


def _header(grid: Grid) -> tuple[int, bool] | None:
    """The first row of the header, and whether it names the columns of words; else one that names figures only."""
    fallback = None
    for place, row in enumerate(grid.rows[:_LAST_HEADER]):
        cells = [cell for cell in row.values() if cell.text]
        if not cells or len(row) < 2 or is_index_row(row) or _has_figures(row):
            continue
        roles = {role_of(cell.text) for cell in cells if len(cell.text) <= _LONGEST_HEADER}
        if len(cells) > 1 and roles & {Role.QUESTION, Role.ANSWER, Role.PLACE}:
            return place, True
        if fallback is None and any(kind_of(cell.text) and not telling_words(cell.text) for cell in cells):
            fallback = place
    return None if fallback is None else (fallback, False)


def _after(grid: Grid, first: int) -> int:
    """The first row of the body: further rows of a header stand under merged or blank cells of its first one."""
    top = grid.rows[first]
    is_merged = any(cell.span > 1 or not cell.text for cell in top.values())
    after = first + 1
    while after < min(len(grid.rows), first + _HEADER_ROWS):
        row = grid.rows[after]
        cells = [cell for _, cell in sorted(row.items())]
        begins_blank = bool(cells) and (cells[0].continues or not cells[0].text)
        has_words = any(cell.text and not cell.continues for cell in cells)
        if not (is_merged and begins_blank and has_words) or _has_figures(row):
            break
        if not cells[0].continues and _is_answer_row(cells):
            break
        after += 1
    if after < len(grid.rows) and is_index_row(grid.rows[after]):
        after += 1
    return after


def _is_answer_row(cells: Sequence[Cell]) -> bool:
    """A row of the body under a question merged over several rows has one answer; a header has them side by side."""
    words = [cell.text for cell in cells if cell.text and not cell.continues]
    return len(words) == 1 and kind_of(words[0]) is None


def _has_figures(row: Row) -> bool:
    return any(
        is_figure(cell.text) and not _YEAR.fullmatch(cell.text.strip()) for cell in row.values() if cell.text
    )


def _parts(grid: Grid, layout: Layout, column: int) -> list[str]:
    """The words over a column from top to bottom. A blank cell of a header's upper row goes on with the one left of it
    where something stands below it."""
    rows = [row for row in grid.rows[layout.first : layout.after] if not is_index_row(row)]
    parts: list[str] = []
    for place, row in enumerate(rows):
        over = [cell for cell in row.values() if cell.column <= column < cell.column + cell.span]
        text = over[0].text if over else ""
        is_upper = place < len(rows) - 1
        if (
            not text
            and is_upper
            and any(below.get(column) and below[column].text for below in rows[place + 1 :])
        ):
            left = [cell for cell in row.values() if cell.column < column and cell.text]
            text = max(left, key=lambda cell: cell.column).text if left else ""
        if text and text not in parts:
            parts.append(" ".join(text.split()))
    return parts


def _assign(layout: Layout, headers: list[list[str]], body: Sequence[Row], grid: Grid) -> None:
    rest: list[int] = []
    spare: list[int] = []
    names_answers = any(role_of(part) is Role.ANSWER for parts in headers for part in parts)
    for column, parts in enumerate(headers):
        role = next((role for part in parts if (role := role_of(part)) is not Role.VALUE), Role.VALUE)
        texts = texts_of(body, column)
        if not parts and not texts:
            continue
        if _is_unit(texts):
            layout.unit = column
        elif role is Role.NUMBER and layout.number is None and _mostly_marks(texts):
            layout.number = column
        elif role is Role.PLACE and layout.place is None and not _mostly_figures(texts):
            layout.place = column
        elif role is Role.QUESTION and layout.question is None and not _mostly_figures(texts):
            layout.question = column
        elif role is Role.ANSWER and layout.answer is None and not _mostly_figures(texts):
            layout.answer = column
        elif role is Role.MEANING and layout.meaning is None and _are_meanings(texts, names_answers):
            layout.meaning = column
        elif role is Role.SPARE:
            spare.append(column)
        elif role is not Role.LEFT_OUT:
            rest.append(column)
    _fill_in(layout, headers, rest, body)
    for column in rest:
        if column not in (layout.question, layout.answer, layout.number, layout.inline):
            _value(layout, column, headers[column], body)
    if layout.place is None and not any(texts_of(body, each.column) for each in layout.values):
        for column in spare:
            _value(layout, column, headers[column], body)
    filled = [each for each in layout.values if texts_of(body, each.column)]
    if filled:
        # A blank «%» beside the figures says nothing; a blank answer was chosen by nobody.
        layout.values = [each for each in layout.values if each in filled or answer_in(each.parts)]


def _fill_in(layout: Layout, headers: list[list[str]], rest: list[int], body: Sequence[Row]) -> None:
    """Columns of questions, of numbers and of answers that no header names."""
    if layout.place is not None and layout.answer is None:
        layout.question = None  # every further column is a subject
        return
    layout.place = None
    wordy = [column for column in rest if _is_wordy(texts_of(body, column))]
    if layout.question is None and wordy:
        layout.question = wordy.pop(0)
    if layout.question is None:
        return
    if layout.number is None:
        left = [column for column in rest if column < layout.question and not headers[column]]
        layout.number = next((column for column in left if _mostly_marks(texts_of(body, column))), None)
    top = headers[layout.question]
    has_figures = any(_mostly_figures(texts_of(body, column)) for column in rest if column != layout.number)
    for column in wordy:
        texts = texts_of(body, column)
        known = sum(meaning_of(answer_words(text)) is not None for text in texts)
        if layout.answer is not None:
            break
        if not has_figures and all(_is_inline(text) for text in texts):
            layout.inline = column
        elif not headers[column] or headers[column] == top or known * 2 > len(texts):
            layout.answer = column


def _value(layout: Layout, column: int, parts: list[str], body: Sequence[Row]) -> None:
    texts = texts_of(body, column)
    header = " ".join(parts)
    figures = sum(is_figure(text) for text in texts)
    is_respondents = any(role_of(part) is Role.RESPONDENTS for part in parts)
    if layout.answer is None and layout.inline is None and is_respondents and layout.respondents is None:
        layout.respondents = column
    elif figures or kind_of(header) is not None or answer_in(parts):
        # A header of words over words is a note beside the table.
        layout.values.append(ValueColumn(column, tuple(parts), kind_of(header)))


def _are_meanings(texts: Sequence[str], names_answers: bool) -> bool:
    """«Оценка» may head figures or, where no other column is said to hold them, the answers themselves."""
    if _mostly_figures(texts):
        return False
    if names_answers:
        return True
    known = sum(meaning_of(answer_words(text)) is not None for text in texts)
    return known * 2 <= len(texts) or any(map(named_meaning, texts))


def _is_unit(texts: Sequence[str]) -> bool:
    """«%» beside every figure, or «чел.»; the respondents' row may have the other."""
    return bool(texts) and all(
        re.fullmatch(r"%|процент\w*|в процентах|чел\.?|человек", text.strip(), re.IGNORECASE)
        for text in texts
    )


def _mostly_figures(texts: Sequence[str]) -> bool:
    return bool(texts) and sum(is_figure(text) for text in texts) * 2 > len(texts)


def _mostly_marks(texts: Sequence[str]) -> bool:
    return sum(_MARK.fullmatch(text) is not None for text in texts) * 2 >= len(texts)


def _is_wordy(texts: Sequence[str]) -> bool:
    """Words beside figures too: «удовлетворен, %»."""
    worded = (text for text in texts if not is_figure(text) and re.search(r"[^\W\d_]", without_unit(text)))
    return sum(1 for _ in worded) * 2 > len(texts)


def _is_inline(text: str) -> bool:
    lines = [line for line in re.split(r"[\n;]", text) if line.strip()]
    return bool(lines) and all(
        re.fullmatch(r"\D+?[\s–—:-]+\d[\d ]*(?:[.,]\d+)?\s*%?[.,]?\s*", line) for line in lines
    )
