"""How the history is told: a sentence for every action, a name for every value, words for every kind of object.

Each app adds its own when it starts (`AppConfig.ready`). A value without a name is not shown: it may be a secret.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import HistoryEvent, Membership
from accounts.wording import date_words, number_words

UNKNOWN = "Сделано изменение"


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of object in the history: `words` names it, `group` is the filter it stands under; `period_path`: the
    lookup that leads from the object to its half-year, ``""`` where it belongs to none."""

    words: str
    group: str
    period_path: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """What a key of `before` and `after` means. `words` puts a value in words, given the kind of object too; a text
    (`is_text`) is compared word by word."""

    title: str
    words: Callable[[Any, str], str]
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One value that changed, in words; «» where there was or is none."""

    title: str
    before: str
    after: str
    is_text: bool = False


GROUPS: dict[str, str] = {}
_sentences: dict[str, str] = {}
_subjects: dict[str, Subject] = {}
_values: dict[str, Value] = {}
_states: dict[str, Mapping[str, str]] = {}


def add_group(name: str, words: str) -> None:
    """A filter of the history's page."""
    GROUPS[name] = words


def add_sentences(sentences: Mapping[str, str]) -> None:
    """Action -> what was done."""
    _sentences.update(sentences)


def add_subjects(subjects: Mapping[str, Subject]) -> None:
    """Label of a model (``plans.activity``) -> what it is for people."""
    _subjects.update(subjects)


def add_values(values: Mapping[str, Value]) -> None:
    _values.update(values)


def add_states(object_type: str, states: Mapping[str, str]) -> None:
    """The words of an object's states."""
    _states[object_type] = states


def sentence_of(action: str) -> str:
    return _sentences.get(action, UNKNOWN)


def knows(action: str) -> bool:
    return action in _sentences


def subject_of(object_type: str) -> Subject:
    return _subjects.get(object_type, Subject("", ""))


def subjects() -> Mapping[str, Subject]:
    return _subjects


def values_of(event: HistoryEvent) -> list[Told]:
    """What changed, value by value, in the order in which the values were named; a side that says nothing is «»."""
    told = []
    for name, value in _values.items():
        if name not in event.before and name not in event.after:
            continue
        before, after = (
            value.words(side[name], event.object_type) if name in side and side[name] is not None else ""
            for side in (event.before, event.after)
        )
        if before != after:
            told.append(Told(value.title, before, after, value.is_text))
    return told


def who(event: HistoryEvent) -> str:
    """The person as they were called then, or what acted without one."""
    return event.actor_name or {
        HistoryEvent.Source.COMMAND: "Команда на сервере",
        HistoryEvent.Source.IMPORT: "Загрузка файла",
    }.get(HistoryEvent.Source(event.source), "Портал")


def as_it_is(value: Any, object_type: str = "") -> str:
    return number_words(value) if isinstance(value, int) and not isinstance(value, bool) else str(value)


def as_list(value: Any, object_type: str = "") -> str:
    """Names in the order in which they stand."""
    return ", ".join(str(item) for item in value) if isinstance(value, list) else str(value)


def as_day(value: Any, object_type: str = "") -> str:
    """«1 марта 2022 г.» from an ISO date."""
    try:
        return date_words(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def as_state(value: Any, object_type: str) -> str:
    return _states.get(object_type, {}).get(str(value), str(value))


def _as_roles(value: Any, object_type: str = "") -> str:
    labels = dict(Membership.Role.choices)
    return ", ".join(str(labels.get(role, role)) for role in value)


def tell_accounts() -> None:
    """What this app itself does."""
    add_group("people", "Люди и настройки")
    add_subjects(
        {
            "accounts.user": Subject("Сотрудник", "people"),
            "accounts.municipality": Subject("Муниципалитет", "people"),
            "accounts.membership": Subject("Сотрудник", "people"),
        }
    )
    add_sentences(
        {
            "municipality_created": "Муниципалитет заведён в портале",
            "municipality_corrected": "Муниципалитет поправлен администратором портала",
            "settings_changed": "Изменены настройки",
            "member_added": "Человек принят в сотрудники",
            "member_removed": "Человек исключён из сотрудников",
            "member_roles_changed": "Изменены роли",
            "member_invited": "Человек приглашён",
            "member_renamed": "Исправлено имя",
            "user_corrected": "Учётная запись поправлена администратором портала",
            "sign_in_link_made": "Выдана ссылка для первого входа",
        }
    )
    plain = {
        "name": "Название",
        "name_genitive": "В родительном падеже",
        "name_prepositional": "В предложном падеже",
        "region": "Регион",
        "signatory_name": "Кто утверждает",
        "signatory_position": "Должность утверждающего",
        "prepared_by": "Кто готовит",
        "address": "Адрес",
        "phone": "Телефон",
        "email": "Почта",
        "website": "Сайт",
    }
    add_values(
        {"roles": Value("Роли", _as_roles)} | {key: Value(title, as_it_is) for key, title in plain.items()}
    )
