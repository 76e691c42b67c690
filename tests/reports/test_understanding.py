"""The whole way from raw tables to a parsed report; the real report's figures, also under other offices' headings."""

from dataclasses import replace
from pathlib import Path

import pytest

from plans.files.document import read_document
from plans.files.raw import RawDocument, UnreadableFile
from plans.periods import ReportingPeriod
from reports.readers.officers import officer_key
from reports.readers.parsed import OfficerKind, ParsedReport, Role, RowKind
from reports.readers.understanding import understand
from tests.reports.building import ABOVE, HEADINGS, Auto, Span, document, report, table

REAL_REPORT = Path(__file__).resolve().parents[2].parent / "shared" / "input" / "report-2022-h1.docx"
TITLE = "Отчет о ходе реализации Плана в Энском округе за I полугодие 2022 года"

SURVEY = (
    "Итоги опроса:\n\n1. Довольны ли Вы связью:\nответов «Да» - 183 чел. (28%);\n"
    "ответов «скорее Да» - 366 чел. (57%);\n"
    "ответов «Нет» - 93 чел. (14%)."
)
# (printed number, text, officers, deadline, progress): 6 top-level rows, 2 of them groups, 9 reportable, 3 blank.
PLAN = [
    ("1", "Вести открытые данные", ["Ким А.А.", "Юн Б.Б."], "ежегодно, до 01 марта", "Размещены."),
    ("2", "Провести опрос", ["Ким А.А."], "ежегодно, до 01 мая", SURVEY),
    (
        "3",
        "Отчеты руководителей",
        ["Юн Б.Б.", "руководители отраслевых (функциональных) органов"],
        "ежегодно",
        "",
    ),
    ("4", "Мониторинг направлений:", [], "", ""),
    ("", "развитие кадров", ["Цой В.В."], "ежегодно", "Обучены."),
    ("", "развитие услуг", ["Цой В.В.", "Первый заместитель главы администрации"], "ежегодно", ""),
    ("5", "Обеспечить реализацию:", [], "", ""),
    ("", "проекта «Контроль»", ["Ли Г.Г."], "постоянно", "Идет."),
    ("", "проекта «Бюджет»", ["Ли Г.Г."], "постоянно", ""),
    ("6", "Вести прием граждан", ["Отдел по общим вопросам"], "по мере необходимости", "Ведется."),
]
NUMBERS = ["1", "2", "3", "4", "4.1", "4.2", "5", "5.1", "5.2", "6"]


def counts(parsed: ParsedReport) -> dict:
    activities = [row for row in parsed.rows if row.kind is RowKind.ACTIVITY]
    officers = {(officer.kind, officer_key(officer)) for row in activities for officer in row.officers}
    return {
        "rows": sum(row.kind is not RowKind.SECTION for row in parsed.rows),
        "top_level": sum(row.level == 0 and row.kind is not RowKind.SECTION for row in parsed.rows),
        "groups": sum(row.kind is RowKind.GROUP for row in parsed.rows),
        "reportable": len(activities),
        "filled": sum(bool(row.progress) for row in activities),
        "blank": [row.number for row in activities if not row.progress],
        "officers": sum(kind is OfficerKind.OFFICIAL for kind, _ in officers),
        "collectives": sum(kind is OfficerKind.COLLECTIVE for kind, _ in officers),
        "mismatches": [finding.row for finding in parsed.findings if finding.code == "percentage_mismatch"],
    }


EXPECTED = {
    "rows": 10,
    "top_level": 6,
    "groups": 2,
    "reportable": 8,
    "filled": 5,
    "blank": ["3", "4.2", "5.2"],
    "officers": 5,
    "collectives": 2,
    "mismatches": ["2"],
}


def usual(number, text, officers, deadline, progress):
    return [number, text, "\n".join(officers) + (f"\n\n({deadline}) " if deadline else ""), progress]


def as_usual() -> RawDocument:
    return document(table(HEADINGS, ["1", "2", "3", "4"], *(usual(*row) for row in PLAN), before=(TITLE,)))


def with_automatic_numbers() -> RawDocument:
    rows = [[Auto(row[0]), *usual(*row)[1:]] if row[0] else usual(*row) for row in PLAN]
    return document(table(HEADINGS, *rows, before=(TITLE,)))


