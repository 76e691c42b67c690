"""Inserts as plain values: how each will be printed, what its source says now, how they differ between two versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from accounts.wording import date_words
from plans.differences import Piece, PieceKind, differences
from plans.inserts import InsertValue, kind_of
from plans.models import Insert
from plans.plaintext import to_html

# What a block is in one version beside another.
ADDED, REFRESHED, REMOVED = "вставлено", "обновлено", "убрано"


@dataclass(frozen=True, slots=True)
class Difference:
    """A paragraph that changed. ``under``: the line it stands under («1. Довольны ли вы дорогами:»), where that has
    not been shown with the paragraph before."""

    under: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class InsertRow:
    """A block under the text. ``html``: its words as they will be printed; ``as_of``: the day of its figures, in words.

    ``news``: a sentence where its source no longer says what was inserted, with ``differences`` of the words;
    ``may_refresh``: there is something to bring it up to. ``mark``: what it is since the version sent before.
    """

    pk: int
    kind: str
    value: InsertValue
    html: SafeString
    as_of: str
    news: str
    differences: list[Difference]
    may_refresh: bool
    mark: str = ""


@dataclass(frozen=True, slots=True)
class InsertChange:
    """A block that is not in two versions alike; ``differences``: of its words, where it was refreshed."""

    title: str
    mark: str
    differences: list[Difference]


def insert_rows(
    inserts: Sequence[Insert],
    current: Mapping[int, InsertValue | None],
    *,
    sent: Sequence[Insert] | None = None,
) -> list[InsertRow]:
    """``current``: by id, each as its source stands now; ``sent``: those of the version sent before, where there is
    one to compare with."""
    marks = {pk: change.mark for pk, change in _changes(sent, inserts)} if sent is not None else {}
    return [_row(insert, current[insert.pk], mark=marks.get(insert.pk, "")) for insert in inserts]


def insert_changes(old: Sequence[Insert], new: Sequence[Insert]) -> list[InsertChange]:
    """What was inserted, refreshed and taken off on the way from one version to another."""
    return [change for _, change in _changes(old, new)]


def of_version(inserts: Iterable[Insert], ids: Sequence[int]) -> list[Insert]:
    """Those that a version names, in its order."""
    found = {insert.pk: insert for insert in inserts}
    return [found[pk] for pk in ids if pk in found]


def _row(insert: Insert, now: InsertValue | None, *, mark: str) -> InsertRow:
    value, kind = insert.content, kind_of(insert.kind)
    is_news = now is None or not now.says_the_same(value)
    return InsertRow(
        pk=insert.pk,
        kind=kind.title if kind else "",
        value=value,
        html=mark_safe(to_html(value.words)),  # noqa: S308 (to_html escapes)
        as_of=_day(value),
        news=_news(value, now, kind.changed if kind else "") if is_news else "",
        differences=_differences(value, now) if now else [],
        may_refresh=is_news and now is not None,
        mark=mark,
    )


def _news(value: InsertValue, now: InsertValue | None, changed: str) -> str:
    if now is None:
        return "Источника в портале больше нет. Здесь останется то, что вставлено."
    when = f" {_day(now)}" if now.as_of != value.as_of else ""
    return f"{changed}{when}".rstrip(".") + ". Здесь стоят прежние."


def _day(value: InsertValue) -> str:
    return date_words(date.fromisoformat(value.as_of)) if value.as_of else ""


def _changes(old: Sequence[Insert], new: Sequence[Insert]) -> list[tuple[int, InsertChange]]:
    """Each with the id of the row it is about: the new one's, the old one's where it was taken off."""
    before = {(insert.kind, insert.source): insert for insert in old}
    after = {(insert.kind, insert.source): insert for insert in new}
    changes = []
    for key, insert in after.items():
        former = before.get(key)
        if former is None:
            changes.append((insert.pk, InsertChange(insert.title, ADDED, [])))
        elif not former.content.says_the_same(insert.content):
            told = _differences(former.content, insert.content)
            changes.append((insert.pk, InsertChange(insert.title, REFRESHED, told)))
    changes += [
        (insert.pk, InsertChange(insert.title, REMOVED, []))
        for key, insert in before.items()
        if key not in after
    ]
    return changes


class _Line(NamedTuple):
    """``head``: the first line of its paragraphs up to a blank line; «» for that line itself."""

    text: str
    head: str


def _lines(value: InsertValue) -> list[_Line]:
    """The title and the words, without blank lines."""
    found, head = [_Line(value.title, "")], ""
    for text in value.words.split("\n"):
        if not text.strip():
            head = ""
            continue
        found.append(_Line(text, head))
        head = head or text
    return found


def _differences(old: InsertValue, new: InsertValue) -> list[Difference]:
    """The paragraphs whose words differ, each under its head; none where only pictures and tables do."""
    before, after = _lines(old), _lines(new)
    old_texts, new_texts = ([line.text for line in lines] for lines in (before, after))
    found: list[Difference] = []
    shown = ""
    for step, first, last, start, end in SequenceMatcher(
        None, old_texts, new_texts, autojunk=False
    ).get_opcodes():
        if step == "equal":
            continue
        for line, pieces in _paragraphs(before[first:last], after[start:end]):
            found.append(Difference(line.head if line.head != shown else "", pieces))
            shown = line.head or line.text
    return found


def _paragraphs(old: list[_Line], new: list[_Line]) -> list[tuple[_Line, tuple[Piece, ...]]]:
    """Lines as many as before are told word by word, else as removed and added ones."""
    if len(old) == len(new):
        return [(after, differences(before.text, after.text)) for before, after in zip(old, new, strict=True)]
    removed = [(line, Piece(PieceKind.REMOVED, line.text)) for line in old]
    added = [(line, Piece(PieceKind.ADDED, line.text)) for line in new]
    return [(line, (piece,)) for line, piece in removed + added]
