"""Inserts in every format: words and pictures in Word, numbers and Excel's own charts, figures for programs."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from typing import Any

import docx as python_docx
import pytest
from lxml import etree
from openpyxl import load_workbook

from plans.files.document import read_document
from plans.inserts.values import Cell, Chart, Key, Part, Table
from reports import renderers
from reports.content import FrozenRow, ReportContent
from reports.readers.understanding import understand
from tests.plans.inserting import CHART, TABLE, value_of
from tests.reports.samples import HOSTILE, activity, small_content

DRAWN = value_of(
    chart=CHART, tables=(TABLE,), words="Ответили 17 жителей.\nответов «Да»: 12 (71 %);", lead="Ответили 17."
)
PLAIN = value_of("Проверка наборов", "Проверено 5 наборов.", data='{"checked":5}')
CONTENT = small_content(
    activity("1", "Сделано."),
    activity("4", "Проведён опрос.", inserts=(DRAWN, PLAIN)),
    activity("5", "", inserts=(PLAIN,)),
)
DAY = "Данные на 1\N{NO-BREAK SPACE}декабря\N{NO-BREAK SPACE}2022\N{NO-BREAK SPACE}г."


def drawn(format: str, content: ReportContent = CONTENT) -> bytes:
    out = io.BytesIO()
    renderers.render(format, content, out)
    return out.getvalue()


def part(data: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


# --- Word


def test_word_prints_the_text_then_the_words_of_each_insert_line_by_line() -> None:
    (table,) = python_docx.Document(io.BytesIO(drawn("docx"))).tables
    cells = [row.cells[3] for row in table.rows[2:]]
    assert [[paragraph.text for paragraph in cell.paragraphs if paragraph.text] for cell in cells] == [
        ["Сделано."],
        ["Проведён опрос.", "Ответили 17 жителей.\nответов «Да»: 12 (71 %);\n", "Проверено 5 наборов."],
        ["Проверено 5 наборов."],
    ]


def test_a_question_stays_with_its_answers_and_the_last_one_with_the_chart() -> None:
    words = "Ответили 17.\n\n1. Дороги:\nответов «Да» - 12.\n\n2. Свет:\n– ответов «Да» - 5."
    insert = replace(DRAWN, words=words)
    (table,) = python_docx.Document(
        io.BytesIO(drawn("docx", small_content(activity("4", "Сделано.", inserts=(insert, DRAWN)))))
    ).tables
    told = [
        (
            paragraph.text,
            bool(paragraph.paragraph_format.keep_together),
            len(list(paragraph._p.iter("{*}pic"))),
        )
        for paragraph in table.rows[2].cells[3].paragraphs
    ]
    assert told == [
        ("Сделано.", False, 0),
        ("Ответили 17.", True, 0),
        ("", False, 0),
        ("1. Дороги:\nответов «Да» - 12.", True, 0),
        ("", False, 0),
        ("2. Свет:", True, 0),
        ("– ответов «Да» - 5.", False, 0),
        ("", True, 1),
        ("Ответили 17 жителей.\nответов «Да»: 12 (71 %);\n", True, 1),
    ]


def test_a_chart_is_a_picture_in_the_cell_with_all_its_values_in_words() -> None:
    document = python_docx.Document(io.BytesIO(drawn("docx")))
    [shape] = document.inline_shapes
    [about] = document.element.body.iter("{*}docPr")
    assert about.get("descr") == "Довольны ли жители. Дороги: Да 71 %, Нет 29 %; Довольны: 71 %."
    [image] = [rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/image")]
    assert image.content_type == "image/png"
    assert round(image.image.px_width / shape.width.inches) == 300
    assert 4.9 < shape.width.inches < (7313 - 216) / 1440 + 0.01
    assert next(iter(shape._inline.iterancestors("{*}tc"))) is not None


def test_pictures_have_names_and_ids_of_their_own() -> None:
    content = small_content(*(activity(str(n), inserts=(DRAWN, DRAWN)) for n in (1, 2)))
    data = drawn("docx", content)
    names = [name for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if "media" in name]
    assert names == [f"word/media/picture{n}.png" for n in (1, 2, 3, 4)]
    assert [about.get("id") for about in part(data, "word/document.xml").iter("{*}docPr")] == [
        "1",
        "2",
        "3",
        "4",
    ]


def test_a_document_without_charts_has_no_picture_and_no_word_of_one() -> None:
    data = drawn("docx", small_content(activity("1", inserts=(PLAIN,))))
    assert b"png" not in zipfile.ZipFile(io.BytesIO(data)).read("[Content_Types].xml")
    assert python_docx.Document(io.BytesIO(data)).inline_shapes.__len__() == 0


def test_a_row_with_a_picture_may_break_over_pages() -> None:
    long = replace(DRAWN, chart=replace(CHART, bars=CHART.bars * 6))
    data = drawn("docx", small_content(activity("1", inserts=(DRAWN,)), activity("2", inserts=(long,))))
    rows = list(part(data, "word/document.xml").iter("{*}tr"))[2:]
    assert [row.find("{*}trPr/{*}cantSplit") is None for row in rows] == [False, True]


def test_a_draft_draws_them_too() -> None:
    document = python_docx.Document(io.BytesIO(drawn("docx", replace(CONTENT, version=0, published_at=""))))
    assert len(document.inline_shapes) == 1


# --- Excel


def test_excel_has_the_words_in_the_cell_and_a_sheet_of_typed_numbers() -> None:
    book = load_workbook(io.BytesIO(drawn("xlsx")))
    assert book.sheetnames == ["Отчет", "Опросы и данные", "Сведения"]
    assert book["Отчет"]["E4"].value == (
        "Проведён опрос.\nОтветили 17 жителей.\nответов «Да»: 12 (71 %);\nПроверено 5 наборов."
    )
    rows = [[cell.value for cell in row if cell.value is not None] for row in book["Опросы и данные"].rows]
    assert [row for row in rows if row] == [
        ["Опрос о дорогах"],
        ["К пункту 4. Ответили 17."],
        [DAY],
        ["Ответы"],
        ["Вопрос", "Да", "Да, %", "Нет", "Нет, %"],
        ["Дороги", 12, 0.71, 5, 0.29],
        ["Довольны ли жители"],
        ["Вопрос", "Да", "Нет", "Довольны"],
        ["Дороги", 0.705, 0.295, "71 %"],
        ["Проверка наборов"],
        ["К пункту 4."],
        [DAY],
        ["Проверка наборов"],
        ["К пункту 5."],
        [DAY],
    ]
    [numbers] = [row for row in book["Опросы и данные"].rows if row[1].value == 12]
    assert [cell.number_format for cell in numbers[1:5]] == ["#,##0", "0%", "#,##0", "0%"]


def test_its_chart_is_excel_s_own_with_a_series_for_every_answer() -> None:
    chart = part(drawn("xlsx"), "xl/charts/chart1.xml")
    assert [node.get("val") for node in chart.iter("{*}barDir", "{*}grouping")] == ["bar", "stacked"]
    assert [node.text for node in chart.iterfind(".//{*}ser/{*}tx//{*}f")] == [
        "'Опросы и данные'!$B$10",
        "'Опросы и данные'!$C$10",
    ]
    assert [node.text for node in chart.iterfind(".//{*}ser/{*}val//{*}v")] == ["0.705", "0.295"]


def test_numbers_are_read_as_they_are_printed() -> None:
    said = ("5\u202f942", "69,6\u00a0%", "−3", "1 234 567,25", "нет данных", "", "=1+1", "2021 год", "12 5")
    table = Table("Числа", ("Что", *map(str, range(len(said)))), ((Cell("x"), *map(Cell, said)),))
    book = load_workbook(
        io.BytesIO(drawn("xlsx", small_content(activity(inserts=(value_of(tables=(table,)),)))))
    )
    [row] = [row for row in book["Опросы и данные"].rows if row[0].value == "x"]
    assert [cell.value for cell in row[1:10]] == [
        5942, 0.696, -3, 1234567.25, "нет данных", None, "=1+1", "2021 год", "12 5"
    ]  # fmt: skip
    assert [row[n].number_format for n in (1, 2, 4)] == ["#,##0", "0.0%", "#,##0.00"]
    assert row[7].data_type == "s"


def test_answers_are_found_by_their_words_whatever_their_case_and_order() -> None:
    parts = (
        Part("60", "60,0", "no", "нет"),
        Part("30", "30,0", "yes", "ДА"),
        Part("10", "10,0", "neutral", "Не знаю"),
    )
    chart = Chart("Ч", (Key("Да", "yes"), Key("Нет", "no")), (replace(CHART.bars[0], parts=parts),))
    book = load_workbook(io.BytesIO(drawn("xlsx", small_content(activity(inserts=(value_of(chart=chart),))))))
    rows = [[cell.value for cell in row[:4]] for row in book["Опросы и данные"].rows]
    assert rows[-2:] == [["Вопрос", "Да", "Нет", "Не знаю"], ["Дороги", 0.3, 0.6, 0.1]]


# --- For programs


def test_json_has_the_figures_and_the_tables() -> None:
    rows = json.loads(drawn("json"))["rows"]
    assert [item["data"] for item in rows[1]["inserts"]] == [None, {"checked": 5}]
    assert rows[1]["inserts"][0]["tables"] == [
        {
            "title": "Ответы",
            "head": ["Вопрос", "Да", "Нет"],
            "rows": [
                [
                    {"text": "Дороги", "more": ""},
                    {"text": "12", "more": "71 %"},
                    {"text": "5", "more": "29 %"},
                ]
            ],
        }
    ]
    assert rows[1]["inserts"][0]["words"] == DRAWN.words
    assert "inserts" not in rows[0]
    assert rows[1]["progress"] == "Проведён опрос."


def test_csv_has_a_column_of_them_only_where_a_report_has_any() -> None:
    header, *rows = csv.reader(io.StringIO(drawn("csv").decode(), newline=""))
    assert header[7:] == ["Опросы и данные"]
    assert [row[6] for row in rows] == ["Сделано.", "Проведён опрос.", ""]
    assert rows[1][7] == (
        "Опрос о дорогах (2022-12-01)\nОтветили 17 жителей.\nответов «Да»: 12 (71 %);"
        "\n\nПроверка наборов (2022-12-01)\nПроверено 5 наборов."
    )


# --- All of them


@pytest.mark.parametrize("format", sorted(renderers.FORMATS))
def test_the_same_content_gives_the_same_bytes(format: str) -> None:
    assert drawn(format) == drawn(format)


@pytest.mark.parametrize("format", sorted(renderers.FORMATS))
def test_hostile_words_are_only_words(format: str) -> None:
    table = Table(HOSTILE, ("a" * 300, HOSTILE), ((Cell(HOSTILE), Cell(HOSTILE, HOSTILE)),))
    bar = replace(CHART.bars[0], label=HOSTILE)
    value = value_of(
        HOSTILE, HOSTILE, lead=HOSTILE, note=HOSTILE, tables=(table,), chart=replace(CHART, bars=(bar,))
    )
    assert drawn(format, small_content(activity("1", inserts=(value,))))


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_an_import_reads_the_text_and_the_words_and_no_picture(format: str) -> None:
    parsed = understand(read_document(drawn(format), f"report.{format}"))
    assert [row.progress for row in parsed.rows] == [
        "Сделано.",
        "Проведён опрос.\nОтветили 17 жителей.\nответов «Да»: 12 (71 %);\nПроверено 5 наборов.",
        "Проверено 5 наборов.",
    ]


def test_a_survey_of_two_hundred_questions_is_drawn(tmp_path: Any) -> None:
    chart = replace(CHART, bars=tuple(replace(CHART.bars[0], label=f"Вопрос {n}") for n in range(200)))
    row: FrozenRow = activity("1", inserts=(value_of(chart=chart),))
    assert len(python_docx.Document(io.BytesIO(drawn("docx", small_content(row)))).inline_shapes) == 29
    assert re.search(
        rb"\$A\$\d+:\$A\$\d+",
        zipfile.ZipFile(io.BytesIO(drawn("xlsx", small_content(row)))).read("xl/charts/chart1.xml"),
    )
