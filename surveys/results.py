"""What pages, inserts and files show of a survey: numbers and the words in which they are said. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from accounts.wording import number_words, percent_words
from plans.folding import folded
from surveys import sentences
from surveys.scales import scale_order, tones_of
from surveys.tallies import DRAWN_PLACES, Share, satisfaction_of, shares_of, total_of
from surveys.titles import heading
from surveys.topics import match_questions, topic_of
from surveys.values import Answer, AskedQuestion, Figure, Meaning, PlaceFigures, PlaceKind, SurveyValue


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
        return tuple(self.answers[place] for place in scale_order([answer.tone for answer in self.answers]))

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


def results_of(value: SurveyValue, whose: Whose, earlier: Sequence[SurveyValue] = ()) -> SurveyResults:
    """``earlier``: the same survey of earlier years, in any order; others are left out."""
    before = sorted(
        (each for each in earlier if each.year and value.year and each.year < value.year),
        key=lambda each: -(each.year or 0),
    )
    others = [place for place in value.places if place.kind is PlaceKind.OTHER]
    compared = [_earlier_satisfactions(value, each) for each in before]
    questions = tuple(
        _question(
            value,
            place,
            others,
            [(f"{each.year} год", found[place]) for each, found in zip(before, compared, strict=True)],
        )
        for place in range(len(value.questions))
    )
    ranked = _ranked(questions)
    region_name = value.region.name if value.region else ""
    satisfied_words = sentences.satisfied([_positive(question) for question in value.questions])
    return SurveyResults(
        value=value,
        whose=whose,
        heading=heading(value.title, value.year),
        lead=sentences.who_answered(
            value.own.respondents,
            value.region.respondents if value.region else None,
            our_name=whose.name,
            region_name=region_name or whose.region,
        ),
        questions=questions,
        ranked=ranked,
        ranked_words=sentences.most_and_least(
            [(each.topic, each.satisfaction.percent) for each in ranked if each.satisfaction]
        ),
        satisfied_words=satisfied_words,
        note=_small_print(questions, satisfied_words),
        sets=_sets(questions),
        places=_places(value, whose),
        region_name=region_name,
        other_names=tuple(place.name for place in others),
        earlier_years=tuple(each.year for each in before if each.year),
    )


def _question(
    value: SurveyValue,
    place: int,
    others: Sequence[PlaceFigures],
    earlier: Sequence[tuple[str, Share | None]],
) -> QuestionResult:
    asked, figures = value.questions[place], value.own.figures[place]
    satisfaction, total = satisfaction_of(asked.answers, figures), total_of(figures)

    def beside(other: PlaceFigures | None) -> Compared | None:
        return _compared(satisfaction, other.name, _satisfaction(asked, other, place)) if other else None

    return QuestionResult(
        place=place,
        number=asked.number or str(place + 1),
        topic=asked.topic or topic_of(asked.text),
        text=asked.text,
        answers=_answers(asked.answers, figures),
        total=total,
        total_words=number_words(total) if total is not None else "",
        satisfaction=satisfaction,
        satisfaction_words=_percent_words(satisfaction),
        region=beside(value.region),
        others=tuple(beside(other) for other in others),
        earlier=tuple(_compared(satisfaction, name, share) for name, share in earlier),
    )


def _answers(answers: Sequence[Answer], figures: Sequence[Figure | None]) -> tuple[AnswerResult, ...]:
    shares = shares_of(figures)
    widths = _widths(shares)
    return tuple(
        AnswerResult(
            words=answer.words,
            meaning=answer.meaning,
            tone=tone,
            count=figure.count if figure else None,
            share=share,
            count_words=number_words(figure.count) if figure and figure.count is not None else "",
            percent_words=_percent_words(share),
            width=width,
        )
        for answer, tone, figure, share, width in zip(
            answers, tones_of(answers), figures, shares, widths, strict=True
        )
    )


def _widths(shares: Sequence[Share | None]) -> list[Decimal]:
    """Pieces that together are never longer than the bar, whatever a source has printed."""
    exact = [share.width if share else Decimal() for share in shares]
    whole = sum(exact, Decimal())
    if whole <= 100:
        return exact
    step = Decimal(1).scaleb(-DRAWN_PLACES)
    return [(width * 100 / whole).quantize(step, ROUND_DOWN) for width in exact]


def _satisfaction(asked: AskedQuestion, place: PlaceFigures, at: int) -> Share | None:
    return satisfaction_of(asked.answers, place.figures[at])


def _earlier_satisfactions(value: SurveyValue, earlier: SurveyValue) -> list[Share | None]:
    """What people were content with then, by the questions of ``value``; None for a question not asked then."""
    matched = match_questions(_texts(earlier), _texts(value))
    return [None if at is None else _satisfaction(earlier.questions[at], earlier.own, at) for at in matched]


def _texts(value: SurveyValue) -> list[tuple[str, str]]:
    return [(question.text, question.topic or topic_of(question.text)) for question in value.questions]


def _compared(ours: Share | None, name: str, other: Share | None) -> Compared | None:
    if other is None:
        return None
    points = ours.points_from(other) if ours else None
    return Compared(
        name=name,
        percent=other.percent,
        words=percent_words(other.percent),
        points=points,
        points_words=_points_words(points),
        direction="" if points is None else "up" if points > 0 else "down" if points < 0 else "same",
    )


def _points_words(points: Decimal | None) -> str:
    if points is None:
        return ""
    return f"+{number_words(points)}" if points > 0 else number_words(points)


def _percent_words(share: Share | None) -> str:
    return percent_words(share.percent) if share else ""


def _ranked(questions: Sequence[QuestionResult]) -> tuple[QuestionResult, ...]:
    """Exactly, not as rounded; equal ones in the order in which they were asked."""
    known = [(each.satisfaction.width, each) for each in questions if each.satisfaction]
    return tuple(each for _, each in sorted(known, key=lambda pair: -pair[0]))


def _positive(question: AskedQuestion) -> list[str]:
    return [answer.words for answer in question.answers if answer.meaning is Meaning.POSITIVE]


def _small_print(questions: Sequence[QuestionResult], satisfied_words: str) -> str:
    counted = [
        answer.share.places for each in questions if each.total for answer in each.answers if answer.share
    ]
    return sentences.small_print(
        [each.total for each in questions],
        satisfied_words=satisfied_words,
        places=max(counted, default=0),
        is_rounded=bool(counted),
        has_unsummed=any(
            each.satisfaction is None
            and sum(a.meaning is Meaning.POSITIVE and a.share is not None for a in each.answers) > 1
            for each in questions
        ),
    )


def _sets(questions: Sequence[QuestionResult]) -> tuple[tuple[QuestionResult, ...], ...]:
    sets: dict[tuple[str, ...], list[QuestionResult]] = {}
    for question in questions:
        sets.setdefault(tuple(folded(answer.words) for answer in question.answers), []).append(question)
    return tuple(tuple(same) for same in sets.values())


def _places(value: SurveyValue, whose: Whose) -> tuple[PlaceResult, ...]:
    def words(place: PlaceFigures) -> tuple[str, ...]:
        return tuple(
            _percent_words(_satisfaction(asked, place, at)) for at, asked in enumerate(value.questions)
        )

    return tuple(
        PlaceResult(
            name=whose.name if place.kind is PlaceKind.OWN else place.name,
            respondents=place.respondents,
            respondents_words=number_words(place.respondents) if place.respondents is not None else "",
            satisfaction=words(place),
        )
        for place in value.places
    )
