"""Surveys and other blocks of a report as the public reads them: by their row, below the table, in comparisons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.wording import NBSP, date_words
from plans.differences import Piece, PieceKind, differences
from plans.inserts.values import Chart, InsertValue, Table
from reports.content import FrozenRow, ReportContent
from reports.presenting.comparing import said_by
from reports.presenting.summary import anchor_of
from reports.presenting.words import tidy


@dataclass(frozen=True, slots=True)
class Block:
    """A block with its place on the page. ``anchor``: its own; ``row_anchor``, ``row_words``: of its row; ``words``:
    plain text, only where it has no table that says the same; ``day``: of its figures, in words; ``in_row``: what its
    link in the row says."""

    anchor: str
    row_anchor: str
    row_words: str
    title: str
    lead: str
    day: str
    note: str
    url: str
    url_words: str
    in_row: str
    words: str
    chart: Chart | None
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class InsertChange:
    """``about``: what became of it, in words; ``words``: what its own words say otherwise."""

    title: str
    about: str
    words: tuple[Piece, ...] = ()


def blocks_of(row: FrozenRow) -> tuple[Block, ...]:
    return tuple(_block(insert, row, place) for place, insert in enumerate(row.inserts, start=1))


def all_blocks(content: ReportContent) -> tuple[Block, ...]:
    """In the order of the rows."""
    return tuple(block for row in content.rows for block in blocks_of(row))


def _block(insert: InsertValue, row: FrozenRow, place: int) -> Block:
    return Block(
        anchor=f"insert-{row.number}-{place}",
        row_anchor=anchor_of(row),
        row_words=f"К{NBSP}пункту {row.number}",
        title=tidy(insert.title),
        lead=tidy(insert.lead),
        day=day_words_of(insert),
        note=tidy(insert.note),
        url=insert.url,
        url_words=insert.url_words,
        in_row=_in_row(insert),
        words="" if insert.tables else insert.words,
        chart=insert.chart,
        tables=insert.tables,
    )


def _in_row(insert: InsertValue) -> str:
    if not insert.tables:
        return "Подробнее" if not insert.chart else "Диаграмма"
    return "Диаграмма и таблица" if insert.chart else "Таблица"


def day_words_of(insert: InsertValue) -> str:
    """«данные на 14 июля 2022 г.»"""
    return f"данные на {date_words(date.fromisoformat(insert.as_of))}" if insert.as_of else ""


def insert_changes(before: Sequence[InsertValue], after: Sequence[InsertValue]) -> Iterator[InsertChange]:
    """Blocks of one kind and title are one."""
    former = {(insert.kind, insert.title): insert for insert in before}
    for insert in after:
        other = former.pop((insert.kind, insert.title), None)
        if other is None:
            yield whole(insert, "добавлено")
        elif said_by(insert) != said_by(other):
            words = differences(other.words, insert.words)
            is_told = any(piece.kind is not PieceKind.SAME for piece in words)
            yield InsertChange(tidy(insert.title), "данные изменились", tuple(words) if is_told else ())
        elif insert != other:
            yield InsertChange(tidy(insert.title), "данные прежние, показаны иначе")
    for insert in former.values():
        yield whole(insert, "убрано")


def whole(insert: InsertValue, about: str) -> InsertChange:
    day = day_words_of(insert)
    return InsertChange(tidy(insert.title), f"{about}, {day}" if day else about)
