"""Officers of a municipality and their assignments from and until a half-year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import Municipality
from plans.bulk import write_back
from plans.changes import Changes
from plans.folding import name_key
from plans.models import Assignment, Officer, Plan
from plans.periods import ReportingPeriod
from plans.planning.spans import Span


@dataclass(frozen=True, slots=True)
class OfficerName:
    """An officer as a source names it. `kind`: ``official`` or ``collective``; `printed`: all words of the source."""

    name: str
    kind: str
    surname: str = ""
    initials: str = ""
    position: str = ""
    printed: str = ""

    @property
    def key(self) -> str:
        """Equal for two mentions of one officer, however spaced and whatever post is named beside."""
        return name_key(f"{self.surname} {self.initials}" if self.surname else self.name)


def first_by_key(names: Iterable[OfficerName]) -> dict[str, OfficerName]:
    """Each officer's first mention, in the order of the mentions."""
    first: dict[str, OfficerName] = {}
    for name in names:
        first.setdefault(name.key, name)
    return first


def find_or_add(
    municipality: Municipality, names: Iterable[OfficerName], changes: Changes
) -> tuple[dict[str, Officer], list[Officer]]:
    """Officers by key, and those among them that were not known: they are added as they are written here."""
    wanted = first_by_key(names)
    known = {officer.key: officer for officer in municipality.officers.all() if officer.key in wanted}
    new = [
        Officer(
            municipality=municipality,
            kind=name.kind,
            name=name.name,
            key=key,
            surname=name.surname[:100],
            initials=name.initials[:20],
            position=name.position,
        )
        for key, name in wanted.items()
        if key not in known
    ]
    Officer.objects.bulk_create(new, batch_size=500)
    changes.created(new)
    return known | {officer.key: officer for officer in new}, new


def assign(
    plan: Plan,
    span: Span,
    wanted: dict[int, list[tuple[Officer, str]]],
    earlier: dict[int, ReportingPeriod],
    changes: Changes,
) -> set[int]:
    """Give each activity its officers within the span. What stood before it and stands after it stays.

    wanted: activity id -> officers in order, each with the words to print (``""``: the name). earlier: activities that
    now begin earlier, with the half-year they began in: their first officers begin with them. Answers the ids of the
    activities whose officers changed.
    """
    standing: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in Assignment.objects.filter(activity__plan=plan).order_by("activity", "position", "pk"):
        standing[assignment.activity_id].append(assignment)
    ledger = Ledger()
    changed: set[int] = set()
    for activity_id in {**earlier, **wanted}:
        mine = standing[activity_id]
        now = [item for item in mine if _covers(item, earlier.get(activity_id, span.period))]
        officers = wanted.get(activity_id)
        differs = officers is not None and _as_printed(now) != [(one.pk, words) for one, words in officers]
        if not differs:
            for item in now if activity_id in earlier else ():
                ledger.change(item, from_period=span.period)
            continue
        changed.add(activity_id)
        for item in mine:
            if (span.until is None or item.from_period <= span.until) and _ends_after(item, span.period):
                cut(item, span, ledger)
        ledger.added += [
            Assignment(
                activity_id=activity_id,
                officer=officer,
                printed=printed,
                position=place,
                from_period=span.period,
                until_period=span.until,
            )
            for place, (officer, printed) in enumerate(officers or ())
        ]
    ledger.write(changes)
    return changed


def _as_printed(items: Iterable[Assignment]) -> list[tuple[int, str]]:
    return [(item.officer_id, item.printed) for item in items]


def _covers(item: Assignment, period: ReportingPeriod) -> bool:
    return item.from_period <= period and _ends_after(item, period)


def _ends_after(item: Assignment, period: ReportingPeriod) -> bool:
    return item.until_period is None or item.until_period >= period


def cut(item: Assignment, span: Span, ledger: Ledger) -> None:
    """Take the span out of an assignment: it ends before, and goes on after where it went on."""
    if span.until is not None and _ends_after(item, span.until.next):
        ledger.added.append(
            Assignment(
                activity_id=item.activity_id,
                officer_id=item.officer_id,
                printed=item.printed,
                position=item.position,
                from_period=span.until.next,
                until_period=item.until_period,
            )
        )
    if item.from_period < span.period:
        ledger.change(item, until_period=span.period.previous)
    else:
        ledger.dropped.append(item)


class Ledger:
    """Assignments to write in bulk."""

    def __init__(self) -> None:
        self.added: list[Assignment] = []
        self.dropped: list[Assignment] = []
        self.changed: list[Assignment] = []
        self.before: list[dict[str, Any]] = []

    def change(self, item: Assignment, **values: ReportingPeriod) -> None:
        self.before.append({name: getattr(item, name) for name in values})
        self.changed.append(item)
        for name, value in values.items():
            setattr(item, name, value)

    def write(self, changes: Changes) -> None:
        for item, before in zip(self.changed, self.before, strict=True):
            changes.updated(item, before)
        for item in self.dropped:
            changes.deleted(item)
        write_back(self.changed, ["from_period", "until_period"])
        Assignment.objects.filter(pk__in=[item.pk for item in self.dropped]).delete()
        Assignment.objects.bulk_create(self.added, batch_size=500)
        changes.created(self.added)
