"""Two texts that grew out of one, put together."""

from __future__ import annotations

from itertools import product

import pytest

from plans.merging import merged

BASE = "Первое.\nВторое.\nТретье."


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("Первое.\nИначе.\nТретье.", BASE, "Первое.\nИначе.\nТретье."),
        (BASE, "Первое.\nТретье.", "Первое.\nТретье."),
        ("Начало.\n" + BASE, BASE + "\nКонец.", "Начало.\n" + BASE + "\nКонец."),
        ("Первое.\nМоё.\nТретье.", "Первое.\nИх.\nТретье.", "Первое.\nМоё.\nИх.\nТретье."),
        (BASE + "\nМоё.", BASE + "\nИх.", BASE + "\nМоё.\nИх."),
        (BASE + "\nОдно.", BASE + "\nОдно.", BASE + "\nОдно."),
        ("Моё.", "", "Моё."),
        ("", "Их.", "Их."),
    ],
)
def test_changes_of_both_stand_in_one_text(mine: str, theirs: str, both: str) -> None:
    assert merged(BASE, mine, theirs) == both


def test_without_a_common_ground_their_missing_lines_follow_mine() -> None:
    assert merged(None, "Одно.\nМоё.", "Одно.\nИх.") == "Одно.\nМоё.\nИх."


def test_no_line_that_somebody_wrote_is_lost() -> None:
    texts = ["\n".join(lines) for lines in product("абв", repeat=3)]
    for mine, theirs in product(texts, texts):
        both = merged("а\nб\nа", mine, theirs).split("\n")
        new = {*mine.split("\n"), *theirs.split("\n")} - {"а", "б"}
        assert new <= set(both)
