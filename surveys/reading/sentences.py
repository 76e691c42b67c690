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
_LINE = re.compile(
    rf"(?:[–—•-]\s*|(?P<number>\d{{1,3}})[.)]\s*)?(?P<subject>[^\W\d_][^:]*?)\s*[:–—-]\s*(?P<share>{_SHARE})\s*[;.,]?",
    re.IGNORECASE,
)
_SATISFACTION = re.compile(r"удовлетвор|довольн", re.IGNORECASE)
_SATISFIED = "удовлетворены"
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
    return tuple(found) if is_survey else _listed(text)


def _listed(text: str) -> tuple[ReadQuestion, ...]:
    """A share a line under «Удовлетворённость населения, %:»."""
    found: list[ReadQuestion] = []
    heading = ""
    for place, line in enumerate(text.split("\n"), start=1):
        match = _LINE.fullmatch(line.strip()) if len(line) <= _LONGEST_LINE else None
        if match and _SATISFACTION.search(heading):
            choices = (ReadChoice(_SATISFIED, None, _percent(match["share"])),)
            subject = match["subject"].strip()
            subject = subject[:1].upper() + subject[1:]
            found.append(ReadQuestion(subject, choices, match["number"] or "", place, place))
        elif line.strip():
            heading = line
    return tuple(found) if len(found) > 1 else ()


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
    return ReadChoice(" ".join(match["answer"].split()).lower(), None, _percent(match["share"]))


def _percent(share: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.,]", "", share).rstrip(".,").replace(",", "."))
