"""The bytes of a text file -> its text, in the encodings in which offices save CSV; its records by a delimiter."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from plans.files.safety import is_plain_text
from surveys.reading.grids import Grid, grid_of_lines
from surveys.reading.outcome import UnreadableSurvey, refusal

_DELIMITERS = (";", "\t", ",")
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f")
_MOST_CONTROLS = 0.05  # of a text into which a few have slipped
_COMMON = re.compile(r"[\t\n\r\x20-\x7e\xa0«»№–—…А-яЁё]")
_MOST_UNCOMMON = 0.05
_SAMPLE = 4096


def text_of(data: bytes) -> str | None:
    """None where the bytes are no text. Raises `UnreadableSurvey` for a text with signs that no text has."""
    if is_plain_text(data):
        return _decoded(data)
    if data.startswith(b"PK"):
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        sample = data[:_SAMPLE].decode(encoding, errors="replace")
        if sample and len(_COMMON.sub("", sample)) <= len(sample) * _MOST_UNCOMMON:
            return data.decode(encoding, errors="replace")
    cleaned = data.translate(None, _CONTROLS)
    if len(data) - len(cleaned) <= len(data) * _MOST_CONTROLS and is_plain_text(cleaned):
        first = next(place for place, byte in enumerate(data) if byte in _CONTROLS)
        line = data[:first].count(b"\n") + 1
        raise refusal(
            f"строка {line}",
            "здесь знак, которого в тексте не бывает, сохраните файл заново как CSV UTF-8 и загрузите ещё раз.",
        )
    return None


def grids_in(text: str, most_rows: int) -> Iterator[tuple[Grid, UnreadableSurvey | None]]:
    """The text as a table by each delimiter that stands in it, its rows up to one more than ``most_rows``; with what is
    wrong where a quotation mark is never closed."""
    for delimiter in _DELIMITERS:
        if delimiter in text:
            yield _grid(text, delimiter, most_rows)


def _grid(text: str, delimiter: str, most_rows: int) -> tuple[Grid, UnreadableSurvey | None]:
    records = list(islice(_records(text, delimiter), most_rows + 1))
    begins = records[-1][0] if records else 0
    wrong = None
    if len(records) <= most_rows and _is_open(text, delimiter, begins):
        wrong = refusal(f"строка {begins + 1}", "кавычка открыта и не закрыта, закройте её или удалите.")
    return grid_of_lines([record for _, record in records]), wrong


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the number of lines before it; an empty one at the end where a field is too long to be one."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        begins = reader.line_num
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield begins, []
            return
        yield begins, record


def _is_open(text: str, delimiter: str, begins: int) -> bool:
    """Whether the record after so many lines goes to the end of the text, its quotation mark unclosed."""
    rest = islice(io.StringIO(text, newline=""), begins, None)
    try:
        list(csv.reader(rest, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error) or "field limit" in str(error)
    return False


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace")
