"""The half-year's matrix as plain values: counts as filters, who delays, rows with a badge and what stood before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_date
from django.utils import timezone

from accounts.wording import NBSP, counted, date_words, day_words, left_words, plural
from plans.models import Officer, PeriodLine, PlanPeriod, ProgressEntry
from plans.periods import ReportingPeriod
from plans.workflow import is_from_file
from plans.worklists import Counts, Delay, Past

State = ProgressEntry.State
# From so many per cent on a text that repeats the last one deserves a look.
ALIKE = 90

_TILES = (
    ("approved", "утверждено", "disc-tick"),
    ("submitted", "на проверке", "disc-arrow"),
    ("returned", "возвращено", "arrow-bent"),
    ("draft", "черновик,черновика,черновиков", "pencil"),
    ("empty", "не начато", "ring-dashed"),
    ("overdue", "из них просрочено", "triangle-solid"),
)
# In a half-year whose report has gone on nothing is late, and a blank is a gap.
_CLOSED_TILES = (*_TILES[:4], ("empty", "нет сведений", "ring-struck"))
# What a filter is called in the list of states.
FILTERS = {
    "": "Все состояния",
    "waited": "Ещё не сдано",
    "submitted": "На проверке",
    "returned": "Возвращено",
    "draft": "Черновики",
    "empty": "Не начато",
    "overdue": "Просрочено",
    "approved": "Утверждено",
    "optional": "Срок в другом полугодии",
}


def filters_of(*, is_open: bool) -> dict[str, str]:
    if is_open:
        return FILTERS
    gone = {name: word for name, word in FILTERS.items() if name not in ("waited", "overdue")}
    return {**gone, "empty": "Нет сведений"}


@dataclass(frozen=True, slots=True)
class Tile:
    """A count that is a filter, too."""

    name: str
    count: int
    word: str
    sign: str
    is_current: bool


def tiles_of(counts: Counts, current: str, *, is_open: bool = True) -> list[Tile]:
    return [
        Tile(name, count, plural(count, *word.split(",")) if "," in word else word, sign, name == current)
        for name, word, sign in (_TILES if is_open else _CLOSED_TILES)
        for count in [getattr(counts, name)]
        if count or name != "returned" or current == name
    ]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the bar, in per cent of its length."""

    name: str
    start: str
    width: str


def bar_of(counts: Counts) -> list[Part]:
    parts, start = [], 0
    for name in ("approved", "submitted", "returned", "draft", "empty"):
        if count := getattr(counts, name):
            parts.append(Part(name, _share(start, counts.total), _share(count, counts.total)))
            start += count
    return parts


def _share(count: int, total: int) -> str:
    return f"{100 * count / total:.2f}%"


def bar_words(counts: Counts, *, is_open: bool = True) -> str:
    """The bar for those who cannot see it."""
    tiles = _TILES if is_open else _CLOSED_TILES
    said = ((name, word) for name, word, _ in tiles if name != "overdue")
    words = [
        f"{plural(count, *word.split(',')) if ',' in word else word}: {count}"
        for name, word in said
        if (count := getattr(counts, name))
    ]
    return f"Из {counts.total}: {', '.join(words)}" if words else "Сдавать нечего"


@dataclass(frozen=True, slots=True)
class DelayRow:
    """`is_reachable`: may be reminded; else must be invited first."""

    names: str
    words: str
    officers: tuple[int, ...]
    was_reminded: bool
    is_reachable: bool


def delay_rows(delays: Iterable[Delay], *, today: date) -> list[DelayRow]:
    return [
        DelayRow(
            names=", ".join(officer.name for officer in delay.officers),
            words=_delay_words(delay, today),
            officers=tuple(officer.pk for officer in delay.officers),
            was_reminded=delay.reminded_at is not None,
            is_reachable=delay.is_reachable,
        )
        for delay in delays
    ]


