"""Sign-in and passwords: what is said in Russian, what is limited, what does not exist."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from tests.factories import make_municipality, make_user

LOGIN = "/accounts/login/"
PASSWORD = "a-long-password"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def user() -> User:
    return make_user(make_municipality(), "administrator", email="a@example.org")


def sign_in(client: Client, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": "A@example.org", "password": password, **more})


def test_the_right_password_leads_to_the_asked_page(user: User, client: Client) -> None:
    answer = sign_in(client, next="/work/zarechny/members/")
    assert answer["Location"] == "/work/zarechny/members/"
    assert sign_in(Client())["Location"] == "/work/"
    assert sign_in(Client(), next="https://evil.example/")["Location"] == "/work/"


def test_the_session_ends_with_the_browser_unless_asked_otherwise(user: User) -> None:
    short, long = Client(), Client()
    sign_in(short)
    sign_in(long, remember="on")
    assert short.cookies["sessionid"]["max-age"] == ""
    assert long.cookies["sessionid"]["max-age"] == 14 * 24 * 3600


def test_a_wrong_password_says_what_to_do_and_keeps_the_address(user: User, client: Client) -> None:
    page = sign_in(client, "wrong").content.decode()
    assert "Почта или пароль не подошли. Проверьте раскладку" in page
    assert 'value="A@example.org"' in page


def test_attempts_are_limited(user: User, client: Client) -> None:
    pages = [sign_in(client, "wrong").content.decode() for _ in range(6)]
    assert ["Слишком много неудачных попыток" in page for page in pages] == [False] * 5 + [True]
    assert "Слишком много" in sign_in(client).content.decode()


def test_nobody_registers_or_changes_addresses_of_mail(client: Client) -> None:
    for name in ("account_signup", "account_email", "account_email_verification_sent"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert client.post("/accounts/signup/", {"email": "x@example.org"}).status_code == 404


def test_a_forgotten_password(user: User, client: Client, mailoutbox: list[Any]) -> None:
    client.post("/accounts/password/reset/", {"email": "a@example.org"})
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    (letter,) = mailoutbox
    assert letter.subject == "Новый пароль для портала «Открытое правительство»"
    link = re.search(r"http://testserver(/\S+)", letter.body)
    assert link
    form = client.get(link[1], follow=True).redirect_chain[-1][0]
    answer = client.post(form, {"password1": "noun-verb-77", "password2": "noun-verb-77"}, follow=True)
    user.refresh_from_db()
    assert ("Пароль сохранен" in answer.content.decode(), user.check_password("noun-verb-77")) == (True, True)
    assert mailoutbox[1].subject == "Пароль портала изменен"
    assert "Ссылка не действует" in Client().get(link[1], follow=True).content.decode()


def test_a_password_is_changed(user: User, client: Client, mailoutbox: list[Any]) -> None:
    client.force_login(user)
    new = {"password1": "noun-verb-77", "password2": "noun-verb-77"}
    page = client.post("/accounts/password/change/", {"oldpassword": "no", **new}).content.decode()
    assert "Прежний пароль не подошел" in page
    assert client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new})["Location"] == "/work/"
    assert client.get("/work/zarechny/members/").status_code == 200


def test_the_second_factor_is_switched_on_and_asked_for(user: User, client: Client) -> None:
    totp = pytest.importorskip("allauth.mfa.totp.internal.auth")
    sign_in(client)
    asked = client.get("/accounts/2fa/totp/activate/")["Location"]
    assert asked.startswith("/accounts/reauthenticate/")
    page = client.post(asked, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    client.post("/accounts/2fa/totp/activate/", {"code": code})
    cache.clear()
    other = Client()
    assert sign_in(other)["Location"] == "/accounts/2fa/authenticate/"
    assert other.get("/work/zarechny/members/").status_code == 302
    assert "Неверный код" in other.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()


ENGLISH = re.compile(r">[^<]*\b(?:Sign|Password|Email|Confirm|Account|Your|Please|The)\b[^<]*<")


@pytest.mark.parametrize(
    "path",
    [
        "login/", "logout/", "inactive/", "reauthenticate/", "password/change/", "password/reset/",
        "password/reset/done/", "password/reset/key/1-x-y/", "password/reset/key/done/", "2fa/",
        "2fa/totp/activate/", "2fa/reauthenticate/",
    ],
)  # fmt: skip
def test_pages_are_ours_and_russian(path: str, user: User, client: Client) -> None:
    if path.startswith(("logout", "reauth", "password/change", "2fa")):
        sign_in(client)
    page = client.get(f"/accounts/{path}", follow=True).content.decode()
    assert page.count("<h1>") == 1
    assert "css/tokens.css" in page
    assert ENGLISH.findall(page) == []
    assert re.findall(r"<[^>]* style=|<script>|onclick=", page) == []
