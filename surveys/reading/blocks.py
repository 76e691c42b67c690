"""Survey results written as text -> a draft: the block with the questions, wherever it stands in a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from surveys.findings import Finding
from surveys.reading.building import Draft
from surveys.reading.doubts import asks_or_answers, check_lines, lost_lines, region_of
from surveys.reading.numbers import MOST_PEOPLE
from surveys.reading.outcome import ReadSurvey, refusal, short
from surveys.reading.places import OWN, Ours
from surveys.reading.questions import ReadQuestion, read_questions
from surveys.reading.sentences import read_sentences
from surveys.reading.surroundings import around_block
from surveys.values import Figure

_PROSE_BETWEEN = 3  # lines of other text that may stand between two questions of one survey


@dataclass(frozen=True, slots=True)
class Passage:
    """A text in a file. ``where``: its cell («таблица 1, строка 6, столбец 4»), «» where lines tell the place."""

    text: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring questions of a passage; ``lines``: all lines of it, ``begins_after``: the last line of the block
    before it, 1-based."""

    passage: Passage
    lines: Sequence[str]
    questions: tuple[ReadQuestion, ...]
    begins_after: int = 0

    def where(self, line: int) -> str:
        """The cell of the passage, else its line, 1-based."""
        return self.passage.where or f"строка {line}"

    @property
    def tallies(self) -> int:
        return sum(len(question.choices) for question in self.questions)


def best_block(passages: Iterable[Passage]) -> tuple[Block, int] | None:
    """The block with the most answers, and how many others there are; None where nothing holds a question."""
    listed = list(passages)
    blocks = [block for passage in listed for block in _blocks(passage, read_questions(passage.text))]
    if not blocks:
        blocks = [block for passage in listed for block in _blocks(passage, read_sentences(passage.text))]
    if not blocks:
        return None
    return max(blocks, key=lambda block: block.tallies), len(blocks) - 1


def read_block(block: Block, others: int, *, names: Sequence[str], ours: Ours) -> ReadSurvey:
    """Raises `UnreadableSurvey`."""
    first, last = region_of(block.lines, block.questions, block.begins_after)
    check_lines(block.lines, block.questions, first, last, block.where)
    draft = Draft()
    for question in block.questions:
        _take(draft, question, block)
    if others:
        message = "В тексте есть и другие ответы на вопросы, они не загружены: взят опрос, в котором вопросов больше."
        draft.findings.append(Finding("left_out", "", message))
    draft.findings += lost_lines(block.lines, block.questions, first, last, block.where)
    before = block.lines[block.begins_after : first - 1]
    after = block.lines[block.questions[-1].last_line :]
    return draft.finish(around_block(before, after, names=names, ours=ours))


def _take(draft: Draft, question: ReadQuestion, block: Block) -> None:
    where = block.where(question.line)
    asked = draft.ask(question.text, question.number, where)
    for choice in question.choices:
        answer = asked.answer(choice.answer, where)
        if choice.percent is not None and choice.percent > 100:
            raise refusal(where, f"в ответе «{short(choice.answer)}» процент больше 100, исправьте его.")
        if (choice.count or 0) > MOST_PEOPLE:
            raise refusal(where, f"в ответе «{short(choice.answer)}» слишком большое число, исправьте его.")
        asked.figures[OWN, answer] = Figure(choice.count, choice.percent)


def _blocks(passage: Passage, questions: Sequence[ReadQuestion]) -> list[Block]:
    if not questions:
        return []
    lines = passage.text.split("\n")
    groups: list[list[ReadQuestion]] = [[questions[0]]]
    for question in questions[1:]:
        between = lines[groups[-1][-1].last_line : question.line - 1]
        if sum(bool(line.strip()) and not asks_or_answers(line) for line in between) > _PROSE_BETWEEN:
            groups.append([])
        groups[-1].append(question)
    ends = [0, *(group[-1].last_line for group in groups)]
    return [Block(passage, lines, tuple(group), end) for group, end in zip(groups, ends, strict=False)]
