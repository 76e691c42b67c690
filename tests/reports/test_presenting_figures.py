"""Figures, tiles, documents and unbroken runs of a text on the page of a report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.content import FrozenAttachment, FrozenFigure, FrozenRow
from reports.presenting import Addresses, figures_by_key, tiles_of
from reports.presenting.figures import change_words, figure_lines, name_words, noun_words, value_words
from reports.presenting.files import documents_of
from tests.reports.test_presenting import SECOND, activity, content, page, plain


def figure(key: str = "1", value: str = "12", **fields: object) -> FrozenFigure:
    return replace(FrozenFigure(key, f"Показатель {key}", value), **fields)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (figure(value="5942"), "5 942"),
        (figure(value="12.5", kind="decimal"), "12,5"),
        (figure(value="69.6", kind="decimal", unit="%"), "69,6 %"),
        (figure(value="-3"), "−3"),
        (figure(value="1", kind="yes_no"), "да"),
        (figure(value="0", kind="yes_no"), "нет"),
    ],
)
def test_values_in_words(given: FrozenFigure, expected: str) -> None:
    assert plain(value_words(given)) == expected


def test_a_unit_stands_with_the_name_and_a_per_cent_with_the_number() -> None:
    assert name_words(figure(unit="чел.")) == "Показатель 1, чел."
    assert name_words(figure(unit="%")) == "Показатель 1"


@pytest.mark.parametrize(
    ("name", "unit", "expected"),
    [
        ("Наборов открытых данных", "шт.", "наборов открытых данных"),
        ("Прошли обучение", "чел.", "прошли обучение"),
        ("МФЦ и их отделений", "ед.", "МФЦ и их отделений"),
        ("«Школа открытости»: слушателей", "чел", "«Школа открытости»: слушателей"),
        ("Обработано документов", "тыс. листов", "обработано документов, тыс. листов"),
        ("Доля обращений", "%", "доля обращений"),
    ],
)
def test_a_tile_reads_on_from_its_number(name: str, unit: str, expected: str) -> None:
    assert plain(noun_words(figure(name=name, unit=unit))) == expected


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (figure(value="9"), figure(value="12"), ("−3", "arrow-down")),
        (figure(value="1012"), figure(value="12"), ("+1 000", "arrow-up")),
        (figure(value="12.5"), figure(value="12"), ("+0,5", "arrow-up")),
        (figure(value="12"), figure(value="12"), ("без изменений", "equals")),
        (figure(value="12"), None, ("", "")),
        (figure(value="1", kind="yes_no"), figure(value="0", kind="yes_no"), ("было: нет", "arrow-right")),
        (figure(value="1", kind="yes_no"), figure(value="7"), ("", "")),
    ],
)
def test_changes_in_words(now: FrozenFigure, before: FrozenFigure | None, expected: tuple[str, str]) -> None:
    change, sign = change_words(now, before)
    assert (plain(change), sign) == expected


def test_a_row_says_its_figures_beside_those_of_the_half_year_before() -> None:
    lines = figure_lines(
        (figure("1", "9"), figure("2", "7"), figure("3", "7")), {"1": figure("1"), "2": figure("2", "7")}
    )
    assert [(line.value, line.change, line.sign) for line in lines] == [
        ("9", "−3, было 12", "arrow-down"),
        ("7", "без изменений", "equals"),
        ("7", "", ""),
    ]


def test_the_main_figures_are_the_tiles_at_most_eight() -> None:
    rows = [
        activity(str(number), "Текст.", figures=(figure(f"{number}a"), figure(f"{number}b", is_main=True)))
        for number in range(1, 11)
    ]
    tiles = tiles_of(content(*rows), {})
    assert [tile.noun for tile in tiles] == [f"показатель {number}b" for number in range(1, 9)]
    assert (tiles[0].url, plain(tiles[0].link)) == ("#n-1", "п. 1")


def test_without_main_figures_six_that_can_be_compared_or_open_their_activity() -> None:
    rows = [
        activity("1", "Текст.", figures=(figure("1a"), figure("1b"), figure("1c"))),
        activity("2", "Текст.", figures=(figure("2a"),)),
    ]
    chosen = tiles_of(content(*rows), {"1c": figure("1c", "10")})
    assert [(tile.noun, plain(tile.change)) for tile in chosen] == [
        ("показатель 1a", ""),
        ("показатель 1c", "+2 к прошлому"),
        ("показатель 2a", ""),
    ]
    many = [activity(str(number), "Текст.", figures=(figure(str(number)),)) for number in range(9)]
    assert len(tiles_of(content(*many), {})) == 6


def test_a_report_without_figures_has_no_tiles_and_the_same_rows() -> None:
    shown = page(content(activity("1", "Текст.")))
    assert (shown.tiles, shown.rows[0].figures, shown.rows[0].documents) == ((), (), ())


def test_documents_say_their_format_and_size_or_the_site() -> None:
    file = FrozenAttachment("Протокол", "", "a" * 64, 44_032, "Протокол.pdf", "application/pdf")
    link = FrozenAttachment("Сведения", "https://www.example.org/a/b?c=1")
    shown = documents_of((file, link), lambda item: f"/files/{item.sha256[:3]}")
    assert [(item.title, item.url, plain(item.about), item.is_file) for item in shown] == [
        ("Протокол", "/files/aaa", "PDF, 43 КБ", True),
        ("Сведения", "https://www.example.org/a/b?c=1", "www.example.org", False),
    ]


def said(period: str, *texts: str) -> object:
    rows = [activity(str(number), text) for number, text in enumerate(texts, start=1)]
    return content(*rows, period=period)


def marks(shown: object) -> list[str]:
    return [plain(row.mark) for row in shown.rows]


def test_a_repeated_text_names_the_half_year_since_which_it_stands() -> None:
    now = said("2022-h2", "А", "Б", "В", "Г")
    before = said("2022-h1", "А", "Б", "В", "Новое")
    earlier = [said("2021-h2", "А", "Б", ""), said("2021-h1", "А", "Другое"), said("2020-h2", "А")]
    assert marks(page(now, before, earlier=earlier)) == [
        "Без изменений со II полугодия 2020 года",
        "Без изменений со II полугодия 2021 года",
        "Без изменений с I полугодия 2022 года",
        "Новые сведения",
    ]


def test_a_half_year_without_a_report_ends_the_run_and_no_more_is_read_than_needed() -> None:
    now, before = said("2022-h2", "А"), said("2022-h1", "А")
    assert marks(page(now, before, earlier=[said("2021-h1", "А")])) == [
        "Без изменений с I полугодия 2022 года"
    ]

    def one_and_no_more():
        yield said("2021-h2", "Другое")
        raise AssertionError

    assert marks(page(now, before, earlier=one_and_no_more())) == ["Без изменений с I полугодия 2022 года"]


def test_a_repeated_text_with_other_figures_is_no_repetition() -> None:
    now = content(activity("1", "А", figures=(figure(value="9"),)), period="2022-h2")
    before = content(activity("1", "А", figures=(figure(value="12"),)))
    shown = page(now, before)
    assert (shown.rows[0].mark, shown.rows[0].change) == ("Новые показатели, текст прежний", "new")
    assert [(item.count, item.words) for item in shown.differences] == [
        (1, "с прежним текстом и новыми показателями")
    ]


def test_figures_given_for_the_first_time_leave_a_repeated_text_a_repetition() -> None:
    now = content(activity("1", "А", figures=(figure(),)), period="2022-h2")
    assert page(now, content(activity("1", "А"))).rows[0].change == "same"


def test_a_correction_names_the_rows_it_changed() -> None:
    first = content(activity("1", "А"), activity("2", "Б"), activity("3", "В"))
    second = content(
        activity("1", "А"), activity("2", "Б", deadline="постоянно"), activity("3", "Г"), version=SECOND
    )
    shown = page(second, corrects=first, versions=[SECOND])
    assert [row.number for row in shown.corrected] == ["2", "3"]
    assert page(second, versions=[SECOND]).corrected == ()


def test_a_row_that_only_got_another_number_was_not_corrected() -> None:
    first = content(activity("1", "А"), replace(activity("2", "Б"), key="b"))
    second = content(replace(activity("1", "Б"), key="b", text="Мероприятие 2"), version=SECOND)
    assert page(second, corrects=first, versions=[SECOND]).corrected == ()


def test_links_lead_to_the_activity_and_to_the_comparison() -> None:
    urls = Addresses(activity=lambda key: f"/a/{key}/", changes="/changes/")
    now = content(activity("1", "Новое"), activity("2", "Б"), period="2022-h2")
    rows = page(now, content(activity("1", "А"), activity("2", "Б")), urls=urls).rows
    assert [(row.history_url, row.changes_url) for row in rows] == [
        ("/a/key-1/", "/changes/#n-1"),
        ("/a/key-2/", ""),
    ]


def test_a_draft_has_a_page_without_versions() -> None:
    draft = replace(content(activity("1", "А")), version=0, published_at="")
    shown = page(draft, versions=[])
    assert (shown.is_draft, next(fact.title for fact in shown.facts)) == (True, "Утвердил")
    assert page(content(activity("1", "А"))).is_draft is False


def test_figures_are_found_by_their_key_in_any_row() -> None:
    rows: tuple[FrozenRow, ...] = (
        activity("1", figures=(figure("1"),)),
        activity("2", figures=(figure("2"),)),
    )
    assert sorted(figures_by_key(content(*rows))) == ["1", "2"]
    assert figures_by_key(None) == {}
