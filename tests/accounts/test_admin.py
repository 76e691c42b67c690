"""The Django admin: open to superusers alone, in Russian, and unable to touch what is frozen."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts.history import COMMAND, record
from accounts.models import HistoryEvent, Membership, Municipality, User
from plans.models import PlanAct
from reports.models import ImportRun
from tests.factories import make_district, make_municipality, make_section, make_user

pytestmark = pytest.mark.django_db
MODELS = sorted(
    (m for m in admin.site._registry if m._meta.app_label in ("accounts", "plans", "reports")), key=str
)


@pytest.fixture
def root(client: Client) -> User:
    user = User.objects.create_superuser("root@example.org", "a-long-password")
    client.force_login(user)
    return user


@pytest.fixture
def rows() -> Municipality:
    """One of everything."""
    district = make_district()
    make_section(district.plan)
    make_user(district.municipality, "administrator")
    district.publish()
    ImportRun.objects.create(municipality=district.municipality, filename="a.docx")
    return district.municipality


def test_models_of_reference_data_are_there() -> None:
    assert {model.__name__ for model in MODELS} == {
        "HistoryEvent", "ImportRun", "Job", "Membership", "Municipality",
        "Officer", "Plan", "PlanAct", "Publication", "Section", "User",
    }  # fmt: skip


@pytest.mark.parametrize("model", MODELS)
def test_lists_and_rows_open(
    model: type[models.Model], root: User, rows: Municipality, client: Client
) -> None:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    listed = client.get(reverse(f"{name}_changelist"), {"q": "а"})
    row = model._default_manager.first()
    assert row is not None
    opened = client.get(reverse(f"{name}_change", args=[row.pk]))
    assert (listed.status_code, opened.status_code) == (200, 200)


@pytest.mark.parametrize("role", ["officer", "coordinator", "administrator"])
def test_members_do_not_get_in(role: str, client: Client) -> None:
    client.force_login(make_user(make_municipality(), role))
    assert client.get("/admin/accounts/user/").status_code == 302


def test_sign_in_is_the_portals_own(client: Client) -> None:
    assert client.get("/admin/login/", {"next": "/admin/"})["Location"].startswith("/accounts/login/")


def test_publications_and_history_are_only_shown(root: User, rows: Municipality, client: Client) -> None:
    for model in ("reports_publication", "accounts_historyevent", "reports_job", "reports_importrun"):
        row = next(
            m for m in MODELS if m._meta.label_lower == model.replace("_", ".")
        )._default_manager.first()
        assert row is not None
        answers = [
            client.post(reverse(f"admin:{model}_add")).status_code,
            client.post(reverse(f"admin:{model}_change", args=[row.pk])).status_code,
            client.post(reverse(f"admin:{model}_delete", args=[row.pk])).status_code,
        ]
        assert answers == [403, 403, 403]


def test_a_correction_is_in_the_history(root: User, rows: Municipality, client: Client) -> None:
    act = PlanAct.objects.get()
    client.post(
        reverse("admin:plans_planact_change", args=[act.pk]),
        {"kind": "order", "number": "18-р", "adopted_on": "20.12.2021", "plan": "999", "is_amendment": "on"},
    )
    act.refresh_from_db()
    event = HistoryEvent.objects.get(action="planact_corrected")
    assert (act.number, act.is_amendment, act.adopted_on) == ("18-р", False, date(2021, 12, 20))
    assert (event.before, event.after, event.actor) == ({"number": "17-р"}, {"number": "18-р"}, root)


def test_memberships_go_the_way_of_the_write_module(root: User, rows: Municipality, client: Client) -> None:
    membership = Membership.objects.get(role="administrator")
    refused = client.post(reverse("admin:accounts_membership_delete", args=[membership.pk]), {"post": "yes"})
    assert (refused.status_code, Membership.objects.count()) == (200, 1)
    client.post(
        reverse("admin:accounts_membership_add"),
        {"user": root.pk, "municipality": rows.pk, "role": "administrator"},
    )
    assert HistoryEvent.objects.latest("pk").action == "member_added"
    client.post(reverse("admin:accounts_membership_delete", args=[membership.pk]), {"post": "yes"})
    assert list(Membership.objects.values_list("user", flat=True)) == [root.pk]


def test_marking_all_administrators_keeps_one(root: User, rows: Municipality, client: Client) -> None:
    make_user(rows, "administrator")
    client.post(
        reverse("admin:accounts_membership_changelist"),
        {
            "action": "delete_selected",
            "_selected_action": list(Membership.objects.values_list("pk", flat=True)),
            "post": "yes",
        },
    )
    assert Membership.objects.count() == 1


def test_people_and_municipalities_are_never_removed(root: User, rows: Municipality, client: Client) -> None:
    record(rows, by=COMMAND, action="x", about=rows)
    user = Membership.objects.get().user
    for name, row in (("user", user), ("municipality", rows)):
        assert client.post(reverse(f"admin:accounts_{name}_delete", args=[row.pk])).status_code == 403


def test_a_new_user_and_a_name_of_a_municipality(root: User, rows: Municipality, client: Client) -> None:
    password = {"usable_password": "true", "password1": "a-long-password-1", "password2": "a-long-password-1"}
    client.post(
        reverse("admin:accounts_user_add"),
        {"email": "New@Example.org", "last_name": "Новикова", "first_name": "", **password},
    )
    assert User.objects.get(email="new@example.org").check_password("a-long-password-1")
    fields = {
        "name": "Другой округ",
        "name_genitive": "Другого округа",
        "name_prepositional": "Другом округе",
    }
    client.post(reverse("admin:accounts_municipality_change", args=[rows.pk]), {**fields, "slug": "x"})
    rows.refresh_from_db()
    assert (rows.name, rows.slug) == ("Другой округ", "zarechny")
