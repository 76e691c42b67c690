"""The one place where a report's state changes, and where its versions are published and withdrawn.

collecting → submitted → approved → published; an administrator may bring it back to collecting, as a return or as the
correction of what is published. Every step locks the report, checks the person, then the state, writes, adds the
history row and leaves what follows to `on_commit`, all in one transaction. Publishing locks the municipality first:
its publications form one chain.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.history import Actor, record
from accounts.models import Municipality
from accounts.permissions import Deed, may
from plans import workflow
from plans.models import PlanPeriod, ProgressEntry
from reports import freezing, renderers
from reports.content import ReportContent, sha256_of
from reports.errors import EntriesMissing, ReasonNeeded, ReportError, WrongState
from reports.jobs import enqueue_renders
from reports.models import Publication, Report

State = Report.State


@dataclass(frozen=True, slots=True)
class Move:
    """A step of the table: who may take it, from which states, to which."""

    deed: Deed
    sources: frozenset[str]
    target: str


MOVES: dict[str, Move] = {
    "send_on": Move(Deed.SEND_ON, frozenset({State.COLLECTING}), State.SUBMITTED),
    "approve": Move(Deed.APPROVE, frozenset({State.SUBMITTED}), State.APPROVED),
    "return_to_collecting": Move(
        Deed.APPROVE, frozenset({State.SUBMITTED, State.APPROVED}), State.COLLECTING
    ),
    "publish": Move(Deed.PUBLISH, frozenset({State.APPROVED}), State.PUBLISHED),
    "publish_as_it_stands": Move(Deed.PUBLISH, frozenset(State.values), State.PUBLISHED),
    "correct": Move(Deed.PUBLISH, frozenset({State.PUBLISHED}), State.COLLECTING),
}


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved the report and when, as printed in it."""

    signatory_name: str
    signatory_position: str
    approved_on: date | None


class Published(NamedTuple):
    """``created`` is False where the newest version already says the same."""

    publication: Publication
    created: bool


def report_for(plan_period: PlanPeriod) -> Report:
    """The report of a plan's half-year, begun if there is none yet."""
    report, _ = Report.objects.get_or_create(plan_period=plan_period)
    report.plan_period = plan_period
    return report


@transaction.atomic
def send_on(report: Report, *, by: Actor, confirmed_gaps: Collection[ProgressEntry] = ()) -> Report:
    """Hand the report over for approval; nothing in it changes from then on.

    Every activity must have its approved text, or be among ``confirmed_gaps``, which only an administrator may
    confirm. Raises EntriesMissing with the numbers of the rest.
    """
    report = _begin(report, "send_on", by)
    if confirmed_gaps and not _may(by, Deed.APPROVE, report):
        raise PermissionDenied
    confirmed = {entry.pk for entry in confirmed_gaps}
    missing = [line for line in freezing.lines_of(report.plan_period) if line.is_missing]
    unconfirmed = [
        line.plan_line.number for line in missing if line.entry is None or line.entry.pk not in confirmed
    ]
    if unconfirmed:
        raise EntriesMissing(
            f"Нет утвержденных сведений по мероприятиям: {', '.join(unconfirmed)}. Соберите их, или пусть "
            "администратор подтвердит каждый пропуск.",
            unconfirmed,
        )
    report.confirmed_gaps.set([line.entry for line in missing if line.entry])
    workflow.lock_period(report.plan_period, by=by)
    report.submitted_at = timezone.now()
    gaps = [line.plan_line.number for line in missing]
    return _move(report, "send_on", by, fields=["submitted_at"], after={"gaps": gaps} if gaps else {})


@transaction.atomic
def approve(
    report: Report, *, by: Actor, signatory_name: str, signatory_position: str, approved_on: date
) -> Report:
    """Approve the report in the name of the person who signs it."""
    report = _begin(report, "approve", by)
    return _sign(
        report, "approve", by, Approval(signatory_name.strip(), signatory_position.strip(), approved_on)
    )


@transaction.atomic
def return_to_collecting(report: Report, *, by: Actor, comment: str) -> Report:
    """Bring a report that is not yet published back to its authors."""
    report = _begin(report, "return_to_collecting", by)
    if not comment.strip():
        raise ReasonNeeded("Напишите, почему отчет возвращается: это увидят те, кто его готовит.")
    workflow.unlock_period(report.plan_period, by=by, comment=comment)
    return _move(report, "return_to_collecting", by, comment=comment)


@transaction.atomic
def correct(report: Report, *, by: Actor, entries: Sequence[ProgressEntry], reason: str) -> Report:
    """Open the named entries of a published report again; the published version stays public until the next one."""
    report = _begin(report, "correct", by)
    if not reason.strip():
        raise ReasonNeeded("Напишите причину исправления: она будет напечатана в новой версии отчета.")
    if any(entry.plan_period_id != report.plan_period_id for entry in entries):
        raise ReportError("Исправить можно только мероприятия этого отчета.")
    workflow.unlock_period(report.plan_period, by=by, comment=reason)
    workflow.reopen(entries, plan_period=report.plan_period, by=by, comment=reason)
    report.writable_entries.set(entries)
    report.correction_reason = reason.strip()
    return _move(report, "correct", by, fields=["correction_reason"], comment=reason)


