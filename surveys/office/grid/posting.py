"""The fields of a form <-> what was typed: the shown place's cells one by one, the other places' as one hidden text.

So a survey of hundreds of questions and dozens of municipalities stays far below the number of fields that a form may
have, and a page can be shown again with everything that was typed anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from surveys.limits import MOST_ANSWERS, MOST_PLACES, MOST_QUESTIONS
from surveys.office.grid.typed import (
    ABOUT,
    Cell,
    Mode,
    Removed,
    TypedAnswer,
    TypedPlace,
    TypedQuestion,
    TypedSurvey,
    is_meaning,
)
from surveys.values import PlaceKind


class Garbled(ValueError):
    """The fields are not those of our page."""


def typed_from(fields: Mapping[str, str]) -> TypedSurvey:
    """What was typed; ``fields``: names and texts of the form. Raises `Garbled`."""
    try:
        return _typed_from({name: _text(text) for name, text in fields.items()})
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise Garbled(str(error)) from error


def rest_of(typed: TypedSurvey) -> str:
    """The hidden text: every place, the shown one without its cells, and the question taken out last."""
    places = [
        [place.kind, place.name, place.respondents, [] if each == typed.shown else _packed(place.cells)]
        for each, place in enumerate(typed.places)
    ]
    back = typed.removed
    removed = back and [
        back.at,
        asdict(back.question),
        [[one.words, one.meaning] for one in back.answers],
        _packed(back.rows),
    ]
    return json.dumps([places, removed], ensure_ascii=False, separators=(",", ":"))


def _typed_from(fields: Mapping[str, str]) -> TypedSurvey:
    places, removed = _unpacked_rest(fields["rest"])
    sets = [_set(fields, place) for place in range(_number(fields["sets"], MOST_QUESTIONS))]
    questions = [
        _question(fields, place, len(sets)) for place in range(_number(fields["questions"], MOST_QUESTIONS))
    ]
    shown = _number(fields["shown"], len(places) - 1)
    places[shown].cells = [
        [
            Cell(fields.get(f"c-{place}-{answer}", ""), fields.get(f"p-{place}-{answer}", ""))
            for answer in range(len(sets[question.set]))
        ]
        for place, question in enumerate(questions)
    ]
    places[shown].name = fields.get("place-name", places[shown].name)
    for each, place in enumerate(places):
        place.respondents = fields.get(f"respondents-{each}", place.respondents)
        if len(place.cells) != len(questions):
            raise Garbled("rows")
    about = {name: fields.get(name, "") for name in ABOUT}
    return TypedSurvey(about, sets, questions, places, shown, Mode(fields["mode"]), removed)


def _set(fields: Mapping[str, str], place: int) -> list[TypedAnswer]:
    size = _number(fields[f"set-{place}"], MOST_ANSWERS)
    return [
        TypedAnswer(
            fields.get(f"set-{place}-{answer}-words", ""),
            _meaning(fields.get(f"set-{place}-{answer}-meaning", "")),
        )
        for answer in range(size)
    ]


def _question(fields: Mapping[str, str], place: int, sets: int) -> TypedQuestion:
    return TypedQuestion(
        " ".join(fields.get(f"q-{place}-text", "").split()),
        fields.get(f"q-{place}-number", ""),
        fields.get(f"q-{place}-topic", ""),
        _number(fields[f"q-{place}-of"], sets - 1),
    )


def _meaning(text: Any) -> str:
    if text and not is_meaning(text):
        raise Garbled(str(text))
    return text or ""


def _number(text: str, most: int) -> int:
    number = int(text)
    if not 0 <= number <= most:
        raise Garbled(text)
    return number


def _packed(rows: list[list[Cell]]) -> list[list[list[str]]]:
    """Without the blank ends of rows."""
    packed = []
    for row in rows:
        size = max((place + 1 for place, cell in enumerate(row) if not cell.is_blank), default=0)
        packed.append([[cell.count, cell.percent] for cell in row[:size]])
    return packed


def _unpacked_rest(text: str) -> tuple[list[TypedPlace], Removed | None]:
    places, removed = json.loads(text)
    if not 2 <= len(places) <= MOST_PLACES + 1:
        raise Garbled("places")
    found = [
        TypedPlace(PlaceKind(kind), _text(name), _text(respondents), _unpacked(rows))
        for kind, name, respondents, rows in places
    ]
    if [place.kind for place in found].count(PlaceKind.OWN) != 1 or found[0].kind != PlaceKind.OWN:
        raise Garbled("places")
    if removed is None:
        return found, None
    at, question, answers, rows = removed
    back = Removed(
        _number(str(at), MOST_QUESTIONS),
        TypedQuestion(_text(question["text"]), _text(question["number"]), _text(question["topic"])),
        [TypedAnswer(_text(words), _meaning(meaning)) for words, meaning in answers],
        _unpacked(rows),
    )
    return found, back


def _unpacked(rows: Any) -> list[list[Cell]]:
    if len(rows) > MOST_QUESTIONS or any(len(row) > MOST_ANSWERS for row in rows):
        raise Garbled("rows")
    return [[Cell(_text(count), _text(percent)) for count, percent in row] for row in rows]


def _text(value: Any) -> str:
    """Without what no database takes: zero bytes and halves of characters."""
    if not isinstance(value, str):
        raise Garbled("text")
    return value.encode(errors="ignore").decode().replace("\0", "")
