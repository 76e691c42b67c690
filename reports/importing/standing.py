"""What a half-year's report, as far as it has gone, allows an import to do; and the title it is printed under."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.history import Actor, record
from plans import workflow
from plans.changes import Changes
from plans.models import PlanPeriod, ProgressEntry
from reports import publishing
from reports.content import ReportContent
from reports.importing.outcome import ImportOptions, ImportRefused
from reports.models import Publication, Report
from reports.readers.titles import title_for


def ready_for(
    plan_period: PlanPeriod, entries: Sequence[ProgressEntry], options: ImportOptions, *, by: Actor
) -> None:
    """See to it that a file that changes the half-year may, and open its `entries` where its report is published.

    A report that has gone on changes by a published correction only. Raises ImportRefused.
    """
    report = Report.objects.filter(plan_period=plan_period).first()
    is_published = report is not None and report.publications.exists()
    if plan_period.locked_at is None and not is_published:
        return
    name = f"Отчет за {plan_period.period.title}"
    if report is None or not is_published or report.state in (Report.State.SUBMITTED, Report.State.APPROVED):
        raise ImportRefused(f"{name} уже передан на утверждение. Верните его в работу и повторите загрузку.")
    if not options.publish:
        raise ImportRefused(
            f"{name} опубликован, а файл от него отличается. Запишите файл сразу как опубликованный отчет, с "
            "причиной исправления."
        )
    if not options.reason.strip():
        raise ImportRefused(
            f"{name} опубликован, а файл от него отличается. Укажите причину исправления: она будет видна на "
            "странице отчета."
        )
    if report.state == Report.State.PUBLISHED:
        publishing.correct(report, entries=entries, reason=options.reason, by=by, tells_officers=False)
    else:  # a correction is under way: its other entries are opened too
        closed = [
            entry for entry in entries if entry.is_closed or entry.state == ProgressEntry.State.APPROVED
        ]
        workflow.reopen(closed, plan_period=plan_period, by=by, comment=options.reason)
    plan_period.refresh_from_db()
    states = dict(plan_period.entries.values_list("pk", "state"))
    for entry in entries:
        entry.state = states[entry.pk]


def take_title(plan_period: PlanPeriod, pattern: str, *, by: Actor, changes: Changes) -> None:
    """Have the half-year's report printed under the file's title (`pattern`: with a place for the half-year).

    The plan follows the title of its newest report; the reports before keep theirs by name.
    """
    plan = plan_period.plan
    if plan.title_pattern != pattern and not plan.periods.filter(period__gt=plan_period.period).exists():
        for past in plan.periods.filter(period__lt=plan_period.period):
            _name(past, title_for(plan.title_pattern, past.period), changes, is_own=False)
        changes.updated(plan, {"title_pattern": plan.title_pattern})
        record(
            plan.municipality,
            by=by,
            action="plan_title_changed",
            about=plan,
            before={"title_pattern": plan.title_pattern},
            after={"title_pattern": pattern},
        )
        plan.title_pattern = pattern
        plan.save(update_fields=["title_pattern"])
    printed = title_for(pattern, plan_period.period)
    usual = title_for(plan.title_pattern, plan_period.period)
    if _name(plan_period, "" if printed == usual else printed, changes, is_own=True):
        record(plan.municipality, by=by, action="report_titled", about=plan_period, after={"title": printed})


def _name(plan_period: PlanPeriod, title: str, changes: Changes, *, is_own: bool) -> bool:
    """Set the title of a half-year's report where it differs; unless its own file says it, only where it has none."""
    report = Report.objects.filter(plan_period=plan_period).first()
    if report is None and title:
        changes.created([Report.objects.create(plan_period=plan_period, title=title)])
        return True
    if report is None or report.title == title or (report.title and not is_own):
        return False
    changes.updated(report, {"title": report.title})
    report.title = title
    report.save(update_fields=["title"])
    return True


def published_so(plan_period: PlanPeriod) -> Publication | None:
    """The newest version, where it stands under the title that the report has now."""
    report = Report.objects.filter(plan_period=plan_period, state=Report.State.PUBLISHED).first()
    newest = report.publications.order_by("-version").first() if report else None
    if report is None or newest is None or newest.withdrawn_at:
        return None
    title = report.title or title_for(plan_period.plan.title_pattern, plan_period.period)
    return newest if ReportContent.from_text(newest.content).title == title else None
