"""One Excel sheet -> RawTable: the cells that hold something, merged ones spread, the texts above and below apart."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from plans.files.celltext import link
from plans.files.package import RELATION, SHEET, Element, Package
from plans.files.raw import RawCell, RawRow, RawTable, UnreadableFile
from plans.files.safety import DAMAGED, TOO_COMPLEX
from plans.files.xlsx.values import Value, Values

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ROW_NUMBER = re.compile(r"\d+([.)]\d*)*")
_MAX_ROW, _MAX_COLUMN = 1_048_576, 16_384
# Cells that merges may cover; a sheet within the limits has 150,000.
_MAX_COVERED = 1_000_000
# A row of so many filled cells is one of the table, not a title over it.
_TABLE_ROW = 3
# A header over merged cells has no more rows.
_HEADER_ROWS = 3

Area = tuple[int, int, int, int]


@dataclass(slots=True)
class Sheet:
    """The filled cells of a sheet by row (1-based) and column (0-based), the areas that are merged into one, and the
    places in rows with filled cells that hold a formula, even one without a stored result, or an error."""

    rows: dict[int, dict[int, Value]] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)

    def texts(self) -> list[str]:
        """What the cells say, row by row."""
        return [cells[column].text for _, cells in sorted(self.rows.items()) for column in sorted(cells)]


def read_sheet(package: Package, part_name: str, values: Values) -> Sheet:
    """What the sheet holds, whatever size it claims to have.

    Raises `UnreadableFile` as soon as more rows or columns hold something than the limits allow.
    """
    sheet = Sheet()
    columns: set[int] = set()
    links: list[tuple[Area, str, str]] = []
    number = 0
    names = (f"{SHEET}row", f"{SHEET}mergeCell", f"{SHEET}hyperlink")
    for element in package.elements(part_name, *names):
        if element.tag == f"{SHEET}row":
            number = max(number + 1, _within(element.get("r"), _MAX_ROW))
            if number > _MAX_ROW:
                raise UnreadableFile(DAMAGED)
            found, formulas, errors = _cells(element, values)
            if found:
                sheet.rows[number] = found
                for columns_of, places in ((formulas, sheet.formulas), (errors, sheet.errors)):
                    for column in columns_of:
                        package.charge("")
                        places.add((number, column))
                columns.update(found)
                _check_limits(package, len(sheet.rows), len(columns))
        elif element.tag == f"{SHEET}mergeCell":
            if area := _area(package.charge(element.get("ref", ""))):
                sheet.merges.append(area)
        elif area := _area(package.charge(element.get("ref", ""))):
            links.append((area, element.get(f"{RELATION}id", ""), element.get("location", "")))
    if links:
        relations = package.relations(part_name)
        for (top, left, _, _), relation_id, place in links:
            relation, value = relations.get(relation_id), sheet.rows.get(top, {}).get(left)
            if relation and relation.is_external and value:
                target = f"{relation.target}#{place}" if place else relation.target
                sheet.rows[top][left] = Value(link(value.text, target), value.is_number)
    return sheet


def arrange(sheet: Sheet, name: str, package: Package) -> RawTable | None:
    """The sheet as a table; `None` if it holds none: no row has two filled cells.

    Columns without any content do not count. What stands above the table is ``before``; rows with one text that
    follow its end after an empty row are ``after``.
    """
    _clear_covered(sheet)
    rows = {number: cells for number, cells in sheet.rows.items() if cells}
    fullest = max((len(cells) for cells in rows.values()), default=0)
    if fullest < 2:
        return None
    numbers = sorted(rows)
    first = _first(rows, numbers, sheet.merges, min(_TABLE_ROW, fullest))
    if first and fullest <= _TABLE_ROW and _is_header(rows, numbers[first - 1], numbers[first]):
        first -= 1
    above, below = numbers[:first], _below(rows, numbers[first:])
    kept = numbers[first : len(numbers) - len(below)]
    columns = sorted({column for number in kept for column in rows[number]})
    spans, covered = _spans(sheet.merges, kept, columns)
    raw_rows = []
    for number in kept:
        cells = []
        for rank, column in enumerate(columns):
            if (number, rank) in covered:
                continue
            span, continues = spans.get((number, rank), (1, False))
            value = rows[number].get(column, Value(""))
            cells.append(
                RawCell(
                    text=package.charge(value.text),
                    column=rank,
                    span=span,
                    row_span_continues=continues,
                    ref=f"{get_column_letter(column + 1)}{number}",
                    is_number=value.is_number,
                    is_formula=(number, column) in sheet.formulas,
                    is_error=(number, column) in sheet.errors,
                )
            )
        raw_rows.append(RawRow(number, tuple(cells)))
    return RawTable(
        rows=tuple(raw_rows),
        width=len(columns),
        before=_texts(rows, above),
        after=_texts(rows, below),
        name=name,
    )


def _first(rows: dict[int, dict[int, Value]], numbers: list[int], merges: list[Area], filled: int) -> int:
    """Where the table begins: at the first row with so many filled cells; or at the header right above it whose fewer
    cells are merged over as many columns, or which stands over a numbered row."""
    first = next(index for index, number in enumerate(numbers) if len(rows[number]) >= filled)
    cells = rows[numbers[first]]
    is_numbered = _ROW_NUMBER.fullmatch(cells[min(cells)].text) is not None
    begin = first
    for index in range(first - 1, -1 if is_numbered else max(-1, first - 1 - _HEADER_ROWS), -1):
        if numbers[index] != numbers[index + 1] - 1:
            break
        count = len(rows[numbers[index]])
        if count > 1 and (is_numbered or count + _covered(merges, numbers[index]) >= filled):
            begin = index
    return begin


def _is_header(rows: dict[int, dict[int, Value]], above: int, first: int) -> bool:
    """In a narrow table: a row of words right above it that leaves one of its columns without a name."""
    cells = rows[above]
    return (
        above == first - 1
        and len(cells) == len(rows[first]) - 1 > 1
        and min(cells) == min(rows[first])
        and not any(value.is_number for value in cells.values())
    )


def _covered(merges: list[Area], number: int) -> int:
    """How many cells of a row are covered by merged ones."""
    return sum(
        right - left + (number > top) for top, left, bottom, right in merges if top <= number <= bottom
    )


def _below(rows: dict[int, dict[int, Value]], numbers: list[int]) -> list[int]:
    """The rows with one text each at the end of the sheet, as far as an empty row parts them from the table."""
    begin = len(numbers)
    while begin and len(rows[numbers[begin - 1]]) == 1:
        begin -= 1
    for index in range(begin, len(numbers)):
        if numbers[index] - numbers[index - 1] > 1:
            return numbers[index:]
    return []


def _texts(rows: dict[int, dict[int, Value]], numbers: list[int]) -> tuple[str, ...]:
    return tuple(rows[number][column].text for number in numbers for column in sorted(rows[number]))


def _clear_covered(sheet: Sheet) -> None:
    """Only the first cell of a merged area is seen."""
    numbers = sorted(sheet.rows)
    steps = 0
    for top, left, bottom, right in sheet.merges:
        for number in numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]:
            cells = sheet.rows[number]
            steps += len(cells) + 1
            if steps > _MAX_COVERED:
                raise UnreadableFile(TOO_COMPLEX)
            for column in [column for column in cells if left <= column <= right]:
                if (number, column) != (top, left):
                    del cells[column]


def _spans(
    merges: list[Area], numbers: list[int], columns: list[int]
) -> tuple[dict[tuple[int, int], tuple[int, bool]], set[tuple[int, int]]]:
    """By row and rank of column: the width of a merged cell and whether it continues the one above; and the places
    that such a cell covers."""
    spans: dict[tuple[int, int], tuple[int, bool]] = {}
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in merges:
        begin, end = bisect_left(columns, left), bisect_right(columns, right)
        within = numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)] if begin < end else []
        for index, number in enumerate(within):
            if (number, begin) in covered or (number, begin) in spans:
                continue
            spans[number, begin] = (end - begin, index > 0)
            covered.update((number, rank) for rank in range(begin + 1, end))
    return spans, covered


def _cells(row: Element, values: Values) -> tuple[dict[int, Value], list[int], list[int]]:
    """The filled cells, the columns of those that hold a formula, and of those that hold an error."""
    found: dict[int, Value] = {}
    formulas: list[int] = []
    errors: list[int] = []
    column = -1
    for cell in row:
        if cell.tag != f"{SHEET}c":
            continue
        if not len(cell):  # a format only; there may be millions of them
            column += 1
            continue
        place = _REFERENCE.fullmatch(cell.get("r", ""))
        column = _column(place[1]) if place else column + 1
        value = values.read(cell)
        if value.text and column < _MAX_COLUMN:
            found[column] = value
        if column < _MAX_COLUMN and cell.find(f"{SHEET}f") is not None:
            formulas.append(column)
        if column < _MAX_COLUMN and cell.get("t") == "e":
            errors.append(column)
    return found, formulas, errors


def _check_limits(package: Package, rows: int, columns: int) -> None:
    limits = package.limits
    if rows > limits.rows:
        raise UnreadableFile(
            f"В таблице больше {limits.rows} строк: разделите её на несколько файлов и загрузите их по очереди."
        )
    if columns > limits.columns:
        raise UnreadableFile(
            f"В таблице больше {limits.columns} столбцов: удалите лишние столбцы и загрузите файл ещё раз."
        )


def _area(reference: str) -> Area | None:
    """``B2:C5`` -> (2, 1, 5, 2): top, left, bottom, right."""
    first, _, last = reference.partition(":")
    begin, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
    if begin is None or end is None:
        return None
    return int(begin[2]), _column(begin[1]), int(end[2]), _column(end[1])


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _within(text: str | None, largest: int) -> int:
    return min(int(text), largest) if text and text.isdecimal() and len(text) < 12 else 0
