"""Word's automatic numbers: what is printed before a paragraph, and where the reader puts it."""

import pytest

from plans.files.document import read_document
from tests.reports.builders import cell, docx, numbered, paragraph, row, run, table, word_list

DECIMAL = word_list(("decimal", "%1."))
OUTLINE = word_list(("decimal", "%1."), ("decimal", "%1.%2."), ("russianLower", "%3)"))
BULLETS = word_list(("bullet", "\uf0b7"), number="2", abstract="2")


def numbers(*blocks: str, numbering: str, styles: str = "") -> list[str]:
    """The automatic numbers of a one-column table with these cells."""
    body = table(*(row(cell(block), "текст") for block in blocks))
    (found,) = read_document(docx(body, numbering=numbering, styles=styles), "").tables
    return [line.cells[0].auto_number for line in found.rows]


def cell_of(blocks: str, numbering: str) -> tuple[str, str]:
    (found,) = read_document(docx(table(row(cell(blocks))), numbering=numbering), "").tables
    return found.rows[0].cells[0].text, found.rows[0].cells[0].auto_number


def test_counts_over_the_whole_document() -> None:
    body = numbered("Вступление") + table(row(cell(numbered()), "а")) + table(row(cell(numbered()), "б"))
    first, second = read_document(docx(body, numbering=DECIMAL), "").tables
    assert first.before == ("1. Вступление",)
    assert [item.rows[0].cells[0].auto_number for item in (first, second)] == ["2", "3"]


def test_starts_where_the_list_says() -> None:
    assert numbers(numbered(), numbered(), numbering=word_list(("decimal", "%1"), start=11)) == ["11", "12"]


def test_levels_restart_under_their_parent() -> None:
    levels = (0, 1, 1, 2, 2, 1, 2, 0, 1)
    assert numbers(*(numbered(level=level) for level in levels), numbering=OUTLINE) == [
        "1", "1.1", "1.2", "а", "б", "1.3", "а", "2", "2.1",
    ]  # fmt: skip


def test_a_level_that_does_not_restart() -> None:
    numbering = OUTLINE.replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:lvlRestart w:val="0"/>')
    levels = (0, 1, 0, 1)
    assert numbers(*(numbered(level=level) for level in levels), numbering=numbering) == [
        "1",
        "1.1",
        "2",
        "2.2",
    ]


def test_a_sublevel_without_its_parent_counts_from_the_start() -> None:
    assert numbers(numbered(level=1), numbered(level=1), numbering=OUTLINE) == ["1.1", "1.2"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("decimal", ["9", "10"]),
        ("decimalZero", ["09", "10"]),
        ("upperRoman", ["IX", "X"]),
        ("lowerRoman", ["ix", "x"]),
        ("upperLetter", ["I", "J"]),
        ("lowerLetter", ["i", "j"]),
        ("russianUpper", ["И", "К"]),
        ("russianLower", ["и", "к"]),
        ("ordinal", ["9", "10"]),
    ],
)
def test_formats(form: str, expected: list[str]) -> None:
    assert numbers(numbered(), numbered(), numbering=word_list((form, "%1."), start=9)) == expected


def test_letters_double_after_the_alphabet() -> None:
    assert numbers(numbered(), numbered(), numbering=word_list(("russianLower", "%1)"), start=29)) == [
        "я",
        "аа",
    ]


def test_legal_numbering_is_decimal() -> None:
    numbering = word_list(("upperRoman", "%1."), ("decimal", "%1.%2.")).replace(
        '<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:isLgl/>'
    )
    assert numbers(numbered(level=0), numbered(level=1), numbering=numbering) == ["I", "1.1"]


def test_lists_of_one_definition_count_on_unless_they_start_anew() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = (
        DECIMAL
        + '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
        + f'<w:num w:numId="8"><w:abstractNumId w:val="1"/>{override}</w:num>'
    )
    blocks = [numbered(number=number) for number in ("1", "7", "8", "8")]
    assert numbers(*blocks, numbering=numbering) == ["1", "2", "5", "6"]


def test_numbers_come_from_styles_and_what_they_are_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Second"><w:basedOn w:val="Base"/></w:style>'
    )
    numbering = OUTLINE.replace('<w:lvl w:ilvl="1">', '<w:lvl w:ilvl="1"><w:pStyle w:val="Second"/>')
    blocks = [paragraph("", f'<w:pStyle w:val="{style}"/>') for style in ("Own", "Second", "Base")]
    silent = paragraph("", '<w:pStyle w:val="Own"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert numbers(*blocks, silent, numbering=numbering, styles=styles) == ["1", "1.1", "2", ""]


def test_a_list_defined_by_a_style() -> None:
    place = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = f'<w:style w:type="numbering" w:styleId="L">{place}</w:style>'
    numbering = (
        OUTLINE
        + '<w:abstractNum w:abstractNumId="4"><w:numStyleLink w:val="L"/></w:abstractNum>'
        + '<w:num w:numId="4"><w:abstractNumId w:val="4"/></w:num>'
    )
    assert numbers(
        numbered(number="4", level=0), numbered(number="4", level=1), numbering=numbering, styles=styles
    ) == [
        "1",
        "1.1",
    ]


def test_deleted_and_covered_paragraphs_do_not_count() -> None:
    gone = numbered(number="1").replace("<w:pPr>", "<w:pPr><w:rPr><w:del/></w:rPr>")
    body = table(
        row(cell(numbered(), '<w:vMerge w:val="restart"/>'), "а"),
        row(cell(numbered(), "<w:vMerge/>"), "б"),
        row(cell(numbered()), "в", properties="<w:del/>"),
        row(cell(gone + numbered()), "г"),
    )
    (found,) = read_document(docx(body, numbering=DECIMAL), "").tables
    assert [line.cells[0].auto_number for line in found.rows] == ["1", "", "2"]


def test_the_number_of_a_row_is_not_in_its_text() -> None:
    blocks = numbered("Проведение опросов:") + numbered("по телефону", number="2") + paragraph("и так далее")
    assert cell_of(blocks, DECIMAL + BULLETS) == ("Проведение опросов:\n– по телефону\nи так далее", "1")


def test_the_numbers_of_a_list_are_in_the_text() -> None:
    blocks = paragraph("Проведено:") + numbered("встречи;") + numbered("") + numbered(run("опросы"))
    assert cell_of(blocks, DECIMAL) == ("Проведено:\n1) встречи;\n\n3) опросы", "")
    assert cell_of(numbered("встречи;") + numbered("опросы"), DECIMAL) == ("1) встречи;\n2) опросы", "")


def test_numbers_of_several_levels_in_a_list_stay_as_printed() -> None:
    blocks = paragraph("А") + numbered("Б") + numbered("В", level=1)
    assert cell_of(blocks, OUTLINE) == ("А\n1) Б\n1.1. В", "")


def test_bullets() -> None:
    blocks = numbered("– раз", number="2") + numbered("", number="2") + numbered("два", number="2")
    assert cell_of(blocks, BULLETS) == ("– раз\n\n– два", "")
    assert cell_of(numbered("", number="2"), BULLETS) == ("", "")


def test_numbers_in_a_nested_table() -> None:
    nested = table(row(cell(numbered()), "Да"), row(cell(numbered("Нет"))))
    assert cell_of(paragraph("Итоги") + nested, DECIMAL) == ("Итоги\n1 | Да\n2. Нет", "")


def test_a_list_that_is_not_defined_prints_nothing() -> None:
    assert numbers(numbered(number="99"), numbering=DECIMAL) == [""]
