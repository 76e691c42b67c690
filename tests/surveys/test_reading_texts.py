"""Texts whose answers or questions are not all written alike: read, refused by the line, or told; never lost."""

import pytest

from surveys.reading import UnreadableSurvey, read_survey_text
from tests.surveys.files import codes, figures, questions, respondents

INTRO = "В опросе приняли участие 100 человек.\nИтоги опроса за 2021 год:\n"
GAS = "1. Оценка газа:\nответов «Да» - 30 чел. (30%);\nответов «Нет» - 70 чел. (70%)."
ROADS = "2. Оценка дорог:\nответов «Да» - 45 чел. (45%);\nответов «Нет» - 55 чел. (55%)."
LIGHT = "3. Оценка света:\nответов «Да» - 20 чел. (20%);\nответов «Нет» - 80 чел. (80%)."


def refusal(text):
    with pytest.raises(UnreadableSurvey) as caught:
        read_survey_text(text)
    return str(caught.value)


@pytest.mark.parametrize("text", ["{0}\n\n{1}\n\n{2}", "{0}\n{1}\n{2}"])
@pytest.mark.parametrize("which", range(6))
@pytest.mark.parametrize("number", ["много;", "сто чел. (30%);", "сто чел.;"])
def test_an_answer_whose_number_is_a_word(text, which, number):
    lines = text.format(GAS, ROADS, LIGHT).split("\n")
    answers = [place for place, line in enumerate(lines) if line.startswith("ответов")]
    place = answers[which]
    lines[place] = f"{lines[place].split(' - ')[0]} - {number}"
    message = refusal(INTRO + "\n".join(lines))
    assert message.startswith(f"Строка {place + 3}: в ответе «")
    assert "впишите его цифрами." in message


def test_an_answer_in_unknown_words_without_a_number():
    text = "1. Как часто:\nчасто – 30 чел. (30%);\nредко – много;\nникогда – 70 чел. (70%)."
    assert (
        refusal(f"{text}\n{ROADS}")
        == "Строка 3: в ответе «редко – много;» не прочитано число, впишите его цифрами."
    )


@pytest.mark.parametrize(
    "answer",
    [
        "ответов «Да» - -195 чел. (30%);",
        "«Да»: -195 чел. (30%);",
        "Да – –195 чел.;",
        "«Да» - 195 чел. (-30%);",
    ],
)
def test_a_number_below_zero(answer):
    message = refusal(f"1. Оценка газа:\n{answer}\nответов «Нет» - 70 чел. (70%).\n\n{ROADS}")
    assert message == f"Строка 2: в ответе «{answer}» число меньше нуля, исправьте его."


@pytest.mark.parametrize("answer", ["«Да» -30 чел. (30%);", "«Да»- 30 чел. (30%);", "«Да» -- 30 чел. (30%);"])
def test_a_dash_is_no_minus(answer):
    read = read_survey_text(f"Оценка газа:\n{answer}\n«Нет» - 70 чел. (70%).")
    assert figures(read) == {"": [["30 30%", "70 70%"]]}


@pytest.mark.parametrize(
    "lost",
    [
        "2. Оценка дорог:",
        "Оценка дорог",
        "2. Оценка дорог:\nответов «Да» - 100 чел. (100%).",
        "2. Оценка дорог:\nчасто – 10 чел. (10%);\nредко – 20 чел. (20%).",
        "2. Оценка дорог:\nчасто – 1 чел. (1%);\nредко – 2 чел. (2%);\nиногда – 3 чел. (3%);\nвсегда – 4 чел. (4%).",
    ],
)
def test_a_question_between_two_others_is_never_lost_in_silence(lost):
    read = read_survey_text(f"{INTRO}\n{GAS}\n\n{lost}\n\n{LIGHT}")
    assert [text for _, text, _ in questions(read)] == ["Оценка газа", "Оценка света"]
    (finding,) = read.findings
    assert (finding.code, finding.where) == ("left_out", "строка 8")
    assert "Оценка дорог" in finding.message


@pytest.mark.parametrize("lost", ["1. Оценка газа:", "1. Оценка газа:\nответов «Да» - 100 чел. (100%)."])
def test_a_first_question_that_is_not_read_hides_no_introduction(lost):
    read = read_survey_text(f"{INTRO}\n{lost}\n\n{ROADS}")
    assert questions(read) == [("2", "Оценка дорог", ["Да", "Нет"])]
    assert (read.survey.year, respondents(read)) == (2021, {"": 100})
    assert read.survey.intro == INTRO.strip()
    assert [(finding.code, finding.where) for finding in read.findings] == [("left_out", "строка 4")]


