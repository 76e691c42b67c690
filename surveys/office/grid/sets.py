"""The sets of answers that surveys usually have, and the words for what an answer means. Pure."""

from __future__ import annotations

from surveys.office.grid.typed import TypedAnswer
from surveys.values import Meaning

OWN_WORDS = "own"
MEANINGS = {Meaning.POSITIVE: "за", Meaning.NEGATIVE: "против", Meaning.NEUTRAL: "ни за, ни против"}

_FOR, _AGAINST, _NEITHER = Meaning.POSITIVE, Meaning.NEGATIVE, Meaning.NEUTRAL
_USUAL: dict[str, tuple[str, tuple[tuple[str, Meaning], ...]]] = {
    "yes-no": (
        "Да, скорее Да, Нет, скорее Нет",
        (("Да", _FOR), ("скорее Да", _FOR), ("Нет", _AGAINST), ("скорее Нет", _AGAINST)),
    ),
    "satisfied": (
        "Удовлетворён, не удовлетворён, затрудняюсь ответить",
        (("Удовлетворён", _FOR), ("Не удовлетворён", _AGAINST), ("Затрудняюсь ответить", _NEITHER)),
    ),
    "share": ("Одно число: % удовлетворённых", (("Удовлетворены", _FOR),)),
    OWN_WORDS: ("Свои ответы", ()),
}
USUAL_TITLES = {key: title for key, (title, _) in _USUAL.items()}
_BLANKS = 3


def usual_answers(key: str) -> list[TypedAnswer]:
    """The answers of a usual set; for one's own words a few empty fields. Raises KeyError."""
    answers = [TypedAnswer(words, meaning) for words, meaning in _USUAL[key][1]]
    return answers or [TypedAnswer() for _ in range(_BLANKS)]
