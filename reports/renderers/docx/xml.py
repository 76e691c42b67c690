"""Small pieces of WordprocessingML as text: paragraphs, runs and links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from plans.plaintext import Block, BlockKind, Text, blocks, inlines
from reports.renderers.words import clean

EMPTY = "<w:p/>"
_BREAK = "<w:r><w:br/></w:r>"
_KEPT = "<w:keepLines/>"
# More lines than these are no question with its answers, and would leave too much of a page empty.
_MOST_KEPT = 16
_TEXT, _END = '<w:t xml:space="preserve">', "</w:t>"

# One of these is in every list item and address; texts without them need not be read line by line.
_SIGNS = ("– ", ") ", "://", "@", "www.")
# A list's later lines hang under its words: the width of «– », «1) », «10) » at 12 points, in twips.
_HANGING = {"– ": 180, "1": 260, "2": 380, "3": 500}


def escaped(text: str) -> str:
    """Text between tags."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str) -> str:
    """Text of an attribute."""
    return escaped(text).replace('"', "&quot;").replace("\n", " ").replace("\t", " ")


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}{_TEXT}{_tabbed(escaped(text))}{_END}</w:r>"


def paragraphs(text: str, properties: str = "") -> str:
    """A paragraph for every line; an empty text is one empty paragraph, which a table's cell can't do without.

    ``properties``: the inside of each ``w:pPr``. All lines are escaped at once, for speed.
    """
    about = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    start, end = f"<w:p>{about}<w:r>{_TEXT}", f"{_END}</w:r></w:p>"
    lines = _tabbed(escaped(text)).replace("\n", end + start)
    return f"{start}{lines}{end}".replace(start + end, f"<w:p>{about}</w:p>")


def _tabbed(words: str) -> str:
    return words.replace("\t", f"{_END}<w:tab/>{_TEXT}")


class Links:
    """The addresses that a document links to, each with the id of its relationship."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}

    def plain_text(self, text: str) -> str:
        """The portal's plain text as paragraphs: lists with hanging indents, addresses live."""
        lower = text.lower()
        if not any(sign in lower for sign in _SIGNS):
            return paragraphs(text)
        return "".join([self._block(block) for block in blocks(text)]) or EMPTY

    def kept_text(self, text: str, picture: str = "") -> str:
        """The same, but lines without a blank one between them are one paragraph, which no end of a page divides: a
        question with its answers. ``picture``: a run, kept with the last of them."""
        found = list(self._kept(blocks(text)))
        if picture:
            last = found.pop() if found and found[-1].startswith(_paragraph_start(_KEPT)) else ""
            found.append(f"{last.removesuffix('</w:p>')}{_BREAK}" if last else _paragraph_start(_KEPT))
            found.append(f"{picture}</w:p>")
        return "".join(found)

    def _kept(self, lines: Sequence[Block]) -> Iterator[str]:
        for kind, group in groupby(lines, key=lambda block: block.kind):
            together = list(group)
            if kind is BlockKind.PARAGRAPH and len(together) <= _MOST_KEPT:
                inside = _BREAK.join([self._inside(block.text) for block in together])
                yield f"{_paragraph_start(_KEPT)}{inside}</w:p>"
            else:
                yield from map(self._block, together)

    def _block(self, block: Block) -> str:
        if block.kind is BlockKind.BLANK:
            return EMPTY
        mark = block.mark
        return self.line(mark + block.text, _hanging(mark) if mark else "")

    def line(self, text: str, properties: str = "") -> str:
        """One paragraph, addresses live. ``properties``: the inside of its ``w:pPr``."""
        return f"{_paragraph_start(properties)}{self._inside(text)}</w:p>"

    def _inside(self, text: str) -> str:
        return "".join(
            [run(piece.text) if isinstance(piece, Text) else self._link(*piece) for piece in inlines(text)]
        )

    def _link(self, text: str, address: str) -> str:
        key = self.ids.setdefault(address, f"link{len(self.ids) + 1}")
        inside = run(text, '<w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr>')
        return f'<w:hyperlink r:id="{key}" w:history="1">{inside}</w:hyperlink>'


def _paragraph_start(properties: str) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>" if properties else "<w:p>"


def _hanging(mark: str) -> str:
    indent = _HANGING.get(mark) or _HANGING[str(len(mark) - 2)]
    return f'<w:ind w:left="{indent}" w:hanging="{indent}"/>'
