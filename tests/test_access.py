"""Every address, method and role, generated from the URL configuration: an address without a rule fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts import tenants
from accounts.history import COMMAND
from accounts.models import Municipality, User
from plans import notices, workflow
from plans.models import (
    Activity,
    ActivityRevision,
    Attachment,
    Indicator,
    Letter,
    Notice,
    Officer,
    Plan,
    PlanPeriod,
    ProgressEntry,
    Section,
    Substitution,
)
from plans.periods import ReportingPeriod
from reports.models import ImportRun, Job, Publication, Rendition
from reports.readers.parsed import ParsedReport, ParsedRow, RowKind
from surveys.models import Survey
from tests.access_rules import MEMBERS, PEOPLE, PREFIXES, RULES, TO_SIGN_IN, Rule, Status
from tests.factories import (
    H1_2022,
    H2_2022,
    make_activity,
    make_district,
    make_officer,
    make_plan,
    make_section,
    make_user,
)
from tests.surveys.office_work import make_survey

METHODS = ("get", "post")


@dataclass(frozen=True)
class World:
    """A municipality with one of everything that an address may name, and its people by role."""

    municipality: Municipality
    people: dict[str, User | None]
    newcomer: User
    plan: Plan
    plan_period: PlanPeriod
    revision: ActivityRevision
    activity: Activity
    section: Section
    import_run: ImportRun
    publication: Publication
    job: Job
    open_period: PlanPeriod
    entry: ProgressEntry
    indicator: Indicator
    officer: Officer
    collective: Officer
    substitution: Substitution
    attachment: Attachment
    survey: Survey
    notice: Notice
    letter: Letter
    calendar_key: str
    slug: str
    period: ReportingPeriod
    version: int
    format: str
    second_plan: str
    second_activity: Activity
    capitals: str


def make_world(slug: str) -> World:
    district = make_district(slug)
    municipality = district.municipality
    publication = district.publish()
    rendition = Rendition(publication=publication, format="docx", size=1, sha256="0" * 64)
    rendition.file.save("report.docx", ContentFile(b"1"))
    second = make_plan(municipality, slug="second", is_primary=False)
    make_district(slug, plan=second, activities=1).publish()
    row = ParsedRow(RowKind.ACTIVITY, "1", 0, "Пробное мероприятие", source_row=2)
    parsed = ParsedReport("Отчет", H1_2022, (), (row,), ())
    run = ImportRun.objects.create(
        municipality=municipality,
        filename="report.docx",
        state=ImportRun.State.READY,
        parsed=parsed.to_json(),
    )
    job = Job.objects.create(
        municipality=municipality, kind=Job.Kind.READ, state=Job.State.FAILED, import_run=run, error="Нет"
    )
    revision = ActivityRevision.objects.filter(activity=district.activities[0]).get()
    people = {role: make_user(municipality, role) for role in MEMBERS}
    working = make_plan(municipality, slug="working", is_primary=False)
    officer = make_officer(municipality, user=people["officer"])
    make_activity(working, officers=[officer])
    open_period = workflow.open_for_work(working, H2_2022, collection_on=date(2023, 1, 20), by=COMMAND)
    entry = open_period.entries.get()
    collective = make_officer(municipality, kind="collective")
    substitution = Substitution.objects.create(
        officer=officer, substitute=make_officer(municipality), from_day=date(2023, 1, 1)
    )
    attachment = workflow.attach_link(entry, "https://example.org/", by=COMMAND)
    letter = Letter.objects.create(
        municipality=municipality,
        user=people["officer"],
        key=f"lost:{slug}",
        subject="Не дошло",
        error="Нет ящика",
    )
    key = notices.renew_calendar_key(people["officer"], municipality, by=COMMAND).calendar_key
    newcomer = tenants.add_member(municipality, email=f"new@{slug}.ru", roles=["officer"], by=COMMAND)
    return World(
        municipality=municipality,
        people={"anonymous": None, **people},
        newcomer=newcomer,
        plan=district.plan,
        plan_period=district.plan_period,
        revision=revision,
        activity=district.activities[0],
        section=make_section(district.plan),
        import_run=run,
        publication=publication,
        job=job,
        open_period=open_period,
        entry=entry,
        indicator=district.activities[0].indicators.create(name="Обращений", first_period=H1_2022),
        officer=officer,
        collective=collective,
        substitution=substitution,
        attachment=attachment,
        survey=make_survey(municipality),
        notice=Notice.objects.get(user=people["officer"], plan_period=open_period),
        letter=letter,
        calendar_key=key,
        slug=slug,
        period=H1_2022,
        version=1,
        format="docx",
        second_plan="second",
        second_activity=second.activities.get(),
        capitals=f"{slug.upper()}/",
    )


@pytest.fixture
def here(db: None) -> World:
    return make_world("zarechny")


@pytest.fixture
def there(db: None) -> World:
    return make_world("lugovoy")


def addresses(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    """The full names of all addresses; one without a name counts under its pattern."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name or pattern.pattern}"


