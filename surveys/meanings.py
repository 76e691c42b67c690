"""The words of an answer -> what it says of the thing asked about. Pure."""

from __future__ import annotations

import re

from plans.folding import folded
from surveys.values import Meaning

_NEUTRAL = re.compile(
    r"\b(?:затрудн|воздерж|нейтральн|безразличн|частично|удовлетворительно|средн|нормально|так себе"
    r"|не знаю|не зна[её]т|не могу|не определил|не сталкива|не обраща|не пользу|не получа|не име|не ответ"
    r"|без ответа|без изменени|не измени|все равно|нет мнения|нет ответа|нет данных|свой вариант)"
    r"|^(?:иное|друго[ей]|прочее)\b|\bкогда как\b"
)
_POSITIVE = re.compile(
    r"^да\b|\b(?:удовлетвор|доволен|довольн|хорош|отличн|прекрасн|превосходн|положительн|одобря|поддержива|устраива"
    r"|соглас|высок|улучш|полностью|всегда|за$|достаточн|качествен|комфортн|нравится)"
)
_NEGATIVE = re.compile(
    r"^нет\b|\bскорее нет\b|\b(?:неудовлетвор|недовол|недостат|плох|отвратительн|ужасн|отрицательн|против|низк"
    r"|ухудш|некачествен|несоглас|никогда)"
)
_DENIED = re.compile(r"\b(?:не|ни|нет)\b")
_OWN_WORDS = {
    "положительный": Meaning.POSITIVE,
    "положительная": Meaning.POSITIVE,
    "отрицательный": Meaning.NEGATIVE,
    "отрицательная": Meaning.NEGATIVE,
    "нейтральный": Meaning.NEUTRAL,
    "нейтральная": Meaning.NEUTRAL,
    "за": Meaning.POSITIVE,
    "против": Meaning.NEGATIVE,
    "ни за ни против": Meaning.NEUTRAL,
    "positive": Meaning.POSITIVE,
    "negative": Meaning.NEGATIVE,
    "neutral": Meaning.NEUTRAL,
}


def meaning_of(words: str) -> Meaning | None:
    """The meaning of an answer by its words; None where they are not known, or say two things at once («да, но не
    всегда»)."""
    text = re.sub(r"\bчем\b.*", "", folded(words)).strip()  # «скорее да, чем нет»
    if text in _OWN_WORDS:
        return _OWN_WORDS[text]
    if _NEUTRAL.search(text):
        return Meaning.NEUTRAL
    if re.match(r"(?:скорее )?да\b", text):
        return None if _DENIED.search(text) or _NEGATIVE.search(text) else Meaning.POSITIVE
    if _NEGATIVE.search(text):
        return None if re.search(r"\bне (?:против|плох|хуже|ухудш)", text) else Meaning.NEGATIVE
    if _POSITIVE.search(text):
        return Meaning.NEGATIVE if _DENIED.search(text) else Meaning.POSITIVE
    return None


def named_meaning(name: str) -> Meaning | None:
    """The meaning that a person wrote out: «положительный», «отрицательная», «ни за, ни против»."""
    return _OWN_WORDS.get(folded(name))
