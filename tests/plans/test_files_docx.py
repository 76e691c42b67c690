"""Word tables as plain text: runs, breaks, links, fields, tracked changes, wrappers, merged cells."""

import shutil
import subprocess
from pathlib import Path

import pytest

from plans.files.document import read_document
from plans.files.raw import RawDocument, RawTable
from tests.reports.builders import archive, cell, docx, docx_parts, paragraph, row, run, table

REAL = Path(__file__).resolve().parents[3] / "shared" / "input" / "report-2022-h1.docx"


def read(body: str, **options: object) -> RawDocument:
    return read_document(docx(body, **options), "plan.docx")  # type: ignore[arg-type]


def texts(found: RawTable) -> list[list[str]]:
    return [[item.text for item in line.cells] for line in found.rows]


def cell_of(blocks: str, **options: object) -> str:
    (found,) = read(table(row(cell(blocks), "x")), **options).tables
    return found.rows[0].cells[0].text


def one_line(content: str, **options: object) -> str:
    return cell_of(paragraph(content), **options)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (run("Отк") + run("рытое ") + run("правительство"), "Открытое правительство"),
        (run("до 01") + "<w:r><w:br/></w:r>" + run("марта"), "до 01\nмарта"),
        (run("до 01") + "<w:r><w:cr/></w:r>" + run("марта"), "до 01\nмарта"),
        (run("до") + '<w:r><w:br w:type="page"/></w:r>' + run("марта"), "до марта"),
        (run("до") + "<w:r><w:lastRenderedPageBreak/><w:tab/></w:r>" + run("марта"), "до марта"),
        (run("кто") + "<w:r><w:noBreakHyphen/></w:r>" + run("то"), "кто-то"),
        (run("отчё") + "<w:r><w:softHyphen/></w:r>" + run("та"), "отчёта"),
        (run("01\u00a0марта\u202f2022\u2007г.\u200b\ufeff"), "01 марта 2022 г."),
        (run("от\u00adчёт"), "отчёт"),
        (run("Кру\u0438\u0306"), "Круй"),
        (run("  два  пробела  "), "два  пробела"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + run(" есть"), "✓ есть"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>' + run(" есть"), "– есть"),
        ('<w:r><w:sym w:font="Symbol" w:char="D800"/></w:r>' + run("есть"), "есть"),
        (run("видно") + run(" скрыто", "<w:vanish/>"), "видно"),
        (run("видно") + run(" и это", '<w:vanish w:val="0"/>'), "видно и это"),
        (run("текст") + '<w:r><w:footnoteReference w:id="2"/></w:r>', "текст"),
        (run("а") + '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>', "а"),
        (run("а") + '<w:commentRangeStart w:id="0"/>' + run("б") + '<w:r><w:commentReference w:id="0"/></w:r>', "аб"),
        ("<w:ins>" + run("новое") + "</w:ins><w:del><w:r><w:delText>старое</w:delText></w:r></w:del>", "новое"),
        ("<w:moveFrom>" + run("отсюда") + "</w:moveFrom><w:moveTo>" + run("сюда") + "</w:moveTo>", "сюда"),
        ("<w:smartTag><w:customXml>" + run("в метках") + "</w:customXml></w:smartTag>", "в метках"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + run("в поле") + "</w:sdtContent></w:sdt>", "в поле"),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("Пишите") + "</w:sdtContent></w:sdt>",
            "",
        ),
        (
            "<mc:AlternateContent><mc:Choice>" + run("раз") + "</mc:Choice><mc:Fallback>" + run("два")
            + "</mc:Fallback></mc:AlternateContent>",
            "раз",
        ),
        ("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", "x=1"),
        ("<w:ruby><w:rt>" + run("над") + "</w:rt><w:rubyBase>" + run("слово") + "</w:rubyBase></w:ruby>", "слово"),
    ],
)  # fmt: skip
def test_a_line_is_what_a_person_sees(content: str, expected: str) -> None:
    assert one_line(content) == expected


