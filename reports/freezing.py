"""Builds the frozen value of a report from the database; `content.py` says what that value is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from plans.deadlines import Rule, is_optional
from plans.models import PlanAct, PlanPeriod, ProgressEntry
from plans.periods import ReportingPeriod
from plans.queries import PlanLine, plan_lines
from reports.content import FrozenAct, FrozenMunicipality, FrozenOfficer, FrozenRow, ReportContent
from reports.models import Report
from reports.readers.titles import title_for


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the plan with the entry that belongs to it in this period (None: nothing to report there)."""

    plan_line: PlanLine
    entry: ProgressEntry | None
    is_optional: bool

    @property
    def is_missing(self) -> bool:
        """Not yet approved; an optional activity that nobody wrote about is not missed."""
        if not self.plan_line.is_reportable:
            return False
        if self.entry is None or self.entry.state == ProgressEntry.State.EMPTY:
            return not self.is_optional
        return self.entry.state != ProgressEntry.State.APPROVED


def lines_of(plan_period: PlanPeriod) -> list[Line]:
    """The plan in printed order with its entries: a fixed number of queries, whatever the plan's size."""
    entries = {entry.activity_id: entry for entry in plan_period.entries.select_related("approved_version")}
    return [
        Line(
            line,
            entries.get(line.activity.pk) if line.activity and line.is_reportable else None,
            line.is_reportable and _is_optional(line, plan_period.period),
        )
        for line in plan_lines(plan_period.plan, plan_period.period)
    ]


def build(
    report: Report,
    *,
    version: int,
    reason: str = "",
    published_at: datetime | None = None,
    previous_sha256: str = "",
    with_drafts: bool = False,
) -> ReportContent:
    """The report as it stands now.

    Only approved texts are taken; ``with_drafts`` takes every entry as it is written, for a preview before approval.
    """
    plan_period = report.plan_period
    plan, period = plan_period.plan, plan_period.period
    municipality = plan.municipality
    return ReportContent(
        municipality=FrozenMunicipality(
            slug=municipality.slug,
            name=municipality.name,
            name_genitive=municipality.name_genitive,
            name_prepositional=municipality.name_prepositional,
            region=municipality.region,
        ),
        plan_slug=plan.slug,
        plan_title=plan.title,
        acts=tuple(_act(act) for act in plan.acts.all() if _is_in_force(act, period)),
        period=str(period),
        title=report.title or title_for(plan.title_pattern, period),
        version=version,
        reason=reason,
        signatory_name=report.signatory_name,
        signatory_position=report.signatory_position,
        approved_on=report.approved_on.isoformat() if report.approved_on else "",
        prepared_by=municipality.prepared_by,
        published_at=timezone.localtime(published_at).isoformat(timespec="seconds") if published_at else "",
        previous_sha256=previous_sha256,
        rows=tuple(_row(line, with_drafts) for line in lines_of(plan_period)),
    )


def _row(line: Line, with_drafts: bool) -> FrozenRow:
    plan_line = line.plan_line
    text, nothing_reason = _words(line.entry, with_drafts)
    return FrozenRow(
        kind=plan_line.kind,
        number=plan_line.number,
        level=plan_line.level,
        text=plan_line.text,
        key=str(plan_line.activity.pk) if plan_line.activity else "",
        officers=tuple(FrozenOfficer(officer.name, officer.kind) for officer in plan_line.officers),
        deadline=plan_line.deadline_wording,
        progress=text,
        nothing_reason=nothing_reason,
        is_optional=line.is_optional,
    )


def _words(entry: ProgressEntry | None, with_drafts: bool) -> tuple[str, str]:
    """An approval names the version it read: that text is printed, whatever was typed since."""
    if entry is None:
        return "", ""
    if entry.state == ProgressEntry.State.APPROVED and entry.approved_version:
        return entry.approved_version.text, entry.approved_version.nothing_reason
    return (entry.text, entry.nothing_reason) if with_drafts else ("", "")


def _is_optional(line: PlanLine, period: ReportingPeriod) -> bool:
    return is_optional(Rule.from_dict(line.deadline_rule) if line.deadline_rule else None, period)


def _is_in_force(act: PlanAct, period: ReportingPeriod) -> bool:
    """An amendment counts from the half-year it names, else from the one it was adopted in."""
    return not act.is_amendment or (act.effective_from or ReportingPeriod.of(act.adopted_on)) <= period


def _act(act: PlanAct) -> FrozenAct:
    return FrozenAct(act.get_kind_display(), act.number, act.adopted_on.isoformat(), act.is_amendment)
