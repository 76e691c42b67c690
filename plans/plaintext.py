"""The portal's plain text: its paragraphs, lists and links, and the same as HTML.

A line is a paragraph; lines that start with ``– `` or ``1) `` are items of lists; web and e-mail addresses are links.
Nothing is lost: marks and texts of the blocks, and the words of the inlines, joined again, are the text. So
``words (address)`` stays these very words, its address being live: how far back a link's words reach can't be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from html import escape
from itertools import groupby
from typing import NamedTuple


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBERED = "numbered"
    BLANK = "blank"


class Block(NamedTuple):
    """One line. ``text``: without its mark; ``number``: of a numbered item, else 0."""

    kind: BlockKind
    text: str
    number: int = 0

    @property
    def mark(self) -> str:
        """What stood before the text: ``– ``, ``3) `` or nothing."""
        if self.kind is BlockKind.BULLET:
            return "– "
        return f"{self.number}) " if self.kind is BlockKind.NUMBERED else ""


class Text(NamedTuple):
    text: str


class Link(NamedTuple):
    """``text``: as written; ``address``: http, https or mailto, never anything else."""

    text: str
    address: str


_NUMBERED = re.compile(r"([1-9]\d{0,2})\) ")
# Every repetition is bounded or ends at a sign of another class: a long line costs no more than its length.
_ADDRESS = re.compile(
    r"(?<![a-z0-9@])(?P<web>https?://(?![^\s/?#]{1,200}@)[\w.-]+(?::\d{1,5})?(?:[/?#][^\s<>\"«»{}|\\^`]*)?)"
    r"|(?<![\w.@/-])(?P<www>www\.[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?(?:[/?#][^\s<>\"«»{}|\\^`]*)?)"
    r"|(?<![\w.+%@/-])(?P<mail>[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[\w-]{2,63})",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?…'’”*_"
_BRACKETS = {")": "(", "]": "["}
# Longer addresses can't be opened from Word and Excel; they stay text.
LONGEST_ADDRESS = 2000


def blocks(text: str) -> tuple[Block, ...]:
    """The lines of a text. Line ends of other systems count as ``\\n``; an empty text has no blocks."""
    if not text:
        return ()
    return tuple(map(_block, text.replace("\r\n", "\n").replace("\r", "\n").split("\n")))


def _block(line: str) -> Block:
    if not line.strip():
        return Block(BlockKind.BLANK, line)
    if line.startswith("– ") and line[2:].strip():
        return Block(BlockKind.BULLET, line[2:])
    found = _NUMBERED.match(line)
    if found and line[found.end() :].strip():
        return Block(BlockKind.NUMBERED, line[found.end() :], int(found[1]))
    return Block(BlockKind.PARAGRAPH, line)


def inlines(line: str) -> tuple[Text | Link, ...]:
    """The pieces of a line: plain words and links, in order."""
    if "://" not in line and "@" not in line and "www." not in line.lower():
        return (Text(line),) if line else ()
    return tuple(_pieces(line))


def _pieces(line: str) -> Iterator[Text | Link]:
    end = 0
    for found in _ADDRESS.finditer(line):
        link = _link(found)
        if link is None:
            continue
        if found.start() > end:
            yield Text(line[end : found.start()])
        yield link
        end = found.start() + len(link.text)
    if end < len(line):
        yield Text(line[end:])


def _link(found: re.Match[str]) -> Link | None:
    words = found[0]
    if len(words) > LONGEST_ADDRESS:
        return None
    words = _without_trailing(words)
    if found["mail"]:
        return Link(words, f"mailto:{words}")
    host = words.split("://", 1)[-1]
    if not host[:1].isalnum():
        return None
    return Link(words, words if found["web"] else f"http://{words}")


def _without_trailing(words: str) -> str:
    """An address ends before the sentence's own signs and before a bracket that was opened outside of it."""
    while words:
        last = words[-1]
        is_outer = last in _BRACKETS and words.count(last) > words.count(_BRACKETS[last])
        if last not in _TRAILING and not is_outer:
            break
        words = words[:-1]
    return words


def to_html(text: str) -> str:
    """Paragraphs, lists and links as HTML, everything else escaped; blank lines only separate."""
    return "".join(_elements(blocks(text)))


def _elements(lines: Iterable[Block]) -> Iterator[str]:
    for (kind, _), group in groupby(_with_lists(lines), key=lambda item: (item[1].kind, item[0])):
        items = [block for _, block in group]
        if kind is BlockKind.BLANK:
            continue
        if kind is BlockKind.PARAGRAPH:
            yield from (f"<p>{_inline_html(block.text)}</p>" for block in items)
            continue
        start = f' start="{items[0].number}"' if items[0].number > 1 else ""
        tag = "ul" if kind is BlockKind.BULLET else "ol"
        rows = "".join(f"<li>{_inline_html(block.text)}</li>" for block in items)
        yield f"<{tag}{start}>{rows}</{tag}>"


def _with_lists(lines: Iterable[Block]) -> Iterator[tuple[int, Block]]:
    """Each block with the count of its list: a numbered list goes on while its numbers do."""
    count, number = 0, 0
    for block in lines:
        if block.kind is BlockKind.NUMBERED and block.number != number + 1:
            count += 1
        number = block.number
        yield count, block


def _inline_html(line: str) -> str:
    return "".join(
        f'<a href="{escape(piece.address)}" rel="nofollow noopener">{escape(piece.text)}</a>'
        if isinstance(piece, Link)
        else escape(piece.text)
        for piece in inlines(line)
    )
