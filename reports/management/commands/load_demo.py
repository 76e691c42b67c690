"""`manage.py load_demo`: a made-up district with a plan, a published report and three logins, to look at the portal."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.history import COMMAND, Actor
from accounts.models import HistoryEvent, Membership, Municipality, User
from plans.models import Officer, Plan, PlanAct
from plans.numbering import numbers_for
from reports import publishing
from reports.demo import district, surveys, working
from reports.importing import ImportOptions, bring_in
from reports.readers.officers import read_officers
from reports.readers.parsed import ParsedColumn, ParsedReport, ParsedRow, Role, RowKind

PASSWORD = "demo-2022"  # noqa: S105 - the demo's own, printed on every start; the command refuses to run in production
PEOPLE = (
    ("official@example.ru", "Соколова", "Мария", "Викторовна", (Membership.Role.OFFICER,), "исполнитель"),
    (
        "coordinator@example.ru",
        "Астахова",
        "Ирина",
        "Николаевна",
        (Membership.Role.COORDINATOR,),
        "координатор",
    ),
    (
        "administrator@example.ru",
        "Колесников",
        "Андрей",
        "Павлович",
        (Membership.Role.ADMINISTRATOR,),
        "администратор",
    ),
)
COORDINATOR = "Астахова"
# They have written their part; nobody signs in as them to look at the portal.
COLLEAGUES = (
    ("belousova@example.ru", "Белоусова", "Елена", "Игоревна", (Membership.Role.OFFICER,), ""),
    ("gorbatenko@example.ru", "Горбатенко", "Сергей", "Леонидович", (Membership.Role.OFFICER,), ""),
    ("larionov@example.ru", "Ларионов", "Глеб", "Михайлович", (Membership.Role.OFFICER,), ""),
    ("ryabinina@example.ru", "Рябинина", "Татьяна", "Сергеевна", (Membership.Role.OFFICER,), ""),
)


class Command(BaseCommand):
    help = "Загружает показательный округ с планом, опубликованным отчетом и тремя учетными записями."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="ничего не делать, если данные уже есть")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "Показательные данные со всем известными паролями на рабочий портал не загружаются."
            )
        if Municipality.objects.exists():
            if not options["if_empty"]:
                raise CommandError(
                    "В базе уже есть муниципалитеты: показательные данные загружаются только в пустую."
                )
            self._tell_logins()
            return
        load()
        self._tell_logins()

    def _tell_logins(self) -> None:
        present = set(User.objects.values_list("email", flat=True))
        for email, *_, role in PEOPLE:
            if email in present:
                self.stdout.write(f"{role}: {email}, пароль {PASSWORD}")


@transaction.atomic
def load() -> Municipality:
    """Make the district, its people, its plan and its published report."""
    municipality = Municipality(
        slug=district.SLUG,
        name=district.NAME,
        name_genitive=district.NAME_GENITIVE,
        name_prepositional=district.NAME_PREPOSITIONAL,
        region=district.REGION,
        signatory_name=district.SIGNATORY,
        signatory_position=district.SIGNATORY_POSITION,
        prepared_by=district.PREPARED_BY,
        address=district.ADDRESS,
        phone=district.PHONE,
        email=district.EMAIL,
    )
    municipality.full_clean()
    municipality.save()
    outcome = bring_in(_parsed(), municipality, options=ImportOptions(), by=COMMAND)
    plan = Plan.objects.get(municipality=municipality)
    PlanAct.objects.create(
        plan=plan, kind=district.ACT_KIND, number=district.ACT_NUMBER, adopted_on=district.ACT_DATE
    )
    people = _people(municipality)
    approval = publishing.Approval(district.SIGNATORY, district.SIGNATORY_POSITION, district.APPROVED_ON)
    assert outcome.plan_period is not None  # noqa: S101 - the demo's report names its half-year
    working.add_figures(outcome.plan_period)
    survey = surveys.load(municipality, by=COMMAND)
    surveys.insert(working.by_number(outcome.plan_period)[surveys.NUMBER], survey, by=COMMAND)
    publishing.publish_as_it_stands(outcome.plan_period, by=COMMAND, approval=approval)
    working.open_second_half(
        plan,
        today=timezone.localdate(),
        coordinator=Actor(people[COORDINATOR], HistoryEvent.Source.COMMAND),
        writers=people,
    )
    return municipality


def _people(municipality: Municipality) -> dict[str, User]:
    """Everybody with an account, by surname."""
    people = {}
    for email, surname, name, patronymic, roles, _ in (*PEOPLE, *COLLEAGUES):
        user = User.objects.create_user(
            email, PASSWORD, last_name=surname, first_name=name, patronymic=patronymic
        )
        if (email, surname) in {colleague[:2] for colleague in COLLEAGUES}:
            user.last_login = timezone.now()
            user.save(update_fields=["last_login"])
        for role in roles:
            Membership.objects.create(user=user, municipality=municipality, role=role)
        Officer.objects.filter(municipality=municipality, surname=surname).update(user=user)
        people[surname] = user
    return people


def _parsed() -> ParsedReport:
    """The demo as if a file had been read: one road into the plan for everybody."""
    items = list(_flat(district.PLAN))
    numbers = numbers_for((False, level) for _, level in items)
    return ParsedReport(
        title=district.TITLE,
        period=district.PERIOD,
        columns=tuple(
            ParsedColumn(index, str(role), role)
            for index, role in enumerate(
                (Role.NUMBER, Role.ACTIVITY, Role.OFFICERS_AND_DEADLINE, Role.PROGRESS)
            )
        ),
        rows=tuple(
            ParsedRow(
                RowKind.GROUP if item.items else RowKind.ACTIVITY,
                number,
                level,
                item.text,
                officers=tuple(officer for line in item.officers for officer in read_officers(line)),
                deadline=item.deadline,
                progress=item.progress,
                source_row=place,
            )
            for place, ((item, level), number) in enumerate(zip(items, numbers, strict=True), start=1)
        ),
        findings=(),
    )


def _flat(items: tuple[district.Item, ...], level: int = 0) -> Iterator[tuple[district.Item, int]]:
    for item in items:
        yield item, level
        yield from _flat(item.items, level + 1)
