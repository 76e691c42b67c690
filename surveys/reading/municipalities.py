"""Tables with a row for each municipality and a column for each question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plans.folding import folded
from surveys.reading.building import DraftQuestion
from surveys.reading.grids import Row
from surveys.reading.layout import header_cell, lines_above
from surveys.reading.numbers import read_people
from surveys.reading.outcome import refusal, short
from surveys.reading.places import OWN, Named, is_region
from surveys.reading.rows import TableRows
from surveys.reading.series import Series, series_of, share_of
from surveys.values import PlaceKind


def read_municipalities(table: TableRows, body: Sequence[Row]) -> None:
    """Raises `UnreadableSurvey`."""
    rows = [row for row in body if _words(table, row)]
    series = series_of(table.grid, table.layout, table.ours, rows, is_answers=False)
    named = _named_rows(table, rows)
    columns = _subjects(table, series)
    for row, place in named:
        for each, question, answer in columns:
            table.put(question, place, answer, table.figure(row, each))
        if table.layout.respondents is not None and (cell := row.get(table.layout.respondents)):
            people = read_people(cell.text, table.grid.where(cell))
            if people is not None:
                table.draft.respondents[place] = people


def _subjects(table: TableRows, series: Sequence[Series]) -> list[tuple[Series, DraftQuestion, int]]:
    """Each column of figures with its question and the place of its answer."""
    found: list[tuple[Series, DraftQuestion, int]] = []
    questions: dict[str, DraftQuestion] = {}
    answers: dict[tuple[str, str], int] = {}
    taken = set()
    above = [line for line in lines_above(table.grid, table.layout) if line]
    for each in series:
        where = table.grid.where(header_cell(table.grid, table.layout, each.column))
        text = each.subject or (above[-1] if each.answer and above else "")
        if not text:
            raise refusal(where, "у столбца нет названия, напишите в заголовке, о чём спрашивали.")
        if text not in questions:
            questions[text] = table.draft.ask(text, "", where)
        words, meaning = (each.answer, None) if each.answer else share_of(each.header)
        if (text, words, each.kind) in taken:
            raise refusal(where, f"столбец «{short(text)}» уже был левее, оставьте его один раз.")
        taken.add((text, words, each.kind))
        if (text, words) not in answers:
            answers[text, words] = questions[text].answer(words, where, meaning)
        found.append((each, questions[text], answers[text, words]))
    return found


def _named_rows(table: TableRows, rows: Sequence[Row]) -> list[tuple[Row, Named]]:
    """Each row with its place. Raises `UnreadableSurvey` where ours is not among them."""
    municipal = [row for row in rows if not _is_whole(_words(table, row))]
    own = [row for row in municipal if table.ours.is_named(_words(table, row))]
    if not own and len(municipal) == 1:
        own = municipal
    if not own:
        cell = header_cell(table.grid, table.layout, table.layout.place or 0)
        raise refusal(
            table.grid.where(cell),
            "в этом столбце нет вашего муниципалитета, назовите его так же, как на портале.",
        )
    if len(own) > 1:
        raise refusal(_where(table, own[1]), "ваш муниципалитет назван второй раз, оставьте одну строку.")
    named: list[tuple[Row, Named]] = []
    seen: set[Named] = set()
    for row in rows:
        place = OWN if row is own[0] else _named(_words(table, row), seen)
        if place in seen:
            raise refusal(
                _where(table, row), f"строка «{short(place.name)}» уже была выше, оставьте её один раз."
            )
        seen.add(place)
        named.append((row, place))
    return named


def _words(table: TableRows, row: Row) -> str:
    cell = row.get(table.layout.place or 0)
    return " ".join(cell.text.split()) if cell and not cell.continues else ""


def _where(table: TableRows, row: Row) -> str:
    return table.grid.where(row[table.layout.place or 0])


def _is_whole(words: str) -> bool:
    """«Ставропольский край», «Итого», «В среднем по краю»."""
    return (
        is_region(words)
        or re.match(r"(?:всего|итого|в среднем|среднее|в целом)\b", folded(words)) is not None
    )


def _named(words: str, seen: set[Named]) -> Named:
    if _is_whole(words) and not any(place.kind is PlaceKind.REGION for place in seen):
        return Named.of(PlaceKind.REGION, words)
    return Named.of(PlaceKind.OTHER, words)
