"""Lines -> a plan's structure: sections, groups and activities, their levels and computed numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from plans.numbering import numbers_for
from reports.readers.lines import CONTENT, WHO, Line
from reports.readers.marks import NO_MARK, Mark, MarkKind, starts_like_list, take_mark
from reports.readers.parsed import Numbering, Role, RowKind
from reports.readers.titles import SECTION_LINE


@dataclass(slots=True)
class Placed:
    """A line with its place in the plan. ``parent``: index of the row above it in the structure, or None."""

    line: Line
    kind: RowKind
    level: int = 0
    number: str = ""
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class _Opener:
    """A row that ends with a colon and takes in the rows below."""

    level: int
    mark: Mark
    takes_any: bool  # numbered: everything up to the next number; else only what goes on its sentence


def arrange(lines: Sequence[Line]) -> tuple[list[Placed], Numbering]:
    """Every line with its kind, level, parent and computed number, in the file's order."""
    sections = _find_sections(lines)
    placed = [
        Placed(_section_line(line), RowKind.SECTION)
        if is_section
        else Placed(_without_number(line), RowKind.ACTIVITY)
        for line, is_section in zip(lines, sections, strict=True)
    ]
    _set_levels(placed)
    _set_parents(placed)
    numbering = _numbering_of(placed)
    _set_numbers(placed, numbering)
    return placed, numbering


def _find_sections(lines: Sequence[Line]) -> list[bool]:
    singles = any(line.mark.is_number and len(line.mark.parts) == 1 and not line.is_wide for line in lines)
    numbered = any(line.mark.is_number for line in lines)
    found: list[bool] = []
    in_group = False
    for place, line in enumerate(lines):
        below = lines[place + 1] if place + 1 < len(lines) else None
        is_section = not line.has_content and (
            line.mark.kind is MarkKind.ROMAN
            or SECTION_LINE.match(line.text) is not None
            or (line.is_wide and not _is_wide_group(line, below, singles))
            or (numbered and not in_group and _is_lone_heading(line, below))
        )
        found.append(is_section)
        if is_section or line.mark.is_number:
            in_group = not is_section and line.ends_with_colon
        elif line.ends_with_colon:
            in_group = True
    return found


def _is_wide_group(line: Line, below: Line | None, singles: bool) -> bool:
    """A row over the whole width that is an activity with sub-activities, among rows numbered like itself."""
    if below is None or below.is_wide:
        return False
    if line.mark.is_number:
        depth = len(line.mark.parts)
        is_child = len(below.mark.parts) > depth and below.mark.parts[:depth] == line.mark.parts
        unnumbered = line.ends_with_colon and not below.mark.is_number
        return (singles and is_child) or unnumbered
    return line.ends_with_colon and not below.mark.is_number and starts_like_list(below.text)


def _is_lone_heading(line: Line, below: Line | None) -> bool:
    """Words alone in their row, no number, a numbered row with content next."""
    if line.mark.kind is MarkKind.WORDS and not line.text:
        return True
    return (
        line.mark is NO_MARK
        and not line.ends_with_colon
        and not starts_like_list(line.text)
        and below is not None
        and below.mark.is_number
        and below.has_content
    )


def _section_line(line: Line) -> Line:
    printed = "" if line.is_wide else line.mark.printed
    if printed and line.text and printed.isalpha():
        printed += "."
    line.text = f"{printed} {line.text}".strip()
    return line


def _without_number(line: Line) -> Line:
    if line.is_wide:
        _, line.text = take_mark(line.text, has_number_column=False)
    return line


def _set_levels(placed: Sequence[Placed]) -> None:
    numbered = any(each.line.mark.is_number for each in placed if each.kind is not RowKind.SECTION)
    numbers: dict[tuple[int, ...], int] = {}
    openers: list[_Opener] = []
    last_top: Mark = NO_MARK
    relative = 0
    previous: Placed | None = None
    for each in placed:
        if each.kind is RowKind.SECTION:
            numbers, openers, previous, relative = {}, [], None, 0
            continue
        mark = _as_number(each.line.mark)
        if mark.is_number and len(mark.parts) == 1:
            if openers and _counts_within(mark, openers[0], last_top, relative):
                each.level, relative = openers[0].level + 1, mark.parts[0]
            else:
                each.level, relative, last_top, openers = 0, 0, mark, []
                numbers[mark.parts] = 0
        elif mark.is_number:
            each.level = _level_by_number(mark, numbers, openers)
            numbers[mark.parts] = each.level
            openers = [opener for opener in openers if opener.level < each.level]
        elif mark.is_list:
            each.level = _level_in_list(each, previous, openers)
        else:
            each.level, openers = _level_by_words(each, previous, openers, numbered)
        if each.line.ends_with_colon and not mark.is_list:
            openers = [*openers, _Opener(each.level, mark, takes_any=mark.is_number)]
        each.level = min(each.level, previous.level + 1 if previous else 0)
        previous = each


