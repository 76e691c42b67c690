"""Which activity each row of a file is: the plan's activities, the matching, and the answers to what is unsure."""

from __future__ import annotations

from collections.abc import Sequence

from plans.folding import folded
from plans.models import Activity, Plan
from plans.periods import ReportingPeriod
from plans.queries import in_effect, lives_in
from reports.importing.matching import Decision, Known, Match, Wanted, match_rows
from reports.importing.outcome import ImportOptions, RowOutcome
from reports.models import ImportRun
from reports.readers.parsed import Finding, ParsedReport, ParsedRow, RowKind

# By id: how the activity stands, and its row.
KnownActivities = dict[int, tuple[Known, Activity]]


def known_activities(plan: Plan, since: ReportingPeriod) -> KnownActivities:
    """All activities of the plan as they stand in the half-year, those alive in it first; then, as they last stood,
    ended and later ones, the nearest first, unless a living one has their words. Two queries."""
    activities = {
        activity.pk: activity for activity in plan.activities.prefetch_related("revisions").order_by("pk")
    }
    standing = in_effect((revision for one in activities.values() for revision in one.revisions.all()), since)
    living = {pk for pk in standing if lives_in(activities[pk], since)}
    present = {folded(standing[pk].text) for pk in living}
    nearest = sorted(standing, key=lambda pk: (pk not in living, _distance(activities[pk], since)))
    return {
        pk: (Known(pk, standing[pk].text, standing[pk].parent_id), activities[pk])
        for pk in nearest
        if pk in living or folded(standing[pk].text) not in present
    }


def _distance(activity: Activity, since: ReportingPeriod) -> int:
    """How many half-years lie between an activity's life and the half-year."""
    edge = activity.first_period if activity.first_period > since else (activity.last_period or since)
    return abs(2 * (edge.year - since.year) + edge.half - since.half)


def decide(
    parsed: ParsedReport, known: KnownActivities, numbers: dict[int, str], options: ImportOptions
) -> tuple[list[Decision], list[Finding]]:
    """A decision for every row that is no section, and a finding for every unsure row that nobody answered.

    numbers: printed numbers of the activities. A row that is not to be written takes the rows under it along.
    """
    rows = rows_of(parsed)
    parents = _parents(rows)
    wanted = [Wanted(row.text, parent) for row, parent in zip(rows, parents, strict=True)]
    decisions = match_rows(wanted, [item for item, _ in known.values()])
    taken = {decision.id for decision in decisions}
    findings = []
    for index, (row, parent) in enumerate(zip(rows, parents, strict=True)):
        decision = decisions[index]
        if parent is not None and decisions[parent].match == Match.SKIPPED:
            decisions[index] = Decision(Match.SKIPPED, decision.id)
            continue
        if decision.match != Match.UNSURE:
            continue
        answer = options.answers.get(row.source_row, ImportRun.NEW if options.accept_new else "")
        if answer.isdecimal() and int(answer) in known and int(answer) not in taken:
            taken.add(int(answer))
            decisions[index] = Decision(Match.AMENDED, int(answer), decision.likeness)
        elif answer == ImportRun.NEW:
            decisions[index] = Decision(Match.NEW)
        elif answer == ImportRun.SKIP:
            decisions[index] = Decision(Match.SKIPPED)
        else:
            findings.append(_unsure(row, decision, known, numbers))
    return decisions, findings


def rows_of(parsed: ParsedReport) -> list[ParsedRow]:
    """The rows that are activities or groups."""
    return [row for row in parsed.rows if row.kind != RowKind.SECTION]


def undecided_rows(parsed: ParsedReport, decisions: Sequence[Decision]) -> list[RowOutcome]:
    """What is known of the rows while some wait for an answer."""
    fates = {Match.UNSURE: "unsure", Match.NEW: "new"}
    queue = iter(decisions)
    return [
        RowOutcome("section" if row.kind == RowKind.SECTION else fates.get(next(queue).match, "known"))
        for row in parsed.rows
    ]


def _unsure(row: ParsedRow, decision: Decision, known: KnownActivities, numbers: dict[int, str]) -> Finding:
    candidates = [
        {"id": pk, "number": numbers.get(pk, ""), "text": known[pk][0].text, "likeness": round(100 * value)}
        for pk, value in decision.candidates
    ]
    named = "; ".join(
        "«{}» (похоже на {} %)".format(f"{item['number']} {item['text']}".strip(), item["likeness"])
        for item in candidates
    )
    return Finding(
        "activity_unsure",
        row.number,
        f"Строка «{row.text}» похожа на мероприятие плана, но не точно: {named}. Решите, то же ли это мероприятие.",
        {"source_row": row.source_row, "text": row.text, "candidates": candidates},
    )


def _parents(rows: Sequence[ParsedRow]) -> list[int | None]:
    """Per row, the index of the row it belongs to."""
    parents: list[int | None] = []
    above: list[int] = []
    for index, row in enumerate(rows):
        del above[row.level :]
        parents.append(above[-1] if above else None)
        above.append(index)
    return parents
