"""Our own files brought in again: the words of inserts are known and taken off, and every entry stays what it was."""

from __future__ import annotations

import io

import pytest

from accounts.history import COMMAND
from plans import workflow
from plans.models import Insert, ProgressEntry
from reports import freezing, renderers
from reports.importing.printed import without_inserts
from tests.factories import District, make_district
from tests.plans.inserting import CHART, TABLE, value_of
from tests.reports.bringing import codes, load

ROADS = "Итоги опроса:\n– ответов «Да» – 12 (71 %);\n\n– ответов «Нет» – 5 (29 %)."
WATER = "Ответов «да»: 7."


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (f"Сделано.\n{ROADS}", [ROADS], "Сделано."),
        (f"Сделано.\n\n{ROADS}\n", [ROADS], "Сделано."),
        (f"Сделано.\n{ROADS}\n{WATER}", [WATER, ROADS], "Сделано."),
        (ROADS, [ROADS], ""),
        (f"Сделано.\n{ROADS.replace('–', '-').replace(' %', chr(0xA0) + '%')}", [ROADS], "Сделано."),
        (f"Сделано.\n{ROADS}\nИ ещё.", [ROADS], f"Сделано.\n{ROADS}\nИ ещё."),
        (f"Сделано.\n{ROADS.replace('12', '13')}", [ROADS], f"Сделано.\n{ROADS.replace('12', '13')}"),
        ("Сделано. Ответов «да»: 7.", [WATER], "Сделано. Ответов «да»: 7."),
        ("Сделано.\n\n", [ROADS, ""], "Сделано.\n\n"),
        ("", [ROADS], ""),
        ("Сделано.", [], "Сделано."),
        ("Ответов «Нет» – 5 (29 %).", [ROADS], "Ответов «Нет» – 5 (29 %)."),
    ],
)
def test_words_of_inserts_are_taken_off_the_end_only(text: str, words: list[str], expected: str) -> None:
    assert without_inserts(text, words, "") == expected


def test_each_is_taken_off_once_and_not_from_a_text_that_stands_so() -> None:
    twice = f"Сделано.\n{ROADS}\n{ROADS}"
    assert without_inserts(twice, [ROADS], "") == f"Сделано.\n{ROADS}"
    assert without_inserts(twice, [ROADS, WATER], f"Сделано.\n{ROADS}") == f"Сделано.\n{ROADS}"
    assert without_inserts(f"Сделано.\n{ROADS}", [ROADS], f"Сделано.\n{ROADS}") == f"Сделано.\n{ROADS}"


def put(entry: ProgressEntry, words: str, source: str, position: int = 0) -> Insert:
    value = value_of(f"Опрос {source}", words, chart=CHART, tables=(TABLE,))
    return Insert.objects.create(
        entry=entry, kind="tally", source=source, title=value.title, value=value.to_text(), position=position
    )


@pytest.fixture
def district() -> District:
    district = make_district(gaps=[3])
    put(district.entries[0], ROADS, "roads")
    put(district.entries[0], WATER, "water", 1)
    put(district.entries[2], WATER, "water")
    workflow.approve_filled(district.plan_period, by=COMMAND)
    return district


def file_of(district: District, format: str) -> bytes:
    out = io.BytesIO()
    renderers.render(format, freezing.build(district.report, version=1, with_drafts=True), out)
    return out.getvalue()


def entries(district: District) -> list[tuple[object, ...]]:
    """What stands in every entry, and how often it was touched."""
    found = ProgressEntry.objects.filter(plan_period=district.plan_period).order_by("pk")
    return [
        (entry.text, entry.state, entry.revision, entry.versions.count(), entry.inserts.count())
        for entry in found
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_our_own_file_changes_nothing(district: District, format: str) -> None:
    before = entries(district)
    outcome = load(district.municipality, file_of(district, format))
    assert ["progress" in row.changed for row in outcome.rows] == [False, False, False]
    assert entries(district) == before


@pytest.mark.django_db
def test_a_file_from_before_an_insert_was_taken_off_changes_nothing(district: District) -> None:
    data, before = file_of(district, "docx"), entries(district)
    Insert.objects.filter(source="water").update(removed_at=district.plan_period.opened_at)
    load(district.municipality, data)
    assert entries(district) == before


@pytest.mark.django_db
def test_another_text_over_the_same_words_is_taken_without_them(district: District) -> None:
    data = file_of(district, "docx")
    ProgressEntry.objects.filter(pk=district.entries[0].pk).update(text="Другой текст.")
    load(district.municipality, data, overwrite=True)
    assert entries(district)[0][0] == "Сделано по мероприятию 1."


@pytest.mark.django_db
def test_where_no_such_insert_stands_the_words_are_the_office_s_own(district: District) -> None:
    data = file_of(district, "docx")
    Insert.objects.all().delete()
    load(district.municipality, data, overwrite=True)
    assert [str(text).endswith(WATER) for text, *_ in entries(district)] == [True, False, True]


@pytest.mark.django_db
def test_work_in_the_portal_is_not_reported_over_an_insert(district: District) -> None:
    data = file_of(district, "docx")
    ProgressEntry.objects.filter(plan_period=district.plan_period).update(origin="portal")
    assert [code for code in codes(load(district.municipality, data)) if code == "entry_in_work"] == []
