"""The official's home as plain values: groups by urgency, rows with the verb that says what to do, the strip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.wording import NBSP, counted, day_words, left_words, number_words
from plans.models import ProgressEntry
from plans.mywork import DONE, FIRST, MISSED, OTHER_HALF, Work
from plans.presenting.entry import capitalised

State = ProgressEntry.State
# What remains to be read of a remark on the row; the whole of it stands on the form.
SHOWN_REMARK = 160

_NUMERALS = ("одно", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять")
_SIGNS = {
    "returned": ("arrow-bent", "возвращено"),
    "overdue": ("exclamation", "просрочено"),
    "empty": ("ring-dashed", "не начато"),
    "draft": ("pencil", "черновик"),
    "submitted": ("arrow-right", "на проверке"),
    "approved": ("tick", "утверждено"),
    "nothing": ("ring-dash", "сообщать нечего"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """The head of some rows; `is_first`: those to do before all others, with filled buttons."""

    title: str
    note: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One activity. `state`: of its badge; `due`, `left`: when, and how far that is; `verb`: what to do."""

    pk: int
    number: str
    title: str
    wording: str
    note: str
    remark: str
    due: str
    left: str
    is_late: bool
    state: str
    verb: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the strip of own work."""

    pk: int
    number: str
    look: str
    sign: str
    word: str


def summary_words(work: Work) -> tuple[str, str]:
    """«Осталось сдать 4 из 6», and where to begin."""
    if work.over and not work.left:
        missed = f"Не сдано: {work.missed}." if work.missed else "Ваши сведения сданы."
        return "Отчёт передан дальше, править нечего", missed
    if not work.left:
        return "Всё сдано", "Делать ничего не нужно. Если текст вернут, он появится здесь первым."
    parts = []
    if work.returned:
        parts.append(f"{_numeral(work.returned)} вернули с{NBSP}замечанием")
    if work.overdue:
        parts.append(f"{_numeral(work.overdue)} просрочено")
    first = work.returned + work.overdue
    begin = f"Начните с{NBSP}{'этого' if first == 1 else 'этих'}: {', '.join(parts)}." if parts else ""
    return f"Осталось сдать {work.left} из{NBSP}{work.total}", begin or "Просроченных нет."


def _numeral(count: int) -> str:
    """Up to ten in words: «одно», «два»; of activities, which are neuter."""
    return _NUMERALS[count - 1] if 1 <= count <= len(_NUMERALS) else number_words(count)


def group_view(key: tuple[int, date | None], count: int, *, today: date) -> Group:
    urgency, due_on = key
    many = counted(count, "мероприятие", "мероприятия", "мероприятий")
    if urgency == FIRST:
        return Group("Сделайте сначала", many, True)
    if urgency == DONE:
        return Group("Сдано", f"{many}, делать ничего не нужно", False)
    if urgency == MISSED:
        return Group("Не сдано", f"{many}, отчёт передан дальше", False)
    if urgency == OTHER_HALF:
        return Group("Срок в другом полугодии", f"{many}, можно не заполнять", False)
    if due_on is None:
        return Group("Без срока", many, False)
    return Group(f"До {day_words(due_on, today=today)}", f"{many}, {left_words(due_on, today=today)}", False)


def row_view(entry: Any, handed_in_at: datetime | None, *, today: date) -> Row:
    """entry: of `plans.mywork.own_entries`."""
    line = entry.line
    is_late = entry.urgency == FIRST and entry.state != State.RETURNED
    due = f"До {day_words(line.due_on, today=today)}" if line.due_on else ""
    left = left_words(line.due_on, today=today) if line.due_on else ""
    if entry.is_over:
        left = "не сдано" if entry.urgency == MISSED else ""
    if entry.urgency == DONE:
        due, left = _handed_in(entry, handed_in_at, today=today)
    return Row(
        pk=entry.pk,
        number=line.number,
        title=capitalised(line.text),
        wording=_sentence(line.deadline_wording),
        note=_note(entry, today=today),
        remark=_cut(entry.remark) if entry.state == State.RETURNED else "",
        due=due,
        left=left,
        is_late=is_late,
        state=_look(entry),
        verb=_verb(entry, is_late=is_late),
    )


def cells_of(entries: Iterable[Any]) -> list[Cell]:
    looks = [(entry, _look(entry)) for entry in entries]
    return [Cell(entry.pk, entry.line.number, look, *_SIGNS[look]) for entry, look in looks]


def _look(entry: Any) -> str:
    if entry.urgency == FIRST and entry.state != State.RETURNED:
        return "overdue"
    if entry.nothing_reason and not entry.text and entry.state in (State.SUBMITTED, State.APPROVED):
        return "nothing"
    return str(entry.state)


def _verb(entry: Any, *, is_late: bool) -> str:
    if entry.urgency == DONE or entry.is_over:
        return "Посмотреть"
    if entry.state == State.RETURNED:
        return "Исправить"
    if entry.state == State.DRAFT:
        return "Дописать" if is_late else "Продолжить"
    return "Заполнить"


def _handed_in(entry: Any, at: datetime | None, *, today: date) -> tuple[str, str]:
    day = day_words(timezone.localdate(at), today=today) if at else ""
    due = f"Сдано {day}" if day else "Сдано"
    if entry.state == State.APPROVED:
        approved = timezone.localdate(entry.state_at) if entry.state_at else None
        return due, f"утверждено {day_words(approved, today=today)}" if approved else "утверждено"
    return due, "" if entry.is_over else "проверяет координатор"


def _note(entry: Any, *, today: date) -> str:
    """Who else answers for it; when the draft was saved."""
    parts = []
    if entry.state == State.DRAFT:
        at = timezone.localtime(entry.updated_at)
        if at.date() == today:
            parts.append(f"Сохранён сегодня в{NBSP}{at:%H:%M}")
        else:
            parts.append(f"Есть черновик от {day_words(at.date(), today=today)}")
    officers = entry.line.officers.split("\n") if entry.line.officers else []
    if len(officers) > 1:
        rest = len(officers) - 2
        named = ", ".join(officers[:2]) + (f" и{NBSP}ещё{NBSP}{rest}" if rest else "")
        parts.append(f"Исполнители: {named}")
    return ". ".join(parts)


def _sentence(wording: str) -> str:
    return wording[:1].upper() + wording[1:]


def _cut(remark: str) -> str:
    words = " ".join(remark.split())
    return words if len(words) <= SHOWN_REMARK else f"{words[:SHOWN_REMARK].rstrip()}…"
