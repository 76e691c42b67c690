"""ReportContent -> CSV: one line a row of the report; `docs/formats.md` describes the columns.

Cells are never altered against «formula injection»: that would falsify data. The Excel file is the one to open.
"""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from reports.content import ReportContent
from reports.renderers.words import clean, progress_words

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
KINDS = {"section": "раздел", "group": "группа", "activity": "мероприятие"}


def render(content: ReportContent, out: BinaryIO) -> None:
    """Write the table with its header; officers stand one a line in their cell."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=DELIMITER)
    writer.writerow(COLUMNS)
    for row in content.rows:
        officers = "\n".join(officer.name for officer in row.officers)
        cells = (row.text, officers, row.deadline, progress_words(row))
        writer.writerow((row.number, KINDS[row.kind], row.level, *map(clean, cells)))
    out.write(text.getvalue().encode(ENCODING))
