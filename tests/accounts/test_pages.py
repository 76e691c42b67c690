"""The administrator's pages: settings with the emblem, members with links and letters."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import HistoryEvent, Membership, Municipality, User
from tests.factories import make_municipality, make_user

pytestmark = pytest.mark.django_db
SETTINGS = "/work/zarechny/settings/"
MEMBERS = "/work/zarechny/members/"


@pytest.fixture
def municipality() -> Municipality:
    return make_municipality()


@pytest.fixture
def administrator(municipality: Municipality, client: Client) -> User:
    user = make_user(municipality, "administrator")
    client.force_login(user)
    return user


def fields(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Луговой округ",
        "name_genitive": "Лугового округа",
        "name_prepositional": "Луговом округе",
        "website": "lugovoy.example.ru",
        **changes,
    }


def emblem(size: tuple[int, int] = (600, 800)) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size).save(out, "PNG")
    return SimpleUploadedFile("герб.png", out.getvalue())


def test_settings_are_saved(administrator: User, municipality: Municipality, client: Client) -> None:
    answer = client.post(SETTINGS, fields(logo=emblem()), follow=True)
    municipality.refresh_from_db()
    assert answer.redirect_chain == [(SETTINGS, 302)]
    assert (municipality.name, municipality.website) == ("Луговой округ", "https://lugovoy.example.ru")
    assert (municipality.logo.name.startswith("logos/zarechny-"), municipality.logo.height) == (True, 480)
    assert HistoryEvent.objects.get().actor == administrator
    client.post(SETTINGS, fields(remove_logo="on"))
    municipality.refresh_from_db()
    assert municipality.logo.name == ""


def test_an_error_keeps_what_was_typed(
    administrator: User, municipality: Municipality, client: Client
) -> None:
    bad = SimpleUploadedFile("a.png", b"not a picture")
    answer = client.post(SETTINGS, fields(name="", phone="8 800", website="ht tp", logo=bad))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "name": ["Обязательное поле."],
        "website": ["Введите адрес сайта целиком, например https://okrug.example.ru."],
        "logo": ["Это не картинка PNG или JPEG. Выберите файл с гербом в одном из этих видов."],
    }
    page = answer.content.decode()
    assert ('value="8 800"' in page, 'value="Лугового округа"' in page) == (True, True)
    # the bar above still names the municipality as it is
    assert "<small>Заречный муниципальный округ</small>" in page
    municipality.refresh_from_db()
    assert municipality.name == "Заречный муниципальный округ"


def test_too_large_an_emblem(administrator: User, client: Client) -> None:
    large = SimpleUploadedFile("a.png", b"0" * (2 * 1024 * 1024 + 1))
    errors = client.post(SETTINGS, fields(logo=large)).context["form"].errors
    assert errors == {"logo": ["Файл больше 2 МБ. Уменьшите картинку и выберите ее снова."]}


@pytest.mark.parametrize("others", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    others: int,
    administrator: User,
    municipality: Municipality,
    client: Client,
    django_assert_num_queries: Any,
) -> None:
    for _ in range(others):
        make_user(municipality, "officer")
    # session, user, memberships of this person, members, coordinator; two counts of the bar: texts to review, news
    with django_assert_num_queries(7):
        answer = client.get(MEMBERS)
    assert len(answer.context["members"]) == others + 1


NEW = {"email": "New@Example.org", "last_name": "Новикова", "first_name": "Анна", "roles": ["officer"]}


def test_a_newcomer_gets_a_link_and_a_letter(
    administrator: User, municipality: Municipality, client: Client, mailoutbox: list[Any]
) -> None:
    answer = client.post(MEMBERS + "add/", NEW)
    link = answer.context["link"]
    assert "/accounts/password/reset/key/" in link
    assert link in answer.content.decode()
    letter = mailoutbox[0]
    assert (letter.to, letter.subject) == (
        ["new@example.org"],
        "Доступ в портал: Заречный муниципальный округ",
    )
    assert link in letter.body
    assert client.get("/" + link.split("/", 3)[3], follow=True).status_code == 200


def test_without_a_mail_server_the_page_alone_tells(
    administrator: User, client: Client, mailoutbox: list[Any], settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    answer = client.post(MEMBERS + "add/", NEW)
    assert (bool(answer.context["link"]), answer.context["was_sent"]) == (True, False)


def test_a_mail_server_that_is_away_loses_nothing(administrator: User, client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = client.post(MEMBERS + "add/", NEW)
    assert (answer.status_code, answer.context["was_sent"]) == (200, False)
    assert Membership.objects.filter(user__email="new@example.org").count() == 1


def test_somebody_known_keeps_their_password(
    administrator: User, client: Client, mailoutbox: list[Any]
) -> None:
    known = make_user(email="known@example.org")
    answer = client.post(MEMBERS + "add/", NEW | {"email": "known@example.org"})
    known.refresh_from_db()
    assert (answer.context["link"], known.last_name != "Новикова") == ("", True)
    assert "прежним паролем" in mailoutbox[0].body


def test_a_bad_address_keeps_the_rest(administrator: User, client: Client) -> None:
    answer = client.post(MEMBERS + "add/", NEW | {"email": "new", "roles": []})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["email", "roles"])
    assert 'value="Новикова"' in answer.content.decode()


def test_the_last_administrator_is_told_why_not(administrator: User, client: Client) -> None:
    page = f"{MEMBERS}{administrator.pk}/"
    answer = client.post(page, {"roles": ["officer"]})
    assert answer.status_code == 409
    assert "должен остаться администратор" in answer.content.decode()
    answer = client.post(page + "remove/", follow=True)
    assert "должен остаться администратор" in answer.content.decode()
    assert Membership.objects.get().role == "administrator"


def test_roles_change_and_access_ends(
    administrator: User, municipality: Municipality, client: Client
) -> None:
    user = make_user(municipality, "officer")
    client.post(f"{MEMBERS}{user.pk}/", {"roles": ["coordinator", "administrator"]})
    assert set(user.memberships.values_list("role", flat=True)) == {"coordinator", "administrator"}
    assert client.post(f"{MEMBERS}{administrator.pk}/remove/")["Location"] == "/work/"
    assert client.get(MEMBERS).status_code == 404


def test_no_link_for_whoever_has_a_password(
    administrator: User, municipality: Municipality, client: Client
) -> None:
    user = make_user(municipality, "officer")
    answer = client.post(f"{MEMBERS}{user.pk}/link/")
    assert (answer.status_code, answer.context["link"]) == (409, "")
    assert "Забыли пароль?" in answer.content.decode()
