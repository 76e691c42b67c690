"""`manage.py verify_publications [SLUG]`: proves hashes, chain and files, and names what was tampered with."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Municipality
from accounts.wording import plural
from reports.verifying import faults_of


class Command(BaseCommand):
    help = "Проверяет, что опубликованные отчеты и их файлы не изменены."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "slug", nargs="?", metavar="SLUG", help="имя муниципалитета в адресе; без него все"
        )

    def handle(self, *args: Any, slug: str | None, **options: Any) -> None:
        municipalities = Municipality.objects.order_by("slug")
        if slug:
            municipalities = municipalities.filter(slug=slug)
            if not municipalities:
                raise CommandError(f"Муниципалитета «{slug}» в портале нет.")
        is_sound = True
        for municipality in municipalities:
            faults = list(faults_of(municipality))
            is_sound = is_sound and not faults
            for fault in faults:
                self.stdout.write(f"{municipality.slug}: {fault}")
            if not faults:
                count = municipality.publications.count()
                words = plural(count, "публикация", "публикации", "публикаций")
                self.stdout.write(f"{municipality.slug}: {count} {words}, все в порядке.")
        if not is_sound:
            sys.exit(1)
