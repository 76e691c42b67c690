"""Who is told when a report moves: administrators what waits for them, coordinators what became of their work."""

from __future__ import annotations

from django.utils import timezone

from accounts.history import Actor
from accounts.models import Membership, User
from plans import notices
from reports.models import Publication, Report

Role = Membership.Role


def waits_for_approval(report: Report, *, by: Actor) -> None:
    notices.report_waits(
        report.plan_period,
        users=_holders(report, Role.ADMINISTRATOR, by),
        key=_key(report, "submitted"),
        title=f"{report} ждет утверждения",
        text="Все сведения собраны. Посмотрите проект и утвердите его или верните с замечанием.",
    )


def returned(report: Report, *, comment: str, by: Actor) -> None:
    notices.report_returned(
        report.plan_period,
        users=_holders(report, Role.COORDINATOR, by),
        key=_key(report, "returned"),
        title=f"{report} возвращен",
        text=comment,
    )


def approved(report: Report, *, by: Actor) -> None:
    notices.report_waits(
        report.plan_period,
        users=_holders(report, Role.COORDINATOR, by),
        key=_key(report, "approved"),
        title=f"{report} утвержден",
        text="Его осталось опубликовать: это сделает администратор.",
    )


def published(publication: Publication, *, by: Actor) -> None:
    report = publication.report
    notices.report_waits(
        report.plan_period,
        users=_holders(report, Role.COORDINATOR, by),
        key=f"report-published:{publication.pk}",
        title=f"{report} опубликован, версия {publication.version}",
        text=publication.reason,
    )


def _holders(report: Report, role: Role, by: Actor) -> list[User]:
    """Who holds the role and can sign in; whoever did it knows already."""
    memberships = Membership.objects.filter(
        municipality=report.plan_period.plan.municipality_id, role=role, user__is_active=True
    ).select_related("user")
    return [membership.user for membership in memberships if membership.user != by.user]


def _key(report: Report, what: str) -> str:
    """A report may go the same way twice, each time an occasion of its own."""
    return f"report-{what}:{report.pk}:{timezone.now().isoformat()}"
