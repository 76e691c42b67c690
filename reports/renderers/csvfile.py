"""ReportContent -> CSV: one line a row of the report; `docs/formats.md` describes the columns.

Cells are never altered against «formula injection»: that would falsify data. The Excel file is the one to open.
"""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from reports.content import FrozenRow, ReportContent
from reports.renderers.words import clean, progress_words, value_words

# RFC 4180 as open data is published: what programs expect without being told. People have the Excel file.
DELIMITER = ","
ENCODING = "utf-8"
COLUMNS = (
    "№ п/п",
    "Вид строки",
    "Уровень",
    "Наименование мероприятия",
    "Ответственные исполнители",
    "Срок исполнения",
    "Информация о проведении мероприятия",
)
# Only where a report has any, so that files made before there were such columns can be made again.
FIGURES, DOCUMENTS, INSERTS = "Показатели", "Документы", "Опросы и данные"
KINDS = {"section": "раздел", "group": "группа", "activity": "мероприятие"}


def render(content: ReportContent, out: BinaryIO) -> None:
    """Write the table with its header; officers, figures and documents stand one a line in their cell, an insert as the
    words that the Word file has."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=DELIMITER)
    more = [
        (title, words)
        for title, words, is_there in (
            (FIGURES, _figures, any(row.figures for row in content.rows)),
            (DOCUMENTS, _documents, any(row.attachments for row in content.rows)),
            (INSERTS, _inserts, any(row.inserts for row in content.rows)),
        )
        if is_there
    ]
    writer.writerow((*COLUMNS, *(title for title, _ in more)))
    for row in content.rows:
        officers = "\n".join(officer.name for officer in row.officers)
        cells = (row.text, officers, row.deadline, progress_words(row), *(words(row) for _, words in more))
        writer.writerow((row.number, KINDS[row.kind], row.level, *map(clean, cells)))
    out.write(text.getvalue().encode(ENCODING))


def _figures(row: FrozenRow) -> str:
    """``Обучено служащих: 9 чел.``, one a line."""
    return "\n".join(f"{figure.name}: {value_words(figure)} {figure.unit}".rstrip() for figure in row.figures)


def _documents(row: FrozenRow) -> str:
    """``Протокол (https://…)`` for a link, ``Протокол (protokol.pdf)`` for a file, one a line."""
    return "\n".join(f"{item.title} ({item.url or item.filename})" for item in row.attachments)


def _inserts(row: FrozenRow) -> str:
    """The words of each, its title and its day before them, a blank line between two."""
    return "\n\n".join(f"{item.title} ({item.as_of})\n{item.words}".rstrip() for item in row.inserts)
