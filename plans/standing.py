"""Keeps the rows of opened half-years (`PeriodLine`) and their entries as the plan stands: the one writer of both.

Called by everything that changes a plan, its officers or a collection date, in the same transaction. The rows are
derived: they may be thrown away and made again at any time.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from plans.deadlines import Rule, due_in_period, is_optional, own_dates
from plans.folding import folded
from plans.models import PeriodLine, Plan, PlanPeriod, ProgressEntry
from plans.periods import ReportingPeriod
from plans.queries import PlanLine, plan_lines


def refresh(plan: Plan, *, since: ReportingPeriod | None = None) -> None:
    """Make the rows of every opened half-year of the plan anew, from `since` on."""
    periods = plan.periods.filter(period__gte=since) if since else plan.periods.all()
    for plan_period in periods.order_by("period"):
        refresh_period(plan_period)


@transaction.atomic
def refresh_period(plan_period: PlanPeriod) -> None:
    """Make the rows of one half-year anew. An entry is added for every reportable activity that lacks one while the
    half-year is open, and one that nobody has touched goes with its activity."""
    lines = plan_lines(plan_period.plan, plan_period.period)
    entries = {entry.activity_id: entry for entry in plan_period.entries.all()}
    if plan_period.locked_at is None:
        _match_entries(plan_period, lines, entries)
    wanted = [_row(plan_period, place, line, entries) for place, line in enumerate(lines)]
    written = {row.place: row for row in plan_period.lines.all()}
    other = [row for row in wanted if row.place not in written or _copied(written[row.place]) != _copied(row)]
    stale = [written[row.place].pk for row in other if row.place in written]
    stale += [row.pk for place, row in written.items() if place >= len(wanted)]
    # Old rows go first: a row that moved brings its entry, which stands in one row only.
    PeriodLine.objects.filter(pk__in=stale).delete()
    PeriodLine.objects.bulk_create(other, batch_size=500)


def forget(plan: Plan) -> None:
    """Throw the rows away: what they copy is about to be taken back."""
    PeriodLine.objects.filter(plan_period__plan=plan).delete()


def heal() -> int:
    """Make the rows of half-years that have entries and no rows (data of before release 0.2); answers how many."""
    bare = (
        PlanPeriod.objects.filter(lines__isnull=True, entries__isnull=False).distinct().select_related("plan")
    )
    for plan_period in bare:
        refresh_period(plan_period)
    return len(bare)


def rule_of(line: PlanLine) -> Rule | None:
    return Rule.from_dict(line.deadline_rule) if line.deadline_rule else None


def _match_entries(
    plan_period: PlanPeriod, lines: Iterable[PlanLine], entries: dict[int, ProgressEntry]
) -> None:
    # In the plan's order, which is then that of the entries' ids.
    reportable = dict.fromkeys(line.activity.pk for line in lines if line.is_reportable and line.activity)
    State = ProgressEntry.State  # noqa: N806 - a short name for a class
    gone = [entry.pk for activity_id, entry in entries.items() if activity_id not in reportable]
    # Locked before they are judged: a save that lands just now keeps its entry.
    idle = ProgressEntry.objects.select_for_update(of=("self",), no_key=True).filter(
        pk__in=gone, state=State.EMPTY, revision=0, versions__isnull=True, attachments__isnull=True
    )
    ProgressEntry.objects.filter(pk__in=[entry.pk for entry in idle] if gone else []).delete()
    missing = [
        ProgressEntry(plan_period=plan_period, activity_id=activity_id)
        for activity_id in reportable
        if activity_id not in entries
    ]
    ProgressEntry.objects.bulk_create(missing, batch_size=500)
    entries |= {entry.activity_id: entry for entry in missing}


def _copied(row: PeriodLine) -> tuple[object, ...]:
    return tuple(getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key)


def _row(
    plan_period: PlanPeriod, place: int, line: PlanLine, entries: dict[int, ProgressEntry]
) -> PeriodLine:
    entry = entries.get(line.activity.pk) if line.activity and line.is_reportable else None
    rule, period = rule_of(line), plan_period.period
    # A section and a group are due on no day.
    days = due_in_period(rule, period, plan_period.collection_on) if line.is_reportable else []
    officers = "\n".join(officer.name for officer in line.officers)
    return PeriodLine(
        plan_period=plan_period,
        place=place,
        kind=line.kind,
        number=line.number,
        level=line.level,
        text=line.text,
        activity=line.activity,
        revision=line.revision,
        section=line.section,
        entry=entry,
        officers=officers,
        deadline_wording=line.deadline_wording,
        # A text covers the whole half-year, so it is late only after the last of its days.
        due_on=days[-1] if days else None,
        has_own_date=line.is_reportable and bool(own_dates(rule, period)),
        is_optional=line.is_reportable and is_optional(rule, period),
        search=folded(f"{line.number} {line.text} {officers}"),
    )
