"""Text with survey results -> plain questions and answers.

Read are blocks as offices write them: a question, then its answers with a number of people, a percentage or both, one
on a line or in one line by semicolons («ответов «Да» - 195 чел. (30%);», «Да: 195 человек, 30,4 %»,
«удовлетворен 69,6 %, не удовлетворен 9,7 %»). Only groups of two answers or more make a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from surveys.reading.surroundings import tells_who_took_part
from surveys.tallies import percentage, places_of


@dataclass(frozen=True, slots=True)
class ReadChoice:
    """``answer``: its words without quotes; ``count``: people; ``percent``: as printed, with its decimals. One of
    the two may be missing. ``line``: where it stands in the text, 1-based."""

    answer: str
    count: int | None = None
    percent: Decimal | None = None
    line: int = field(default=0, compare=False)

    def computed_percent(self, total: int | None) -> Decimal | None:
        """What the printed percentage should be, at its own precision; None where it can't be told."""
        if self.count is None or self.percent is None or not total:
            return None
        return percentage(self.count, total, places_of(self.percent))


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """``text``: the question on one line, without its number (``number``, ``""`` if none) and final colon.
    ``line``, ``last_line``: where it begins and where its answers end in the text, 1-based."""

    text: str
    choices: tuple[ReadChoice, ...]
    number: str = ""
    line: int = 0
    last_line: int = 0

    @property
    def total(self) -> int | None:
        """People who answered; None where an answer has no count."""
        counts = [choice.count for choice in self.choices if choice.count is not None]
        return sum(counts) if len(counts) == len(self.choices) else None

    @property
    def mismatches(self) -> tuple[tuple[ReadChoice, Decimal], ...]:
        """Answers whose printed percentage is not their count's share, with the right one."""
        total = self.total
        return tuple(
            (choice, computed)
            for choice in self.choices
            if (computed := choice.computed_percent(total)) is not None and computed != choice.percent
        )


_PEOPLE = (
    r"чел(?:\.|овек\w*)?|респондент\w*|опрошенн\w*|голос\w*|жител\w*|граждан\w*|участник\w*|анкет\w*"
    r"|ответ(?:ов|а)?"
)
_DIGITS = r"\d{1,3}(?:[ .]\d{3})+|\d+"
_COUNT = re.compile(rf"(?<![\d.,])(?P<count>{_DIGITS})\s*(?:{_PEOPLE})(?!\w)", re.IGNORECASE)
_PERCENT = re.compile(r"(?<![\d.,])(?P<percent>\d{1,3}(?:[.,]\d{1,4})?)\s*(?:%|процент\w*)", re.IGNORECASE)
_BARE_COUNT = re.compile(rf"(?<![\d.,])(?P<count>{_DIGITS})(?![\d.,]*\s*(?:%|процент))(?![.,]?\d)")
_QUOTED = re.compile(r"«(?P<a>[^«»]+)»|\"(?P<b>[^\"]+)\"|“(?P<c>[^“”]+)”|„(?P<d>[^„“”]+)[“”]")
_KNOWN = re.compile(
    r"(?:скорее |полностью |частично |в целом |совсем |совершенно |абсолютно |вполне |не )*"
    r"(?:да|нет|удовлетвор\w+|неудовлетвор\w+|затруд\w+.*|хорошо|плохо|отлично|нормально|доволен|довольны|недовольны"
    r"|устраивает|согласен|согласны|положительно|отрицательно|не знаю|воздерж\w+|против|за|иное|другое|безразлично)"
    r"(?: (?:полностью|частично|в целом|ответить))?"
)
_LIST_MARK = re.compile(r"^(?:\d{1,3}[.)]\s+|[а-еa-f]\)\s*|[а-еa-f]\.\s+)", re.IGNORECASE)
_SUMMARY = re.compile(r"(?:всего|итого|из них|в том числе|общее)\b")
_PART = re.compile(r"(?:всего|итого|общее|число|количество|опрош|респондент|в опросе|приня)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?P<number>\d{1,3})[.)]\s+(?P<text>\S.*)")
_FILLER = re.compile(
    r"(?:^|(?<=\s))(?:(?:вариант\w*\s+)?ответ(?:ов|а|ы|ил\w*)?|выбрал\w*|считают|(?:что )?составля\w+|или|т\.\s?е\."
    rf"|от (?:числа|общего)\b.*|{_PEOPLE})(?=\s|$|[.,;:])",
    re.IGNORECASE,
)
_ANSWER_LINE = re.compile(r"(?:[–—•-]\s*)?(?P<words>.{1,90}?)\s*(?:\s[–—=-]+|[–—-]+\s|:)\s*(?P<rest>\S.*)")
_LONGEST_ANSWER = 70
_LONGEST_LINE = 4_000  # longer ones are prose
_LEAST_QUESTIONS = 2  # of a survey: a single one may be any sentence with two figures
_COLONS = 3  # between a question and its first answer


