"""The shapes in which districts publish surveys, in every format: the same survey comes out of each."""

from pathlib import Path

import pytest

from surveys.reading import read_survey, read_survey_text, template_rows
from surveys.values import Meaning, PlaceKind
from tests.reports.builders import archive, cell, docx, paragraph, row, sheet_rows, table, xlsx, xlsx_parts
from tests.surveys.files import OURS, TEMPLATE, codes, csv_file, figures, questions, respondents

INPUT = Path(__file__).resolve().parents[2].parent / "shared" / "input"
ROADS, GAS = "Довольны ли Вы дорогами?", "Довольны ли Вы подачей газа?"
TWO = [("", ROADS, ["Да", "Нет"]), ("", GAS, ["Да", "Нет"])]
TWO_FIGURES = {"": [["30 30%", "70 70%"], ["45 45%", "55 55%"]]}
ROWS = [
    (ROADS, "Да", "30", "30"),
    (ROADS, "Нет", "70", "70"),
    (GAS, "Да", "45", "45"),
    (GAS, "Нет", "55", "55"),
]
BELOW = [ROWS[0], ("", *ROWS[1][1:]), ROWS[2], ("", *ROWS[3][1:])]
START, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def in_excel(*lines, extra=""):
    return xlsx(dict(enumerate(lines, 1)), extra)


# The template.


@pytest.mark.parametrize(
    "data",
    [
        csv_file(TEMPLATE, *ROWS),
        csv_file(TEMPLATE, *BELOW),
        csv_file(TEMPLATE, *ROWS, delimiter=",", encoding="utf-8-sig"),
        csv_file(TEMPLATE, *BELOW, delimiter="\t", encoding="cp1251"),
        csv_file(TEMPLATE, *ROWS, delimiter="\t", encoding="utf-16"),
        csv_file([name.upper() for name in TEMPLATE], *ROWS),
        csv_file(TEMPLATE[::-1], *(each[::-1] for each in ROWS)),
        csv_file(["Процент", "Вопрос", "Ответов", "Вариант ответа"], *((d, a, c, b) for a, b, c, d in BELOW)),
        in_excel(TEMPLATE, *((a, b, int(c), int(d)) for a, b, c, d in ROWS)),
        in_excel(TEMPLATE, *((a or None, b, c, f"{d} %") for a, b, c, d in BELOW)),
        in_excel(
            TEMPLATE,
            *((a or None, b, int(c), int(d)) for a, b, c, d in BELOW),
            extra='<mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="A4:A5"/></mergeCells>',
        ),
        docx(table(row(*TEMPLATE), *(row(*each) for each in ROWS))),
        docx(
            table(
                row(*TEMPLATE),
                row(cell(ROADS, START), *ROWS[0][1:]),
                row(cell("", GOES_ON), *ROWS[1][1:]),
                row(cell(GAS, START), *ROWS[2][1:]),
                row(cell("", GOES_ON), *ROWS[3][1:]),
            )
        ),
    ],
)
def test_template_in_every_format(data):
    read = read_survey(data, "опрос")
    assert questions(read) == TWO
    assert figures(read) == TWO_FIGURES
    assert respondents(read) == {"": None}
    assert read.findings == ()


@pytest.mark.parametrize(
    ("missing", "expected"),
    [(2, [["30%", "70%"], ["45%", "55%"]]), (3, [["30", "70"], ["45", "55"]])],
)
def test_counts_or_per_cents_may_be_absent(missing, expected):
    read = read_survey(
        csv_file(*(each[:missing] + each[missing + 1 :] for each in [TEMPLATE, *ROWS])), "о.csv"
    )
    assert figures(read) == {"": expected}
    assert respondents(read) == {"": None}


def test_rows_of_respondents_and_totals():
    read = read_survey(
        csv_file(
            TEMPLATE,
            *ROWS[:2],
            ("", "Итого", "100", "100"),
            ("Всего приняли участие", "", "100", ""),
            ("Всего приняли участие по краю", "", "5 942", ""),
        ),
        "о.csv",
    )
    assert figures(read) == {"": [["30 30%", "70 70%"]], "Регион в целом": [["", ""]]}
    assert respondents(read) == {"": 100, "Регион в целом": 5942}
    assert read.findings == ()


def test_a_wrong_total_is_told():
    read = read_survey(csv_file(TEMPLATE, *ROWS[:2], ("", "Всего", "101", "")), "о.csv")
    assert [(each.code, each.question, each.where) for each in read.findings] == [
        ("totals_differ", ROADS, "строка 4, столбец «Ответов»")
    ]


