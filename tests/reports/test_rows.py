"""Rows as offices draw them, and the structure they mean."""

from dataclasses import replace

import pytest

from plans.files.raw import RawCell, RawRow
from reports.readers.parsed import Numbering
from reports.readers.understanding import understand
from tests.reports.building import ABOVE, Auto, Span, document, report, row, table

DONE = ["Ким А.А. (ежегодно)", "Сделано."]
BLANK = ["", ""]


def structure(raw) -> list[str]:
    """«kind number text» of every row, indented by level."""
    return [
        f"{'  ' * each.level}{each.kind.value} {each.number} {each.text}".replace("  section", "section")
        for each in understand(raw).rows
    ]


def test_group_takes_unnumbered_rows_up_to_the_next_number():
    raw = report(
        ["1", "Вести сайт", *DONE],
        ["2", "Развивать:", *BLANK],
        ["", "кадры", *DONE],
        ["", "Портал услуг", *DONE],
        [Auto("3"), "Провести опрос", *DONE],
        ["", "дополнительно к опросу", *DONE],
    )
    assert structure(raw) == [
        "activity 1 Вести сайт",
        "group 2 Развивать:",
        "  activity 2.1 кадры",
        "  activity 2.2 Портал услуг",
        "activity 3 Провести опрос",
        "  activity 3.1 дополнительно к опросу",
    ]


def test_numbers_nest_to_any_depth():
    raw = report(
        ["1.", "Вести сайт", *DONE],
        ["2.", "Развивать", *BLANK],
        ["2.1.", "Кадры", *BLANK],
        ["2.1.1.", "Обучение", *DONE],
        ["2.1.2.", "Резерв", *DONE],
        ["2.2.", "Услуги", *DONE],
        ["3.", "Провести опрос", *DONE],
        ["3.1.", "Издать итоги", *DONE],
    )
    assert structure(raw) == [
        "activity 1 Вести сайт",
        "group 2 Развивать",
        "  group 2.1 Кадры",
        "    activity 2.1.1 Обучение",
        "    activity 2.1.2 Резерв",
        "  activity 2.2 Услуги",
        "activity 3 Провести опрос",
        "  activity 3.1 Издать итоги",
    ]


@pytest.mark.parametrize("marks", [("а)", "б)"), ("–", "–"), ("1)", "2)"), ("", "")])
def test_rows_of_a_group_under_other_marks(marks):
    raw = report(
        ["1.", "Вести сайт", *DONE],
        ["2.", "Развивать:", *BLANK],
        [marks[0], "кадры", *DONE],
        [marks[1], "услуги", *DONE],
        ["3.", "Провести опрос", *DONE],
    )
    assert structure(raw) == [
        "activity 1 Вести сайт",
        "group 2 Развивать:",
        "  activity 2.1 кадры",
        "  activity 2.2 услуги",
        "activity 3 Провести опрос",
    ]


def without_numbers(*rows):
    return document(table(["Мероприятие", "Исполнители (срок)", "Ход реализации"], *rows))


def test_no_column_of_numbers():
    raw = without_numbers(
        ["Вести сайт", *DONE],
        ["Развивать:", *BLANK],
        ["– кадры", *DONE],
        ["услуги", *DONE],
        ["Провести опрос", *DONE],
        ["Обеспечить:", *BLANK],
        ["Прием граждан", *DONE],
    )
    assert structure(raw) == [
        "activity 1 Вести сайт",
        "group 2 Развивать:",
        "  activity 2.1 – кадры",
        "  activity 2.2 услуги",
        "activity 3 Провести опрос",
        "activity 4 Обеспечить:",
        "activity 5 Прием граждан",
    ]


def test_numbers_before_the_words():
    raw = without_numbers(
        ["1. Вести сайт", *DONE],
        ["2. Развивать:", *BLANK],
        ["2.1. Кадры 2022 года", *DONE],
        ["2.2 услуги", *DONE],
        ["3. Провести 2 опроса", *DONE],
        ["4. Обеспечить:", *BLANK],
        ["1) прием граждан", *DONE],
        ["2) ответы", *DONE],
    )
    assert structure(raw) == [
        "activity 1 Вести сайт",
        "group 2 Развивать:",
        "  activity 2.1 Кадры 2022 года",
        "  activity 2.2 услуги",
        "activity 3 Провести 2 опроса",
        "group 4 Обеспечить:",
        "  activity 4.1 прием граждан",
        "  activity 4.2 ответы",
    ]
    assert [each.printed_number for each in understand(raw).rows][:3] == ["1.", "2.", "2.1."]


