"""What is refused before a file is read: foreign formats, broken archives and bombs, each with its sentence."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePath

from plans.files.raw import Limits, UnreadableFile

CHUNK = 64 * 1024
# More parts than any office document has; an archive of a million names would take the memory before it is opened.
MAX_PARTS = 10_000
# Tags of one document. A report of 5,000 rows, each of its words in a run of its own, stays below.
MAX_TAGS = 10_000_000

DAMAGED = (
    "Файл повреждён или загружен не полностью: откройте его в Word, Excel или LibreOffice, "
    "сохраните заново и загрузите ещё раз."
)
TOO_COMPLEX = (
    "Документ слишком сложен для чтения: оставьте в нём только нужную таблицу, сохраните и загрузите ещё раз."
)
_ENCRYPTED = "Файл защищён паролем: снимите пароль, сохраните файл и загрузите ещё раз."
_ENTITIES = (
    "В файле есть определения внешних сущностей (DOCTYPE), таких документов Word и Excel не создают: "
    "откройте его в Word, Excel или LibreOffice, сохраните заново и загрузите ещё раз."
)
_NOT_OFFICE = "Это не документ Word или Excel: сохраните таблицу в формате .docx или .xlsx и загрузите её."

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_DOCUMENTS = {
    b"%PDF-": "Это файл PDF, таблица из него не читается: загрузите исходный документ в формате .docx или .xlsx.",
    b"{\\rtf": "Это документ RTF: откройте его в Word, сохраните как .docx и загрузите ещё раз.",
    b"MIME-Version:": "Это веб-архив: откройте его в Word, сохраните как .docx и загрузите ещё раз.",
}


def open_archive(data: bytes, filename: str, limits: Limits) -> zipfile.ZipFile:
    """The file as a zip archive whose parts may be read with `inflate`; every XML part of it has been inflated once
    and searched for entities, so the declared sizes can be believed.

    Raises `UnreadableFile` for anything that is no zip of a reasonable size.
    """
    if not data:
        raise UnreadableFile("Файл пуст: проверьте его на своём компьютере и загрузите ещё раз.")
    if len(data) > limits.file_bytes:
        raise UnreadableFile(
            f"Файл больше {megabytes(limits.file_bytes)}: уменьшите или удалите картинки, сохраните файл "
            "и загрузите ещё раз."
        )
    if not data.startswith(b"PK"):
        raise UnreadableFile(_foreign(data, filename))
    if data.count(b"PK\x01\x02") > MAX_PARTS:
        raise UnreadableFile(_NOT_OFFICE)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFile(DAMAGED) from error
    _check_directory(archive, limits)
    _check_parts(archive, limits)
    return archive


def inflate(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    """The bytes of one part in chunks; never more than ``limit`` of them, whatever the archive declares."""
    total = 0
    try:
        with archive.open(info) as part:
            while chunk := part.read(CHUNK):
                total += len(chunk)
                if total > limit:
                    raise UnreadableFile(_too_big(limit))
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise UnreadableFile(DAMAGED) from error


def is_plain_text(data: bytes) -> bool:
    """Whether the bytes are text of any encoding and no format that has a refusal of its own."""
    return bool(data) and not data.startswith(b"PK") and not _known_format(data) and _is_text(data)


def part_name(name: str) -> str:
    """The name under which a part is looked up: OPC names ignore case, some writers use ``\\`` or a leading ``/``."""
    return name.replace("\\", "/").lstrip("/").casefold()


def is_xml(name: str) -> bool:
    return part_name(name).endswith((".xml", ".rels", ".vml"))


def megabytes(size: int) -> str:
    return f"{size // (1024 * 1024)} МБ"


def _too_big(limit: int) -> str:
    return (
        f"Файл после распаковки занимает больше {megabytes(limit)}: уменьшите или удалите картинки, "
        "сохраните файл и загрузите ещё раз."
    )


def _check_directory(archive: zipfile.ZipFile, limits: Limits) -> None:
    infos = archive.infolist()
    if any(info.flag_bits & 0x1 for info in infos):
        raise UnreadableFile(_ENCRYPTED)
    if sum(info.file_size for info in infos) > limits.unpacked_bytes:
        raise UnreadableFile(_too_big(limits.unpacked_bytes))
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
        raise UnreadableFile(DAMAGED)
    names = [part_name(info.filename) for info in infos]
    if len(set(names)) != len(names):
        raise UnreadableFile(DAMAGED)
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:  # overlapping parts: one compressed block counted many times
            raise UnreadableFile(DAMAGED)
        end = info.header_offset + 30 + info.compress_size
    if "mimetype" in names:
        raise UnreadableFile(
            "Это документ OpenDocument (.odt или .ods): сохраните его в формате .docx или .xlsx и загрузите ещё раз."
        )
    if not any(name.startswith(("word/", "xl/")) or name.endswith(".rels") for name in names):
        if any(name.endswith((".docx", ".xlsx", ".doc", ".xls")) for name in names):
            raise UnreadableFile("Это архив с документами: распакуйте его и загрузите сам документ.")
        raise UnreadableFile(_NOT_OFFICE)


def _check_parts(archive: zipfile.ZipFile, limits: Limits) -> None:
    inflated = tags = 0
    for info in archive.infolist():
        if not is_xml(info.filename):
            continue
        tail = b""
        for chunk in inflate(archive, info, limits.unpacked_bytes - inflated):
            inflated += len(chunk)
            tags += chunk.count(b"<")
            if tags > MAX_TAGS:
                raise UnreadableFile(TOO_COMPLEX)
            text = tail + chunk.replace(b"\0", b"")  # UTF-16 too
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise UnreadableFile(_ENTITIES)
            tail = text[-9:]


def _foreign(data: bytes, filename: str) -> str:
    if message := _known_format(data):
        return message
    if _is_text(data):
        name = PurePath(filename).name
        named = f"Файл «{name}» — " if name else "Это "
        return f"{named}обычный текст, а не документ Word или Excel: сохраните его как .docx или .xlsx и загрузите."
    return _NOT_OFFICE


def _known_format(data: bytes) -> str:
    """What is said of a file in a format that people take for ours; «» for others."""
    head = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    if data.startswith(_OLE):
        return _ole(data)
    for signature, message in _DOCUMENTS.items():
        if head.startswith(signature):
            return message
    if head.startswith(b"<"):
        if b"progid=" in head or b"wordDocument" in head or b"pkg:package" in head:
            return "Это документ Word в формате XML: откройте его в Word, сохраните как .docx и загрузите ещё раз."
        if re.search(rb"<(?:!doctype\s+)?html|<head|<body|<table|<meta", head, re.IGNORECASE):
            return "Это веб-страница (HTML): откройте её в Word или Excel, сохраните как .docx или .xlsx и загрузите."
    if data.startswith(_IMAGES):
        return (
            "Это картинка, таблица из неё не читается: загрузите исходный документ в формате .docx или .xlsx."
        )
    if data.startswith(_ARCHIVES):
        return "Это архив: распакуйте его и загрузите сам документ в формате .docx или .xlsx."
    return ""


def _ole(data: bytes) -> str:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return _ENCRYPTED
    if holds("WordDocument"):
        return "Это документ старого формата Word (.doc): откройте его в Word, сохраните как .docx и загрузите ещё раз."
    if holds("Workbook") or holds("Book"):
        return "Это книга старого формата Excel (.xls): откройте её в Excel, сохраните как .xlsx и загрузите ещё раз."
    return "Это файл старого формата Office: откройте его, сохраните как .docx или .xlsx и загрузите ещё раз."


def _is_text(data: bytes) -> bool:
    sample = data[:4096]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 32 and byte not in b"\t\n\r\f" for byte in sample)
