"""What every format says alike: the words of a row and of a version, in characters that any file can hold."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from accounts.wording import date_words
from reports.content import FrozenFigure, FrozenRow, ReportContent

# How a report that was never published is marked.
DRAFT = "ПРОЕКТ"
UNAPPROVED = "на сером фоне: не утверждено"

# Neither XML nor a spreadsheet can hold these.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Files need a date even where the content has none (a preview before publication); it must not be the clock's.
_NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)


def clean(text: str) -> str:
    """The text without characters that no file can hold, its lines ended by ``\\n``."""
    if text.replace("\n", "").isprintable():  # a tenth of the search's time
        return text
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def progress_words(row: FrozenRow) -> str:
    """What stands in the last column: the text, else the reason why there was nothing to report; ``""`` for a gap."""
    return row.progress or row.nothing_reason


def printed_words(row: FrozenRow) -> str:
    """The same with the words of its inserts after it, as the office prints them: `reports/importing/printed.py` takes
    them off again."""
    if not row.inserts:
        return progress_words(row)
    return "\n".join(
        words for words in (progress_words(row), *(insert.words for insert in row.inserts)) if words
    )


def value_words(figure: FrozenFigure) -> str:
    """«да», «нет», or the number as it is kept: ``12.5``."""
    return yes_no_words(figure.value) if figure.kind == "yes_no" else figure.value


def yes_no_words(value: str) -> str:
    return "нет" if value == "0" else "да"


def published_at(content: ReportContent) -> datetime:
    """When the version was published, in the time zone it was written in."""
    return datetime.fromisoformat(content.published_at) if content.published_at else _NO_DATE


def version_words(content: ReportContent) -> str:
    """«Версия 2 от 18 июля 2022 г.»; «ПРОЕКТ»"""
    if content.is_draft:
        return DRAFT
    words = f"Версия {content.version}"
    return f"{words} от {date_words(published_at(content))}" if content.published_at else words


def lines_needed(text: str, width: int) -> int:
    """About how many printed lines a text takes in a column of ``width`` letters."""
    if len(text) < width and "\n" not in text:
        return 1
    return sum([1 + len(line) // width for line in text.split("\n")])
