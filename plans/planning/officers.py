"""Officers of a municipality and their assignments from and until a half-year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import Municipality
from plans.changes import Changes
from plans.folding import name_key
from plans.models import Assignment, Officer, Plan
from plans.periods import ReportingPeriod


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


def find_or_add(
    municipality: Municipality, names: Iterable[OfficerName], changes: Changes
) -> dict[str, Officer]:
    """Officers by key; those not known yet are added as they are written here."""
    wanted = {name.key: name for name in reversed(list(names))}
    known = {officer.key: officer for officer in municipality.officers.filter(key__in=list(wanted))}
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
        for key, name in reversed(list(wanted.items()))
        if key not in known
    ]
    Officer.objects.bulk_create(new, batch_size=500)
    changes.created(new)
    return known | {officer.key: officer for officer in new}


def assign(
    plan: Plan,
    period: ReportingPeriod,
    until: ReportingPeriod | None,
    wanted: dict[int, list[tuple[Officer, str]]],
    changes: Changes,
) -> set[int]:
    """Give each activity its officers from `period` until `until` (both included, None: for ever).

    wanted: activity id -> officers in order, each with the words to print (``""``: the name). What stood before and
    stands after stays. Answers the ids of the activities whose officers changed.
    """
    standing: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in Assignment.objects.filter(activity__plan=plan).order_by("activity", "position", "pk"):
        standing[assignment.activity_id].append(assignment)
    added: list[Assignment] = []
    changed: set[int] = set()
    for activity_id, officers in wanted.items():
        mine = standing[activity_id]
        now = [(item.officer_id, item.printed) for item in mine if _covers(item, period)]
        if now == [(officer.pk, printed) for officer, printed in officers]:
            continue
        changed.add(activity_id)
        for item in mine:
            if (until is None or item.from_period <= until) and _ends_after(item, period):
                added += _cut(item, period, until, changes)
        added += [
            Assignment(
                activity_id=activity_id,
                officer=officer,
                printed=printed,
                position=place,
                from_period=period,
                until_period=until,
            )
            for place, (officer, printed) in enumerate(officers)
        ]
    Assignment.objects.bulk_create(added, batch_size=500)
    changes.created(added)
    return changed


def _covers(item: Assignment, period: ReportingPeriod) -> bool:
    return item.from_period <= period and _ends_after(item, period)


def _ends_after(item: Assignment, period: ReportingPeriod) -> bool:
    return item.until_period is None or item.until_period >= period


def _cut(
    item: Assignment, period: ReportingPeriod, until: ReportingPeriod | None, changes: Changes
) -> list[Assignment]:
    """Take the span out of an assignment; answers the piece after the span, if there is one, unsaved."""
    after: list[Assignment] = []
    if until is not None and (item.until_period is None or item.until_period > until):
        rest: dict[str, Any] = {"from_period": until.next, "until_period": item.until_period}
        after = [
            Assignment(
                activity_id=item.activity_id, officer_id=item.officer_id, position=item.position, **rest
            )
        ]
    if item.from_period < period:
        changes.updated(item, {"until_period": item.until_period})
        item.until_period = period.previous
        item.save(update_fields=["until_period"])
    else:
        changes.deleted(item)
        item.delete()
    return after
