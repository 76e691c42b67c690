"""`manage.py import_survey`: bring a survey from Word, Excel, CSV or text into the portal in one go."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.history import COMMAND
from accounts.models import Municipality
from accounts.wording import counted
from surveys.keeping import DEFAULT_TITLE, Kept, Outcome, WrongState, bring, would_bring
from surveys.queries import names_of
from surveys.reading import ReadSurvey, UnreadableSurvey, read_survey
from surveys.reading.files import LIMITS
from surveys.tallies import inferred_respondents
from surveys.values import SurveyValue

_OUTCOMES = {
    Outcome.CREATED: "Опрос записан",
    Outcome.CHANGED: "Опрос исправлен по файлу",
    Outcome.UNCHANGED: "В портале уже стоит то же самое",
}


class Command(BaseCommand):
    help = "Загружает опрос из файла Word (.docx), Excel (.xlsx), CSV или текста. Работает без очереди задач."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="файл .docx, .xlsx, .csv или .txt")
        parser.add_argument(
            "--municipality", required=True, metavar="SLUG", help="имя муниципалитета в адресе"
        )
        parser.add_argument("--year", metavar="2021", help="год опроса; без него читается из файла")
        parser.add_argument("--title", metavar="«…»", help="название; без него читается из файла")
        parser.add_argument("--publish", action="store_true", help="сразу показать опрос жителям")
        parser.add_argument("--dry-run", action="store_true", help="только показать, ничего не записывать")
        parser.add_argument("--json", action="store_true", help="напечатать итог одним объектом JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        municipality = Municipality.objects.filter(slug=options["municipality"]).first()
        if municipality is None:
            raise CommandError(
                f"Муниципалитета «{options['municipality']}» нет. Создайте его командой create_municipality."
            )
        read = _read(Path(options["file"]), municipality)
        survey = _named(read.survey, options["title"], options["year"])
        write = would_bring if options["dry_run"] else bring
        try:
            kept = write(municipality, survey, by=COMMAND, publish=options["publish"])
        except WrongState as wrong:
            raise CommandError(str(wrong)) from wrong
        except ValidationError as error:
            raise CommandError(_one_sentence(error)) from error
        said = _summary(read, survey, kept) | {"dry_run": options["dry_run"]}
        if options["json"]:
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))
        else:
            self._tell(said, kept)

    def _tell(self, said: dict[str, Any], kept: Kept) -> None:
        self.stdout.write(f"{said['title']}, {said['year']} год.")
        self.stdout.write(
            f"{counted(said['questions'], 'вопрос', 'вопроса', 'вопросов')}, "
            f"{counted(said['tallies'], 'ответ', 'ответа', 'ответов')} с числами."
        )
        for finding in said["findings"]:
            place = f"{finding['question']}: " if finding["question"] else ""
            self.stdout.write(f"– {place}{finding['message']} [{finding['code']}]")
        for words in said["erased"]:
            self.stdout.write(f"– {words}")
        if said["dry_run"]:
            self.stdout.write("Ничего не записано: это была проверка.")
        else:
            shown = "он опубликован" if kept.survey.is_published else "это черновик, жители его не видят"
            self.stdout.write(f"{_OUTCOMES[kept.outcome]}; {shown}.")


def _read(path: Path, municipality: Municipality) -> ReadSurvey:
    try:
        with path.open("rb") as file:
            data = file.read(LIMITS.file_bytes + 1)  # what is larger is refused, not read to its end
        return read_survey(data, path.name, ours=names_of(municipality))
    except OSError as error:
        raise CommandError(_why_closed(path)) from error
    except UnreadableSurvey as error:
        raise CommandError(str(error)) from error


def _named(survey: SurveyValue, title: str | None, year: str | None) -> SurveyValue:
    """Under the title and the year that were asked for, else its own."""
    if year is not None and not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise CommandError(f"Год «{year}» не прочитан. Напишите его так: --year 2021.")
    found = int(year) if year else survey.year
    if found is None:
        raise CommandError("В файле не сказано, за какой год опрос. Добавьте год: --year 2021.")
    return replace(survey, title=title or survey.title or DEFAULT_TITLE, year=found)


def _summary(read: ReadSurvey, survey: SurveyValue, kept: Kept) -> dict[str, Any]:
    return {
        "title": kept.survey.title,
        "year": survey.year,
        "series": kept.survey.series,
        "questions": len(survey.questions),
        "tallies": sum(figure is not None for row in survey.own.figures for figure in row),
        "respondents": inferred_respondents(survey),
        "respondents_region": survey.region.respondents if survey.region else None,
        "findings": [
            {"code": each.code, "question": each.question, "message": each.message, "where": each.where}
            for each in read.findings
        ],
        "erased": list(kept.erased),
        "outcome": kept.outcome.value,
        "published": kept.survey.is_published,
    }


def _one_sentence(error: ValidationError) -> str:
    """The first thing that is wrong, with the question that it is about."""
    field, messages = next(iter(error.message_dict.items()))
    name, *numbers = field.split("-")
    at = {"figure": 1, "question": 0, "answer": 0, "topic": 0, "number": 0}.get(name)
    if at is None or len(numbers) <= at:
        return str(messages[0])
    return f"Вопрос {int(numbers[at]) + 1}: {messages[0][:1].lower()}{messages[0][1:]}"


def _why_closed(path: Path) -> str:
    if path.is_dir():
        return f"{path} – папка. Укажите файл .docx, .xlsx, .csv или .txt."
    if not path.exists():
        return f"Файла {path} нет. Проверьте имя и папку."
    return f"Файл {path} не открывается. Проверьте, разрешено ли его читать."
