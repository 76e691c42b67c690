"""Files that are refused: each with one sentence in Russian, quickly and in little memory."""

import io
import json
import random
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from plans.files.document import read_document
from plans.files.raw import Limits, UnreadableFile
from tests.reports.builders import (
    archive,
    cell,
    docx,
    docx_parts,
    paragraph,
    relationships,
    row,
    run,
    sheet_rows,
    table,
    xlsx,
    xlsx_parts,
)

ROOT = Path(__file__).resolve().parents[2]
GOOD = docx(table(row("1", "а")))
BOOK = xlsx({1: ["№", "Мероприятие"], 2: [1, "а"]}, '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>')
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def refusal(data: bytes, filename: str = "отчёт.docx", limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_document(data, filename, limits)
    message = str(caught.value)
    assert message.endswith(".")
    assert message.count(". ") == 0
    return message


def ole(*streams: str) -> bytes:
    return OLE + b"".join(name.encode("utf-16-le") + b"\0\0" for name in streams)


def changed(**parts: str | bytes | None) -> bytes:
    """The good document with its ``word/…xml`` parts changed; `None` leaves one out."""
    found = docx_parts(table(row("1", "а"))) | {
        f"word/{name}.xml": content for name, content in parts.items()
    }
    return archive({name: content for name, content in found.items() if content is not None})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Файл пуст"),
        ("Отчёт о плане\n1. Опрос".encode(), "Файл «отчёт.docx» — обычный текст"),
        ("Отчёт".encode("cp1251"), "обычный текст"),
        ("Отчёт".encode("utf-16"), "обычный текст"),
        (ole("WordDocument"), "старого формата Word (.doc)"),
        (ole("Workbook"), "старого формата Excel (.xls)"),
        (ole("PowerPoint Document"), "старого формата Office"),
        (ole("EncryptionInfo", "EncryptedPackage"), "защищён паролем"),
        (b"%PDF-1.7\n", "PDF"),
        (b"{\\rtf1 }", "RTF"),
        (b"\xef\xbb\xbf<html><table>", "веб-страница"),
        (b"<!DOCTYPE html>", "веб-страница"),
        (b"MIME-Version: 1.0\n", "веб-архив"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "Word в формате XML"),
        (b"\x89PNG\r\n\x1a\n", "картинка"),
        (b"\xff\xd8\xff\xe0", "картинка"),
        (b"Rar!\x1a\x07", "архив"),
        (bytes(range(256)), "не документ Word или Excel"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text"}), "OpenDocument"),
        (archive({"отчёт.docx": GOOD}), "распакуйте"),
        (archive({"a.txt": "а"}), "не документ Word или Excel"),
        (archive({}), "не документ Word или Excel"),
        (
            archive({"_rels/.rels": relationships(("r", "officeDocument", "ppt/presentation.xml"))}),
            "нет документа",
        ),
        (
            archive(
                {
                    "_rels/.rels": relationships(("r", "officeDocument", "ppt/presentation.xml")),
                    "ppt/presentation.xml": "<p/>",
                }
            ),
            "не документ Word и не книга Excel",
        ),
        (
            archive(
                {
                    "_rels/.rels": relationships(("r", "officeDocument", "xl/workbook.bin")),
                    "xl/workbook.bin": "x",
                }
            ),
            ".xlsb",
        ),
    ],
)
def test_files_of_other_kinds(data: bytes, words: str) -> None:
    assert words in refusal(data)


@pytest.mark.parametrize(
    ("data", "paragraphs"),
    [
        (docx(paragraph("Только") + paragraph() + paragraph("текст")), ("Только", "текст")),
        (xlsx({1: ["Только"], 3: ["текст"]}), ("Только", "текст")),
        (docx(paragraph("Над таблицей") + table(row("1", "а"))), ()),
        (xlsx({}), ()),
    ],
)
def test_files_without_a_table_give_their_paragraphs(data: bytes, paragraphs: tuple[str, ...]) -> None:
    assert read_document(data, "").paragraphs == paragraphs


def _crc_broken() -> bytes:
    data = bytearray(GOOD)
    at = data.rfind(b"PK\x01\x02")
    data[at + 16 : at + 20] = b"\1\2\3\4"
    return bytes(data)


def _quine() -> bytes:
    """An archive whose second entry is the first one's bytes."""
    data = bytearray(GOOD)
    first = data.find(b"PK\x01\x02")
    second = data.find(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        GOOD[: len(GOOD) // 2],
        GOOD[:-30],
        b"PK\x03\x04" + bytes(100),
        _crc_broken(),
        _quine(),
        changed(document="<w:document"),
        changed(document=""),
        changed(document="<a>" * 5000),
        changed(document="\0\1\2"),
        changed(styles="<w:styles"),
        changed(DOCUMENT="<w:document/>"),
        archive({**xlsx_parts({"Л": "<sheetData>"})}),
    ],
)
def test_damaged_files(data: bytes) -> None:
    assert "повреждён" in refusal(data)