NAMES = sorted({name for name in addresses(get_resolver().url_patterns) if not name.startswith(PREFIXES)})


def test_every_address_has_a_rule_and_every_rule_an_address() -> None:
    assert sorted(RULES) == NAMES


def url_of(name: str, rule: Rule, world: World, *, objects_of: World | None = None) -> str:
    """The address with the objects of a world; `objects_of` takes the named object from another."""
    arguments: dict[str, Any] = {}
    known = {field.name for field in fields(World)}
    for argument, value in rule.arguments.items():
        source = objects_of if objects_of and argument == rule.own else world
        found = getattr(source, value) if value in known else value
        arguments[argument] = getattr(found, "pk", found)
    if rule.get["anonymous"] == TO_SIGN_IN and name not in ("accounts:office",) and ":" in name:
        arguments["municipality"] = world.slug
    return reverse(name, kwargs=arguments)


def answer(user: User | None, method: str, url: str) -> Status:
    """What the person is answered; whatever the request changed is taken back."""
    client = Client()
    # A browser's form is never quite empty.
    form = {"csrfmiddlewaretoken": "x"} if method == "post" else {}
    with transaction.atomic():
        if user:
            client.force_login(user)
        response = getattr(client, method)(url, form)
        transaction.set_rollback(True)
    response.close()
    if response.status_code == 302 and response["Location"].startswith("/accounts/login/?next="):
        return TO_SIGN_IN
    return response.status_code


@pytest.mark.parametrize("name", sorted(RULES))
def test_answers(name: str, here: World, there: World) -> None:
    rule = RULES[name]
    url = url_of(name, rule, here)
    people = {**here.people, "stranger": there.people["administrator"]}
    for method in METHODS:
        expected = getattr(rule, method)
        got = {person: answer(people[person], method, url) for person in PEOPLE}
        assert (method, got) == (method, expected)


@pytest.mark.parametrize("name", sorted(name for name, rule in RULES.items() if rule.own))
def test_objects_of_another_municipality_are_not_there(name: str, here: World, there: World) -> None:
    """Under one's own municipality's address, with the number of somebody else's object."""
    rule = RULES[name]
    url = url_of(name, rule, here, objects_of=there)
    for method in METHODS:
        if getattr(rule, method)["administrator"] != 405:
            assert answer(here.people["administrator"], method, url) == 404


@pytest.mark.parametrize("name", sorted(name for name, rule in RULES.items() if rule.own))
def test_objects_that_do_not_exist_are_not_there(name: str, here: World) -> None:
    rule = RULES[name]
    url = url_of(name, rule, here).replace(f"/{getattr(here, rule.arguments[rule.own]).pk}/", "/999999/")
    for method in METHODS:
        if getattr(rule, method)["administrator"] != 405:
            assert answer(here.people["administrator"], method, url) == 404