def test_words_that_begin_with_a_figure_keep_it():
    raw = report(
        ["1", "1 сентября – День знаний", *DONE],
        ["2", "2.1 млн рублей освоить", *DONE],
        ["3", "3. Провести опрос", *DONE],
    )
    assert structure(raw) == [
        "activity 1 1 сентября – День знаний",
        "activity 2 2.1 млн рублей освоить",
        "activity 3 Провести опрос",
    ]


@pytest.mark.parametrize(
    "section",
    [
        [Span("I. Открытость", 4)],
        ["I. Открытость"] * 4,
        ["", "I. Открытость", "", ""],
        ["I.", "Открытость", "", ""],
        ["I. Открытость", "", "", ""],
        ["I", "Открытость", "", ""],
    ],
)
def test_section_rows(section):
    raw = report(
        section,
        ["1", "Вести сайт", *DONE],
        [Span("Раздел 2. Участие", 4)],
        ["2", "Провести опрос", *DONE],
    )
    parsed = understand(raw)
    assert [(each.kind.value, each.number, each.text) for each in parsed.rows] == [
        ("section", "", "I. Открытость"),
        ("activity", "1", "Вести сайт"),
        ("section", "", "Раздел 2. Участие"),
        ("activity", "2", "Провести опрос"),
    ]
    assert parsed.numbering is Numbering.CONTINUOUS


@pytest.mark.parametrize(
    ("numbers", "numbering", "computed"),
    [
        (("1", "2", "3"), Numbering.CONTINUOUS, ["1", "2", "3"]),
        (("1", "2", "1"), Numbering.RESTART, ["1", "2", "1"]),
        (("1.1", "1.2", "2.1"), Numbering.PREFIX, ["1.1", "1.2", "2.1"]),
        (("", "", ""), Numbering.CONTINUOUS, ["1", "2", "3"]),
    ],
)
@pytest.mark.parametrize("headings", [("Открытость", "Участие"), ("1. Открытость", "2. Участие")])
def test_numbering_across_sections(numbers, numbering, computed, headings):
    raw = report(
        [Span(headings[0], 4)],
        [numbers[0], "Вести сайт", *DONE],
        [numbers[1], "Обновлять данные", *DONE],
        [Span(headings[1], 4)],
        [numbers[2], "Провести опрос", *DONE],
    )
    parsed = understand(raw)
    assert parsed.numbering is numbering
    assert [each.number for each in parsed.rows if each.number] == computed
    assert [each.text for each in parsed.rows if not each.number] == list(headings)
    assert parsed.findings == ()


def test_row_over_the_whole_width_that_is_a_group():
    raw = report(
        ["1", "Вести сайт", *DONE],
        [Span("2. Развивать:", 4)],
        ["", "кадры", *DONE],
        ["3", "Провести опрос", *DONE],
    )
    assert structure(raw) == [
        "activity 1 Вести сайт",
        "group 2 Развивать:",
        "  activity 2.1 кадры",
        "activity 3 Провести опрос",
    ]


def test_automatic_numbers_before_the_words():
    def auto(text, number):
        return replace(row(1, [text]).cells[0], column=1, auto_number=number)

    def numbered(number, text, printed):
        return RawRow(9, (RawCell(number, 0), auto(text, printed), *row(1, ["", "", *DONE]).cells[2:]))

    rows = (numbered("1", "Развивать:", ""), numbered("", "Кадры", "1"), numbered("", "Услуги", "2"))
    last = numbered("2", "Провести опрос", "")
    raw = report(["", "", *BLANK])
    head = raw.tables[0].rows[0]
    group = replace(rows[0], cells=(*rows[0].cells[:2], RawCell("", 2), RawCell("", 3)))
    assert structure(document(replace(raw.tables[0], rows=(head, group, *rows[1:], last)))) == [
        "group 1 Развивать:",
        "  activity 1.1 Кадры",
        "  activity 1.2 Услуги",
        "activity 2 Провести опрос",
    ]


def test_number_beside_a_merged_rest_is_a_group():
    raw = report(
        ["1", Span("Развивать", 3)],
        ["1.1", "Кадры", *DONE],
        ["2", "Провести опрос", *DONE],
    )
    assert structure(raw) == ["group 1 Развивать", "  activity 1.1 Кадры", "activity 2 Провести опрос"]


