"""A made-up kind of insert, whose sources a test holds in its hands, and the pages on which it is picked."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from accounts.models import Municipality
from opengov.urls import urlpatterns as portal
from plans.inserts import (
    Bar,
    Cell,
    Chart,
    InsertKind,
    InsertValue,
    Key,
    Offer,
    Options,
    Part,
    Table,
    add_kind,
    add_offer,
)
from plans.inserts.kinds import _kinds
from plans.inserts.offers import _finders

CHART = Chart(
    title="Довольны ли жители",
    legend=(Key("Да", "yes"), Key("Нет", "no")),
    bars=(Bar("Дороги", (Part("70.5", "71", "yes", "Да"), Part("29.5", "29", "no", "Нет")), "71 %"),),
    result_title="Довольны",
)
TABLE = Table("Ответы", ("Вопрос", "Да", "Нет"), ((Cell("Дороги"), Cell("12", "71 %"), Cell("5", "29 %")),))


def value_of(title: str = "Опрос о дорогах", words: str = "Ответов «да»: 12.", **more: Any) -> InsertValue:
    return InsertValue(kind="tally", title=title, words=words, as_of="2022-12-01", **more)


@dataclass
class Sources:
    """By source, what stands there; `asked` counts how often one was looked up."""

    values: dict[str, InsertValue] = field(default_factory=dict)
    asked: int = 0
    changed: dict[str, datetime] = field(default_factory=dict)

    def current(self, municipality: Municipality, source: str, options: Options) -> InsertValue | None:
        self.asked += 1
        value = self.values.get(source)
        return replace(value, chart=CHART, tables=(TABLE,)) if value and options.get("chart") else value

    def change(self, source: str, **fields: Any) -> None:
        self.values[source] = replace(self.values[source], **fields)
        self.changed[source] = timezone.now()

    def changed_at(self, municipality: Municipality, sources: Collection[str]) -> dict[str, datetime]:
        long_ago = datetime(2022, 1, 1, tzinfo=UTC)
        return {source: self.changed.get(source, long_ago) for source in sources if source in self.values}


def found_in(text: str) -> Offer | None:
    if "чел." not in text:
        return None
    return Offer("tally", "В тексте есть результаты опроса.", "Завести опрос", "tally-import")


@pytest.fixture
def sources(settings: Any) -> Iterator[Sources]:
    """The kind «tally» alone, with the sources «roads» and «water»."""
    named, finders = dict(_kinds), list(_finders)
    _kinds.clear()
    _finders.clear()
    settings.ROOT_URLCONF = "tests.plans.inserting"
    sources = Sources({"roads": value_of(), "water": value_of("Опрос о воде", "Ответов «да»: 7.")})
    add_kind(
        InsertKind(
            "tally",
            "Опрос жителей",
            "Вставить опрос",
            "tally-insert",
            sources.current,
            changed="В опросе исправлены числа",
            changed_at=sources.changed_at,
        )
    )
    add_offer(found_in)
    yield sources
    _kinds.clear()
    _kinds.update(named)
    _finders[:] = finders


def picker(request: HttpRequest, municipality: str, entry: int) -> HttpResponse:
    return HttpResponse(json.dumps({"entry": entry}))


def importing(request: HttpRequest, municipality: str) -> HttpResponse:
    return HttpResponse(json.dumps({"entry": request.GET.get("entry")}))


urlpatterns = [
    path("work/<slug:municipality>/tallies/insert/<int:entry>/", picker, name="tally-insert"),
    path("work/<slug:municipality>/tallies/import/", importing, name="tally-import"),
    *portal,
]
