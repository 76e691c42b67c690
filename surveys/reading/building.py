"""A survey while it is being read: questions, answers and figures as they are found; then the whole value."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from plans.folding import folded
from surveys.findings import Finding, findings_of
from surveys.limits import MOST_ANSWERS, MOST_PLACES, MOST_QUESTIONS
from surveys.meanings import meaning_of
from surveys.reading.outcome import ReadSurvey, UnreadableSurvey, refusal, short
from surveys.reading.places import OWN, REGION_NAME, Named
from surveys.reading.surroundings import Surroundings
from surveys.topics import topic_of
from surveys.values import Answer, AskedQuestion, Figure, Meaning, PlaceFigures, PlaceKind, SurveyValue

_LONGEST_QUESTION = 1_000
_LONGEST_ANSWER = 200
_LONGEST_NUMBER = 20
_NUMBERED = re.compile(
    r"(?P<number>\d{1,3}(?:\.\d{1,3})*)(?:[.)]+\s*|\s+)(?P<text>[^\W\d_].*|[«\"].*)", re.DOTALL
)


@dataclass(slots=True)
class DraftQuestion:
    """``answers``: each with its meaning, None where its words do not tell; ``figures`` by place and answer."""

    text: str
    number: str
    where: str
    answers: list[tuple[str, Meaning | None]] = field(default_factory=list)
    figures: dict[tuple[Named, int], Figure] = field(default_factory=dict)

    def answer(self, words: str, where: str, meaning: Meaning | None = None) -> int:
        """The place of a new answer. Raises `UnreadableSurvey` for one that stands there already."""
        words = " ".join(words.split()).strip(" .,;:") or words
        if any(folded(words) == folded(other) for other, _ in self.answers):
            raise refusal(
                where, f"ответ «{short(words)}» стоит у вопроса «{short(self.text)}» дважды, оставьте один."
            )
        if len(words) > _LONGEST_ANSWER:
            raise refusal(where, f"ответ длиннее {_LONGEST_ANSWER} знаков, сократите его.")
        if len(self.answers) == MOST_ANSWERS:
            raise refusal(
                where, f"у вопроса «{short(self.text)}» больше {MOST_ANSWERS} ответов, проверьте таблицу."
            )
        self.answers.append((words, meaning or meaning_of(words)))
        return len(self.answers) - 1


@dataclass(slots=True)
class Draft:
    """What has been read so far."""

    questions: list[DraftQuestion] = field(default_factory=list)
    respondents: dict[Named, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    _asked: set[str] = field(default_factory=set)

    def ask(self, text: str, number: str, where: str) -> DraftQuestion:
        """A new question. Raises `UnreadableSurvey` for one that was asked already, and for too many."""
        number, text = split_number(text, number)
        if not text:
            raise refusal(where, "у ответов нет вопроса, впишите его.")
        if folded(text) in self._asked:
            raise refusal(where, f"вопрос «{short(text)}» уже был выше, оставьте его один раз.")
        if len(text) > _LONGEST_QUESTION:
            raise refusal(where, f"вопрос длиннее {_LONGEST_QUESTION} знаков, сократите его.")
        if len(self.questions) == MOST_QUESTIONS:
            raise UnreadableSurvey(
                f"В файле больше {MOST_QUESTIONS} вопросов: проверьте, тот ли это файл, или разделите его на части."
            )
        self._asked.add(folded(text))
        self.questions.append(DraftQuestion(text, number, where))
        return self.questions[-1]

    def forget(self, question: DraftQuestion) -> None:
        """Take back a question that turned out to be a heading."""
        self.questions.remove(question)
        self._asked.discard(folded(question.text))

    def finish(self, around: Surroundings) -> ReadSurvey:
        """The whole survey. Raises `UnreadableSurvey` where a question has no answers or nobody has figures."""
        for question in self.questions:
            if not question.answers:
                raise refusal(
                    question.where, f"у вопроса «{short(question.text)}» нет вариантов ответа, впишите их."
                )
        if not any(place == OWN for question in self.questions for place, _ in question.figures):
            raise refusal(
                self.questions[0].where,
                "ни у одного вопроса нет чисел вашего муниципалитета, впишите ответивших или проценты.",
            )
        survey = SurveyValue(
            title=around.title,
            questions=tuple(self._asked_question(question) for question in self.questions),
            places=self._places(around),
            year=around.year,
            intro=around.intro,
            source=around.source,
            starts_on=around.starts_on,
            ends_on=around.ends_on,
        )
        return ReadSurvey(survey, (*findings_of(survey), *self._unknown_meanings(), *self.findings))

    def _asked_question(self, question: DraftQuestion) -> AskedQuestion:
        answers = tuple(Answer(words, meaning or Meaning.NEUTRAL) for words, meaning in question.answers)
        return AskedQuestion(question.text, answers, question.number, topic_of(question.text), question.where)

    def _places(self, around: Surroundings) -> tuple[PlaceFigures, ...]:
        told = {OWN: around.respondents, Named(PlaceKind.REGION, REGION_NAME): around.respondents_region}
        named = {place for question in self.questions for place, _ in question.figures} | set(
            self.respondents
        )
        region = next((place for place in named if place.kind is PlaceKind.REGION), None)
        if region is None and around.respondents_region is not None:
            region = Named(PlaceKind.REGION, REGION_NAME)
        others = sorted(
            (place for place in named if place.kind is PlaceKind.OTHER), key=lambda place: place.name
        )
        places = [OWN, *([region] if region else []), *others]
        if len(places) > MOST_PLACES:
            raise refusal(
                self.questions[0].where, f"в таблице больше {MOST_PLACES} муниципалитетов, оставьте соседние."
            )
        found = []
        for place in places:
            respondents = self.respondents.get(place)
            if respondents is None and place.kind is not PlaceKind.OTHER:
                respondents = told[OWN] if place == OWN else around.respondents_region
            found.append(self._place(place, respondents))
        return tuple(found)

    def _place(self, place: Named, respondents: int | None) -> PlaceFigures:
        figures = tuple(
            tuple(question.figures.get((place, index)) for index in range(len(question.answers)))
            for question in self.questions
        )
        return PlaceFigures(place.kind, figures, place.name, respondents)

    def _unknown_meanings(self) -> list[Finding]:
        """One for each wording, at the first question that has it."""
        unknown: dict[str, DraftQuestion] = {}
        counts: Counter[str] = Counter()
        for question in self.questions:
            for words, meaning in question.answers:
                if meaning is None:
                    unknown.setdefault(words, question)
                    counts[words] += 1
        return [
            Finding(
                "meaning_unknown",
                question.text,
                f"Непонятно, за или против ответ «{words}»: пока он считается нейтральным. Укажите это сами.",
                question.where,
            )
            for words, question in unknown.items()
        ]


def split_number(text: str, number: str = "") -> tuple[str, str]:
    """``(number, question)``: «1. Оценка дорог» -> «1», «Оценка дорог»; a number from its own column wins."""
    words = " ".join(text.split())
    found = _NUMBERED.fullmatch(words)
    if found and not number:
        number, words = found["number"], found["text"]
    elif found and found["number"] == number.strip(" .)"):
        words = found["text"]
    return number.strip(" .)")[:_LONGEST_NUMBER], words.rstrip(" :")
