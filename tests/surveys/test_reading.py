"""Survey results in words, read into questions and answers."""

import pytest

from surveys.reading import read_questions

YES_NO = [("Да", 30, "30"), ("Нет", 70, "70")]


def told(text):
    return [
        (
            question.number,
            question.text,
            [(c.answer, c.count, c.percent and str(c.percent)) for c in question.choices],
        )
        for question in read_questions(text)
    ]


@pytest.mark.parametrize(
    "answers",
    [
        "ответов «Да» - 30 чел. (30%);\nответов «Нет» - 70 чел. (70%).",
        "– «Да» – 30 человек (30 %);\n– «Нет» – 70 человек (70 %)",
        '"Да" — 30 респондентов (30%), "Нет" — 70 респондентов (70%)',
        "Да: 30 (30%)\nНет: 70 (70%)",
        "1) Да – 30 чел., 30 %;\n2) Нет – 70 чел., 70 %",
        "ответили «Да» 30 человек, что составляет 30 %;\nответили «Нет» 70 человек, что составляет 70 %",
        "«Да» – 30% (30 чел.); «Нет» – 70% (70 чел.)",
        "30 человек (30%) ответили «Да»;\n70 человек (70%) ответили «Нет»",
    ],
)
def test_ways_to_write_answers(answers):
    assert told(f"Вступление.\n\n1. Довольны ли Вы дорогами:\n{answers}") == [
        ("1", "Довольны ли Вы дорогами", YES_NO)
    ]


def test_question_and_answers_on_one_line():
    assert told("Оценка дорог: «Да» - 30 чел. (30%); «Нет» - 70 чел. (70%).") == [
        ("", "Оценка дорог", YES_NO)
    ]


def test_several_questions_one_broken_over_lines():
    text = (
        "Приняли участие 100 человек, т.е. 10,8 % от всех.\n\nИтоги опроса:\n\n"
        "1. Оценка дорог\nв поселке:\n«Да» - 30 чел. (30%);\n«Нет» - 70 чел. (70%).\n\n"
        "2. Оценка связи: \n«Да» - 20 чел. (20%);\n«скорее Да» - 80 чел. (80%).\n\nИтоги размещены на сайте."
    )
    assert told(text) == [
        ("1", "Оценка дорог в поселке", YES_NO),
        ("2", "Оценка связи", [("Да", 20, "20"), ("скорее Да", 80, "80")]),
    ]


def test_percentages_alone_keep_their_precision():
    text = "Транспорт: удовлетворен 69,6 %, не удовлетворен 9,7 %, затрудняюсь ответить 20,70 %"
    assert told(text) == [
        (
            "",
            "Транспорт",
            [
                ("удовлетворен", None, "69.6"),
                ("не удовлетворен", None, "9.7"),
                ("затрудняюсь ответить", None, "20.70"),
            ],
        )
    ]
    assert read_questions(text)[0].total is None


def test_answers_in_other_words_need_to_share_out_the_whole():
    assert told("Работа почты:\nчасто – 1 030 чел. (30%);\nредко – 2 404 чел. (70%)") == [
        ("", "Работа почты", [("часто", 1030, "30"), ("редко", 2404, "70")])
    ]
    assert (
        told("Обучены 642 чел. (10,8 %);\nиз них женщины – 342 чел. (53%);\nмужчины – 300 чел. (47%)") == []
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "приняли участие 642 человека, т.е. 10,8 % от общего количества",
        "Проведено 12 заседаний (24% плана), рассмотрено 38 вопросов.",
        "Ответили «Да» 30 чел. (28%).",
        "Телефон: 8(86500) 3-00-00; адрес: улица Мира, 146.",
    ],
)
def test_texts_without_tallies(text):
    assert read_questions(text) == ()


def test_total_row_is_no_answer():
    assert told("Оценка:\n«Да» - 30 чел. (30%)\n«Нет» - 70 чел. (70%)\nВсего - 100 чел. (100%)") == [
        ("", "Оценка", YES_NO)
    ]


def test_mismatch_at_the_printed_precision():
    (question,) = read_questions("Связь:\n«Да» - 183 чел. (28%);\n«Нет» - 459 чел. (71,5%)")
    assert question.total == 642
    assert [(choice.answer, str(computed)) for choice, computed in question.mismatches] == [("Да", "29")]
