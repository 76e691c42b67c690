"""One Word paragraph -> its plain text: runs joined, changes accepted, fields and links resolved, hidden text out."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from plans.files.celltext import link, plain
from plans.files.docx.numbering import Label, Numbering
from plans.files.docx.styles import Styles, toggle, value
from plans.files.package import RELATION, WORD, Element, Relation
from plans.files.raw import UnreadableFile
from plans.files.safety import TOO_COMPLEX

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
# Elements within elements; a document that a person made has some thirty.
MAX_DEPTH = 120
# An address is no longer in any browser.
_LONGEST_INSTRUCTION = 4_000

_SPACES = {f"{WORD}tab", f"{WORD}ptab"}
_SILENT = {
    f"{WORD}{name}"
    for name in (
        "pPr",
        "rPr",
        "sdtPr",
        "smartTagPr",
        "customXmlPr",
        "del",
        "moveFrom",
        "delText",
        "rt",
        "delInstrText",
    )
}
_NOTES = {f"{WORD}footnoteReference", f"{WORD}endnoteReference"}


@dataclass(slots=True)
class _Field:
    """A field that is open: instruction first, then the result that stands on the page."""

    instruction: str = ""
    has_result: bool = False
    target: str = ""


@dataclass(slots=True)
class Fields:
    """The fields open at this point of a story; one may begin in a paragraph and end in a later one."""

    open: list[_Field] = field(default_factory=list)

    def mark(self, kind: str) -> None:
        if kind == "begin":
            self.open.append(_Field())
        elif kind == "separate" and self.open:
            self.open[-1].has_result = True
            self.open[-1].target = link_target(self.open[-1].instruction)
        elif kind == "end" and self.open:
            self.open.pop()

    def instruct(self, words: str) -> None:
        if self.open and len(self.open[-1].instruction) < _LONGEST_INSTRUCTION:
            self.open[-1].instruction += words

    @property
    def hides_text(self) -> bool:
        return any(not item.has_result for item in self.open)

    @property
    def target(self) -> str:
        return next((item.target for item in reversed(self.open) if item.target), "")


@dataclass(slots=True)
class _Pieces:
    """Text collected so far, each piece with the address it leads to."""

    items: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)

    def text(self) -> str:
        parts: list[str] = []
        for target, group in groupby(self.items, key=lambda item: item[1]):
            words = "".join(piece for piece, _ in group)
            parts.append(link(words, target) if target else words)
        return "".join(parts)


class ParagraphReader:
    """Reads the paragraphs of a document; ask for labels in the document's order."""

    def __init__(self, styles: Styles, numbering: Numbering, relations: dict[str, Relation]) -> None:
        self._styles = styles
        self._numbering = numbering
        self._relations = relations

    def text_of(self, paragraph: Element, fields: Fields) -> tuple[str, list[Element]]:
        """The paragraph's text (a soft line break being ``\n``, not tidied) and the text boxes anchored in it."""
        pieces = _Pieces()
        properties = paragraph.find(f"{WORD}pPr")
        style = value(None if properties is None else properties.find(f"{WORD}pStyle"))
        hidden = bool(self._styles.is_hidden(style or self._styles.default_paragraph))
        self._walk(paragraph, pieces, fields, target="", hidden=hidden, depth=0)
        return pieces.text(), pieces.boxes

    def runs_on(self, paragraph: Element) -> bool:
        """Whether the paragraph's mark is deleted, moved away or hidden."""
        mark = paragraph.find(f"{WORD}pPr/{WORD}rPr")
        if mark is None:
            return False
        gone = mark.find(f"{WORD}del") is not None or mark.find(f"{WORD}moveFrom") is not None
        return gone or bool(toggle(mark, "vanish")) or bool(toggle(mark, "specVanish"))

    def label(self, paragraph: Element) -> Label | None:
        return self._numbering.label(paragraph.find(f"{WORD}pPr"))

    def _walk(
        self, parent: Element, pieces: _Pieces, fields: Fields, *, target: str, hidden: bool, depth: int
    ) -> None:
        if depth > MAX_DEPTH:
            raise UnreadableFile(TOO_COMPLEX)
        note_mark_follows = False
        for element in parent:
            tag = element.tag
            if tag in _SILENT or not isinstance(tag, str):
                continue
            if tag == f"{WORD}r":
                if not self._is_hidden(element, hidden):
                    self._walk(element, pieces, fields, target=target, hidden=hidden, depth=depth + 1)
                else:
                    _marks_only(element, fields)
            elif tag == f"{WORD}fldChar":
                fields.mark(element.get(f"{WORD}fldCharType", ""))
            elif tag == f"{WORD}instrText":
                fields.instruct(element.text or "")
            elif tag in _NOTES:
                note_mark_follows = element.get(f"{WORD}customMarkFollows", "0") not in ("0", "false")
            elif tag == f"{WORD}txbxContent":
                pieces.boxes.append(element)
            elif tag == f"{WORD}hyperlink":
                own = self._hyperlink(element) or target
                self._walk(element, pieces, fields, target=own, hidden=hidden, depth=depth + 1)
            elif tag == f"{WORD}fldSimple":
                own = link_target(element.get(f"{WORD}instr", "")) or target
                self._walk(element, pieces, fields, target=own, hidden=hidden, depth=depth + 1)
            elif (text := _text(element)) is not None:
                if not note_mark_follows and not fields.hides_text:
                    pieces.items.append((text, target or fields.target))
            else:
                for branch in branches(element):
                    self._walk(branch, pieces, fields, target=target, hidden=hidden, depth=depth + 1)

    def _hyperlink(self, element: Element) -> str:
        relation = self._relations.get(element.get(f"{RELATION}id", ""))
        if relation is None or not relation.is_external:
            return ""
        anchor = element.get(f"{WORD}anchor", "")
        return f"{relation.target}#{anchor}" if anchor and "#" not in relation.target else relation.target

    def _is_hidden(self, run: Element, inherited: bool) -> bool:
        properties = run.find(f"{WORD}rPr")
        if properties is None:
            return inherited
        own = toggle(properties, "vanish")
        if own is None and (style := value(properties.find(f"{WORD}rStyle"))):
            own = self._styles.is_hidden(style)
        return inherited if own is None else own


