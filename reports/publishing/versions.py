"""Publishing a report's next version, as approved or as a file of the past stands, and withdrawing one.

Publishing locks the municipality first: its publications form one chain.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.history import Actor, record
from accounts.permissions import Deed
from plans import workflow
from plans.models import PlanPeriod, ProgressEntry
from reports import freezing, renderers
from reports.content import ReportContent, sha256_of
from reports.errors import EntriesMissing, ReasonNeeded, WrongState
from reports.jobs import enqueue_renders
from reports.models import Publication, Report
from reports.publishing import news
from reports.publishing.corrections import end_correction, is_correction
from reports.publishing.moves import (
    Approval,
    State,
    allows,
    begin,
    lock,
    lock_chain,
    move_on,
    report_for,
    sign,
)


class Published(NamedTuple):
    """``created`` is False where the newest version already says the same."""

    publication: Publication
    created: bool


@transaction.atomic
def publish(report: Report, *, by: Actor, reason: str = "") -> Publication:
    """Freeze the approved report as its next version. A second version needs a reason, its own or the correction's."""
    lock_chain(report.plan_period.plan.municipality)
    report = begin(report, "publish", by)
    publication = _freeze(report, by, reason.strip() or report.correction_reason)
    move_on(
        report,
        "publish",
        by,
        after={"version": publication.version, "sha256": publication.sha256},
        comment=publication.reason,
    )
    end_correction(report)
    news.published(publication, by=by)
    return publication


@transaction.atomic
def publish_imported(
    plan_period: PlanPeriod, *, by: Actor, reason: str, approval: Approval, confirmed_gaps: Collection[str]
) -> Published:
    """Publish as it stands a half-year that a file brought in and nobody has worked on in the portal since.

    Raises WrongState for any other: what people wrote goes the whole road.
    """
    lock_chain(plan_period.plan.municipality)
    report = begin(report_for(plan_period), "publish_as_it_stands", by)
    workflow.lock_entries(report.plan_period)
    if not is_from_file(report):
        raise WrongState(
            "Над этим отчетом уже работают в портале: он публикуется после передачи на утверждение и утверждения."
        )
    published = publish_as_it_stands(
        plan_period, by=by, reason=reason, approval=approval, confirmed_gaps=confirmed_gaps
    )
    if published.created:
        news.published(published.publication, by=by)
    return published


def is_from_file(report: Report) -> bool:
    """Whether a file brought the half-year in, and nobody has written in the portal or moved the report since."""
    if is_correction(report) or report.state in (State.SUBMITTED, State.APPROVED):
        return False
    Origin = ProgressEntry.Origin  # noqa: N806 - a short name for a class
    entries = report.plan_period.entries
    touched = Q(revision__gt=0) | ~Q(state=ProgressEntry.State.EMPTY)
    return (
        entries.filter(origin=Origin.IMPORT).exclude(text="", nothing_reason="").exists()
        and not entries.filter(touched, origin=Origin.PORTAL).exists()
    )


@transaction.atomic
def publish_as_it_stands(
    plan_period: PlanPeriod,
    *,
    by: Actor,
    reason: str = "",
    approval: Approval | None = None,
    confirmed_gaps: Collection[str] | None = None,
    agreed: Collection[int] = (),
) -> Published:
    """Publish a report of the past, whole: filled entries approved as imported, blank ones confirmed as gaps.

    Where the newest version already says the same, it is answered and nothing new is made. Changed content needs a
    reason, and so does bringing back what was withdrawn. Without an ``approval`` the report keeps the one it has.
    ``confirmed_gaps``: the numbers that the person has read and confirmed (None: a file of the past, as it is); raises
    EntriesMissing where others are missing by now. Texts of officials that nobody has reviewed are refused with
    WrongState, but for those that the file of the past says itself (``agreed``: ids of entries).
    """
    lock_chain(plan_period.plan.municipality)
    report = begin(report_for(plan_period), "publish_as_it_stands", by)
    _refuse_unreviewed(report.plan_period, agreed)
    workflow.approve_filled(report.plan_period, by=by)
    workflow.lock_period(report.plan_period, by=by)
    missing = [line for line in freezing.lines_of(report.plan_period) if line.is_missing]
    numbers = [line.plan_line.number for line in missing]
    if confirmed_gaps is not None and not set(numbers) <= set(confirmed_gaps):
        raise EntriesMissing(
            "Пропуски изменились, пока страница была открыта. Посмотрите их еще раз.", numbers
        )
    report.confirmed_gaps.set([line.entry for line in missing if line.entry])
    if approval and approval != _approval_of(report):
        sign(report, None, by, approval)
    newest = report.publications.order_by("-version").first()
    if newest and newest.withdrawn_at is None and _says_the_same(newest, report):
        publication = newest
    else:
        publication = _freeze(report, by, reason.strip() or report.correction_reason)
    created = publication is not newest
    if created or report.state != State.PUBLISHED:
        move_on(
            report,
            "publish_as_it_stands",
            by,
            after={"version": publication.version, "sha256": publication.sha256},
            comment=publication.reason if created else "",
        )
    end_correction(report)
    return Published(publication, created)


