"""Word and Excel files made from a few words of XML, as bytes, for tests of readers and imports."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from html import escape

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def relationships(*items: tuple[str, str, str], external: bool = False) -> str:
    """A ``.rels`` part of (id, last word of the type, target)."""
    mode = ' TargetMode="External"' if external else ""
    lines = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{escape(target)}"'
        f"{mode if kind == 'hyperlink' else ''}/>"
        for name, kind, target in items
    )
    return f'<Relationships xmlns="{_PACKAGE}">{lines}</Relationships>'


def docx_parts(
    body: str, *, numbering: str = "", styles: str = "", links: Mapping[str, str] | None = None
) -> dict[str, str | bytes]:
    """The parts of a Word document; ``links``: relationship id -> address."""
    items = [(name, "hyperlink", target) for name, target in (links or {}).items()]
    items += [("rIdS", "styles", "styles.xml"), ("rIdN", "numbering", "numbering.xml")]
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relationships(("rId1", "officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relationships(*items, external=True),
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f"<w:styles {_NAMESPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_NAMESPACES}>{numbering}</w:numbering>",
    }


def docx(
    body: str, *, numbering: str = "", styles: str = "", links: Mapping[str, str] | None = None
) -> bytes:
    """A Word document with this body."""
    return archive(docx_parts(body, numbering=numbering, styles=styles, links=links))


def run(text: str, properties: str = "") -> str:
    return (
        f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'
    )


def paragraph(content: str = "", properties: str = "") -> str:
    """A paragraph of plain text, or of runs if ``content`` starts with a tag."""
    inner = content if content.startswith("<") or not content else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def numbered(content: str = "", number: str = "1", level: int = 0) -> str:
    """A paragraph with an automatic number."""
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(content, place)


def cell(content: str = "", properties: str = "") -> str:
    """A table cell: lines of plain text, or blocks if ``content`` starts with a tag."""
    blocks = content if content.startswith("<") else "".join(paragraph(line) for line in content.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def row(*contents: str, properties: str = "") -> str:
    """A table row of cells, each as text or as a ready ``<w:tc>``."""
    cells = "".join(item if item.startswith("<w:tc>") else cell(item) for item in contents)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


def table(*rows: str, grid: Sequence[int] = ()) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def word_list(
    *levels: tuple[str, str], number: str = "1", abstract: str = "1", start: int = 1, overrides: str = ""
) -> str:
    """A list definition: (format, pattern) for each level."""
    inner = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start if index == 0 else 1}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for index, (form, pattern) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="{abstract}">{inner}</w:abstractNum>'
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'
    )


def xlsx_parts(
    sheets: Mapping[str, str],
    *,
    strings: Iterable[str] = (),
    styles: str = "",
    states: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
    properties: str = "",
) -> dict[str, str | bytes]:
    """The parts of an Excel book. ``sheets``: name -> content of ``<worksheet>``; ``strings``: contents of ``<si>``;
    ``links``: relationship id -> address, the same for every sheet."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{index}" r:id="rId{index}" '
        f'state="{(states or {}).get(name, "visible")}"/>'
        for index, name in enumerate(names, start=1)
    )
    items = [
        (f"rId{index}", "worksheet", f"worksheets/sheet{index}.xml") for index in range(1, len(names) + 1)
    ]
    items += [("rIdT", "sharedStrings", "sharedStrings.xml"), ("rIdS", "styles", "styles.xml")]
    found: dict[str, str | bytes] = {
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}">{properties}<sheets>{listed}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relationships(*items),
        "xl/sharedStrings.xml": f'<sst xmlns="{_SHEET}">{"".join(f"<si>{text}</si>" for text in strings)}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{_SHEET}">{styles}</styleSheet>',
    }
    for index, name in enumerate(names, start=1):
        found[f"xl/worksheets/sheet{index}.xml"] = (
            f'<worksheet xmlns="{_SHEET}" xmlns:r="{_OFFICE}">{sheets[name]}</worksheet>'
        )
        found[f"xl/worksheets/_rels/sheet{index}.xml.rels"] = relationships(
            *((name, "hyperlink", target) for name, target in (links or {}).items()), external=True
        )
    return found


def sheet_cell(reference: str, content: object) -> str:
    """A cell: a string as text, a number as number, ready XML as it is, `None` as nothing."""
    if content is None:
        return ""
    if isinstance(content, int | float):
        return f'<c r="{reference}"><v>{content}</v></c>'
    text = str(content)
    if text.startswith("<"):
        return text
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def sheet_rows(rows: Mapping[int, Sequence[object]]) -> str:
    """``<sheetData>`` of row number -> cells from column A on."""
    lines = []
    for number, contents in rows.items():
        cells = (
            sheet_cell(f"{chr(ord('A') + index)}{number}", content) for index, content in enumerate(contents)
        )
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return f"<sheetData>{''.join(lines)}</sheetData>"


def xlsx(rows: Mapping[int, Sequence[object]], extra: str = "", **options: object) -> bytes:
    """An Excel book of one sheet «Лист1»; ``extra``: what follows its ``<sheetData>`` (merges, links)."""
    return archive(xlsx_parts({"Лист1": sheet_rows(rows) + extra}, **options))  # type: ignore[arg-type]
