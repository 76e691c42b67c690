"""The files of a survey: what they say, that they are loaded back, that nothing in them is a formula."""

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.reading import read_survey
from surveys.renderers import FORMATS, render
from surveys.results import results_of
from surveys.values import Figure
from tests.surveys.building import (
    THREE,
    WHOSE,
    YES_NO,
    buses_and_roads,
    many_questions,
    other,
    own,
    people,
    percents,
    question,
    region,
    survey,
)


def drawn(format, value, *earlier):
    out = io.BytesIO()
    render(format, results_of(value, WHOSE, earlier), out)
    return out.getvalue()


def book(value, *earlier):
    return openpyxl.load_workbook(io.BytesIO(drawn("xlsx", value, *earlier)))


def rows_of(value):
    return list(csv.reader(io.StringIO(drawn("csv", value).decode(), newline="")))


def mixed():
    """People and per cents, the region and a neighbour, several sets of answers."""
    return survey(
        question("Довольны ли Вы автобусами?", number="1", topic="Автобусы"),
        question("Вода, тепло; «свет»", THREE, number="2", topic="Вода"),
        question("Почта", THREE, topic="Почта"),
        places=(
            own(
                people(195, 176, 145, 126), percents("69.6", "9.7", "20.70"), people(1, 2, 3), respondents=642
            ),
            region(people(1, 2, 3, 4), percents("60", "20", "20"), (None,) * 3, respondents=5942),
            other("Соседний район", people(4, 3, 2, 1), (None,) * 3, percents("1.5", "2", "3")),
        ),
        source="Администрация округа",
        starts_on="2021-03-01",
        ends_on="2021-12-31",
    )


# Text


def test_text_is_in_the_usual_words_with_computed_per_cents():
    wrong = (Figure(183, Decimal(28)), Figure(459, Decimal(71)))
    value = survey(
        question("Связь", YES_NO[::2], number="5"),
        question("Вода?", THREE),
        question("Без чисел", THREE),
        question("Только люди", YES_NO[:2], number="7"),
        places=(own(wrong, percents("69.6", "9.7", "20.70"), (None,) * 3, people(4, None)),),
        intro="Проведён опрос.\nВот его итоги:",
    )
    assert drawn("text", value).decode() == (
        "Проведён опрос.\nВот его итоги:\n\n"
        "5. Связь:\nответов «Да» - 183 чел. (29%);\nответов «Нет» - 459 чел. (71%).\n\n"
        "2. Вода?\nответов «удовлетворён» - 69,6%;\nответов «не удовлетворён» - 9,7%;\n"
        "ответов «затрудняюсь ответить» - 20,70%.\n\n"
        "7. Только люди:\nответов «Да» - 4 чел.\n"
    )


def test_computed_per_cents_have_the_printed_precision():
    row = (Figure(183, Decimal("28.4")), Figure(459))
    value = survey(question("Связь", YES_NO[::2]), places=(own(row),))
    assert "183 чел. (28,5%);" in drawn("text", value).decode()
    assert "459 чел. (71,5%)." in drawn("text", value).decode()


# CSV


def test_csv_begins_with_the_columns_of_the_template():
    table = rows_of(mixed())
    assert table[0] == [
        "Вопрос", "Вариант ответа", "Ответов", "Процент", "Оценка", "№ вопроса",
        "Северная область, чел.", "Северная область, %", "Соседний район, чел.", "Соседний район, %",
    ]  # fmt: skip
    assert table[1] == [
        "Довольны ли Вы автобусами?",
        "Да",
        "195",
        "30",
        "положительный",
        "1",
        "1",
        "10",
        "4",
        "40",
    ]
    assert table[7][:6] == ["Вода, тепло; «свет»", "затрудняюсь ответить", "", "20.70", "нейтральный", "2"]
    assert table[-1] == ["Всего приняли участие", "", "642", "", "", "", "5942", "", "", ""]


def test_csv_is_of_the_dialect_of_open_data():
    data = drawn("csv", mixed())
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == len(rows_of(mixed()))


