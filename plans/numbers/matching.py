"""Whose number it is: figures found in a text set against indicators, by the first forms of their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plans.numbers.finding import Found
from plans.numbers.words import as_noun, is_person, lemma, parses

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_EMPTY = frozenset(
    "количество число численность общий всего проведенный провести проведение поступить поступивший новый за год"
    " полугодие период единица штука отчетный который".split()
)
_MARK = re.compile(r" \(\d+\)$")  # that tells two figures of one name apart
_ANYBODY = frozenset({"человек", "лицо"})
# Words of the trade that offices use for one another.
_ALIKE = (
    frozenset({"обучить", "обучение", "обученный", "курс", "квалификация", "переподготовка"}),
    frozenset({"публикация", "сообщение", "материал", "статья", "заметка"}),
    frozenset({"звонок", "обращение"}),
    frozenset({"прием", "принятый", "принять", "обратиться", "обратившийся"}),
    frozenset({"член", "состав", "состоять"}),
)
_ENOUGH = 0.5
_THE_VERY_NAME = 2.0


@dataclass(frozen=True, slots=True)
class Sought:
    """An indicator: ``words``: its name; ``others``: words that it is looked for by, parted by semicolons, each of them
    as good as the name."""

    id: int
    words: str
    others: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    found: Found
    likeness: float


def candidates(found: Sequence[Found], sought: Sought) -> list[Candidate]:
    """The figures that may be the indicator's, the likeliest first."""
    phrases = [sought.words, *sought.others.split(";")]
    wanted = [words for phrase in phrases if (words := _words(phrase))]
    names = {" ".join(phrase.split()).casefold() for phrase in phrases}
    likely = []
    for one in found:
        likeness = max((_likeness(words, one) for words in wanted), default=0.0)
        if names & {one.name.casefold(), _MARK.sub("", one.name.casefold())}:
            likeness = _THE_VERY_NAME
        if likeness >= _ENOUGH:
            likely.append(Candidate(one, likeness))
    return sorted(likely, key=lambda each: -each.likeness)


def belonging(found: Sequence[Found], sought: Sequence[Sought]) -> dict[int, Found]:
    """By indicator, the figure that is its own. A figure belongs to one indicator; where two figures of different
    values are as likely, none is taken: a wrong figure is worse than none."""
    likely = {one.id: candidates(found, one) for one in sought}
    settled: dict[int, Found] = {}
    taken: set[int] = set()
    is_moving = True
    while is_moving:  # what one takes may settle the doubt of another
        is_moving = False
        best = {
            pk: free
            for pk, each in likely.items()
            if pk not in settled and (free := [one for one in each if one.found.start not in taken])
        }
        for pk, free in sorted(best.items(), key=lambda item: -item[1][0].likeness):
            equals = [one.found for one in free if one.likeness == free[0].likeness]
            if len({one.value for one in equals}) == 1 and equals[0].start not in taken:
                settled[pk] = equals[0]
                taken.add(equals[0].start)
                is_moving = True
    return settled | _by_head(
        [one for one in found if one.start not in taken], [one for one in sought if one.id not in settled]
    )


def _by_head(found: Sequence[Found], sought: Sequence[Sought]) -> dict[int, Found]:
    """What is left, by what is counted alone: the only «обращения» of a text are those of the only indicator of
    «обращения», whatever else its name says («обращений на телефон доверия»)."""
    heads = {one.id: head for one in sought if (head := _head(_words(one.words)))}
    settled: dict[int, Found] = {}
    for pk, head in heads.items():
        own = [one for one in found if head in one.counted and not is_person(head)]
        is_only = sum(other == head for other in heads.values()) == 1
        if is_only and len({one.value for one in own}) == 1:
            settled[pk] = own[0]
    return settled


def _head(wanted: dict[str, bool]) -> str:
    """What an indicator counts: its first noun, else its first word."""
    return next((word for word, is_noun in wanted.items() if is_noun), next(iter(wanted), ""))


def _words(phrase: str) -> dict[str, bool]:
    """First forms of the words that mean something, in order -> whether they are nouns."""
    words: dict[str, bool] = {}
    for word in _WORD.findall(phrase)[:20]:
        first = next(iter(parses(word)), None)
        if first is None or first.tag.POS in ("PREP", "CONJ", "PRCL") or lemma(word) in _EMPTY:
            continue
        words[lemma(word)] = as_noun(word) is not None
    return words


def _likeness(wanted: dict[str, bool], found: Found) -> float:
    """The share of the wanted words that the figure's own words have: what it counts weighs most, then its clause,
    then its sentence. Nought where it counts another thing."""
    if not _counts(wanted, found):
        return 0.0
    people = [word for word in wanted if word in _ANYBODY]
    asked = [word for word in wanted if word not in people] or people
    return sum(_weight(word, found) for word in asked) / len(asked)


def _weight(word: str, found: Found) -> float:
    for words, weight in ((found.counted, 1.0), (found.near, 0.9), (found.around, 0.4)):
        if any(_is_kin(word, other) for other in words):
            return weight
    alike = next((group for group in _ALIKE if word in group), frozenset[str]())
    return 0.6 if alike & found.near else 0.0


def _counts(wanted: dict[str, bool], found: Found) -> bool:
    """Whether what is counted is what is wanted: the indicator's first noun, or people where people are wanted."""
    head = _head(wanted)
    own = found.counted or found.near
    if any(_is_kin(head, word) for word in own):
        return True
    alike = next((group for group in _ALIKE if head in group), frozenset[str]())
    if alike & own:
        return True
    if found.noun in _ANYBODY or (is_person(found.noun) and not is_person(head)):
        return is_person(head) or any(_is_kin(head, word) for word in found.near)
    return head in _ANYBODY and is_person(found.noun)


def _is_kin(one: str, other: str) -> bool:
    """The same word, or of the same root: «аттестация» and «аттестовать»."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    common = max(4, shorter * 6 // 10)
    return shorter >= 6 and one[:common] == other[:common] and abs(len(one) - len(other)) <= 5
