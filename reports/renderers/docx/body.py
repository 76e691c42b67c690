"""The document's body as text: approval block, title, the table row by row, what follows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from accounts.wording import date_words
from plans.inserts.values import InsertValue
from reports.content import FrozenRow, ReportContent
from reports.presenting.words import tidy
from reports.renderers.docx.pictures import Pictures
from reports.renderers.docx.xml import EMPTY, Links, paragraphs, quoted, run
from reports.renderers.words import lines_needed, progress_words, version_words

# The office's own page and columns, in twips; about how many characters of 12 points a column takes.
_WIDTHS = (737, 3969, 3118, 7313)
_CHARACTERS = (5, 30, 23, 58)
# Rows up to half a page are not broken.
_KEPT_LINES = 16
# What a picture has of its cell, in inches: the last column without its margins.
_PICTURE_WIDTH = (_WIDTHS[-1] - 2 * 108) / 1440
# Rows written at once: few enough to stay small, enough to be quick.
_BATCH = 100
_REMEMBERED = 1_000

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_PAGE = (
    '<w:footerReference w:type="default" r:id="footer"/>'
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="850" w:right="567" w:bottom="850" w:left="1134" w:header="340" w:footer="340" w:gutter="0"/>'
    '<w:cols w:space="720"/></w:sectPr>'
)
_DRAFT_HEADER = '<w:headerReference w:type="default" r:id="header"/>'
_NOTE = '<w:pStyle w:val="Note"/>'
_HEADER = (
    "№ п/п",
    "Наименование мероприятия",
    "Ответственные исполнители,\n(срок исполнения)",
    "Информация о проведении мероприятия",
)
_KEEP_NEXT = "<w:keepNext/>"
_SPACED = '<w:pPr><w:spacing w:before="120" w:after="60"/></w:pPr>'
_HEAD = '<w:pStyle w:val="TableHead"/>'
_CENTRED = '<w:jc w:val="center"/>'


def _cell_start(width: int, more: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}</w:tcPr>'


# Numbers like 6.1.2 need all of their narrow column.
_TIGHT = '<w:tcMar><w:left w:w="28" w:type="dxa"/><w:right w:w="28" w:type="dxa"/></w:tcMar>'
_STARTS = tuple(_cell_start(width, "" if place else _TIGHT) for place, width in enumerate(_WIDTHS))
_SHADED = _cell_start(_WIDTHS[-1], '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>')


class Body:
    """``links``, ``pictures``: the addresses linked to and the charts drawn, complete when all chunks have been
    taken."""

    def __init__(self, content: ReportContent) -> None:
        self._content = content
        self._links = Links()
        self._pictures = Pictures()
        # Only drafts: what has been published is drawn again byte for byte.
        self._glued = tidy if content.is_draft else str
        # The same officers, deadlines and texts stand in many rows.
        self._plain_cell = lru_cache(_REMEMBERED)(self._draw_plain)
        self._progress_cell = lru_cache(_REMEMBERED)(self._draw_progress)

    @property
    def links(self) -> dict[str, str]:
        return self._links.ids

    @property
    def pictures(self) -> dict[str, bytes]:
        """By the ids of their relationships."""
        return self._pictures.parts

    def chunks(self) -> Iterator[str]:
        """The part ``word/document.xml``, piece by piece."""
        content = self._content
        yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        yield f"<w:document {_NAMESPACES}><w:body>"
        yield _approval(content)
        yield paragraphs(self._glued(_one_line(content.title)), '<w:pStyle w:val="Title"/>')
        yield _table_start(content)
        for start in range(0, len(content.rows), _BATCH):
            yield "".join([self._row(row) for row in content.rows[start : start + _BATCH]])
        yield "</w:tbl>"
        yield self._documents()
        yield _ending(content)
        yield f"<w:sectPr>{_DRAFT_HEADER if content.is_draft else ''}{_PAGE}</w:body></w:document>"

    def _documents(self) -> str:
        """Links that prove rows, after the table: its cells hold what the office's form has, and are imported again."""
        links = [
            f"{row.number}. {_one_line(document.title)}: {document.url}"
            for row in self._content.rows
            for document in row.attachments
            if document.url
        ]
        if not links:
            return ""
        return paragraphs("Подтверждающие документы:", _NOTE) + "".join(
            self._links.line(words, _NOTE) for words in links
        )

    def _row(self, row: FrozenRow) -> str:
        if row.kind == "section":
            return _section_row(row.text)
        if row.kind == "group":
            return _group_row(row)
        officers = "\n".join([officer.name for officer in row.officers])
        deadline = f"({row.deadline})" if row.deadline else ""
        who = f"{officers}\n\n{deadline}" if officers and deadline else officers or deadline
        text, names = self._plain_cell(row.text, 1), self._plain_cell(who, 2)
        progress = self._progress(row)
        about = "<w:cantSplit/>" if max(text[1], names[1], progress[1]) <= _KEPT_LINES else ""
        cells = (_number_cell(row.number), text[0], names[0], progress[0])
        return _table_row(cells, about, is_unapproved=row.is_unapproved)

    def _progress(self, row: FrozenRow) -> tuple[str, int]:
        """The cell's paragraphs and about how many lines they take; under the text its inserts, each with its chart."""
        if not row.inserts:
            return self._progress_cell(progress_words(row))
        words = progress_words(row)
        cells = [self._progress_cell(words)] if words else []
        cells += [self._insert(insert) for insert in row.inserts]
        return "".join([xml for xml, _ in cells]) or EMPTY, sum(lines for _, lines in cells)

    def _insert(self, insert: InsertValue) -> tuple[str, int]:
        words = self._glued(insert.words)
        pictures, lines = self._pictures.runs(insert.chart, _PICTURE_WIDTH) if insert.chart else ([], 0)
        first = pictures[0] if pictures else ""
        later = "".join([f"<w:p>{_SPACED}{picture}</w:p>" for picture in pictures[1:]])
        return self._links.kept_text(words, first) + later, lines + lines_needed(words, _CHARACTERS[3])

    def _draw_plain(self, text: str, column: int) -> tuple[str, int]:
        """The paragraphs of a cell and about how many lines they take."""
        return paragraphs(self._glued(text)), lines_needed(text, _CHARACTERS[column])

    def _draw_progress(self, text: str) -> tuple[str, int]:
        return self._links.plain_text(self._glued(text)), lines_needed(text, _CHARACTERS[3])