@pytest.mark.parametrize(
    ("address", "words", "expected"),
    [
        ("https://okrug.example/", "сайт округа", "сайт округа (https://okrug.example/)"),
        ("https://okrug.example/", "https://okrug.example", "https://okrug.example"),
        ("https://okrug.example/%D0%BE", "https://okrug.example/о", "https://okrug.example/о"),
        ("http://okrug.example", " сайт ", "сайт (http://okrug.example) ."),
        ("mailto:info@okrug.example?subject=1", "info@okrug.example", "info@okrug.example"),
        ("mailto:info@okrug.example", "почта", "почта (info@okrug.example)"),
        ("https://okrug.example/a(1)", "файл", "файл (https://okrug.example/a%281%29)"),
        ("www.okrug.example", "сайт", "сайт (http://www.okrug.example)"),
        ("http://www.okrug.example/", "www.okrug.example", "www.okrug.example"),
        ("http://www.okrug.example/a", "www.okrug.example", "www.okrug.example (http://www.okrug.example/a)"),
        ("http://okrug.example", "okrug.example", "okrug.example (http://okrug.example)"),
        ("file:///C:/план.docx", "план", "план"),
        ("javascript:alert(1)", "план", "план"),
    ],
)
def test_links(address: str, words: str, expected: str) -> None:
    tail = run(".") if expected.endswith(".") else ""
    content = f'<w:hyperlink r:id="rId9">{run(words)}</w:hyperlink>{tail}'
    assert one_line(content, links={"rId9": address}) == expected


def test_a_link_split_in_two_is_one() -> None:
    half = '<w:hyperlink r:id="rId9">{}</w:hyperlink>'
    content = half.format(run("сайт ")) + half.format(run("округа"))
    assert one_line(content, links={"rId9": "http://o.example"}) == "сайт округа (http://o.example)"


def test_a_link_within_the_document_is_its_words() -> None:
    assert one_line(f'<w:hyperlink w:anchor="p1">{run("раздел 1")}</w:hyperlink>') == "раздел 1"


def _field(instruction: str, result: str) -> str:
    parts = "".join(
        f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in (instruction[:5], instruction[5:])
    )
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{parts}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (_field(' HYPERLINK "http://o.example" \\o "подсказка" ', run("са") + run("йт")), "сайт (http://o.example)"),
        (_field(' HYPERLINK \\l "закладка" ', run("раздел")), "раздел"),
        (_field(" PAGE ", run("7")), "7"),
        (_field(" IF 1 ", _field(' HYPERLINK "ftp://o.ru"', run("сайт")) + run(" да")), "сайт (ftp://o.ru) да"),
        ("<w:fldSimple w:instr=' HYPERLINK \"http://o.example\" '>" + run("сайт") + "</w:fldSimple>", "сайт (http://o.example)"),
        ('<w:fldSimple w:instr=" DATE ">' + run("01.07.2022") + "</w:fldSimple>", "01.07.2022"),
    ],
)  # fmt: skip
def test_fields_give_their_result(content: str, expected: str) -> None:
    assert one_line(content) == expected


def test_an_unfinished_field_takes_nothing_from_the_next_cell() -> None:
    begun = paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("потеряно"))
    (found,) = read(table(row(cell(begun), "рядом"))).tables
    assert texts(found) == [["", "рядом"]]


def test_paragraphs_are_lines_and_blank_ones_stay_single() -> None:
    assert cell_of("".join(map(paragraph, ("", "А", "", "", "Б", "В", "")))) == "А\n\nБ\nВ"


@pytest.mark.parametrize("bullet", ["•", "·", "▪", "–", "-", "*", "—", "\uf0b7"])
def test_typed_bullets_are_one_kind(bullet: str) -> None:
    assert one_line(run(f"{bullet}\u00a0 пункт")) == "– пункт"


@pytest.mark.parametrize("line", ["1. пункт", "1) пункт", "-5 градусов", "-", "– "])
def test_other_beginnings_stay_as_typed(line: str) -> None:
    assert one_line(run(line)) == line.strip()


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    mark = "<w:rPr><w:del/></w:rPr>"
    assert cell_of(paragraph(run("Нача"), mark) + paragraph("ло") + paragraph("Конец")) == "Начало\nКонец"
    assert cell_of(paragraph("<w:del>" + run("всё") + "</w:del>", mark) + paragraph("Осталось")) == "Осталось"
    assert cell_of(paragraph("А") + paragraph("Б", mark)) == "А\nБ"


