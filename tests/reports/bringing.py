"""What tests of importing ask: bring a file in, what the plan prints now, what stands in the database."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from accounts.history import COMMAND, Actor
from accounts.models import Municipality
from plans.models import ProgressEntry
from plans.periods import ReportingPeriod
from plans.queries import plan_for, plan_lines
from reports.importing import ImportOptions, ImportOutcome, read_report, write_file

# Written by every deed, taken back by none.
TRACES = frozenset({"accounts.historyevent", "reports.job", "reports.importrun"})


def load(municipality: Municipality, data: bytes, *, by: Actor = COMMAND, **options: Any) -> ImportOutcome:
    """Bring a file in as the command does."""
    name = "file.docx" if b"word/document.xml" in data else "file.xlsx"
    return write_file(data, name, municipality, options=ImportOptions(**options), by=by)


def counts(outcome: ImportOutcome) -> tuple[int, int, int]:
    """Rows created, updated, unchanged."""
    return outcome.count("created"), outcome.count("updated"), outcome.count("unchanged")


def codes(outcome: ImportOutcome) -> list[str]:
    return [finding.code for finding in outcome.findings]


Printed = list[tuple[str, str, str, tuple[str, ...], str, str]]


def printed(municipality: Municipality, period: ReportingPeriod, slug: str | None = None) -> Printed:
    """The plan as a half-year's report prints it, row by row."""
    plan = plan_for(municipality, slug)
    assert plan is not None
    entries = ProgressEntry.objects.filter(plan_period__plan=plan, plan_period__period=period)
    texts = dict(entries.values_list("activity", "text"))
    return [
        (
            line.number,
            line.kind,
            line.text,
            tuple(officer.name for officer in line.officers),
            line.deadline_wording,
            texts.get(line.activity.pk, "") if line.activity and line.is_reportable else "",
        )
        for line in plan_lines(plan, period)
    ]


def said(data: bytes) -> Printed:
    """The same of a file."""
    parsed = read_report(data, "file.docx" if b"word/document.xml" in data else "file.xlsx")
    return [
        (
            row.number,
            str(row.kind),
            row.text,
            tuple(officer.printed or officer.name for officer in row.officers),
            row.deadline,
            row.progress,
        )
        for row in parsed.rows
    ]


def everything(without: frozenset[str] = frozenset()) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, by model."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {
        model._meta.label_lower: list(model._default_manager.order_by("pk").values())
        for model in models
        if model._meta.label_lower not in without
    }
