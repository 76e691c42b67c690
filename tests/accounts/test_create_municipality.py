"""`create_municipality`: what it prints, what it writes, how it refuses."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import HistoryEvent, Membership, Municipality, User

pytestmark = pytest.mark.django_db
NAME = "Прикумский муниципальный округ"


def create(*arguments: str) -> str:
    out = StringIO()
    call_command("create_municipality", *arguments, stdout=out)
    return out.getvalue()


def test_cases_are_printed_to_be_corrected() -> None:
    said = create("prikum", "--name", NAME)
    assert "Прикумского муниципального округа" in said
    assert "Прикумском муниципальном округе" in said
    assert Municipality.objects.get().name_prepositional == "Прикумском муниципальном округе"


def test_given_cases_and_region_are_kept() -> None:
    create("x", "--name", "Икс", "--genitive", "Икса", "--prepositional", "Иксе", "--region", "Край")
    made = Municipality.objects.get()
    assert (made.name_genitive, made.name_prepositional, made.region) == ("Икса", "Иксе", "Край")


def test_the_link_opens_the_form_of_the_first_password(settings: Any, client: Client) -> None:
    settings.SITE_URL = "https://portal.example.org"
    said = create("prikum", "--name", NAME, "--admin", "Boss@Example.org")
    link = re.search(r"https://portal\.example\.org(/accounts/\S+)", said)
    assert link
    assert client.get(link[1], follow=True).context.get("token_fail") is None
    user = User.objects.get(email="boss@example.org")
    assert not user.has_usable_password()
    assert sorted(user.memberships.values_list("role", flat=True)) == ["administrator", "coordinator"]


def test_somebody_with_a_password_gets_the_roles_and_no_link() -> None:
    User.objects.create_user("boss@example.org", "a-long-password")
    said = create("prikum", "--name", NAME, "--admin", "boss@example.org")
    assert "входит со своим паролем" in said
    assert "/password/reset/" not in said
    assert Membership.objects.count() == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["admin", "--name", NAME], "Имя «admin» нужно самому порталу. Выберите другое."),
        (["Prikum", "--name", NAME], "Имя в адресе пишется латинскими буквами"),
        (["прикум", "--name", NAME], "Имя в адресе пишется латинскими буквами"),
        (["taken", "--name", NAME], "Муниципалитет «taken» уже есть. Выберите другое имя в адресе."),
        (["prikum", "--name", " "], "Укажите название муниципалитета."),
        (["prikum", "--name", "я" * 201], "Название: "),
        (["prikum", "--name", NAME, "--admin", "boss"], "«boss» не похоже на адрес электронной почты"),
        (
            ["prikum", "--name", NAME, "--admin", "off@example.org"],
            "Учетная запись с этим адресом отключена.",
        ),
    ],
)
def test_refusal_is_one_sentence_and_writes_nothing(arguments: list[str], sentence: str) -> None:
    create("taken", "--name", "Другой округ")
    User.objects.create_user("off@example.org", "a-long-password", is_active=False)
    with pytest.raises(CommandError) as refused:
        create(*arguments)
    assert str(refused.value).startswith(sentence)
    assert refused.value.returncode == 1
    assert (Municipality.objects.count(), User.objects.count(), HistoryEvent.objects.count()) == (1, 1, 1)
