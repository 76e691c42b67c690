"""Excel sheets as plain text: values as shown, merged cells, titles above, what stands below, links."""

import io
import shutil
import subprocess
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from plans.files.document import read_document
from plans.files.raw import RawTable
from tests.reports.builders import archive, sheet_rows, xlsx, xlsx_parts

HEADER = ["№", "Мероприятие", "Ход"]


def tables(data: bytes) -> tuple[RawTable, ...]:
    return read_document(data, "plan.xlsx").tables


def texts(found: RawTable) -> list[list[str]]:
    return [[item.text for item in line.cells] for line in found.rows]


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def shown(value: object, number_format: str = "General") -> tuple[str, bool]:
    book = Workbook()
    sheet = book.active
    sheet.append(["а", "б"])
    sheet["A2"] = value
    sheet["A2"].number_format = number_format
    sheet["B2"] = "рядом"
    found = tables(saved(book))[0].rows[1].cells[0]
    return found.text, found.is_number


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (1, "General", ("1", True)),
        (1.0, "General", ("1", True)),
        (6.1, "General", ("6.1", True)),
        (6.1000000000000005, "General", ("6.1", True)),
        (5942, "#,##0", ("5 942", True)),
        (1.1, "0.00", ("1.10", True)),
        (2.5, "0", ("3", True)),
        (3, '0"."', ("3", True)),
        (100, "General", ("100", True)),
        (1e20, "General", ("1e+20", True)),
        (0.285, "0%", ("29%", True)),
        (0.108, "0.0%", ("10,8%", True)),
        (True, "General", ("да", False)),
        (False, "General", ("нет", False)),
        (date(2022, 12, 31), "dd.mm.yyyy", ("31.12.2022", False)),
        (datetime(2022, 12, 31, 14, 30), "dd.mm.yyyy hh:mm", ("31.12.2022 14:30", False)),
        (time(9, 5), "h:mm", ("09:05", False)),
        (date(2022, 1, 6), "d-mmm", ("6.1", True)),
        (date(2022, 1, 6), "mmm-yy", ("01.2022", False)),
        ("#N/A", "General", ("", False)),
        ("'6.1", "General", ("6.1", False)),
        ("a_x000D_\nб_x005F_x", "General", ("a\nб_x", False)),
        ("Иванов И.И.,\nПетров\u00a0 \n\n\n(ежегодно)\n", "General", ("Иванов И.И.,\nПетров\n\n(ежегодно)", False)),
        ("• раз\n- два\n1. три\n2) четыре", "General", ("– раз\n– два\n1. три\n2) четыре", False)),
        ("=1+1", "General", ("", False)),
        ('=HYPERLINK("http://o.example","сайт")', "General", ("", False)),
    ],
)  # fmt: skip
def test_values_as_shown(value: object, number_format: str, expected: tuple[str, bool]) -> None:
    assert shown(value, number_format) == expected


def test_rich_text_is_joined() -> None:
    assert shown(CellRichText("до ", TextBlock(InlineFont(b=True), "01 марта"))) == ("до 01 марта", False)


def test_cells_that_hold_formulas() -> None:
    book = Workbook()
    book.active.append(["Вопрос", "Ответов", "Всего"])
    book.active.append(["Дороги", 5, "=B2*2"])
    (_, second) = tables(saved(book))[0].rows
    assert [(item.text, item.is_formula) for item in second.cells] == [
        ("Дороги", False),
        ("5", False),
        ("", True),
    ]


def test_stored_results_of_formulas_and_hints() -> None:
    cells = [
        '<c r="A1" t="str"><f>A2&amp;"б"</f><v>аб</v></c>',
        '<c t="str"><f>HYPERLINK("http://o.example","сайт")</f><v>сайт</v></c>',
        '<c t="d"><v>2022-12-31T00:00:00</v></c>',
        '<c t="e"><v>#REF!</v></c>',
        '<c t="s"><v>0</v></c>',
        '<c t="s"><v>77</v></c>',
        "<c><v>oops</v></c>",
        "<c><v>NaN</v></c>",
    ]
    data = f"<sheetData><row>{''.join(cells)}</row></sheetData>"
    strings = ["<t>слово</t><rPh><t>подсказка</t></rPh>"]
    (found,) = tables(archive(xlsx_parts({"Л": data}, strings=strings)))
    assert texts(found) == [["аб", "сайт (http://o.example)", "31.12.2022", "слово", "oops"]]
    assert [item.ref for item in found.rows[0].cells] == ["A1", "B1", "C1", "E1", "G1"]


def test_the_calendar_of_1904() -> None:
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    data = '<sheetData><row><c s="1"><v>1</v></c><c t="b"><v>1</v></c></row></sheetData>'
    parts = xlsx_parts({"Л": data}, styles=styles, properties='<workbookPr date1904="1"/>')
    assert texts(tables(archive(parts))[0]) == [["02.01.1904", "да"]]