@given(st.text(min_size=1, max_size=40).filter(lambda text: text.isprintable()))
def test_csv_never_alters_what_was_written(text):
    value = survey(question(text, YES_NO[:1]), places=(own(people(1)),))
    assert rows_of(value)[1][0] == text


# JSON


def test_json_tells_every_figure_and_what_is_counted_from_it():
    value = mixed()
    before = buses_and_roads(2020)
    said = json.loads(drawn("json", value, before))
    assert (said["schema"], said["title"], said["year"], said["respondents"], said["respondents_region"]) == (
        1,
        "Опрос жителей",
        2021,
        642,
        5942,
    )
    assert [place["kind"] for place in said["places"]] == ["own", "region", "other"]
    first, second, third = said["questions"]
    assert first["answers"][0] == {
        "answer": "Да",
        "meaning": "positive",
        "figures": [
            {"count": 195, "percent": 30, "decimals": 0},
            {"count": 1, "percent": 10, "decimals": 0},
            {"count": 4, "percent": 40, "decimals": 0},
        ],
    }
    assert first["results"][0] == {"total": 642, "satisfaction": 58, "decimals": 0}
    assert first["earlier"] == [{"year": 2020, "satisfaction": 58, "points": 0}]
    assert second["answers"][2]["figures"] == [
        {"count": None, "percent": 20.7, "decimals": 2},
        {"count": None, "percent": 20, "decimals": 0},
        None,
    ]
    assert third["results"][1] == {"total": None, "satisfaction": None, "decimals": None}


# Excel


def test_excel_has_the_answers_their_results_and_charts():
    sheets = book(mixed(), buses_and_roads(2020))
    assert sheets.sheetnames == ["Ответы", "Итоги", "Диаграммы", "Муниципалитеты"]
    answers = [[cell.value for cell in row] for row in sheets["Ответы"].iter_rows()]
    assert answers[0][0].replace("\xa0", " ") == "Опрос жителей за 2021 год"
    first = next(place for place, row in enumerate(answers) if row[0] == "Вопрос")
    assert answers[first + 1][:6] == ["Довольны ли Вы автобусами?", "Да", 195, 30, "положительный", "1"]
    totals = [[cell.value for cell in row] for row in sheets["Итоги"].iter_rows()]
    assert totals[1][:6] == [
        "О чём вопрос",
        "2021",
        "2020",
        "Северная область",
        "К прошлому опросу, п. п.",
        "К региону, п. п.",
    ]
    assert totals[3][:6] == ["Автобусы", 58, 58, 30, 0, 28]
    places = [[cell.value for cell in row] for row in sheets["Муниципалитеты"].iter_rows()]
    assert places[1] == ["Заречный муниципальный округ", 642, 58, 69.6, 17]
    # Two sets of answers, the ranking, the comparison.
    assert len(sheets["Диаграммы"]._charts) == 4


def test_bars_are_drawn_from_exact_shares_printed_as_they_are_shown():
    sheet = book(mixed())["Итоги"]
    rows = [row for row in sheet.iter_rows() if row[0].value == "Автобусы"]
    cells = rows[1][1:5]
    assert round(sum(cell.value for cell in cells), 3) == 100
    assert [cell.number_format for cell in cells] == ["#,##0"] * 4
    assert round(cells[0].value, 4) == 30.3738


def test_every_earlier_year_is_compared_that_of_per_cents_too():
    topics = ("Автобусы", "Вода")
    before = survey(
        *(question(topic, THREE[:1], topic=topic) for topic in topics),
        places=(own(percents("51.9"), percents("42.3")),),
        year=2019,
    )
    compared = book(mixed(), buses_and_roads(2020), before)["Диаграммы"]._charts[-1]
    assert [series.val.numRef.f for series in compared.series] == [
        f"Итоги!${column}$3:${column}$5" for column in "BCDE"
    ]


def test_many_places_are_printed_on_several_pages():
    places = [other(f"Округ {number:02}", people(1, 2)) for number in range(10)]
    value = survey(question("Почта", YES_NO[:2]), places=(own(people(1, 2)), *places))
    sheet = book(value)["Ответы"]
    assert [each.id for each in sheet.col_breaks.brk] == [8, 14, 20]
    assert sheet.print_title_cols == "$A:$B"


