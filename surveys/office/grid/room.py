"""Whether a survey has room in the table: one form takes only so many fields and letters. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote_plus

from surveys.office.grid.posting import rest_of
from surveys.office.grid.typed import TypedSurvey

# Below what the server takes (DATA_UPLOAD_MAX_NUMBER_FIELDS, DATA_UPLOAD_MAX_MEMORY_SIZE), with space to type in.
MOST_FIELDS = 18_000
MOST_BYTES = 9_000_000
_OF_A_QUESTION = 5
_OF_AN_ANSWER = 2
_OF_A_CELL = 2  # people and per cents
FULL = (
    "Столько таблица на странице не вместит. Сохраните опрос, скачайте его в Excel, добавьте остальное там и загрузите "
    "файл: он запишется поверх."
)
NO_ROOM = (
    "В таблице на странице столько вопросов, ответов и муниципалитетов не поместится. Скачайте опрос в Excel, "
    "исправьте там и загрузите файл: он запишется поверх."
)


def has_room(typed: TypedSurvey) -> bool:
    """Whether everything in the table will arrive when it is sent."""
    return _fields(typed) <= MOST_FIELDS and len(quote_plus("\n".join(_texts(typed)))) <= MOST_BYTES


def _fields(typed: TypedSurvey) -> int:
    cells = sum(len(typed.answers_of(question)) for question in typed.questions)
    answers = sum(len(answers) for answers in typed.sets)
    return cells * _OF_A_CELL + answers * _OF_AN_ANSWER + len(typed.questions) * _OF_A_QUESTION


def _texts(typed: TypedSurvey) -> Iterator[str]:
    yield rest_of(typed)
    yield from typed.about.values()
    for question in typed.questions:
        yield from (question.text, question.number, question.topic)
    for answers in typed.sets:
        yield from (answer.words for answer in answers)