def survey_questions(text: str) -> tuple[ReadQuestion, ...]:
    """The questions of a text that holds a survey, else ``()``."""
    questions = read_questions(text)
    return questions if len(questions) >= _LEAST_QUESTIONS else ()


def read_questions(text: str) -> tuple[ReadQuestion, ...]:
    """The questions of a text, in order; ``()`` where it holds no tallies."""
    questions: list[ReadQuestion] = []
    asked: list[tuple[int, str]] = []
    choices: list[ReadChoice] = []
    last = 0
    for place, line in enumerate([*text.split("\n"), ""], start=1):
        head, found = _choices_in(line.strip())
        if choices and (head or (not found and line.strip())):
            questions += _question(asked, choices, last)
            asked, choices = [], []
        if head:
            asked.append((place, head))
        elif not found:
            asked.append((place, line.strip()))
        if found:
            last = place
        choices += [replace(choice, line=place) for choice in found]
    return tuple(questions + _question(asked, choices, last))


def _question(asked: list[tuple[int, str]], choices: list[ReadChoice], last: int) -> list[ReadQuestion]:
    if len(choices) < 2 or not (_all_known(choices) or _adds_up(choices)):
        return []
    lines = _question_lines(asked)
    text = " ".join(" ".join(words for _, words in lines).split()).rstrip(" :")
    found = _NUMBERED.fullmatch(text)
    number, text = (found["number"], found["text"]) if found else ("", text)
    return [ReadQuestion(text, tuple(choices), number, lines[0][0] if lines else last, last)]


def _all_known(choices: list[ReadChoice]) -> bool:
    return all(_KNOWN.fullmatch(choice.answer.lower()) for choice in choices)


def _adds_up(choices: list[ReadChoice]) -> bool:
    """Answers in unknown words are a question's only where they share out all of its respondents: «из них мужчин 300
    (47 %)» among other figures is none."""
    percents = [choice.percent for choice in choices if choice.percent is not None]
    return len(percents) == len(choices) and abs(sum(percents, Decimal()) - 100) <= 2


