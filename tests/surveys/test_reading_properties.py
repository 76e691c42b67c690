"""Surveys of any numbers, written in every shape and read back; any bytes are read or refused, never a crash."""

from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from surveys.reading import UnreadableSurvey, read_survey, read_survey_text
from surveys.tallies import percentage
from tests.reports.builders import cell, docx, row, table, xlsx
from tests.surveys.files import OURS, csv_file, figures, questions

ASKED = ["Работа почты", "Качество связи", "Чистота улиц", "Подача газа"]
WORDS = ["Да", "скорее Да", "Нет", "скорее Нет", "Затрудняюсь ответить"]
PLACES = ["Верхний округ", "Нижний округ", "Дальний район"]
counts = st.integers(0, 99_999)
tenths = st.integers(1, 1000)
shares = st.builds(lambda all, zeros: f"{all // 10},{all % 10}{'0' * zeros}", tenths, st.integers(0, 1))
cells = st.sampled_from("Вопрос|Вариант ответа|Ответов|%|Район|Да|5|-|Итого|всего опрошено|".split("|"))


@st.composite
def surveys(draw, values=counts, least=2):
    """Questions with as many values each."""
    asked = ASKED[: draw(st.integers(1, 4))]
    width = draw(st.integers(least, len(WORDS)))
    return [(question, [draw(values) for _ in range(width)]) for question in asked]


def decimals(text):
    return f"{text.replace(',', '.')}%"


@settings(deadline=None)
@given(
    surveys(),
    st.sampled_from(";,\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1251"]),
    st.permutations(range(4)),
)
def test_the_template_in_any_delimiter_encoding_and_order(survey, delimiter, encoding, order):
    lines = [("Вопрос", "Вариант ответа", "Ответов", "Процент")]
    for question, values in survey:
        total = sum(values)
        for place, value in enumerate(values):
            share = str(percentage(value, total, 1)).replace(".", ",") if total else ""
            lines.append((question if place == 0 else "", WORDS[place], str(value), share))
    rows = [[line[place] for place in order] for line in lines]
    read = read_survey(csv_file(*rows, delimiter=delimiter, encoding=encoding), "опрос.csv")
    assert questions(read) == [("", question, WORDS[: len(values)]) for question, values in survey]
    for (_, values), found in zip(survey, read.survey.own.figures, strict=True):
        assert [figure.count for figure in found] == values
        if sum(values):
            assert [figure.percent for figure in found] == [
                percentage(value, sum(values), 1) for value in values
            ]
    assert not any(each.code == "percentage_mismatch" for each in read.findings)


@settings(deadline=None)
@given(
    surveys(),
    st.sampled_from("-–—"),
    st.sampled_from(["чел.", "человек", "чел"]),
    st.booleans(),
    st.booleans(),
)
def test_a_text_in_the_offices_usual_words(survey, dash, people, is_spaced, is_listed):
    space = " " if is_spaced else ""
    lines = []
    for number, (question, values) in enumerate(survey, 1):
        total = sum(values)
        assume(total)
        lines.append(f"{number}. {question}:")
        lines += (
            f"{'– ' if is_listed else 'ответов '}«{WORDS[place]}» {dash} {value} {people} "
            f"({percentage(value, total)}{space}%){';' if place < len(values) - 1 else '.'}"
            for place, value in enumerate(values)
        )
        lines.append("")
    read = read_survey_text("\n".join(lines))
    assert questions(read) == [
        (str(number), question, WORDS[: len(values)]) for number, (question, values) in enumerate(survey, 1)
    ]
    assert [[figure.count for figure in row] for row in read.survey.own.figures] == [
        values for _, values in survey
    ]
    assert not any(each.code == "percentage_mismatch" for each in read.findings)


@settings(deadline=None)
@given(surveys(shares), st.booleans(), st.text("абвгде ", min_size=3, max_size=20).filter(str.strip))
def test_merged_questions_under_any_heading_of_the_values(survey, has_unit, heading):
    assume(any(not value.startswith("0") for _, values in survey for value in values))
    rows = []
    for question, values in survey:
        for place, value in enumerate(values):
            merge = '<w:vMerge w:val="restart"/>' if place == 0 else "<w:vMerge/>"
            unit = ["%"] if has_unit else []
            rows.append(row(cell(question if place == 0 else "", merge), WORDS[place], *unit, value))
    head = ["%", heading] if has_unit else [f"{heading}, %"]
    read = read_survey(docx(table(row("Показатель", "Ответ", *head), *rows)), "оценка.docx")
    assert figures(read) == {"": [[decimals(value) for value in values] for _, values in survey]}


@settings(deadline=None)
@given(st.lists(shares, min_size=1, max_size=4), st.integers(1, 99_999))
def test_a_share_a_subject_keeps_its_decimals(values, people):
    rows = {
        1: ["Направления оценки", "%"],
        **dict(enumerate(zip(ASKED, values, strict=False), 2)),
        9: ["Количество опрошенных", people],
    }
    assume(any(Decimal(value.replace(",", ".")) >= 1 for value in values))
    read = read_survey(xlsx(rows), "оценка.xlsx")
    assert figures(read) == {"": [[decimals(value)] for value in values]}
    assert read.survey.own.respondents == people


@settings(deadline=None)
@given(st.permutations([*PLACES, "Энский округ", "Зареченский край"]), st.data())
def test_a_row_per_municipality_in_any_order(places, data):
    whole = st.integers(1, 100).map(str)
    rows = [(place, *(data.draw(whole) for _ in ASKED)) for place in places]
    assume(any(value != "1" for line in rows for value in line[1:]))
    read = read_survey(
        csv_file(("Муниципальное образование", *(f"{name}, %" for name in ASKED)), *rows), "о.csv", ours=OURS
    )
    expected = {place: [[f"{value}%"] for value in values] for place, *values in rows}
    expected[""] = expected.pop("Энский округ")
    assert figures(read) == expected
    assert [place.name for place in read.survey.places] == ["", "Зареченский край", *sorted(PLACES)]


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    refused_or_read(lambda: read_survey(data, "файл"))


@settings(deadline=None)
@given(st.lists(st.lists(cells | st.text("абв5,%\n", max_size=6), max_size=5), max_size=8))
def test_any_table_is_read_or_refused(rows):
    refused_or_read(lambda: read_survey(csv_file(*rows), "файл.csv", ours=OURS))
    refused_or_read(lambda: read_survey(xlsx(dict(enumerate(rows, 1))), "файл.xlsx"))


@settings(deadline=None)
@given(st.text("абДет«»-–:;,.%()1234 \n", max_size=200))
def test_any_text_is_read_or_refused(text):
    refused_or_read(lambda: read_survey_text(text))


def refused_or_read(read):
    try:
        survey = read().survey
    except UnreadableSurvey as error:
        assert str(error).endswith(".")
        return
    for place in survey.places:
        assert len(place.figures) == len(survey.questions)
        for question, found in zip(survey.questions, place.figures, strict=True):
            assert len(question.answers) == len(found) > 0
            assert all(figure is None or (figure.count, figure.percent) != (None, None) for figure in found)
