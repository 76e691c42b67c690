"""What does not agree in a survey's figures."""

from decimal import Decimal

import pytest

from surveys.findings import findings_of
from surveys.values import Answer, AskedQuestion, Figure, Meaning, PlaceFigures, PlaceKind, SurveyValue

YES, NO = Answer("Да", Meaning.POSITIVE), Answer("Нет", Meaning.NEGATIVE)


def figure(told):
    """«30 30%»: a count, a percentage, both; «» for none."""
    if not told:
        return None
    count = next((int(part) for part in told.split() if "%" not in part), None)
    percent = next((Decimal(part.rstrip("%")) for part in told.split() if "%" in part), None)
    return Figure(count, percent)


def survey(*rows, respondents=None, kind=PlaceKind.OWN, name=""):
    """A question for each row of two answers, «Вопрос 1» first."""
    figures = tuple(tuple(figure(told) for told in row) for row in rows)
    questions = tuple(
        AskedQuestion(f"Вопрос {number}", (YES, NO), where=f"строка {number}")
        for number in range(1, len(rows) + 1)
    )
    places = [PlaceFigures(kind, figures, name, respondents)]
    if kind is not PlaceKind.OWN:
        places.insert(0, PlaceFigures(PlaceKind.OWN, tuple((None, None) for _ in rows)))
    return SurveyValue("Опрос", questions, tuple(places))


def told(value):
    return [(each.code, each.question, each.where) for each in findings_of(value)]


@pytest.mark.parametrize(
    ("rows", "respondents", "expected"),
    [
        ([("30 30%", "70 70%")], 100, []),
        ([("183 29%", "459 71%")], 642, []),
        ([("183 28%", "459 71,5%".replace(",", "."))], 642, [("percentage_mismatch", "Вопрос 1", "строка 1")]),
        ([("1 33.3%", "2 66.7%")], None, []),
        ([("1 33.4%", "2 66.7%")], None, [("percentage_mismatch", "Вопрос 1", "строка 1")]),
        ([("1 90%", "")], None, []),
        ([("0 0%", "0 0%")], None, []),
        ([("60%", "40.5%")], 264, []),
        ([("60.1%", "40.05%")], 264, [("percent_sum", "Вопрос 1", "строка 1")]),
        ([("60%", "42%")], 264, [("percent_sum", "Вопрос 1", "строка 1")]),
        ([("10%", "20%")], 264, []),
        ([("3", "7"), ("4", "6")], 10, []),
        ([("3", "7"), ("4", "6"), ("4", "7")], None, [("totals_differ", "Вопрос 3", "строка 3")]),
        (
            [("3", "7"), ("4", "6"), ("4", "7")],
            10,
            [("totals_differ", "Вопрос 3", "строка 3"), ("respondents_differ", "Вопрос 3", "строка 3")],
        ),
        ([("3", "7"), ("4", "7")], None, [("totals_differ", "", "")]),
        ([("3", "7"), ("4", "6"), ("4", "7"), ("4", "8")], None, [("totals_differ", "", "")]),
        ([("3", "7"), ("4", "6")], 11, [("respondents_differ", "", "")]),
        ([("3", "7")], 9, [("respondents_differ", "Вопрос 1", "строка 1")]),
        ([("3", "")], 9, []),
    ],
)  # fmt: skip
def test_findings(rows, respondents, expected):
    assert told(survey(*rows, respondents=respondents)) == expected


def test_messages_hold_the_numbers_and_the_place():
    (wrong,) = findings_of(
        survey(("183 28%", "459 71%"), respondents=642, kind=PlaceKind.OTHER, name="Верхний округ")
    )
    assert wrong.message.replace("\N{NO-BREAK SPACE}", " ") == (
        "Верхний округ. Процент не сходится: ответ «Да» – 183 из 642, это 29 %, а напечатано 28 %."
    )
    (whole,) = findings_of(survey(("3", "7"), ("4", "6"), respondents=11))
    assert whole.message == (
        "На каждый вопрос ответов меньше, чем опрошенных: 10 и 11. Проверьте числа ответов и число опрошенных."
    )


def test_many_questions_that_differ_are_one_finding():
    value = survey(*((str(60 + number), "8") for number in range(200)), respondents=68)
    assert [each.message.replace("\N{NO-BREAK SPACE}", " ") for each in findings_of(value)] == [
        "У вопросов разное число ответов: от 68 до 267. Проверьте числа ответов.",
        "У 199 вопросов ответов не столько, сколько опрошенных: от 69 до 267, а опрошено 68. "
        "Проверьте числа ответов и число опрошенных.",
    ]
    most = survey(("8", "60"), *(("8", "1262") for _ in range(3)))
    (odd,) = findings_of(most)
    assert odd.message.replace("\N{NO-BREAK SPACE}", " ") == (
        "Вопросы собрали разное число ответов: обычно 1\N{NARROW NO-BREAK SPACE}270, а здесь 68. "
        "Проверьте числа ответов."
    )