def _question_lines(asked: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The lines of the question itself: from the last numbered one on, else the last paragraph. Who took part, and
    «всего ответов – 100, из них» ask nothing."""
    lines = [(place, words) for place, words in asked if not (_tells(words) or is_sum(words))]
    while lines and not lines[-1][1]:
        lines.pop()
    blanks = [place for place, (_, words) in enumerate(lines) if not words]
    lines = lines[blanks[-1] + 1 :] if blanks else lines
    numbered = [place for place, (_, words) in enumerate(lines) if _NUMBERED.match(words)]
    if numbered:
        return lines[numbered[-1] :]
    ends = [place for place, (_, words) in enumerate(lines[:-1]) if words.endswith((".", ";", ":"))]
    return lines[ends[-1] + 1 :] if ends else lines


def _tells(words: str) -> bool:
    is_asked = (
        words.endswith("?") or _NUMBERED.match(words) or (words.endswith(":") and not _PART.match(words))
    )
    return tells_who_took_part(words) and not is_asked


def is_numbered(line: str) -> bool:
    """«2. Оценка дорог»."""
    return _NUMBERED.match(line.strip()) is not None


def is_sum(line: str) -> bool:
    """«Всего ответов – 100, из них:»."""
    return _SUMMARY.match(line.lower().strip(" –—-")) is not None and not line.endswith("?")


def holds_answers(line: str) -> bool:
    """Whether a line is read as answers with their numbers."""
    return bool(_choices_in(line.strip())[1])


def lacks_number(line: str) -> bool:
    """«ответов «Да» – много;»: it begins as an answer does, and is none."""
    found = _ANSWER_LINE.fullmatch(line.strip())
    if found is None or holds_answers(line):
        return False
    words = _LIST_MARK.sub("", found["words"])
    words = _answer_words(words)
    return bool(words) and (_QUOTED.fullmatch(words) or _KNOWN.fullmatch(words.lower())) is not None


def _choices_in(line: str) -> tuple[str, list[ReadChoice]]:
    """``(words before the first answer, answers)`` of one line."""
    head = ""
    found: list[ReadChoice] = []
    if len(line) > _LONGEST_LINE or line.endswith((":", "?")) or not _has_figure(line):
        return "", []
    for part in _parts(line):
        choice = None
        if not found and not head:
            head, choice = _after_colon(part)
        choice = choice or _choice(part)
        if choice is not None:
            found.append(choice)
        elif not _is_summary(part):
            return "", []
    if not found:
        return "", []
    return head.strip(), found


def _after_colon(part: str) -> tuple[str, ReadChoice | None]:
    """A question and its first answer on one line: «Оценка дорог: «Да» – 30 чел.»."""
    pieces = part.split(":")
    for place in range(len(pieces) - 1, max(0, len(pieces) - 1 - _COLONS), -1):
        choice = _choice(":".join(pieces[place:]))
        if choice:
            return ":".join(pieces[:place]), choice
    return "", None


def _parts(line: str) -> Iterator[str]:
    """Split by semicolons and commas, but never between an answer and its own figures."""
    pending: list[str] = []
    has_figure = False
    for piece in re.split(r"(?<=;)|(?<=[^\d]),(?=\s)|(?<=[%)\d]),(?=\s+\D)", line):
        piece = piece.strip(" ;")
        if not piece:
            continue
        if has_figure and re.search(r"[^\W\d_]", _FILLER.sub("", _without_figures(piece))):
            yield ", ".join(pending)
            pending, has_figure = [], False
        pending.append(piece)
        has_figure = has_figure or _has_figure(piece)
    if pending:
        yield ", ".join(pending)


def _has_figure(text: str) -> bool:
    return bool(_PERCENT.search(text) or _BARE_COUNT.search(text))


def _without_figures(text: str) -> str:
    return _BARE_COUNT.sub(" ", _COUNT.sub(" ", _PERCENT.sub(" ", text)))


def _is_summary(part: str) -> bool:
    return _SUMMARY.match(part.lower().strip(" –—-")) is not None or len(list(_QUOTED.finditer(part))) > 1


def _choice(part: str) -> ReadChoice | None:
    if _is_summary(part):
        return None
    part = _LIST_MARK.sub("", part.strip())
    quoted = _QUOTED.search(part)
    outside = part if not quoted else part[: quoted.start()] + " " + part[quoted.end() :]
    percent = _PERCENT.search(outside)
    count = _COUNT.search(outside) or _BARE_COUNT.search(_PERCENT.sub(" % ", outside))
    if not percent and not count:
        return None
    rest = _answer_words(outside)
    bare = count is not None and not _COUNT.search(outside)
    if quoted:
        answer = next(words for words in quoted.groups() if words)
        # «Работа МУП «Водоканал» в 2021 году» names no answer.
        if len(rest) > _LONGEST_ANSWER or (bare and not percent and rest):
            return None
    else:
        answer = rest
        if not answer or len(answer) > _LONGEST_ANSWER or re.search(r"\d", answer):
            return None
        if bare and not percent and not _KNOWN.fullmatch(answer.lower()):
            return None
    return ReadChoice(
        answer=" ".join(answer.split()).strip(" .,"),
        count=int(re.sub(r"[ .]", "", count["count"])) if count else None,
        percent=Decimal(percent["percent"].replace(",", ".")) if percent else None,
    )


def _answer_words(text: str) -> str:
    words = _FILLER.sub(" ", _without_figures(text))
    return " ".join(re.sub(r"[()\[\]]|(?:^|\s)[–—−:=-]+(?=\s|$)|:\s*$|^\s*[–—•-]", " ", words).split()).strip(
        " .,;:–—-"
    )
