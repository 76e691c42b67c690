"""What answers say of the thing asked about."""

import pytest

from surveys.meanings import meaning_of, named_meaning
from surveys.values import Meaning

POSITIVE = (
    "Да;скорее Да;«да»;удовлетворён;Удовлетворена;полностью удовлетворены;скорее удовлетворён;хорошо;доволен"
)
NEGATIVE = "Нет;скорее Нет;не удовлетворён;неудовлетворен;скорее не удовлетворен;плохо;недоволен;не доволен;не всегда"
NEUTRAL = (
    "затрудняюсь ответить;затруднились;не знаю;нейтрально;иное;другое;нет ответа;воздержался;частично доволен"
)


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        *((words, Meaning.POSITIVE) for words in POSITIVE.split(";")),
        *((words, Meaning.NEGATIVE) for words in NEGATIVE.split(";")),
        *((words, Meaning.NEUTRAL) for words in NEUTRAL.split(";")),
        ("скорее да, чем нет", Meaning.POSITIVE),
        ("скорее не удовлетворён, чем удовлетворён", Meaning.NEGATIVE),
        ("За", Meaning.POSITIVE),
        ("Против", Meaning.NEGATIVE),
        ("Устраивает полностью", Meaning.POSITIVE),
        ("Совсем не устраивает", Meaning.NEGATIVE),
        ("Ситуация улучшилась", Meaning.POSITIVE),
        ("Ситуация не изменилась", Meaning.NEUTRAL),
        ("Ситуация ухудшилась", Meaning.NEGATIVE),
        ("неудовлетворительно", Meaning.NEGATIVE),
        ("высокий уровень", Meaning.POSITIVE),
        ("да, но не всегда", None),
        ("неплохо", None),
        ("не плохо", None),
        ("часто", None),
        ("5 баллов", None),
        ("", None),
    ],
)
def test_meanings(words, meaning):
    assert meaning_of(words) == meaning


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("Положительный", Meaning.POSITIVE),
        ("отрицательная", Meaning.NEGATIVE),
        ("нейтральный", Meaning.NEUTRAL),
        ("Ни за, ни против", Meaning.NEUTRAL),
        ("хорошо", None),
    ],
)
def test_meanings_named_by_a_person(name, meaning):
    assert named_meaning(name) == meaning