def test_titles_above_and_notes_below() -> None:
    rows = {
        1: [None, None, "УТВЕРЖДЕН"],
        2: ["Отчет о ходе реализации\nплана"],
        4: HEADER,
        5: [1, "а", "б"],
        6: [None, "в"],
        8: ["* сноска"],
        9: ["исполнитель Иванов"],
    }
    (found,) = tables(xlsx(rows, '<mergeCells><mergeCell ref="A2:C2"/></mergeCells>'))
    assert found.before == ("УТВЕРЖДЕН", "Отчет о ходе реализации\nплана")
    assert found.after == ("– сноска", "исполнитель Иванов")
    assert texts(found) == [HEADER, ["1", "а", "б"], ["", "в", ""]]
    assert [line.number for line in found.rows] == [4, 5, 6]
    assert found.name == "Лист1"


def test_two_blocks_side_by_side_above_the_title() -> None:
    rows = {1: ["СОГЛАСОВАНО", None, "УТВЕРЖДАЮ"], 2: ["Отчёт"], 3: HEADER, 4: [1, "а", "б"]}
    (found,) = tables(xlsx(rows))
    assert (found.before, texts(found)[0]) == (("СОГЛАСОВАНО", "УТВЕРЖДАЮ", "Отчёт"), HEADER)


def test_a_last_row_with_one_text_belongs_to_the_table() -> None:
    (found,) = tables(xlsx({1: HEADER, 2: [1, "а", "б"], 3: [None, "подпункт"]}))
    assert texts(found)[-1] == ["", "подпункт", ""]
    assert found.after == ()


def test_merged_cells_are_spread() -> None:
    rows = {
        1: ["№", "Исполнение", None],
        2: [None, "Срок", "Ход"],
        3: ["I. Раздел", "под разделом не видно"],
        4: [1, "а", "б"],
        5: ["не видно", "в", "г"],
    }
    merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in ("A1:A2", "B1:C1", "A3:C3", "A4:A5"))
    (found,) = tables(xlsx(rows, f"<mergeCells>{merges}</mergeCells>"))
    seen = [
        [(item.text, item.column, item.span, item.row_span_continues) for item in line.cells]
        for line in found.rows
    ]
    assert seen == [
        [("№", 0, 1, False), ("Исполнение", 1, 2, False)],
        [("", 0, 1, True), ("Срок", 1, 1, False), ("Ход", 2, 1, False)],
        [("I. Раздел", 0, 3, False)],
        [("1", 0, 1, False), ("а", 1, 1, False), ("б", 2, 1, False)],
        [("", 0, 1, True), ("в", 1, 1, False), ("г", 2, 1, False)],
    ]


def test_columns_without_content_do_not_count() -> None:
    (found,) = tables(xlsx({2: [None, None, "№", None, "Ход"], 3: [None, None, 1, None, "а"]}))
    assert (found.width, texts(found)) == (2, [["№", "Ход"], ["1", "а"]])
    assert [item.ref for item in found.rows[0].cells] == ["C2", "E2"]


def test_links() -> None:
    extra = (
        '<hyperlinks><hyperlink ref="A2" r:id="rId9"/><hyperlink ref="B2" r:id="rId9"/>'
        '<hyperlink ref="C2" location="Лист1!A1"/></hyperlinks>'
    )
    rows = {1: HEADER, 2: ["сайт", "на сайте http://o.example", "раздел"]}
    (found,) = tables(xlsx(rows, extra, links={"rId9": "http://o.example/"}))
    assert texts(found)[1] == ["сайт (http://o.example/)", "на сайте http://o.example", "раздел"]


def test_hidden_sheets_and_sheets_without_a_table_are_left_out() -> None:
    sheet = sheet_rows({1: HEADER})
    parts = xlsx_parts(
        {"Титул": sheet_rows({1: ["Отчёт"], 2: ["за год"]}), "План": sheet, "Черновик": sheet, "Ещё": sheet},
        states={"Черновик": "hidden", "Ещё": "veryHidden"},
    )
    assert [found.name for found in tables(archive(parts))] == ["План"]


def test_a_sheet_that_claims_to_be_full() -> None:
    extra = '<mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>'
    data = (
        '<dimension ref="A1:XFD1048576"/>'
        + sheet_rows({1: HEADER, 2: [1, "а", "б"], 1_048_576: [None]})
        + extra
    )
    assert texts(tables(archive(xlsx_parts({"Л": data})))[0]) == [HEADER, ["1", "а", "б"]]


def test_a_book_called_docx_is_read_as_a_book() -> None:
    assert read_document(xlsx({1: HEADER}), "отчёт.docx").format == "xlsx"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_what_libreoffice_saves(tmp_path: Path) -> None:
    source = tmp_path / "plan.csv"
    source.write_text("№,Мероприятие,Ход\n1,Опрос жителей,проведён\n2,Приём граждан,\n", encoding="utf-8")
    converted = subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--infilter=CSV:44,34,76",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(tmp_path),
            str(source),
        ],
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert converted.returncode == 0, converted.stderr
    (found,) = tables((tmp_path / "plan.xlsx").read_bytes())
    assert texts(found) == [
        ["№", "Мероприятие", "Ход"],
        ["1", "Опрос жителей", "проведён"],
        ["2", "Приём граждан", ""],
    ]