def test_charts_of_excel_stay_legible_with_many_questions():
    assert len(book(many_questions(40))["Диаграммы"]._charts) == 4  # twice twenty bars, and their ranking
    assert len(book(many_questions(200))["Диаграммы"]._charts) == 14


def test_a_survey_of_unlike_questions_has_no_more_charts_than_a_person_looks_at():
    questions = [question(f"Вопрос {n}", (replace(YES_NO[0], words=f"Да {n}"), YES_NO[2])) for n in range(60)]
    value = survey(*questions, places=(own(*[people(1, 2)] * 60),))
    assert len(book(value)["Диаграммы"]._charts) == 40


def test_single_shares_are_drawn_once_as_a_ranking():
    value = survey(
        question("А", THREE[:1]), question("Б", THREE[:1]), places=(own(percents("42.3"), percents("71")),)
    )
    assert len(book(value)["Диаграммы"]._charts) == 1


def test_a_survey_without_figures_has_no_charts():
    sheets = book(survey(question("Дороги"), places=(own((None,) * 4),)))
    assert (sheets.sheetnames, len(sheets["Диаграммы"]._charts)) == (["Ответы", "Итоги", "Диаграммы"], 0)


def test_text_is_never_a_formula_or_a_link():
    words = ("=1+1", "+7 (86500) 3-00-00", "-5", "@x", "https://example.org", "{=A1}")
    value = survey(
        *(question(text, (replace(YES_NO[0], words=text),), topic=text) for text in words),
        places=(own(*[people(1)] * len(words)),),
        title="=HYPERLINK(1)",
    )
    for sheet in book(value):
        for row in sheet.iter_rows():
            assert [
                (cell.data_type, cell.hyperlink) for cell in row if cell.data_type == "f" or cell.hyperlink
            ] == []


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_the_same_survey_gives_the_same_bytes(format):
    assert drawn(format, mixed(), buses_and_roads(2020)) == drawn(format, mixed(), buses_and_roads(2020))


def test_excel_names_no_time_of_its_own():
    with ZipFile(io.BytesIO(drawn("xlsx", mixed()))) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


# Loaded back


def figures_of(value):
    """People, and per cents where there are none: what a source says."""
    return {
        (place.kind, place.name, asked.text, answer.words): str(figure.percent)
        if figure.count is None
        else figure.count
        for place in value.places
        for asked, row in zip(value.questions, place.figures, strict=True)
        for answer, figure in zip(asked.answers, row, strict=True)
        if figure
    }


def asked_of(value):
    return [(each.number, each.text, each.answers) for each in value.questions]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_tables_are_loaded_back_as_the_same_survey(format):
    value = mixed()
    read = read_survey(drawn(format, value, buses_and_roads(2020)), f"opros.{format}", ours=[WHOSE.name])
    assert figures_of(read.survey) == figures_of(value)
    assert asked_of(read.survey) == asked_of(value)
    assert [(p.kind, p.name, p.respondents) for p in read.survey.places] == [
        (p.kind, p.name, p.respondents) for p in value.places
    ]
    assert [each.code for each in read.findings if each.code == "left_out"] == []
    if format == "xlsx":
        found = read.survey
        assert (found.year, found.source, found.starts_on, found.ends_on) == (
            value.year,
            value.source,
            value.starts_on,
            value.ends_on,
        )


def test_text_is_loaded_back_as_the_same_answers():
    value = replace(mixed(), places=mixed().places[:1])
    read = read_survey(drawn("text", value), "opros.txt")
    assert figures_of(read.survey) == figures_of(value)
    assert [each[1:] for each in asked_of(read.survey)] == [each[1:] for each in asked_of(value)]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(0, 10**6), min_size=4, max_size=4), min_size=1, max_size=8))
def test_any_counts_are_loaded_back(rows):
    value = survey(
        *(
            question(f"Довольны ли Вы услугой «{place}»?", number=str(place + 1))
            for place in range(len(rows))
        ),
        places=(own(*(people(*row) for row in rows)),),
    )
    for format in ("text", "csv", "xlsx"):
        read = read_survey(drawn(format, value), f"opros.{format}").survey
        assert figures_of(read) == figures_of(value)
