"""`manage.py render_report SLUG PERIOD --format docx --output FILE`: draws a published report from its frozen text."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Municipality
from plans.periods import ReportingPeriod
from plans.queries import plan_for
from reports import queries, renderers
from reports.jobs.rendering import draw
from reports.models import Publication


class Command(BaseCommand):
    help = "Записывает опубликованный отчет в файл Word, Excel, JSON или CSV."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Here `--version` is the report's, not Django's."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="имя муниципалитета в адресе")
        parser.add_argument("period", metavar="PERIOD", help="полугодие, например 2022-h1")
        parser.add_argument("--format", required=True, choices=sorted(renderers.FORMATS), help="вид файла")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE", help="куда записать")
        parser.add_argument("--plan", metavar="SLUG", help="имя плана; без него основной план")
        parser.add_argument("--version", type=int, metavar="N", help="номер версии; без него последняя")

    def handle(self, *args: Any, **options: Any) -> None:
        publication = _find(options["slug"], options["plan"], options["period"], options["version"])
        path: Path = options["output"]
        try:
            draw(publication, options["format"], path)
        except OSError as error:
            raise CommandError(f"Не удалось записать файл {path}: {_why(error)}.") from error
        self.stdout.write(f"Отчет записан в файл {path}.")


def _why(error: OSError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "такой папки нет"
        case IsADirectoryError():
            return "это папка"
        case PermissionError():
            return "нет прав на запись"
        case _:
            return "проверьте имя файла, место на диске и права"


def _find(slug: str, plan: str | None, period_slug: str, version: int | None) -> Publication:
    try:
        period = ReportingPeriod.parse(period_slug)
    except ValueError as error:
        raise CommandError(str(error)) from error
    municipality = Municipality.objects.filter(slug=slug).first()
    if municipality is None:
        raise CommandError(f"Муниципалитета «{slug}» в портале нет.")
    if plan and plan_for(municipality, plan) is None:
        raise CommandError(f"Плана «{plan}» у муниципалитета «{slug}» нет.")
    publication = queries.publication_of(slug, plan, period, version)
    if publication is None and queries.publication_of(slug, plan, period, 1) is None:
        raise CommandError(f"Отчет за {period.title} не опубликован.")
    if publication is None and version is not None:
        raise CommandError(f"Версии {version} у отчета за {period.title} нет.")
    if publication is None:
        raise CommandError(f"Все версии отчета за {period.title} отозваны.")
    if publication.withdrawn_at is not None:
        raise CommandError(
            f"Версия {publication.version} отчета за {period.title} отозвана: {publication.withdrawn_reason}"
        )
    return publication
