"""Inviting officials: what a coordinator may give, the link that sets a password once, invitations taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from accounts import tenants
from accounts.history import COMMAND, Actor
from accounts.models import HistoryEvent, Membership, Municipality, User
from tests.factories import actor, make_municipality, make_user

Role = Membership.Role
pytestmark = pytest.mark.django_db


@pytest.fixture
def municipality() -> Municipality:
    return make_municipality()


@pytest.fixture
def coordinator(municipality: Municipality) -> Actor:
    return actor(municipality, "coordinator")


def roles(municipality: Municipality, user: User) -> list[str]:
    return sorted(user.memberships.filter(municipality=municipality).values_list("role", flat=True))


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def works(link: str) -> bool:
    return "token_fail" not in (Client().get(path_of(link), follow=True).context or {})


def test_an_invitation_gives_the_role_of_an_officer_only(
    municipality: Municipality, coordinator: Actor
) -> None:
    user = tenants.invite(
        municipality, email=" New@Example.org ", last_name="Новикова", first_name="Т.", by=coordinator
    )
    assert (user.email, user.short_name, roles(municipality, user)) == (
        "new@example.org",
        "Новикова Т.",
        ["officer"],
    )
    assert not user.has_usable_password()
    told = HistoryEvent.objects.get()
    assert (told.action, told.object_label, told.after) == (
        "member_added",
        "new@example.org",
        {"roles": ["officer"]},
    )


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_other_roles_stay_as_they_are(municipality: Municipality, coordinator: Actor, role: str) -> None:
    member = make_user(municipality, role)
    tenants.invite(municipality, email=member.email, by=coordinator)
    assert roles(municipality, member) == sorted([role, "officer"])


def test_inviting_twice_changes_nothing(municipality: Municipality, coordinator: Actor) -> None:
    user = tenants.invite(municipality, email="new@example.org", by=coordinator)
    link = tenants.first_sign_in_link(municipality, user, by=coordinator)
    assert tenants.invite(municipality, email="new@example.org", by=coordinator) == user
    assert HistoryEvent.objects.filter(action="member_added").count() == 1
    assert works(link)


def test_a_name_from_elsewhere_is_not_told(municipality: Municipality, coordinator: Actor) -> None:
    elsewhere = make_user(make_municipality("other"), "officer", last_name="Скрытнова")
    tenants.invite(municipality, email=elsewhere.email, last_name="Другая", by=coordinator)
    told = HistoryEvent.objects.get()
    assert (told.object_label, told.action) == (elsewhere.email, "member_added")
    elsewhere.refresh_from_db()
    assert elsewhere.last_name == "Скрытнова"


@pytest.mark.parametrize("who", ["officer", "stranger"])
def test_others_invite_nobody(municipality: Municipality, who: str) -> None:
    by = (
        actor(make_municipality("other"), "administrator")
        if who == "stranger"
        else actor(municipality, "officer")
    )
    user = tenants.invite(municipality, email="new@example.org", by=COMMAND)
    told = HistoryEvent.objects.count()
    for attempt in (
        lambda: tenants.invite(municipality, email="x@example.org", by=by),
        lambda: tenants.first_sign_in_link(municipality, user, by=by),
        lambda: tenants.take_back_invitation(municipality, user, by=by),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert HistoryEvent.objects.count() == told


def test_a_coordinator_still_manages_no_members(municipality: Municipality, coordinator: Actor) -> None:
    user = tenants.invite(municipality, email="new@example.org", by=coordinator)
    for attempt in (
        lambda: tenants.set_roles(municipality, user, [Role.COORDINATOR], by=coordinator),
        lambda: tenants.set_roles(municipality, user, [], by=coordinator),
        lambda: tenants.add_member(municipality, email="x@example.org", roles=[Role.OFFICER], by=coordinator),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert roles(municipality, user) == ["officer"]


def test_an_account_switched_off_is_not_invited(municipality: Municipality, coordinator: Actor) -> None:
    make_user(email="off@example.org", is_active=False)
    with pytest.raises(ValidationError) as refused:
        tenants.invite(municipality, email="off@example.org", by=coordinator)
    assert list(refused.value.message_dict) == ["email"]


def test_the_link_sets_the_password_once(
    municipality: Municipality, coordinator: Actor, client: Client
) -> None:
    user = tenants.invite(municipality, email="new@example.org", by=coordinator)
    first, second = (tenants.first_sign_in_link(municipality, user, by=coordinator) for _ in range(2))
    form = client.get(path_of(first), follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "пароль-из-слов", "password2": "пароль-из-слов"})
    user.refresh_from_db()
    assert user.check_password("пароль-из-слов")
    assert (works(first), works(second)) == (False, False)
    with pytest.raises(ValidationError, match="ни разу не задал пароль"):
        tenants.first_sign_in_link(municipality, user, by=coordinator)


def test_the_link_works_for_a_limited_time(
    municipality: Municipality, coordinator: Actor, settings: Any
) -> None:
    user = tenants.invite(municipality, email="new@example.org", by=coordinator)
    link = tenants.first_sign_in_link(municipality, user, by=coordinator)
    assert works(link)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert not works(link)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_a_coordinator_gets_no_link_for_those_who_are_more(
    municipality: Municipality, coordinator: Actor, role: str
) -> None:
    user = tenants.add_member(municipality, email="new@example.org", roles=["officer", role], by=COMMAND)
    for deed in (tenants.first_sign_in_link, tenants.take_back_invitation):
        with pytest.raises(PermissionDenied):
            deed(municipality, user, by=coordinator)


def test_a_coordinator_gets_no_link_for_a_stranger(municipality: Municipality, coordinator: Actor) -> None:
    nobody = User.objects.create_user("nobody@example.org")
    with pytest.raises(PermissionDenied):
        tenants.first_sign_in_link(municipality, nobody, by=coordinator)


def test_a_coordinator_gets_no_link_for_those_who_work_elsewhere(
    municipality: Municipality, coordinator: Actor
) -> None:
    user = tenants.invite(municipality, email="new@example.org", by=coordinator)
    link = tenants.first_sign_in_link(municipality, user, by=coordinator)
    tenants.invite(make_municipality("other"), email="new@example.org", by=COMMAND)
    assert not works(link)
    with pytest.raises(ValidationError, match="в другом муниципалитете"):
        tenants.first_sign_in_link(municipality, user, by=coordinator)


def test_a_link_dies_when_the_person_becomes_more(municipality: Municipality, coordinator: Actor) -> None:
    """Whoever invited an officer must not hold a key to the coordinator or administrator that they are made later."""
    user = tenants.invite(municipality, email="new@example.org", by=coordinator)
    link = tenants.first_sign_in_link(municipality, user, by=coordinator)
    tenants.set_roles(municipality, user, [Role.OFFICER, Role.ADMINISTRATOR], by=COMMAND)
    assert not works(link)


def test_an_unused_invitation_is_taken_back_with_its_link(
    municipality: Municipality, coordinator: Actor
) -> None:
    user = tenants.invite(municipality, email="slip@example.org", by=coordinator)
    link = tenants.first_sign_in_link(municipality, user, by=coordinator)
    tenants.take_back_invitation(municipality, user, by=coordinator)
    assert (roles(municipality, user), works(link)) == ([], False)
    told = HistoryEvent.objects.order_by("pk").last()
    assert told and (told.action, told.object_label) == ("member_removed", "slip@example.org")


def test_a_used_invitation_is_not_taken_back(municipality: Municipality, coordinator: Actor) -> None:
    user = make_user(municipality, "officer")
    with pytest.raises(ValidationError, match="уже задал пароль"):
        tenants.take_back_invitation(municipality, user, by=coordinator)
    assert roles(municipality, user) == ["officer"]
