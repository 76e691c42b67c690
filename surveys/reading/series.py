"""Columns of figures: whose each is, of which answer, and whether it holds people or per cents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plans.folding import folded
from surveys.reading.columns import (
    answer_in,
    answer_words,
    has_share_word,
    is_total,
    kind_of,
    telling_words,
    without_unit,
)
from surveys.reading.grids import Grid, Row
from surveys.reading.layout import Layout, ValueColumn, header_cell, texts_of
from surveys.reading.numbers import Kind, check_shares, has_percent_sign, is_blank, is_figure, read_figure
from surveys.reading.outcome import UnreadableSurvey, refusal, short
from surveys.reading.places import OWN, Named, Ours, is_common, is_region
from surveys.values import Meaning, PlaceKind

_SLACK = 3  # per cents by which rounded answers may miss the whole


@dataclass(frozen=True, slots=True)
class Series:
    """A column of figures. ``answer``: the answer that its header names, «» where rows do; ``subject``: the question
    that its header names, where rows are places."""

    column: int
    header: str
    kind: Kind
    place: Named = OWN
    answer: str = ""
    subject: str = ""


def series_of(
    grid: Grid, layout: Layout, ours: Ours, rows: Sequence[Row], *, is_answers: bool
) -> list[Series]:
    """The table's columns of figures. Raises `UnreadableSurvey` where it has none, or ours can't be told."""
    if not layout.values and layout.inline is None:
        cell = header_cell(grid, layout, layout.question or layout.place or 0)
        raise refusal(
            grid.where(cell),
            "в таблице нет столбца с числами: назовите его «Ответов» или «Процент» и впишите числа.",
        )
    columns = layout.values
    if not is_answers and any(answer_in(column.parts) for column in columns):
        columns = [column for column in columns if not is_total(column.header)]
    series = [_series(column, grid, layout, rows, is_answers=is_answers) for column in columns]
    check_shares(
        (line, grid.where(cell))
        for each in series
        if each.kind is Kind.PERCENT
        for row in rows
        for cell in row.values()
        if cell.column == each.column and not cell.continues
        for line in cell.text.split("\n")
    )
    if layout.place is not None or not series:
        return series
    return _placed(series, grid, layout, ours)


def _series(
    column: ValueColumn, grid: Grid, layout: Layout, rows: Sequence[Row], *, is_answers: bool
) -> Series:
    kind = column.kind or _kind_below(column, grid, layout, rows, is_answers=is_answers)
    if len(layout.values) == 1 and _unit_is_percent(layout, rows):
        kind = Kind.PERCENT  # «Количество», «%» in the column of units
    answer = "" if is_answers else answer_in(column.parts)
    words = [without_unit(part) for part in column.parts if without_unit(part) not in ("", answer)]
    telling = [part for part in words if telling_words(part)]
    subject = telling or [part for part in words if kind_of(part) is None]
    return Series(column.column, column.header, kind, OWN, answer, ", ".join(subject))


def _kind_below(
    column: ValueColumn, grid: Grid, layout: Layout, rows: Sequence[Row], *, is_answers: bool
) -> Kind:
    """What a column holds whose header does not say: by signs, the unit beside, decimals; answers that share out a
    hundred are per cents."""
    texts = texts_of(rows, column.column)
    if any(has_percent_sign(text) for text in texts) or _unit_is_percent(layout, rows):
        return Kind.PERCENT
    if layout.unit is not None and is_answers:
        return Kind.COUNT
    if any(has_percent_sign(unit) for unit in _answer_units(layout, rows)):
        return Kind.PERCENT
    if any(has_percent_sign(line) for line in grid.before[-3:]):
        return Kind.PERCENT
    numbers = [text.replace(" ", "").replace(",", ".") for text in texts if is_figure(text)]
    if any("." in number for number in numbers):
        return Kind.PERCENT
    if not is_answers and not answer_in(column.parts):
        return Kind.PERCENT
    sums = _sums(column, layout, rows) if is_answers else _sums_across(column, layout, rows)
    odd = next((total for total in sums if abs(total - 100) > _SLACK), None)
    if odd is not None and 0 < max(sums) - 100 + _SLACK <= 2 * _SLACK:
        raise refusal(
            grid.where(header_cell(grid, layout, column.column)),
            f"не ясно, люди это или проценты (ответы дают вместе {max(sums)} и {odd}): допишите в заголовке «чел.» "
            "или «%».",
        )
    return Kind.PERCENT if sums and odd is None else Kind.COUNT


def _unit_is_percent(layout: Layout, rows: Sequence[Row]) -> bool:
    return layout.unit is not None and any(
        (cell := row.get(layout.unit)) and has_percent_sign(cell.text) for row in rows
    )


def _answer_units(layout: Layout, rows: Sequence[Row]) -> list[str]:
    """«, %» of «удовлетворен, %»."""
    texts = [] if layout.answer is None else texts_of(rows, layout.answer)
    return [text.removeprefix(answer_words(text)) for text in texts]


def _sums(column: ValueColumn, layout: Layout, rows: Sequence[Row]) -> list[int]:
    """The sums of a column's whole numbers, question by question."""
    sums: list[int] = []
    asked = ""
    for row in rows:
        cell, head = row.get(column.column), row.get(layout.question or 0)
        is_head = layout.answer == layout.question and cell is not None and is_blank(cell.text)
        words = head.text if head and layout.answer != layout.question else ""
        if not sums or is_head or (words and words != asked):
            sums.append(0)
            asked = words or asked
        if cell and not cell.continues:
            sums[-1] += sum(_whole(line) for line in cell.text.split("\n"))
    return [total for total in sums if total]