def test_meanings_are_said_by_words_or_by_their_column():
    read = read_survey(
        csv_file(
            (*TEMPLATE, "Оценка"),
            (ROADS, "часто", "5", "", "отрицательная"),
            (ROADS, "редко", "5", "", "Положительный"),
            (ROADS, "иногда", "5", "", ""),
            (ROADS, "Скорее да", "5", "", "-"),
        ),
        "о.csv",
    )
    (question,) = read.survey.questions
    assert [answer.meaning for answer in question.answers] == [
        Meaning.NEGATIVE,
        Meaning.POSITIVE,
        Meaning.NEUTRAL,
        Meaning.POSITIVE,
    ]
    assert [(each.code, each.question) for each in read.findings] == [("meaning_unknown", ROADS)]
    assert "«иногда»" in read.findings[0].message


def test_the_template_reads_itself():
    read = read_survey(csv_file(*template_rows()), "шаблон.csv")
    assert template_rows()[0] == TEMPLATE
    assert respondents(read) == {"": 200, "Регион в целом": 1500}
    assert read.findings == ()


# One share a subject.

SHARES = {"": [["42.3%"], ["71.3%"], ["99.0%"]]}
SUBJECTS = [
    ("Транспорт", "42,3"),
    ("Дороги", "71,3"),
    ("Газ", "99,0"),
]


@pytest.mark.parametrize(
    "data",
    [
        csv_file(("Направления оценки", "%"), *SUBJECTS, ("Количество опрошенных", "264")),
        csv_file(("Направление", "% удовлетворённых"), *SUBJECTS, ("Число респондентов, чел.", "264")),
        csv_file(
            ("№ п/п", "Показатель", "Значение, %"),
            *(("1", *each) for each in SUBJECTS),
            ("", "Всего респондентов", "264"),
        ),
        csv_file(("Показатели", "Энский округ"), *SUBJECTS, ("Опрошено", "264 человека")),
        csv_file(("", "%"), *SUBJECTS, ("Приняли участие", "264")),
        in_excel(
            ("Направления оценки", "%"),
            ("Транспорт", 42.3),
            ("Дороги", 71.3),
            ("Газ", "99,0 %"),
            ("Всего респондентов", 264),
        ),
        docx(
            table(
                row("Направления оценки", "%"),
                *(row(*each) for each in SUBJECTS),
                row("Всего опрошено", "264"),
            )
        ),
        docx(
            table(row("Направления оценки", "%"), *(row(*each) for each in SUBJECTS))
            + paragraph("Всего опрошено: 264 человека.")
        ),
        docx(
            table(
                row("№", "Направления оценки", "%"),
                *(row("", *each) for each in SUBJECTS),
                row(cell("Количество опрошенных", '<w:gridSpan w:val="2"/>'), "264"),
            )
        ),
    ],
)
def test_one_share_a_subject(data):
    read = read_survey(data, "оценка", ours=OURS)
    assert [question.text for question in read.survey.questions] == ["Транспорт", "Дороги", "Газ"]
    assert {(answer.words, answer.meaning) for each in read.survey.questions for answer in each.answers} == {
        ("удовлетворены", Meaning.POSITIVE)
    }
    assert figures(read) == SHARES
    assert respondents(read) == {"": 264}
    assert read.findings == ()


def test_a_heading_among_subjects_is_told_as_left_out():
    read = read_survey(csv_file(("Направления оценки", "%"), ("I. Дороги и связь", ""), *SUBJECTS), "о.csv")
    assert figures(read) == SHARES
    assert codes(read) == ["left_out"]


def test_shares_of_the_dissatisfied():
    read = read_survey(csv_file(("Направления оценки", "% неудовлетворённых"), *SUBJECTS), "о.csv")
    assert [answer.meaning for answer in read.survey.questions[0].answers] == [Meaning.NEGATIVE]


# Three answers a question.

THREE = ["удовлетворен", "не удовлетворен", "затрудняюсь ответить"]
THREE_FIGURES = {"": [["69.6%", "9.7%", "20.7%"], ["50.0%", "40.5%", "9.50%"]]}
ANSWERS = [
    ("Транспорт", [("удовлетворен", "69,6"), ("не удовлетворен", "9,7"), ("затрудняюсь ответить", "20,7")]),
    ("Дороги", [("удовлетворен", "50,0"), ("не удовлетворен", "40,5"), ("затрудняюсь ответить", "9,50")]),
]


