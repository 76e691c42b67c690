"""What stands in the fields of the table: texts, as they were typed, right or wrong. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from surveys.values import Answer, Figure, Meaning, PlaceKind, SurveyValue

ABOUT = ("title", "year", "starts_on", "ends_on", "source", "intro")


class Mode(StrEnum):
    """Which inputs the table shows; what is typed into the others stays."""

    COUNTS = "counts"
    PERCENTS = "percents"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Cell:
    """The two texts of one answer of one place."""

    count: str = ""
    percent: str = ""

    @property
    def is_blank(self) -> bool:
        return not (self.count.strip() or self.percent.strip())


BLANK = Cell()


@dataclass(slots=True)
class TypedAnswer:
    """``meaning``: a value of `Meaning`, «» where nobody has said it yet."""

    words: str = ""
    meaning: str = ""


@dataclass(slots=True)
class TypedQuestion:
    """``set``: which of the survey's sets of answers may be given to it."""

    text: str = ""
    number: str = ""
    topic: str = ""
    set: int = 0


@dataclass(slots=True)
class TypedPlace:
    """``cells``: by question, then by answer; a row may be shorter than its set of answers."""

    kind: PlaceKind
    name: str = ""
    respondents: str = ""
    cells: list[list[Cell]] = field(default_factory=list)

    def cell(self, question: int, answer: int) -> Cell:
        row = self.cells[question]
        return row[answer] if answer < len(row) else BLANK

    @property
    def is_blank(self) -> bool:
        return not self.respondents.strip() and all(cell.is_blank for row in self.cells for cell in row)


@dataclass(slots=True)
class Removed:
    """A question that was taken out, with its set of answers and its figures by place: it can be put back."""

    at: int
    question: TypedQuestion
    answers: list[TypedAnswer]
    rows: list[list[Cell]]


@dataclass(slots=True)
class TypedSurvey:
    """``places``: ours, the region's, then others; ``shown``: whose answers the table shows."""

    about: dict[str, str]
    sets: list[list[TypedAnswer]]
    questions: list[TypedQuestion]
    places: list[TypedPlace]
    shown: int = 0
    mode: Mode = Mode.COUNTS
    removed: Removed | None = None

    @property
    def place(self) -> TypedPlace:
        return self.places[self.shown]

    def drop_idle_sets(self) -> None:
        """A set of answers that no question has is not kept."""
        used = [place for place in range(len(self.sets)) if any(one.set == place for one in self.questions)]
        for question in self.questions:
            question.set = used.index(question.set)
        self.sets = [self.sets[place] for place in used]

    def answers_of(self, question: TypedQuestion) -> list[TypedAnswer]:
        return self.sets[question.set]


def typed_of(survey: SurveyValue, *, region: str) -> TypedSurvey:
    """The fields of a survey; ``region``: what a region without figures is called."""
    sets: list[tuple[Answer, ...]] = list(dict.fromkeys(question.answers for question in survey.questions))
    about = {name: str(getattr(survey, name) or "") for name in ABOUT}
    typed = TypedSurvey(
        about=about,
        sets=[[TypedAnswer(one.words, one.meaning) for one in answers] for answers in sets],
        questions=[
            TypedQuestion(one.text, one.number, one.topic, sets.index(one.answers))
            for one in survey.questions
        ],
        places=[
            TypedPlace(
                place.kind,
                place.name,
                "" if place.respondents is None else str(place.respondents),
                [[_cell(figure) for figure in row] for row in place.figures],
            )
            for place in survey.places
        ],
    )
    _with_usual_places(typed, region)
    typed.mode = mode_of(typed.place)
    return typed


def blank_survey(*, region: str) -> TypedSurvey:
    """A table with nothing in it."""
    typed = TypedSurvey(dict.fromkeys(ABOUT, ""), [], [], [])
    _with_usual_places(typed, region)
    return typed


def copied(typed: TypedSurvey, *, year: str) -> TypedSurvey:
    """The same questions and answers for another year, with no figures."""
    return TypedSurvey(
        about=typed.about | {"year": year, "starts_on": "", "ends_on": "", "intro": ""},
        sets=typed.sets,
        questions=typed.questions,
        places=[
            TypedPlace(place.kind, place.name, "", [[] for _ in typed.questions]) for place in typed.places
        ],
        mode=typed.mode,
    )


def mode_of(place: TypedPlace) -> Mode:
    """Per cents where a place has nothing else."""
    cells = list(_cells(place))
    has_counts = any(cell.count for cell in cells)
    return Mode.PERCENTS if any(cell.percent for cell in cells) and not has_counts else Mode.COUNTS


def _cells(place: TypedPlace) -> Iterator[Cell]:
    return (cell for row in place.cells for cell in row)


def _with_usual_places(typed: TypedSurvey, region: str) -> None:
    """Ours and the region's stand there always, first and second."""
    rows = len(typed.questions)
    if not typed.places:
        typed.places.append(TypedPlace(PlaceKind.OWN, cells=[[] for _ in range(rows)]))
    if all(place.kind != PlaceKind.REGION for place in typed.places):
        typed.places.insert(1, TypedPlace(PlaceKind.REGION, region, cells=[[] for _ in range(rows)]))


def _cell(figure: Figure | None) -> Cell:
    if figure is None:
        return BLANK
    return Cell("" if figure.count is None else str(figure.count), percent_text(figure.percent))


def percent_text(percent: Decimal | None) -> str:
    """As people type it: «20,70»."""
    return "" if percent is None else f"{percent:f}".replace(".", ",")


def is_meaning(text: str) -> bool:
    return text in list(Meaning)