def test_a_last_question_that_is_not_read():
    read = read_survey_text(
        f"{GAS}\n\n2. Оценка дорог:\nответов «Да» - 100 чел. (100%).\n\nРабота продолжается."
    )
    assert codes(read) == ["left_out"]
    assert read.findings[0].where == "строка 5"


def test_what_follows_a_survey_is_no_question_of_it():
    read = read_survey_text(
        f"{GAS}\n\n2. Работа с обращениями:\nпроведено совещание.\n\nИтоги размещены на сайте."
    )
    assert read.findings == ()


def test_prose_above_a_survey_is_none_of_it():
    read = read_survey_text(f"Проведено совещание;\nпринято 30 человек;\nдано разъяснение;\n\n{GAS}")
    assert questions(read) == [("1", "Оценка газа", ["Да", "Нет"])]
    assert read.findings == ()


def test_words_between_introduction_and_answers():
    read = read_survey_text(f"{INTRO}Ответы распределились так:\n\n{GAS}")
    assert (read.survey.year, respondents(read)) == (2021, {"": 100})
    assert read.findings == ()


def test_sums_among_answers_ask_nothing():
    read = read_survey_text(
        "1. Оценка газа (всего ответили 100 чел.):\n«Да» - 30 чел.;\n«Нет» - 70 чел.\nИтого: 100 чел.\n\n"
        "Оценка дорог:\nвсего ответов – 100;\nиз них:\n«Да» - 45 чел.;\n«Нет» - 55 чел.\n\nИтого: 100 чел."
    )
    asked = ["Оценка газа (всего ответили 100 чел.)", "Оценка дорог"]
    assert [text for _, text, _ in questions(read)] == asked
    assert figures(read) == {"": [["30", "70"], ["45", "55"]]}
    assert read.findings == ()


def test_lettered_answers_in_one_line():
    read = read_survey_text("Оценка газа: А) да – 195 чел. (70%); Б) нет – 83 чел. (30%).")
    assert questions(read) == [("", "Оценка газа", ["да", "нет"])]


def test_who_took_part_is_no_question():
    answers = "удовлетворен 69,6 %, не удовлетворен 9,7 %, затрудняюсь ответить 20,70 %"
    assert (
        refusal(f"Всего опрошено 264 человека.\n{answers}") == "Строка 2: у ответов нет вопроса, впишите его."
    )
    read = read_survey_text(f"Всего опрошено 264 человека.\nРабота почты:\n{answers}")
    assert questions(read)[0][1] == "Работа почты"
    assert respondents(read) == {"": 264}


@pytest.mark.parametrize(
    ("first", "second"), [("А)", "Б)"), ("а)", "б)"), ("А.", "Б."), ("a)", "b)"), ("1)", "2)")]
)
def test_lettered_answers(first, second):
    read = read_survey_text(f"Оценка газа:\n{first} да – 195 чел. (70%)\n{second} нет – 83 чел.")
    assert questions(read) == [("", "Оценка газа", ["да", "нет"])]
    assert figures(read) == {"": [["195 70%", "83"]]}


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("Да – 195 чел. (30,1234%)", "195 30.1234%"),
        ("Да – 1.195 чел. (30%)", "1195 30%"),
        ("Да – 1 195 чел. (30%)", "1195 30%"),
        ("Да – 1.195 (30,5 %)", "1195 30.5%"),
        ("Да – 30.123 %", "30.123%"),
    ],
)
def test_ways_to_write_numbers(answer, shown):
    second = "Нет – 453 чел." if "чел" in answer or "(" in answer else "Нет – 69,877 %"
    read = read_survey_text(f"Оценка газа:\n{answer}\n{second}")
    assert figures(read)[""][0][0] == shown


def test_more_decimals_than_are_kept():
    assert refusal("Оценка газа:\n«Да» – 195 чел. (30,12345%)\n«Нет» – 453 чел. (70%)") == (
        "Строка 2: у процента в ответе ««Да» – 195 чел. (30,12345%)» больше 4 знаков после запятой, округлите его."
    )
