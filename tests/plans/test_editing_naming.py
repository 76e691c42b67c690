"""Officers as people type them: one a line or by semicolons, with posts, in either order of the name."""

from __future__ import annotations

import pytest

from plans.models import Officer
from plans.planning import OfficerName
from plans.planning.editing.naming import known_name, match_names, read_names


def person(name: str, surname: str, initials: str, position: str = "", printed: str = "") -> OfficerName:
    return OfficerName(name, "official", surname, initials, position, printed or name)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", []),
        (" \n ; , ", []),
        ("Юн Б. Б.", [person("Юн Б. Б.", "Юн", "Б.Б.")]),
        ("Б.Б. Юн", [person("Б.Б. Юн", "Юн", "Б.Б.")]),
        ("Ким А.", [person("Ким А.", "Ким", "А.")]),
        ("Ким Анна Андреевна", [person("Ким Анна Андреевна", "Ким", "А.А.")]),
        ("Белых-Юрьева А.А.", [person("Белых-Юрьева А.А.", "Белых-Юрьева", "А.А.")]),
        (
            "Юн Б.Б., начальник отдела; Ким А.А.",
            [
                person("Юн Б.Б.", "Юн", "Б.Б.", "начальник отдела", "Юн Б.Б., начальник отдела"),
                person("Ким А.А.", "Ким", "А.А."),
            ],
        ),
        ("Юн Б.Б., Ким А.А.", [person("Юн Б.Б.", "Юн", "Б.Б."), person("Ким А.А.", "Ким", "А.А.")]),
        (
            "начальник отдела Юн Б.Б.",
            [person("Юн Б.Б.", "Юн", "Б.Б.", "начальник отдела", "начальник отдела Юн Б.Б.")],
        ),
        ("1) Юн Б.Б.\n– Ким А.А.", [person("Юн Б.Б.", "Юн", "Б.Б."), person("Ким А.А.", "Ким", "А.А.")]),
        ("Юн Б.Б.\nЮн Б. Б.", [person("Юн Б.Б.", "Юн", "Б.Б.")]),
        (
            "отдел культуры, спорта и молодежи",
            [
                OfficerName(
                    "отдел культуры, спорта и молодежи",
                    "collective",
                    printed="отдел культуры, спорта и молодежи",
                )
            ],
        ),
        (
            "первый заместитель главы",
            [
                OfficerName(
                    "первый заместитель главы",
                    "official",
                    position="первый заместитель главы",
                    printed="первый заместитель главы",
                )
            ],
        ),
        (
            "начальники отделов",
            [OfficerName("начальники отделов", "collective", printed="начальники отделов")],
        ),
    ],
)
def test_names_are_read(typed: str, names: list[OfficerName]) -> None:
    assert read_names(typed) == names


def test_known_ones_are_found_however_spaced_and_by_the_words_of_the_row() -> None:
    boris = Officer(pk=1, kind="official", name="Юн Б.Б.", key="юнбб", surname="Юн", initials="Б.Б.")
    head = Officer(pk=2, kind="official", name="Глава округа", key="главаокруга", position="Глава округа")
    matched, unknown = match_names(
        read_names("Юн Б. Б., юрист\nглава, округа\nКто-то еще"),
        officers=[boris],
        rows=[("глава округа", head)],
    )
    assert [name.key for name in matched] == ["юнбб", "главаокруга", "ктотоеще"]
    assert [name.printed for name in matched] == ["Юн Б. Б., юрист", "глава, округа", "Кто-то еще"]
    assert [name.name for name in unknown] == ["Кто-то еще"]


def test_a_known_officer_keeps_its_key() -> None:
    for officer in (
        Officer(kind="official", name="Юн Б.Б.", key="юнбб", surname="Юн", initials="Б.Б."),
        Officer(kind="official", name="Юн Б.Б.", key="юнбб"),
        Officer(kind="collective", name="Отдел кадров", key="отделкадров"),
    ):
        assert known_name(officer).key == officer.key
