"""The rows of the downloadable template: a table that this package reads back."""

from __future__ import annotations

_ROWS = (
    ("Вопрос", "Вариант ответа", "Ответов", "Процент"),
    ("Удовлетворены ли Вы работой общественного транспорта?", "Да", "120", "60"),
    ("Удовлетворены ли Вы работой общественного транспорта?", "Нет", "80", "40"),
    ("Всего приняли участие", "", "200", ""),
    ("Всего приняли участие в регионе", "", "1500", ""),
)


def template_rows() -> tuple[tuple[str, ...], ...]:
    """The header and example rows, as texts; «Процент» may stay blank, the portal counts it."""
    return _ROWS
