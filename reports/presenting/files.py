"""Files on public pages as plain values: a report's renditions, and the documents that prove its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import urlsplit

from accounts.wording import file_size_words
from reports.content import FrozenAttachment
from reports.presenting.words import day_words

# format -> (what it is for, its sign), in the order of the page
_FILES = {
    "docx": ("Документ Word", "doc"),
    "xlsx": ("Таблица Excel", "table"),
    "csv": ("Таблица для обработки", "lines"),
    "json": ("Данные для программ", "braces"),
}


@dataclass(frozen=True, slots=True)
class FinishedFile:
    """A finished rendition: `format` as in addresses (docx, xlsx, csv, json), `size` in bytes, `made_at` ISO."""

    format: str
    url: str
    size: int
    sha256: str
    made_at: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """A file on the page; while it is being made, `url` is «»."""

    sign: str
    purpose: str
    format: str
    url: str = ""
    size: str = ""
    sha256: str = ""
    made: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document under a row's text; `about`: «PDF, 43 КБ», or the site a link leads to."""

    title: str
    url: str
    about: str
    is_file: bool


def downloads_of(files: Iterable[FinishedFile]) -> tuple[Download, ...]:
    """Every format in the page's order; those not finished yet have no address."""
    finished = {file.format: file for file in files}
    return tuple(_download(name, finished.get(name)) for name in _FILES)


def _download(name: str, file: FinishedFile | None) -> Download:
    purpose, sign = _FILES[name]
    if file is None:
        return Download(sign, purpose, name.upper())
    made = day_words(file.made_at) if file.made_at else ""
    return Download(sign, purpose, name.upper(), file.url, file_size_words(file.size), file.sha256, made)


def documents_of(
    attachments: Iterable[FrozenAttachment], file_url: Callable[[FrozenAttachment], str]
) -> tuple[Document, ...]:
    """What a row is proved by; `file_url` says where a frozen file lives."""
    return tuple(
        Document(item.title, item.url, urlsplit(item.url).hostname or "", is_file=False)
        if item.url
        else Document(item.title, file_url(item), _about(item), is_file=True)
        for item in attachments
    )


def _about(attachment: FrozenAttachment) -> str:
    format = PurePath(attachment.filename).suffix.removeprefix(".").upper()
    return ", ".join(word for word in (format, file_size_words(attachment.size)) if word)
