"""Files that are no surveys: each refused by one Russian sentence that names the cell and says what to do."""

import io
import time

import pytest
from openpyxl import Workbook

from surveys.reading import UnreadableSurvey, read_survey, read_survey_text
from tests.reports.builders import archive, docx, paragraph, row, table, xlsx
from tests.surveys.files import OURS, TEMPLATE, csv_file, figures

GOOD = ("Газ", "Нет", "5", "50")


def refusal(data, filename="опрос.csv", ours=()):
    with pytest.raises(UnreadableSurvey) as caught:
        read_survey(data, filename, ours=ours)
    message = str(caught.value)
    assert message.endswith(".")
    assert message.count(". ") == 0
    return message


@pytest.mark.parametrize(
    ("count", "percent", "message"),
    [
        ("-5", "", "Строка 2, столбец «Ответов»: число «-5» меньше нуля, впишите целое число ответивших."),
        ("–5", "", "Строка 2, столбец «Ответов»: число «–5» меньше нуля, впишите целое число ответивших."),
        ("много", "", "Строка 2, столбец «Ответов»: вместо числа ответивших стоит «много», впишите целое число."),
        ("12,5", "", "Строка 2, столбец «Ответов»: число ответивших «12,5» дробное, впишите целое число."),
        ("30 %", "", "Строка 2, столбец «Ответов»: вместо числа ответивших стоит «30 %», впишите целое число."),
        ("9" * 12, "", f"Строка 2, столбец «Ответов»: число «{'9' * 12}» слишком большое, проверьте его и исправьте."),
        ("5", "130", "Строка 2, столбец «Процент»: процент «130» больше 100, проверьте его и исправьте."),
        ("5", "100,01", "Строка 2, столбец «Процент»: процент «100,01» больше 100, проверьте его и исправьте."),
        ("5", "-1", "Строка 2, столбец «Процент»: процент «-1» меньше нуля, впишите число от 0 до 100."),
        ("5", "мало", "Строка 2, столбец «Процент»: вместо процента стоит «мало», впишите число от 0 до 100."),
        ("5", "5 чел.", "Строка 2, столбец «Процент»: вместо процента стоит «5 чел.», впишите число от 0 до 100."),
    ],
)  # fmt: skip
def test_figures(count, percent, message):
    assert refusal(csv_file(TEMPLATE, ("Газ", "Да", count, percent), GOOD)) == message


def test_the_address_of_a_cell_in_each_format():
    bad = ("Газ", "Да", "много", "50")
    excel = refusal(xlsx({3: TEMPLATE, 5: bad, 6: GOOD}))
    word = refusal(docx(paragraph("Опрос") + table(row(*TEMPLATE), row(*bad), row(*GOOD))))
    assert excel.startswith("Лист «Лист1», ячейка C5: ")
    assert word.startswith("Таблица 1, строка 2, столбец 3: ")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [("Дороги", "", "", ""), GOOD],
            "Строка 2, столбец «Вопрос»: у вопроса «Дороги» нет вариантов ответа, впишите их.",
        ),
        (
            [("Дороги", "", "5", ""), GOOD],
            "Строка 2, столбец «Ответов»: у числа нет варианта ответа, впишите его в эту строку.",
        ),
        (
            [("", "Да", "5", ""), GOOD],
            "Строка 2, столбец «Вариант ответа»: у ответа «Да» нет вопроса, впишите его.",
        ),
        (
            [GOOD, ("Дороги", "Да", "5", ""), ("1. ГАЗ", "Да", "5", "50")],
            "Строка 4, столбец «Вопрос»: вопрос «ГАЗ» уже был выше, оставьте его один раз.",
        ),
        (
            [GOOD, ("Газ", "нет.", "5", "")],
            "Строка 3, столбец «Вариант ответа»: ответ «нет» стоит у вопроса «Газ» дважды, оставьте один.",
        ),
        (
            [("Газ", "Да", "5", "0,5"), ("", "Нет", "5", "0,5")],
            "Строка 2, столбец «Процент»: проценты записаны долями единицы («0,5»), запишите их процентами: 30 вместо "
            "0,3.",
        ),
        (
            [("Г" * 1001, "Да", "5", "")],
            "Строка 2, столбец «Вопрос»: вопрос длиннее 1000 знаков, сократите его.",
        ),
        (
            [("Газ", "Д" * 201, "5", "")],
            "Строка 2, столбец «Вариант ответа»: ответ длиннее 200 знаков, сократите его.",
        ),
        ([], "Под заголовком таблицы нет ни одного вопроса, впишите вопросы и ответы."),
    ],
)
def test_rows(rows, message):
    assert refusal(csv_file(TEMPLATE, *rows)) == message


