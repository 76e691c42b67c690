"""A text on review as plain values: how it is shown beside the old one, its figures, and the queue around it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_time
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from accounts.wording import NBSP, counted, day_words, number_words
from plans.checking import Figure, Finding
from plans.differences import Piece, PieceKind, differences, sameness
from plans.models import EntryVersion, PeriodLine, PlanPeriod, ProgressEntry
from plans.plaintext import to_html
from plans.presenting.matrix import ALIKE, short_day
from plans.worklists import Counts

VIEWS = (("diff", "Различия"), ("new", "Новый"), ("old", "Прошлый"), ("both", "Рядом"))
SHOWN_NUMBERS = 12
# Kinds of a finding that say something is wrong, not merely worth knowing.
_WRONG = ("error", "warn")


def numbers_words(numbers: Sequence[str]) -> str:
    """«8, 16», «1, 2, 3 и ещё 5»."""
    more = len(numbers) - SHOWN_NUMBERS
    shown = ", ".join(numbers[:SHOWN_NUMBERS])
    return f"{shown} и{NBSP}ещё{NBSP}{more}" if more > 0 else shown


def left_alone_words(lines: Iterable[PeriodLine]) -> str:
    """«Оставлены как есть: уже утверждены 7.3; не сданы 1, 2.»; lines with their entries."""
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(_left_why(line.entry), []).append(line.number)
    said = "; ".join(f"{why} {numbers_words(numbers)}" for why, numbers in found.items())
    return f"Оставлены как есть: {said}." if said else ""


def _left_why(entry: ProgressEntry | None) -> str:
    if entry is None or entry.is_closed:
        return "сейчас не исправляются"
    return _LEFT.get(entry.state, "не сданы")


_LEFT = {"approved": "уже утверждены", "returned": "возвращены исполнителям"}


@dataclass(frozen=True, slots=True)
class Approved:
    """What has just been approved, told on the next page with a button that takes it back."""

    plan_period: int
    words: str
    revisions: tuple[tuple[int, int], ...]

    @classmethod
    def of(
        cls, plan_period: PlanPeriod, entries: Sequence[ProgressEntry], numbers: Sequence[str], left: str = ""
    ) -> Approved:
        """`left`: a sentence on what was left alone."""
        many = counted(len(entries), "мероприятие", "мероприятия", "мероприятий")
        words = f"Утверждено{f' {many}' if len(entries) > 1 else ''}: {numbers_words(numbers)}."
        words = f"{words} {left}".rstrip()
        return cls(plan_period.pk, words, tuple((entry.pk, entry.revision) for entry in entries))

    def keep(self, session: SessionBase) -> None:
        session[_KEY] = [self.plan_period, self.words, [list(pair) for pair in self.revisions]]

    @classmethod
    def taken(cls, session: SessionBase, plan_period: PlanPeriod) -> Approved | None:
        """What was approved in this half-year; told once."""
        if _KEY not in session or session[_KEY][0] != plan_period.pk:
            return None
        pk, words, revisions = session.pop(_KEY)
        return cls(pk, words, tuple((entry, revision) for entry, revision in revisions))


_KEY = "approved_just_now"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A text in the list of the queue."""

    entry: int
    number: str
    text: str
    words: str
    findings: str
    is_current: bool
    is_outdated: bool


def queue_rows(
    entries: Iterable[ProgressEntry], current: ProgressEntry, *, outdated: Collection[int] = ()
) -> list[Waiting]:
    """``outdated``: the ids of those under which something inserted may be out of date."""
    return [
        Waiting(
            entry=entry.pk,
            number=entry.line.number,
            text=entry.line.text,
            words=_waiting_words(entry),
            findings=counted(found, "находка", "находки", "находок") if found else "",
            is_current=entry.pk == current.pk,
            is_outdated=entry.pk in outdated,
        )
        for entry in entries
        for found in [sum(item.get("kind") in _WRONG for item in entry.findings)]
    ]


def _waiting_words(entry: ProgressEntry) -> str:
    words = short_day(entry.state_at or entry.updated_at)
    return words if entry.sameness is None else f"{words}, совпадает на{NBSP}{entry.sameness}{NBSP}%"


@dataclass(frozen=True, slots=True)
class Text:
    """The text as it is asked for. `pieces`: the way from the old one; `like`: how much of it repeats that."""

    view: str
    new: SafeString
    old: SafeString
    pieces: tuple[Piece, ...] = ()
    like: int | None = None

    @property
    def is_alike(self) -> bool:
        return self.like is not None and self.like >= ALIKE


def text_of(entry: ProgressEntry, old: str, view: str) -> Text:
    """Without anything to compare there is only the new text."""
    new = said(entry)
    if view not in dict(VIEWS) or not old:
        view = "diff" if old and new else "new"
    return Text(
        view=view,
        new=_html(new),
        old=_html(old),
        pieces=_readable(differences(old, new)) if view == "diff" else (),
        like=sameness(old, new),
    )


def said(item: ProgressEntry | EntryVersion) -> str:
    """The text, or the reason why there is none."""
    if item.text:
        return item.text
    return f"Сообщать нечего: {item.nothing_reason}" if item.nothing_reason else ""


def _html(text: str) -> SafeString:
    return mark_safe(to_html(text))  # noqa: S308 (to_html escapes)


def _readable(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Added and removed blanks are nothing to look at: the new text's stay, the old one's go."""
    return tuple(
        Piece(PieceKind.SAME, piece.text) if not piece.text.strip() else piece
        for piece in pieces
        if piece.text.strip() or piece.kind != PieceKind.REMOVED
    )


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure last time, now and in the text; `agrees` is None where the text says nothing of it."""

    name: str
    previous: str
    value: str
    found: str
    agrees: bool | None


def figure_rows(figures: Iterable[Figure], found: dict[int, Decimal]) -> list[FigureRow]:
    return [
        FigureRow(
            name=f"{figure.name}, {figure.unit}" if figure.unit else figure.name,
            previous=_value_words(figure, figure.previous),
            value=_value_words(figure, figure.value),
            found=_value_words(figure, in_text),
            agrees=None if in_text is None or figure.value is None else in_text == figure.value,
        )
        for figure in figures
        for in_text in [found.get(figure.indicator_id)]
    ]


def _value_words(figure: Figure, value: Decimal | None) -> str:
    if value is None:
        return ""
    if figure.kind == "yes_no":
        return "да" if value else "нет"
    plain = value.normalize()
    return number_words(plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain)


def remark_of(findings: Iterable[Finding]) -> str:
    """A remark to begin with: what the findings say, as sentences."""
    said = (
        part.strip()
        for finding in findings
        if finding.kind in _WRONG
        for part in (finding.title, finding.text)
    )
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in said if part)


def when_words(moment: datetime, *, today: date) -> str:
    """«сегодня в 09:12», «16 января в 18:40»."""
    local = timezone.localtime(moment)
    day = "сегодня" if local.date() == today else day_words(local.date(), today=today)
    return f"{day} в{NBSP}{format_time(local.time(), 'HH:mm', locale='ru')}"


def queue_words(total: int) -> str:
    return f"в очереди {counted(total, 'текст', 'текста', 'текстов')}" if total else "очередь пуста"


def left_words_of(counts: Counts) -> str:
    """What is still missing when nothing waits for review."""
    if not counts.waited:
        return "Все мероприятия сданы и проверены."
    missing = counted(
        counts.waited, "мероприятие ещё не сдано", "мероприятия ещё не сданы", "мероприятий ещё не сданы"
    )
    return f"Все присланные тексты проверены. {missing}."
