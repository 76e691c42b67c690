"""Two frozen reports side by side, word by word: a version and the one it corrects, or two half-years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from accounts.wording import counted
from plans.differences import Piece, PieceKind, differences
from reports.content import FrozenRow, ReportContent
from reports.presenting.comparing import Step, step
from reports.presenting.figures import change_words, name_words, value_words
from reports.presenting.inserts import InsertChange, insert_changes, whole
from reports.presenting.summary import RowLink, anchor_of
from reports.presenting.words import shortened, tidy


@dataclass(frozen=True, slots=True)
class FigureChange:
    """«» where a figure was not given before, or is not given now."""

    name: str
    before: str
    after: str
    change: str
    sign: str


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row that differs. `kinds`: in words what is different; `url`: of the row in the report that has it; the pieces
    are empty where that part is the same."""

    number: str
    anchor: str
    title: str
    url: str
    kinds: tuple[str, ...]
    former_number: str = ""
    wording: tuple[Piece, ...] = ()
    officers: tuple[Piece, ...] = ()
    deadline: tuple[Piece, ...] = ()
    text: tuple[Piece, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    documents: tuple[Piece, ...] = ()
    inserts: tuple[InsertChange, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeCount:
    """«3 с новым текстом» with the rows."""

    count: int
    words: str
    rows: tuple[RowLink, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """`unchanged`: in words how many rows say the same; `renumbered`: how many of them only got another number;
    `elsewhere`: how many are blank and due in the other half-year."""

    rows: tuple[ChangedRow, ...]
    counts: tuple[ChangeCount, ...]
    unchanged: str
    renumbered: str
    elsewhere: str


# The kinds of change in the order of interest, each with its words for the count: «2 новых мероприятия».
ADDED, ENDED, REWORDED = "Новое мероприятие", "Исключено из плана", "Другая формулировка"
FIGURES, OFFICERS, DEADLINE, DOCUMENTS = "Показатели", "Исполнители", "Срок", "Документы"
INSERTS = "Опросы и данные"
# What the rows say now and said before, as the report's own page tells and counts it.
_SAYINGS = {
    Step.CAME: "Сведения появились",
    Step.TEXT: "Новый текст",
    Step.NOTHING: "Сообщать нечего",
    Step.GONE: "Сведений больше нет",
    Step.DUE: "Нет сведений",
    Step.STILL_MISSING: "По-прежнему нет сведений",
}
_COUNTED = {
    ADDED: Step.ADDED.value,
    ENDED: "исключены из плана",
    REWORDED: "с другой формулировкой",
    **{words: kind.value for kind, words in _SAYINGS.items()},
    FIGURES: "с другими показателями",
    INSERTS: "с другими опросами или данными",
    OFFICERS: "с другими исполнителями",
    DEADLINE: "с другим сроком",
    DOCUMENTS: "с другими документами",
}
# Kinds that are no change by themselves: their rows are counted, not shown.
_STANDING = (_SAYINGS[Step.NOTHING], _SAYINGS[Step.STILL_MISSING])
# Rows that only one of the two has and that are no activities.
_HEADINGS = {
    ("section", ADDED): "Новый раздел",
    ("section", ENDED): "Раздел исключён",
    ("group", ADDED): "Новый пункт с подпунктами",
    ("group", ENDED): "Пункт с подпунктами исключён",
}


def present_changes(
    content: ReportContent, earlier: ReportContent, *, url: str, earlier_url: str
) -> ChangesPage:
    """The way from the earlier report to this one; rows meet by their lasting key, sections by their words.

    `url`, `earlier_url`: the pages of the two. What is in both and differs in nothing but its number is only counted.
    """
    before = _by_key(earlier)
    after = _by_key(content)
    rows: list[ChangedRow] = []
    counted_only: list[ChangedRow] = []
    same = renumbered = elsewhere = 0
    for key, row in after.items():
        changed = _changed(row, before.get(key), url)
        if set(changed.kinds).difference(_STANDING) or changed.text:
            rows.append(changed)
        elif changed.kinds:
            counted_only.append(changed)
        elif row.is_filled:
            same += 1
            renumbered += row.number != before[key].number
        elsewhere += row.is_reportable and not row.is_filled and row.is_optional
    rows += [_ended(row, earlier_url) for key, row in before.items() if key not in after]
    return ChangesPage(
        rows=tuple(rows),
        counts=tuple(_counts(rows, counted_only)),
        unchanged=f"Без изменений: {_activities(same)}." if same else "",
        renumbered=f"Из них только номер другой у {renumbered}." if renumbered else "",
        elsewhere=f"Срок в другом полугодии: {_activities(elsewhere)}." if elsewhere else "",
    )


def _activities(count: int) -> str:
    return counted(count, "мероприятие", "мероприятия", "мероприятий")


def _by_key(content: ReportContent) -> dict[str, FrozenRow]:
    return {row.key or f"section:{' '.join(row.text.split())}": row for row in content.rows}


def _changed(row: FrozenRow, before: FrozenRow | None, url: str) -> ChangedRow:
    if before is None:
        return _added(row, url)
    taken = step(row, before) if row.is_reportable else Step.SAME
    officers = _listed([o.name for o in before.officers], [o.name for o in row.officers])
    documents = _listed([d.title for d in before.attachments], [d.title for d in row.attachments])
    figures = tuple(_figures(row, before))
    inserts = tuple(insert_changes(before.inserts, row.inserts))
    is_told = taken is not Step.ELSEWHERE and _is_different(_said(before), _said(row))
    parts = {
        REWORDED: _is_different(before.text, row.text),
        _SAYINGS.get(taken, ""): taken in _SAYINGS,
        FIGURES: bool(figures) and taken is not Step.ELSEWHERE,
        INSERTS: bool(inserts) and taken is not Step.ELSEWHERE,
        OFFICERS: bool(officers),
        DEADLINE: _is_different(before.deadline, row.deadline),
        DOCUMENTS: bool(documents) and taken is not Step.ELSEWHERE,
    }
    return ChangedRow(
        number=row.number,
        anchor=anchor_of(row),
        title=_title(row),
        url=f"{url}#{anchor_of(row)}",
        kinds=tuple(kind for kind, is_so in parts.items() if is_so),
        former_number=before.number if before.number != row.number else "",
        wording=differences(before.text, row.text) if parts[REWORDED] else (),
        officers=officers,
        deadline=differences(before.deadline, row.deadline) if parts[DEADLINE] else (),
        text=differences(_said(before), _said(row)) if is_told else (),
        figures=figures if parts[FIGURES] else (),
        documents=documents if parts[DOCUMENTS] else (),
        inserts=inserts if parts[INSERTS] else (),
    )


def _added(row: FrozenRow, url: str) -> ChangedRow:
    return _whole(row, f"{url}#{anchor_of(row)}", anchor_of(row), ADDED, PieceKind.ADDED)


def _ended(row: FrozenRow, url: str) -> ChangedRow:
    """Its number may belong to another row now, so it has an anchor of its own."""
    anchor = f"ended-{row.number}" if row.number else ""
    return _whole(row, f"{url}#{anchor_of(row)}", anchor, ENDED, PieceKind.REMOVED)


def _whole(row: FrozenRow, url: str, anchor: str, kind: str, piece: PieceKind) -> ChangedRow:
    """A row that only one of the two has."""
    kind = _HEADINGS.get((row.kind, kind), kind)
    is_new = piece is PieceKind.ADDED
    return ChangedRow(
        number=row.number,
        anchor=anchor,
        title=_title(row),
        url=url,
        kinds=(kind,),
        officers=tuple(Piece(piece, officer.name) for officer in row.officers),
        deadline=(Piece(piece, row.deadline),) if row.deadline else (),
        text=(Piece(piece, _said(row)),) if _said(row) else (),
        figures=tuple(
            FigureChange(
                name_words(figure),
                "" if is_new else value_words(figure),
                value_words(figure) if is_new else "",
                "",
                "",
            )
            for figure in row.figures
        ),
        documents=tuple(Piece(piece, document.title) for document in row.attachments),
        inserts=tuple(whole(insert, "добавлено" if is_new else "убрано") for insert in row.inserts),
    )


def _title(row: FrozenRow) -> str:
    return tidy(shortened(row.text, 160))


def _said(row: FrozenRow) -> str:
    return row.progress or row.nothing_reason


def _is_different(before: str, after: str) -> bool:
    """Spaces and line ends that no reader sees make no difference."""
    return before.split() != after.split()


def _listed(before: Sequence[str], after: Sequence[str]) -> tuple[Piece, ...]:
    """Two lists of names: who has gone, who stays, who has come; nothing where only their order is another."""
    old, new = set(before), set(after)
    if old == new:
        return ()
    return (
        *(Piece(PieceKind.REMOVED, name) for name in before if name not in new),
        *(Piece(PieceKind.SAME if name in old else PieceKind.ADDED, name) for name in after),
    )


def _figures(row: FrozenRow, before: FrozenRow) -> Iterator[FigureChange]:
    earlier = {figure.key: figure for figure in before.figures}
    for figure in row.figures:
        other = earlier.pop(figure.key, None)
        if other is None:
            yield FigureChange(name_words(figure), "", value_words(figure), "", "")
        elif other.value != figure.value:
            yield FigureChange(
                name_words(figure), value_words(other), value_words(figure), *change_words(figure, other)
            )
    for figure in earlier.values():
        yield FigureChange(name_words(figure), value_words(figure), "", "", "")


def _counts(rows: Iterable[ChangedRow], counted_only: Iterable[ChangedRow]) -> Iterator[ChangeCount]:
    """Rows that are shown are linked to here, the others to the report."""
    found: dict[str, list[RowLink]] = {}
    for row in rows:
        for kind in row.kinds:
            found.setdefault(kind, []).append(RowLink(row.number, row.title, f"#{row.anchor}"))
    for row in counted_only:
        for kind in row.kinds:
            found.setdefault(kind, []).append(RowLink(row.number, row.title, row.url))
    for kind, words in _COUNTED.items():
        if kind in found:
            yield ChangeCount(len(found[kind]), words, tuple(found[kind]))