def test_deleted_rows_and_cells_are_out_and_inserted_ones_in() -> None:
    (found,) = read(
        table(
            row("1", "а"),
            row("2", "б", properties="<w:del/>"),
            row("3", "в", properties="<w:ins/>"),
            row(cell("x", "<w:cellDel/>"), "4", "г"),
        )
    ).tables
    assert texts(found) == [["1", "а"], ["3", "в"], ["4", "г"]]
    assert [line.number for line in found.rows] == [1, 2, 3]


def test_hidden_by_style() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Hid"><w:basedOn w:val="Base"/></w:style>'
    )
    content = run("видно") + run(" нет", '<w:rStyle w:val="Hid"/>')
    assert one_line(content, styles=styles) == "видно"


def test_wrapped_rows_cells_and_paragraphs_are_found() -> None:
    def sdt(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    body = sdt(table(sdt(row(cell(sdt(paragraph("1"))), "а")), f"<w:customXml>{row('2', 'б')}</w:customXml>"))
    wrapped = f"<w:tr>{sdt(cell('3'))}{cell('в')}</w:tr>"
    found = read(body + f"<w:smartTag>{table(wrapped)}</w:smartTag>").tables
    assert [texts(item) for item in found] == [[["1", "а"], ["2", "б"]], [["3", "в"]]]


def test_one_alternative_at_body_level() -> None:
    body = (
        f"<mc:AlternateContent><mc:Choice>{table(row('1', 'а'))}</mc:Choice>"
        f"<mc:Fallback>{table(row('2', 'б'))}{paragraph('нет')}</mc:Fallback></mc:AlternateContent>{paragraph('да')}"
    )
    (found,) = read(body).tables
    assert (texts(found), found.after) == ([["1", "а"]], ("да",))


def test_what_stands_between_tables() -> None:
    box = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>"
        f"{paragraph('В рамке')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"<w:txbxContent>{paragraph('В рамке')}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    body = (
        paragraph(box + run("УТВЕРЖДЕН"))
        + paragraph()
        + table(row("Согласовано", "да"))
        + paragraph(run("Отчёт") + "<w:r><w:br/></w:r>" + run("за I полугодие"))
        + table(row("1", "а"))
        + paragraph("* сноска")
    )
    first, second = read(body).tables
    assert (first.name, first.before, first.after) == (
        "таблица 1",
        ("УТВЕРЖДЕН", "В рамке"),
        ("Отчёт\nза I полугодие",),
    )
    assert (second.name, second.before, second.after) == (
        "таблица 2",
        ("Отчёт\nза I полугодие",),
        ("– сноска",),
    )


def test_a_nested_table_is_lines_of_its_cell() -> None:
    nested = table(row("Да", "195", ""), row("Нет\nскорее", "145"), row("", ""))
    assert cell_of(paragraph("Итоги:") + nested + paragraph("Всего 340")) == (
        "Итоги:\nДа | 195\nНет скорее | 145\nВсего 340"
    )


def test_a_text_box_in_a_cell_is_read_once() -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{paragraph('врезка')}</w:txbxContent></v:textbox></w:pict></w:r>"
    assert one_line(run("текст") + box) == "текст\nврезка"


def test_merged_cells_are_spread() -> None:
    (found,) = read(
        table(
            row(cell("№", '<w:vMerge w:val="restart"/>'), cell("Исполнение", '<w:gridSpan w:val="2"/>')),
            row(cell("скрыто", "<w:vMerge/>"), "Срок", "Ход"),
            row(cell("1", "<w:vMerge/>"), cell("а", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>")),
            row(cell("I. Раздел", '<w:gridSpan w:val="3"/>')),
            row("б", "в", properties='<w:gridBefore w:val="1"/>'),
            row(cell("сам", "<w:vMerge/>"), "г", "д"),
        )
    ).tables
    seen = [
        [(item.text, item.column, item.span, item.row_span_continues) for item in line.cells]
        for line in found.rows
    ]
    assert found.width == 3
    assert seen == [
        [("№", 0, 1, False), ("Исполнение", 1, 2, False)],
        [("", 0, 1, True), ("Срок", 1, 1, False), ("Ход", 2, 1, False)],
        [("", 0, 1, True), ("а", 1, 2, False)],
        [("I. Раздел", 0, 3, False)],
        [("б", 1, 1, False), ("в", 2, 1, False)],
        [("сам", 0, 1, False), ("г", 1, 1, False), ("д", 2, 1, False)],
    ]
    assert found.rows[1].cells[2].ref == "строка 2, столбец 3"


def test_grid_columns_that_no_cell_uses_do_not_count() -> None:
    wide = cell("а", '<w:gridSpan w:val="900000"/>')
    (found,) = read(table(row(wide, cell("б", '<w:gridSpan w:val="4"/>')), row(wide, "в"))).tables
    assert found.width == 3
    assert [(item.column, item.span) for item in found.rows[0].cells] == [(0, 1), (1, 2)]


def test_borders_drawn_by_hand_are_one() -> None:
    def span(text: str, count: int) -> str:
        return cell(text, f'<w:gridSpan w:val="{count}"/>')

    lines = (row("№", span("Мероприятие", 2), "Ход"), row(span("1", 2), "а", "б"))
    (near,) = read(table(*lines, grid=(700, 40, 4000, 4000))).tables
    assert [[item.column for item in line.cells] for line in near.rows] == [[0, 1, 2], [0, 1, 2]]
    assert near.width == 3
    (apart,) = read(table(*lines, grid=(700, 400, 4000, 4000))).tables
    assert [[item.column for item in line.cells] for line in apart.rows] == [[0, 1, 3], [0, 2, 3]]


def test_strict_documents_and_odd_part_names() -> None:
    parts = docx_parts(table(row("1", "а")))
    strict = str(parts["word/document.xml"]).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    parts["word/document.xml"] = strict
    assert texts(read_document(archive(parts), "").tables[0]) == [["1", "а"]]
    del parts["word/styles.xml"], parts["word/numbering.xml"], parts["[Content_Types].xml"]
    odd = {name.replace("/", "\\"): content for name, content in parts.items()}
    assert texts(read_document(archive(odd), "").tables[0]) == [["1", "а"]]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_what_libreoffice_saves(tmp_path: Path) -> None:
    source = tmp_path / "plan.html"
    source.write_text(
        "<meta charset=utf-8><h1>Отчёт</h1><table border=1><tr><th rowspan=2>№<th colspan=2>Исполнение"
        "<tr><th>Срок<th>Ход<tr><td>1<td>до 01&nbsp;марта<td><p>итог</p><ul><li>раз<li>два</ul><ol><li>три<li>пять</ol>"
        '<a href="http://o.example/x">сайт</a><tr><td colspan=3>I. Раздел</table><p>сноска</p>',
        encoding="utf-8",
    )
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = [
        "--headless",
        "--infilter=HTML (StarWriter)",
        "--convert-to",
        "docx",
        "--outdir",
        str(tmp_path),
    ]
    done = subprocess.run(
        ["soffice", profile, *convert, str(source)], capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    (found,) = read_document((tmp_path / "plan.docx").read_bytes(), "plan.docx").tables
    assert (found.before, found.after, found.width) == (("Отчёт",), ("сноска",), 3)
    assert texts(found) == [
        ["№", "Исполнение"],
        ["", "Срок", "Ход"],
        ["1", "до 01 марта", "итог\n– раз\n– два\n1) три\n2) пять\nсайт (http://o.example/x)"],
        ["I. Раздел"],
    ]
    assert [item.row_span_continues for item in found.rows[1].cells] == [True, False, False]


@pytest.mark.skipif(not REAL.exists(), reason="shared/input is not at hand")
def test_the_real_report() -> None:
    (found,) = read_document(REAL.read_bytes(), REAL.name).tables
    assert (len(found.rows), found.width, len(found.before), found.after) == (31, 4, 1, ())
    assert [item.auto_number for line in found.rows for item in line.cells if item.auto_number] == [
        str(number) for number in range(11, 18)
    ]
    assert [line.cells[0].text for line in found.rows[1:4]] == ["1", "1", "2"]
    assert sum(not line.cells[3].text for line in found.rows) == 8
