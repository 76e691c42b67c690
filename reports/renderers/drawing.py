"""A chart as pictures for documents (PNG): bars of answers that can be read on paper, printed in black, too.

The library is loaded with the first picture: most processes never draw one.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from plans.inserts.values import Bar, Chart, Part
from reports.renderers.looks import INK, LOOKS, PAPER, Look
from reports.renderers.words import clean

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties

DPI = 300
# A picture takes no more than about half a printed page, whatever the chart has; the next ones go on with it.
BARS_AT_ONCE = 7
_FONTS = Path(__file__).parent / "fonts"
# Its measures, in inches; letters in points.
_BAR, _LINE, _GAP, _KEY = 0.2, 0.165, 0.1, 0.15
_SIZE, _SMALL = 9, 8
_POINT = 1 / 72
# Of a question: the words of the report and its table have it whole.
_MOST_LINES, _MOST_LETTERS = 4, 500
# The library keeps what it knows of fonts for all threads.
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Drawing:
    """``png``: its bytes; ``width``, ``height``: inches; ``words``: the same in words, with all values."""

    png: bytes
    width: float
    height: float
    words: str


def draw(chart: Chart, width: float) -> list[Drawing]:
    """The chart in pictures of that width (inches); the same chart gives the same bytes."""
    import matplotlib  # noqa: PLC0415 (35 MB that only a picture needs)

    # What a machine's own settings file says is not asked.
    settings = matplotlib.rc_context(matplotlib.rcParamsDefault | {"hatch.linewidth": 0.6})
    with _one_at_a_time, settings:
        return [
            _Sheet(chart, chart.bars[start : start + BARS_AT_ONCE], width).drawing(is_first=start == 0)
            for start in range(0, len(chart.bars), BARS_AT_ONCE)
        ]


def words_of(chart: Chart, bars: Sequence[Bar]) -> str:
    """«Довольны ли жители. Дороги: Да 22 %, Нет 78 %; довольны 22 %. …»"""
    unit = f" {chart.unit}" if chart.unit else ""
    return " ".join([f"{chart.title.rstrip('.')}.", *(_bar_words(bar, chart, unit) for bar in bars)])


def _bar_words(bar: Bar, chart: Chart, unit: str) -> str:
    parts = ", ".join(f"{part.name} {part.label}{unit}" for part in bar.parts)
    result = f"; {chart.result_title or 'итог'}: {bar.result}" if bar.result else ""
    return f"{bar.label}: {parts}{result}."


class _Sheet:
    """One picture: axes over the whole of it, measured in inches from its upper left corner."""

    def __init__(self, chart: Chart, bars: Sequence[Bar], width: float) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 (as above)
        from matplotlib.figure import Figure  # noqa: PLC0415 (as above)

        self._chart, self._bars, self._width = chart, bars, width
        self._figure = Figure(dpi=DPI, facecolor=PAPER)
        self._canvas = FigureCanvasAgg(self._figure)
        self._axes: Axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._at = 0.03

    def drawing(self, *, is_first: bool) -> Drawing:
        if is_first:
            self._title()
            self._legend()
        for bar in self._bars:
            self._bar(bar)
        png = self._png()
        return Drawing(png, self._width, self._at, words_of(self._chart, self._bars))

    def _png(self) -> bytes:
        self._at = ceil(self._at * DPI) / DPI
        self._figure.set_size_inches(self._width, self._at)
        self._axes.set(xlim=(0, self._width), ylim=(self._at, 0))
        out = io.BytesIO()
        self._canvas.print_png(out, metadata={"Software": None})
        return out.getvalue()

    def _title(self) -> None:
        chart = self._chart
        room = self._width - self._measure(chart.result_title, _SMALL) - 0.15
        top = self._at
        for line in self._wrapped(chart.title, _SIZE, room, is_bold=True):
            self._write(0, line, _SIZE, is_bold=True)
            self._at += _LINE
        self._write(self._width, chart.result_title, _SMALL, at=top, side="right")
        self._at += 0.06

    def _legend(self) -> None:
        """The keys one after another, then what the numbers in the bars are."""
        left = 0.0
        for key in self._chart.legend:
            width = _KEY * 1.5 + 0.06 + self._measure(key.name, _SMALL)
            if left and left + width > self._width:
                left, self._at = 0.0, self._at + _LINE
            self._box(left, _KEY * 1.5, self._at + 0.01, _KEY - 0.02, LOOKS[key.tone])
            self._write(left + _KEY * 1.5 + 0.06, key.name, _SMALL)
            left += width + 0.18
        unit = f"в полосах доли ответов, {self._chart.unit}" if self._chart.unit else ""
        if left + self._measure(unit, _SMALL) > self._width:
            left, self._at = 0.0, self._at + _LINE
        self._write(left, unit, _SMALL)
        self._at += _LINE + 0.08

    def _bar(self, bar: Bar) -> None:
        """The question with its result over the bar."""
        room = self._width - self._measure(bar.result, _SIZE, is_bold=True) - 0.15
        self._write(self._width, bar.result, _SIZE, side="right", is_bold=True)
        for line in self._wrapped(bar.label, _SIZE, room):
            self._write(0, line, _SIZE)
            self._at += _LINE
        self._at += 0.03
        left = 0.01
        scale = (self._width - 0.02) / max(100.0, float(sum(part.width for part in bar.parts)))
        for part in bar.parts:
            width = float(part.width) * scale
            if width:
                self._part(part, left, width)
            left += width
        self._at += _BAR + _GAP

    def _part(self, part: Part, left: float, width: float) -> None:
        look = LOOKS[part.tone]
        self._box(left, width, self._at, _BAR, look)
        needed = self._measure(part.label, _SIZE, is_bold=True)
        if needed + 0.04 > width:
            return
        ground = {"facecolor": look.fill, "edgecolor": "none", "pad": 1.6} if look.hatch else None
        self._axes.text(
            left + width / 2,
            self._at + _BAR / 2,
            _drawable(part.label),
            font=_font(is_bold=True),
            fontsize=_SIZE,
            color=look.number,
            ha="center",
            va="center_baseline",
            bbox=ground,
            parse_math=False,
        )

    def _box(self, left: float, width: float, top: float, height: float, look: Look) -> None:
        self._axes.barh(
            top + height / 2,
            width,
            height,
            left=left,
            facecolor=look.fill,
            edgecolor=look.edge,
            hatch=look.hatch or None,
            hatchcolor=look.line or look.edge,
            linewidth=0.7,
        )

    def _write(
        self,
        left: float,
        words: str,
        size: float,
        *,
        at: float | None = None,
        side: str = "left",
        is_bold: bool = False,
    ) -> None:
        self._axes.text(
            left,
            (self._at if at is None else at) + size * _POINT,
            _drawable(words),
            font=_font(is_bold=is_bold),
            fontsize=size,
            color=INK,
            ha=side,
            va="baseline",
            parse_math=False,
        )

    def _wrapped(self, words: str, size: float, room: float, *, is_bold: bool = False) -> list[str]:
        """The lines of a text, a longer one cut."""
        lines, line = [], ""
        for word in _drawable(words).split(" "):
            longer = f"{line} {word}".strip()
            if line and self._measure(longer, size, is_bold=is_bold) > room:
                lines.append(line)
                line = word
            else:
                line = longer
            while len(line) > 1 and self._measure(line, size, is_bold=is_bold) > room:
                end = max(1, int(len(line) * room / self._measure(line, size, is_bold=is_bold)))
                lines.append(line[:end])
                line = line[end:]
            if len(lines) > _MOST_LINES:
                break
        lines.append(line)
        return lines if len(lines) <= _MOST_LINES else [*lines[: _MOST_LINES - 1], "…"]

    def _measure(self, words: str, size: float, *, is_bold: bool = False) -> float:
        """The width in inches."""
        font = _font(is_bold=is_bold).copy()
        font.set_size(size)
        renderer = self._canvas.get_renderer()
        width, _, _ = renderer.get_text_width_height_descent(_drawable(words), font, ismath=False)
        return float(width) / DPI


def _drawable(words: str) -> str:
    """On one line, no more of it than there is room for, in characters that our font has."""
    known = _characters()
    line = " ".join(clean(words).split())[:_MOST_LETTERS]
    return "".join([letter if ord(letter) in known else "?" for letter in line])


@cache
def _characters() -> frozenset[int]:
    from matplotlib.font_manager import get_font  # noqa: PLC0415 (as above)

    return frozenset(get_font(_path(is_bold=False)).get_charmap())


@cache
def _font(*, is_bold: bool) -> FontProperties:
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 (as above)

    return FontProperties(fname=_path(is_bold=is_bold))


def _path(*, is_bold: bool) -> Path:
    return _FONTS / ("og-sans-700.ttf" if is_bold else "og-sans-400.ttf")