@transaction.atomic
def withdraw(publication: Publication, *, by: Actor, reason: str) -> Publication:
    """Hide a version that must go; a notice with the reason takes its address, its hash stays in the chain."""
    report = lock(publication.report)
    if not allows(by, Deed.PUBLISH, report):
        raise PermissionDenied
    publication = Publication.objects.select_for_update(no_key=True).get(pk=publication.pk)
    if publication.withdrawn_at is not None:
        raise WrongState("Эта версия отчета уже отозвана.")
    if not reason.strip():
        raise ReasonNeeded("Напишите причину отзыва: ее увидят все, кто откроет адрес этой версии.")
    publication.withdrawn_at, publication.withdrawn_reason = timezone.now(), reason.strip()
    publication.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    record(
        report.plan_period.plan.municipality,
        by=by,
        action="publication_withdrawn",
        about=publication,
        after={"version": publication.version, "sha256": publication.sha256},
        comment=publication.withdrawn_reason,
    )
    return publication


def preview(plan_period: PlanPeriod, *, approval: Approval | None = None) -> ReportContent:
    """The whole report as it would be now, drafts included; its version is 0: a draft of the report. Writes nothing."""
    report = Report.objects.filter(plan_period=plan_period).first() or Report()
    report.plan_period = plan_period
    if approval:
        report.signatory_name = approval.signatory_name
        report.signatory_position = approval.signatory_position
        report.approved_on = approval.approved_on
    return freezing.build(report, version=0, with_drafts=True)


def _refuse_unreviewed(plan_period: PlanPeriod, agreed: Collection[int]) -> None:
    """What officials wrote in the portal is published after its review, never around it."""
    State = ProgressEntry.State  # noqa: N806 - a short name for a class
    written = plan_period.entries.filter(
        origin=ProgressEntry.Origin.PORTAL, state__in=[State.DRAFT, State.SUBMITTED, State.RETURNED]
    )
    unreviewed = written.exclude(pk__in=agreed).count()
    if unreviewed:
        raise WrongState(
            f"В портале есть непроверенные тексты: {unreviewed}. Проверьте и утвердите их, потом передайте отчет на "
            "утверждение."
        )


def _approval_of(report: Report) -> Approval:
    return Approval(report.signatory_name, report.signatory_position, report.approved_on)


def _says_the_same(newest: Publication, report: Report) -> bool:
    """Whether a new version would differ from the newest in nothing but the marks of its own making, and the names that
    the settings have now: a report of the past does not change because a district was renamed."""
    old = ReportContent.from_text(newest.content)
    new = freezing.build(report, version=old.version, reason=old.reason, previous_sha256=old.previous_sha256)
    return old == replace(
        new, published_at=old.published_at, municipality=old.municipality, prepared_by=old.prepared_by
    )


def _freeze(report: Report, by: Actor, reason: str) -> Publication:
    """The next version of the report and link of the municipality's chain, with a job for each of its files."""
    municipality = report.plan_period.plan.municipality
    newest = report.publications.order_by("-version").first()
    last = municipality.publications.order_by("-sequence").first()
    version = newest.version + 1 if newest else 1
    if newest and not reason:
        stands = "отозвана" if newest.withdrawn_at else "уже опубликована"
        raise ReasonNeeded(
            f"Версия {newest.version} этого отчета {stands}. Чтобы опубликовать следующую, напишите, чем она вызвана."
        )
    now = timezone.now().replace(microsecond=0)
    content = freezing.build(
        report,
        version=version,
        reason=reason if newest else "",
        published_at=now,
        previous_sha256=last.sha256 if last else "",
    )
    text = content.to_text()
    publication = Publication(
        report=report,
        municipality=municipality,
        sequence=last.sequence + 1 if last else 1,
        version=version,
        content=text,
        sha256=sha256_of(text),
        previous_sha256=content.previous_sha256,
        reportable=sum(row.is_reportable for row in content.rows),
        filled=sum(row.is_reportable and row.is_filled for row in content.rows),
        reason=content.reason,
        published_at=now,
        published_by=by.user,
    )
    publication.full_clean(exclude=["report", "municipality", "published_by"])
    publication.save()
    enqueue_renders(publication, renderers.FORMATS)
    return publication
