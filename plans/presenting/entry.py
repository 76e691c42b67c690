"""The form of an entry as plain values: steps, deadline, figures with their questions, last period, history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from accounts.models import HistoryEvent
from accounts.wording import NBSP, date_words, day_words, left_words, number_words, percent_words
from plans.checking import Figure, is_big_change
from plans.figures import plain
from plans.models import EntryVersion, Indicator, PeriodLine, ProgressEntry
from plans.periods import ReportingPeriod
from plans.plaintext import to_html

State = ProgressEntry.State
YES_NO = Indicator.Kind.YES_NO
SHOWN_EVENTS = 6


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """`until`: «До 20 января 2023 г.»; `left`: how far that is, blank where nothing remains to be done."""

    until: str
    left: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One indicator of the form. `written`: what stands in its field; `offer`: a number found in the text that differs,
    `found`: the words that it stands in; `asks`: the change is so big that it must be confirmed, by a tick that carries
    `value`."""

    pk: int
    name: str
    unit: str
    kind: str
    written: str
    value: str
    error: str
    previous: str
    change: str
    sign: str
    offer: str
    offer_words: str
    found: str
    asks: bool
    is_confirmed: bool

    @property
    def now(self) -> str:
        """The value as people read it."""
        return value_words(Decimal(self.value) if self.value else None, self.kind)

    @property
    def unit_apart(self) -> str:
        """The unit where the name does not say it."""
        return "" if self.unit.casefold() in self.name.casefold() else self.unit

    @property
    def is_yes_no(self) -> bool:
        return self.kind == YES_NO


@dataclass(frozen=True, slots=True)
class Previous:
    """The last approved text of the activity, with its figures, what was inserted under it and who approved it when."""

    period: ReportingPeriod
    html: str
    nothing_reason: str
    figures: list[tuple[str, str]]
    inserts: list[str]
    approved: str


@dataclass(frozen=True, slots=True)
class Line:
    """One event: what (`title` in bold and `rest`), who and when; `version`: whose text it was, to compare with."""

    title: str
    rest: str
    who: str
    when: str
    comment: str
    version: int | None


def steps_of(state: str) -> list[Step]:
    """The way of an entry; «Возвращено» stands there only while it is."""
    places = {State.EMPTY: 0, State.DRAFT: 0, State.SUBMITTED: 1, State.RETURNED: 2, State.APPROVED: 3}
    here = places[State(state)]
    titles = ["Черновик", "На проверке", "Утверждено"]
    if state == State.RETURNED:
        titles.insert(2, "Возвращено")
    steps = []
    for place, title in enumerate(titles):
        if place < here:
            steps.append(Step(title, "done"))
        elif place == here:
            steps.append(Step(title, "returned" if state == State.RETURNED else "now"))
        else:
            steps.append(Step(title, "next"))
    return steps


def deadline_of(line: PeriodLine | None, entry: ProgressEntry, *, today: date) -> Deadline | None:
    """What is over is neither left nor late: it was handed in or it was not."""
    if line is None or line.due_on is None:
        return None
    until = f"До{NBSP}{date_words(line.due_on)}"
    if entry.state in (State.SUBMITTED, State.APPROVED):
        return Deadline(until, "", False)
    if entry.is_closed or entry.plan_period.locked_at is not None:
        was_due = entry.state != State.EMPTY or not line.is_optional
        return Deadline(until, "не сдано" if was_due else "", False)
    return Deadline(until, left_words(line.due_on, today=today), line.due_on < today)


def figure_rows(
    figures: Sequence[Figure],
    *,
    written: Mapping[int, str],
    confirmed: Iterable[int],
    errors: Mapping[int, str],
    offers: Mapping[int, tuple[Decimal, str]],
) -> list[FigureRow]:
    """``figures`` carry the values as they are typed just now, as far as they are numbers."""
    confirmed = frozenset(confirmed)
    rows = []
    for figure in figures:
        pk, value = figure.indicator_id, figure.value
        offer, found = offers.get(pk, (None, ""))
        is_offered = offer is not None and offer != value
        change, sign = _change(figure)
        rows.append(
            FigureRow(
                pk=pk,
                name=figure.name,
                unit=figure.unit,
                kind=figure.kind,
                written=written.get(pk, ""),
                value=plain(value) if value is not None else "",
                error=errors.get(pk, ""),
                previous=value_words(figure.previous, figure.kind),
                change=change,
                sign=sign,
                offer=plain(offer) if offer is not None and is_offered else "",
                offer_words=value_words(offer, figure.kind) if is_offered else "",
                found=found if is_offered else "",
                asks=value is not None and figure.kind != YES_NO and is_big_change(figure.previous, value),
                is_confirmed=pk in confirmed,
            )
        )
    return rows


def _change(figure: Figure) -> tuple[str, str]:
    """«+4 (57 %)» and its sign; nothing where one of the two values is missing."""
    if figure.value is None or figure.previous is None or figure.kind == YES_NO:
        return "", ""
    change = figure.value - figure.previous
    if not change:
        return "без изменений", "equals"
    words = f"{'+' if change > 0 else ''}{value_words(change, figure.kind)}"
    if figure.previous:
        words += f" ({percent_words(100 * abs(change) / abs(figure.previous), places=0)})"
    return words, "arrow-up" if change > 0 else "arrow-down"


def value_words(value: Decimal | None, kind: str) -> str:
    """A value as people read it: «5 942», «12,5», «да»; a dash where there is none."""
    if value is None:
        return "—"
    if kind == YES_NO:
        return "да" if value else "нет"
    return number_words(Decimal(plain(value)))