def merged_rows(*middle):
    lines = []
    for number, (question, answers) in enumerate(ANSWERS, 1):
        for place, (words, share) in enumerate(answers):
            kind = START if place == 0 else GOES_ON
            first = place == 0
            lines.append(
                row(
                    cell(str(number) if first else "", kind),
                    cell(question if first else "", kind),
                    words,
                    *middle,
                    share,
                )
            )
    return lines


@pytest.mark.parametrize(
    "data",
    [
        docx(table(row("№ п/п", "Показатель", "Ответ", "%", "Энский округ"), *merged_rows("%"))),
        docx(
            table(
                row("№ п/п", cell("Показатель", '<w:gridSpan w:val="2"/>'), "Ед. изм.", "Что-то своё"),
                *merged_rows("%"),
            )
        ),
        docx(table(row("№ п/п", "Показатель", "", "%"), *merged_rows())),
        docx(table(row("№", "Вопрос", "Мнение населения", "Энск, %"), *merged_rows())),
        docx(
            table(
                row("№", "Вопрос", "Ответы", "Итог"),
                *(
                    row("1", question, "\n".join(a for a, _ in answers), "\n".join(b for _, b in answers))
                    for question, answers in ANSWERS
                ),
            )
        ),
        docx(
            table(
                row("Показатель", "%"),
                *(
                    row(question, "\n".join(f"{a} – {b}" for a, b in answers))
                    for question, answers in ANSWERS
                ),
            )
        ),
        csv_file(
            ("Показатель", "%"),
            *(
                (question if place == 0 else "", f"{words} {share}")
                for question, answers in ANSWERS
                for place, (words, share) in enumerate(answers)
            ),
        ),
        csv_file(
            ("№", "Показатели", "%"),
            *(
                line
                for number, (question, answers) in enumerate(ANSWERS, 1)
                for line in ((str(number), question, ""), *(("", *answer) for answer in answers))
            ),
        ),
        csv_file(
            ("Показатель", *(f"{words}, %" for words in THREE)),
            *((question, *(share for _, share in answers)) for question, answers in ANSWERS),
        ),
        xlsx(
            {
                1: ["Показатель", None, "Энский округ"],
                **{
                    number: [question if place == 0 else None, words, share]
                    for number, (question, place, words, share) in enumerate(
                        (
                            (question, place, words, share)
                            for question, answers in ANSWERS
                            for place, (words, share) in enumerate(answers)
                        ),
                        2,
                    )
                },
            },
            '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:A4"/><mergeCell ref="A5:A7"/></mergeCells>',
        ),
    ],
)
def test_three_answers_a_question(data):
    read = read_survey(data, "оценка", ours=OURS)
    assert [question.text for question in read.survey.questions] == ["Транспорт", "Дороги"]
    assert [[answer.meaning for answer in each.answers] for each in read.survey.questions] == [
        [Meaning.POSITIVE, Meaning.NEGATIVE, Meaning.NEUTRAL]
    ] * 2
    assert [answer.words for answer in read.survey.questions[0].answers] == THREE
    assert figures(read) == THREE_FIGURES
    assert read.findings == ()


@pytest.mark.parametrize(
    "head", [("Направление", None, "%"), ("Показатель", "Оценка", "%"), ("Сфера", None, "Факт")]
)
def test_answers_whose_column_has_no_name_or_a_strange_one(head):
    lines = [
        (question if place == 0 else None, words, share)
        for question, answers in ANSWERS
        for place, (words, share) in enumerate(answers)
    ]
    assert figures(read_survey(in_excel(head, *lines), "оценка", ours=OURS)) == THREE_FIGURES


def test_columns_of_several_places():
    read = read_survey(
        csv_file(
            ("Вопрос", "Ответ", "Верхний округ", "Энский м.о.", "В целом по краю"),
            ("Газ", "удовлетворён", "50,1", "69,6", "60"),
            ("", "не удовлетворён", "49,9", "30,4", "40"),
            ("Всего опрошено", "", "100", "264", "5942"),
        ),
        "о.csv",
        ours=OURS,
    )
    assert figures(read) == {
        "": [["69.6%", "30.4%"]],
        "В целом по краю": [["60%", "40%"]],
        "Верхний округ": [["50.1%", "49.9%"]],
    }
    assert respondents(read) == {"": 264, "В целом по краю": 5942, "Верхний округ": 100}
    assert [place.kind for place in read.survey.places] == [PlaceKind.OWN, PlaceKind.REGION, PlaceKind.OTHER]