def test_an_unknown_meaning_in_its_column():
    assert refusal(csv_file((*TEMPLATE, "Оценка"), (*GOOD, "прекрасная"))) == (
        "Строка 2, столбец «Оценка»: оценка «прекрасная» неизвестна, впишите «положительный», «отрицательный» или "
        "«нейтральный»."
    )


def test_commas_without_quotes():
    data = csv_file(TEMPLATE, delimiter=",") + "Газ,Да,5,42,3\n".encode()
    assert refusal(data) == (
        "Строка 2: ячеек больше, чем столбцов в заголовке, возьмите в кавычки текст и числа с запятыми или разделяйте "
        "столбцы точкой с запятой."
    )


@pytest.mark.parametrize("formula", ["<f>2+3</f><v>5</v>", "<f>2+3</f>", '<f t="shared" si="0"/><v>5</v>'])
def test_formulas(formula):
    data = xlsx({1: TEMPLATE, 2: ["Газ", "Да", f'<c r="C2">{formula}</c>', 50], 3: GOOD})
    assert refusal(data) == (
        "Лист «Лист1», ячейка C2: в ячейке формула, замените её числом (вставьте как значение)."
    )


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A"])
def test_errors_of_excel(error):
    data = xlsx({1: TEMPLATE, 2: ["Газ", "Да", f'<c r="C2" t="e"><v>{error}</v></c>', 50], 3: GOOD})
    assert (
        refusal(data) == "Лист «Лист1», ячейка C2: в ячейке ошибка Excel, впишите число или очистите ячейку."
    )
    text = csv_file(TEMPLATE, ("Газ", "Да", error, "50"), GOOD)
    assert refusal(text) == (
        f"Строка 2, столбец «Ответов»: вместо числа ответивших стоит «{error}», впишите целое число."
    )


def test_no_figures_at_all():
    rows = [("Вопрос", "Вариант ответа", "Ответов"), ("Газ?", "Да", ""), ("", "Нет", "-")]
    assert refusal(csv_file(*rows)) == (
        "Строка 2, столбец «Вопрос»: ни у одного вопроса нет чисел вашего муниципалитета, впишите ответивших или "
        "проценты."
    )
    assert refusal(xlsx(dict(enumerate(rows, 1)))).startswith(
        "Лист «Лист1», ячейка A2: ни у одного вопроса нет чисел"
    )


def test_more_decimals_than_are_kept():
    message = "у процента «20.12345» больше 4 знаков после запятой, округлите его."
    data = xlsx({1: TEMPLATE, 2: ["Газ", "Да", 5, 20.12345], 3: GOOD})
    assert refusal(data) == f"Лист «Лист1», ячейка D2: {message}"
    assert figures(read_survey(xlsx({1: TEMPLATE, 2: ["Газ", "Да", 5, 20.1234], 3: GOOD}), "о")) == {
        "": [["5 20.1234%", "5 50%"]]
    }


UNCLEAR = "не понять, что стоит в столбцах"


@pytest.mark.parametrize(
    ("header", "merges", "start"),
    [
        (["Результаты", None, None, None], "A1:D1", f"Лист «Лист1», ячейка A2: {UNCLEAR}"),
        (["Вопрос", "Вариант ответа", "Ответы", None], "C1:D1", "Лист «Лист1», ячейка C1: заголовок «Ответы»"),
        (["Вопрос", None, "Ответов", "Процент"], "A1:B1", "Лист «Лист1», ячейка A1: заголовок объединён над двумя"),
        (["Столбец 1", "Столбец 2", "Столбец 3", "Столбец 4"], "F1:G1", f"Лист «Лист1», ячейка A1: {UNCLEAR}"),
    ],
)  # fmt: skip
def test_headers_that_are_not_understood(header, merges, start):
    data = xlsx(
        {1: header, 2: ["Газ", "Да", 5, 50], 3: ["Газ", "Нет", 5, 50]},
        f'<mergeCells><mergeCell ref="{merges}"/></mergeCells>',
    )
    assert refusal(data).startswith(start)


def test_no_header_at_all():
    assert refusal(csv_file(("Газ", "Да", "5"), ("Газ", "Нет", "5"))).startswith(
        "Строка 1, столбец 1: не понять, что стоит в столбцах таблицы, назовите столбцы, как в шаблоне"
    )


