"""A report's road from collecting to approval, and back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.history import Actor
from accounts.permissions import Deed
from accounts.wording import date_words
from plans import workflow
from plans.models import ProgressEntry
from plans.periods import ReportingPeriod
from reports import freezing
from reports.errors import EntriesMissing, ReasonNeeded
from reports.models import Report
from reports.publishing import news
from reports.publishing.moves import Approval, allows, begin, move_on, sign

# A signature may be dated a few days ahead: the paper goes round before its day.
DAYS_AHEAD = 7


@transaction.atomic
def send_on(report: Report, *, by: Actor, confirmed_gaps: Collection[ProgressEntry] = ()) -> Report:
    """Hand the report over for approval; nothing in it changes from then on.

    Every activity must have its approved text, or be among ``confirmed_gaps``, which only an administrator may
    confirm; a gap that a correction leaves alone stays confirmed. Raises EntriesMissing with the numbers of the rest.
    """
    report = begin(report, "send_on", by)
    if confirmed_gaps and not allows(by, Deed.APPROVE, report):
        raise PermissionDenied
    workflow.hold(report.plan_period)
    confirmed = {entry.pk for entry in confirmed_gaps}
    missing = [line for line in freezing.lines_of(report.plan_period) if line.is_missing]
    unconfirmed = [
        line.plan_line.number
        for line in missing
        if line.entry is None or not (line.entry.pk in confirmed or line.entry.is_closed)
    ]
    if unconfirmed:
        may_confirm = allows(by, Deed.APPROVE, report)
        way = "подтвердите каждый пропуск" if may_confirm else "пусть администратор подтвердит каждый пропуск"
        raise EntriesMissing(
            f"Нет утверждённых сведений по мероприятиям: {', '.join(unconfirmed)}. Соберите их, или {way}.",
            unconfirmed,
        )
    report.confirmed_gaps.set([line.entry for line in missing if line.entry])
    workflow.lock_period(report.plan_period, by=by)
    report.submitted_at = timezone.now()
    gaps = [line.plan_line.number for line in missing]
    move_on(report, "send_on", by, fields=["submitted_at"], after={"gaps": gaps} if gaps else {})
    news.waits_for_approval(report, by=by)
    return report


@transaction.atomic
def approve(
    report: Report,
    *,
    by: Actor,
    signatory_name: str,
    signatory_position: str,
    approved_on: date,
    on: date | None = None,
) -> Report:
    """Approve the report in the name of the person who signs it. ``on``: today.

    Raises ValidationError by field for a day that no signature can have.
    """
    report = begin(report, "approve", by)
    check_day(approved_on, report.plan_period.period, on=on or timezone.localdate())
    approval = Approval(signatory_name.strip(), signatory_position.strip(), approved_on)
    sign(report, "approve", by, approval)
    news.approved(report, by=by)
    return report


@transaction.atomic
def return_to_collecting(report: Report, *, by: Actor, comment: str) -> Report:
    """Bring a report that is not yet published back to its authors."""
    report = begin(report, "return_to_collecting", by)
    if not comment.strip():
        raise ReasonNeeded("Напишите, почему отчёт возвращается: это увидят те, кто его готовит.")
    workflow.unlock_period(report.plan_period, by=by, comment=comment)
    move_on(report, "return_to_collecting", by, comment=comment.strip())
    news.returned(report, comment=comment.strip(), by=by)
    return report


def check_day(day: date, period: ReportingPeriod, *, on: date) -> None:
    """Raise ValidationError for a day of approval before the half-year begins or far ahead of ``on`` (today)."""
    if day < period.starts_on:
        error = f"{date_words(day)} {period.title} ещё не началось. Проверьте год и месяц."
    elif day > on + timedelta(days=DAYS_AHEAD):
        latest = date_words(on + timedelta(days=DAYS_AHEAD))
        error = f"{date_words(day)} ещё далеко. Укажите день не позже {latest}: проверьте год и месяц."
    else:
        return
    raise ValidationError({"approved_on": error})
