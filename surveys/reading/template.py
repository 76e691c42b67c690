"""The rows of the downloadable template."""

from __future__ import annotations


def template_rows() -> tuple[tuple[str, ...], ...]:
    """The header and example rows of the template, as texts: what a person fills in and loads back."""
    return (("Вопрос", "Вариант ответа", "Ответов", "Процент", "Оценка"),)
