"""The Excel file, opened again: typed cells, whole texts, print set-up, and nothing that depends on the clock."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from plans.files.document import read_document
from reports.content import FrozenRow, ReportContent
from reports.readers.understanding import understand
from reports.renderers import xlsx
from tests.reports.samples import HOSTILE, LISTED, LONG, TITLE, activity, sample_content, small_content


def drawn(content: ReportContent) -> bytes:
    out = io.BytesIO()
    xlsx.render(content, out)
    return out.getvalue()


def opened(content: ReportContent) -> Workbook:
    return load_workbook(io.BytesIO(drawn(content)))


def report_sheet(*rows: FrozenRow) -> Worksheet:
    return opened(small_content(*rows)).worksheets[0]


def values(sheet: Worksheet, place: int) -> list[object]:
    return [cell.value for cell in sheet[place]]


def test_the_report_is_the_first_sheet_under_its_title() -> None:
    book = opened(small_content(activity()))
    assert book.sheetnames == ["Отчет", "Сведения"]
    sheet = book.worksheets[0]
    assert values(sheet, 1) == [TITLE, None, None, None, None]
    assert "A1:E1" in sheet.merged_cells
    assert tuple(values(sheet, 2)) == xlsx.HEADER


def test_an_activity_is_text_in_wrapped_cells() -> None:
    sheet = report_sheet(activity("6.10", LISTED))
    expected = [
        "6.10",
        "Проведение мониторинга № 6.10",
        "Астахова И.Н.\nВетров С.П.",
        "ежегодно, до 01 марта",
        LISTED,
    ]
    assert values(sheet, 3) == expected
    assert [cell.data_type for cell in sheet[3]] == ["s"] * 5
    assert sheet["A3"].number_format == "@"
    assert all(cell.alignment.wrap_text for cell in sheet[3])


def test_text_is_never_a_formula_or_a_link() -> None:
    sheet = report_sheet(
        activity("1", "=1+1", text="{=SUM(A1)}", deadline="https://a.ru"), activity("2", HOSTILE)
    )
    assert values(sheet, 3)[1::2] == ["{=SUM(A1)}", "https://a.ru"]
    assert (sheet["E3"].value, sheet["E3"].data_type) == ("=1+1", "s")
    assert sheet["D3"].hyperlink is None
    assert sheet["E4"].value == HOSTILE.replace("\x00", "").replace("\x0b", "")


def test_a_gap_is_an_empty_cell_and_a_reason_is_printed() -> None:
    sheet = report_sheet(activity("1", ""), activity("2", "", nothing_reason="Обращений не было."))
    assert [sheet["E3"].value, sheet["E4"].value] == [None, "Обращений не было."]


def test_sections_are_merged_and_groups_are_bold() -> None:
    sheet = report_sheet(
        FrozenRow("section", "", 0, "I. Данные"), FrozenRow("group", "1", 0, "Обеспечение:"), activity("1.1")
    )
    assert values(sheet, 3) == ["I. Данные", None, None, None, None]
    assert "A3:E3" in sheet.merged_cells
    assert values(sheet, 4) == ["1", "Обеспечение:", None, None, None]
    assert [sheet[f"A{place}"].font.bold for place in (3, 4, 5)] == [True, True, False]


def test_header_filter_and_print_set_up() -> None:
    sheet = opened(sample_content(29)).worksheets[0]
    last = sheet.max_row
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == f"A2:E{last}"
    assert sheet.print_title_rows == "$2:$2"
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert (sheet.page_setup.fitToWidth or 1, str(sheet.page_setup.fitToHeight)) == (1, "0")


def test_a_row_higher_than_excel_allows_is_merged_and_its_text_is_whole() -> None:
    sheet = report_sheet(activity("1", LONG), activity("2"))
    assert sheet["E3"].value == LONG
    assert {"A3:A4", "E3:E4"} < {str(area) for area in sheet.merged_cells.ranges}
    assert sheet["A5"].value == "2"
    assert all(sheet.row_dimensions[place].height <= 409 for place in (3, 4))


@pytest.mark.parametrize(
    ("text", "joint"),
    [
        ("\n".join(f"{place}. {'слово ' * 20}конец" for place in range(600)), "\n"),
        (" ".join(f"слово{place}" for place in range(9000)), " "),
        ("ж" * 70_000, ""),
        ("😀" * 20_000, ""),
        ("ж" * 32_767, None),
    ],
)
def test_a_text_longer_than_a_cell_goes_on_beneath(text: str, joint: str | None) -> None:
    sheet = report_sheet(activity("1", text), activity("2", "последняя"))
    pieces = [row[4] for row in sheet.iter_rows(min_row=3, values_only=True) if row[4]]
    assert pieces[-1] == "последняя"
    if joint is None:
        assert pieces[:-1] == [text]
    else:
        assert joint.join(pieces[:-1]) == text
        assert len(pieces) > 2
    assert all(len(piece.encode("utf-16-le")) // 2 <= 32_767 for piece in pieces)
    numbers = [row[0] for row in sheet.iter_rows(min_row=3, values_only=True) if row[4]]
    assert numbers == ["1", *[None] * (len(pieces) - 2), "2"]


def test_what_is_known_of_the_version_is_typed() -> None:
    sheet = opened(small_content(activity(), activity("2", ""), version=2, reason="уточнено")).worksheets[1]
    facts = dict(sheet.iter_rows(values_only=True))
    assert facts == {
        "Муниципалитет": "Прикумский муниципальный округ",
        "Регион": "Ставропольский край",
        "План": "План мероприятий по внедрению системы «Открытое правительство»",
        "План утвержден": "распоряжение от 23.06.2021 № 165-р",
        "Акт о внесении изменений": "распоряжение от 01.02.2022 № 20-р",
        "Отчетный период": "I полугодие 2022 года",
        "Версия": 2,
        "Причина исправления": "уточнено",
        "Дата публикации": datetime(2022, 7, 14),
        "Утвердил": "Колесников А.П.",
        "Должность": "Первый заместитель главы администрации Прикумского муниципального округа",
        "Дата утверждения": datetime(2022, 7, 13),
        "Подготовлено": "организационный отдел, Астахова И.Н.",
        "Мероприятий, по которым отчитываются": 2,
        "Из них со сведениями": 1,
    }


def test_properties_come_from_the_content() -> None:
    properties = opened(small_content()).properties
    assert (properties.title, properties.creator) == (TITLE, "Прикумский муниципальный округ")
    assert properties.created == datetime(2022, 7, 13, 22, 30)


def test_the_same_content_gives_the_same_bytes() -> None:
    assert drawn(sample_content(60)) == drawn(ReportContent.from_text(sample_content(60).to_text()))


def test_imported_again_it_says_the_same() -> None:
    long = "\n".join(f"{place}. {'слово ' * 20}конец" for place in range(600))
    content = small_content(*sample_content(29).rows, activity("21", long), activity("22"))
    parsed = understand(read_document(drawn(content), "report.xlsx"))
    assert (parsed.title, str(parsed.period)) == (TITLE, "2022-h1")
    assert [(str(r.kind), r.number, r.level, r.text, r.deadline, r.progress) for r in parsed.rows] == [
        (r.kind, r.number, r.level, r.text, r.deadline, r.progress) for r in content.rows
    ]
    assert [[o.name for o in r.officers] for r in parsed.rows] == [
        [o.name for o in r.officers] for r in content.rows
    ]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="нет LibreOffice")
def test_libreoffice_prints_it_one_page_wide(tmp_path: Path) -> None:
    content = small_content(*sample_content(29).rows, activity("22", HOSTILE))
    (tmp_path / "report.xlsx").write_bytes(drawn(content))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/office",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run([*command, "report.xlsx"], cwd=tmp_path, check=True, capture_output=True, timeout=180)
    text = subprocess.run(
        ["pdftotext", "-layout", "report.pdf", "-"], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout
    pages = text.split("\f")[:-2]  # the last one is the second sheet
    assert len(pages) > 2
    assert all("Информация о проведении мероприятия" in page for page in pages)
    assert all(line.strip() in text for line in LONG.split("\n"))
