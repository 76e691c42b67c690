"""What pages, inserts and files show of a survey: numbers and the words in which they are said. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from surveys.tallies import Share
from surveys.values import Meaning, SurveyValue


@dataclass(frozen=True, slots=True)
class Whose:
    """The municipality that asks: ``slug``, ``name`` («Прикумский муниципальный округ») and its ``region``, or «»."""

    slug: str
    name: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class AnswerResult:
    """``tone``: one of `plans.inserts.TONES`; ``share``: None where it can't be told; ``count_words`` «195»,
    ``percent_words`` «30 %», «» where there is none; ``width``: of its piece of a bar, in per cent, 0 for none."""

    words: str
    meaning: Meaning
    tone: str
    count: int | None
    share: Share | None
    count_words: str
    percent_words: str
    width: Decimal


@dataclass(frozen=True, slots=True)
class Compared:
    """The satisfaction of another place or year beside ours. ``name``: «Ставропольский край», «2020 год»;
    ``percent``, ``words`` («57 %»): its own; ``points``: ours minus it in percentage points, None where ours is not
    known; ``points_words``: «+4», «−3», «0», «»; ``direction``: ``up``, ``down``, ``same``, «»."""

    name: str
    percent: Decimal
    words: str
    points: Decimal | None
    points_words: str
    direction: str


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """``place``: among the questions, from 0; ``number``: as printed, else by position; ``answers``: in the printed
    order; ``total``: people, None where only per cents are known; ``satisfaction``: None where it can't be told;
    ``region``, ``others`` (by `SurveyResults.other_names`), ``earlier`` (by `SurveyResults.earlier_years`)."""

    place: int
    number: str
    topic: str
    text: str
    answers: tuple[AnswerResult, ...]
    total: int | None
    total_words: str
    satisfaction: Share | None
    satisfaction_words: str
    region: Compared | None
    others: tuple[Compared | None, ...]
    earlier: tuple[Compared | None, ...]

    @property
    def scale(self) -> tuple[AnswerResult, ...]:
        """The answers from wholly for to wholly against, for pictures."""
        raise NotImplementedError

    @property
    def change(self) -> Compared | None:
        """Against the nearest earlier survey that asked the same; None where there is none."""
        return next((compared for compared in self.earlier if compared), None)


@dataclass(frozen=True, slots=True)
class PlaceResult:
    """A line of the table of places: ours first, then the region, then the others. ``satisfaction``: words by
    question, «» where not known."""

    name: str
    respondents: int | None
    respondents_words: str
    satisfaction: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SurveyResults:
    """``heading``: «Опрос жителей за 2021 год»; ``lead``: one sentence on who answered, «» where it is not known;
    ``ranked``: questions by satisfaction, those without one are left out; ``ranked_words``: what the ranked picture
    shows, in sentences; ``satisfied_words``: which answers make up satisfaction; ``note``: small print under the
    tables; ``sets``: questions grouped by the same answers, a table for each; ``earlier_years``: newest first."""

    value: SurveyValue
    whose: Whose
    heading: str
    lead: str
    questions: tuple[QuestionResult, ...]
    ranked: tuple[QuestionResult, ...]
    ranked_words: str
    satisfied_words: str
    note: str
    sets: tuple[tuple[QuestionResult, ...], ...]
    places: tuple[PlaceResult, ...]
    region_name: str
    other_names: tuple[str, ...]
    earlier_years: tuple[int, ...]
    has_counts: bool


def results_of(value: SurveyValue, whose: Whose, earlier: Sequence[SurveyValue] = ()) -> SurveyResults:
    """``earlier``: the same survey of earlier years, in any order; those without a year are left out."""
    raise NotImplementedError