def test_no_column_of_figures():
    assert refusal(csv_file(("Вопрос", "Вариант ответа"), ("Газ", "Да"))) == (
        "Строка 1, столбец «Вопрос»: в таблице нет столбца с числами: назовите его «Ответов» или «Процент» и "
        "впишите числа."
    )


def test_ours_is_not_guessed_among_others():
    columns = csv_file(
        ("Вопрос", "Ответ", "Верхний округ", "Нижний округ", "Край"), ("Газ", "Да", "5,5", "6,5", "7,5")
    )
    assert refusal(columns, ours=OURS) == (
        "Строка 1, столбец «Верхний округ»: не ясно, какой столбец ваш («Верхний округ», «Нижний округ», «Край»): "
        "назовите его так, как муниципалитет назван на портале, или оставьте в таблице только его."
    )
    rows = csv_file(("Муниципальный округ", "Газ, %"), ("Верхний", "5,5"), ("Нижний", "6,5"), ("Край", "7"))
    assert refusal(rows, ours=OURS) == (
        "Строка 1, столбец «Муниципальный округ»: в этом столбце нет вашего муниципалитета, назовите его так же, как "
        "на портале."
    )
    twice = csv_file(("Муниципальный округ", "Газ, %"), ("Энский", "5,5"), ("Энский округ", "6,5"))
    assert refusal(twice, ours=OURS) == (
        "Строка 3, столбец «Муниципальный округ»: ваш муниципалитет назван второй раз, оставьте одну строку."
    )
    region = csv_file(("Вопрос", "Ответ", "Зареченский край"), ("Газ", "Да", "5,5"))
    assert refusal(region).startswith("Строка 1, столбец «Зареченский край»: не ясно, какой столбец ваш")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Файл пуст"),
        (b" \n\n", "Текст пуст"),
        ("Никаких ответов здесь нет.".encode(), "нет ответов на вопросы"),
        (docx(paragraph("Только текст")), "нет ответов на вопросы"),
        (docx(""), "нет ответов на вопросы"),
        (xlsx({}), "нет ответов на вопросы"),
        (docx(table(row("№", "Мероприятие"), row("1", "Вести сайт"))), "не понять, что стоит в столбцах"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), ".xls"),
        (b"\x89PNG\r\n\x1a\n", "картинка"),
        (b"PK\x03\x04" + bytes(100), "повреждён"),
        (bytes(range(256)), "не документ Word или Excel"),
        (archive({"a.txt": "а"}), "не документ Word или Excel"),
        ("Да".encode() * 13_000_000 + b"\n" * 10, "больше 25 МБ"),
        ("Да\n".encode() * 300_000, "нет ответов на вопросы"),
        ("Да\n".encode() * 400_000, "слишком большой"),
        (csv_file(TEMPLATE, *[GOOD] * 5_001), "больше 5000 строк"),
        (csv_file([*TEMPLATE, *map(str, range(200))], [*GOOD, *["5"] * 200]), "больше 100 столбцов"),
        (
            csv_file(
                TEMPLATE, *((f"Вопрос {number}", *each) for number in range(501) for each in [GOOD[1:]])
            ),
            "больше 500 вопросов",
        ),
    ],
)
def test_what_is_no_survey_is_refused_quickly(data, words):
    begun = time.monotonic()
    assert words in refusal(data, "опрос")
    assert time.monotonic() - begun < 5


OPEN = "кавычка открыта и не закрыта, закройте её или удалите."
HEADER = "Вопрос;Вариант ответа;Ответов\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f'{HEADER}Газ;Да;5\n"Дороги;Да;5\n;Нет;6\n', f"Строка 3: {OPEN}"),
        (f'{HEADER}Газ;"Да;5\n;Нет;6\n', f"Строка 2: {OPEN}"),
        (f'{HEADER}"Газ;Да;{"5" * 200_000}\n', f"Строка 2: {OPEN}"),
        (
            f"{HEADER}Газ;Да;5\nГаз;Нет\0;6\n",
            "Строка 3: здесь знак, которого в тексте не бывает, сохраните файл заново как CSV UTF-8 и загрузите ещё "
            "раз.",
        ),
        (
            '{"questions": []}',
            "Файлы JSON не читаются: загрузите этот опрос таблицей, в формате .csv или .xlsx.",
        ),
        (
            "Газ:\n«Да» – много\n«Нет» – 5 чел.",
            "Строка 2: в ответе ««Да» – много» не прочитано число, впишите его цифрами.",
        ),
    ],
)
def test_texts_that_are_spoilt(text, message):
    assert refusal(text.encode()) == message


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_two_bytes_a_letter_with_or_without_a_mark(encoding):
    data = csv_file(TEMPLATE, ("Газ", "Да", "5", "50"), GOOD, encoding=encoding)
    assert figures(read_survey(data, "о.csv")) == {"": [["5 50%", "5 50%"]]}


