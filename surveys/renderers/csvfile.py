"""SurveyResults -> CSV: the columns of the template, then those of other places; `docs/formats.md` describes them.

Cells are never altered against «formula injection»: that would falsify data. The Excel file is the one to open.
"""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from surveys.renderers.rows import answer_rows
from surveys.results import SurveyResults

DELIMITER = ","
ENCODING = "utf-8"


def render(results: SurveyResults, out: BinaryIO) -> None:
    """RFC 4180: UTF-8 without a byte order mark, lines end with CR LF; it is loaded back as the same figures."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=DELIMITER)
    for row in answer_rows(results):
        writer.writerow([_words(cell) for cell in row])
    out.write(text.getvalue().encode(ENCODING))


def _words(cell: object) -> str:
    return "" if cell is None else str(cell)
