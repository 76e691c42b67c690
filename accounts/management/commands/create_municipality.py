"""`manage.py create_municipality`: a start without the demo, with the first administrator's link."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from accounts.history import COMMAND
from accounts.models import Membership, Municipality
from accounts.tenants import add_member, create_municipality, first_sign_in_link, link_valid_until

Role = Membership.Role


class Command(BaseCommand):
    help = "Создает муниципалитет, а с --admin и его первого администратора."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "slug", metavar="SLUG", help="имя в адресе латинскими буквами, например prikumskiy"
        )
        parser.add_argument("--name", required=True, help="название, именительный падеж")
        parser.add_argument("--genitive", default="", help="родительный падеж; без него предлагается сам")
        parser.add_argument(
            "--prepositional", default="", help="предложный падеж без «в»; без него предлагается сам"
        )
        parser.add_argument("--region", default="", help="регион, например Ставропольский край")
        parser.add_argument("--admin", default="", metavar="EMAIL", help="почта первого администратора")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["admin"]:
            try:
                validate_email(options["admin"].strip())
            except ValidationError:
                raise CommandError(
                    f"«{options['admin']}» не похоже на адрес электронной почты: исправьте --admin."
                ) from None
        try:
            with transaction.atomic():
                municipality = create_municipality(
                    slug=options["slug"],
                    name=options["name"],
                    name_genitive=options["genitive"],
                    name_prepositional=options["prepositional"],
                    region=options["region"],
                    by=COMMAND,
                )
                lines = [*_about(municipality), *_administrator(municipality, options["admin"])]
        except ValidationError as error:
            raise CommandError(_sentence(error)) from None
        self.stdout.write("\n".join(lines))


def _about(municipality: Municipality) -> list[str]:
    page = reverse("accounts:settings", kwargs={"municipality": municipality.slug})
    return [
        f"Создан муниципалитет: {municipality.name}",
        f"Страница для жителей: {settings.SITE_URL}/{municipality.slug}/",
        f"Родительный падеж (чего?): {municipality.name_genitive}",
        f"Предложный падеж (в чем?): {municipality.name_prepositional}",
        f"Если падеж подобран неверно, поправьте его в настройках: {settings.SITE_URL}{page}",
    ]


def _administrator(municipality: Municipality, email: str) -> list[str]:
    """Make or find the person, and the link of first sign-in where they have no password yet."""
    if not email:
        return []
    user = add_member(municipality, email=email, roles=[Role.ADMINISTRATOR, Role.COORDINATOR], by=COMMAND)
    if user.has_usable_password():
        return [f"Администратор {user.email} уже пользуется порталом и входит со своим паролем."]
    until = date_format(localtime(link_valid_until()), "j E Y г. H:i")
    return [
        f"Администратор {user.email} задает пароль по ссылке. Она сработает один раз и действует до {until}:",
        first_sign_in_link(municipality, user, by=COMMAND),
    ]


def _sentence(error: ValidationError) -> str:
    """What is wrong first, with the name of the field where the message alone would not tell."""
    field, errors = next(iter(error.error_dict.items()))
    first = errors[0]
    if first.code == "max_length":
        verbose_names = {field.name: str(field.verbose_name) for field in Municipality._meta.fields}
        return f"{verbose_names[field].capitalize()}: {first.messages[0]}"
    return str(first.messages[0])