def _as_number(mark: Mark) -> Mark:
    if mark.kind is MarkKind.ROMAN:
        return Mark(MarkKind.NUMBER, mark.parts, mark.ending, mark.printed)
    return mark


def _counts_within(mark: Mark, opener: _Opener, last_top: Mark, relative: int) -> bool:
    """Whether a single number counts a group's rows (``1)``, ``2)`` under ``6.``) and not the plan's."""
    number = mark.parts[0]
    if number != relative + 1:
        return False
    if opener.mark.is_number and mark.ending == ")" and opener.mark.ending != ")":
        return True
    return not last_top.parts or number != last_top.parts[0] + 1


def _level_by_number(mark: Mark, numbers: dict[tuple[int, ...], int], openers: Sequence[_Opener]) -> int:
    for length in range(len(mark.parts) - 1, 0, -1):
        if mark.parts[:length] in numbers:
            return numbers[mark.parts[:length]] + 1
    siblings = [level for parts, level in numbers.items() if parts[:-1] == mark.parts[:-1]]
    if siblings:
        return siblings[-1]
    return openers[0].level + 1 if openers else 0


def _level_in_list(each: Placed, previous: Placed | None, openers: Sequence[_Opener]) -> int:
    if previous is None:
        return 0
    before = previous.line.mark
    if before.kind is each.line.mark.kind:
        return previous.level
    if openers and before.is_list and not previous.line.ends_with_colon:
        return openers[-1].level + 1
    return previous.level + 1 if not before.is_list or previous.line.ends_with_colon else previous.level


def _level_by_words(
    each: Placed, previous: Placed | None, openers: list[_Opener], numbered: bool
) -> tuple[int, list[_Opener]]:
    """The level of a row without a mark, and the groups still open at it."""
    goes_on = starts_like_list(each.line.text)
    openers = list(openers)
    while openers and not openers[-1].takes_any and not goes_on:
        closed = openers.pop()
        if not openers:
            return closed.level, []
    if openers:
        return openers[-1].level + 1, openers
    if previous is None or not numbered:
        return 0, []
    unmarked = previous.line.mark is NO_MARK
    if goes_on:
        return (previous.level if unmarked and previous.level else previous.level + 1), []
    heads_it = _names_nobody(previous.line) and not _names_nobody(each.line) and previous.line.mark.is_number
    if heads_it or (unmarked and previous.level):
        return (previous.level + 1 if heads_it else previous.level), []
    return 0, []


def _names_nobody(line: Line) -> bool:
    return not any(line.has(role) for role in CONTENT)


def _set_parents(placed: Sequence[Placed]) -> None:
    """Parents by level; a row with others under it and nothing of its own is a group."""
    path: list[int] = []
    for place, each in enumerate(placed):
        if each.kind is RowKind.SECTION:
            path = []
            continue
        path = path[: each.level]
        each.level = len(path)
        each.parent = path[-1] if path else None
        path.append(place)
    parents = sorted({each.parent for each in placed if each.parent is not None})
    for parent in parents:
        if not placed[parent].line.has_content or _hands_down(placed, parent, parents):
            placed[parent].kind = RowKind.GROUP


def _hands_down(placed: Sequence[Placed], parent: int, parents: Sequence[int]) -> bool:
    """Whether the officers and deadline beside «Собрать отчеты:» are meant for the rows under it, none of which names
    its own; those rows have them then, as if the cell were merged down."""
    head = placed[parent].line
    below = takewhile(
        lambda place: placed[place].parent is not None and placed[place].level > placed[parent].level,
        range(parent + 1, len(placed)),
    )
    inside = [(place, placed[place].line) for place in below]
    names_any = any(line.has(role) for _, line in inside for role in WHO)
    if not head.ends_with_colon or head.has(Role.PROGRESS) or names_any:
        return False
    for place, line in inside:
        if place not in parents:
            line.content |= {role: list(head.content[role]) for role in WHO if head.has(role)}
    return True


def _numbering_of(placed: Sequence[Placed]) -> Numbering:
    sections: list[list[tuple[int, ...]]] = [[]]
    for each in placed:
        if each.kind is RowKind.SECTION:
            sections.append([])
        elif each.level == 0 and each.line.mark.is_number:
            sections[-1].append(each.line.mark.parts)
    counted = [numbers for numbers in sections if numbers]
    has_sections = len(sections) > 1
    if has_sections and counted and all(len(parts) == 2 for numbers in counted for parts in numbers):
        return Numbering.PREFIX
    if len(counted) > 1 and all(numbers[0] == (1,) for numbers in counted):
        return Numbering.RESTART
    return Numbering.CONTINUOUS


def _set_numbers(placed: Sequence[Placed], numbering: Numbering) -> None:
    rows = [(each.kind is RowKind.SECTION, each.level) for each in placed]
    for each, number in zip(placed, numbers_for(rows, numbering), strict=True):
        each.number = number
