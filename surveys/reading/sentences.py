"""Sentences with shares of the satisfied: «Работой почты удовлетворены 69,6 % опрошенных, не удовлетворены 9,7 %»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from surveys.reading.questions import ReadChoice, ReadQuestion

_ANSWER = (
    r"(?:(?:не|полностью|частично|скорее|в целом|совсем)\s+){0,3}"
    r"(?:(?:не)?удовлетвор[её]н\w*|(?:не)?довол\w+|затруд\w+(?:\s+(?:с\s+ответом|ответить))?)"
)
_SHARE = r"(?<![\d.,])\d{1,3}(?:[.,]\d{1,4})?\s*(?:%|процент\w*)"
_PEOPLE = r"(?:\s*(?:опрошенн\w+|респондент\w*|жител\w*|граждан|населения|участник\w*)(?:\s+опроса)?)?"
_BEFORE = re.compile(rf"\b(?P<answer>{_ANSWER})\s*[:–—-]?\s*(?P<share>{_SHARE}){_PEOPLE}", re.IGNORECASE)
_AFTER = re.compile(rf"(?P<share>{_SHARE}){_PEOPLE}\s*[:–—-]?\s*(?P<answer>{_ANSWER})", re.IGNORECASE)
_LONGEST_LINE = 4_000
_EDGES = " ,;:.–—-"


def read_sentences(text: str) -> tuple[ReadQuestion, ...]:
    """The questions that a text answers in sentences, where it surely is a survey: a sentence shares out several
    answers, or several sentences have one each."""
    found: list[ReadQuestion] = []
    for place, line in enumerate(text.split("\n"), start=1):
        if len(line) > _LONGEST_LINE:
            continue
        for sentence in re.split(r"(?<=[^\W\d_])[.;]\s+(?=[А-ЯЁ«\d])|(?<=%)\.\s*", line):
            found += _question(sentence, place)
    is_survey = len(found) > 1 or any(len(question.choices) > 1 for question in found)
    return tuple(found) if is_survey else ()


def _question(sentence: str, place: int) -> Iterator[ReadQuestion]:
    for pattern in (_AFTER, _BEFORE):
        matches = list(pattern.finditer(sentence))
        if not matches:
            continue
        first = matches[0]
        until = matches[1].start() if len(matches) > 1 else len(sentence)
        subject = sentence[: first.start()].strip(_EDGES) or sentence[first.end() : until].strip(_EDGES)
        if subject:
            choices = tuple(_choice(match) for match in matches)
            yield ReadQuestion(subject[:1].upper() + subject[1:], choices, "", place, place)
            return


def _choice(match: re.Match[str]) -> ReadChoice:
    number = re.match(r"[\d.,]+", match["share"])
    percent = Decimal(number[0].replace(",", ".")) if number else None
    return ReadChoice(" ".join(match["answer"].split()).lower(), None, percent)
