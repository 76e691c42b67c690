"""Which activity a row is: tables of pairs, and properties of the whole matching."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.importing.matching import SURE, Decision, Known, Match, Wanted, likeness, match_rows
from tests.reports.samples import WORDS

PLAN = [
    "Публикация наборов открытых данных на официальном сайте администрации муниципального округа",
    "Проведение опросов населения о работе пассажирского транспорта в муниципальном округе",
    "Проведение опросов населения о качестве автомобильных дорог в муниципальном округе",
    "Проведение оценки регулирующего воздействия проектов нормативных правовых актов",
    "Размещение проектов нормативных правовых актов для независимой антикоррупционной экспертизы",
    "Обеспечение работы общественного совета при администрации муниципального округа",
    "Ежегодный отчет главы муниципального округа перед жителями",
    "Организация «прямых линий» с жителями муниципального округа",
]


def decide(text: str) -> Decision:
    """What one row is, against the plan of eight; ids count from 1."""
    rest = [row for row in PLAN if row != text]
    known = [Known(number, row) for number, row in enumerate(PLAN, 1)]
    return match_rows([Wanted(text), *(Wanted(row) for row in rest if row == text)], known)[0]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("публикация наборов открытых данных, на официальном сайте администрации муниципального округа.", 1),
        ('Организация "прямых линий" с жителями муниципального  округа', 8),
        ("Ежегодный отчёт главы муниципального округа перед жителями", 7),
    ],
)
def test_case_spaces_and_punctuation_make_no_other_activity(text: str, number: int) -> None:
    assert decide(text) == Decision(Match.SAME, number, 1.0)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (
            "Публикация наборов открытых данных на официальном сайте администрации Заречного муниципального округа",
            1,
        ),
        ("Обеспечение работы Общественного совета при главе администрации муниципального округа", 6),
        ("Ежегодные отчеты главы муниципального округа перед жителями", 7),
        ("Организация и проведение «прямых линий» с жителями муниципального округа", 8),
        (
            "Размещение проектов нормативных правовых актов для проведения независимой антикоррупционной экспертизы",
            5,
        ),
    ],
)
def test_a_wording_surely_the_same_is_an_amendment(text: str, number: int) -> None:
    decision = decide(text)
    assert (decision.match, decision.id) == (Match.AMENDED, number)


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Проведение опросов населения о работе учреждений культуры в муниципальном округе", 2),
        ("Публикация наборов открытых данных на портале края", 1),
        ("Проведение оценки фактического воздействия нормативных правовых актов", 4),
    ],
)
def test_a_wording_that_may_be_another_activity_is_unsure_and_names_the_likeliest(
    text: str, best: int
) -> None:
    decision = decide(text)
    assert (decision.match, decision.id) == (Match.UNSURE, None)
    assert decision.candidates[0][0] == best
    assert [value for _, value in decision.candidates] == sorted(
        (v for _, v in decision.candidates), reverse=True
    )


@pytest.mark.parametrize(
    "text",
    [
        "Создание молодежного парламента",
        "Рассылка вестника в отдаленные села",
        "Дни открытых дверей в школах",
    ],
)
def test_another_activity_is_new(text: str) -> None:
    assert decide(text).match == Match.NEW


def test_of_two_alike_neither_is_taken_for_sure() -> None:
    words = (
        "Проведение ежегодных опросов жителей муниципального округа о том, как работают учреждения, {} смена"
    )
    known = [Known(1, words.format("первая")), Known(2, words.format("вторая"))]
    assert likeness(words.format("третья"), known[0].text) > SURE
    decision = match_rows([Wanted(words.format("третья"))], known)[0]
    assert decision.match == Match.UNSURE
    assert {pk for pk, _ in decision.candidates} == {1, 2}
    assert match_rows([Wanted(words.format("третья"))], known[:1])[0].match == Match.AMENDED


def test_two_rows_that_claim_one_activity_are_both_unsure() -> None:
    known = [Known(1, "Обеспечение работы общественного совета при администрации муниципального округа")]
    rows = [
        Wanted("Обеспечение работы общественного совета при главе муниципального округа"),
        Wanted("Обеспечение работы общественного совета при думе муниципального округа"),
    ]
    assert [decision.match for decision in match_rows(rows, known)] == [Match.UNSURE, Match.UNSURE]


def test_equal_words_are_found_under_their_own_group_first() -> None:
    known = [Known(1, "Опросы:"), Known(2, "на сайте", 1), Known(3, "Беседы:"), Known(4, "на сайте", 3)]
    rows = [
        Wanted("Беседы:"),
        Wanted("на сайте", 0),
        Wanted("Опросы:"),
        Wanted("на сайте", 2),
        Wanted("на сайте"),
    ]
    assert [decision.id for decision in match_rows(rows, known)] == [3, 4, 1, 2, None]


def test_a_new_row_does_not_take_what_stands_where_it_stood() -> None:
    known = [Known(1, "Опросы:"), Known(2, "анкеты на сайте", 1)]
    rows = [Wanted("анкеты на сайте"), Wanted("Опросы:"), Wanted("анкеты на сайте", 1)]
    assert [decision.id for decision in match_rows(rows, known)] == [None, 1, 2]


def test_a_row_that_moved_to_another_group_is_found() -> None:
    known = [Known(1, "Опросы:"), Known(2, "анкеты на сайте", 1)]
    rows = [Wanted("Встречи:"), Wanted("анкеты на сайте", 0)]
    assert match_rows(rows, known)[1] == Decision(Match.SAME, 2, 1.0)


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)


@given(st.lists(texts, max_size=12), st.lists(texts, max_size=12))
def test_no_activity_is_given_twice(wanted: list[str], known: list[str]) -> None:
    decisions = match_rows(
        [Wanted(text) for text in wanted], [Known(number, text) for number, text in enumerate(known)]
    )
    ids = [decision.id for decision in decisions if decision.id is not None]
    assert len(decisions) == len(wanted)
    assert len(set(ids)) == len(ids)


@given(st.lists(texts, unique=True, max_size=12), st.randoms(use_true_random=False))
def test_a_plan_in_any_order_is_wholly_found(rows: list[str], random: Random) -> None:
    known = [Known(number, text) for number, text in enumerate(rows)]
    shuffled = random.sample(rows, len(rows))
    decisions = match_rows([Wanted(text) for text in shuffled], known)
    assert [decision.id for decision in decisions] == [rows.index(text) for text in shuffled]


@given(texts, texts)
def test_likeness_lies_between_nothing_and_one(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == pytest.approx(1)


def test_a_thousand_rows_in_a_small_vocabulary_are_found_in_other_words() -> None:
    random = Random(1)  # noqa: S311
    rows = [" ".join(random.choices(WORDS, k=16)) for _ in range(1000)]
    other = [text.replace(" ", " дополнительно ", 1) for text in rows]
    known = [Known(number, text) for number, text in enumerate(rows)]
    decisions = match_rows([Wanted(text) for text in other], known)
    assert sum(decision.id == number for number, decision in enumerate(decisions)) > 970