def _delay_words(delay: Delay, today: date) -> str:
    more = delay.count - len(delay.numbers)
    words = f"{counted(delay.count, 'мероприятие', 'мероприятия', 'мероприятий')}: {', '.join(delay.numbers)}"
    words += f" и{NBSP}ещё{NBSP}{more}" if more else ""
    if delay.due_since is not None:
        days = f"на{NBSP}{counted((today - delay.due_since).days, 'день', 'дня', 'дней')}"
        if delay.overdue == delay.count:
            words += f", {plural(delay.count, 'просрочено', 'просрочены', 'просрочены')} {days}"
        elif delay.overdue == 1 and delay.overdue_numbers:
            words += f". Пункт {delay.overdue_numbers[0]} просрочен {days}"
        else:
            words += f". Просрочено: {delay.overdue}, самое давнее {days}"
    if not delay.is_reachable:
        words += ". Не в портале: напоминание не дойдёт"
    elif delay.reminded_at is not None:
        words += f". Напоминали {day_words(timezone.localdate(delay.reminded_at), today=today)}"
    return words


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign with a word: an earlier half-year, or an officer's cell; `css` colours it."""

    css: str
    sign: str
    word: str


_PAST = {
    "new": Mark("new", "dot", "новые"),
    "same": Mark("same", "equals", "повтор"),
    "gap": Mark("gap", "ring", "нет"),
    "optional": Mark("optional", "ring-dash", "не нужно"),
}
LEGEND = (("dot", "новые сведения"), ("equals", "текст повторён"), ("ring", "сведений нет"))
_NOT_NEEDED = "Не нужно"
_CELLS = {
    "empty": ("ring-dashed", "не начато"),
    "draft": ("pencil", "черновик"),
    "submitted": ("disc-arrow", "проверка"),
    "returned": ("arrow-bent", "возврат"),
    "approved": ("disc-tick", "готово"),
    "nothing": ("ring-dash", "нечего"),
    "overdue": ("triangle-solid", "просрочено"),
    "gap": ("ring-struck", "нет"),
    "optional": ("ring-dash", "не нужно"),
}
CELLS_LEGEND = (
    ("disc-tick", "утверждено"),
    ("disc-arrow", "на проверке"),
    ("arrow-bent", "возвращено"),
    ("pencil", "черновик"),
    ("ring-dashed", "не начато"),
    ("triangle-solid", "просрочено"),
    ("ring-dash", "не нужно или нечего сообщить"),
    ("ring-struck", "нет сведений"),
)


def _past_mark(past: Past | None) -> Mark | None:
    if past is None:
        return None
    if past.is_filled:
        return _PAST["same" if past.is_repeated else "new"]
    return _PAST["optional" if past.is_optional else "gap"]


@dataclass(frozen=True, slots=True)
class Badge:
    """`state`: a key of `portal.STATES`; `word` in its place; `beside`: what stands by it."""

    state: str
    word: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `entry` is None for groups and sections, `read` names what a decision on it would be about.

    `past` and `cells`: marks with the names of their columns.
    """

    kind: str
    number: str
    level: int
    text: str
    url: str = ""
    entry: int | None = None
    read: str = ""
    is_ticked: bool = False
    may_approve: bool = False
    may_return: bool = False
    may_remind: bool = False
    officer: str = ""
    more_officers: int = 0
    past: tuple[tuple[Mark | None, str], ...] = ()
    badge: Badge | None = None
    sameness: int | None = None
    is_alike: bool = False
    due: str = ""
    cells: tuple[tuple[Mark | None, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What the rows of one page are shown with, each by one query."""

    today: date
    plan_period: PlanPeriod
    url_of: Callable[[int], str]
    versions: Mapping[int, int]
    marks: Mapping[int, int]
    ticked: Collection[int] = ()
    past_periods: Sequence[PlanPeriod] = ()
    past: Mapping[tuple[int, int], Past] | None = None
    officers: Sequence[Officer] = ()
    assigned: Mapping[int, Sequence[int]] | None = None


def rows_of(lines: Iterable[PeriodLine], around: Around) -> list[Row]:
    return [_row(line, around) for line in lines]


def _row(line: PeriodLine, around: Around) -> Row:
    entry = line.entry
    level = min(line.level, 3)
    if entry is None:
        return Row(line.kind, line.number, level, line.text)
    first, *others = line.officers.split("\n") if line.officers else [""]
    badge = badge_of(line, entry, is_nothing=bool(vars(line).get("is_nothing")), around=around)
    waits = entry.state == State.SUBMITTED
    is_filled = bool(vars(line).get("has_text") or vars(line).get("is_nothing"))
    is_shown = waits and entry.sameness is not None
    return Row(
        kind=line.kind,
        number=line.number,
        level=level,
        text=line.text,
        url=around.url_of(entry.pk),
        entry=entry.pk,
        read=read_of(entry, around),
        is_ticked=entry.pk in around.ticked,
        may_approve=not entry.is_closed and (waits or (is_from_file(entry) and is_filled)),
        may_return=not entry.is_closed and waits,
        may_remind=not entry.is_closed and entry.state in (State.EMPTY, State.DRAFT, State.RETURNED),
        officer=first,
        more_officers=len(others),
        past=_past(line, around),
        badge=badge,
        sameness=entry.sameness if is_shown else None,
        is_alike=is_shown and (entry.sameness or 0) >= ALIKE,
        due=_due_words(line, badge, around.today),
        cells=_cells(line, badge, around),
    )


