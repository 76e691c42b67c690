"""Lines among the questions of a text that were not read: refused where they are answers, told where they are lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from surveys.findings import Finding
from surveys.reading.outcome import refusal, short
from surveys.reading.questions import ReadQuestion, holds_answers, is_numbered, is_sum, lacks_number
from surveys.reading.surroundings import is_introduction

_NEGATIVE = re.compile(r"(?:[–—-]\s+|[:=]\s*)[−–—-]\d|\(\s*[−–—-]\s?\d")
_TAIL = re.compile(r"\d[.,]\d{5,}\s*(?:%|процент)", re.IGNORECASE)
_BEFORE_NUMBER = re.compile(r"[–—:=-]\s*\d|[«\"]")
_FARTHEST = 40  # lines from a question that was read to one that was not
_MOST_TOLD = 20

Where = Callable[[int], str]


def asks_or_answers(line: str) -> bool:
    """Whether a line of a survey asks something or holds an answer, read or not."""
    words = line.strip()
    is_either = is_numbered(words) or words.endswith(("?", ":")) or _is_answer(words) or lacks_number(words)
    return is_either and not is_introduction(words)


def region_of(lines: Sequence[str], questions: Sequence[ReadQuestion], begins_after: int) -> tuple[int, int]:
    """The first and the last line of a survey, 1-based: with the questions before and after it that were not read."""
    first, last = questions[0].line, questions[-1].last_line
    for place in range(first - 1, max(begins_after, first - _FARTHEST), -1):
        line = lines[place - 1]
        if asks_or_answers(line) or _is_listed(lines, place):
            first = place
        elif line.strip() and not is_sum(line):
            break
    for place in range(last + 1, min(len(lines), last + _FARTHEST) + 1):
        line = lines[place - 1]
        if not line.strip() or is_sum(line):
            continue
        if not asks_or_answers(line):
            break
        # What only asks may be the next part of a report.
        if lacks_number(line) or (_is_answer(line) and not is_numbered(line)):
            last = place
    return first, last


def check_lines(
    lines: Sequence[str], questions: Sequence[ReadQuestion], first: int, last: int, where: Where
) -> None:
    """Raises `UnreadableSurvey` for an answer whose number is not read: the answers below it would stand under another
    question."""
    read = {choice.line for question in questions for choice in question.choices}
    for place in range(first, last + 1):
        line = lines[place - 1].strip()
        if place in read and _NEGATIVE.search(line):
            raise refusal(where(place), f"в ответе «{short(line)}» число меньше нуля, исправьте его.")
        if place in read and _TAIL.search(line):
            raise refusal(
                where(place),
                f"у процента в ответе «{short(line)}» больше 4 знаков после запятой, округлите его.",
            )
        if place not in read and (lacks_number(line) or _is_listed(lines, place)):
            raise refusal(where(place), f"в ответе «{short(line)}» не прочитано число, впишите его цифрами.")
    for question in questions:
        counted = [choice for choice in question.choices if choice.count is not None]
        for choice in question.choices:
            if counted and choice.count is None:
                raise refusal(
                    where(choice.line),
                    f"в ответе «{short(choice.answer)}» не прочитано число ответивших, впишите его цифрами.",
                )


def check_loose(lines: Sequence[str]) -> None:
    """The same of a text in which no question was read. Raises `UnreadableSurvey`."""
    for place, line in enumerate(lines, start=1):
        if lacks_number(line) and any(_is_answer(each) for each in lines[max(place - 2, 0) : place + 1]):
            raise refusal(
                f"строка {place}", f"в ответе «{short(line)}» не прочитано число, впишите его цифрами."
            )


def lost_lines(
    lines: Sequence[str], questions: Sequence[ReadQuestion], first: int, last: int, where: Where
) -> list[Finding]:
    """What stands among the questions and belongs to none of them."""
    taken = {place for question in questions for place in range(question.line, question.last_line + 1)}
    taken |= {place for place in range(first, last + 1) if is_sum(lines[place - 1])}
    found: list[Finding] = []
    for begin, end in _runs(lines, taken, first, last):
        outside = end < questions[0].line or begin > questions[-1].last_line
        words = lines[begin - 1].strip()
        if outside and not any(_surely_asks(lines[place - 1]) for place in range(begin, end + 1)):
            continue
        span = f"Строка {begin}" if begin == end else f"Строки {begin}–{end}"
        verb = "не загружена" if begin == end else "не загружены"
        message = f"{span}: «{short(words)}» – {verb}, здесь нет вопроса с двумя ответами и их числами. Проверьте их."
        found.append(Finding("left_out", "", message, where(begin)))
    return found[:_MOST_TOLD]


def _runs(lines: Sequence[str], taken: set[int], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Neighbouring lines that were not taken, 1-based; a question and its answers may stand apart by a blank line."""
    begin = end = 0
    for place in range(first, last + 2):
        words = lines[place - 1].strip() if place <= last else ""
        is_next = is_numbered(words) or words.endswith(("?", ":"))
        if begin and (place in taken or place > last or is_next):
            yield begin, end
            begin = 0
        if words and place not in taken:
            begin, end = begin or place, place


def _surely_asks(line: str) -> bool:
    words = line.strip()
    return is_numbered(words) or words.endswith("?") or _is_answer(words)


def _is_answer(line: str) -> bool:
    """«никогда – 70 чел.», not «принято 30 человек»."""
    return _BEFORE_NUMBER.search(line) is not None and holds_answers(line)


def _is_listed(lines: Sequence[str], place: int) -> bool:
    """«редко – много;» next to an answer."""
    beside = lines[max(place - 2, 0) : place + 1]
    line = lines[place - 1].strip()
    return line.endswith(";") and not holds_answers(line) and any(_is_answer(each) for each in beside)
