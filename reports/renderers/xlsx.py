"""ReportContent -> Excel: the report, then its figures if it has any, then what is known of the version; a sheet each.

Numbers of rows are text: as numbers 6.10 would become 6.1 or a date. Text is never a formula or a link. A row of the
report that is higher than Excel allows stands in cells merged over several rows; a text longer than a cell can hold
goes on in a row beneath that has no number, which an import joins again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from functools import lru_cache
from itertools import zip_longest
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from plans.periods import ReportingPeriod
from reports.content import FrozenAct, ReportContent
from reports.renderers.words import DRAFT, clean, lines_needed, progress_words, published_at, yes_no_words

HEADER = (
    "№ п/п",
    "Наименование мероприятия",
    "Ответственные исполнители",
    "Срок исполнения",
    "Информация о проведении мероприятия",
)
FIGURES_HEADER = (
    ("№ п/п", 7),
    ("Мероприятие", 50),
    ("Показатель", 40),
    ("Единица", 14),
    ("Значение", 14),
    ("Плановое значение", 14),
)
_FIGURES_LETTERS = (58, 46, 16)  # of what is said in words
# In Excel's own characters; together they fill an A4 page at about three quarters of their size. A line takes about
# one and a fifth times as many letters of our font.
WIDTHS = (7, 40, 24, 20, 92)
_LETTERS = (8, 46, 27, 23, 106)
CELL_LIMIT = 32_767  # UTF-16 units; an emoji is two
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

_BETWEEN_LINES = re.compile(r"(?<=[^\n])\n(?=[^\n])")
_FIRST_ROW = 2
_REMEMBERED = 1_000
_LINE_POINTS = 15
_HIGHEST_POINTS = 405  # Excel's own limit is 409.5
_TITLE_CHARACTERS = 145
_FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
_CELL = _FONT | {"border": 1, "text_wrap": True}
_MIDDLE = {"align": "center", "valign": "vcenter"}


def render(content: ReportContent, out: BinaryIO) -> None:
    """Write the book: wrapped text cells, frozen and repeated header, filter, landscape A4 one page wide."""
    book = Workbook(out, OPTIONS)
    book.set_properties(
        {
            "title": clean(content.title),
            "author": clean(content.municipality.name),
            "created": published_at(content).astimezone(UTC).replace(tzinfo=None),
        }
    )
    _write_report(book, content)
    if any(row.figures for row in content.rows):
        _write_figures(book, content)
    _write_facts(book, content)
    book.close()


def _write_report(book: Workbook, content: ReportContent) -> None:
    sheet = book.add_worksheet("Отчет")
    last_column = len(HEADER) - 1
    title = book.add_format(_FONT | _MIDDLE | {"bold": True, "font_size": 12, "text_wrap": True})
    header = book.add_format(_CELL | _MIDDLE | {"bold": True, "bg_color": "#EDEDED"})
    section = book.add_format(_CELL | _MIDDLE | {"bold": True})
    for column, (words, width) in enumerate(zip(HEADER, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(_FIRST_ROW - 1, column, words, header)
    words = " ".join(clean(content.title).split())
    _merge(sheet, 0, f"{DRAFT}\n{words}" if content.is_draft else words, title)
    if content.is_draft:
        sheet.set_header(f'&R&"Times New Roman,Bold"&16{DRAFT}')
    formats = {
        "group": _formats(book, {"bold": True}),
        "activity": _formats(book, {}),
    }
    # The same officers, deadlines and texts stand in many rows.
    measured = lru_cache(_REMEMBERED)(_measured)
    place = _FIRST_ROW
    for row in content.rows:
        if row.kind == "section":
            _merge(sheet, place, clean(row.text), section)
            place += 1
            continue
        officers = "\n".join([officer.name for officer in row.officers])
        texts = (row.number, row.text, officers, row.deadline, progress_words(row))
        for cells in _fitting([measured(*each) for each in zip(texts, _LETTERS, strict=True)]):
            place = _write_line(sheet, place, cells, formats[row.kind])
    last_row = max(place - 1, _FIRST_ROW - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:A{last_row + 1}"})
    sheet.freeze_panes(_FIRST_ROW, 0)
    sheet.autofilter(_FIRST_ROW - 1, 0, last_row, last_column)
    sheet.repeat_rows(_FIRST_ROW - 1)
    sheet.print_area(0, 0, last_row, last_column)
    _set_up_page(sheet)


def _formats(book: Workbook, more: dict[str, Any]) -> tuple[Format, ...]:
    text = book.add_format(_CELL | more)
    number = book.add_format(_CELL | more | {"align": "center", "num_format": "@"})
    return (number, text, text, text, text)


def _merge(sheet: Worksheet, place: int, words: str, cell_format: Format) -> None:
    """One text over the whole width; Excel fits no height to merged cells by itself."""
    sheet.set_row(place, _LINE_POINTS * lines_needed(words, _TITLE_CHARACTERS) + 6)
    sheet.merge_range(place, 0, place, len(HEADER) - 1, "", cell_format)
    if words:
        sheet.write_string(place, 0, words, cell_format)


@dataclass(frozen=True, slots=True)
class Cell:
    """``lines``: about how many printed lines the words take."""

    words: str
    lines: int


def _measured(text: str, letters: int) -> Cell:
    words = clean(text)
    return Cell(words, lines_needed(words, letters))


def _write_line(sheet: Worksheet, place: int, cells: Sequence[Cell], formats: Sequence[Format]) -> int:
    """Write one row, over as many of the sheet's as its height needs; gives the place of the next.

    The height is estimated: Excel would fit it by itself when it opens the file, others would not.
    """
    height = _height(cells)
    count = -(-height // _HIGHEST_POINTS)
    for each in range(place, place + count):
        sheet.set_row(each, height / count)
    if count > 1:
        for column, cell_format in enumerate(formats):
            sheet.merge_range(place, column, place + count - 1, column, "", cell_format)
    for column, cell in enumerate(cells):
        if cell.words:
            sheet.write_string(place, column, cell.words, formats[column])
        else:
            sheet.write_blank(place, column, None, formats[column])
    return place + count


def _height(cells: Sequence[Cell]) -> int:
    return _LINE_POINTS * max([cell.lines for cell in cells]) + 2


def _fitting(cells: Sequence[Cell]) -> list[Sequence[Cell]]:
    """The sheet's rows for a row of the report: one, unless a text is longer than a cell can hold."""
    if max([len(cell.words) for cell in cells]) <= CELL_LIMIT // 2:
        return [cells]
    rows = zip_longest(*[_pieces(cell.words) for cell in cells], fillvalue="")
    return [[_measured(*each) for each in zip(row, _LETTERS, strict=True)] for row in rows]


