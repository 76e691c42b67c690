"""How the history of surveys is told in words; given to `accounts.telling` at the start."""

from __future__ import annotations

from typing import Any

from accounts.telling import (
    Subject,
    Value,
    add_group,
    add_sentences,
    add_subjects,
    add_values,
    as_day,
    as_it_is,
)

SENTENCES = {
    "survey_created": "Опрос заведён",
    "survey_changed": "Опрос исправлен",
    "survey_published": "Опрос опубликован",
    "survey_unpublished": "Опрос снят с публикации",
    "survey_removed": "Опрос удалён",
}


def tell_surveys() -> None:
    add_group("surveys", "Опросы")
    add_subjects({"surveys.survey": Subject("Опрос", "surveys")})
    add_sentences(SENTENCES)
    add_values(
        {
            "year": Value("Год", _year_words),
            "questions_count": Value("Вопросов", as_it_is),
            "respondents": Value("Опрошено", as_it_is),
            "intro": Value("Вступление", as_it_is, is_text=True),
            "source": Value("Источник", as_it_is, is_text=True),
            "starts_on": Value("Начат", as_day),
            "ends_on": Value("Завершён", as_day),
            "questions": Value("Вопросы", _as_lines, is_text=True),
            "tallies": Value("Ответы", _as_lines, is_text=True),
        }
    )


def _year_words(value: Any, object_type: str = "") -> str:
    """Without a space between thousands."""
    return str(value)


def _as_lines(value: Any, object_type: str = "") -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)
