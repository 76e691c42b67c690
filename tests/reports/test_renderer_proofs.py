"""Figures, documents and the mark of a draft in every format; and that the table is imported again as before."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace

import docx as python_docx
import pytest
from openpyxl import load_workbook

from plans.files.document import read_document
from reports import renderers
from reports.content import FrozenAttachment, FrozenFigure, ReportContent
from reports.readers.understanding import understand
from tests.reports.samples import TITLE, activity, sample_content, small_content

TRAINED = FrozenFigure("1", "Обучено служащих", "5942", "чел.", "whole", True, "6000", True)
SHARE = FrozenFigure("2", "Доля; явки", "69.6", "%", "decimal", False)
WORKS = FrozenFigure("3", "Портал работает", "0", "", "yes_no", False)
FILE = FrozenAttachment("Протокол", "", "a" * 64, 2048, "Протокол.pdf", "application/pdf")
LINK = FrozenAttachment("Сведения на сайте", "https://example.org/a")
PROVED = small_content(
    activity("1", "Сделано.", figures=(TRAINED, SHARE), attachments=(FILE, LINK)),
    activity("6.10", "Тоже сделано.", figures=(WORKS,)),
    activity("7", "И это."),
)
DRAFT = small_content(activity("1", "Сделано."), version=0, published_at="")


def drawn(format: str, content: ReportContent) -> bytes:
    out = io.BytesIO()
    renderers.render(format, content, out)
    return out.getvalue()


def test_excel_has_a_sheet_of_figures_with_real_numbers() -> None:
    book = load_workbook(io.BytesIO(drawn("xlsx", PROVED)))
    assert book.sheetnames == ["Отчет", "Показатели", "Сведения"]
    sheet = book["Показатели"]
    assert [[cell.value for cell in row] for row in sheet.rows] == [
        ["№ п/п", "Мероприятие", "Показатель", "Единица", "Значение", "Плановое значение"],
        ["1", "Проведение мониторинга № 1", "Обучено служащих", "чел.", 5942, 6000],
        ["1", "Проведение мониторинга № 1", "Доля; явки", "%", 69.6, None],
        ["6.10", "Проведение мониторинга № 6.10", "Портал работает", None, "нет", None],
    ]
    assert [sheet.cell(row, 5).data_type for row in (2, 3, 4)] == ["n", "n", "s"]
    assert [sheet.cell(row, 5).number_format for row in (2, 3)] == ["#,##0", "#,##0.####"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F4")


def test_json_types_values_and_leaves_out_what_a_row_has_not() -> None:
    rows = json.loads(drawn("json", PROVED))["rows"]
    assert rows[0]["figures"] == [
        {
            "key": "1",
            "name": "Обучено служащих",
            "unit": "чел.",
            "kind": "whole",
            "value": 5942,
            "target": 6000,
            "adds_up": True,
            "is_main": True,
        },
        {
            "key": "2",
            "name": "Доля; явки",
            "unit": "%",
            "kind": "decimal",
            "value": 69.6,
            "target": None,
            "adds_up": False,
            "is_main": False,
        },
    ]
    assert [figure["value"] for figure in rows[1]["figures"]] == [False]
    assert rows[0]["attachments"] == [
        {
            "title": "Протокол",
            "file": "Протокол.pdf",
            "content_type": "application/pdf",
            "size": 2048,
            "sha256": "a" * 64,
        },
        {"title": "Сведения на сайте", "url": "https://example.org/a"},
    ]
    assert {"figures", "attachments"} & set(rows[2]) == set()


def test_csv_has_two_more_columns_at_the_end_only_where_they_are_needed() -> None:
    def table(content: ReportContent) -> list[list[str]]:
        return list(csv.reader(io.StringIO(drawn("csv", content).decode(), newline="")))

    header, first, second, third = table(PROVED)
    assert header[-2:] == ["Показатели", "Документы"]
    assert first[-2:] == [
        "Обучено служащих: 5942 чел.\nДоля; явки: 69.6 %",
        "Протокол (Протокол.pdf)\nСведения на сайте (https://example.org/a)",
    ]
    assert (second[-2:], third[-2:]) == (["Портал работает: нет", ""], ["", ""])
    assert len(table(small_content(activity()))[0]) == 7
    assert table(small_content(activity(figures=(TRAINED,))))[0][7:] == ["Показатели"]


def test_word_names_links_after_the_table_and_keeps_its_four_columns() -> None:
    document = python_docx.Document(io.BytesIO(drawn("docx", PROVED)))
    (table,) = document.tables
    assert [cell.text for cell in table.rows[2].cells][3] == "Сделано."
    words = [paragraph.text for paragraph in document.paragraphs]
    place = words.index("Подтверждающие документы:")
    assert words[place + 1] == "1. Сведения на сайте: https://example.org/a"
    assert [word for word in words if "Протокол" in word] == []
    targets = {rel.target_ref for rel in document.part.rels.values() if rel.is_external}
    assert targets == {"https://example.org/a"}


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_imported_again_the_table_says_the_same(format: str) -> None:
    rows = [
        replace(row, figures=(TRAINED, SHARE), attachments=(FILE, LINK)) if row.progress else row
        for row in sample_content(29).rows
    ]
    content = small_content(*rows)
    parsed = understand(read_document(drawn(format, content), f"report.{format}"))
    assert (parsed.title, str(parsed.period)) == (TITLE, "2022-h1")
    assert [(str(r.kind), r.number, r.level, r.text, r.deadline, r.progress) for r in parsed.rows] == [
        (r.kind, r.number, r.level, r.text, r.deadline, r.progress) for r in rows
    ]


@pytest.mark.parametrize("format", sorted(renderers.FORMATS))
def test_the_same_content_gives_the_same_bytes(format: str) -> None:
    assert drawn(format, PROVED) == drawn(format, PROVED)


def test_a_draft_in_word_says_so_on_every_page_once() -> None:
    document = python_docx.Document(io.BytesIO(drawn("docx", DRAFT)))
    assert "ПРОЕКТ" not in [paragraph.text for paragraph in document.paragraphs]
    assert [paragraph.text for paragraph in document.sections[0].header.paragraphs] == [
        "на сером фоне: не утверждено   ПРОЕКТ"
    ]


def test_only_unapproved_texts_of_a_draft_stand_on_grey() -> None:
    rows = (activity("1", "Сделано."), activity("2", "Черновик.", is_unapproved=True))
    document = python_docx.Document(io.BytesIO(drawn("docx", small_content(*rows, version=0))))
    shaded = [bool(row.cells[3]._tc.xpath("w:tcPr/w:shd")) for row in document.tables[0].rows]
    assert shaded == [False, False, False, True]


def test_a_draft_keeps_a_number_with_its_sign_on_one_line() -> None:
    content = small_content(activity("1", "По акту № 165-р готово (14 %)."), version=0)
    document = python_docx.Document(io.BytesIO(drawn("docx", content)))
    assert document.tables[0].rows[2].cells[3].text == "По акту №\u00a0165\u2011р готово (14\u00a0%)."


def test_rows_of_the_figures_are_as_high_as_their_longest_name() -> None:
    row = activity("1", "Сделано.", text="слово " * 60, figures=(FrozenFigure("1", "Обучено", "5"),))
    sheet = load_workbook(io.BytesIO(drawn("xlsx", small_content(row))))["Показатели"]
    assert sheet.row_dimensions[2].height == 107.25


def test_a_published_version_in_word_has_no_header() -> None:
    published = drawn("docx", PROVED)
    with zipfile.ZipFile(io.BytesIO(published)) as package:
        assert "word/header1.xml" not in package.namelist()
        assert b"headerReference" not in package.read("word/document.xml")
        assert "ПРОЕКТ".encode() not in package.read("word/document.xml")


def test_a_draft_in_excel_says_so_over_its_title_and_on_every_page() -> None:
    book = load_workbook(io.BytesIO(drawn("xlsx", DRAFT)))
    sheet = book.worksheets[0]
    assert sheet["A1"].value == f"ПРОЕКТ\n{TITLE}"
    assert sheet.oddHeader.right.text == "ПРОЕКТ"
    facts = {row[0].value: row[1].value for row in book["Сведения"].rows}
    assert facts["Версия"] == "ПРОЕКТ"
    published = load_workbook(io.BytesIO(drawn("xlsx", PROVED)))
    assert published.worksheets[0]["A1"].value == TITLE
    assert published.worksheets[0].oddHeader.right.text is None