def read_of(entry: ProgressEntry, around: Around) -> str:
    """What was shown, as a form sends it back: ``v3`` a version, ``r7`` the mark of a draft from a file."""
    if is_from_file(entry):
        return f"r{around.marks[entry.pk]}"
    version = around.versions.get(entry.pk)
    return f"v{version}" if version else ""


def badge_of(line: PeriodLine, entry: ProgressEntry, *, is_nothing: bool, around: Around) -> Badge:
    if entry.state == State.APPROVED:
        return Badge("nothing" if is_nothing else "approved")
    if entry.state == State.SUBMITTED:
        said = "нечего сообщить, " if is_nothing else ""
        return Badge("submitted", beside=said + short_day(entry.state_at or entry.updated_at))
    if entry.state == State.EMPTY:
        if line.is_optional:
            return Badge("empty", _NOT_NEEDED)
        if around.plan_period.locked_at or entry.is_closed:
            return Badge("gap")
    is_open = around.plan_period.locked_at is None and not entry.is_closed
    if is_open and line.due_on is not None and line.due_on < around.today:
        days = counted((around.today - line.due_on).days, "день", "дня", "дней")
        return Badge("overdue", f"Просрочено на{NBSP}{days}", beside=entry.get_state_display())
    if entry.state == State.EMPTY:
        return Badge("empty")
    return Badge(entry.state, beside=short_day(entry.state_at or entry.updated_at))


def _due_words(line: PeriodLine, badge: Badge, today: date) -> str:
    if badge.state in ("approved", "nothing", "submitted", "gap"):
        return ""
    if badge.word == _NOT_NEEDED:
        return "срок в другом полугодии"
    if line.due_on is None:
        return ""
    return f"{'срок' if badge.state == 'overdue' else 'до'}{NBSP}{day_words(line.due_on, today=today)}"


def _past(line: PeriodLine, around: Around) -> tuple[tuple[Mark | None, str], ...]:
    """The activity in the half-years before; where it took another's place, that one."""
    if around.past is None or line.activity is None:
        return ()
    known = around.past
    ids = [pk for pk in (line.activity.pk, line.activity.replaces_id) if pk]
    return tuple(
        (
            _past_mark(next((known[item.pk, pk] for pk in ids if (item.pk, pk) in known), None)),
            short_period(item.period),
        )
        for item in around.past_periods
    )


def _cells(line: PeriodLine, badge: Badge, around: Around) -> tuple[tuple[Mark | None, str], ...]:
    if around.assigned is None or line.activity is None:
        return ()
    answering = around.assigned.get(line.activity.pk, ())
    css = "optional" if badge.word == _NOT_NEEDED else badge.state
    mark = Mark(css, *_CELLS[css])
    return tuple((mark if officer.pk in answering else None, officer.name) for officer in around.officers)


def short_period(period: ReportingPeriod) -> str:
    """«II пол. 2022»"""
    return f"{period.roman}{NBSP}пол. {period.year}"


def short_day(moment: datetime) -> str:
    """«16 янв.»"""
    return format_date(timezone.localdate(moment), "d MMM", locale="ru").replace(" ", NBSP)


def head_words(plan_period: PlanPeriod, *, today: date) -> str:
    """«Сведения до 20 января 2023 г., осталось 3 дня.»"""
    if plan_period.locked_at is not None:
        return "Период закрыт: отчёт передан дальше, сведения больше не меняются."
    if plan_period.collection_on is None:
        return "День сбора сведений не назначен."
    day = plan_period.collection_on
    return f"Сведения до{NBSP}{date_words(day)}, {left_words(day, today=today)}."


def query_of(**asked: Any) -> str:
    """The rest of an address, without what says nothing: ``state=draft&q=…``."""
    return urlencode({name: value for name, value in asked.items() if value})