def _sums_across(column: ValueColumn, layout: Layout, rows: Sequence[Row]) -> list[int]:
    """The sums of rows whose answers stand side by side, of one question."""
    asked = set(column.parts) - {answer_in(column.parts)}
    beside = [
        other.column
        for other in layout.values
        if (answer := answer_in(other.parts)) and set(other.parts) - {answer} == asked
    ]
    sums = [
        sum(_whole(cell.text) for place in beside if (cell := row.get(place)) and is_figure(cell.text))
        for row in rows
    ]
    return [total for total in sums if total]


def _whole(text: str) -> int:
    try:
        figure = read_figure(text, Kind.COUNT, "")
    except UnreadableSurvey:
        return 0
    return figure.count or 0 if figure else 0


def share_of(header: str) -> tuple[str, Meaning]:
    """The answer that a column of one share a question counts: «% удовлетворённых»."""
    if re.search(r"неудовлетвор|не удовлетвор|недовол|отрицательн", folded(header)):
        return "не удовлетворены", Meaning.NEGATIVE
    return "удовлетворены", Meaning.POSITIVE


def _placed(series: list[Series], grid: Grid, layout: Layout, ours: Ours) -> list[Series]:
    """Each column with its place; one place alone is this municipality, whatever its column is called."""
    names = {each.column: _place_words(each) for each in series}
    groups = list(dict.fromkeys(names.values()))
    own = _own_group(groups, ours)
    if own is None:
        listed = [
            header_cell(grid, layout, each.column) for each in series if not is_region(names[each.column])
        ]
        where = grid.where(listed[0] if listed else header_cell(grid, layout, series[0].column))
        shown = ", ".join(f"«{short(name or 'без названия', 40)}»" for name in groups[:5])
        raise refusal(
            where,
            f"не ясно, какой столбец ваш ({shown}): назовите его так, как муниципалитет назван на портале, или "
            "оставьте в таблице только его.",
        )
    places = {name: OWN if name == own else _named(name, groups, own) for name in groups}
    found: list[Series] = []
    for each in series:
        place = places[names[each.column]]
        twin = next((other for other in found if _is_twin(each, place, other)), None)
        if twin is not None:
            raise refusal(
                grid.where(header_cell(grid, layout, each.column)),
                f"{_twins_words(twin, each)}: дайте каждому своё имя («Ответов», «Процент», название муниципалитета) "
                "без объединения ячеек или оставьте один.",
            )
        found.append(Series(each.column, each.header, each.kind, place, each.answer))
    return found


def _twins_words(first: Series, second: Series) -> str:
    if first.header == second.header:
        return f"заголовок «{short(first.header)}» стоит над двумя столбцами с числами"
    return f"столбцы «{short(first.header)}» и «{short(second.header)}» не различить"


def _is_twin(series: Series, place: Named, other: Series) -> bool:
    """Two columns for the same figures, or under one merged header that does not tell them apart."""
    same = (place, series.answer) == (other.place, other.answer)
    return same and (series.kind is other.kind or series.header == other.header)


def _place_words(series: Series) -> str:
    """What a header says beside the figures' kind: a place's name, «» for «Ответов»."""
    subject = series.subject
    if is_common(subject):
        return ""
    if has_share_word(subject):
        return subject if is_region(subject) else ""
    return subject if telling_words(subject) or is_region(subject) else ""


def _own_group(groups: Sequence[str], ours: Ours) -> str | None:
    named = [name for name in groups if name and ours.is_named(name) and not is_region(name)]
    if len(named) == 1:
        return named[0]
    if len(groups) == 1 and not is_region(groups[0]):
        return groups[0]
    rest = [name for name in groups if not is_region(name)]
    if not named and len(rest) == 1:
        return rest[0]
    return "" if not named and "" in rest else None


def _named(name: str, groups: Sequence[str], own: str) -> Named:
    regions = [each for each in groups if is_region(each) and each != own]
    return Named.of(PlaceKind.REGION if name == next(iter(regions), None) else PlaceKind.OTHER, name)
