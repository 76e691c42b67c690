"""Surveys and other blocks on public pages: their row, their own place below the table, and what is new in them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from accounts.models import Municipality
from plans.inserts.values import InsertValue
from reports.content import FrozenRow
from reports.presenting import Issue, present_activity, present_changes
from reports.presenting.comparing import Step, step
from reports.presenting.inserts import InsertChange
from tests.plans.inserting import CHART, TABLE, value_of
from tests.reports.test_presenting import activity, content, page, plain

FULL = value_of(
    chart=CHART,
    tables=(TABLE,),
    lead="Ответили 17 жителей.",
    note="Доли округлены.",
    url="/s/",
    url_words="Все ответы",
)
BARE = replace(FULL, chart=None)
WORDS = value_of("Проверка наборов", "Проверено 5 наборов.\nУстаревших нет.")


def with_inserts(*inserts: InsertValue, text: str = "Текст.", number: str = "4") -> FrozenRow:
    return activity(number, text, inserts=inserts)


def html_of(*rows: FrozenRow) -> str:
    shown = page(content(*rows))
    return render_to_string(
        "reports/public_report.html",
        {
            "page": shown,
            "municipality": Municipality(name="Округ", slug="zarechny"),
            "crumbs": (),
            "nav_items": (),
        },
    )


# --- Where it stands


def test_a_block_stands_in_its_row_and_below_the_table_with_links_both_ways() -> None:
    shown = page(content(activity("1", "Сделано."), with_inserts(FULL, WORDS)))
    assert [row.blocks for row in shown.rows] == [(), shown.blocks]
    first, second = shown.blocks
    assert (first.anchor, first.row_anchor, plain(first.row_words)) == ("insert-4-1", "n-4", "К пункту 4")
    assert (first.in_row, first.words, plain(first.day)) == (
        "Диаграмма и таблица",
        "",
        "данные на 1 декабря 2022 г.",
    )
    assert (second.anchor, second.in_row, second.words) == ("insert-4-2", "Подробнее", WORDS.words)
    html = html_of(activity("1", "Сделано."), with_inserts(FULL, WORDS))
    assert html.count('href="#insert-4-1"') == 2  # from the row and from the top of the page
    assert 'id="insert-4-1"' in html
    assert '<a href="#n-4">К' in html


def test_the_page_has_the_chart_with_its_words_and_its_table() -> None:
    html = html_of(with_inserts(FULL))
    assert html.count('role="img"') == 1
    assert plain("Дороги: Да 71 %, Нет 29 %; Довольны: 71 %") in plain(html)
    assert html.count("<table") == 2
    assert "style=" not in html


def test_where_no_chart_was_wanted_there_is_the_table_alone() -> None:
    html = html_of(with_inserts(BARE))
    assert ('role="img"' in html, html.count("<table")) == (False, 2)
    assert page(content(with_inserts(BARE))).blocks[0].in_row == "Таблица"


def test_a_row_with_a_block_alone_is_no_gap() -> None:
    shown = page(content(with_inserts(FULL, text="")))
    assert (shown.rows[0].change, shown.gaps, shown.summary.filled) == ("new", (), 1)
    html = html_of(with_inserts(FULL, text=""))
    assert ("Нет сведений" in html, "Срок в другом полугодии" in html) == (False, False)


def test_hostile_words_are_only_words() -> None:
    bad = '<script>alert("x")</script>'
    value = replace(WORDS, title=bad, lead=bad, note=bad, words=bad, url_words=bad, url="/s/")
    assert "<script>alert" not in html_of(with_inserts(value))


def test_a_report_without_blocks_says_nothing_of_them() -> None:
    assert "insert-" not in html_of(activity("1", "Сделано."))


# --- What is new


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (with_inserts(FULL), with_inserts(FULL), Step.SAME),
        (with_inserts(FULL), with_inserts(BARE), Step.SAME),  # drawn or not, the numbers are the same
        (with_inserts(FULL), with_inserts(replace(FULL, words="Ответов «да»: 13.")), Step.INSERTS),
        (with_inserts(FULL), with_inserts(replace(FULL, tables=())), Step.INSERTS),
        (with_inserts(FULL), with_inserts(), Step.INSERTS),
        (with_inserts(), with_inserts(FULL), Step.INSERTS),
        (with_inserts(FULL), with_inserts(FULL, text="Другой."), Step.TEXT),
        (with_inserts(FULL, text=""), with_inserts(text=""), Step.CAME),
        (with_inserts(text=""), with_inserts(FULL, text=""), Step.GONE),
        (with_inserts(FULL, text=""), with_inserts(FULL, text=""), Step.SAME),
    ],
)
def test_a_row_is_compared_with_its_blocks(now: FrozenRow, before: FrozenRow, expected: Step) -> None:
    assert step(now, before) is expected


def test_the_row_says_that_only_the_blocks_are_others() -> None:
    shown = page(content(with_inserts(FULL)), content(with_inserts(WORDS), period="2021-h2"))
    assert (shown.rows[0].change, shown.rows[0].mark) == ("new", "Другие опросы или данные, текст прежний")
    assert [(item.count, item.words) for item in shown.differences] == [
        (1, "с прежним текстом и другими опросами или данными")
    ]


def test_a_text_with_its_blocks_stands_unchanged() -> None:
    earlier = [content(with_inserts(FULL), period="2021-h1"), content(with_inserts(WORDS), period="2020-h2")]
    shown = page(content(with_inserts(FULL)), content(with_inserts(FULL), period="2021-h2"), earlier=earlier)
    assert plain(shown.rows[0].mark) == "Без изменений с I полугодия 2021 года"


def changes(now: tuple[InsertValue, ...], before: tuple[InsertValue, ...]) -> tuple[InsertChange, ...]:
    [row] = present_changes(
        content(with_inserts(*now), period="2022-h2"),
        content(with_inserts(*before)),
        url="/n/",
        earlier_url="/b/",
    ).rows
    assert row.kinds == ("Опросы и данные",)
    return row.inserts


def test_what_became_of_a_block_is_told_in_words() -> None:
    added, removed = changes((FULL,), (WORDS,))
    assert (added.title, plain(added.about)) == ("Опрос о дорогах", "добавлено, данные на 1 декабря 2022 г.")
    assert (removed.title, plain(removed.about)) == (
        "Проверка наборов",
        "убрано, данные на 1 декабря 2022 г.",
    )
    [changed] = changes((replace(FULL, words="Ответов «да»: 13."),), (FULL,))
    assert changed.about == "данные изменились"
    assert [(piece.kind.value, piece.text) for piece in changed.words if piece.kind.value != "same"] == [
        ("removed", "12"),
        ("added", "13"),
    ]
    [drawn] = changes((BARE,), (FULL,))
    assert (drawn.about, drawn.words) == ("данные прежние, показаны иначе", ())
    [numbers] = changes((replace(FULL, tables=()),), (FULL,))
    assert (numbers.about, numbers.words) == ("данные изменились", ())


def test_the_comparison_s_page_tells_it() -> None:
    shown = present_changes(
        content(with_inserts(replace(FULL, words="Ответов «да»: 13."))),
        content(with_inserts(FULL)),
        url="/n/",
        earlier_url="/b/",
    )
    html = render_to_string(
        "reports/public_changes.html",
        {
            "page": shown,
            "municipality": Municipality(name="Округ", slug="zarechny"),
            "crumbs": (),
            "nav_items": (),
        },
    )
    assert "<b>Опрос о дорогах</b>: данные изменились" in html
    assert ("<del>12</del>" in html, "<ins>13</ins>" in html) == (True, True)
    assert [(item.count, item.words) for item in shown.counts] == [(1, "с другими опросами или данными")]


def test_a_new_and_an_ended_row_name_their_blocks() -> None:
    shown = present_changes(
        content(with_inserts(FULL, number="1")),
        content(with_inserts(WORDS, number="2")),
        url="/n/",
        earlier_url="/b/",
    )
    assert [[plain(item.about).split(",")[0] for item in row.inserts] for row in shown.rows] == [
        ["добавлено"],
        ["убрано"],
    ]


def test_an_activity_has_its_blocks_half_year_by_half_year() -> None:
    issues = [
        Issue(content(with_inserts(value), period=period), f"/{period}/", "", lambda item: "")
        for period, value in (("2022-h2", FULL), ("2022-h1", FULL), ("2021-h2", WORDS))
    ]
    shown = present_activity("key-4", issues)
    assert shown is not None
    assert [[block.title for block in text.blocks] for text in shown.texts] == [
        ["Опрос о дорогах"],
        [],
        ["Проверка наборов"],
    ]
    assert [(plain(text.mark), plain(text.same_words)) for text in shown.texts] == [
        ("Без изменений с I полугодия 2022 года", ""),
        ("Другие опросы или данные, текст прежний", "Тот же текст, что и во II полугодии 2022 года"),
        ("", ""),
    ]
    html = render_to_string(
        "reports/public_activity.html",
        {
            "page": shown,
            "municipality": Municipality(name="Округ", slug="zarechny"),
            "crumbs": (),
            "nav_items": (),
        },
    )
    assert (html.count('role="img"'), html.count("Опрос о дорогах")) == (1, 1)