def apart_in_another_order() -> RawDocument:
    headings = [
        "N п/п",
        "Срок",
        "Механизм (инструмент) открытости",
        "Ход реализации",
        "Стадия развития",
        "Исполнители",
    ]
    rows = [
        [number, deadline, text, progress, "", ", ".join(officers)]
        for number, text, officers, deadline, progress in PLAN
    ]
    return document(table(headings, *rows, before=(TITLE,)))


def with_printed_numbers_in_excel() -> RawDocument:
    headings = ["№", "Мероприятия", "Ответственный исполнитель", "Контрольные точки", "Отметка об исполнении"]
    rows = [
        [number, text, "; ".join(officers), deadline, progress or "—"]
        for number, (_, text, officers, deadline, progress) in zip(NUMBERS, PLAN, strict=True)
    ]
    return document(table([Span(TITLE, 5)], headings, *rows, name="Отчет"), kind="xlsx")


def without_numbers() -> RawDocument:
    headings = ["Мероприятие", "Ответственный исполнитель (срок)", "Результат", "Ожидаемый результат"]
    rows = [[*usual(*row)[1:], ""] for row in PLAN]
    return document(table(headings, *rows, before=(TITLE,)))


def in_two_tables_after_an_approval_block() -> RawDocument:
    block = table(["", "УТВЕРЖДЕН\nраспоряжением администрации\nот 01.02.2021 № 5-р"])
    rows = [usual(*row) for row in PLAN]
    first = table(HEADINGS, *rows[:6], before=(TITLE,))
    second = table(HEADINGS, *rows[6:], before=("Продолжение таблицы",), after=("* Примечание.",))
    return document(block, first, second)


def in_two_tables_the_second_without_a_header() -> RawDocument:
    rows = [usual(*row) for row in PLAN]
    return document(table(HEADINGS, *rows[:6], before=(TITLE,)), table(*rows[6:]))


@pytest.mark.parametrize(
    "build",
    [
        as_usual,
        with_automatic_numbers,
        apart_in_another_order,
        with_printed_numbers_in_excel,
        without_numbers,
        in_two_tables_after_an_approval_block,
        in_two_tables_the_second_without_a_header,
    ],
)
def test_the_same_report_under_other_headings(build):
    parsed = understand(build())
    assert counts(parsed) == EXPECTED
    assert [row.number for row in parsed.rows] == NUMBERS
    assert [row.deadline for row in parsed.rows] == [row[3] for row in PLAN]
    assert [[officer.name for officer in row.officers] for row in parsed.rows] == [row[2] for row in PLAN]
    assert [row.progress for row in parsed.rows] == [row[4] for row in PLAN]
    assert (parsed.title, parsed.period) == (TITLE, ReportingPeriod(2022, 1))
    assert parsed.has_progress
    assert ParsedReport.from_json(parsed.to_json()) == parsed


def test_real_report():
    if not REAL_REPORT.exists():
        pytest.skip(
            "shared/input is not beside this project; the same ground is covered by built tables above"
        )
    parsed = understand(read_document(REAL_REPORT.read_bytes(), REAL_REPORT.name))
    assert counts(parsed) == {
        "rows": 29,
        "top_level": 17,
        "groups": 3,
        "reportable": 26,
        "filled": 21,
        "blank": ["3", "6.4", "7.2", "15", "17"],
        "officers": 13,
        "collectives": 2,
        "mismatches": ["4"],
    }
    assert parsed.period == ReportingPeriod(2022, 1)
    assert [finding.code for finding in parsed.findings if finding.code != "blank_progress"] == [
        "percentage_mismatch"
    ]
    (mismatch,) = (finding for finding in parsed.findings if finding.code == "percentage_mismatch")
    assert {key: mismatch.data[key] for key in ("answer", "count", "total", "printed", "computed")} == {
        "answer": "скорее Да",
        "count": 183,
        "total": 642,
        "printed": "28",
        "computed": "29",
    }


def test_percentage_mismatch_names_question_answer_and_both_values():
    (mismatch,) = [each for each in understand(as_usual()).findings if each.code == "percentage_mismatch"]
    assert mismatch.row == "2"
    assert mismatch.message == (
        "В пункте 2 не сходится процент: вопрос «Довольны ли Вы связью», ответ «Да»: напечатано 28 %, "
        "а 183 из 642 – это 29 %."
    )


