"""A table of any of the known shapes -> a draft of the survey; what its rows are decides how it is read."""

from __future__ import annotations

from collections.abc import Sequence

from plans.folding import folded
from surveys.findings import Finding
from surveys.meanings import meaning_of
from surveys.reading.answers import AnswerRows
from surveys.reading.building import Draft
from surveys.reading.columns import is_total
from surveys.reading.grids import Grid, Row
from surveys.reading.layout import Layout, header_cell, is_index_row
from surveys.reading.municipalities import read_municipalities
from surveys.reading.outcome import refusal, short
from surveys.reading.places import Ours
from surveys.reading.rows import TableRows
from surveys.reading.series import Series, series_of, share_of


def read_table(grid: Grid, layout: Layout, ours: Ours, draft: Draft) -> None:
    """Rows are answers under their questions, questions with a share each (or an answer a column), or municipalities
    with a question a column. Raises `UnreadableSurvey`: every cell that is no figure is refused by its address."""
    table = TableRows(grid, layout, ours, draft)
    body = [row for row in grid.rows[layout.after :] if not is_index_row(row)]
    _check_width(grid, body)
    _check_cells(grid, body)
    _check_header(grid, layout)
    if layout.place is not None:
        read_municipalities(table, body)
    elif layout.answer is not None or layout.inline is not None or _is_outline(table, body):
        if layout.answer is None and layout.inline is None:
            layout.answer = layout.question
        rows = AnswerRows(table, series_of(grid, layout, ours, table.of_questions(body), is_answers=True))
        for row in body:
            rows.take(row)
        rows.close()
    else:
        _read_questions(table, body)


def _is_outline(table: TableRows, body: Sequence[Row]) -> bool:
    """Questions and answers in one column: rows without figures head rows with figures, which are all answers."""
    rows = [row for row in table.of_questions(body) if table.label(row)]
    answers = [table.label(row) for row in rows if table.has_figures(row)]
    words = [label for label in answers if not is_total(label)]
    return len(answers) < len(rows) and bool(words) and all(meaning_of(text) is not None for text in words)


def _read_questions(table: TableRows, body: Sequence[Row]) -> None:
    series = series_of(table.grid, table.layout, table.ours, table.of_questions(body), is_answers=False)
    for row in body:
        label = table.label(row)
        if not label:
            table.refuse_lonely(row, series)
        elif table.is_respondents(row):
            table.take_respondents(row, series)
        elif not any((cell := row.get(each.column)) and cell.text for each in series):
            where = table.grid.where(next(cell for cell in row.values() if cell.text))
            message = f"Строка «{short(label)}» не загружена: в ней нет чисел."
            table.draft.findings.append(Finding("left_out", "", message, where))
        elif not is_total(label):
            _question_row(table, row, series)


def _question_row(table: TableRows, row: Row, series: Sequence[Series]) -> None:
    question = table.ask(row)
    answers: dict[str, int] = {}
    for each in series:
        words, meaning = (each.answer, None) if each.answer else share_of(each.header)
        if words not in answers:
            answers[words] = question.answer(words, question.where, meaning)
        table.put(question, each.place, answers[words], table.figure(row, each))


def _check_header(grid: Grid, layout: Layout) -> None:
    """«Вопрос» merged over the answers too: the template's columns have each their own name."""
    if layout.question is None or layout.answer in (None, layout.question):
        return
    cell = header_cell(grid, layout, layout.question)
    if (
        cell.span > 1
        and cell.column + cell.span > (layout.answer or 0)
        and folded(cell.text).startswith("вопрос")
    ):
        raise refusal(
            grid.where(cell),
            "заголовок объединён над двумя столбцами, разделите его на «Вопрос» и «Вариант ответа».",
        )


def _check_cells(grid: Grid, body: Sequence[Row]) -> None:
    for row in body:
        for cell in row.values():
            if cell.is_formula:
                raise refusal(
                    grid.where(cell), "в ячейке формула, замените её числом (вставьте как значение)."
                )
            if cell.is_error:
                raise refusal(grid.where(cell), "в ячейке ошибка Excel, впишите число или очистите ячейку.")


def _check_width(grid: Grid, body: Sequence[Row]) -> None:
    """More cells in a record than in its header: a comma in a number or a text parted it."""
    headed = max(grid.headers, default=0)
    for row in body:
        for column, cell in row.items():
            if column > headed and cell.text and not cell.ref:
                raise refusal(
                    f"строка {cell.row}",
                    "ячеек больше, чем столбцов в заголовке, возьмите в кавычки текст и числа с запятыми или "
                    "разделяйте столбцы точкой с запятой.",
                )
