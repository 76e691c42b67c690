"""Builds the frozen value of a report from the database; `content.py` says what that value is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import PurePath

from django.utils import timezone

from plans.deadlines import Rule, is_optional
from plans.documents import safe_name
from plans.figures import kept, plain
from plans.inserts.values import InsertValue
from plans.models import (
    Attachment,
    EntryVersion,
    Indicator,
    IndicatorValue,
    Insert,
    PlanAct,
    PlanPeriod,
    ProgressEntry,
)
from plans.periods import ReportingPeriod
from plans.queries import PlanLine, plan_lines
from reports.content import (
    FrozenAct,
    FrozenAttachment,
    FrozenFigure,
    FrozenMunicipality,
    FrozenOfficer,
    FrozenRow,
    ReportContent,
)
from reports.models import Report
from reports.readers.titles import title_for


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the plan with the entry that belongs to it in this period (None: nothing to report there)."""

    plan_line: PlanLine
    entry: ProgressEntry | None
    is_optional: bool

    @property
    def approved(self) -> EntryVersion | None:
        """The text that was approved: an approval names the version it read, whatever was typed since."""
        if self.entry is None or self.entry.state != ProgressEntry.State.APPROVED:
            return None
        return self.entry.approved_version

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
    lines = lines_of(plan_period)
    proofs = _proofs_of(plan_period, lines, with_drafts=with_drafts)
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
        rows=tuple(_row(line, proofs, with_drafts=with_drafts) for line in lines),
    )


@dataclass(frozen=True, slots=True)
class Proofs:
    """Figures, documents and inserts of a report's entries, by the entry's id."""

    figures: Mapping[int, tuple[FrozenFigure, ...]]
    attachments: Mapping[int, tuple[FrozenAttachment, ...]]
    inserts: Mapping[int, tuple[InsertValue, ...]]


def _proofs_of(plan_period: PlanPeriod, lines: Sequence[Line], *, with_drafts: bool) -> Proofs:
    """Of an approved entry as its approved version names them; of a draft, where it is taken, as they stand now."""
    values: dict[int, dict[str, str]] = {}
    documents: dict[int, list[int]] = {}
    inserts: dict[int, list[int]] = {}
    for line in lines:
        if line.entry and line.approved:
            values[line.entry.pk] = line.approved.figures
            documents[line.entry.pk] = line.approved.attachments
            inserts[line.entry.pk] = line.approved.inserts
    if with_drafts:
        drafts = [line.entry for line in lines if line.entry and not line.approved and line.entry.is_filled]
        for pk, now in _figures_now(plan_period, {entry.pk for entry in drafts}).items():
            values[pk] = now
        for pk, ids in _documents_now(plan_period, {entry.pk for entry in drafts}).items():
            documents[pk] = ids
        # A block can stand alone, without a text.
        standing = {line.entry.pk for line in lines if line.entry and not line.approved}
        for pk, ids in _inserts_now(plan_period, standing).items():
            inserts[pk] = ids
    return Proofs(_figures(plan_period, values), _attachments(plan_period, documents), _inserts(inserts))


def _figures_now(plan_period: PlanPeriod, entries: set[int]) -> dict[int, dict[str, str]]:
    found: dict[int, list[IndicatorValue]] = defaultdict(list)
    for value in IndicatorValue.objects.filter(entry__plan_period=plan_period):
        if value.entry_id in entries:
            found[value.entry_id].append(value)
    return {entry: kept(figures) for entry, figures in found.items()}


