"""Word's automatic numbers: which label Word prints before the next paragraph of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from plans.files.celltext import plain
from plans.files.docx.styles import Styles, numbering_of, toggle, value, whole
from plans.files.package import WORD, Element, Package

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"  # Word leaves out ё, й and the signs
_LAST_LEVEL = 8
_LONGEST_PATTERN = 100
_SILENT = ("bullet", "none")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list, as defined in ``numbering.xml``."""

    start: int = 1
    form: str = "decimal"
    pattern: str = "%1."
    style: str = ""
    restart: int | None = None
    is_legal: bool = False


@dataclass(slots=True)
class _List:
    """An abstract list with its counters, shared by all lists made from it."""

    levels: dict[int, Level] = field(default_factory=dict)
    style_link: str = ""
    counters: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Number:
    abstract: str
    starts: dict[int, int]
    levels: dict[int, Level]


@dataclass(frozen=True, slots=True)
class Label:
    """``text``: as Word prints it (``6.1.``), ``""`` for a bullet. ``series``: the list and level it belongs to."""

    text: str
    series: tuple[str, int]

    @property
    def is_bullet(self) -> bool:
        return not self.text

    @property
    def number(self) -> str:
        """The label without the signs around it: ``6.1``."""
        return self.text.strip(" .)(:")


class Numbering:
    """Counts the numbered paragraphs of a document; ask once for each, in the document's order."""

    def __init__(self, package: Package, part: str, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._numbers: dict[str, _Number] = {}
        self._started: set[tuple[str, int]] = set()
        self._resolved: dict[str, tuple[str | None, int]] = {}
        for element in package.elements(part, f"{WORD}abstractNum", f"{WORD}num") if part else ():
            package.charge("")
            if element.tag == f"{WORD}abstractNum":
                self._lists[element.get(f"{WORD}abstractNumId", "")] = _List(
                    levels={
                        whole(item.get(f"{WORD}ilvl", "0")): _level(item)
                        for item in element.iter(f"{WORD}lvl")
                    },
                    style_link=value(element.find(f"{WORD}numStyleLink")),
                )
            else:
                self._numbers[element.get(f"{WORD}numId", "")] = _number(element)

    def label(self, properties: Element | None) -> Label | None:
        """The label of the paragraph with this ``pPr``, which is thereby counted; `None` if it has no number."""
        number_id, level_index = self._place(properties)
        level_index = max(0, min(level_index, _LAST_LEVEL))
        number = self._numbers.get(number_id or "")
        listed = self._list(number)
        if number is None or listed is None:
            return None
        level = self._level(number, listed, level_index)
        counters = listed.counters
        first = (number_id or "", level_index) not in self._started
        self._started.add((number_id or "", level_index))
        if first and level_index in number.starts:
            counters[level_index] = number.starts[level_index]
        else:
            counters[level_index] = counters.get(level_index, level.start - 1) + 1
        for deeper in [key for key in counters if key > level_index]:
            restart = self._level(number, listed, deeper).restart
            if restart is None or level_index < restart:  # 0: never
                del counters[deeper]
        series = (number.abstract, level_index)
        if level.form == "bullet":
            return Label("", series)
        text = self._print(level, number, listed, level_index)
        if _LETTER_OR_DIGIT.search(text):
            return Label(text, series)
        return Label("", series) if text else None

    def _print(self, level: Level, number: _Number, listed: _List, level_index: int) -> str:
        def counter(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            shown = self._level(number, listed, index)
            count = listed.counters.get(index, number.starts.get(index, shown.start))
            form = "decimal" if level.is_legal and shown.form not in _SILENT else shown.form
            return _spell(count, form)

        return re.sub(r"%([1-9])", counter, plain(level.pattern)).strip()

    def _place(self, properties: Element | None) -> tuple[str | None, int]:
        own_id, own_level = numbering_of(properties)
        if own_id is not None:
            return own_id, own_level or 0
        style = value(None if properties is None else properties.find(f"{WORD}pStyle"))
        style = style or self._styles.default_paragraph
        if style not in self._resolved:
            self._resolved[style] = self._style_place(style)
        number_id, level = self._resolved[style]
        return number_id, level if own_level is None else own_level

    def _style_place(self, style_id: str) -> tuple[str | None, int]:
        level = None
        for name, style in self._styles.chain(style_id):
            level = style.level if level is None else level
            if style.number_id is None:
                continue
            listed = self._list(self._numbers.get(style.number_id))
            linked = {
                item.style: index for index, item in (listed.levels if listed else {}).items() if item.style
            }
            return style.number_id, linked.get(style_id, linked.get(name, level or 0))
        return None, 0

    def _list(self, number: _Number | None) -> _List | None:
        for _ in range(8):  # a list may be defined by a style that names another list
            listed = self._lists.get(number.abstract) if number else None
            if listed is None or listed.levels or not listed.style_link:
                return listed
            linked = (
                style.number_id for _, style in self._styles.chain(listed.style_link) if style.number_id
            )
            number = self._numbers.get(next(linked, ""))
        return None

    @staticmethod
    def _level(number: _Number, listed: _List, index: int) -> Level:
        return number.levels.get(index) or listed.levels.get(index) or Level(pattern=f"%{index + 1}.")


def _level(element: Element) -> Level:
    index = whole(element.get(f"{WORD}ilvl", "0"))
    restart = element.find(f"{WORD}lvlRestart")
    pattern = element.find(f"{WORD}lvlText")
    form = element.find(f"{WORD}numFmt")
    return Level(
        start=whole(value(element.find(f"{WORD}start")), 1),
        form=value(form) or "decimal",
        pattern=f"%{index + 1}." if pattern is None else value(pattern)[:_LONGEST_PATTERN],
        style=value(element.find(f"{WORD}pStyle")),
        restart=None if restart is None else whole(value(restart)),
        is_legal=bool(toggle(element, "isLgl")),
    )


def _number(element: Element) -> _Number:
    starts: dict[int, int] = {}
    levels: dict[int, Level] = {}
    for override in element.findall(f"{WORD}lvlOverride"):
        index = whole(override.get(f"{WORD}ilvl", "0"))
        start, level = override.find(f"{WORD}startOverride"), override.find(f"{WORD}lvl")
        if level is not None:
            levels[index] = _level(level)
        if start is not None:
            starts[index] = whole(value(start), 1)
            if index in levels:
                levels[index] = replace(levels[index], start=starts[index])
    return _Number(value(element.find(f"{WORD}abstractNumId")), starts, levels)


def _spell(count: int, form: str) -> str:
    match form:
        case "bullet" | "none":
            return ""
        case "upperRoman" | "lowerRoman":
            roman = _roman(count)
            return roman.upper() if form == "upperRoman" else roman
        case "upperLetter":
            return _letters(count, _LATIN).upper()
        case "lowerLetter":
            return _letters(count, _LATIN)
        case "russianUpper":
            return _letters(count, _RUSSIAN).upper()
        case "russianLower":
            return _letters(count, _RUSSIAN)
        case "decimalZero":
            return f"{count:02}"
        case _:
            return str(count)


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    letters = ""
    for size, sign in _ROMAN:
        letters += sign * (count // size)
        count %= size
    return letters


def _letters(count: int, alphabet: str) -> str:
    """а, б, … я, аа, бб, …: after the alphabet's end Word doubles the letter."""
    if not 0 < count < 1000:
        return str(count)
    times, index = divmod(count - 1, len(alphabet))
    return alphabet[index] * (times + 1)
