"""`manage.py render_survey SLUG YEAR --format csv --output FILE`: draws a survey, a draft too."""

from __future__ import annotations

import uuid
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Municipality
from surveys.models import Survey
from surveys.queries import results, survey_for, surveys_of
from surveys.renderers import FORMATS, render


class Command(BaseCommand):
    help = "Записывает опрос в файл: текст для отчёта, CSV, JSON или Excel с диаграммами."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="имя муниципалитета в адресе")
        parser.add_argument("year", metavar="YEAR", help="год опроса, например 2021")
        parser.add_argument("--format", required=True, choices=sorted(FORMATS), help="вид файла")
        parser.add_argument("--output", required=True, type=Path, metavar="FILE", help="куда записать")
        parser.add_argument("--title", metavar="«…»", help="название, если за год опросов несколько")

    def handle(self, *args: Any, **options: Any) -> None:
        survey = _find(options["slug"], options["year"], options["title"])
        path: Path = options["output"]
        try:
            _write(survey, options["format"], path)
        except OSError as error:
            raise CommandError(f"Не удалось записать файл {path}: {_why(error)}.") from error
        self.stdout.write(f"Опрос записан в файл {path}.")


def _find(slug: str, year: str, title: str | None) -> Survey:
    municipality = Municipality.objects.filter(slug=slug).first()
    if municipality is None:
        raise CommandError(f"Муниципалитета «{slug}» в портале нет.")
    if not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise CommandError(f"Год «{year}» не прочитан. Напишите его так: 2021.")
    found = list(surveys_of(municipality).filter(year=int(year)))
    if not found:
        raise CommandError(f"Опроса за {year} год у муниципалитета «{slug}» нет.")
    if title:
        named = survey_for(municipality, int(year), title)
        if named is None:
            raise CommandError(f"Опроса «{title}» за {year} год нет. Есть: {_titles(found)}.")
        return named
    if len(found) > 1:
        raise CommandError(
            f"За {year} год опросов несколько: {_titles(found)}. Добавьте название: --title «…»."
        )
    return found[0]


def _titles(surveys: Iterable[Survey]) -> str:
    return ", ".join(f"«{survey.title}»" for survey in surveys)


def _write(survey: Survey, format: str, path: Path) -> None:
    """Under its final name only when it is whole. Raises OSError where it cannot be written."""
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    if path.is_dir():
        raise IsADirectoryError(path)
    try:
        with beside.open("wb") as file:
            render(format, results(survey, public=False), file)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


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
