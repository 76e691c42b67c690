"""Small pieces of WordprocessingML as text: paragraphs, runs and links."""

from __future__ import annotations

from plans.plaintext import Block, BlockKind, Text, blocks, inlines
from reports.renderers.words import clean

EMPTY = "<w:p/>"
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

    def _block(self, block: Block) -> str:
        if block.kind is BlockKind.BLANK:
            return EMPTY
        mark = block.mark
        return self.line(mark + block.text, _hanging(mark) if mark else "")

    def line(self, text: str, properties: str = "") -> str:
        """One paragraph, addresses live. ``properties``: the inside of its ``w:pPr``."""
        about = f"<w:pPr>{properties}</w:pPr>" if properties else ""
        pieces = inlines(text)
        inside = "".join(
            [run(piece.text) if isinstance(piece, Text) else self._link(*piece) for piece in pieces]
        )
        return f"<w:p>{about}{inside}</w:p>"

    def _link(self, text: str, address: str) -> str:
        key = self.ids.setdefault(address, f"link{len(self.ids) + 1}")
        inside = run(text, '<w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr>')
        return f'<w:hyperlink r:id="{key}" w:history="1">{inside}</w:hyperlink>'


def _hanging(mark: str) -> str:
    indent = _HANGING.get(mark) or _HANGING[str(len(mark) - 2)]
    return f'<w:ind w:left="{indent}" w:hanging="{indent}"/>'
