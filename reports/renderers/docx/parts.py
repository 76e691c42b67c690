"""The other parts of the Word package: properties, styles, settings, header of a draft, footer, relationships."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC

from reports.content import ReportContent
from reports.renderers.docx.xml import escaped, quoted
from reports.renderers.words import DRAFT, UNAPPROVED, published_at, version_words

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    "{pictures}"
    f'<Override PartName="/word/document.xml" ContentType="{_WORD_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WORD_TYPE}.settings+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_WORD_TYPE}.footer+xml"/>'
    "{header}"
    '<Override PartName="/docProps/core.xml"'
    ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    '<Override PartName="/docProps/app.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
    "</Types>"
)
_PACKAGE_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/extended-properties" Target="docProps/app.xml"/>'
    "</Relationships>"
)
_APP = (
    f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion></Properties>"
)
_SETTINGS = (
    f'{_HEAD}<w:settings {_W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="708"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="ru-RU"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)


def _style(kind: str, key: str, name: str, inside: str, *, is_default: bool = False) -> str:
    default = ' w:default="1"' if is_default else ""
    based = "" if is_default or kind != "paragraph" else '<w:basedOn w:val="Normal"/>'
    custom = ' w:customStyle="1"' if key in ("Approval", "Section", "TableHead", "Note") else ""
    return (
        f'<w:style w:type="{kind}"{default}{custom} w:styleId="{key}"><w:name w:val="{name}"/>'
        f"{based}{inside}</w:style>"
    )


def _borders() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)
    return f"<w:tblBorders>{lines}</w:tblBorders>"


_MARGINS = (
    '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
)
_FONT = "Times New Roman"
_STYLES = (
    f"{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
    f'<w:rFonts w:ascii="{_FONT}" w:eastAsia="{_FONT}" w:hAnsi="{_FONT}" w:cs="{_FONT}"/>'
    '<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="ru-RU" w:eastAsia="ru-RU" w:bidi="ar-SA"/>'
    "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
    '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    + _style("paragraph", "Normal", "Normal", "<w:qFormat/>", is_default=True)
    + _style("character", "DefaultParagraphFont", "Default Paragraph Font", "", is_default=True)
    + _style(
        "table", "TableNormal", "Normal Table", f"<w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>{_MARGINS}</w:tblPr>",
        is_default=True,
    )
    + _style("table", "TableGrid", "Table Grid", f'<w:basedOn w:val="TableNormal"/><w:tblPr>{_borders()}</w:tblPr>')
    + _style(
        "paragraph", "Title", "Title",
        '<w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="120" w:after="240"/><w:jc w:val="center"/>'
        '<w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:bCs/></w:rPr>',
    )
    + _style(
        "paragraph", "Approval", "Утверждение",
        '<w:pPr><w:keepNext/><w:spacing w:after="60"/><w:ind w:left="9639"/></w:pPr>',
    )
    + _style("paragraph", "TableHead", "Заголовок таблицы", '<w:pPr><w:jc w:val="center"/></w:pPr>')
    + _style(
        "paragraph", "Section", "Раздел",
        '<w:pPr><w:keepNext/><w:spacing w:before="60" w:after="60"/><w:jc w:val="center"/></w:pPr>'
        "<w:rPr><w:b/><w:bCs/></w:rPr>",
    )
    + _style(
        "paragraph", "Note", "Примечание",
        '<w:pPr><w:spacing w:before="120"/></w:pPr><w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>',
    )
    + _style(
        "paragraph", "Footer", "footer",
        '<w:pPr><w:tabs><w:tab w:val="center" w:pos="7569"/></w:tabs></w:pPr>'
        '<w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>',
    )
    + _style("character", "Hyperlink", "Hyperlink", '<w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr>')
    + "</w:styles>"
)  # fmt: skip


def before_body(content: ReportContent) -> dict[str, str]:
    """Every part that does not depend on the body, by name, in the package's order."""
    draft = {"word/header1.xml": _DRAFT_HEADER} if content.is_draft else {}
    has_pictures = any(insert.chart for row in content.rows for insert in row.inserts)
    return {
        "[Content_Types].xml": _CONTENT_TYPES.format(
            header=_HEADER_TYPE if draft else "", pictures=_PICTURE_TYPE if has_pictures else ""
        ),
        "_rels/.rels": _PACKAGE_RELATIONS,
        "docProps/core.xml": _core(content),
        "docProps/app.xml": _APP,
        "word/styles.xml": _STYLES,
        "word/settings.xml": _SETTINGS,
        "word/footer1.xml": _footer(content),
        **draft,
    }


def _core(content: ReportContent) -> str:
    moment = published_at(content).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    author = escaped(content.municipality.name)
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escaped(content.title)}</dc:title><dc:creator>{author}</dc:creator>"
        f"<cp:lastModifiedBy>{author}</cp:lastModifiedBy><cp:revision>{content.version}</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        "<dc:language>ru-RU</dc:language></cp:coreProperties>"
    )


_PICTURE_TYPE = '<Default Extension="png" ContentType="image/png"/>'
_HEADER_TYPE = f'<Override PartName="/word/header1.xml" ContentType="{_WORD_TYPE}.header+xml"/>'
# On every page of a draft, at the right; the shade marks what nobody has approved.
_DRAFT_HEADER = (
    f'{_HEAD}<w:hdr {_W}><w:p><w:pPr><w:jc w:val="right"/></w:pPr>'
    f'<w:r><w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr><w:t xml:space="preserve">{UNAPPROVED}   </w:t></w:r>'
    f'<w:r><w:rPr><w:b/><w:bCs/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr><w:t>{DRAFT}</w:t></w:r></w:p></w:hdr>'
)


def _footer(content: ReportContent) -> str:
    """The page number in the middle; at the left the version, unless it is the first."""
    version = f"<w:r><w:t>{escaped(version_words(content))}</w:t></w:r>" if content.version > 1 else ""
    return (
        f'{_HEAD}<w:ftr {_W}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{version}<w:r><w:tab/></w:r>'
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>'
    )


def picture_name(key: str) -> str:
    """The part that holds a picture, beside the document."""
    return f"media/{key}.png"


def relations(links: Mapping[str, str], pictures: Iterable[str], *, is_draft: bool) -> str:
    """The document's relationships; ``links``: address -> id; ``pictures``: their ids."""
    header = f'<Relationship Id="header" Type="{_OFFICE}/header" Target="header1.xml"/>' if is_draft else ""
    addresses = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/hyperlink" Target="{quoted(address)}" TargetMode="External"/>'
        for address, key in links.items()
    )
    drawn = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/image" Target="{picture_name(key)}"/>' for key in pictures
    )
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="styles" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="settings" Type="{_OFFICE}/settings" Target="settings.xml"/>'
        f'<Relationship Id="footer" Type="{_OFFICE}/footer" Target="footer1.xml"/>'
        f"{header}{addresses}{drawn}</Relationships>"
    )
