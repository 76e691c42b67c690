"""A survey that was read, carried by the form from the page that shows it to the deed that writes it; signed."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.core import signing

from accounts.models import Municipality, User
from surveys.values import (
    Answer,
    AskedQuestion,
    Figure,
    Meaning,
    PlaceFigures,
    PlaceKind,
    SurveyValue,
)

HOURS = 24
_SALT = "surveys.read"


class NotOurs(ValueError):
    """What the form brought was not made here for this person, or too long ago."""


def packed(survey: SurveyValue, *, user: User, municipality: Municipality) -> str:
    """For a hidden field: only this person can hand it in, and only for this municipality."""
    content = asdict(survey)
    for place in content["places"]:
        place["figures"] = [[_plain(figure) for figure in row] for row in place["figures"]]
    return signing.dumps(content, salt=_salt(user, municipality), compress=True)


def unpacked(text: str, *, user: User, municipality: Municipality) -> SurveyValue:
    """Raises `NotOurs`."""
    try:
        content = signing.loads(text, salt=_salt(user, municipality), max_age=HOURS * 3600)
    except signing.BadSignature as error:
        raise NotOurs from error
    questions = tuple(
        AskedQuestion(
            **question
            | {"answers": tuple(Answer(one["words"], Meaning(one["meaning"])) for one in question["answers"])}
        )
        for question in content["questions"]
    )
    places = tuple(
        PlaceFigures(
            **place
            | {
                "kind": PlaceKind(place["kind"]),
                "figures": tuple(tuple(_figure(figure) for figure in row) for row in place["figures"]),
            }
        )
        for place in content["places"]
    )
    return SurveyValue(**content | {"questions": questions, "places": places})


def _plain(figure: dict[str, Any] | None) -> list[Any] | None:
    if figure is None:
        return None
    percent = figure["percent"]
    return [figure["count"], None if percent is None else str(percent)]


def _figure(plain: list[Any] | None) -> Figure | None:
    if plain is None:
        return None
    count, percent = plain
    return Figure(count, None if percent is None else Decimal(percent))


def _salt(user: User, municipality: Municipality) -> str:
    return f"{_SALT}.{user.pk}.{municipality.pk}"