def test_one_column_beside_the_regions_is_ours_whatever_it_is_called():
    read = read_survey(
        csv_file(
            ("Вопрос", "Ответ", "Наш", "Зареченский край"),
            ("Газ", "Да", "70%", "60%"),
            ("", "Нет", "30%", "40%"),
        ),
        "о.csv",
    )
    assert figures(read) == {"": [["70%", "30%"]], "Зареченский край": [["60%", "40%"]]}


def test_people_and_per_cents_of_two_places_under_a_header_of_two_rows():
    read = read_survey(
        xlsx(
            {
                1: ["Вопрос", "Ответ", "Энский округ", None, "Зареченский край", None],
                2: [None, None, "чел.", "%", "чел.", "%"],
                3: ["Газ", "Да", 7, 70, 600, 60],
                4: [None, "Нет", 3, 30, 400, 40],
            },
            '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:B2"/><mergeCell ref="C1:D1"/>'
            '<mergeCell ref="E1:F1"/></mergeCells>',
        ),
        "о.xlsx",
    )
    assert figures(read) == {"": [["7 70%", "3 30%"]], "Зареченский край": [["600 60%", "400 40%"]]}
    assert respondents(read) == {"": None, "Зареченский край": None}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([("30", "70"), ("45", "55")], [["30%", "70%"], ["45%", "55%"]]),
        ([("30,5", "69,5"), ("45", "55")], [["30.5%", "69.5%"], ["45%", "55%"]]),
        ([("195", "447"), ("200", "442")], [["195", "447"], ["200", "442"]]),
    ],
)
def test_answers_side_by_side_are_per_cents_where_they_share_out_a_hundred(values, expected):
    lines = [(question, *each, "всё") for question, each in zip((ROADS, GAS), values, strict=True)]
    read = read_survey(csv_file(("Вопрос", "Да", "Нет", "Примечание"), *lines), "о.csv")
    assert questions(read) == TWO
    assert figures(read) == {"": expected}


def test_totals_beside_answers_are_no_answer():
    read = read_survey(csv_file(("Вопрос", "Да", "Нет", "Всего"), (ROADS, "30", "75", "105")), "о.csv")
    assert figures(read) == {"": [["30", "75"]]}


def test_a_name_under_the_sign_of_per_cents():
    read = read_survey(
        xlsx(
            {
                1: ["№ п/п", "Показатель", None, "%"],
                2: [None, None, None, "Энский ГО"],
                3: [1, "Газ", "удовлетворен", 69.6],
                4: [None, None, "не удовлетворен", 30.4],
            },
            '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C2"/><mergeCell ref="B3:B4"/></mergeCells>',
        ),
        "о.xlsx",
    )
    assert questions(read) == [("1", "Газ", ["удовлетворен", "не удовлетворен"])]
    assert figures(read) == {"": [["69.6%", "30.4%"]]}


def test_a_table_for_each_question_that_stands_over_it():
    answers = [row("Ответ", "Количество", "%"), row("Да", "30", "30"), row("Нет", "70", "70")]
    body = f"{paragraph('Итоги опроса за 2021 год')}{paragraph(f'1. {ROADS}')}{table(*answers)}"
    read = read_survey(docx(f"{body}{paragraph(f'2. {GAS}')}{table(*answers)}"), "о.docx")
    assert questions(read) == [("1", ROADS, ["Да", "Нет"]), ("2", GAS, ["Да", "Нет"])]
    assert figures(read) == {"": [["30 30%", "70 70%"]] * 2}
    assert (read.survey.title, read.survey.year) == ("Итоги опроса за 2021 год", 2021)
    assert read.findings == ()


def test_of_two_sheets_the_first_with_a_survey_is_taken():
    sheets = {
        "Справка": {1: ["Слово", "Смысл"], 2: ["опрос", "разговор"]},
        "Опрос 2021": dict(enumerate([TEMPLATE, *ROWS], 1)),
        "Опрос 2020": dict(enumerate([TEMPLATE, *ROWS], 1)),
    }
    read = read_survey(
        archive(xlsx_parts({name: sheet_rows(rows) for name, rows in sheets.items()})), "о.xlsx"
    )
    assert figures(read) == TWO_FIGURES
    assert read.survey.year == 2021
    assert [finding.message for finding in read.findings] == [
        "Прочитано только одно место файла, лист «Опрос 2021»: опросы есть и в других его таблицах."
    ]


