"""Which column of a district's table holds its figures, whatever it is called, and whether they are people."""

import pytest

from surveys.reading import UnreadableSurvey, read_survey
from tests.reports.builders import cell, docx, row, table
from tests.surveys.files import OURS, csv_file, figures, questions

START, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
SHARES = {"": [["69.6%", "9.7%", "20.7%"]]}
NAMES = [
    "Район",
    "Энск",
    "Значение",
    "2021",
    "Всего",
    "Показатель",
    "Результат опроса",
    "Итого",
    "Рейтинг",
    "Средняя",
    "Источник",
    "",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("blank", ["", "-", "%"])
def test_the_only_column_with_figures_is_ours_beside_a_blank_one_of_per_cents(name, blank):
    lines = [
        row(cell("Газ", START), "удовлетворен", blank, "69,6"),
        row(cell("", GOES_ON), "не удовлетворен", blank, "9,7"),
        row(cell("", GOES_ON), "затрудняюсь ответить", blank, "20,7"),
    ]
    read = read_survey(docx(table(row("Вопрос", "Ответ", "%", name), *lines)), "о.docx", ours=OURS)
    assert questions(read) == [("", "Газ", ["удовлетворен", "не удовлетворен", "затрудняюсь ответить"])]
    assert figures(read) == SHARES
    assert read.findings == ()


@pytest.mark.parametrize("name", [*NAMES[:-1], "Энский"])
@pytest.mark.parametrize("is_last", [True, False])
def test_one_share_a_question_beside_a_blank_column(name, is_last):
    lines = [("Направления оценки", name, "%"), ("Газ", "69,6", ""), ("Дороги", "9,7", "")]
    rows = [(a, b, c) if is_last else (a, c, b) for a, b, c in lines]
    assert figures(read_survey(csv_file(*rows), "о.csv", ours=OURS)) == {"": [["69.6%"], ["9.7%"]]}


def test_a_district_beside_its_region():
    data = csv_file(
        ("Вопрос", "Ответ", "%", "Район", "Край"),
        ("Газ", "Да", "", "70,5", "60"),
        ("", "Нет", "", "29,5", "40"),
    )
    assert figures(read_survey(data, "о.csv", ours=OURS)) == {
        "": [["70.5%", "29.5%"]],
        "Край": [["60%", "40%"]],
    }


def test_people_and_per_cents_under_a_common_word():
    data = csv_file(("Вопрос", "Ответ", "%", "Район"), ("Газ", "Да", "30", "300"), ("", "Нет", "70", "700"))
    assert figures(read_survey(data, "о.csv")) == {"": [["300 30%", "700 70%"]]}


def test_people_in_the_column_of_units():
    data = csv_file(
        ("Вопрос", "Ответ", "Ед. изм.", "Значение"), ("Газ", "Да", "чел.", "30"), ("", "Нет", "чел.", "70")
    )
    assert figures(read_survey(data, "о.csv")) == {"": [["30", "70"]]}


def test_totals_beside_other_figures_are_left_out():
    data = csv_file(("Вопрос", "Ответ", "Ответов", "Итого"), ("Газ", "Да", "7", "10"), ("", "Нет", "3", "10"))
    assert figures(read_survey(data, "о.csv")) == {"": [["7", "3"]]}


@pytest.mark.parametrize("name", ["Количество", "Число", "Кол-во"])
def test_a_number_of_per_cents(name):
    data = csv_file(
        ("Показатель", "Ед. изм.", name),
        ("Газ", "%", "69,6"),
        ("Дороги", "%", "50"),
        ("Опрошено", "чел.", "264"),
    )
    read = read_survey(data, "о.csv")
    assert figures(read) == {"": [["69.6%"], ["50%"]]}
    assert read.survey.own.respondents == 264


@pytest.mark.parametrize("unit", [", %", " (%)", ", в %", " %", ""])
def test_answers_under_a_blank_header_with_their_unit(unit):
    data = csv_file(
        ("Вопрос", "", "Грачевский МО"),
        ("Газ", f"удовлетворен{unit}", "69,6"),
        ("", f"не удовлетворен{unit}", "9,7"),
        ("", f"затрудняюсь ответить{unit}", "20,7"),
    )
    read = read_survey(data, "о.csv")
    assert questions(read) == [("", "Газ", ["удовлетворен", "не удовлетворен", "затрудняюсь ответить"])]
    assert figures(read) == SHARES


def test_answers_that_only_look_as_if_they_had_a_unit():
    data = csv_file(("Вопрос", "Ответ", "Ответов"), ("Семья", "один человек", "7"), ("", "больше 50 %", "3"))
    assert questions(read_survey(data, "о.csv")) == [("", "Семья", ["один человек", "больше 50 %"])]


def test_whole_numbers_side_by_side():
    header = ("Вопрос", "Да", "скорее Да", "Нет", "скорее Нет")
    people = read_survey(csv_file(header, ("Газ", "19", "26", "8", "10")), "о.csv")
    assert figures(people) == {"": [["19", "26", "8", "10"]]}
    shares = read_survey(csv_file(header, ("Газ", "19", "56", "8", "16")), "о.csv")
    assert figures(shares) == {"": [["19%", "56%", "8%", "16%"]]}
    unclear = csv_file(header, ("Газ", "19", "56", "8", "16"), ("Дороги", "19", "26", "8", "10"))
    with pytest.raises(UnreadableSurvey) as caught:
        read_survey(unclear, "о.csv")
    assert str(caught.value) == (
        "Строка 1, столбец «Да»: не ясно, люди это или проценты (ответы дают вместе 99 и 63): допишите в заголовке "
        "«чел.» или «%»."
    )


def test_whole_numbers_of_municipalities_side_by_side():
    header = ("Муниципальное образование", "Да", "Нет")
    rows = ("Верхний округ", "300", "75"), ("Энский округ", "19", "44")
    read = read_survey(csv_file(["Газ"], header, *rows), "о.csv", ours=OURS)
    assert figures(read) == {"": [["19", "44"]], "Верхний округ": [["300", "75"]]}
