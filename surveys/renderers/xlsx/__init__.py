"""SurveyResults -> Excel: the answers as the template has them, what comes of them, and Excel's own charts.

The first sheet is loaded back as the same survey. Text is never a formula or a link.
"""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from xlsxwriter import Workbook

from surveys.renderers.xlsx.answers import write_answers
from surveys.renderers.xlsx.charts import write_charts
from surveys.renderers.xlsx.places import write_places
from surveys.renderers.xlsx.totals import write_totals
from surveys.results import SurveyResults

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# Files need a date; it must not be the clock's, the same survey gives the same bytes.
_NO_DATE = datetime(1980, 1, 1)


def render(results: SurveyResults, out: BinaryIO) -> None:
    """Write the book: «Ответы», «Итоги», «Диаграммы», and «Муниципалитеты» where there are figures of others."""
    book = Workbook(out, OPTIONS)
    book.set_properties({"title": results.heading, "author": results.whose.name, "created": _NO_DATE})
    write_answers(book, results)
    tables = write_totals(book, results)
    write_charts(book, tables)
    if len(results.places) > 1:
        write_places(book, results)
    book.close()
