"""Findings about a text and its figures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from plans.checking import Figure, Finding, findings_of, is_big_change, offers
from plans.periods import ReportingPeriod

H1 = ReportingPeriod(2022, 1)


def codes(text: str, *figures: Figure, before: str = "") -> list[tuple[str, str]]:
    return [(finding.kind, finding.code) for finding in findings_of(text, figures, period=H1, before=before)]


def figure(name: str, value: int | str | None = None, **fields: object) -> Figure:
    return Figure(1, name, value=None if value is None else Decimal(value), **fields)  # type: ignore[arg-type]


def test_a_figure_that_the_text_contradicts_is_an_error() -> None:
    assert findings_of("Проведена 81 экспертиза.", [figure("Экспертиз", 78)]) == [
        Finding(
            "error",
            "figure_contradicts",
            "Текст расходится с показателем «Экспертиз»",
            "В тексте 81 экспертиза, в показателе 78.",
        )
    ]


@pytest.mark.parametrize(
    ("text", "name", "value", "fields"),
    [
        ("Проведена 81 экспертиза.", "Экспертиз", 81, {}),
        ("В мае 2 заседания, в июне 3 заседания.", "Заседаний", 5, {}),
        ("В мае 2 заседания, в июне 3 заседания.", "Заседаний", 3, {}),
        ("Экспертизы проводятся постоянно.", "Экспертиз", 78, {}),
        ("Проведена 81 экспертиза.", "Обращений", 3, {}),
        ("Проведена 81 экспертиза.", "Экспертиз", None, {}),
        ("Проведена 81 экспертиза.", "Экспертиза проведена", 1, {"kind": "yes_no"}),
        ("Выделено 12,5 млн рублей.", "Выделено рублей", "12500", {"unit": "тыс. рублей", "kind": "decimal"}),
    ],
)
def test_a_figure_that_the_text_bears_out_is_no_finding(
    text: str, name: str, value: int | str | None, fields: dict[str, str]
) -> None:
    assert codes(text, figure(name, value, **fields)) == []


def test_two_figures_of_one_text_do_not_contradict_each_other() -> None:
    text = "На телефон доверия поступило 7 обращений, на сайт поступило 20 обращений."
    assert codes(
        text,
        Figure(1, "Обращений на телефон доверия", value=Decimal(7)),
        Figure(2, "Обращений на сайт", value=Decimal(20)),
    ) == []  # fmt: skip


def test_numbers_of_the_text_are_offered_in_the_unit_of_the_indicator() -> None:
    text = "Проведена 81 экспертиза, выделено 12,5 млн рублей, принято решение."
    figures = [
        Figure(1, "Экспертиз"),
        Figure(2, "Выделено рублей", "тыс. рублей", "decimal"),
        Figure(3, "Решение принято", kind="yes_no"),
        Figure(4, "Приемов граждан"),
    ]
    assert offers(text, figures) == {1: Decimal(81), 2: Decimal(12500)}


def test_a_part_of_a_number_is_not_offered_to_a_whole_one() -> None:
    assert offers("Отремонтировано 3,2 км дорог.", [Figure(1, "Км дорог")]) == {}
    assert offers("Отремонтировано 3,2 км дорог.", [Figure(1, "Км дорог", kind="decimal")]) == {
        1: Decimal("3.2")
    }


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("12 из 81 (14 %)", True),
        ("12 из 81 (15 %)", False),
        ("12 экспертиз из 81 проведенной (14,8 %)", False),
        ("12 из 81, или 14 %,", True),
        ("12 из 81 – 14 %", True),
        ("Проведена 81 экспертиза, из них 12 (14 %) повторно.", True),
        ("Проведена 81 экспертиза, из них 12 (14,8 %) повторно.", False),
        ("183 из 642 (28 %)", True),
        ("183 из 642 (28,5 %)", False),
        ("1\u00a0183 из 1\u00a0642 (72 %)", False),
        ("81 из 12 (14 %)", False),
        ("план выполнен на 14 %", False),
    ],
)
def test_a_share_in_brackets_is_that_of_its_numbers(text: str, is_wrong: bool) -> None:
    assert codes(text) == ([("error", "percentage_mismatch")] if is_wrong else [])


def test_a_wrong_share_names_the_right_one() -> None:
    (finding,) = findings_of("12 из 81 (14 %)", [])
    assert (finding.title, finding.text) == (
        "Процент не сходится: 12 из 81 – это 15 %",
        "В тексте «12 из 81 (14 %»: напечатано 14 %.",
    )


def test_percentages_of_a_survey_are_checked_by_its_counts() -> None:
    text = (
        "Довольны ли вы дорогами:\nответов «Да» - 366 чел. (57%);\nответов «скорее Да» - 183 чел. (28%);\n"
        "ответов «Нет» - 39 чел. (6%);\nответов «скорее Нет» - 54 чел. (8%)."
    )
    assert [finding.title for finding in findings_of(text, [])] == [
        "Процент не сходится: 183 из 642 – это 29 %"
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Акт № ___ от 12.01.2022.", 1),
        ("Акт от ХХ.ХХ.2022.", 1),
        ("Проведено ХХ заседаний.", 1),
        ("Число заседаний (уточнить).", 1),
        ("УТОЧНИТЬ у отдела", 1),
        ("Проведено … заседаний", 1),
        ("Проведено ??? заседаний", 1),
        ("Опрос позволил уточнить перечень.", 0),
        ("Рассмотрены дороги, свет и др... Принято решение.", 0),
        ("Конференция XX века.", 0),
        ("И так далее…", 0),
    ],
)
def test_places_left_unfinished_are_found(text: str, count: int) -> None:
    assert codes(text) == [("warn", "unfinished")] * count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("На сайте http:// размещено", 1),
        ("На сайте https://zarechny размещено", 1),
        ("Подробнее (ссылка).", 1),
        ("Отчет в C:\\docs\\report.docx", 1),
        ("http://localhost:8000/page", 1),
        ("На сайте https://zarechny.example.org/news/1, размещено", 0),
        ("На сайте https://zarechny.example.org.", 0),
        ("На сайте (https://заречный.рф) размещено", 0),
    ],
)
def test_links_that_open_nothing_are_found(text: str, count: int) -> None:
    assert codes(text) == [("warn", "link_broken")] * count


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("Во II полугодии 2021 года проведено заседание.", True),
        ("Во втором полугодии проведено заседание.", True),
        ("В 1-ом полугодии 2021 года проведено заседание.", True),
        ("В 2021 году проведено заседание.", True),
        ("В I полугодии 2022 года проведено заседание.", False),
        ("В первом полугодии, как и во втором полугодии 2021 года, проведено заседание.", False),
        ("Во II полугодии запланировано заседание.", False),
        ("В 2021 году проведено 2 заседания, в 2022 году – одно.", False),
        ("Итоги за 2021 год подведены.", False),
        ("Закон принят 12.04.2010.", False),
    ],
)
def test_a_text_of_another_half_year_is_found(text: str, is_wrong: bool) -> None:
    assert codes(text) == ([("warn", "other_period")] if is_wrong else [])


def test_a_half_year_is_checked_only_where_it_is_given() -> None:
    assert findings_of("Во II полугодии 2021 года проведено заседание.", []) == []


def test_a_text_that_repeats_is_told_of() -> None:
    assert codes("Работа ведется постоянно.", before="Работа ведется постоянно") == [("info", "repeated")]
    assert codes("Работа ведется.", before="Работа ведется постоянно") == []
    assert codes("", before="") == []


def test_errors_come_first_and_nothing_comes_twice() -> None:
    text = "Смотри (ссылка).\nПодробнее http:// на сайте.\n12 из 81 (14 %)."
    assert [kind for kind, _ in codes(text)] == ["error", "warn", "warn"]
    assert codes("ХХ\nХХ") == [("warn", "unfinished")]


def test_findings_of_a_hostile_text_are_few() -> None:
    def words() -> Iterator[str]:
        yield from (f"место {number} ___ " for number in range(500))

    assert len(findings_of("".join(words()), [])) == 50


@pytest.mark.parametrize(
    ("previous", "value", "is_big"),
    [(None, 5, False), (10, 10, False), (10, 15, False), (10, 16, True), (10, 5, False), (10, 4, True), (0, 1, True)],
)  # fmt: skip
def test_a_change_of_more_than_half_is_big(previous: int | None, value: int, is_big: bool) -> None:
    assert is_big_change(None if previous is None else Decimal(previous), Decimal(value)) is is_big
