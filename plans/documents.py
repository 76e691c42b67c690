"""Documents that prove an entry: what kind of file it really is, judged by its bytes. Pure."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from PIL import Image, UnidentifiedImageError

MAX_SIDE = 20_000
# More parts than any office document has.
MAX_PARTS = 10_000

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_ODT = "application/vnd.oasis.opendocument.text"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"

# extension -> (content type, what must be inside)
_OFFICE_XML = {
    "docx": (_WORD, "word/document.xml"),
    "xlsx": (_EXCEL, "xl/workbook.xml"),
    "pptx": (_SLIDES, "ppt/presentation.xml"),
}
_OPEN_DOCUMENT = {"odt": _ODT, "ods": _ODS}
_OLD_OFFICE = {"doc": "application/msword", "xls": "application/vnd.ms-excel"}
_IMAGES = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG"}
_TEXTS = {"txt": "text/plain", "csv": "text/csv"}
EXTENSIONS = ("pdf", *_OFFICE_XML, *_OPEN_DOCUMENT, *_OLD_OFFICE, *_IMAGES, *_TEXTS)
ACCEPT = ",".join(f".{name}" for name in EXTENSIONS)
KINDS = "Word, Excel, PDF, картинки"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGED = (
    "Файл повреждён или загружен не полностью. Откройте его у себя, сохраните заново и приложите ещё раз."
)
_WITH_MACROS = (
    "В файле есть макросы, такие файлы публиковать нельзя. Сохраните документ без макросов или как PDF."
)
_WITH_PASSWORD = (
    "Файл защищён паролем, и его никто не откроет. Снимите пароль, сохраните и приложите ещё раз."  # noqa: S105
)
_UNSAFE_IN_NAME = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")


class BadDocument(ValueError):
    """Not a file we can take; the message is a Russian sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was looked into. ``name``: safe to keep and to offer for download; ``title``: without extension."""

    name: str
    title: str
    content_type: str


def examine(filename: str, data: bytes) -> Document:
    """Say what a file is, by its name and its bytes together; raises BadDocument where the two disagree, or for kinds
    that cannot be shown to citizens safely."""
    name = safe_name(filename)
    extension = PurePath(name).suffix.lower().removeprefix(".")
    if not data:
        raise BadDocument("Файл пуст. Проверьте его у себя и приложите ещё раз.")
    if extension not in EXTENSIONS:
        raise BadDocument(
            f"Такие файлы ({f'.{extension}' if extension else 'без расширения'}) не принимаются. Приложите {KINDS} "
            "или добавьте ссылку."
        )
    return Document(name, PurePath(name).stem, _content_type(extension, data))


def safe_name(filename: str) -> str:
    """The name as people know it, without folders and without signs that a system or a browser could trip over."""
    name = filename.replace("\\", "/").rpartition("/")[2]
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    stem, extension = (
        " ".join(_UNSAFE_IN_NAME.sub(" ", part).split()).strip(". ") for part in (stem, extension)
    )
    # 80 letters of Cyrillic stay far below the 255 bytes that a file system takes.
    stem = stem[:80].strip() or "документ"
    return f"{stem}.{extension[:10].lower()}" if extension else stem


def _content_type(extension: str, data: bytes) -> str:
    if extension == "pdf":
        _check_pdf(data)
        return "application/pdf"
    if extension in _OFFICE_XML:
        content_type, part = _OFFICE_XML[extension]
        _check_archive(data, extension, part)
        return content_type
    if extension in _OPEN_DOCUMENT:
        _check_archive(data, extension, "content.xml")
        return _OPEN_DOCUMENT[extension]
    if extension in _OLD_OFFICE:
        _check_old_office(data, extension)
        return _OLD_OFFICE[extension]
    if extension in _IMAGES:
        _check_image(data, _IMAGES[extension])
        return f"image/{_IMAGES[extension].lower()}"
    _check_text(data)
    return _TEXTS[extension]


def _another(extension: str) -> BadDocument:
    return BadDocument(
        f"Внутри файла не то, что обещает его имя (.{extension}). Откройте его у себя, сохраните заново и приложите."
    )


def _check_pdf(data: bytes) -> None:
    if not data[:1024].lstrip().startswith(b"%PDF-"):
        raise _another("pdf")
    if b"%%EOF" not in data[-2048:]:
        raise BadDocument(_DAMAGED)
    # A name may be written by the codes of its letters: /J#61vaScript.
    named = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), data)
    if re.search(rb"/Encrypt\b", named):
        raise BadDocument(_WITH_PASSWORD)
    if re.search(rb"/(?:JavaScript|JS|Launch|EmbeddedFile)\b", named):
        raise BadDocument(
            "В этом PDF есть программы или вложения, такие файлы публиковать нельзя. Напечатайте его в PDF заново."
        )


def _check_archive(data: bytes, extension: str, part: str) -> None:
    if data.startswith(_OLE):
        raise BadDocument(_WITH_PASSWORD)
    if not data.startswith(b"PK"):
        raise _another(extension)
    if data.count(b"PK\x01\x02") > MAX_PARTS:
        raise BadDocument(_DAMAGED)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            encrypted = any(info.flag_bits & 1 for info in archive.infolist())
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError):
        raise BadDocument(_DAMAGED) from None
    if encrypted:
        raise BadDocument(_WITH_PASSWORD)
    if part not in names:
        raise _another(extension)
    if any("vbaproject" in name.lower() or name.lower().startswith("basic/") for name in names):
        raise BadDocument(_WITH_MACROS)


def _check_old_office(data: bytes, extension: str) -> None:
    if not data.startswith(_OLE):
        raise _another(extension)
    # Names of streams stand in the file as UTF-16.
    if "_VBA_PROJECT".encode("utf-16-le") in data or "Macros".encode("utf-16-le") in data:
        raise BadDocument(_WITH_MACROS)
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise BadDocument(_WITH_PASSWORD)


def _check_image(data: bytes, kind: str) -> None:
    try:
        with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as picture:
            if picture.format != kind:
                raise _another(kind.lower())
            if max(picture.size) > MAX_SIDE:
                raise BadDocument(
                    f"Картинка слишком велика: больше {MAX_SIDE} точек по стороне. Уменьшите её."
                )
            picture.verify()
    except (UnidentifiedImageError, Image.DecompressionBombError):
        begins_right = data.startswith((b"\x89PNG", b"\xff\xd8\xff"))
        raise (BadDocument(_DAMAGED) if begins_right else _another(kind.lower())) from None
    except BadDocument:
        raise
    except (OSError, SyntaxError, ValueError):
        raise BadDocument(_DAMAGED) from None


def _check_text(data: bytes) -> None:
    if b"\x00" in data:
        raise _another("txt")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            data.decode("cp1251")
        except UnicodeDecodeError:
            raise _another("txt") from None