def _documents_now(plan_period: PlanPeriod, entries: set[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    standing = Attachment.objects.filter(entry__plan_period=plan_period, removed_at=None).order_by("pk")
    for entry, pk in standing.values_list("entry", "pk"):
        if entry in entries:
            found[entry].append(pk)
    return found


def _inserts_now(plan_period: PlanPeriod, entries: set[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    standing = Insert.objects.filter(entry__plan_period=plan_period, removed_at=None).order_by(
        "position", "pk"
    )
    for entry, pk in standing.values_list("entry", "pk"):
        if entry in entries:
            found[entry].append(pk)
    return found


def _figures(
    plan_period: PlanPeriod, values: Mapping[int, Mapping[str, str]]
) -> dict[int, tuple[FrozenFigure, ...]]:
    """The values with the names that their indicators have now, in the indicators' order."""
    if not any(values.values()):
        return {}
    indicators = list(
        Indicator.objects.filter(activity__plan=plan_period.plan_id).order_by("activity", "position", "pk")
    )
    places = {str(indicator.pk): place for place, indicator in enumerate(indicators)}
    return {
        entry: tuple(
            _figure(indicators[place], figures[str(indicators[place].pk)])
            for place in sorted(places[key] for key in figures if key in places)
        )
        for entry, figures in values.items()
        if figures
    }


def _figure(indicator: Indicator, value: str) -> FrozenFigure:
    return FrozenFigure(
        key=str(indicator.pk),
        name=indicator.name,
        value=plain(Decimal(value)),
        unit=indicator.unit,
        kind=indicator.kind,
        adds_up=indicator.adds_up and indicator.kind != Indicator.Kind.YES_NO,
        target="" if indicator.target is None else plain(indicator.target),
        is_main=indicator.is_main,
    )


def _attachments(
    plan_period: PlanPeriod, documents: Mapping[int, Sequence[int]]
) -> dict[int, tuple[FrozenAttachment, ...]]:
    if not any(documents.values()):
        return {}
    known = {item.pk: item for item in Attachment.objects.filter(entry__plan_period=plan_period)}
    return {
        entry: tuple(_attachment(known[pk]) for pk in ids if pk in known)
        for entry, ids in documents.items()
        if ids
    }


def _inserts(chosen: Mapping[int, Sequence[int]]) -> dict[int, tuple[InsertValue, ...]]:
    """As they were picked, in the order in which they were named."""
    if not any(chosen.values()):
        return {}
    known = Insert.objects.in_bulk({pk for ids in chosen.values() for pk in ids})
    return {
        entry: tuple(known[pk].content for pk in ids if pk in known) for entry, ids in chosen.items() if ids
    }


def _attachment(attachment: Attachment) -> FrozenAttachment:
    """A file is offered under its title: its name in the store is the store's own."""
    if attachment.kind == Attachment.Kind.LINK:
        return FrozenAttachment(title=attachment.title, url=attachment.url)
    ending = PurePath(str(attachment.file.name)).suffix.lower()
    stem = re.sub(r"[/\\]", "-", attachment.title.removesuffix(ending))
    return FrozenAttachment(
        title=attachment.title,
        sha256=attachment.sha256,
        size=attachment.size,
        filename=safe_name(f"{stem}{ending}"),
        content_type=attachment.content_type,
    )


def _row(line: Line, proofs: Proofs, *, with_drafts: bool) -> FrozenRow:
    plan_line = line.plan_line
    text, nothing_reason = _words(line, with_drafts)
    entry = line.entry.pk if line.entry else 0
    inserts = proofs.inserts.get(entry, ())
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
        figures=proofs.figures.get(entry, ()),
        attachments=proofs.attachments.get(entry, ()),
        is_unapproved=line.approved is None and bool(text or nothing_reason or inserts),
        inserts=inserts,
    )


def _words(line: Line, with_drafts: bool) -> tuple[str, str]:
    said = line.approved or (line.entry if with_drafts else None)
    return (said.text, said.nothing_reason) if said else ("", "")


def _is_optional(line: PlanLine, period: ReportingPeriod) -> bool:
    return is_optional(Rule.from_dict(line.deadline_rule) if line.deadline_rule else None, period)


def _is_in_force(act: PlanAct, period: ReportingPeriod) -> bool:
    """An amendment counts from the half-year it names, else from the one it was adopted in."""
    return not act.is_amendment or (act.effective_from or ReportingPeriod.of(act.adopted_on)) <= period


def _act(act: PlanAct) -> FrozenAct:
    return FrozenAct(act.get_kind_display(), act.number, act.adopted_on.isoformat(), act.is_amendment)
