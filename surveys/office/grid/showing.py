"""The table as a page shows it: tables by sets of answers, sums and shares beside what is typed. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from accounts.wording import number_words, percent_words
from surveys.meanings import meaning_of
from surveys.office.grid.checked import figure_of, respondents_of, wrong_in
from surveys.office.grid.sets import USUAL_TITLES
from surveys.office.grid.typed import Cell, Mode, TypedAnswer, TypedPlace, TypedQuestion, TypedSurvey
from surveys.tallies import computed_percent, satisfaction_of, shares_of, sums_beyond_whole, total_of
from surveys.values import Answer, Figure, Meaning, PlaceKind


@dataclass(frozen=True, slots=True)
class CellView:
    """``count``, ``percent``: as typed; ``share``: the computed per cent, «» where it can't be told; ``mark``: what is
    wrong with what is typed, before it is saved; ``error``: of the input named by ``name``."""

    name: str
    percent_name: str
    count: str
    percent: str
    label: str
    share: str
    mark: str
    error: str
    percent_error: str


@dataclass(frozen=True, slots=True)
class RowView:
    """``place``: which question; ``set_key``: its set among `set_choices`; ``is_open``: its fields are to be seen.

    ``shows_counts``, ``shows_percents``: which inputs it has; what it says in no other way is never hidden."""

    place: int
    question: TypedQuestion
    cells: tuple[CellView, ...]
    total: str
    satisfied: str
    warning: str
    error: str
    is_open: bool
    shows_counts: bool
    shows_percents: bool

    @property
    def number(self) -> str:
        return self.question.number or str(self.place + 1)

    @property
    def set_key(self) -> str:
        return str(self.question.set)

    @property
    def focus_name(self) -> str:
        return f"q-{self.place}-text"

    @property
    def short(self) -> str:
        return self.question.topic or self.heading

    @property
    def heading(self) -> str:
        return self.question.text or "Новый вопрос"


@dataclass(frozen=True, slots=True)
class AnswerView:
    """``number``: its place in the set; ``meaning``: as chosen, else as its words say it."""

    number: int
    words: str
    meaning: str
    error: str
    meaning_error: str


@dataclass(frozen=True, slots=True)
class TableView:
    """Questions in a row that have one set of answers. ``is_first``: the set is shown here, with its fields;
    ``has_printed``: per cents stand beside counts."""

    which: int
    title: str
    answers: tuple[AnswerView, ...]
    rows: tuple[RowView, ...]
    is_first: bool
    is_open: bool
    has_printed: bool


@dataclass(frozen=True, slots=True)
class TabView:
    """A place whose answers can be shown."""

    number: int
    title: str
    is_shown: bool
    errors: int


def tables_of(
    typed: TypedSurvey, errors: Mapping[str, str], *, opened: Sequence[int] = ()
) -> list[TableView]:
    """``errors``: by field, of what this page shows; ``opened``: questions whose fields are to be seen."""
    tables = []
    seen: set[int] = set()
    usual = usual_total(typed)
    numbered = list(enumerate(typed.questions))
    for which, group in groupby(numbered, key=lambda pair: pair[1].set):
        answers = typed.sets[which]
        views = tuple(
            AnswerView(
                number,
                answer.words,
                meaning_in(answer),
                errors.get(f"set-{which}-{number}-words", ""),
                errors.get(f"set-{which}-{number}-meaning", ""),
            )
            for number, answer in enumerate(answers)
        )
        rows = tuple(_row(typed, place, errors, usual, place in opened) for place, _ in group)
        tables.append(
            TableView(
                which,
                set_title(answers),
                views,
                rows,
                which not in seen,
                any(view.error or view.meaning_error or not view.words for view in views),
                any(cell.count and cell.percent for row in rows for cell in row.cells),
            )
        )
        seen.add(which)
    return tables


def tabs_of(typed: TypedSurvey, errors_by_place: Mapping[int, int]) -> list[TabView]:
    return [
        TabView(number, place_title(place), number == typed.shown, errors_by_place.get(number, 0))
        for number, place in enumerate(typed.places)
    ]


def place_title(place: TypedPlace) -> str:
    return "Наш муниципалитет" if place.kind == PlaceKind.OWN else place.name.strip() or "Без названия"


def set_title(answers: Sequence[TypedAnswer]) -> str:
    """«Да, скорее Да, Нет, скорее Нет»."""
    return ", ".join(answer.words for answer in answers if answer.words) or "Свои ответы"


def set_choices(typed: TypedSurvey) -> list[tuple[str, str]]:
    """What a question may be given: the survey's sets, then the usual ones that it does not have yet."""
    own = [(str(number), set_title(answers)) for number, answers in enumerate(typed.sets)]
    titles = [title.casefold() for _, title in own]
    return own + [(key, title) for key, title in USUAL_TITLES.items() if title.casefold() not in titles]


