"""How fast reports are drawn: Word beside a bare zip of the same XML, Excel beside a bare XlsxWriter loop.

`python -m bench.bench_renderers` prints a table of ratios (medians of one run) and ends with 1 when a limit is missed.
"""

from __future__ import annotations

import io
import resource
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable

from openpyxl import load_workbook
from xlsxwriter import Workbook

from reports.content import ReportContent
from reports.renderers import docx, xlsx
from tests.reports.samples import sample_content

FEW, MANY = 300, 3_000
ROUNDS = 7
# What one round may differ from another on a busy machine; a quadratic renderer would show a ratio of ten.
LINEAR = 1.3


def main() -> int:
    """Measure everything; 1 when a limit is missed."""
    if sys.argv[1:] == ["peak"]:
        print(peak_megabytes())
        return 0
    few, many = sample_content(FEW), sample_content(MANY)
    parts, cells = parts_of(many), cells_of(many)
    docx_many, bare_zip = medians(lambda: draw(docx, many), lambda: zip_bare(parts))
    xlsx_many, bare_loop = medians(lambda: draw(xlsx, many), lambda: write_bare(cells))
    docx_few, xlsx_few = medians(lambda: draw(docx, few), lambda: draw(xlsx, few))
    peak = float(subprocess.run(
        [sys.executable, "-m", "bench.bench_renderers", "peak"], check=True, capture_output=True, text=True
    ).stdout)  # fmt: skip
    rows = [
        (f"DOCX, {MANY} строк, к голому zip", docx_many / bare_zip, 3.0),
        (f"DOCX, {MANY} строк, память, МБ", peak, 300.0),
        (f"DOCX, время на строку, {MANY} к {FEW}", docx_many / docx_few * FEW / MANY, LINEAR),
        (f"XLSX, {MANY} строк, к голому циклу XlsxWriter", xlsx_many / bare_loop, 1.3),
        (f"XLSX, время на строку, {MANY} к {FEW}", xlsx_many / xlsx_few * FEW / MANY, LINEAR),
    ]
    print(f"DOCX {docx_many * 1000:.0f} мс, XLSX {xlsx_many * 1000:.0f} мс на {MANY} строк")
    for name, value, limit in rows:
        print(f"{name:<48} {value:8.2f}   не больше {limit:g}   {'да' if value <= limit else 'НЕТ'}")
    return 0 if all(value <= limit for _, value, limit in rows) else 1


def medians(*tasks: Callable[[], object]) -> list[float]:
    """Processor seconds of each, measured in turns, so that a busy machine touches them alike."""
    times: list[list[float]] = [[] for _ in tasks]
    for _ in range(ROUNDS):
        for task, taken in zip(tasks, times, strict=True):
            start = time.process_time()
            task()
            taken.append(time.process_time() - start)
    return [statistics.median(taken) for taken in times]


def draw(renderer: object, content: ReportContent) -> bytes:
    out = io.BytesIO()
    renderer.render(content, out)
    return out.getvalue()


def parts_of(content: ReportContent) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(draw(docx, content))) as package:
        return {name: package.read(name) for name in package.namelist()}


def zip_bare(parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)


def cells_of(content: ReportContent) -> list[list[str | None]]:
    sheet = load_workbook(io.BytesIO(draw(xlsx, content))).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def write_bare(cells: list[list[str | None]]) -> None:
    """The same strings in the same formats, and nothing else."""
    book = Workbook(io.BytesIO(), xlsx.OPTIONS)
    sheet = book.add_worksheet()
    look = book.add_format({"font_name": "Times New Roman", "font_size": 11, "border": 1, "text_wrap": True})
    for place, row in enumerate(cells):
        for column, words in enumerate(row):
            if words:
                sheet.write_string(place, column, words, look)
            else:
                sheet.write_blank(place, column, None, look)
    book.close()


def peak_megabytes() -> float:
    """The peak memory of this whole process after drawing the Word file once."""
    draw(docx, sample_content(MANY))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
