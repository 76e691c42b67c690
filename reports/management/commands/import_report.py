"""`manage.py import_report`: bring a Word or Excel report, or a bare plan, into the portal in one go."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.history import COMMAND
from accounts.models import Municipality
from plans.files.raw import UnreadableFile
from plans.periods import ReportingPeriod
from reports.importing import ImportOptions, ImportOutcome, ImportRefused, Take, write_file
from reports.importing.telling import survey_words
from reports.importing.uploads import limits

UNDECIDED = 2


class Command(BaseCommand):
    help = "Загружает отчет или план из файла Word (.docx) или Excel (.xlsx). Работает без очереди задач."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="файл .docx или .xlsx")
        parser.add_argument(
            "--municipality", required=True, metavar="SLUG", help="имя муниципалитета в адресе"
        )
        parser.add_argument("--plan", metavar="SLUG", help="имя плана в адресе; без него основной план")
        parser.add_argument("--period", metavar="2022-h1", help="полугодие; без него читается из заголовка")
        parser.add_argument("--publish", action="store_true", help="сразу опубликовать отчет как есть")
        parser.add_argument("--reason", default="", help="причина исправления опубликованного отчета")
        parser.add_argument("--accept-new", action="store_true", help="сомнительные строки считать новыми")
        parser.add_argument("--overwrite", action="store_true", help="заменять записи, начатые в портале")
        parser.add_argument(
            "--figures",
            action="store_true",
            help="взять показатели, найденные в текстах: значения известных и новые",
        )
        parser.add_argument(
            "--surveys",
            action="store_true",
            help="завести опросы, найденные в текстах, и поставить каждый под свой текст",
        )
        parser.add_argument("--dry-run", action="store_true", help="только показать, ничего не записывать")
        parser.add_argument("--json", action="store_true", help="напечатать итог одним объектом JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        municipality = Municipality.objects.filter(slug=options["municipality"]).first()
        if municipality is None:
            raise CommandError(
                f"Муниципалитета «{options['municipality']}» нет. Создайте его командой create_municipality."
            )
        asked = ImportOptions(
            plan_slug=options["plan"],
            period=_period(options["period"]),
            publish=options["publish"],
            reason=options["reason"],
            accept_new=options["accept_new"],
            overwrite=options["overwrite"],
            dry_run=options["dry_run"],
            take=Take.ALL if options["figures"] else Take.NONE,
            surveys=None if options["surveys"] else frozenset(),
        )
        path = Path(options["file"])
        try:
            if path.stat().st_size > (most := limits().file_bytes):
                raise CommandError(
                    f"Файл {path} больше {most // 1024**2} МБ. Уберите из него картинки или разделите его."
                )
            outcome = write_file(path.read_bytes(), path.name, municipality, options=asked, by=COMMAND)
        except OSError as error:
            raise CommandError(_why_closed(path)) from error
        except (UnreadableFile, ImportRefused) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            told = outcome.summary()
            told |= {"figures": outcome.figures_taken} if options["figures"] else {}
            told |= {"surveys": outcome.surveys_taken} if options["surveys"] else {}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self._tell(outcome, asked)
        if outcome.is_undecided:
            sys.exit(UNDECIDED)

    def _tell(self, outcome: ImportOutcome, asked: ImportOptions) -> None:
        said = outcome.summary()
        self.stdout.write(f"Период: {outcome.period.title if outcome.period else 'не указан (план)'}")
        self.stdout.write(
            f"Строк: {said['rows']}, верхнего уровня {said['top_level']}, групп {said['groups']}; "
            f"отчетных {said['reportable']}, со сведениями {said['filled']}."
        )
        self.stdout.write(
            f"Создано: {said['created']}, изменено: {said['updated']}, без изменений: {said['unchanged']}."
        )
        if asked.take == Take.ALL:
            self.stdout.write(f"Показателей найдено и взято: {outcome.figures_taken}.")
        for row, fate in zip(outcome.parsed.rows, outcome.rows, strict=True):
            if fate.survey:
                self.stdout.write(f"Пункт {row.number}: {survey_words(fate.survey)}")
        for finding in outcome.findings:
            place = f"{finding.row}: " if finding.row else ""
            self.stdout.write(f"– {place}{finding.message} [{finding.code}]")
        if outcome.is_undecided:
            self.stdout.write(
                "Ничего не записано: решите сомнительные строки в портале или добавьте --accept-new, "
                "чтобы считать их новыми."
            )
        elif asked.dry_run:
            self.stdout.write("Ничего не записано: это была проверка.")
        elif outcome.publication:
            self.stdout.write(
                f"Опубликован отчет, версия {outcome.publication.version}, sha256 {outcome.publication.sha256}."
            )


def _period(slug: str | None) -> ReportingPeriod | None:
    try:
        return ReportingPeriod.parse(slug) if slug else None
    except ValueError as error:
        raise CommandError(str(error)) from error


def _why_closed(path: Path) -> str:
    if path.is_dir():
        return f"{path} – папка. Укажите файл .docx или .xlsx."
    if not path.exists():
        return f"Файла {path} нет. Проверьте имя и папку."
    return f"Файл {path} не открывается. Проверьте, разрешено ли его читать."