@transaction.atomic
def publish(report: Report, *, by: Actor, reason: str = "") -> Publication:
    """Freeze the approved report as its next version. A second version needs a reason, its own or the correction's."""
    _lock_chain(report.plan_period.plan.municipality)
    report = _begin(report, "publish", by)
    publication = _freeze(report, by, reason.strip() or report.correction_reason)
    _move(
        report,
        "publish",
        by,
        after={"version": publication.version, "sha256": publication.sha256},
        comment=publication.reason,
    )
    _end_correction(report)
    return publication


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
    _lock_chain(plan_period.plan.municipality)
    report = _begin(report_for(plan_period), "publish_as_it_stands", by)
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
        _sign(report, None, by, approval)
    newest = report.publications.order_by("-version").first()
    if newest and newest.withdrawn_at is None and _says_the_same(newest, report):
        publication = newest
    else:
        publication = _freeze(report, by, reason.strip() or report.correction_reason)
    created = publication is not newest
    if created or report.state != State.PUBLISHED:
        _move(
            report,
            "publish_as_it_stands",
            by,
            after={"version": publication.version, "sha256": publication.sha256},
            comment=publication.reason if created else "",
        )
    _end_correction(report)
    return Published(publication, created)


@transaction.atomic
def withdraw(publication: Publication, *, by: Actor, reason: str) -> Publication:
    """Hide a version that must go; a notice with the reason takes its address, its hash stays in the chain."""
    report = _lock(publication.report)
    if not _may(by, Deed.PUBLISH, report):
        raise PermissionDenied
    publication = Publication.objects.select_for_update().get(pk=publication.pk)
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
    """What `publish_as_it_stands` would publish now, drafts included; writes nothing."""
    report = Report.objects.filter(plan_period=plan_period).first() or Report()
    report.plan_period = plan_period
    if approval:
        report.signatory_name = approval.signatory_name
        report.signatory_position = approval.signatory_position
        report.approved_on = approval.approved_on
    version = report.publications.count() + 1 if report.pk else 1
    return freezing.build(report, version=version, with_drafts=True)


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


def _lock_chain(municipality: Municipality) -> None:
    """Before any other lock, so that two publications of one municipality wait for each other in one order."""
    Municipality.objects.select_for_update().get(pk=municipality.pk)


def _lock(report: Report) -> Report:
    return (
        Report.objects.select_for_update(of=("self",))
        .select_related("plan_period__plan__municipality")
        .get(pk=report.pk)
    )


def _may(by: Actor, deed: Deed, report: Report) -> bool:
    """A command has no user: whoever runs it holds the server already."""
    return by.user is None or may(by.user, deed, report.plan_period.plan.municipality)


def _begin(report: Report, move: str, by: Actor) -> Report:
    """The report, locked, once the person and then the state are found right."""
    report = _lock(report)
    if not _may(by, MOVES[move].deed, report):
        raise PermissionDenied
    if report.state not in MOVES[move].sources:
        raise WrongState(
            f"Отчет в состоянии «{report.get_state_display()}». Обновите страницу и посмотрите, что изменилось."
        )
    return report


def _move(
    report: Report,
    move: str,
    by: Actor,
    *,
    fields: Sequence[str] = (),
    after: dict[str, object] | None = None,
    comment: str = "",
) -> Report:
    before, report.state = report.state, MOVES[move].target
    report.full_clean(exclude=["plan_period"])
    report.save(update_fields=["state", *fields])
    record(
        report.plan_period.plan.municipality,
        by=by,
        action=f"report_{move}",
        about=report,
        before={"state": before},
        after={"state": report.state, **(after or {})},
        comment=comment,
    )
    return report


def _approval_of(report: Report) -> Approval:
    return Approval(report.signatory_name, report.signatory_position, report.approved_on)


def _sign(report: Report, move: str | None, by: Actor, approval: Approval) -> Report:
    """Set who approved and when; without a ``move`` only that."""
    report.signatory_name = approval.signatory_name
    report.signatory_position = approval.signatory_position
    report.approved_on = approval.approved_on
    fields = ["signatory_name", "signatory_position", "approved_on"]
    after: dict[str, object] = {
        "signatory_name": approval.signatory_name,
        "signatory_position": approval.signatory_position,
        "approved_on": approval.approved_on.isoformat() if approval.approved_on else "",
    }
    if move:
        return _move(report, move, by, fields=fields, after=after)
    report.full_clean(exclude=["plan_period"])
    report.save(update_fields=fields)
    record(report.plan_period.plan.municipality, by=by, action="report_signed", about=report, after=after)
    return report


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


def _end_correction(report: Report) -> None:
    workflow.end_correction(report.plan_period)
    report.writable_entries.clear()
    if report.correction_reason:
        report.correction_reason = ""
        report.save(update_fields=["correction_reason"])
