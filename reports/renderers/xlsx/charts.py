"""A chart as Excel's own: its shares in a table of numbers, stacked bars drawn from them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from plans.inserts.values import Chart
from reports.renderers.looks import LOOKS, Look
from reports.renderers.words import clean
from reports.renderers.xlsx.styles import CELL

_PERCENT = Decimal(100)
# In pixels; a row of the sheet is 20 high.
_WIDTH, _BAR, _AROUND, _ROW = 960, 44, 110, 20
_FONT = {"name": "Times New Roman", "size": 11}
_HATCHES = {"//": "wide_upward_diagonal", "xxx": "wide_downward_diagonal"}


def write_chart(
    book: Workbook, sheet: Worksheet, place: int, chart: Chart, *, head: Format, text: Format
) -> int:
    """Write the shares from row ``place`` on and the bars under them; gives the next free row."""
    names = _names(chart)
    share = book.add_format(CELL | {"align": "right", "num_format": _pattern(chart)})
    result = book.add_format(CELL | {"align": "right"})
    titles = ("Вопрос", *(name for name, _ in names), *([chart.result_title] if chart.result_title else []))
    for column, title in enumerate(titles):
        sheet.write_string(place, column, clean(title), head)
    for line, bar in enumerate(chart.bars, start=place + 1):
        sheet.write_string(line, 0, clean(bar.label), text)
        shares = {part.name.casefold(): part.width for part in bar.parts}
        for column, (name, _) in enumerate(names, start=1):
            found = shares.get(name.casefold())
            if found is None:
                sheet.write_blank(line, column, None, share)
            else:
                sheet.write_number(line, column, float(found / _PERCENT), share)
        if chart.result_title:
            sheet.write_string(line, len(names) + 1, clean(bar.result), result)
    last = place + len(chart.bars)
    drawn = book.add_chart({"type": "bar", "subtype": "stacked"})
    for column, (_, tone) in enumerate(names, start=1):
        drawn.add_series(_series(sheet.get_name(), place, last, column, LOOKS[tone], _pattern(chart)))
    height = _BAR * len(chart.bars) + _AROUND
    _lay_out(drawn, chart, height)
    sheet.insert_chart(
        last + 2,
        0,
        drawn,
        {"description": clean(chart.title), "object_position": 1},
    )
    return last + 3 + -(-height // _ROW)


def _names(chart: Chart) -> list[tuple[str, str]]:
    """Every answer once with its tone: those of the legend, then any other."""
    found = {key.name.casefold(): (key.name, key.tone) for key in chart.legend}
    for bar in chart.bars:
        for part in bar.parts:
            found.setdefault(part.name.casefold(), (part.name, part.tone))
    return list(found.values())


def _pattern(chart: Chart) -> str:
    """As many decimals as the most exact of the printed numbers."""
    labels = [part.label for bar in chart.bars for part in bar.parts]
    places = max([len(label.partition(",")[2]) for label in labels], default=0)
    return f"0.{'0' * places}%" if places else "0%"


def _series(sheet: str, first: int, last: int, column: int, look: Look, pattern: str) -> dict[str, Any]:
    hatch = _HATCHES.get(look.hatch)
    fill = (
        {"pattern": {"pattern": hatch, "fg_color": look.line, "bg_color": look.fill}}
        if hatch
        else {"fill": {"color": look.fill}}
    )
    return {
        "name": [sheet, first, column],
        "categories": [sheet, first + 1, 0, last, 0],
        "values": [sheet, first + 1, column, last, column],
        "border": {"color": look.edge, "width": 0.75},
        "gap": 45,
        "data_labels": {
            "value": True,
            "num_format": pattern,
            "font": _FONT | {"bold": True, "color": look.number},
            **({"fill": {"color": look.fill}} if hatch else {}),
        },
        **fill,
    }


def _lay_out(drawn: Any, chart: Chart, height: int) -> None:
    drawn.set_title(
        {"name": clean(chart.title), "name_font": _FONT | {"size": 12, "bold": True}, "overlay": False}
    )
    drawn.set_legend({"position": "top", "font": _FONT})
    drawn.set_y_axis({"reverse": True, "num_font": _FONT, "line": {"none": True}, "major_tick_mark": "none"})
    drawn.set_x_axis({"min": 0, "max": 1, "visible": False, "major_gridlines": {"visible": False}})
    drawn.set_size({"width": _WIDTH, "height": height})
    drawn.set_chartarea({"border": {"none": True}})
