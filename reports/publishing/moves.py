"""The table of a report's moves, and the lock, the check of the person and the history that every move takes.

collecting → submitted → approved → published; an administrator may bring it back to collecting, as a return or as the
correction of what is published. Every step locks the report, checks the person, then the state, writes, adds the
history row and leaves what follows to `on_commit`, all in one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied

from accounts.history import Actor, record
from accounts.models import Municipality
from accounts.permissions import Deed, may
from plans.models import PlanPeriod
from reports.errors import WrongState
from reports.models import Report

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
    "widen_correction": Move(Deed.PUBLISH, frozenset({State.COLLECTING}), State.COLLECTING),
    "cancel_correction": Move(Deed.PUBLISH, frozenset({State.COLLECTING}), State.PUBLISHED),
}


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved the report and when, as printed in it."""

    signatory_name: str
    signatory_position: str
    approved_on: date | None


def report_for(plan_period: PlanPeriod) -> Report:
    """The report of a plan's half-year, begun if there is none yet."""
    report, _ = Report.objects.get_or_create(plan_period=plan_period)
    report.plan_period = plan_period
    return report


def lock_chain(municipality: Municipality) -> None:
    """Before any other lock, so that two publications of one municipality wait for each other in one order."""
    Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)


def lock(report: Report) -> Report:
    return (
        Report.objects.select_for_update(of=("self",), no_key=True)
        .select_related("plan_period__plan__municipality")
        .get(pk=report.pk)
    )


def allows(by: Actor, deed: Deed, report: Report) -> bool:
    """A command has no user: whoever runs it holds the server already."""
    return by.user is None or may(by.user, deed, report.plan_period.plan.municipality)


def begin(report: Report, move: str, by: Actor) -> Report:
    """The report, locked, once the person and then the state are found right."""
    report = lock(report)
    if not allows(by, MOVES[move].deed, report):
        raise PermissionDenied
    if report.state not in MOVES[move].sources:
        raise WrongState(
            f"Отчет в состоянии «{report.get_state_display()}». Обновите страницу и посмотрите, что изменилось."
        )
    return report


def move_on(
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


def sign(report: Report, move: str | None, by: Actor, approval: Approval) -> Report:
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
        return move_on(report, move, by, fields=fields, after=after)
    report.full_clean(exclude=["plan_period"])
    report.save(update_fields=fields)
    record(report.plan_period.plan.municipality, by=by, action="report_signed", about=report, after=after)
    return report