def _number_cell(number: str) -> str:
    return f"<w:p><w:pPr>{_CENTRED}</w:pPr>{run(number)}</w:p>"


def _table_row(cells: Sequence[str], about: str, *, is_unapproved: bool = False) -> str:
    """``about``: the inside of ``w:trPr``; a text that is not approved stands on grey, so that its words stay its own
    when the draft is imported."""
    about = f"<w:trPr>{about}</w:trPr>" if about else ""
    number, activity, officers, progress = cells
    first, second, third, fourth = _STARTS
    fourth = _SHADED if is_unapproved else fourth
    return (
        f"<w:tr>{about}{first}{number}</w:tc>{second}{activity}</w:tc>{third}{officers}</w:tc>"
        f"{fourth}{progress}</w:tc></w:tr>"
    )


def _section_row(text: str) -> str:
    words = paragraphs(text, '<w:pStyle w:val="Section"/>')
    start = _cell_start(sum(_WIDTHS), f'<w:gridSpan w:val="{len(_WIDTHS)}"/>')
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{start}{words}</w:tc></w:tr>"


def _group_row(row: FrozenRow) -> str:
    """As offices have it: four plain cells, the last two empty; never the last row of a page."""
    blank = paragraphs("", _KEEP_NEXT)
    number = paragraphs(row.number, _KEEP_NEXT + _CENTRED)
    return _table_row((number, paragraphs(row.text, _KEEP_NEXT), blank, blank), "<w:cantSplit/>")


def _table_start(content: ReportContent) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    header = [paragraphs(words, _HEAD) for words in _HEADER]
    counts = [paragraphs(str(place), _HEAD) for place in (1, 2, 3, 4)]
    repeated = "<w:cantSplit/><w:tblHeader/>"
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(_WIDTHS)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1"'
        f' w:noVBand="1"/><w:tblCaption w:val="{quoted(content.title)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{_table_row(header, repeated)}{_table_row(counts, repeated)}"
    )


def _approval(content: ReportContent) -> str:
    """«УТВЕРЖДАЮ», position, a line to sign on, date: paragraphs at the right, whatever of it is known."""
    lines = []
    if content.signatory_position:
        lines += content.signatory_position.split("\n")
    if content.signatory_name:
        lines.append(f"_______________ {content.signatory_name}")
    if content.approved_on:
        lines.append(date_words(date.fromisoformat(content.approved_on)))
    if not lines:
        return ""
    about = '<w:pStyle w:val="Approval"/>'
    return "".join(paragraphs(line, about) for line in ("УТВЕРЖДАЮ", *lines)) + EMPTY


def _ending(content: ReportContent) -> str:
    """Who prepared the report and why this version was made; Word wants a paragraph after a table in any case."""
    lines = []
    if content.prepared_by:
        lines.append(f"Подготовлено: {_one_line(content.prepared_by)}")
    if content.reason:
        version = version_words(content).removesuffix(".")
        lines.append(f"{version}. Причина исправления: {_one_line(content.reason)}")
    return "".join(paragraphs(line, _NOTE) for line in lines) or paragraphs("", _NOTE)


def _one_line(text: str) -> str:
    return " ".join(text.split())
