"""The door of the readers: the bytes of a Word or Excel file, whatever it is called -> RawDocument."""

from __future__ import annotations

from plans.files.docx import read_docx
from plans.files.package import SHEET, WORD, Package
from plans.files.raw import Limits, RawDocument, UnreadableFile
from plans.files.xlsx import read_xlsx


def read_document(data: bytes, filename: str, limits: Limits | None = None) -> RawDocument:
    """The file's tables. Its content decides what it is; ``filename`` only helps to word a refusal.

    Raises `UnreadableFile` with one Russian sentence for everything that cannot be read.
    """
    package = Package(data, filename, limits or Limits())
    if not package.main:
        raise UnreadableFile(
            "В файле нет документа Word или Excel: откройте исходный документ, сохраните его как .docx или .xlsx "
            "и загрузите ещё раз."
        )
    if package.main.endswith(".bin"):
        raise UnreadableFile(
            "Это двоичная книга Excel (.xlsb): сохраните её в Excel как .xlsx и загрузите ещё раз."
        )
    root = package.root_tag(package.main)
    if root == f"{WORD}document":
        return read_docx(package)
    if root == f"{SHEET}workbook":
        return read_xlsx(package)
    raise UnreadableFile(
        "Это не документ Word и не книга Excel: сохраните таблицу в формате .docx или .xlsx и загрузите её."
    )
