"""The Word file, opened again: the office's look, the words, the links, and nothing that depends on the clock."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx as python_docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from lxml import etree

from plans.files.document import read_document
from reports.content import FrozenOfficer, FrozenRow, ReportContent
from reports.readers.understanding import understand
from reports.renderers import docx
from tests.reports.samples import HOSTILE, LISTED, TITLE, activity, sample_content, small_content

WIDTHS = [737, 3969, 3118, 7313]


def drawn(content: ReportContent) -> bytes:
    out = io.BytesIO()
    docx.render(content, out)
    return out.getvalue()


def opened(content: ReportContent) -> Document:
    return python_docx.Document(io.BytesIO(drawn(content)))


def table_of(content: ReportContent) -> Table:
    (table,) = opened(content).tables
    return table


def cells(table: Table, place: int) -> list[str]:
    return [cell.text for cell in table.rows[place].cells]


def flags(table: Table, place: int) -> set[str]:
    about = table.rows[place]._tr.trPr
    return set() if about is None else {etree.QName(child).localname for child in about}


def test_the_page_is_the_offices() -> None:
    section = opened(small_content()).sections[0]
    assert (section.page_width.twips, section.page_height.twips) == (16838, 11906)
    assert section.orientation == 1
    sides = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [side.twips for side in sides] == [850, 567, 850, 1134]


def test_the_language_and_the_letters() -> None:
    with zipfile.ZipFile(io.BytesIO(drawn(small_content()))) as package:
        styles = etree.fromstring(package.read("word/styles.xml"))
    defaults = styles.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    assert defaults.find(qn("w:lang")).get(qn("w:val")) == "ru-RU"
    assert defaults.find(qn("w:rFonts")).get(qn("w:ascii")) == "Times New Roman"
    assert defaults.find(qn("w:sz")).get(qn("w:val")) == "24"


def test_properties_come_from_the_content() -> None:
    properties = opened(small_content()).core_properties
    assert properties.title == TITLE
    assert properties.author == "Прикумский муниципальный округ"
    assert properties.language == "ru-RU"
    moment = datetime(2022, 7, 13, 22, 30, tzinfo=UTC)
    assert (properties.created, properties.modified) == (moment, moment)


def test_the_title_is_centred_and_bold() -> None:
    title = next(each for each in opened(small_content()).paragraphs if each.text == TITLE)
    assert (title.style.name, title.style.font.bold, title.style.paragraph_format.alignment) == (
        "Title",
        True,
        1,
    )


def test_the_approval_block_has_what_is_known() -> None:
    block = [each.text for each in opened(small_content()).paragraphs if each.style.name == "Утверждение"]
    position = "Первый заместитель главы администрации Прикумского муниципального округа"
    assert block == ["УТВЕРЖДАЮ", position, "_______________ Колесников А.П.", "13\xa0июля\xa02022\xa0г."]
    bare = small_content(signatory_name="", signatory_position="", approved_on="", prepared_by="")
    assert [each.text for each in opened(bare).paragraphs] == [TITLE, ""]


def test_the_columns_have_the_offices_widths() -> None:
    table = table_of(small_content(activity()))
    assert [column.width.twips for column in table.columns] == WIDTHS
    for row in table.rows:
        assert [cell.width.twips for cell in row.cells] == WIDTHS
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))
    assert layout.get(qn("w:type")) == "fixed"


def test_both_header_rows_repeat_and_no_other() -> None:
    table = table_of(sample_content(40))
    assert cells(table, 0) == [
        "№ п/п",
        "Наименование мероприятия",
        "Ответственные исполнители,\n(срок исполнения)",
        "Информация о проведении мероприятия",
    ]
    assert cells(table, 1) == ["1", "2", "3", "4"]
    repeated = [place for place in range(len(table.rows)) if "tblHeader" in flags(table, place)]
    assert repeated == [0, 1]


def test_short_rows_are_kept_whole_and_long_ones_not() -> None:
    table = table_of(
        small_content(activity("1"), activity("2", "строка\n" * 60 + "конец"), activity("3", "я " * 3000))
    )
    assert [flags(table, place) for place in (2, 3, 4)] == [{"cantSplit"}, set(), set()]


def test_an_activity() -> None:
    table = table_of(small_content(activity("6.1.2", LISTED)))
    who = "Астахова И.Н.\nВетров С.П.\n\n(ежегодно, до 01 марта)"
    assert cells(table, 2) == ["6.1.2", "Проведение мониторинга № 6.1.2", who, LISTED]
    hanging = [each.paragraph_format.first_line_indent for each in table.rows[2].cells[3].paragraphs]
    assert [None if each is None else each.twips for each in hanging] == [
        None, None, None, -180, -180, None, -260, -260,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("officers", "deadline", "words"),
    [
        ((), "", ""),
        ((), "постоянно", "(постоянно)"),
        ((FrozenOfficer("Ветров С.П."),), "", "Ветров С.П."),
        ((FrozenOfficer("Ветров С.П."),), "постоянно", "Ветров С.П.\n\n(постоянно)"),
    ],
)
def test_officers_and_deadline(officers: tuple[FrozenOfficer, ...], deadline: str, words: str) -> None:
    assert cells(table_of(small_content(activity(officers=officers, deadline=deadline))), 2)[2] == words


def test_a_gap_is_an_empty_cell_and_a_reason_is_printed() -> None:
    table = table_of(small_content(activity("1", ""), activity("2", "", nothing_reason="Обращений не было.")))
    assert [cells(table, place)[3] for place in (2, 3)] == ["", "Обращений не было."]


def test_sections_go_over_the_full_width_and_groups_do_not() -> None:
    content = small_content(
        FrozenRow("section", "", 0, "I. Открытые данные"),
        FrozenRow("group", "1", 0, "Обеспечение:"),
        activity("1.1"),
    )
    table = table_of(content)
    section = table.rows[2]._tr.tc_lst
    assert [(cell.grid_span, cell.width.twips) for cell in section] == [(4, sum(WIDTHS))]
    assert cells(table, 2)[0] == "I. Открытые данные"
    assert len(table.rows[3]._tr.tc_lst) == 4
    assert cells(table, 3) == ["1", "Обеспечение:", "", ""]
    assert all(each._p.pPr.find(qn("w:keepNext")) is not None for each in table.rows[3].cells[1].paragraphs)


def test_links_are_live_and_share_a_relationship() -> None:
    table = table_of(
        small_content(activity("1", LISTED), activity("2", LISTED + "\njavascript:alert(1) www.a.ru"))
    )
    found = [
        [link for each in table.rows[place].cells[3].paragraphs for link in each.hyperlinks]
        for place in (2, 3)
    ]
    expected = [
        ("https://prikumsk.example/sadovaya", "https://prikumsk.example/sadovaya"),
        ("pochta@prikumsk.example", "mailto:pochta@prikumsk.example"),
        ("https://www.prikumsk.example", "https://www.prikumsk.example"),
    ]
    assert [[(link.text, link.url) for link in links] for links in found] == [
        expected,
        [*expected, ("www.a.ru", "http://www.a.ru")],
    ]
    assert {link._hyperlink.rId for link in found[0]} < {link._hyperlink.rId for link in found[1]}


def test_the_footer_has_the_page_number_and_the_later_version() -> None:
    first, second = (
        opened(small_content(version=version)).sections[0].footer.paragraphs[0] for version in (1, 2)
    )
    assert second._p.find(qn("w:fldSimple")).get(qn("w:instr")).strip() == "PAGE"
    assert (first.text, second.text) == ("\t", "Версия 2 от 14\xa0июля\xa02022\xa0г.\t")


def test_what_follows_the_table() -> None:
    notes = [
        each.text
        for each in opened(small_content(version=2, reason="уточнено число встреч")).paragraphs
        if each.style.name == "Примечание"
    ]
    assert notes == [
        "Подготовлено: организационный отдел, Астахова И.Н.",
        "Версия 2 от 14\xa0июля\xa02022\xa0г. Причина исправления: уточнено число встреч",
    ]


def test_hostile_text_is_text() -> None:
    table = table_of(
        small_content(activity("1", HOSTILE, text='<w:p/> & "x"', deadline="до\tзавтра\r\nи потом"))
    )
    assert cells(table, 2)[1:] == [
        '<w:p/> & "x"',
        "Астахова И.Н.\nВетров С.П.\n\n(до\tзавтра\nи потом)",
        HOSTILE.replace("\x00", "").replace("\x0b", ""),
    ]


def test_the_same_content_gives_the_same_bytes() -> None:
    assert drawn(sample_content(60)) == drawn(ReportContent.from_text(sample_content(60).to_text()))


def test_no_rows_make_a_file_too() -> None:
    assert len(table_of(small_content()).rows) == 2


def test_imported_again_it_says_the_same() -> None:
    content = sample_content(29, version=2, reason="уточнено")
    parsed = understand(read_document(drawn(content), "report.docx"))
    assert (parsed.title, str(parsed.period)) == (TITLE, "2022-h1")
    assert [(str(r.kind), r.number, r.level, r.text, r.deadline, r.progress) for r in parsed.rows] == [
        (r.kind, r.number, r.level, r.text, r.deadline, r.progress) for r in content.rows
    ]
    assert [[o.name for o in r.officers] for r in parsed.rows] == [
        [o.name for o in r.officers] for r in content.rows
    ]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="нет LibreOffice")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    content = small_content(*sample_content(29).rows, activity("22", HOSTILE))
    (tmp_path / "report.docx").write_bytes(drawn(content))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/office",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run([*command, "report.docx"], cwd=tmp_path, check=True, capture_output=True, timeout=180)
    text = subprocess.run(
        ["pdftotext", "-layout", "report.pdf", "-"], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout
    pages = text.split("\f")[:-1]
    assert len(pages) > 5
    assert all("Наименование мероприятия" in page for page in pages)
    assert [page.rstrip().rsplit(maxsplit=1)[-1] for page in pages] == [str(n + 1) for n in range(len(pages))]
