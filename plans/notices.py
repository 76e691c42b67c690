"""The one place that tells people: each occasion once per person, in the inbox and by letter as they chose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from accounts.history import Actor
from accounts.models import Municipality, User
from plans.models import Notice, PlanPeriod, ProgressEntry

Kind = Notice.Kind


def tell(
    users: Iterable[User],
    *,
    municipality: Municipality,
    kind: Notice.Kind,
    key: str,
    title: str,
    text: str = "",
    entry: ProgressEntry | None = None,
    plan_period: PlanPeriod | None = None,
) -> None:
    """Tell each person once: a second notice with the same key is dropped. Call inside the transaction of the deed."""
    Notice.objects.bulk_create(
        [
            Notice(
                user=user,
                municipality=municipality,
                kind=kind,
                key=key,
                title=title[:300],
                text=text,
                entry=entry,
                plan_period=plan_period,
            )
            for user in users
        ],
        ignore_conflicts=True,
    )


def period_opened(plan_period: PlanPeriod) -> None:
    """Tell everybody who has something to report in the half-year."""


def collection_moved(plan_period: PlanPeriod) -> None:
    """Tell them the new day."""


def returned(entry: ProgressEntry, *, comment: str, by: Actor) -> None:
    """Tell the entry's officers what to mend."""


def reminded(plan_period: PlanPeriod, entries: Sequence[ProgressEntry], *, by: Actor) -> None:
    """Tell the officers of late entries, each person once for all of theirs."""


def report_waits(plan_period: PlanPeriod, *, users: Iterable[User], key: str, title: str, text: str = "") -> None:
    """Tell that the half-year's report has gone a step on: it waits for somebody, or is out."""
    _report(Kind.REPORT_WAITS, plan_period, users=users, key=key, title=title, text=text)


def report_returned(
    plan_period: PlanPeriod, *, users: Iterable[User], key: str, title: str, text: str = ""
) -> None:
    """Tell that the half-year's report came back, and why."""
    _report(Kind.REPORT_RETURNED, plan_period, users=users, key=key, title=title, text=text)


def _report(
    kind: Notice.Kind, plan_period: PlanPeriod, *, users: Iterable[User], key: str, title: str, text: str
) -> None:
    tell(
        users,
        municipality=plan_period.plan.municipality,
        kind=kind,
        key=key,
        title=title,
        text=text,
        plan_period=plan_period,
    )
