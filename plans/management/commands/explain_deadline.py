"""The command that shows how a deadline's wording is read and what is due in a year; it touches no database."""

from __future__ import annotations

import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from plans.deadlines import describe, due_in_year, read_deadline


def _year(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 9999):
        raise argparse.ArgumentTypeError(f"«{text}» не год. Напишите год четырьмя цифрами, например 2022.")
    return int(text)


class Command(BaseCommand):
    help = "Показывает, как портал читает срок исполнения и какие даты он даёт в году."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("wording", help="Срок, как он написан в плане, в кавычках.")
        parser.add_argument("--year", type=_year, help="Год, за который нужны даты; без него текущий.")
        parser.add_argument("--json", action="store_true", help="Вывести один объект JSON.")

    def handle(self, *args: Any, wording: str, year: int | None, **options: Any) -> None:
        year = year or timezone.localdate().year
        deadline = read_deadline(wording)
        due = due_in_year(deadline.rule, year)
        if options["json"]:
            answer = {
                "wording": deadline.wording,
                "rule": deadline.rule.to_dict() if deadline.rule else None,
                "readable": deadline.is_readable,
                "due": [day.isoformat() for day in due],
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        self.stdout.write(f"Срок: «{deadline.wording}»")
        self.stdout.write(describe(deadline.rule))
        days = ", ".join(f"{day:%d.%m.%Y}" for day in due)
        self.stdout.write(f"Даты в {year} году: {days}." if due else f"В {year} году своих дат нет.")
