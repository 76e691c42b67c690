"""The sheet «Диаграммы»: Excel's own charts, drawn from the cells of «Итоги»; many questions take several charts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from accounts.wording import number_words
from plans.shares import places_of
from surveys.renderers.xlsx.styles import TONES, Formats, pattern_of, set_up_page
from surveys.renderers.xlsx.totals import SHEET, Bars, Tables

# In pixels; a row of the sheet is 20 high. A page at `_SCALE` is 1400 high, and wider than a chart: where the usual
# font is missing, cells and the charts on them are a fifth wider.
_WIDTH, _AROUND, _ROW, _PAGE = 740, 120, 20, 1400
_SCALE = 70
_BAR = 34
_BARS = 30  # in one chart
_MOST_CHARTS = 40
_NARROW = 4  # per cents; a number does not fit into less
_LABELS = 0.34  # of the width, for the questions
_WITH_NAMES = 150  # per cents of the axis: names stand behind the bars
_FONT = {"name": "Times New Roman", "size": 11}
# Ours, the region, earlier years from the newest.
_OURS, _REGION, _EARLIER = "#15566A", "#8C8577", ("#5E9AAA", "#94C2CE", "#C9DFE5")


def write_charts(book: Workbook, tables: Tables) -> None:
    sheet = book.add_worksheet("Диаграммы")
    sheet.hide_gridlines(2)
    # Charts hang on cells, whose usual size is not the same in every program.
    sheet.set_column_pixels(0, 0, _WIDTH)
    sheet.set_default_row(_ROW * 3 / 4)
    drawn = [*_all(book, tables)]
    place, left, breaks = 0, _PAGE, []
    for chart, height, title in drawn[:_MOST_CHARTS]:
        if height > left and place:
            breaks.append(place)
            left = _PAGE
        _insert(sheet, place, chart, title)
        rows = -(-height // _ROW) + 2
        place += rows
        left -= rows * _ROW
    if len(drawn) > _MOST_CHARTS:
        sheet.write_string(place, 0, f"Остальные вопросы – в таблицах листа «{SHEET}».", Formats(book).line)
    elif not drawn:
        sheet.write_string(place, 0, "В опросе ещё нет ответов.", Formats(book).line)
    sheet.set_h_pagebreaks(breaks)
    set_up_page(sheet, is_landscape=False)
    sheet.set_print_scale(_SCALE)  # pages fitted by themselves would be parted anywhere, charts too


def _all(book: Workbook, tables: Tables) -> Iterator[tuple[Any, int, str]]:
    """``(chart, height, description)`` of each."""
    for bars in tables.shares:
        yield from _stacked(book, bars)
    if tables.ranked:
        for first, last in _pieces(tables.ranked, _BARS):
            yield _ranked(book, tables.ranked, first, last)
    if tables.compared:
        most = (_PAGE - _AROUND - 2 * _ROW) // _group_height(tables.compared)
        for first, last in _pieces(tables.compared, most):
            yield _compared(book, tables.compared, first, last)


def _stacked(book: Workbook, bars: Bars) -> Iterator[tuple[Any, int, str]]:
    """Nothing for questions with a single answer: their ranking says the same."""
    if len(bars.columns) < 2 or not any(value is not None for column in bars.values for value in column):
        return
    for first, last in _pieces(bars, _BARS):
        chart = book.add_chart({"type": "bar", "subtype": "stacked"})
        for column, tone, values in zip(bars.columns, bars.tones, bars.values, strict=True):
            fill, number = TONES[tone]
            chart.add_series(
                _series(bars, column, first, last, fill)
                | {"gap": 45, "border": {"color": "#FFFFFF", "width": 1}, "overlap": 100}
                | _labels(values[first : last + 1], number, is_narrow_hidden=True)
            )
        yield _laid_out(chart, bars, first, last, bar=_BAR, has_legend=True)


def _ranked(book: Workbook, bars: Bars, first: int, last: int) -> tuple[Any, int, str]:
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        _series(bars, bars.columns[0], first, last, TONES["yes"][0])
        | {"gap": 45}
        | _labels(bars.values[0][first : last + 1], "#10303A")
    )
    return _laid_out(chart, bars, first, last, bar=_BAR, has_legend=False)


def _compared(book: Workbook, bars: Bars, first: int, last: int) -> tuple[Any, int, str]:
    """Each bar of a group is named once, at its first number: programs differ in how they order a legend of these."""
    chart = book.add_chart({"type": "bar"})
    earlier = iter(_EARLIER)
    for column, name, tone, values in zip(bars.columns, bars.names, bars.tones, bars.values, strict=True):
        fill = _REGION if tone == "region" else next(earlier) if tone == "year" else _OURS
        shown = values[first : last + 1]
        labels = _labels(shown, "#10303A")
        named = next(((place, value) for place, value in enumerate(shown) if value is not None), None)
        if named:
            label = {"value": f"{number_words(named[1])} – {name}", "font": labels["data_labels"]["font"]}
            labels["data_labels"]["custom"][named[0]] = label
        chart.add_series(_series(bars, column, first, last, fill) | {"gap": 60} | labels)
    return _laid_out(chart, bars, first, last, bar=_group_height(bars), has_legend=False, longest=_WITH_NAMES)


def _group_height(bars: Bars) -> int:
    return _BAR // 2 * len(bars.columns) + 14


def _series(bars: Bars, column: int, first: int, last: int, fill: str) -> dict[str, Any]:
    rows = bars.first + first, bars.first + last
    return {
        "name": [SHEET, bars.first - 1, column],
        "categories": [SHEET, rows[0], 0, rows[1], 0],
        "values": [SHEET, rows[0], column, rows[1], column],
        "fill": {"color": fill},
    }


def _labels(
    values: tuple[Decimal | None, ...], color: str, *, is_narrow_hidden: bool = False
) -> dict[str, Any]:
    places = {places_of(value) for value in values if value is not None}
    font = _FONT | {"color": color}
    return {
        "data_labels": {
            "value": True,
            "num_format": pattern_of(max(places, default=0)),
            "font": font,
            "custom": [
                {"delete": True}
                if value is None or (is_narrow_hidden and value < _NARROW)
                # With different decimals each number has as many as it is printed with.
                else {"value": number_words(value), "font": font}
                if len(places) > 1
                else None
                for value in values
            ],
        }
    }


def _laid_out(
    chart: Any,
    bars: Bars,
    first: int,
    last: int,
    *,
    bar: int,
    has_legend: bool,
    longest: int = 100,
) -> tuple[Any, int, str]:
    count = last - first + 1
    height = bar * count + _AROUND
    is_whole = count == len(bars.labels)
    title = bars.title if is_whole else f"{bars.title} (строки {first + 1}–{last + 1} из {len(bars.labels)})"
    chart.set_title({"name": title, "name_font": _FONT | {"size": 13, "bold": True}, "overlay": False})
    chart.set_legend({"position": "top", "font": _FONT} if has_legend else {"none": True})
    chart.set_y_axis(
        {"reverse": True, "num_font": _FONT, "line": {"color": "#8C8577"}, "major_tick_mark": "none"}
    )
    chart.set_x_axis({"min": 0, "max": longest, "visible": False, "major_gridlines": {"visible": False}})
    top = 88 if has_legend else 52
    chart.set_plotarea(
        {
            "layout": {
                "x": _LABELS,
                "y": top / height,
                "width": 0.98 - _LABELS,
                "height": (height - top - 16) / height,
            }
        }
    )
    chart.set_size({"width": _WIDTH, "height": height})
    chart.set_chartarea({"border": {"none": True}})
    return chart, height, title


def _insert(sheet: Worksheet, place: int, chart: Any, title: str) -> None:
    sheet.insert_chart(place, 0, chart, {"description": title, "object_position": 1})


def _pieces(bars: Bars, most: int) -> Iterator[tuple[int, int]]:
    """The first and the last row of each chart, about the same number in each."""
    count = len(bars.labels)
    charts = -(-count // most)
    for piece in range(charts):
        yield count * piece // charts, count * (piece + 1) // charts - 1
