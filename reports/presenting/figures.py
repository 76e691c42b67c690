"""Figures as the public reads them: in a row, as tiles on top of a report, with their change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from accounts.wording import NBSP, number_words
from reports.content import FrozenFigure, FrozenRow, ReportContent
from reports.presenting.words import tidy

MOST_TILES = 8
# As many where nobody has said which figures are the main ones.
MOST_CHOSEN = 6
# Units that the name of what is counted makes idle.
_SINGLE_THINGS = ("шт", "ед", "чел")


@dataclass(frozen=True, slots=True)
class FigureLine:
    """«9 прошли обучение, чел.», «−3, было 12» with the sign of the change."""

    value: str
    name: str
    change: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure on top of a page; see `components/figure_tile.html`."""

    number: str
    noun: str
    change: str = ""
    sign: str = ""
    url: str = ""
    link: str = ""


def figures_by_key(content: ReportContent | None) -> dict[str, FrozenFigure]:
    return {figure.key: figure for row in content.rows for figure in row.figures} if content else {}


def figure_lines(
    figures: Iterable[FrozenFigure], before: Mapping[str, FrozenFigure]
) -> tuple[FigureLine, ...]:
    return tuple(_line(figure, before.get(figure.key)) for figure in figures)


def tiles_of(
    content: ReportContent, before: Mapping[str, FrozenFigure], *, url: str = "", most: int = MOST_TILES
) -> tuple[Tile, ...]:
    """The main figures with links to their rows at `url`; where none is called so, the first that can be compared, or
    that are the first of their activity."""
    chosen = [pair for pair in _all(content) if pair[1].is_main][:most]
    if not chosen:
        chosen = [
            (row, figure) for row, figure in _all(content) if figure.key in before or figure is row.figures[0]
        ][: min(MOST_CHOSEN, most)]
    return tuple(_tile(row, figure, before.get(figure.key), url) for row, figure in chosen)


def _all(content: ReportContent) -> Iterator[tuple[FrozenRow, FrozenFigure]]:
    return ((row, figure) for row in content.rows for figure in row.figures)


def _tile(row: FrozenRow, figure: FrozenFigure, before: FrozenFigure | None, url: str) -> Tile:
    change, sign = change_words(figure, before)
    return Tile(
        value_words(figure),
        noun_words(figure),
        f"{change} к{NBSP}прошлому" if sign.startswith("arrow") else change,
        sign,
        f"{url}#n-{row.number}",
        f"п.{NBSP}{row.number}",
    )


def _line(figure: FrozenFigure, before: FrozenFigure | None) -> FigureLine:
    change, sign = change_words(figure, before)
    if before and sign.startswith("arrow"):
        change = f"{change}, было {value_words(before)}"
    return FigureLine(value_words(figure), name_words(figure), change, sign)


def value_words(figure: FrozenFigure) -> str:
    """«5 942», «12,5», «69,6 %», «да»."""
    if figure.kind == "yes_no":
        return "да" if figure.number else "нет"
    words = number_words(figure.number)
    return f"{words}{NBSP}%" if figure.unit == "%" else words


def name_words(figure: FrozenFigure) -> str:
    """«Обучено служащих, чел.»: as statistics name what they count."""
    unit = "" if figure.unit in ("", "%") else f", {figure.unit}"
    return tidy(f"{figure.name}{unit}")


def noun_words(figure: FrozenFigure) -> str:
    """«наборов открытых данных» to be read after the number; a unit of single things says nothing that the name does
    not, «да» and «нет» are followed by a name as it is."""
    if figure.kind == "yes_no":
        return name_words(figure)
    name = figure.name
    if name[:1].isupper() and not name[1:2].isupper():
        name = name[:1].lower() + name[1:]
    unit = figure.unit.strip().lower().rstrip(".")
    return tidy(name if unit in _SINGLE_THINGS else name_words(replace(figure, name=name)))


def change_words(figure: FrozenFigure, before: FrozenFigure | None) -> tuple[str, str]:
    """The change with its sign: «+22», arrow-up. Not called good or bad: the portal does not know which it is."""
    if before is None or (figure.kind == "yes_no") != (before.kind == "yes_no"):
        return "", ""
    if figure.number == before.number:
        return "без изменений", "equals"
    if figure.kind == "yes_no":
        return f"было: {value_words(before)}", "arrow-right"
    step = figure.number - before.number
    return (f"+{number_words(step)}", "arrow-up") if step > 0 else (number_words(step), "arrow-down")
