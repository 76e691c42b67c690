"""ReportContent -> Word: the report as the office knows it, ready to be printed and signed.

The package is written part by part, the table as text, row after row: a document object model would cost many times
the time and memory of the document itself.
"""

from __future__ import annotations

import zipfile
from typing import BinaryIO

from reports.content import ReportContent
from reports.renderers.docx import parts
from reports.renderers.docx.body import Body

# The zip's own dates; the document's are in its properties.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def render(content: ReportContent, out: BinaryIO) -> None:
    """Write the document: A4 landscape, approval block, title, table, page numbers."""
    body = Body(content)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in parts.before_body(content).items():
            package.writestr(_entry(name), xml)
        with package.open(_entry("word/document.xml"), "w") as document:
            for chunk in body.chunks():
                document.write(chunk.encode())
        # Which addresses are linked and which pictures drawn is known only now.
        for key, png in body.pictures.items():
            package.writestr(_entry(f"word/{parts.picture_name(key)}"), png)
        package.writestr(
            _entry("word/_rels/document.xml.rels"),
            parts.relations(body.links, body.pictures, is_draft=content.is_draft),
        )


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _ZIP_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    entry.external_attr = 0
    return entry
