"""Which activity each row of a file is: the plan's activities, the matching, and the answers to what is unsure."""

from __future__ import annotations

from collections.abc import Sequence

from plans.models import Activity, Plan
from plans.periods import ReportingPeriod
from plans.queries import in_effect
from reports.importing.matching import Decision, Known, Match, Wanted, match_rows
from reports.importing.outcome import ImportOptions, RowOutcome
from reports.models import ImportRun
from reports.readers.parsed import Finding, ParsedReport, ParsedRow, RowKind

# By id: how the activity stands, and its row.
KnownActivities = dict[int, tuple[Known, Activity]]


def known_activities(plan: Plan, since: ReportingPeriod) -> KnownActivities:
    """All activities of the plan, ended ones too, as they stand or last stood in the half-year. Two queries."""
    activities = {
        activity.pk: activity for activity in plan.activities.prefetch_related("revisions").order_by("pk")
    }
    standing = in_effect((revision for one in activities.values() for revision in one.revisions.all()), since)
    return {
        pk: (Known(pk, standing[pk].text, standing[pk].parent_id), activity)
        for pk, activity in activities.items()
        if pk in standing
    }


def decide(
    parsed: ParsedReport, known: KnownActivities, numbers: dict[int, str], options: ImportOptions
) -> tuple[list[Decision], list[Finding]]:
    """A decision for every row that is no section, and a finding for every unsure row that nobody answered.

    numbers: printed numbers of the activities. A row that stays UNSURE without a finding was answered so: not to be
    written.
    """
    rows = rows_of(parsed)
    wanted = [Wanted(row.text, parent) for row, parent in zip(rows, _parents(rows), strict=True)]
    decisions = match_rows(wanted, [item for item, _ in known.values()])
    taken = {decision.id for decision in decisions}
    findings = []
    for index, (row, decision) in enumerate(zip(rows, decisions, strict=True)):
        if decision.match != Match.UNSURE:
            continue
        answer = options.answers.get(row.source_row, ImportRun.NEW if options.accept_new else "")
        if answer.isdigit() and int(answer) in known and int(answer) not in taken:
            taken.add(int(answer))
            decisions[index] = Decision(Match.AMENDED, int(answer), decision.likeness)
        elif answer == ImportRun.NEW:
            decisions[index] = Decision(Match.NEW)
        elif answer != ImportRun.SKIP:
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
