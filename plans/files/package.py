"""The parts of an OOXML file: streamed XML in bounded memory, relationships, and a purse that text is paid from."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from lxml import etree

from plans.files.raw import Limits, UnreadableFile
from plans.files.safety import DAMAGED, TOO_COMPLEX, inflate, is_xml, open_archive, part_name

Element: TypeAlias = etree._Element

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

# The Strict variant differs in the names of its namespaces only; they stand in the root element.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": WORD[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": SHEET[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": RELATION[1:-1].encode(),
}
# Nodes and bytes of XML that may be held at once, that is, of one table row: about 150 MB as a tree.
_MAX_HELD_NODES = 600_000
_MAX_HELD_BYTES = 32 * 1024 * 1024
# What all cells and paragraphs may come to, a character being 1 and every text at least 100: about 200 MB.
_MAX_TEXT = 40_000_000
_COST_OF_A_TEXT = 100


@dataclass(frozen=True, slots=True)
class Relation:
    """``kind``: the last word of the relationship's type (``hyperlink``). ``target``: a part's name as `Package` knows
    it, or an address outside the file."""

    kind: str
    target: str
    is_external: bool


class Part:
    """One XML part as a stream of ``("start" | "end", element)``; `release` what has been understood."""

    def __init__(self, chunks: Iterator[bytes], tags: tuple[str, ...]) -> None:
        self._chunks = chunks
        self._tags = tags
        self._parser = etree.XMLPullParser(
            events=("start", "end"),
            tag=tags,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        self._held_nodes = 0
        self._held_bytes = 0

    def __iter__(self) -> Iterator[tuple[str, Element]]:
        first = True
        try:
            for chunk in self._chunks:
                if first:
                    for strict, transitional in _STRICT.items():
                        chunk = chunk.replace(strict, transitional)
                    first = False
                self._hold(chunk)
                self._parser.feed(chunk)
                yield from self._parser.read_events()
            self._parser.close()
            yield from self._parser.read_events()
        except etree.XMLSyntaxError as error:
            raise UnreadableFile(DAMAGED) from error

    def release(self, element: Element) -> None:
        """Forget the element's content and everything before it; it and its ancestors stay as empty shells."""
        # Innermost first: the parser's queue still refers to elements it has reported, and to clear an element over
        # such a one takes time with the square of what is in it.
        for reported in reversed(list(element.iter(*self._tags))):
            reported.clear(keep_tail=False)
        node: Element | None = element
        while node is not None and (parent := node.getparent()) is not None:
            while node.getprevious() is not None:
                del parent[0]
            node = parent
        self._held_nodes = self._held_bytes = 0

    def _hold(self, chunk: bytes) -> None:
        self._held_nodes += chunk.count(b"<") + chunk.count(b"=")
        self._held_bytes += len(chunk)
        if self._held_nodes > _MAX_HELD_NODES or self._held_bytes > _MAX_HELD_BYTES:
            raise UnreadableFile(TOO_COMPLEX)


class Package:
    """An OOXML file whose archive has passed `safety`."""

    def __init__(self, data: bytes, filename: str, limits: Limits) -> None:
        self.limits = limits
        self._archive = open_archive(data, filename, limits)
        self._infos = {part_name(info.filename): info for info in self._archive.infolist()}
        self._text_left = _MAX_TEXT

    def has(self, name: str) -> bool:
        return part_name(name) in self._infos

    def part(self, name: str, *tags: str) -> Part:
        """The stream of a part's elements of these tags (all without any); a part that is not there is damage."""
        info = self._infos.get(part_name(name))
        if info is None or not is_xml(name):  # only XML parts have been searched for entities
            raise UnreadableFile(DAMAGED)
        return Part(inflate(self._archive, info, self.limits.unpacked_bytes), tags or ("*",))

    def elements(self, name: str, *tags: str) -> Iterator[Element]:
        """Each whole element of these tags, released when the next is asked for; none of a part that is not there."""
        if not self.has(name):
            return
        part = self.part(name, *tags)
        for event, element in part:
            if event == "end":
                yield element
                part.release(element)

    def root_tag(self, name: str) -> str:
        for _event, element in self.part(name):
            return str(element.tag)
        raise UnreadableFile(DAMAGED)

    def relations(self, name: str) -> dict[str, Relation]:
        """The relationships of a part (``""``: of the package), by their id."""
        folder, base = posixpath.split(name)
        relations: dict[str, Relation] = {}
        for element in self.elements(posixpath.join(folder, "_rels", f"{base}.rels"), _RELATIONSHIP):
            target = element.get("Target", "")
            is_external = element.get("TargetMode") == "External"
            if not is_external:
                target = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip(
                    "/"
                )
            kind = element.get("Type", "").rpartition("/")[2]
            relations[element.get("Id", "")] = Relation(kind, self.charge(target), is_external)
        return relations

    @cached_property
    def main(self) -> str:
        """The name of the main part, ``""`` if the package has none."""
        targets = [item.target for item in self.relations("").values() if item.kind == "officeDocument"]
        usual = ["word/document.xml", "xl/workbook.xml"]
        return next((name for name in targets + usual if self.has(name)), "")

    def charge(self, text: str) -> str:
        """The same text, paid for; a document whose texts come to too much is refused."""
        self._text_left -= len(text) + _COST_OF_A_TEXT
        if self._text_left < 0:
            raise UnreadableFile(TOO_COMPLEX)
        return text

    def properties(self) -> dict[str, str]:
        """Title, author and so on, as the file's own properties state them."""
        name = next(
            (item.target for item in self.relations("").values() if item.kind == "core-properties"), ""
        )
        found: dict[str, str] = {}
        if self.has(name):
            for event, element in self.part(name):
                key = re.split("[}:]", str(element.tag))[-1]
                if event == "end" and len(element) == 0 and element.text and element.text.strip():
                    found[key] = self.charge(element.text.strip())
        return found