def test_heading_alone_in_its_row():
    raw = report(
        ["", "Открытость", *BLANK],
        ["1", "Вести сайт", *DONE],
        ["", "Участие", *BLANK],
        ["2", "Провести опрос", *DONE],
    )
    assert structure(raw) == [
        "section  Открытость",
        "activity 1 Вести сайт",
        "section  Участие",
        "activity 2 Провести опрос",
    ]


def test_activity_merged_over_rows_is_one():
    raw = report(
        ["1", "Вести сайт", "Ким А.А. (ежегодно)", "Первое."],
        [ABOVE, ABOVE, "Юн Б.Б. (постоянно)", "Второе."],
        ["2", "Провести опрос", *DONE],
    )
    first, second = understand(raw).rows
    assert [officer.name for officer in first.officers] == ["Ким А.А.", "Юн Б.Б."]
    assert (first.deadline, first.progress) == ("ежегодно; постоянно", "Первое.\nВторое.")
    assert second.number == "2"


def test_officers_and_progress_merged_over_activities_belong_to_each():
    raw = report(
        ["1", "Вести сайт", *DONE],
        ["2", "Провести опрос", ABOVE, ABOVE],
        ["3", "Издать итоги", "Юн Б.Б.", ""],
    )
    rows = understand(raw).rows
    assert [[officer.name for officer in each.officers] for each in rows] == [
        ["Ким А.А."],
        ["Ким А.А."],
        ["Юн Б.Б."],
    ]
    assert [each.deadline for each in rows] == ["ежегодно", "ежегодно", ""]
    assert [each.progress for each in rows] == ["Сделано.", "Сделано.", ""]


def test_group_whose_officers_are_merged_down_reports_nothing():
    raw = report(
        ["1", "Развивать:", "Ким А.А. (ежегодно)", ""],
        ["", "кадры", ABOVE, "Обучены."],
        ["", "услуги", ABOVE, ""],
    )
    group, first, second = understand(raw).rows
    assert (group.kind.value, group.officers, group.deadline) == ("group", (), "")
    assert first.deadline == second.deadline == "ежегодно"


def test_row_broken_by_a_page_goes_on():
    raw = report(["1", "Вести сайт", "Ким А.А. (ежегодно)", "Начало."], ["", "", "", "Продолжение."])
    (only,) = understand(raw).rows
    assert only.progress == "Начало.\nПродолжение."


def test_repeated_header_index_row_and_blank_rows_are_dropped():
    raw = document(
        table(
            ["№", "Мероприятие", "Ход реализации"],
            ["1", "2", "3"],
            ["1", "Вести сайт", "Сделано."],
            ["", "", ""],
            ["№", "МЕРОПРИЯТИЕ", "Ход  реализации"],
            ["1.", "2.", "3."],
            ["2", "Провести опрос", ""],
        )
    )
    assert structure(raw) == ["activity 1 Вести сайт", "activity 2 Провести опрос"]


@pytest.mark.parametrize(
    "last",
    [
        [["", "Итого", "", "2"]],
        [[Span("* По данным отдела.", 4)]],
        [["", "", "", ""], ["", "Глава округа", "", "А.А. Ким"]],
        [[Span("Глава округа ______ А.А. Ким", 4)]],
    ],
)
def test_what_stands_under_the_table_is_left_out_and_named(last):
    parsed = understand(report(["1", "Вести сайт", *DONE], ["2", "Провести опрос", *DONE], *last))
    assert [each.text for each in parsed.rows] == ["Вести сайт", "Провести опрос"]
    assert [finding.code for finding in parsed.findings] == ["row_left_out"]


def test_roman_numbers_of_activities():
    raw = report(["I", "Вести сайт", *DONE], ["II", "Провести опрос", *DONE])
    assert structure(raw) == ["activity 1 Вести сайт", "activity 2 Провести опрос"]


def test_dragged_columns_are_told_by_order():
    raw = document(
        table(
            ["№", Span("Мероприятие", 2), "Ход реализации"],
            ["1", "Вести сайт", Span("Сделано.", 2)],
        )
    )
    (only,) = understand(raw).rows
    assert (only.text, only.progress) == ("Вести сайт", "Сделано.")


def test_excel_numbers():
    values = [["6", "Развивать:"], ["6.1", "кадры"], ["6,2", "услуги"], ["06.03.2022", "сайт"]]
    raw = document(table(["№", "Мероприятие", "Срок"], *([*each, ""] for each in values)), kind="xlsx")
    assert [each.number for each in understand(raw).rows] == ["1", "1.1", "1.2", "1.3"]
    assert [finding.code for finding in understand(raw).findings] == ["number_differs"]
