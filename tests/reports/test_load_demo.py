"""`manage.py load_demo`: the demo district's figures, its people, and where it refuses to load."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.utils import timezone

from accounts.models import Membership, Municipality, User
from plans.models import IndicatorValue, Officer, Plan, PlanPeriod
from plans.queries import plan_lines
from reports.content import ReportContent
from reports.management.commands.load_demo import PASSWORD
from reports.models import Job, Publication
from tests.factories import H1_2022, H2_2022
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

    logins = [
        ("official@example.ru", "officer"),
        ("coordinator@example.ru", "coordinator"),
        ("administrator@example.ru", "administrator"),
    ]
    assert list(Membership.objects.order_by("pk").values_list("user__email", "role"))[:3] == logins
    for email, _ in logins:
        assert authenticate(username=email, password=PASSWORD) is not None
        assert f"{email}, пароль {PASSWORD}" in told
    official = User.objects.get(email="official@example.ru")
    assert Officer.objects.get(user=official).assignments.count() > 0


def test_a_half_year_is_in_progress_with_entries_in_every_state() -> None:
    load_demo()
    period = PlanPeriod.objects.get(period=H2_2022)
    states = dict(period.entries.order_by().values_list("state").annotate(count=Count("pk")))

    assert states == {"empty": 6, "draft": 2, "submitted": 5, "returned": 1, "approved": 12}
    assert period.entries.exclude(nothing_reason="").get().line.number == "17"
    assert set(period.lines.filter(is_optional=True).values_list("number", flat=True)) == {"1", "2", "3", "4"}
    assert period.collection_on == timezone.localdate() + timedelta(days=3)
    # The coordinator has something to do: a text contradicts its figure, another repeats the last one.
    assert {finding["code"] for finding in period.entries.get(line__number="10").findings} >= {
        "figure_contradicts"
    }
    assert period.entries.get(line__number="8").sameness == 100


def test_figures_stand_in_two_half_years() -> None:
    load_demo()
    values = IndicatorValue.objects.filter(indicator__name="Антикоррупционных экспертиз")

    assert list(values.order_by("entry__plan_period__period").values_list("value", flat=True)) == [73, 78]
    frozen = ReportContent.from_text(Publication.objects.get().content)
    assert {row.number: [figure.value for figure in row.figures] for row in frozen.rows if row.figures} == {
        "6.1": ["9", "38", "169"],
        "6.3": ["7"],
        "6.5": ["13"],
        "9": ["27", "2"],
        "10": ["73"],
        "12.1": ["7"],
        "12.2": ["4"],
        "12.3": ["2", "15"],
        "13": ["118", "64", "54"],
    }


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
