"""What a Word style passes on to its paragraphs and runs, as far as a reader cares: numbering and hiddenness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plans.files.package import WORD, Element, Package

# Word itself stops at eleven.
_MAX_CHAIN = 50


@dataclass(frozen=True, slots=True)
class Style:
    """``number_id`` and ``level``: the style's own numbering (`None`: says nothing). ``is_hidden`` likewise."""

    based_on: str
    number_id: str | None
    level: int | None
    is_hidden: bool | None


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, package: Package, part: str) -> None:
        self._styles: dict[str, Style] = {}
        self.default_paragraph = ""
        for element in package.elements(part, f"{WORD}style") if part else ():
            style_id = package.charge(element.get(f"{WORD}styleId", ""))
            number_id, level = numbering_of(element.find(f"{WORD}pPr"))
            based_on = element.find(f"{WORD}basedOn")
            self._styles[style_id] = Style(
                based_on="" if based_on is None else value(based_on),
                number_id=number_id,
                level=level,
                is_hidden=toggle(element.find(f"{WORD}rPr"), "vanish"),
            )
            if element.get(f"{WORD}type") == "paragraph" and is_on(element.get(f"{WORD}default", "0")):
                self.default_paragraph = style_id

    def chain(self, style_id: str) -> Iterator[tuple[str, Style]]:
        """The style and those it is based on, nearest first."""
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen and len(seen) < _MAX_CHAIN:
            seen.add(style_id)
            style = self._styles[style_id]
            yield style_id, style
            style_id = style.based_on

    def is_hidden(self, style_id: str) -> bool | None:
        return next(
            (style.is_hidden for _, style in self.chain(style_id) if style.is_hidden is not None), None
        )


def value(element: Element | None) -> str:
    return "" if element is None else element.get(f"{WORD}val", "")


def is_on(text: str) -> bool:
    return text.casefold() not in ("0", "false", "off", "none")


def toggle(properties: Element | None, name: str) -> bool | None:
    """An on/off property of a ``pPr`` or ``rPr``; `None` where it is not said."""
    element = None if properties is None else properties.find(f"{WORD}{name}")
    return None if element is None else is_on(element.get(f"{WORD}val", "1"))


def numbering_of(properties: Element | None) -> tuple[str | None, int | None]:
    """The list and the level (0-based) that a ``pPr`` names."""
    numbering = None if properties is None else properties.find(f"{WORD}numPr")
    if numbering is None:
        return None, None
    number_id, level = numbering.find(f"{WORD}numId"), numbering.find(f"{WORD}ilvl")
    return (None if number_id is None else value(number_id)), (None if level is None else whole(value(level)))


def whole(text: str, default: int = 0) -> int:
    """A whole number as Word writes it, within what a document can mean; ``default`` for anything else."""
    try:
        return max(-1_000_000, min(int(text), 1_000_000))
    except ValueError:
        return default
