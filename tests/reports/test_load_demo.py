"""`manage.py load_demo`: the demo district's figures, its people, and where it refuses to load."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from accounts.models import Membership, Municipality, User
from plans.models import Officer, Plan
from plans.queries import plan_lines
from reports.content import ReportContent
from reports.management.commands.load_demo import PASSWORD
from reports.models import Job, Publication
from tests.factories import H1_2022
from tests.reports.bringing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_debug(settings: Any) -> None:
    settings.DEBUG = True


def load_demo(*options: str) -> str:
    out = StringIO()
    call_command("load_demo", *options, stdout=out)
    return out.getvalue()


def test_the_demo_has_the_figures_of_a_real_report() -> None:
    load_demo()
    lines = plan_lines(Plan.objects.get(), H1_2022)
    publication = Publication.objects.get()

    assert len(lines) == 29
    assert sum(line.level == 0 for line in lines) == 17
    assert sum(line.kind == "group" for line in lines) == 3
    assert (publication.version, publication.reportable, publication.filled) == (1, 26, 21)
    content = ReportContent.from_text(publication.content)
    blank = [row.number for row in content.rows if row.is_reportable and not row.is_filled]
    assert blank == ["3", "6.4", "7.2", "15", "17"]
    assert sorted(Job.objects.values_list("format", flat=True)) == ["csv", "docx", "json", "xlsx"]


def test_three_people_can_sign_in_each_in_their_role() -> None:
    told = load_demo()

    assert list(Membership.objects.order_by("pk").values_list("user__email", "role")) == [
        ("official@example.ru", "officer"),
        ("coordinator@example.ru", "coordinator"),
        ("administrator@example.ru", "administrator"),
    ]
    for email in User.objects.values_list("email", flat=True):
        assert authenticate(username=email, password=PASSWORD) is not None
        assert f"{email}, пароль {PASSWORD}" in told
    official = User.objects.get(email="official@example.ru")
    assert Officer.objects.get(user=official).assignments.count() > 0


def test_a_second_time_nothing_is_loaded() -> None:
    first = load_demo("--if-empty")
    before = everything()

    assert load_demo("--if-empty") == first
    with pytest.raises(CommandError, match="загружаются только в пустую"):
        load_demo()
    assert everything() == before


def test_a_portal_with_data_of_its_own_gets_no_logins_told() -> None:
    Municipality.objects.create(slug="own", name="Свой", name_genitive="Своего", name_prepositional="Своем")

    assert load_demo("--if-empty") == ""
    assert not User.objects.exists()


def test_production_refuses_the_demo(settings: Any) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="на рабочий портал не загружаются"):
        load_demo()
    assert not Municipality.objects.exists()