def test_quotation_marks_that_are_closed_or_no_marks_of_a_field():
    data = csv_file(TEMPLATE, ('Газ "Энск"', "Да\nили нет", "5", "50"), ("", 'не 3" труба', "5", "50"))
    assert figures(read_survey(data, "о.csv")) == {"": [["5 50%", "5 50%"]]}


@pytest.mark.parametrize("line", ["а;б;в;\n", "а,б,в\n", "а;5;в;\n", "«Да» - 5;\n"])
def test_a_long_paste_is_refused_quickly(line):
    begun = time.process_time()
    with pytest.raises(UnreadableSurvey):
        read_survey_text(line * (900_000 // len(line)))
    assert time.process_time() - begun < 3


def test_more_answers_and_places_than_are_kept():
    answers = [("Газ" if place == 0 else "", f"Ответ {place}", "5", "") for place in range(31)]
    assert refusal(csv_file(TEMPLATE, *answers)) == (
        "Строка 32, столбец «Вариант ответа»: у вопроса «Газ» больше 30 ответов, проверьте таблицу."
    )
    rows = [("Энский", "5,5"), *((f"Округ {place}", "5,5") for place in range(500))]
    assert refusal(csv_file(("Муниципальный округ", "Газ, %"), *rows), ours=OURS) == (
        "Строка 1, столбец «Газ, %»: в таблице больше 500 муниципалитетов, оставьте соседние."
    )


def test_a_sheet_with_too_many_rows():
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in [TEMPLATE, *[GOOD] * 5_001]:
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    assert "больше 5000 строк" in refusal(out.getvalue())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Газ:\n«Да» - 5 (130%)\n«Нет» - 6 (50%)", "Строка 1: в ответе «Да» процент больше 100, исправьте его."),
        ("Газ:\n«Да» - 5 чел.\n«Да» - 6 чел.", "Строка 1: ответ «Да» стоит у вопроса «Газ» дважды, оставьте один."),
        (
            "Газ:\n«Да» - 5 чел.\n«Нет» - 6 чел.\n\nГаз:\n«Да» - 5 чел.\n«Нет» - 6 чел.",
            "Строка 5: вопрос «Газ» уже был выше, оставьте его один раз.",
        ),
        (f"Газ:\n«Да» - {'9' * 12}\n«Нет» - 6", "Строка 1: в ответе «Да» слишком большое число, исправьте его."),
        ("«Да» - 5 чел.\n«Нет» - 6 чел.", "Строка 2: у ответов нет вопроса, впишите его."),
    ],
)  # fmt: skip
def test_texts(text, message):
    with pytest.raises(UnreadableSurvey) as caught:
        read_survey_text(text)
    assert str(caught.value) == message


# What looks bad and is not.


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("195", "195"),
        (" 195 ", "195"),
        ("1\N{NO-BREAK SPACE}234", "1234"),
        ("1 234 чел.", "1234"),
        ("195,0", "195"),
        ("195 чел. (30,4 %)", "195 30.4%"),
        ("195 (30%)", "195 30%"),
        ("30 % (195 чел.)", "195 30%"),
        ("-", ""),
        ("–", ""),
        ("н/д", ""),
        ("", ""),
        ("0", "0"),
    ],
)
def test_ways_to_write_counts(text, shown):
    data = csv_file(("Вопрос", "Ответ", "Ответов"), ("Газ", "Да", text), ("", "Нет", "7"))
    assert figures(read_survey(data, "о.csv")) == {"": [[shown, "7"]]}


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.3, "0%", "30%"),
        (0.285, "0.0%", "28.5%"),
        (1, "0%", "100%"),
        (69.6, "General", "69.6%"),
        (20.7, "0.00", "20.70%"),
        (30, "0", "30%"),
        ("30 %", "@", "30%"),
        ("42,30", "@", "42.30%"),
        (0, "General", "0%"),
        (30.37383177570093, "General", "30.37%"),
    ],
)
def test_percentages_of_excel_are_read_as_they_are_shown(value, number_format, shown):
    book = Workbook()
    book.active.append(["Вопрос", "Вариант ответа", "Процент"])
    book.active.append(["Газ", "Да", value])
    book.active.append(["Газ", "Нет", 12])
    book.active["C2"].number_format = number_format
    out = io.BytesIO()
    book.save(out)
    assert figures(read_survey(out.getvalue(), "о.xlsx")) == {"": [[shown, "12%"]]}