# A row per municipality.


@pytest.mark.parametrize(
    ("ours", "name"),
    [
        (OURS, "Энский"),
        (OURS, "Энский муниципальный округ"),
        (OURS, "Энский МО Зареченского края"),
        (["город Светлый", "города Светлого"], "г. Светлый"),
        (["Городской округ Северный"], "Северный ГО"),
        (["город-курорт Приморск"], "Приморск"),
    ],
)
def test_a_row_per_municipality(ours, name):
    read = read_survey(
        csv_file(
            ("№", "Муниципальное образование", "Транспорт, %", "Дороги, %", "Количество опрошенных"),
            ("1", "Верхний округ", "33", "-", "100"),
            ("2", name, "57", "53,5", "642"),
            ("", "Зареченский край", "50,1", "40,2", "5942"),
        ),
        "о.csv",
        ours=ours,
    )
    assert questions(read) == [("", "Транспорт", ["удовлетворены"]), ("", "Дороги", ["удовлетворены"])]
    assert figures(read) == {
        "": [["57%"], ["53.5%"]],
        "Зареченский край": [["50.1%"], ["40.2%"]],
        "Верхний округ": [["33%"], [""]],
    }
    assert respondents(read) == {"": 642, "Зареченский край": 5942, "Верхний округ": 100}


def test_a_row_per_municipality_with_answers_under_questions():
    read = read_survey(
        xlsx(
            {
                1: ["Район (округ)", "Транспорт", None, "Газ", None],
                2: [None, "Да", "Нет", "Да", "Нет"],
                3: ["Энский", 40, 60, 55.5, 44.5],
                4: ["Верхний", 10, 90, 20, 80],
            },
            '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/><mergeCell ref="D1:E1"/></mergeCells>',
        ),
        "о.xlsx",
        ours=OURS,
    )
    assert questions(read) == [("", "Транспорт", ["Да", "Нет"]), ("", "Газ", ["Да", "Нет"])]
    assert figures(read) == {
        "": [["40%", "60%"], ["55.5%", "44.5%"]],
        "Верхний": [["10%", "90%"], ["20%", "80%"]],
    }


# Text.

BLOCK = (
    "В опросе приняли участие 5 942 жителя края, из них в Энском округе 100 человек.\n"
    "Итоги опроса за 2021 год:\n\n"
    f"1. {ROADS[:-1]}:\n«Да» - 30 чел. (30%);\n«Нет» - 70 чел. (70%).\n\n"
    f"2. {GAS[:-1]}:\n«Да» - 45 чел. (45%);\n«Нет» - 55 чел. (55%)."
)
REPORT = [
    ("№ п/п", "Наименование мероприятия", "Исполнители", "Информация о проведении"),
    ("1", "Прием граждан", "Ким А.А.", "Принято 30 человек (70%)."),
    ("2", "Опрос населения", "Ким А.А.", f"Ведётся работа с жителями.\n{BLOCK}\n\nРабота продолжается."),
]


@pytest.mark.parametrize(
    "data",
    [
        BLOCK.encode(),
        BLOCK.encode("cp1251"),
        BLOCK.replace("\n", "\r\n").encode("utf-8-sig"),
        docx("".join(paragraph(line) for line in BLOCK.split("\n"))),
        docx(paragraph("Отчет") + table(*(row(*each) for each in REPORT))),
        in_excel(*REPORT),
        in_excel(*([line] for line in BLOCK.split("\n") if line)),
        "\n".join("\t".join(each) for each in REPORT).encode(),
    ],
)
def test_a_block_of_text_wherever_it_stands(data):
    read = read_survey(data, "отчет", ours=OURS)
    assert questions(read) == [("1", ROADS[:-1], ["Да", "Нет"]), ("2", GAS[:-1], ["Да", "Нет"])]
    assert figures(read)[""] == TWO_FIGURES[""]
    assert respondents(read) == {"": 100, "Регион в целом": 5942}
    assert read.survey.year == 2021
    assert read.survey.intro == "\n".join(BLOCK.split("\n")[:2])
    assert read.findings == ()


def test_a_pasted_table_and_a_pasted_text():
    pasted = "\n".join("\t".join(each) for each in [TEMPLATE, *ROWS])
    assert figures(read_survey_text(pasted)) == TWO_FIGURES
    assert figures(read_survey_text(BLOCK))[""] == TWO_FIGURES[""]