def stored_words(value: str | None, kind: str) -> str:
    """A value as a version keeps it."""
    return value_words(Decimal(value) if value is not None else None, kind)


def previous_view(before: ProgressEntry, approved: HistoryEvent | None, *, today: date) -> Previous:
    """``approved``: the event of its approval, where there is one."""
    version = before.approved_version
    text = version.text if version else before.text
    values = before.figures.select_related("indicator")
    who = approved.actor_name if approved else ""
    at = approved.at if approved else before.state_at
    when = day_words(timezone.localdate(at), today=today) if at else ""
    return Previous(
        period=before.plan_period.period,
        html=to_html(text),
        nothing_reason=version.nothing_reason if version else before.nothing_reason,
        figures=[
            (value_words(item.value, item.indicator.kind), _counted(item.indicator.name, item.indicator.unit))
            for item in values
        ],
        inserts=_titles(before, version.inserts) if version and version.inserts else [],
        approved=", ".join(part for part in (who, when) if part),
    )


def _titles(entry: ProgressEntry, ids: list[int]) -> list[str]:
    return list(entry.inserts.filter(pk__in=ids).values_list("title", flat=True))


def _counted(name: str, unit: str) -> str:
    """What goes behind the number: the indicator's name, and its unit where that says more than «pieces»."""
    is_abbreviation = name[1:2].isupper()
    name = name if is_abbreviation else name[:1].lower() + name[1:]
    says_more = unit.casefold().rstrip(".") not in ("шт", "штук", "ед", "единиц") and (
        unit.casefold() not in name.casefold()
    )
    return f"{unit}, {name}" if unit and says_more else name


def capitalised(words: str) -> str:
    """A title with its first letter capital, behind an opening quotation mark too."""
    at = next((place for place, sign in enumerate(words) if sign not in '«„“"( '), 0)
    return words[:at] + words[at : at + 1].upper() + words[at + 1 :]


# action of an event -> what it is called: in bold, and the rest.
WORDS = {
    "entry_saved": ("Черновик", "сохранён"),
    "entry_edited": ("Поправлено", "за исполнителя"),
    "entry_submitted": ("Отправлено", "на проверку"),
    "entry_taken_from_review": ("Забрано", "с проверки"),
    "entry_text_set_aside": ("Отложен", "текст одновременной правки"),
    "entry_returned": ("Возвращено", "с замечанием"),
    "entry_approved": ("Утверждено", ""),
    "entry_approval_undone": ("Утверждение", "отменено"),
    "entry_reopened": ("Открыто", "для исправления"),
    "entry_reminded": ("Напоминание", "о сроке"),
    "entry_imported": ("Загружено", "из файла"),
    "entry_taken_back": ("Отменена", "загрузка из файла"),
    "attachment_added": ("Приложен", "документ"),
    "attachment_removed": ("Убран", "документ"),
    "insert_added": ("Вставлено", "под текст"),
    "insert_refreshed": ("Обновлено", "под текстом"),
    "insert_removed": ("Убрано", "из-под текста"),
}


def history_lines(events: Iterable[HistoryEvent], *, now: datetime) -> list[Line]:
    """Newest first; saves of one person in a row on one day are told once."""
    lines: list[Line] = []
    saved: tuple[object, ...] | None = None
    for event in events:
        if event.action not in WORDS:
            continue
        told = (event.action, event.actor_id, timezone.localdate(event.at))
        is_beginning = event.action == "entry_saved" and event.before.get("state") == State.EMPTY
        if told == saved and not is_beginning:
            continue
        saved = told if event.action in ("entry_saved", "entry_edited") else None
        title, rest = ("Начат черновик", "") if is_beginning else WORDS[event.action]
        version = event.after.get("version")
        if inserted := event.after.get("insert") or event.before.get("insert"):
            rest = f"{rest}: {inserted}"
        lines.append(
            Line(
                title=title,
                rest=rest,
                who=event.actor_name or "портал",
                when=when_words(event.at, now=now),
                comment=event.comment,
                version=version if isinstance(version, int) else None,
            )
        )
    return lines


def version_title(version: EntryVersion, *, now: datetime) -> str:
    """«Версия 3, отправлено на проверку, Соколова М. В., 16 января, 11:05»."""
    cause = "отложено при одновременной правке" if is_set_aside(version) else version.get_cause_display()
    who = str(version.author) if version.author else ""
    said = [f"Версия{NBSP}{version.number}", cause, who, when_words(version.created_at, now=now)]
    return ", ".join(part for part in said if part)


def is_set_aside(version: EntryVersion) -> bool:
    """A text that gave way to another of the same moment."""
    return version.cause == EntryVersion.Cause.HANDED_OVER and bool(version.comment)


def when_words(moment: datetime, *, now: datetime) -> str:
    """«сегодня, 10:42», «вчера, 14:20», «16 января, 11:05»."""
    return f"{_day(moment, now)}, {timezone.localtime(moment):%H:%M}"


def saved_words(moment: datetime, *, now: datetime) -> str:
    """«сегодня в 10:42:07»: to the second, so that one sees that it has just happened."""
    return f"{_day(moment, now)} в{NBSP}{timezone.localtime(moment):%H:%M:%S}"


def _day(moment: datetime, now: datetime) -> str:
    day, today = timezone.localdate(moment), timezone.localdate(now)
    days_ago = (today - day).days
    if days_ago in (0, 1):
        return ("сегодня", "вчера")[days_ago]
    return day_words(day, today=today)