@pytest.mark.parametrize("seed", range(100))
@pytest.mark.parametrize("whole", [GOOD, BOOK], ids=["docx", "xlsx"])
def test_chance_damage_is_refused_or_read(whole: bytes, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    with zipfile.ZipFile(io.BytesIO(whole)) as file:
        parts = {name: bytearray(file.read(name)) for name in file.namelist()}
    part = parts[chance.choice(sorted(parts))]
    for _ in range(3):
        part[chance.randrange(len(part))] = chance.choice(b'<>/"=:0Aa \xff')
    try:
        assert read_document(archive({name: bytes(content) for name, content in parts.items()}), "").format
    except UnreadableFile as error:
        assert str(error).endswith(".")


def test_the_properties_of_a_file() -> None:
    parts = docx_parts(table(row("1", "а")))
    parts["_rels/.rels"] = relationships(
        ("rId1", "officeDocument", "word/document.xml"), ("rId2", "core-properties", "docProps/core.xml")
    )
    parts["docProps/core.xml"] = '<cp:a xmlns:cp="c" xmlns:dc="d"><dc:title> План </dc:title><dc:b/></cp:a>'
    assert read_document(archive(parts), "").properties == {"title": "План"}
    parts["docProps/core.xml"] = "<cp:a><dc:title>План</dc:title></cp:a>"
    assert "повреждён" in refusal(archive(parts))


def test_a_missing_main_part() -> None:
    assert "нет документа" in refusal(changed(document=None))


def test_a_password_on_the_archive() -> None:
    data = bytearray(GOOD)
    data[data.find(b"PK\x01\x02") + 8] |= 1
    assert "паролем" in refusal(bytes(data))


@pytest.mark.parametrize("part", ["document", "styles", "numbering", "comments"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_any_part(part: str, encoding: str) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'.encode(encoding)
    assert "DOCTYPE" in refusal(changed(**{part: bomb}))


def test_the_limits_are_named() -> None:
    small = Limits(file_bytes=1024 * 1024, unpacked_bytes=2 * 1024 * 1024, rows=20, columns=4)
    assert "больше 1 МБ" in refusal(b"PK" + bytes(1024 * 1024), limits=small)
    assert "больше 2 МБ" in refusal(changed(media=b" " * 3 * 1024 * 1024), limits=small)
    assert "больше 20 строк" in refusal(docx(table(row("а") * 21)), limits=small)
    assert "больше 4 столбцов" in refusal(docx(table(row(*"абвгд"))), limits=small)
    assert "больше 20 строк" in refusal(xlsx(dict.fromkeys(range(1, 22), "аб")), limits=small)
    assert "больше 4 столбцов" in refusal(xlsx({1: "абвгд"}), limits=small)
    assert len(read_document(docx(table(row(*"абвг") * 20)), "", small).tables[0].rows) == 20
    assert len(read_document(xlsx(dict.fromkeys(range(1, 21), "абвг")), "", small).tables[0].rows) == 20


def test_the_usual_limits() -> None:
    assert "больше 5000 строк" in refusal(docx(table(row("а", "б") * 10_000)))
    assert "больше 30 столбцов" in refusal(docx(table(row(*["а"] * 40))))


def test_nesting_is_bounded() -> None:
    def nested(depth: int) -> str:
        inner = paragraph("дно")
        for _ in range(depth):
            inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"
        return inner

    assert read_document(docx(nested(10)), "").tables[0].rows[0].cells[0].text == "дно"
    assert "сложен" in refusal(docx(nested(60)))
    deep = "<w:smartTag>" * 200 + run("дно") + "</w:smartTag>" * 200
    assert "сложен" in refusal(docx(table(row(cell(paragraph(deep))))))


def _gigabyte() -> bytes:
    out = io.BytesIO(docx(""))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as file, file.open("word/media.xml", "w") as part:
        for _ in range(1_000):
            part.write(b" " * 1_000_000)
    return out.getvalue()


def _lying_gigabyte() -> bytes:
    """The same, declaring a thousand bytes."""
    return _gigabyte().replace(struct.pack("<I", 1_000_000_000), struct.pack("<I", 1_000))


BOMBS = {
    "gigabyte": _gigabyte,
    "lying": _lying_gigabyte,
    "one cell": lambda: docx(table(row(cell("<w:p/>" * 3_000_000)))),
    "paragraphs": lambda: docx("<w:p/>" * 4_900_000 + table(row("а"))),
    "styles": lambda: docx(table(row("а")), styles='<w:style w:styleId="а"/>' * 3_000_000),
    "strings": lambda: archive(xlsx_parts({"Л": sheet_rows({1: "аб"})}, strings=["<t>а</t>"] * 2_400_000)),
    "empty rows": lambda: archive(xlsx_parts({"Л": f"<sheetData>{'<row/>' * 1_048_576}</sheetData>"})),
}
_CHILD = """
import json, re, sys, time
from plans.files.document import read_document
from plans.files.raw import UnreadableFile
data = open(sys.argv[1], "rb").read()
begun = time.monotonic()
try:
    read_document(data, "bomb.docx")
    message = ""
except UnreadableFile as error:
    message = str(error)
peak = int(re.search(r"VmHWM:\\s+([0-9]+)", open("/proc/self/status").read())[1]) // 1024
print(json.dumps([message, time.monotonic() - begun, peak]))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured where Linux tells it")
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_take_little_time_and_memory(name: str, tmp_path: Path) -> None:
    file = tmp_path / "bomb.docx"
    file.write_bytes(BOMBS[name]())
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(file)], cwd=ROOT, capture_output=True, check=True, timeout=60
    )
    message, seconds, megabytes = json.loads(done.stdout)
    assert bool(message) == (name != "empty rows")
    assert seconds < 20
    assert megabytes < 400
