"""Word differences between two texts, and how much of one repeats the other."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.alignment import common_blocks, common_length
from plans.differences import PieceKind, differences, sameness

TEXTS = st.lists(
    st.sampled_from(
        ["совет", "и", "на", "15 %", "2022", "А. Н.", " ", "\n", ",", ".", "обращений", "  ", "№"]
    )
).map(" ".join) | st.text(max_size=80)
ROWS = st.lists(st.sampled_from("абвг"), max_size=14)


def marked(old: str, new: str) -> str:
    """The differences as one line: «[-so-]{+thus+}»."""
    marks = {PieceKind.SAME: "{}", PieceKind.REMOVED: "[-{}-]", PieceKind.ADDED: "{{+{}+}}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in differences(old, new))


def longest(one: list[str], other: list[str]) -> int:
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, value in enumerate(one):
        for j, another in enumerate(other):
            grown = table[i][j] + 1 if value == another else 0
            table[i + 1][j + 1] = max(grown, table[i][j + 1], table[i + 1][j])
    return table[-1][-1]


@given(TEXTS, TEXTS)
def test_pieces_give_back_both_texts(old: str, new: str) -> None:
    pieces = differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != PieceKind.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.kind != PieceKind.REMOVED) == new
    assert all(one.kind != other.kind for one, other in pairwise(pieces))


@given(ROWS, ROWS)
def test_common_runs_are_a_longest_common_subsequence(one: list[str], other: list[str]) -> None:
    blocks = common_blocks(one, other)
    assert [one[b.old : b.old + b.size] for b in blocks] == [other[b.new : b.new + b.size] for b in blocks]
    assert sum(block.size for block in blocks) == common_length(one, other) == longest(one, other)


@given(ROWS, ROWS)
def test_rows_that_are_halved_first_align_alike(one: list[str], other: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("plans.alignment._KEPT", 4)
        assert sum(block.size for block in common_blocks(one, other)) == longest(one, other)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("один два три", "один три", "один [-два -]три"),
        ("один три", "один два три", "один {+два +}три"),
        ("один два три", "один пять три", "один [-два-]{+пять+} три"),
        ("", "новое", "{+новое+}"),
        ("старое", "", "[-старое-]"),
        ("то же самое", "то же самое", "то же самое"),
        ("", "", ""),
        ("два  пробела", "два пробела", "два [- -]пробела"),
        ("обучено 9 (15 %)", "обучено 12 (20 %)", "обучено [-9-]{+12+} ([-15 %-]{+20 %+})"),
        ("поступило 5 942 обращения", "поступило 5 943 обращения", "поступило [-5 942-]{+5 943+} обращения"),
        ("от 27.05.2021 № 648", "от 28.05.2021 № 648", "от [-27.05.2021-]{+28.05.2021+} № 648"),
        ("отвечает Лужин А. Н.", "отвечает Лужин А. П.", "отвечает Лужин [-А. Н.-]{+А. П.+}"),
    ],
)
def test_words_that_changed_are_marked(old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected


def test_a_sentence_written_anew_is_not_shown_in_shreds() -> None:
    old = "Памятки для жителей напечатаны в районной газете и на сайте."
    new = "Сведения о ремонте дорог разосланы по школам и на почту."
    assert marked(old, new) == f"[-{old[:-1]}-]{{+{new[:-1]}+}}."


def test_figures_that_changed_are_shown_by_themselves() -> None:
    assert marked("мая 12 дел на 15", "мая 14 дел на 18") == "мая [-12-]{+14+} дел на [-15-]{+18+}"


def test_paragraphs_that_stand_in_both_are_set_against_each_other() -> None:
    old = "Проведен сход.\nРассмотрен отчет о дорогах.\nПринято решение."
    new = "Проведен сход.\n\nСобраны предложения.\nРассмотрен новый отчет о дорогах.\nПринято решение."
    assert marked(old, new) == (
        "Проведен сход.\n{+\nСобраны предложения.\n+}Рассмотрен {+новый +}отчет о дорогах.\nПринято решение."
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "слова", None),
        ("слова", " \n", None),
        ("…", "слова", None),
        ("Обращений не поступало.", "Обращений не поступало", 100),
        ("один два три", "один два три четыре", 75),
        ("один два три четыре", "один два три", 99),
        ("раз два три", "три два раз", 33),
        ("один два", "три четыре", 0),
        ("поступило 7 обращений", "поступило 8 обращений", 66),
    ],
)
def test_sameness_is_the_share_of_words_that_repeat(old: str, new: str, expected: int | None) -> None:
    assert sameness(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 50_000, "b b a " * 33_000),
        ("a\nb\n" * 50_000, "b\na\nb\n" * 33_000),
        ("1" * 200_000, "1" * 199_999 + "2"),
        (". " * 100_000, ", " * 100_000),
        (" " * 200_000, "\n" * 200_000),
        ("А." * 100_000, "а-" * 100_000),
        ("1 000" * 40_000, "1 00 " * 40_000),
        ("http://" * 28_000, "www." * 50_000),
    ],
    ids=["words", "paragraphs", "digits", "signs", "blanks", "initials", "thousands", "addresses"],
)
def test_hostile_texts_cost_little(old: str, new: str) -> None:
    started = time.process_time()
    assert "".join(piece.text for piece in differences(old, new) if piece.kind != PieceKind.ADDED) == old
    sameness(old, new)
    assert time.process_time() - started < 20
