"""Municipalities, members and links of first sign-in: what is written, who may, and what is told in the history."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.test import Client

from accounts import tenants
from accounts.history import COMMAND, Actor
from accounts.models import HistoryEvent, Membership, Municipality, User

Role = Membership.Role
pytestmark = pytest.mark.django_db


@pytest.fixture
def municipality() -> Municipality:
    return tenants.create_municipality(slug="zarechny", name="Заречный муниципальный округ", by=COMMAND)


@pytest.fixture
def administrator(municipality: Municipality) -> Actor:
    user = tenants.add_member(municipality, email="a@example.org", roles=[Role.ADMINISTRATOR], by=COMMAND)
    user.set_password("a-long-password")
    user.save()
    return Actor(user)


def roles(municipality: Municipality, user: User) -> list[str]:
    return sorted(user.memberships.filter(municipality=municipality).values_list("role", flat=True))


def last_event() -> tuple[str, Any, Any, str]:
    event = HistoryEvent.objects.order_by("pk").last()
    assert event is not None
    return event.action, event.before, event.after, event.actor_name


def test_cases_are_proposed_and_may_be_given(municipality: Municipality) -> None:
    assert municipality.name_genitive == "Заречного муниципального округа"
    given = tenants.create_municipality(
        slug="x", name="Икс", name_genitive="Икса", name_prepositional="Иксе", region=" Край ", by=COMMAND
    )
    assert (given.name_genitive, given.name_prepositional, given.region) == ("Икса", "Иксе", "Край")


@pytest.mark.parametrize("slug", ["admin", "Zarechny", "заречный", "a_b", "-a", "a--b", "", "zarechny"])
def test_bad_slug_writes_nothing(municipality: Municipality, slug: str) -> None:
    with pytest.raises(ValidationError) as refused:
        tenants.create_municipality(slug=slug, name="Другой округ", by=COMMAND)
    assert list(refused.value.message_dict) == ["slug"]
    assert Municipality.objects.count() == HistoryEvent.objects.count() == 1


def test_members_make_no_municipalities(administrator: Actor) -> None:
    with pytest.raises(PermissionDenied):
        tenants.create_municipality(slug="other", name="Другой округ", by=administrator)


def test_roles_are_added_kept_and_taken_with_history(
    municipality: Municipality, administrator: Actor
) -> None:
    user = tenants.add_member(
        municipality, email=" New@Example.org", roles=[Role.OFFICER], by=administrator, last_name="Новикова"
    )
    assert (user.email, str(user), roles(municipality, user)) == ("new@example.org", "Новикова", ["officer"])
    tenants.add_member(municipality, email="new@example.org", roles=[Role.COORDINATOR], by=administrator)
    assert roles(municipality, user) == ["coordinator", "officer"]
    assert tenants.set_roles(municipality, user, [Role.COORDINATOR], by=administrator) is True
    assert last_event() == (
        "member_roles_changed",
        {"roles": ["coordinator", "officer"]},
        {"roles": ["coordinator"]},
        "a@example.org",
    )
    told = HistoryEvent.objects.count()
    assert tenants.set_roles(municipality, user, [Role.COORDINATOR], by=administrator) is False
    assert HistoryEvent.objects.count() == told
    tenants.set_roles(municipality, user, [], by=administrator)
    assert roles(municipality, user) == []
    assert last_event()[0] == "member_removed"


def test_the_last_administrator_stays(municipality: Municipality, administrator: Actor) -> None:
    assert administrator.user
    with pytest.raises(ValidationError, match="должен остаться администратор"):
        tenants.set_roles(municipality, administrator.user, [Role.COORDINATOR], by=administrator)
    second = tenants.add_member(
        municipality, email="b@example.org", roles=[Role.ADMINISTRATOR], by=administrator
    )
    User.objects.filter(pk=second.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="должен остаться администратор"):
        tenants.set_roles(municipality, administrator.user, [], by=administrator)
    User.objects.filter(pk=second.pk).update(is_active=True)
    assert tenants.set_roles(municipality, administrator.user, [], by=administrator) is True


@pytest.mark.parametrize("role", [Role.OFFICER, Role.COORDINATOR, None])
def test_others_manage_nothing(municipality: Municipality, administrator: Actor, role: Role | None) -> None:
    user = User.objects.create_user("other@example.org", "a-long-password")
    if role:
        Membership.objects.create(user=user, municipality=municipality, role=role)
    by = Actor(user)
    told = HistoryEvent.objects.count()
    for attempt in (
        lambda: tenants.add_member(municipality, email="c@example.org", roles=[Role.OFFICER], by=by),
        lambda: tenants.set_roles(municipality, user, [Role.ADMINISTRATOR], by=by),
        lambda: tenants.first_sign_in_link(municipality, user, by=by),
        lambda: tenants.update_settings(municipality, values={"name": "Х"}, by=by),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert (User.objects.count(), HistoryEvent.objects.count()) == (2, told)


def test_settings_tell_what_changed(municipality: Municipality, administrator: Actor) -> None:
    changed = tenants.update_settings(
        municipality, values={"phone": "8 (800) 1", "name": municipality.name}, by=administrator
    )
    assert changed.phone == "8 (800) 1"
    assert last_event() == ("settings_changed", {"phone": ""}, {"phone": "8 (800) 1"}, "a@example.org")
    told = HistoryEvent.objects.count()
    tenants.update_settings(municipality, values={"phone": "8 (800) 1"}, by=administrator)
    assert HistoryEvent.objects.count() == told
    with pytest.raises(ValidationError) as refused:
        tenants.update_settings(municipality, values={"name": ""}, by=administrator)
    assert list(refused.value.message_dict) == ["name"]


@pytest.mark.django_db(transaction=True)
def test_a_new_logo_takes_the_place_of_the_old(municipality: Municipality, administrator: Actor) -> None:
    first = tenants.update_settings(
        municipality, values={"logo": ContentFile(b"1", name="a.png")}, by=administrator
    )
    old = first.logo.name
    second = tenants.update_settings(
        municipality, values={"logo": ContentFile(b"2", name="b.png")}, by=administrator
    )
    assert (second.logo.storage.exists(old), Path(second.logo.path).read_bytes()) == (False, b"2")
    third = tenants.update_settings(municipality, values={"logo": False}, by=administrator)
    assert (third.logo.name, third.logo.storage.exists(second.logo.name)) == ("", False)


def test_the_link_sets_the_first_password_once(
    municipality: Municipality, administrator: Actor, client: Client, settings: Any
) -> None:
    settings.SITE_URL = "https://portal.example.org"
    user = tenants.add_member(municipality, email="new@example.org", roles=[Role.OFFICER], by=administrator)
    link = tenants.first_sign_in_link(municipality, user, by=administrator)
    assert link.startswith("https://portal.example.org/accounts/password/reset/key/")
    path = link.removeprefix("https://portal.example.org")
    form = client.get(path, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "пароль-из-слов", "password2": "пароль-из-слов"})
    user.refresh_from_db()
    assert user.check_password("пароль-из-слов")
    assert "token_fail" in Client().get(path, follow=True).context
    with pytest.raises(ValidationError, match="ни разу не задал пароль"):
        tenants.first_sign_in_link(municipality, user, by=administrator)


def test_an_administrator_gets_no_link_into_another_municipality(
    municipality: Municipality, administrator: Actor, client: Client
) -> None:
    """Whoever adds a stranger's address first must not hold a key to the rights that others give later."""
    user = tenants.add_member(municipality, email="new@example.org", roles=[Role.OFFICER], by=administrator)
    link = tenants.first_sign_in_link(municipality, user, by=administrator)
    other = tenants.create_municipality(slug="other", name="Другой округ", by=COMMAND)
    tenants.add_member(other, email="new@example.org", roles=[Role.ADMINISTRATOR], by=COMMAND)
    assert "token_fail" in client.get("/" + link.split("/", 3)[3], follow=True).context
    with pytest.raises(ValidationError, match="в другом муниципалитете"):
        tenants.first_sign_in_link(municipality, user, by=administrator)
