"""What a document really is: its name against its bytes."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from plans.documents import EXTENSIONS, BadDocument, examine, safe_name
from tests.reports.builders import archive, docx, paragraph, xlsx

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (3, 2)).save(out, kind)
    return out.getvalue()


GOOD = {
    "Журнал.pdf": (PDF, "application/pdf"),
    "Отчёт.docx": (
        docx(paragraph("Текст")),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "Реестр.XLSX": (
        xlsx({1: ["1"]}),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "Письмо.odt": (archive({"content.xml": "<a/>"}), "application/vnd.oasis.opendocument.text"),
    "Старое.doc": (OLE, "application/msword"),
    "Фото.jpg": (picture("JPEG"), "image/jpeg"),
    "Схема.png": (picture("PNG"), "image/png"),
    "Список.csv": ("№;Имя\n1;Пробный".encode("cp1251"), "text/csv"),
    "Заметка.txt": ("Заметка".encode(), "text/plain"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_document_is_taken_for_what_it_is(name: str) -> None:
    data, content_type = GOOD[name]
    assert examine(name, data).content_type == content_type


BAD = {
    "empty": ("Журнал.pdf", b"", "пуст"),
    "unknown": ("program.exe", b"MZ", "не принимаются"),
    "without extension": ("Журнал", PDF, "не принимаются"),
    "html": ("page.html", b"<script>", "не принимаются"),
    "svg": ("picture.svg", b"<svg/>", "не принимаются"),
    "a page named pdf": ("Журнал.pdf", b"<html><script>alert(1)</script>", "не то, что обещает"),
    "half of a pdf": ("Журнал.pdf", PDF[:20], "повреждён"),
    "a pdf with a program": ("Журнал.pdf", PDF.replace(b"<< >>", b"<< /JavaScript 1 >>"), "программы"),
    "a pdf under a password": (
        "Журнал.pdf",
        PDF.replace(b"trailer << >>", b"trailer << /Encrypt 1 >>"),
        "паролем",
    ),
    "a zip named docx": ("Отчёт.docx", archive({"a.txt": "1"}), "не то, что обещает"),
    "a table named docx": ("Отчёт.docx", xlsx({1: ["1"]}), "не то, что обещает"),
    "half of a docx": ("Отчёт.docx", docx(paragraph("Текст"))[:200], "повреждён"),
    "macros": (
        "Отчёт.docx",
        archive({"word/document.xml": "<a/>", "word/vbaProject.bin": "x"}),
        "макросы",
    ),
    "old macros": ("Старое.doc", OLE + "_VBA_PROJECT".encode("utf-16-le"), "макросы"),
    "a docx under a password": ("Отчёт.docx", OLE, "паролем"),
    "a png named jpg": ("Фото.jpg", picture("PNG"), "не то, что обещает"),
    "half of a picture": ("Фото.png", picture("PNG")[:40], "повреждён"),
    "a program named txt": ("Заметка.txt", b"MZ\x00\x01", "не то, что обещает"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_not_what_it_says_is_refused_with_words(case: str) -> None:
    name, data, words = BAD[case]
    with pytest.raises(BadDocument, match=words):
        examine(name, data)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Документы\\Журнал.PDF", "Журнал.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ('а"б<в>.docx', "а б в.docx"),
        ("  .hidden.pdf", "hidden.pdf"),
        ("Журнал\u202efdp.exe.pdf", "Журнал fdp.exe.pdf"),
        ("я" * 300 + ".xlsx", "я" * 80 + ".xlsx"),
        ("", "документ"),
        ("\x00\n.pdf", "документ.pdf"),
    ],
)
def test_a_name_is_made_safe_and_stays_readable(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_nothing_that_a_browser_would_run_is_on_the_list() -> None:
    assert not {"html", "htm", "svg", "xml", "js", "docm", "xlsm"} & set(EXTENSIONS)
