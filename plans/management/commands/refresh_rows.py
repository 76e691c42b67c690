"""`manage.py refresh_rows`: makes the rows of half-years that have none, after an update; the worker does it too."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from plans import standing


class Command(BaseCommand):
    help = "Составляет строки полугодий, у которых их ещё нет. Нужна один раз после обновления с версии 0.1."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Полугодий составлено: {standing.heal()}")
