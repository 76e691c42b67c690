"""A file or a pasted text -> ReadSurvey: what it holds decides how it is read, not what it is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from plans.files.celltext import plain
from plans.files.document import read_document
from plans.files.raw import Limits, RawDocument, UnreadableFile
from plans.files.safety import megabytes
from surveys.findings import Finding
from surveys.reading.blocks import Passage, best_block, read_block
from surveys.reading.building import Draft
from surveys.reading.doubts import check_loose
from surveys.reading.grids import Grid, grids_of
from surveys.reading.layout import Layout, find_layout, lines_above
from surveys.reading.numbers import is_figure
from surveys.reading.outcome import ReadSurvey, UnreadableSurvey, refusal
from surveys.reading.places import Ours
from surveys.reading.plaintext import grids_in, text_of
from surveys.reading.surroundings import around_table, file_stem
from surveys.reading.tables import read_table

LIMITS = Limits(columns=100)
_LONGEST_TEXT = 1_000_000  # characters
_SHORTEST_PASSAGE = 30  # a question with two answers
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
    if (text := text_of(data)) is not None:
        return _read_text(text, [file_stem(filename)], Ours(ours))
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
    return _read_grids(strong or found, names, ours)


def _read_grids(found: Sequence[tuple[Grid, Layout]], names: list[str], ours: Ours) -> ReadSurvey:
    """The first table; with it those that hold the answers to one question each, as it does."""
    grid, layout = found[0]
    taken = [each for each in found if each[1].heading] if layout.heading else [found[0]]
    draft = Draft()
    for each in taken:
        read_table(*each, ours, draft)
    if not draft.questions:
        raise refusal(grid.name, "под заголовком таблицы нет ни одного вопроса, впишите вопросы и ответы.")
    if len(taken) < len(found):
        draft.findings.append(
            Finding(
                "left_out",
                "",
                f"Прочитано только одно место файла, {grid.name}: опросы есть и в других его таблицах.",
            )
        )
    before = lines_above(grid, layout)[: -1 if layout.heading else None]
    return draft.finish(around_table(before, taken[-1][0].after, names=[grid.name, *names], ours=ours))


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
    if text.lstrip().startswith("{"):
        raise UnreadableSurvey(
            "Файлы JSON не читаются: загрузите этот опрос таблицей, в формате .csv или .xlsx."
        )
    tried = list(grids_in(text, LIMITS.rows))
    regular = [grid for grid, _ in tried if _is_regular(grid)]
    if any(len(grid.rows) > LIMITS.rows for grid in regular):
        raise UnreadableSurvey(
            f"В таблице больше {LIMITS.rows} строк: оставьте только опрос и загрузите файл ещё раз."
        )
    found = [
        (grid, layout) for grid, _ in tried if grid.width <= LIMITS.columns and (layout := find_layout(grid))
    ]
    tables = [each for each in found if each[1].is_strong and each[0] in regular]
    block = None if tables else best_block([Passage(plain(text.replace("\t", " ")))])
    if block:
        return read_block(*block, names=names, ours=ours)
    check_loose(text.split("\n"))
    for grid, unclosed in tried:
        if unclosed and (not regular or any(grid is each for each, _ in found)):
            raise unclosed
    if not found:
        raise _no_table(regular)
    return _read_grids([(tables or found)[0]], names, ours)


def _no_table(grids: Sequence[Grid]) -> UnreadableSurvey:
    """Why none of a text's tables, by each delimiter, is a survey's."""
    if any(grid.width > LIMITS.columns for grid in grids):
        return UnreadableSurvey(
            f"В таблице больше {LIMITS.columns} столбцов: удалите лишние столбцы и загрузите файл ещё раз."
        )
    return _no_header(grids)


def _is_regular(grid: Grid) -> bool:
    """Whether a text surely is a table: most records have as many cells, with figures among them."""
    widths = Counter(len(row) for row in grid.rows if row)
    has_figures = any(is_figure(cell.text) for row in grid.rows for cell in row.values())
    width, count = widths.most_common(1)[0] if widths else (0, 0)
    return width > 1 and count > 1 and count * 2 > len(grid.rows) and has_figures


def _no_header(grids: Sequence[Grid]) -> UnreadableSurvey:
    """The first table's top cell, where its header should stand."""
    for grid in grids:
        for row in grid.rows:
            for cell in row.values():
                if cell.text:
                    return refusal(grid.where(cell), f"не понять, что стоит в столбцах таблицы, {_NAMES}")
    return UnreadableSurvey(_NOTHING)
