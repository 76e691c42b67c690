"""The plan as its pages show it: what differs from the half-year before, and the places a row can be put in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from plans.deadlines import Rule, describe
from plans.models import Activity, Section
from plans.periods import ReportingPeriod
from plans.planning.editing import FIRST
from plans.planning.editing.placing import After
from plans.queries import PlanLine

LONGEST_LABEL = 90


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a plan's page. `reading`: what the portal understood of its deadline; `marks`: what is new about it."""

    line: PlanLine
    reading: str
    marks: tuple[str, ...]

    @property
    def is_unread(self) -> bool:
        return self.line.is_reportable and bool(self.line.deadline_wording) and not self.reading


def rows_of(lines: Iterable[PlanLine], before: Iterable[PlanLine], period: ReportingPeriod) -> list[Row]:
    """Rows of a half-year with what is new against the half-year before (without lines: nothing to compare with)."""
    old = {line.activity.pk: line for line in before if line.activity}
    return [Row(line, reading_of(line), _marks(line, old, period)) for line in lines]


def gone_of(lines: Iterable[PlanLine], before: Iterable[PlanLine]) -> list[PlanLine]:
    """The activities that the half-year before was the last one of."""
    present = {line.activity.pk for line in lines if line.activity}
    return [line for line in before if line.activity and line.activity.pk not in present]


def reading_of(line: PlanLine) -> str:
    """What the portal understood of the row's deadline; ``""`` for what it could not read."""
    if not line.is_reportable or line.deadline_rule is None:
        return ""
    return describe(Rule.from_dict(line.deadline_rule))


def _marks(line: PlanLine, before: dict[int, PlanLine], period: ReportingPeriod) -> tuple[str, ...]:
    if line.activity is None:
        return ()
    marks = []
    old = before.get(line.activity.pk)
    if old is None and before:
        marks.append("вместо прежнего" if line.activity.replaces_id in before else "новое")
    if old is not None:
        differences = {
            "иначе сказано": (old.text, line.text),
            "стало группой" if line.kind == "group" else "было группой": (old.kind, line.kind),
            "другой срок": (old.deadline_wording, line.deadline_wording),
            "другие исполнители": _names(old, line),
            "перенесено": _homes(old, line),
        }
        marks += [words for words, (was, now) in differences.items() if was != now]
    if line.activity.last_period == period:
        marks.append("последнее полугодие")
    return tuple(marks)


def _names(old: PlanLine, new: PlanLine) -> tuple[list[str], list[str]]:
    return [one.name for one in old.officers], [one.name for one in new.officers]


def _homes(old: PlanLine, new: PlanLine) -> tuple[object, object]:
    homes = [
        (line.revision.parent_id, line.revision.section_id) if line.revision else None for line in (old, new)
    ]
    return homes[0], homes[1]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row can be put: `value` and `label` of the choice, and what it means to `planning.editing`."""

    value: str
    label: str
    parent: Activity | None = None
    section: Section | None = None
    after: After = FIRST


def places_of(lines: Sequence[PlanLine], *, without: Collection[int] = ()) -> list[Place]:
    """Every place of a plan in printed order: after each row, and at the beginning of the plan, of each section and
    group. ``without``: ids of rows that are being moved, with all that stands under them."""
    return list(_places([line for line in lines if not line.activity or line.activity.pk not in without]))


def place_of(places: Sequence[Place], lines: Sequence[PlanLine], activity: Activity) -> str:
    """The value of the place that a row has now; ``""`` where none of the places is."""
    level = next((line.level for line in lines if line.activity == activity), 0)
    above: str = "first"
    for line in lines:
        if line.activity == activity:
            break
        if line.section:
            above = f"first-in-section-{line.section.pk}" if level == 0 else above
        elif line.activity and line.level == level:
            above = f"after-{line.activity.pk}"
        elif line.activity and line.level == level - 1:
            above = f"first-in-{line.activity.pk}"
    return above if any(place.value == above for place in places) else ""


def subtree(lines: Sequence[PlanLine], activity: Activity) -> set[int]:
    """Ids of a row and of all that stands under it."""
    found: set[int] = set()
    level = -1
    for line in lines:
        if line.activity == activity:
            level = line.level
            found.add(activity.pk)
        elif found and (line.activity is None or line.level <= level):
            break
        elif found and line.activity:
            found.add(line.activity.pk)
    return found


def _places(lines: Sequence[PlanLine]) -> Iterator[Place]:
    yield Place("first", "В начало плана")
    section: Section | None = None
    # Rows whose sub-activities may still follow: the place after one comes after these.
    open_rows: list[PlanLine] = []
    for line in lines:
        keep = 0 if line.section else line.level
        while len(open_rows) > keep:
            yield _after(open_rows, section)
        if line.section:
            section = line.section
            yield Place(
                f"first-in-section-{section.pk}", f"В начало раздела «{_short(section.title)}»", None, section
            )
            continue
        open_rows.append(line)
        if line.kind == "group" and line.activity:
            label = f"{_indent(line.level + 1)}В начало группы {line.number}"
            yield Place(f"first-in-{line.activity.pk}", label, line.activity)
    while open_rows:
        yield _after(open_rows, section)


def _after(open_rows: list[PlanLine], section: Section | None) -> Place:
    line = open_rows.pop()
    parent = open_rows[-1].activity if open_rows else None
    activity = line.activity
    if activity is None:
        raise AssertionError("only activities are kept open")
    whole = " (после всей группы)" if line.kind == "group" else ""
    label = f"{_indent(line.level)}После {line.number}. {_short(line.text)}{whole}"
    return Place(f"after-{activity.pk}", label, parent, None if parent else section, activity)


def _indent(level: int) -> str:
    return "\N{EM SPACE}" * level


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1].rstrip()}…"
