"""Plain functions that make what tests need, with made-up names and defaults that a test overrides by keyword."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from accounts.history import COMMAND, Actor
from accounts.models import Membership, Municipality, User
from plans import standing
from plans.models import (
    Activity,
    ActivityRevision,
    Assignment,
    Officer,
    Plan,
    PlanAct,
    PlanPeriod,
    ProgressEntry,
    Section,
)
from plans.periods import ReportingPeriod
from reports.models import Publication, Report
from reports.publishing import Approval, publish_as_it_stands, report_for

H1_2022 = ReportingPeriod(2022, 1)
H2_2022 = ReportingPeriod(2022, 2)
APPROVAL = Approval("Н. С. Поляков", "первый заместитель главы администрации", date(2022, 7, 15))

_numbers = count(1)


def make_user(
    municipality: Municipality | None = None, role: str = "", *, email: str = "", **fields: Any
) -> User:
    """A person, with a role in a municipality where both are given."""
    number = next(_numbers)
    values = {"first_name": "Вера", "patronymic": "Олеговна", "last_name": f"Тестова{number}"}
    user = User.objects.create_user(
        email or f"person{number}@example.org", "a-long-password", **values | fields
    )
    if municipality and role:
        Membership.objects.create(user=user, municipality=municipality, role=role)
    return user


def actor(municipality: Municipality, role: str) -> Actor:
    """Somebody who holds this role, acting in the portal."""
    return Actor(make_user(municipality, role))


def make_municipality(slug: str = "zarechny", **fields: Any) -> Municipality:
    values = {
        "name": "Заречный муниципальный округ",
        "name_genitive": "Заречного муниципального округа",
        "name_prepositional": "Заречном муниципальном округе",
        "region": "Северная область",
        "prepared_by": "Организационный отдел",
    }
    return Municipality.objects.create(slug=slug, **values | fields)


def make_plan(municipality: Municipality | None = None, **fields: Any) -> Plan:
    """The primary plan of the municipality (a new one where none is given), with its act."""
    municipality = municipality or make_municipality()
    values = {
        "slug": "open-government",
        "title": "План мероприятий «Открытое правительство»",
        "title_pattern": f"Отчет о ходе реализации плана в {municipality.name_prepositional} за {{period}}",
        "is_primary": True,
    }
    plan = Plan.objects.create(municipality=municipality, **values | fields)
    PlanAct.objects.create(plan=plan, kind=PlanAct.Kind.ORDER, number="17-р", adopted_on=date(2021, 12, 20))
    return plan


def make_section(plan: Plan, title: str = "I. Открытость информации") -> Section:
    return Section.objects.create(plan=plan, title=title, position=plan.sections.count() + 1)


def make_officer(municipality: Municipality, name: str = "", **fields: Any) -> Officer:
    number = next(_numbers)
    name = name or f"Пробный{number} А.А."
    values = {"kind": Officer.Kind.OFFICIAL, "name": name, "key": name.lower().replace(" ", "")}
    return Officer.objects.create(municipality=municipality, **values | fields)


def make_activity(
    plan: Plan,
    text: str = "",
    *,
    since: ReportingPeriod = H1_2022,
    officers: Sequence[Officer] = (),
    **revision: Any,
) -> Activity:
    """An activity with its first revision at the end of the plan and with its officers in order."""
    number = plan.activities.count() + 1
    activity = Activity.objects.create(plan=plan, first_period=since)
    values = {
        "position": number,
        "text": text or f"Пробное мероприятие {number}",
        "deadline_wording": "постоянно",
        "deadline_rule": {"kind": "ongoing"},
    }
    ActivityRevision.objects.create(activity=activity, since=since, **values | revision)
    for place, officer in enumerate(officers, start=1):
        Assignment.objects.create(activity=activity, officer=officer, position=place, from_period=since)
    return activity


def make_period(plan: Plan, period: ReportingPeriod = H1_2022, **fields: Any) -> PlanPeriod:
    return PlanPeriod.objects.create(plan=plan, period=period, **fields)


def make_entry(plan_period: PlanPeriod, activity: Activity, text: str = "", **fields: Any) -> ProgressEntry:
    """An entry as an import leaves it: a draft, or empty where there is no text."""
    State = ProgressEntry.State  # noqa: N806 - a short name for a class
    values = {"text": text, "state": State.DRAFT if text else State.EMPTY, "origin": "import"}
    return ProgressEntry.objects.create(plan_period=plan_period, activity=activity, **values | fields)


@dataclass(frozen=True)
class District:
    """A municipality with a plan of some activities and their entries in one half-year, all drafts but the gaps."""

    municipality: Municipality
    plan: Plan
    plan_period: PlanPeriod
    activities: list[Activity]
    entries: list[ProgressEntry]

    @property
    def report(self) -> Report:
        return report_for(self.plan_period)

    def actor(self, role: str = "administrator") -> Actor:
        return actor(self.municipality, role)

    def publish(self, **arguments: Any) -> Publication:
        return publish_as_it_stands(
            self.plan_period, **{"by": COMMAND, "approval": APPROVAL} | arguments
        ).publication


def make_district(
    slug: str = "zarechny",
    *,
    activities: int = 3,
    gaps: Sequence[int] = (),
    period: ReportingPeriod = H1_2022,
    plan: Plan | None = None,
    text: str = "Сделано по мероприятию {number}.",
) -> District:
    """``gaps``: which activities, counted from 1, have nothing written. ``plan``: of a municipality that is there."""
    plan = plan or make_plan(make_municipality(slug))
    officer = make_officer(plan.municipality)
    made = [make_activity(plan, officers=[officer], since=period) for _ in range(activities)]
    plan_period = make_period(plan, period)
    entries = [
        make_entry(plan_period, activity, "" if number in gaps else text.format(number=number))
        for number, activity in enumerate(made, start=1)
    ]
    standing.refresh_period(plan_period)
    return District(plan.municipality, plan, plan_period, made, entries)


def make_next_period(district: District, *, text: str = "Сделано во втором полугодии: {number}.") -> District:
    """The same plan in the half-year after."""
    plan_period = make_period(district.plan, district.plan_period.period.next)
    entries = [
        make_entry(plan_period, activity, text.format(number=number))
        for number, activity in enumerate(district.activities, start=1)
    ]
    standing.refresh_period(plan_period)
    return District(district.municipality, district.plan, plan_period, district.activities, entries)