def meaning_in(answer: TypedAnswer) -> str:
    return answer.meaning or meaning_of(answer.words) or ""


def usual_total(typed: TypedSurvey) -> int | None:
    """How many answers most questions of the shown place have; of the first where none is more usual."""
    totals = (total_of(_figures(typed, place)) for place in range(len(typed.questions)))
    known = Counter(total for total in totals if total is not None)
    return known.most_common(1)[0][0] if known else None


def _figures(typed: TypedSurvey, place: int) -> list[Figure | None]:
    size = len(typed.answers_of(typed.questions[place]))
    return [figure_of(typed.place.cell(place, number)) for number in range(size)]


def _row(
    typed: TypedSurvey, place: int, errors: Mapping[str, str], usual: int | None, is_open: bool
) -> RowView:
    question = typed.questions[place]
    answers = typed.answers_of(question)
    figures = _figures(typed, place)
    total = total_of(figures)
    satisfied = satisfaction_of(
        [Answer(one.words, Meaning(meaning_in(one) or Meaning.NEUTRAL)) for one in answers], figures
    )
    views = _cells(typed, place, figures, errors)
    has_counts = any(view.count.strip() for view in views)
    has_percents = any(view.percent.strip() for view in views)
    wrong = [errors[name] for part in ("text", "number", "topic") if (name := f"q-{place}-{part}") in errors]
    return RowView(
        place=place,
        question=question,
        cells=views,
        total="" if total is None else number_words(total),
        satisfied=percent_words(satisfied.percent) if satisfied else "",
        warning=_warning(typed, figures, total, usual),
        error=" ".join(wrong),
        is_open=is_open or bool(wrong) or not question.text,
        shows_counts=typed.mode != Mode.PERCENTS
        or (has_counts and not has_percents)
        or any(view.error for view in views),
        shows_percents=typed.mode != Mode.COUNTS
        or (has_percents and not has_counts)
        or any(view.percent_error for view in views),
    )


def _cells(
    typed: TypedSurvey, place: int, figures: Sequence[Figure | None], errors: Mapping[str, str]
) -> tuple[CellView, ...]:
    total = total_of(figures)
    views = []
    for number, (figure, share) in enumerate(zip(figures, shares_of(figures), strict=True)):
        cell = typed.place.cell(place, number)
        name, percent_name = f"c-{place}-{number}", f"p-{place}-{number}"
        is_counted = share is not None and share.count is not None
        views.append(
            CellView(
                name,
                percent_name,
                cell.count,
                cell.percent,
                typed.answers_of(typed.questions[place])[number].words,
                percent_words(share.percent) if share and is_counted else "",
                "" if {name, percent_name} & errors.keys() else _mark(cell, figure, total),
                errors.get(name, ""),
                errors.get(percent_name, ""),
            )
        )
    return tuple(views)


def _mark(cell: Cell, figure: Figure | None, total: int | None) -> str:
    if wrong := wrong_in(cell):
        return wrong
    right = computed_percent(figure, total)
    if figure is None or figure.percent is None or right in (None, figure.percent):
        return ""
    return f"напечатано {percent_words(figure.percent)}"


def _warning(
    typed: TypedSurvey, figures: Sequence[Figure | None], total: int | None, usual: int | None
) -> str:
    asked = respondents_of(typed.place)
    if total is not None and asked is not None and total != asked:
        more = "больше" if total > asked else "меньше"
        return f"ответов {number_words(total)}, на {number_words(abs(total - asked))} {more}, чем опрошенных"
    if total is not None and asked is None and total != usual:
        return f"ответов {number_words(total)}, а на другие вопросы обычно {number_words(usual or 0)}"
    percents = [figure.percent for figure in figures if figure and figure.percent is not None]
    counted = any(figure and figure.count is not None for figure in figures)
    if not counted and len(percents) > 1 and sums_beyond_whole(percents):
        return f"вместе {percent_words(sum(percents))}, это больше 100{chr(160)}%"
    return ""