def test_findings_of_rows():
    parsed = understand(
        report(
            ["1", "Вести сайт", "Ким А.А. (когда получится)", "Сделано."],
            ["3", "Провести опрос", "Ким А.А. (ежегодно)", "-"],
            ["4", "вести  сайт.", "Ким А.А. (ежегодно)", "Сделано."],
        )
    )
    assert [(finding.code, finding.row) for finding in parsed.findings] == [
        ("deadline_unreadable", "1"),
        ("number_differs", "2"),
        ("blank_progress", "2"),
        ("duplicate_activity", "3"),
    ]
    assert all(finding.message[0].isupper() and finding.message.endswith(".") for finding in parsed.findings)


def test_unknown_columns_are_reported_and_kept_out():
    parsed = understand(apart_in_another_order())
    (finding,) = [each for each in parsed.findings if each.code == "unknown_column"]
    assert finding.data == {"header": "Стадия развития", "index": 4}
    assert [column.role for column in parsed.columns if column.index == 4] == [Role.UNKNOWN]


@pytest.mark.parametrize("extra", [[], ["Отметка об исполнении"]])
def test_bare_plan(extra):
    headings = ["№", "Мероприятие", "Исполнители", "Срок", *extra]
    rows = [["1", "Вести сайт", "Ким А.А.", "постоянно", *("" for _ in extra)]]
    title = "План мероприятий по открытости на 2021-2023 годы"
    parsed = understand(document(table(headings, *rows, before=(title,))))
    assert (parsed.title, parsed.period, parsed.has_progress, parsed.findings) == (title, None, False, ())


def test_tables_of_sections_are_joined():
    parsed = understand(
        document(
            table(HEADINGS, ["1", "Вести сайт", "", "Да."], before=(TITLE, "I. Открытость")),
            table(HEADINGS, ["1", "Провести опрос", "", "Да."], before=("Участие граждан",)),
        )
    )
    assert [(row.kind.value, row.number, row.text) for row in parsed.rows] == [
        ("section", "", "I. Открытость"),
        ("activity", "1", "Вести сайт"),
        ("section", "", "Участие граждан"),
        ("activity", "1", "Провести опрос"),
    ]
    assert parsed.table == "таблицы 1, 2 из 2"


def test_the_same_activities_in_another_sheet_are_left_out():
    first = table(HEADINGS, ["1", "Вести сайт", "", "Да."], before=(TITLE,), name="I")
    second = table(HEADINGS, ["1", "Вести сайт", "", "Нет."], name="II")
    parsed = understand(document(first, second, kind="xlsx"))
    assert [row.progress for row in parsed.rows] == ["Да."]
    assert [finding.code for finding in parsed.findings] == ["table_left_out"]
    assert parsed.table == "лист «I»"


def test_signature_below_a_gap_in_a_sheet():
    raw = table(
        HEADINGS, ["1", "Вести сайт", "", "Да."], ["", "Глава округа", "", "А.А. Ким"], before=(TITLE,)
    )
    signature = replace(raw.rows[2], number=9)
    parsed = understand(document(replace(raw, rows=(*raw.rows[:2], signature)), kind="xlsx"))
    assert [row.text for row in parsed.rows] == ["Вести сайт"]
    assert [finding.data for finding in parsed.findings] == [{"source_row": 9}]


def test_no_deadline_column_but_deadlines_in_brackets():
    headings = ["№", "Мероприятие", "Исполнители", "Результат"]
    parsed = understand(document(table(headings, ["1", "Вести сайт", "Ким А.А. (ежегодно)", "Да."])))
    assert parsed.rows[0].deadline == "ежегодно"
    assert [officer.name for officer in parsed.rows[0].officers] == ["Ким А.А."]


@pytest.mark.parametrize(
    "tables",
    [
        (),
        (table(["1", "Вести сайт", "Ким А.А."]),),
        (table(["№", "Мероприятие", "Срок"], ["1", "2", "3"], ["", "", ""]),),
        (table([Span("Мероприятия", 3)], [ABOVE, ABOVE, ABOVE]),),
    ],
)
def test_files_without_activities_are_refused_with_one_sentence(tables):
    with pytest.raises(UnreadableFile) as refusal:
        understand(RawDocument("docx", tables))
    assert str(refusal.value).endswith(".")
    assert str(refusal.value).count(". ") == 0
