"""How many people took part: in the last row of a table, in sentences around the answers, or nowhere."""

from dataclasses import replace

import pytest

from accounts.history import COMMAND
from surveys.keeping import Outcome, bring, keep
from surveys.queries import survey_value
from surveys.reading import read_survey, read_survey_text
from surveys.tallies import inferred_respondents
from tests.factories import make_municipality
from tests.reports.builders import cell, docx, row, table
from tests.surveys.files import OURS, csv_file, figures, questions, respondents

ROWS = [("Направления оценки", "%"), ("Газ", "99,0"), ("Дороги", "71,3")]
LABELS = [
    ("Человек, принявших участие", "264"),
    ("Охвачено опросом, чел.", "264"),
    ("Количество человек, прошедших опрос", "264"),
    ("Число голосов", "264"),
    ("Выборка, чел.", "264"),
    ("Опрошено 264 человека", ""),
    ("Опрошено 264", ""),
    ("Число респондентов: 264", ""),
    ("Количество респондентов – 264", ""),
    ("Выборка – 264 чел.", ""),
]
BLOCK = "\n\nОценка газа:\n«Да» - 30 чел. (30%);\n«Нет» - 70 чел. (70%)."


@pytest.mark.parametrize("last", LABELS)
@pytest.mark.parametrize("is_word", [True, False])
def test_the_last_row(last, is_word):
    data = docx(table(*(row(*each) for each in [*ROWS, last]))) if is_word else csv_file(*ROWS, last)
    read = read_survey(data, "о", ours=OURS)
    assert questions(read) == [("", "Газ", ["удовлетворены"]), ("", "Дороги", ["удовлетворены"])]
    assert respondents(read) == {"": 264}
    assert read.findings == ()


@pytest.mark.parametrize("last", LABELS)
def test_the_last_row_merged_over_the_table(last):
    merged = row(cell(" ".join(last).strip(), '<w:gridSpan w:val="2"/>'))
    read = read_survey(docx(table(*(row(*each) for each in ROWS), merged)), "о")
    assert respondents(read) == {"": 264}
    assert read.findings == ()


@pytest.mark.parametrize("last", LABELS)
def test_the_last_row_under_answers(last):
    data = csv_file(
        ("Вопрос", "Ответ", "Ответов"), ("Газ", "Да", "7"), ("", "Нет", "3"), (last[0], "", last[1])
    )
    read = read_survey(data, "о.csv")
    assert questions(read) == [("", "Газ", ["Да", "Нет"])]
    assert respondents(read) == {"": 264}


def test_totals_of_a_question_are_no_respondents():
    data = csv_file(
        ("Вопрос", "Ответ", "Ответов"), ("Газ", "Да", "7"), ("", "Нет", "3"), ("Всего голосов", "", "10")
    )
    read = read_survey(data, "о.csv")
    assert figures(read) == {"": [["7", "3"]]}
    assert respondents(read) == {"": None}


@pytest.mark.parametrize(
    "words",
    [
        "В опросе приняли участие 5942 жителя края, из них 642 жителя округа.",
        "В опросе участвовали 642 человека муниципального округа, 5942 по краю.",
        "В опросе приняли участие 642 жителя округа (всего по краю – 5942).",
        "В опросе приняли участие 5 942 жителя Зареченского края, из них в Энском округе 642 человека.",
        "В Энском муниципальном округе Зареченского края в опросе участвовали 642 человека, а 5942 жителя по краю.",
        "Опрошено 642 жителя Энского муниципального округа Зареченского края и 5942 человека в крае.",
    ],
)
def test_sentences(words):
    assert respondents(read_survey_text(words + BLOCK, ours=OURS)) == {"": 642, "Регион в целом": 5942}


def test_nobody_is_invented():
    read = read_survey_text(f"Итоги опроса за 2021 год.{BLOCK}")
    assert respondents(read) == {"": None}
    assert inferred_respondents(read.survey) == 100
    several = read_survey_text(f"{BLOCK}\n\nОценка дорог:\n«Да» - 30 чел.;\n«Нет» - 71 чел.")
    assert inferred_respondents(several.survey) is None
    assert inferred_respondents(read_survey(csv_file(*ROWS), "о.csv").survey) is None
    assert inferred_respondents(read_survey(csv_file(*ROWS, LABELS[0]), "о.csv").survey) == 264


@pytest.mark.django_db
def test_a_number_put_right_by_hand_stays():
    place = make_municipality()
    read = read_survey_text(f"Итоги опроса за 2021 год.{BLOCK}").survey
    survey = bring(place, read, by=COMMAND).survey
    value = survey_value(survey)
    assert value.own.respondents == 100
    keep(place, replace(value, places=(replace(value.own, respondents=120),)), by=COMMAND, survey=survey)
    assert bring(place, read, by=COMMAND).outcome == Outcome.UNCHANGED
    assert survey_value(survey).own.respondents == 120
