"""Importing: what one file makes of an empty portal, and what a second one changes."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest
from django.utils import timezone

from accounts.models import HistoryEvent, Municipality
from plans.deadlines import read_deadline
from plans.models import ActivityRevision, Officer, Plan, ProgressEntry
from plans.periods import ReportingPeriod
from plans.queries import plan_for
from reports.importing import ImportRefused
from reports.models import ImportRun
from tests.factories import make_municipality
from tests.reports.bringing import codes, counts, everything, load, printed, said
from tests.reports.files import (
    DATA,
    GROUP,
    H1_2022,
    H2_2022,
    PARKS,
    PLAN,
    ROADS,
    SURVEY,
    YOUTH,
    Item,
    apart_xlsx,
    plan_docx,
    report_docx,
    section,
    title_of,
)

pytestmark = pytest.mark.django_db

REAL = Path(__file__).resolve().parents[3] / "shared" / "input" / "report-2022-h1.docx"
real_report = pytest.mark.skipif(
    not REAL.exists(), reason="the real report lies in shared/input, for its owners"
)


@pytest.fixture
def district() -> Municipality:
    return make_municipality()


def test_a_first_report_makes_the_plan_and_its_drafts(district: Municipality) -> None:
    outcome = load(district, report_docx())
    plan = Plan.objects.get()

    assert counts(outcome) == (6, 0, 0)
    assert (plan.slug, plan.is_primary) == ("main", True)
    assert plan.title == "План мероприятий по открытости в Заречном муниципальном округе"
    assert plan.title_pattern == title_of(H1_2022).replace("I полугодие 2022 года", "{period}")
    assert printed(district, H1_2022) == said(report_docx())
    assert [(entry.state, entry.origin) for entry in ProgressEntry.objects.order_by("activity")] == [
        ("draft", "import")
    ] * 4 + [("empty", "import")]
    assert sorted(Officer.objects.values_list("kind", flat=True)) == ["collective"] + ["official"] * 5
    revision = ActivityRevision.objects.get(text=DATA.text)
    assert revision.deadline_rule == read_deadline("ежегодно, до 01 марта").rule.to_dict()


def test_the_same_file_changes_nothing_the_second_time(district: Municipality) -> None:
    load(district, report_docx())
    before = everything()

    assert counts(load(district, report_docx())) == (0, 0, 6)
    assert everything() == before


@real_report
def test_the_real_report_has_its_known_figures(district: Municipality) -> None:
    first = load(district, REAL.read_bytes()).summary()
    second = load(district, REAL.read_bytes()).summary()

    figures = {
        "period": "2022-h1",
        "rows": 29,
        "top_level": 17,
        "groups": 3,
        "reportable": 26,
        "filled": 21,
        "blank": ["3", "6.4", "7.2", "15", "17"],
        "officers": 13,
        "collectives": 2,
    }
    assert {name: first[name] for name in figures} == figures
    assert [first[name] for name in ("created", "updated", "unchanged")] == [29, 0, 0]
    assert [second[name] for name in ("created", "updated", "unchanged")] == [0, 0, 29]
    mismatches = [item for item in first["findings"] if item["code"] == "percentage_mismatch"]
    assert [item["row"] for item in mismatches] == ["4"]
    assert printed(district, H1_2022) == said(REAL.read_bytes())


@pytest.mark.parametrize(
    "data",
    [
        report_docx(order=(1, 3, 0, 2)),
        report_docx(
            headings=("№", "Механизм (инструмент) открытости", "Ответственный (срок)", "Ход реализации")
        ),
        apart_xlsx(),
    ],
    ids=["other order", "other headings", "another office's sheet"],
)
def test_the_same_report_under_other_headings_is_the_same_report(district: Municipality, data: bytes) -> None:
    load(district, report_docx())

    assert counts(load(district, data)) == (0, 0, 6)
    assert said(data) == said(report_docx())


def test_a_dry_run_counts_exactly_and_writes_nothing(district: Municipality) -> None:
    before = everything()
    tried = load(district, report_docx(), dry_run=True, publish=True)
    assert everything() == before

    assert tried.summary() == load(district, report_docx()).summary()

    changed = report_docx([DATA.but(progress="Опубликовано шесть наборов."), *PLAN[1:]])
    before = everything()
    assert counts(load(district, changed, dry_run=True)) == (0, 1, 5)
    assert everything() == before


def test_an_error_in_the_middle_leaves_nothing(district: Municipality) -> None:
    load(district, report_docx())
    before = everything()
    with (
        patch("reports.importing.bringing.write_imported", side_effect=RuntimeError("power cut")),
        pytest.raises(RuntimeError),
    ):
        load(
            district,
            report_docx([*PLAN, Item("5", "Дни открытых дверей", "Кузьмина А.Ю.", "ежегодно", "Прошли.")]),
        )
    assert everything() == before


def test_the_argument_wins_over_the_title_and_says_so(district: Municipality) -> None:
    outcome = load(district, report_docx(), period=H2_2022)

    assert (str(outcome.period), codes(outcome)) == ("2022-h2", ["blank_progress", "period_mismatch"])
    assert outcome.findings[-1].message == (
        "В заголовке файла I полугодие 2022 года, а указано II полугодие 2022 года: взято указанное."
    )
    assert printed(district, H1_2022) == []
    assert len(printed(district, H2_2022)) == 6


def test_a_report_without_a_period_is_refused(district: Municipality) -> None:
    data = report_docx(title="Отчет о ходе реализации плана мероприятий")
    before = everything()
    with pytest.raises(ImportRefused, match=r"^В заголовке файла не найдено полугодие\. Укажите период"):
        load(district, data)
    assert everything() == before

    assert counts(load(district, data, period=H1_2022)) == (6, 0, 0)
    assert Plan.objects.get().title_pattern == "Отчет о ходе реализации плана мероприятий за {period}"


def test_another_municipality_in_the_title_is_a_finding(district: Municipality) -> None:
    foreign = report_docx(title=title_of(H1_2022).replace("Заречном", "Прикумском"))

    assert "municipality_mismatch" in codes(load(district, foreign, dry_run=True))
    assert "municipality_mismatch" not in codes(load(district, report_docx()))


def test_several_plans_stand_side_by_side(district: Municipality) -> None:
    load(district, report_docx())
    other = report_docx(
        [Item("1", "Проверка муниципальных контрактов", "Ларионов Г.М.", "ежегодно", "Проверены.")]
    )
    outcome = load(district, other, plan_slug="anticorruption")

    assert counts(outcome) == (1, 0, 0)
    assert list(Plan.objects.values_list("slug", "is_primary")) == [("main", True), ("anticorruption", False)]
    assert printed(district, H1_2022) == said(report_docx())
    assert printed(district, H1_2022, "anticorruption") == said(other)
    assert counts(load(district, report_docx(), plan_slug="main")) == (0, 0, 6)


@pytest.mark.parametrize(
    ("slug", "message"),
    [
        ("Открытость", "Имя в адресе пишется латинскими буквами, цифрами и дефисами, например prikumskiy."),
        ("reports", "Имя «reports» нужно самому порталу. Выберите другое."),
    ],
)
def test_a_bad_name_for_a_new_plan_is_refused(district: Municipality, slug: str, message: str) -> None:
    before = everything()
    with pytest.raises(ImportRefused) as refused:
        load(district, report_docx(), plan_slug=slug)
    assert str(refused.value) == message
    assert everything() == before


def test_sections_are_printed_back_and_count_nowhere(district: Municipality) -> None:
    items = [
        section("I. Открытые данные"),
        DATA,
        SURVEY,
        section("II. Обсуждения"),
        GROUP,
        ROADS,
        PARKS,
        YOUTH,
    ]
    outcome = load(district, report_docx(items))

    assert outcome.summary()["rows"] == 6
    assert printed(district, H1_2022) == said(report_docx(items))
    assert counts(load(district, report_docx(items))) == (0, 0, 6)


def test_a_bare_plan_then_reports_on_it(district: Municipality) -> None:
    plan = plan_docx(title="План мероприятий по открытости на 2022-2024 годы")
    first = load(district, plan)
    again = load(district, plan)
    report = load(district, report_docx())

    assert (counts(first), first.summary()["period"], first.summary()["blank"]) == ((6, 0, 0), None, [])
    assert counts(again) == (0, 0, 6)
    assert counts(report) == (0, 4, 2)
    assert printed(district, H1_2022) == said(report_docx())


def test_a_bare_plan_without_years_then_reports_of_the_past(district: Municipality) -> None:
    load(district, plan_docx())
    extra = Item("5", "Дни открытых дверей в школах", "Кузьмина А.Ю.", "ежегодно", "Прошли в мае.")
    outcome = load(district, report_docx([*PLAN, extra]))

    assert counts(outcome) == (1, 4, 2)
    assert printed(district, H1_2022) == said(report_docx([*PLAN, extra]))
    now = ReportingPeriod.of(timezone.localdate())
    assert [row[:3] for row in printed(district, now)] == [row[:3] for row in said(plan_docx())]
    assert counts(load(district, plan_docx())) == (0, 0, 6)


def test_a_bare_plan_amends_the_plan_from_the_next_open_half_year(district: Municipality) -> None:
    load(district, report_docx(), publish=True)
    new = Item("5", "Дни открытых дверей в школах", "Кузьмина А.Ю.", "ежегодно")
    amended = [DATA.but(deadline="ежегодно, до 01 апреля"), *PLAN[1:], new]
    outcome = load(district, plan_docx(amended, "План мероприятий на 2021-2023 годы"))

    assert counts(outcome) == (1, 1, 5)
    assert printed(district, H1_2022) == said(report_docx())
    assert [row[2:5] for row in printed(district, H2_2022)] == [row[2:5] for row in said(plan_docx(amended))]


def test_a_bare_plan_adds_its_new_rows_to_a_half_year_that_is_open(district: Municipality) -> None:
    load(district, report_docx())
    new = Item("5", "Дни открытых дверей в школах", "Кузьмина А.Ю.", "ежегодно")
    load(district, plan_docx([*PLAN, new]), period=H1_2022)

    assert ProgressEntry.objects.filter(plan_period__period=H1_2022).count() == 6
    plan_period = plan_for(district).periods.get()
    assert plan_period.entries.get(activity__revisions__text=new.text).state == "empty"


def test_a_bare_plan_may_not_change_a_half_year_that_has_gone_on(district: Municipality) -> None:
    load(district, report_docx(), publish=True)
    before = everything()
    with pytest.raises(ImportRefused, match="план этого полугодия не меняется"):
        load(district, plan_docx([*PLAN[:5], YOUTH.but(deadline="ежегодно")]), period=H1_2022)
    assert everything() == before
    with pytest.raises(ImportRefused, match="это план, а не отчет"):
        load(district, plan_docx(), publish=True)


def test_everything_an_import_writes_has_its_event_in_readable_words(district: Municipality) -> None:
    load(district, report_docx([section("I. Открытость"), *PLAN]))
    events = HistoryEvent.objects.order_by("pk")
    by_action: dict[str, list[str]] = {}
    for event in events:
        by_action.setdefault(event.action, []).append(event.object_label)

    assert {name: len(labels) for name, labels in by_action.items()} == {
        "plan_created": 1,
        "section_added": 1,
        "officer_added": 6,
        "activity_added": 6,
        "period_opened": 1,
        "entry_imported": 4,
        "file_imported": 1,
    }
    assert by_action["activity_added"] == [item.text for item in PLAN]
    assert by_action["entry_imported"] == [DATA.text, SURVEY.text, ROADS.text, PARKS.text]

    events = HistoryEvent.objects.filter(pk__gt=events.last().pk).order_by("pk")
    later = [
        section("I. Открытость"),
        SURVEY,
        DATA.but(deadline="ежеквартально", progress="Шесть."),
        *PLAN[2:],
    ]
    load(district, report_docx(later))
    assert [(event.action, event.object_label) for event in events] == [
        ("activity_moved", SURVEY.text),
        ("activity_amended", DATA.text),
        ("entry_imported", DATA.text),
        ("file_imported", "I полугодие 2022 года"),
    ]
    amended = events.get(action="activity_amended")
    assert amended.before["deadline"] == "ежегодно, до 01 марта"
    assert amended.after["deadline"] == "ежеквартально"


def test_the_command_s_files_are_listed_and_an_unchanged_one_is_not(district: Municipality) -> None:
    load(district, report_docx())
    load(district, report_docx())
    load(district, report_docx(), dry_run=True)

    run = ImportRun.objects.get()
    assert (run.state, run.filename, run.plan_period.period, run.result["created"]) == (
        "written",
        "file.docx",
        H1_2022,
        6,
    )