def test_sentences_with_shares():
    read = read_survey_text(
        "Работой почты удовлетворены 69,6 % опрошенных, не удовлетворены 9,7 %, затруднились ответить 20,7 %. "
        "50 % жителей довольны дорогами, 50 % – недовольны."
    )
    assert [question.text for question in read.survey.questions] == ["Работой почты", "Дорогами"]
    assert figures(read) == {"": [["69.6%", "9.7%", "20.7%"], ["50%", "50%"]]}


def test_a_share_a_line_under_its_heading():
    read = read_survey_text(
        "Результаты опроса за 2020 год\n\nУдовлетворённость населения, %:\n– работой транспорта – 42,3 %;\n"
        "– качеством дорог – 71,3 %;\n– подачей газа – 99,0 %.\nКоличество опрошенных – 264 человека."
    )
    assert [question.text for question in read.survey.questions] == [
        "Работой транспорта",
        "Качеством дорог",
        "Подачей газа",
    ]
    assert figures(read) == SHARES
    assert respondents(read) == {"": 264}


def test_of_two_blocks_the_longer_is_taken():
    other = "Довольны ли Вы сайтом:\n«Да» - 1 чел.;\n«Нет» - 2 чел."
    prose = "\n".join(["Проведена работа."] * 6)
    read = read_survey_text(f"{other}\n\n{prose}\n\n{BLOCK}")
    assert questions(read) == [("1", ROADS[:-1], ["Да", "Нет"]), ("2", GAS[:-1], ["Да", "Нет"])]
    assert codes(read) == ["left_out"]


@pytest.mark.skipif(not INPUT.exists(), reason="the real report is not part of the project")
@pytest.mark.parametrize("name", ["report-2022-h1.docx", "report-2022-h1.txt"])
def test_the_real_report(name):
    read = read_survey((INPUT / name).read_bytes(), name)
    survey = read.survey
    assert (len(survey.questions), sum(len(each.answers) for each in survey.questions)) == (6, 24)
    assert respondents(read) == {"": 642, "Регион в целом": 5942}
    assert survey.year == 2021
    assert len(survey.intro.split("\n")) == 4
    assert [sum(figure.count for figure in row) for row in survey.own.figures] == [642] * 6
    assert [question.topic for question in survey.questions] == [
        "Транспортное обслуживание",
        "Автомобильные дороги",
        "Теплоснабжение",
        "Водоснабжение и водоотведение",
        "Электроснабжение",
        "Газоснабжение",
    ]
    (finding,) = read.findings
    assert finding.code == "percentage_mismatch"
    assert finding.question == survey.questions[4].text
    assert all(words in finding.message for words in ("183 из 642", "29", "28"))


# What stands around.


def test_title_year_days_and_source_around_a_table():
    read = read_survey(
        docx(
            paragraph("Утверждено распоряжением от 12.03.2023 № 5")
            + paragraph("Результаты опроса населения")
            + paragraph("с 1 марта по 31 мая 2022 года")
            + table(row(*TEMPLATE), *(row(*each) for each in ROWS))
            + paragraph("Источник: министерство региональной политики")
        ),
        "итоги.docx",
    )
    survey = read.survey
    assert survey.title == "Результаты опроса населения"
    assert (survey.year, survey.starts_on, survey.ends_on) == (2022, "2022-03-01", "2022-05-31")
    assert survey.source == "министерство региональной политики"


@pytest.mark.parametrize(
    ("before", "filename", "title", "year"),
    [
        ("Итоги опроса за 2019 год", "опрос_2021.csv", "Итоги опроса за 2019 год", 2019),
        ("Итоги опроса", "опрос_2021.csv", "Итоги опроса", 2021),
        ("Сведения", "опрос.csv", "", None),
        ("Опрос 1812", "опрос.csv", "Опрос 1812", None),
    ],
)
def test_title_and_year_of_a_csv(before, filename, title, year):
    read = read_survey(csv_file([before], TEMPLATE, *ROWS), filename)
    assert (read.survey.title, read.survey.year) == (title, year)


def test_where_questions_were_read_from():
    excel = read_survey(in_excel(TEMPLATE, *ROWS), "о.xlsx").survey
    word = read_survey(docx(table(row(*TEMPLATE), *(row(*each) for each in ROWS))), "о.docx").survey
    text = read_survey_text(BLOCK).survey
    assert [survey.questions[1].where for survey in (excel, word, text)] == [
        "лист «Лист1», ячейка A4",
        "таблица 1, строка 4, столбец 1",
        "строка 8",
    ]