def _pieces(text: str) -> Iterator[str]:
    """The text cut between two lines that are not blank, else between words, else anywhere."""
    while len(text.encode("utf-16-le")) // 2 > CELL_LIMIT:
        beginning = text[: CELL_LIMIT // 2]
        cuts = [found.start() for found in _BETWEEN_LINES.finditer(beginning)] or [beginning.rfind(" ")]
        end = cuts[-1]
        yield text[:end] if end > 0 else beginning
        text = text[end + 1 :] if end > 0 else text[len(beginning) :]
    yield text


def _write_figures(book: Workbook, content: ReportContent) -> None:
    """A line a figure, its values real numbers."""
    sheet = book.add_worksheet("Показатели")
    header = book.add_format(_CELL | _MIDDLE | {"bold": True, "bg_color": "#EDEDED"})
    text, number, value = (
        book.add_format(_CELL),
        book.add_format(_CELL | {"align": "center", "num_format": "@"}),
        book.add_format(_CELL | {"align": "right", "num_format": "#,##0.####"}),
    )
    whole = book.add_format(_CELL | {"align": "right", "num_format": "#,##0"})
    for column, (words, width) in enumerate(FIGURES_HEADER):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, words, header)
    place = 0
    for row in content.rows:
        for figure in row.figures:
            place += 1
            sheet.write_string(place, 0, clean(row.number), number)
            names = (row.text, figure.name, figure.unit)
            cells = [_measured(*each) for each in zip(names, _FIGURES_LETTERS, strict=True)]
            sheet.set_row(place, min(_height(cells), _HIGHEST_POINTS))
            for column, cell in enumerate(cells, start=1):
                if cell.words:
                    sheet.write_string(place, column, cell.words[: CELL_LIMIT // 2], text)
                else:
                    sheet.write_blank(place, column, None, text)
            for column, said in ((4, figure.value), (5, figure.target)):
                if not said:
                    sheet.write_blank(place, column, None, text)
                elif figure.kind == "yes_no":
                    sheet.write_string(place, column, yes_no_words(said), text)
                else:
                    sheet.write_number(place, column, float(said), value if "." in said else whole)
    sheet.ignore_errors({"number_stored_as_text": f"A1:A{place + 1}"})
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, place, len(FIGURES_HEADER) - 1)
    sheet.repeat_rows(0)
    _set_up_page(sheet)


def _write_facts(book: Workbook, content: ReportContent) -> None:
    """Names and values; dates and counts typed."""
    sheet = book.add_worksheet("Сведения")
    name_format = book.add_format(_FONT)
    text_format = book.add_format(_FONT | {"text_wrap": True, "align": "left"})
    day_format = book.add_format(_FONT | {"num_format": "dd.mm.yyyy", "align": "left"})
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    for place, (name, value) in enumerate(_facts(content)):
        sheet.write_string(place, 0, name, name_format)
        if isinstance(value, date):
            sheet.write_datetime(place, 1, value, day_format)
        elif isinstance(value, int):
            sheet.write_number(place, 1, value, text_format)
        else:
            sheet.write_string(place, 1, clean(value)[: CELL_LIMIT // 2], text_format)
    _set_up_page(sheet)


def _facts(content: ReportContent) -> Iterator[tuple[str, str | int | date]]:
    facts: list[tuple[str, str | int | date | None]] = [
        ("Муниципалитет", content.municipality.name),
        ("Регион", content.municipality.region),
        ("План", content.plan_title),
        *(
            ("Акт о внесении изменений" if act.is_amendment else "План утвержден", _act_words(act))
            for act in content.acts
        ),
        ("Отчетный период", ReportingPeriod.parse(content.period).title),
        ("Версия", DRAFT if content.is_draft else content.version),
        ("Причина исправления", content.reason),
        ("Дата публикации", published_at(content).date() if content.published_at else None),
        ("Утвердил", content.signatory_name),
        ("Должность", content.signatory_position),
        ("Дата утверждения", date.fromisoformat(content.approved_on) if content.approved_on else None),
        ("Подготовлено", content.prepared_by),
        ("Мероприятий, по которым отчитываются", sum(row.is_reportable for row in content.rows)),
        ("Из них со сведениями", sum(row.is_reportable and row.is_filled for row in content.rows)),
        ("SHA-256 предыдущей публикации", content.previous_sha256),
    ]
    yield from ((name, value) for name, value in facts if value or isinstance(value, int))


def _act_words(act: FrozenAct) -> str:
    day = f" от {date.fromisoformat(act.adopted_on):%d.%m.%Y}" if act.adopted_on else ""
    return f"{act.kind}{day} № {act.number}" if act.number else f"{act.kind}{day}"


def _set_up_page(sheet: Worksheet) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P")
