"""A file or a pasted text -> ReadSurvey: what it holds decides how it is read, not what it is called."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Sequence

from plans.files.celltext import plain
from plans.files.document import read_document
from plans.files.raw import Limits, RawDocument, UnreadableFile
from plans.files.safety import is_plain_text, megabytes
from surveys.findings import Finding
from surveys.reading.blocks import Passage, best_block, read_block
from surveys.reading.grids import Grid, grid_of_lines, grids_of
from surveys.reading.layout import Layout, find_layout
from surveys.reading.numbers import is_figure
from surveys.reading.outcome import ReadSurvey, UnreadableSurvey, refusal
from surveys.reading.places import Ours
from surveys.reading.surroundings import around_table, file_stem
from surveys.reading.tables import read_table

LIMITS = Limits(columns=100)
_LONGEST_TEXT = 1_000_000  # characters
_SHORTEST_PASSAGE = 30  # a question with two answers
_DELIMITERS = (";", "\t", ",")
_NAMES = "назовите столбцы, как в шаблоне: «Вопрос», «Вариант ответа», «Ответов», «Процент»."
_NOTHING = (
    "В файле нет ответов на вопросы опроса: загрузите таблицу по шаблону («Вопрос», «Вариант ответа», «Ответов», "
    "«Процент») или текст, где под каждым вопросом стоят ответы с числами."
)


def read_survey(data: bytes, filename: str, *, ours: Collection[str] = ()) -> ReadSurvey:
    """The survey in a Word, Excel, CSV or text file.

    ``ours``: the names of this municipality in any case, by which our row or column is found where a table shows
    several. Raises `UnreadableSurvey`.
    """
    if len(data) > LIMITS.file_bytes:
        raise UnreadableSurvey(
            f"Файл больше {megabytes(LIMITS.file_bytes)}: оставьте в нём только опрос и загрузите ещё раз."
        )
    if is_plain_text(data):
        return _read_text(_decoded(data), [file_stem(filename)], Ours(ours))
    try:
        document = read_document(data, filename, LIMITS)
    except UnreadableFile as error:
        raise UnreadableSurvey(str(error)) from error
    return _read_document(document, [file_stem(filename)], Ours(ours))


def read_survey_text(text: str, *, ours: Collection[str] = ()) -> ReadSurvey:
    """The survey in a pasted text, or in a table pasted from a sheet. Raises `UnreadableSurvey`."""
    return _read_text(text, [], Ours(ours))


def _read_document(document: RawDocument, names: list[str], ours: Ours) -> ReadSurvey:
    grids = list(grids_of(document))
    found = [(grid, layout) for grid in grids if (layout := find_layout(grid))]
    strong = [each for each in found if each[1].is_strong]
    if not strong and (block := best_block(_passages(document, grids))):
        return read_block(*block, names=names, ours=ours)
    if not found:
        raise _no_header(grids)
    (grid, layout), *others = strong or found
    return _read_grid(grid, layout, names, ours, others=len(others))


def _read_grid(grid: Grid, layout: Layout, names: list[str], ours: Ours, *, others: int = 0) -> ReadSurvey:
    above = [text for row in grid.rows[: layout.first] for text in grid.texts(row)]
    draft = read_table(grid, layout, ours)
    if not draft.questions:
        raise refusal(grid.name, "под заголовком таблицы нет ни одного вопроса, впишите вопросы и ответы.")
    if others:
        draft.findings.append(
            Finding(
                "left_out", "", f"Загружена только {grid.name or 'первая таблица'}: в файле есть и другие."
            )
        )
    around = around_table([*grid.before, *above], grid.after, names=[grid.name, *names], ours=ours)
    return draft.finish(around)


def _passages(document: RawDocument, grids: Sequence[Grid]) -> Iterator[Passage]:
    """Every text of a document that may hold a whole survey: a cell, the paragraphs between two tables."""
    yield Passage("\n".join(document.paragraphs))
    for grid in grids:
        yield Passage("\n".join(grid.before), f"текст перед таблицей ({grid.name})")
        for row in grid.rows:
            for cell in row.values():
                if len(cell.text) >= _SHORTEST_PASSAGE and not cell.continues:
                    yield Passage(cell.text, grid.where(cell))
        column = [cell.text for row in grid.rows for cell in row.values() if cell.column == 0 and cell.text]
        yield Passage("\n".join(column), grid.name)
    if grids:
        yield Passage("\n".join(grids[-1].after), "текст после таблицы")


def _read_text(text: str, names: list[str], ours: Ours) -> ReadSurvey:
    if len(text) > _LONGEST_TEXT:
        raise UnreadableSurvey("Текст слишком большой: оставьте в нём только опрос и загрузите ещё раз.")
    if not text.strip():
        raise UnreadableSurvey("Текст пуст: впишите в него вопросы и ответы и загрузите ещё раз.")
    grids = list(_delimited(text))
    for grid in grids:
        if grid.width <= LIMITS.columns and (layout := find_layout(grid)):
            if len(grid.rows) > LIMITS.rows:
                raise UnreadableSurvey(
                    f"В таблице больше {LIMITS.rows} строк: оставьте только опрос и загрузите файл ещё раз."
                )
            return _read_grid(grid, layout, names, ours)
    if block := best_block([Passage(plain(text.replace("\t", " ")))]):
        return read_block(*block, names=names, ours=ours)
    tables = [grid for grid in grids if _is_regular(grid)]
    if any(grid.width > LIMITS.columns for grid in tables):
        raise UnreadableSurvey(
            f"В таблице больше {LIMITS.columns} столбцов: удалите лишние столбцы и загрузите файл ещё раз."
        )
    raise _no_header(tables)


def _delimited(text: str) -> Iterator[Grid]:
    """The text as a table by each delimiter that stands in it."""
    for delimiter in _DELIMITERS:
        if delimiter not in text:
            continue
        try:
            yield grid_of_lines(list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
        except csv.Error:
            continue


def _is_regular(grid: Grid) -> bool:
    """Whether a text is a table: records of as many cells, with figures among them."""
    full = sum(len(row) == grid.width for row in grid.rows)
    has_figures = any(is_figure(cell.text) for row in grid.rows for cell in row.values())
    return grid.width > 1 and full > 1 and full * 2 > len(grid.rows) and has_figures


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace")


def _no_header(grids: Sequence[Grid]) -> UnreadableSurvey:
    """The first table's top cell, where its header should stand."""
    for grid in grids:
        for row in grid.rows:
            for cell in row.values():
                if cell.text:
                    return refusal(grid.where(cell), f"не понять, что стоит в столбцах таблицы, {_NAMES}")
    return UnreadableSurvey(_NOTHING)
