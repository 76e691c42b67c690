"""The correction of a published report: named entries are opened again while the published version stays public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from accounts.history import Actor
from accounts.models import HistoryEvent
from plans import notices, workflow
from plans.models import ProgressEntry
from reports import freezing
from reports.content import FrozenRow, ReportContent
from reports.errors import ReasonNeeded, ReportError, WrongState
from reports.models import Report
from reports.publishing.moves import begin, move_on


def is_correction(report: Report) -> bool:
    """Whether a published report is being corrected; true until its next version is out."""
    return bool(report.correction_reason)


@transaction.atomic
def correct(
    report: Report, *, by: Actor, entries: Sequence[ProgressEntry], reason: str, tells_officers: bool = True
) -> Report:
    """Open the named entries of a published report again; the published version stays public until the next one.

    None is named where only the approval itself is to be corrected. ``tells_officers``: no where a file says what they
    would have to write.
    """
    report = begin(report, "correct", by)
    reason = reason.strip()
    if not reason:
        raise ReasonNeeded("Напишите причину исправления: она будет напечатана в новой версии отчета.")
    _check_own(report, entries)
    workflow.unlock_period(report.plan_period, by=by, comment=reason)
    _open(report, entries, by=by, comment=reason, tells_officers=tells_officers)
    report.writable_entries.set(entries)
    report.correction_reason = reason
    return move_on(
        report,
        "correct",
        by,
        fields=["correction_reason"],
        after={"entries": _numbers(report, entries)},
        comment=reason,
    )


@transaction.atomic
def add_to_correction(report: Report, *, by: Actor, entries: Sequence[ProgressEntry], comment: str) -> Report:
    """Open further entries of a report that is being corrected. Raises WrongState where all of them are open."""
    report = _begin(report, "widen_correction", by)
    comment = comment.strip()
    if not comment:
        raise ReasonNeeded("Напишите, что исправить: это увидят исполнители.")
    _check_own(report, entries)
    closed = list(report.plan_period.entries.filter(pk__in=[entry.pk for entry in entries], is_closed=True))
    if not closed:
        raise WrongState("Эти мероприятия уже открыты для исправления.")
    _open(report, closed, by=by, comment=comment, tells_officers=True)
    report.writable_entries.add(*closed)
    return move_on(
        report, "widen_correction", by, after={"entries": _numbers(report, closed)}, comment=comment
    )


@transaction.atomic
def cancel_correction(report: Report, *, by: Actor) -> Report:
    """End a correction that has changed nothing: the report is published again, as it was, and its entries approved.

    Raises WrongState, naming them, where entries say something else by now: publish that, or write the old words back.
    """
    report = _begin(report, "cancel_correction", by)
    plan_period = report.plan_period
    begun = HistoryEvent.objects.filter(
        object_type=report._meta.label_lower, object_id=report.pk, action="report_correct"
    ).latest("at", "pk")
    opened = list(report.writable_entries.all())
    changed = workflow.restore(plan_period, opened, since=begun.at, by=by)
    changed |= _published_otherwise(report, opened)
    if changed:
        numbers = _numbers(report, [entry for entry in opened if entry.pk in changed])
        raise WrongState(
            f"Исправление уже что-то изменило: {', '.join(numbers)}. Опубликуйте его новой версией или верните там "
            "прежние сведения."
        )
    end_correction(report)
    workflow.lock_period(plan_period, by=by)
    return move_on(report, "cancel_correction", by)


def end_correction(report: Report) -> None:
    """Called when the next version is out, or none is to come."""
    workflow.end_correction(report.plan_period)
    report.writable_entries.clear()
    if report.correction_reason:
        report.correction_reason = ""
        report.save(update_fields=["correction_reason"])


def _begin(report: Report, move: str, by: Actor) -> Report:
    report = begin(report, move, by)
    if not is_correction(report):
        raise WrongState("Этот отчет сейчас не исправляется. Обновите страницу и посмотрите, что изменилось.")
    return report


def _check_own(report: Report, entries: Sequence[ProgressEntry]) -> None:
    if any(entry.plan_period_id != report.plan_period_id for entry in entries):
        raise ReportError("Исправить можно только мероприятия этого отчета.")


def _open(
    report: Report, entries: Sequence[ProgressEntry], *, by: Actor, comment: str, tells_officers: bool
) -> None:
    workflow.reopen(entries, plan_period=report.plan_period, by=by, comment=comment)
    if tells_officers:
        notices.returned(entries, comment=comment, by=by)


def _numbers(report: Report, entries: Sequence[ProgressEntry]) -> list[str]:
    """The printed numbers of entries, in the plan's order."""
    lines = report.plan_period.lines.filter(entry__in=entries).order_by("place")
    return list(lines.values_list("number", flat=True))


def _published_otherwise(report: Report, entries: Sequence[ProgressEntry]) -> set[int]:
    """Those of the entries that the next version would tell otherwise than the newest one does."""
    newest = report.publications.order_by("-version").first()
    if newest is None:
        return set()
    content = ReportContent.from_text(newest.content)
    now = freezing.build(report, version=newest.version)
    was = {row.key: row for row in content.rows}
    keys = {str(entry.activity_id): entry.pk for entry in entries}
    return {
        keys[row.key]
        for row in now.rows
        if row.key in keys and row.key in was and not _tells_the_same(was[row.key], row)
    }


def _tells_the_same(was: FrozenRow, now: FrozenRow) -> bool:
    """Whether what was done is told alike; how the plan words the row is no matter of the entry."""
    return was == replace(
        now,
        kind=was.kind,
        number=was.number,
        level=was.level,
        text=was.text,
        officers=was.officers,
        deadline=was.deadline,
        is_optional=was.is_optional,
    )
