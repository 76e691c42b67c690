"""The public pages as plain values: counts, comparisons with the report before, words, files."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from plans.periods import ReportingPeriod
from reports.content import FrozenAct, FrozenMunicipality, FrozenOfficer, FrozenRow, ReportContent
from reports.presenting import (
    FinishedFile,
    Version,
    downloads_of,
    legend_of,
    mosaic_of,
    present_report,
    summarize,
)
from reports.presenting.words import (
    act_words,
    by_activities,
    in_period,
    of_activities,
    rows_words,
    shortened,
    since_period,
    tidy,
)

DISTRICT = FrozenMunicipality(
    "zarechny", "Заречный округ", "Заречного округа", "Заречном округе", "Заречный край"
)
ADOPTED = FrozenAct("распоряжение", "165-р", "2021-06-23")
FIRST = Version(1, "/zarechny/reports/2022-h1/v1/", "2022-07-14T23:30:00+03:00")
SECOND = Version(2, "/zarechny/reports/2022-h1/v2/", "2022-07-18T10:00:00+03:00", "Исправлена строка 1.")


def plain(text: str) -> str:
    """The words without the spaces that keep them on one line."""
    return re.sub(r"[\u00a0\u202f]", " ", text)


def activity(number: str, progress: str = "", **fields: object) -> FrozenRow:
    row = FrozenRow("activity", number, number.count("."), f"Мероприятие {number}", key=f"key-{number}")
    return replace(row, progress=progress, **fields)


def group(number: str) -> FrozenRow:
    return FrozenRow("group", number, 0, f"Группа {number}:", key=f"key-{number}")


def content(
    *rows: FrozenRow, period: str = "2022-h1", version: Version = FIRST, **fields: str
) -> ReportContent:
    values = {"signatory_name": "А. П. Колесников", "signatory_position": "первый заместитель главы"}
    return ReportContent(
        municipality=DISTRICT,
        plan_slug="main",
        plan_title="План",
        acts=(ADOPTED,),
        period=period,
        title="Отчет о ходе реализации Плана",
        version=version.number,
        reason=version.reason,
        **{"approved_on": "2022-07-13", "prepared_by": "", **values, **fields},
        published_at=version.published_at,
        previous_sha256="",
        rows=rows,
    )


def page(now: ReportContent, before: ReportContent | None = None, **values: object):
    return present_report(now, **{"sha256": "f" * 64, "versions": [FIRST], "previous": before, **values})


BEFORE = content(
    activity("1", "Прежний текст."),
    activity("2", "Тот же\N{NO-BREAK SPACE}текст."),
    activity("3"),
    activity("4"),
    activity("5", "Было."),
    period="2021-h2",
)
NOW = content(
    activity("1", "Новый текст."),
    activity("2", "Тот же  текст.\n"),
    activity("3"),
    activity("4", "Появилось."),
    activity("5"),
    activity("6", "Новое мероприятие."),
    activity("7", is_optional=True),
)


def test_every_row_is_compared_with_its_own_row_of_the_report_before() -> None:
    rows = page(NOW, BEFORE).rows
    assert [(row.number, row.change, row.is_first) for row in rows] == [
        ("1", "new", False),
        ("2", "same", False),
        ("3", "gap", False),
        ("4", "new", True),
        ("5", "gap", False),
        ("6", "new", True),
        ("7", "optional", False),
    ]


def test_differences_name_their_rows_in_the_order_of_interest() -> None:
    differences = page(NOW, BEFORE).differences
    assert [(item.count, item.words, [row.number for row in item.rows]) for item in differences] == [
        (2, "новые в плане", ["6", "7"]),
        (1, "отчитались, а раньше нет", ["4"]),
        (1, "с новым текстом", ["1"]),
        (1, "повторяют прошлый текст", ["2"]),
        (1, "теперь без сведений", ["5"]),
        (1, "по-прежнему без сведений", ["3"]),
    ]


def test_without_a_report_before_nothing_is_called_new() -> None:
    alone = page(NOW)
    assert alone.differences == ()
    assert alone.compared_with == ""
    assert {row.mark for row in alone.rows} == {""}
    assert [(item.css, item.word, item.count) for item in alone.summary.legend] == [
        ("new", "Есть сведения", 4),
        ("gap", "Нет сведений", 2),
        ("optional", "Срок в другом полугодии", 1),
    ]


def test_a_blank_row_of_the_other_half_year_is_counted_apart() -> None:
    shown = page(NOW)
    assert (shown.summary.filled, shown.summary.total) == (4, 6)
    assert [gap.number for gap in shown.gaps] == ["3", "5"]
    assert shown.optional_words == "Ещё по\N{NO-BREAK SPACE}одному срок в другом полугодии."
    assert [item.css for item in shown.filters] == ["new", "gap"]
    assert shown.all_count == 7


def test_rows_meet_by_their_key_and_not_by_their_number() -> None:
    moved = content(replace(activity("9", "Прежний текст."), key="key-1"))
    assert page(moved, BEFORE).rows[0].change == "same"


def test_a_reason_why_there_is_nothing_to_report_is_information() -> None:
    now = content(activity("1", nothing_reason="Обращений не было."))
    assert (page(now).summary.filled, page(now).rows[0].gap_words) == (1, "")
    assert page(now, now).rows[0].change == "quiet"
    assert [(item.word, item.count) for item in page(now, BEFORE).summary.legend] == [("Сообщать нечего", 1)]
    assert [(item.words, item.count) for item in page(now, BEFORE).differences] == [
        ("сообщают, что сообщать нечего", 1)
    ]
    assert page(now, BEFORE).rows[0].mark == ""


def test_only_a_text_taller_than_a_printed_page_may_break() -> None:
    rows = page(content(activity("1", "Строка.\n" * 24 + "Конец."), activity("2", "Строка."))).rows
    assert [row.is_long for row in rows] == [True, False]


def test_a_gap_says_whether_it_was_one_before() -> None:
    officers = (FrozenOfficer("Иванова А. Б."),)
    gaps = content(activity("3", officers=officers), activity("5"))
    nbsp = "\N{NO-BREAK SPACE}"
    assert [row.gap_words for row in page(gaps, BEFORE).rows] == [
        f"Исполнители не представили текст. Его не было и во{nbsp}II{nbsp}полугодии 2021{nbsp}года.",
        "Администрация не представила текст.",
    ]


@pytest.mark.parametrize(
    ("gaps", "repeated", "note"),
    [
        (("3",), ("3",), "Сведений не было и в отчёте за II полугодие 2021 года."),
        (("1", "3"), ("1", "3"), "По всем двум сведений не было и в отчёте за II полугодие 2021 года."),
        (("1", "3"), ("3",), "По одному из них сведений не было и в отчёте за II полугодие 2021 года."),
        (("1", "3"), (), ""),
    ],
)
def test_the_note_under_the_gaps(gaps: tuple[str, ...], repeated: tuple[str, ...], note: str) -> None:
    numbers = ("1", "2", "3")
    now = content(*(activity(number, "" if number in gaps else "Есть.") for number in numbers))
    before = content(
        *(activity(number, "" if number in repeated else "Есть.") for number in numbers), period="2021-h2"
    )
    assert plain(page(now, before).gaps_note) == note


def test_cells_lead_to_rows_and_stand_close_within_a_group() -> None:
    rows = (
        activity("1", "Да."),
        group("6"),
        activity("6.1", "Да."),
        activity("6.2"),
        group("7"),
        activity("7.1"),
    )
    cells = summarize(content(*rows), url="/r/").cells
    assert [(cell.number, cell.url, cell.is_sub) for cell in cells] == [
        ("1", "/r/#n-1", False),
        ("6.1", "/r/#n-6.1", False),
        ("6.2", "/r/#n-6.2", True),
        ("7.1", "/r/#n-7.1", False),
    ]
    assert cells[2].label == "6.2. Мероприятие 6.2: нет сведений"


def test_sections_and_groups_stand_in_the_table_and_count_nowhere() -> None:
    shown = page(content(FrozenRow("section", "", 0, "I. Раздел"), group("1"), activity("1.1", "Да.")))
    assert [(row.kind, row.anchor) for row in shown.rows] == [
        ("section", ""),
        ("group", "n-1"),
        ("activity", "n-1.1"),
    ]
    assert (shown.summary.total, shown.rows_words) == (
        1,
        "1\N{NO-BREAK SPACE}пункт, из них 1 с подпунктами; всего 1\N{NO-BREAK SPACE}мероприятие",
    )


def test_the_text_of_a_row_is_escaped_and_kept_together() -> None:
    (row,) = page(content(activity("1", "<script> по акту № 648, 15 % и\n– Иванова А. Б."))).rows
    nbsp = "\N{NO-BREAK SPACE}"
    assert row.html == (
        f"<p>&lt;script&gt; по акту №{nbsp}648, 15{nbsp}% и</p><ul><li>Иванова{nbsp}А.{nbsp}Б.</li></ul>"
    )


def test_facts_are_those_that_exist() -> None:
    facts = [(fact.title, plain(fact.text)) for fact in page(NOW).facts]
    assert facts == [
        ("Опубликован", "14 июля 2022 г."),
        ("Утвердил", "А. П. Колесников, первый заместитель главы, 13 июля 2022 г."),
        ("Основание", "Распоряжение от 23.06.2021 № 165\N{NON-BREAKING HYPHEN}р"),
    ]
    bare = replace(NOW, acts=(), signatory_name="", approved_on="")
    assert [fact.title for fact in page(bare).facts] == ["Опубликован"]


def test_an_older_version_says_that_a_newer_one_exists() -> None:
    old = page(NOW, versions=[FIRST, SECOND])
    assert old.newer == SECOND
    assert plain(old.newer_words) == (
        "Вы читаете версию 1. Версия 2 вышла 18 июля 2022 г. Причина: Исправлена строка 1."
    )
    new = page(replace(NOW, version=2), versions=[FIRST, SECOND])
    assert (new.newer, new.newer_words, new.older) == (None, "", (FIRST,))


def test_files_stand_in_one_order_and_unfinished_ones_have_no_address() -> None:
    csv = FinishedFile("csv", "/v1/report.csv", 19_456, "c" * 64, "2022-07-14T10:00:00+03:00")
    assert [(file.format, file.url, file.size) for file in downloads_of([csv])] == [
        ("DOCX", "", ""),
        ("XLSX", "", ""),
        ("CSV", "/v1/report.csv", "19\N{NO-BREAK SPACE}КБ"),
        ("JSON", "", ""),
    ]


def test_a_legend_of_many_strips_names_each_sign_once() -> None:
    reports = [summarize(NOW, url="/2/", previous=BEFORE), summarize(BEFORE, url="/1/")]
    assert [(item.word, item.count) for item in legend_of(reports)] == [
        ("Новые сведения", None),
        ("Текст не изменился", None),
        ("Нет сведений", None),
        ("Срок в другом полугодии", None),
    ]


def test_the_mosaic_says_what_it_shows() -> None:
    mosaic = mosaic_of(summarize(content(activity("1", "Да."), activity("2")), url="/r/"))
    assert [(tile.number, tile.change) for tile in mosaic.cells] == [("1", "new"), ("2", "gap")]
    assert plain(mosaic.caption) == (
        "Отчёт за I полугодие 2022 года: 1 из 2 мероприятий плана со сведениями."
    )


@pytest.mark.parametrize(
    ("half", "where", "since"),
    [
        (1, "в I полугодии 2022 года", "с I полугодия 2022 года"),
        (2, "во II полугодии 2022 года", "со II полугодия 2022 года"),
    ],
)
def test_periods_take_the_preposition_that_is_spoken(half: int, where: str, since: str) -> None:
    period = ReportingPeriod(2022, half)
    assert plain(in_period(period)) == where
    assert plain(since_period(period)) == since


@pytest.mark.parametrize(
    ("count", "dative", "genitive"),
    [
        (1, "одному мероприятию", "мероприятия плана"),
        (5, "пяти мероприятиям", "мероприятий плана"),
        (11, "11 мероприятиям", "мероприятий плана"),
        (21, "21 мероприятию", "мероприятия плана"),
        (26, "26 мероприятиям", "мероприятий плана"),
        (111, "111 мероприятиям", "мероприятий плана"),
    ],
)
def test_counted_activities(count: int, dative: str, genitive: str) -> None:
    assert (by_activities(count), of_activities(count)) == (dative, genitive)


def test_acts_are_cited_with_their_amendments() -> None:
    acts = (
        ADOPTED,
        FrozenAct("распоряжение", "20-р", "2022-02-01", is_amendment=True),
        FrozenAct("распоряжение", "31", "", is_amendment=True),
    )
    words = plain(act_words(acts)).replace("\N{NON-BREAKING HYPHEN}", "-")
    assert words == "Распоряжение от 23.06.2021 № 165-р с изменениями от 01.02.2022 № 20-р, № 31"


def test_rows_without_groups_are_counted_without_them() -> None:
    words = "26\N{NO-BREAK SPACE}пунктов; всего 26\N{NO-BREAK SPACE}мероприятий"
    assert rows_words(26, 0, 26) == words
    assert rows_words(26, 0, 26, 4) == f"{words}, у 4 срок в другом полугодии"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Работа на территории:", "Работа на территории"),
        ("Отчёт о ходе работы в округе", "Отчёт о ходе работы…"),
        ("Отчёт о ходе работ в округе", "Отчёт о ходе работ…"),
        ("а" * 30, "а" * 20 + "…"),
    ],
)
def test_long_wordings_are_cut_at_a_word(text: str, short: str) -> None:
    assert shortened(text, 20) == short


@pytest.mark.parametrize(
    ("text", "glued"),
    [
        ("№ 648", "№_648"),
        ("69,6 % из 642", "69,6_% из 642"),
        ("Астахова И. Н.", "Астахова_И._Н."),
        ("А. П. Колесников", "А._П._Колесников"),
        ("до 2023 г. Работа", "до 2023_г. Работа"),
        ("Работа окончена. Итог", "Работа окончена. Итог"),
    ],
)
def test_what_belongs_together_stays_on_one_line(text: str, glued: str) -> None:
    assert tidy(text) == glued.replace("_", "\N{NO-BREAK SPACE}")


def test_a_report_of_3000_rows_links_each_row_once() -> None:
    rows = tuple(activity(str(number), "Да." if number % 2 else "") for number in range(1, 3001))
    shown = page(content(*rows), content(*rows, period="2021-h2"))
    assert (len(shown.rows), len(shown.summary.cells), len(shown.gaps)) == (3000, 3000, 1500)