def branches(element: Element) -> tuple[Element, ...]:
    """What of a wrapper is read: one alternative of an ``mc:AlternateContent``, nothing of a content control that
    shows its prompt only («Место для ввода текста»), else the element itself."""
    if element.tag == f"{_COMPATIBILITY}AlternateContent":
        choice = element.find(f"{_COMPATIBILITY}Choice")
        chosen = element.find(f"{_COMPATIBILITY}Fallback") if choice is None else choice
        return () if chosen is None else (chosen,)
    if element.tag == f"{WORD}sdt" and toggle(element.find(f"{WORD}sdtPr"), "showingPlcHdr"):
        return ()
    return (element,)


def link_target(instruction: str) -> str:
    """The address of a field instruction ``HYPERLINK "address" \\l "place"``; ``""`` for other fields."""
    words = instruction.strip()
    if not words.upper().startswith("HYPERLINK"):
        return ""
    rest = words[len("HYPERLINK") :].strip()
    if rest.startswith('"'):
        return rest[1:].partition('"')[0]
    first = rest.split(maxsplit=1)[0] if rest else ""
    return "" if first.startswith("\\") else first


def _text(element: Element) -> str | None:
    """The text an element stands for; `None` if it is a wrapper."""
    tag = element.tag
    if tag in (f"{WORD}t", _MATHS_TEXT):
        return (element.text or "").replace("\n", " ")
    if tag in _SPACES:
        return " "
    if tag == f"{WORD}br":
        return "\n" if element.get(f"{WORD}type", "textWrapping") == "textWrapping" else " "
    if tag == f"{WORD}cr":
        return "\n"
    if tag == f"{WORD}noBreakHyphen":
        return "-"
    if tag == f"{WORD}softHyphen":
        return ""
    if tag == f"{WORD}sym":
        return _symbol(element.get(f"{WORD}char", ""))
    return None


def _marks_only(run: Element, fields: Fields) -> None:
    """A hidden run may hold the beginning or the end of a field whose result is seen."""
    for element in run:
        if element.tag == f"{WORD}fldChar":
            fields.mark(element.get(f"{WORD}fldCharType", ""))
        elif element.tag == f"{WORD}instrText":
            fields.instruct(element.text or "")


def _symbol(code: str) -> str:
    """A character of a symbol font; what has no counterpart in Unicode that we know of is left out."""
    try:
        number = int(code, 16)
        return plain(chr(number + 0xF000 if number < 0x100 else number))
    except (ValueError, OverflowError):
        return ""
