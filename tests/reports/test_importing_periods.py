"""Importing several half-years into one plan: amendments, unsure rows, absent rows, and periods in any order."""

from __future__ import annotations

from itertools import permutations

import pytest

from accounts.models import Municipality
from plans.models import Activity, ActivityRevision, Assignment, ProgressEntry, Section
from plans.queries import plan_for
from reports.importing import ImportOptions, read_report
from reports.importing.bringing import bring_in
from reports.models import Report
from tests.factories import make_municipality
from tests.reports.bringing import COMMAND, codes, counts, everything, load, printed, said
from tests.reports.files import (
    DATA,
    GROUP,
    H1_2022,
    H1_2023,
    H2_2021,
    H2_2022,
    PARKS,
    PLAN,
    ROADS,
    SURVEY,
    YOUTH,
    Item,
    report_docx,
    section,
    title_of,
)

pytestmark = pytest.mark.django_db

DOORS = Item("5", "Дни открытых дверей в сельских школах", "Кузьмина А.Ю.", "ежегодно", "Прошли в мае.")
# One word more: surely the same.
AMENDED = DATA.but(
    text=DATA.text.replace("сайте", "официальном сайте"), progress="Опубликовано шесть наборов."
)
# About half the words: might be the same.
UNLIKE = DATA.but(text="Публикация наборов открытых данных на федеральном портале", progress="Семь наборов.")
SECOND_HALF = [item.but(progress=item.progress and f"Во втором полугодии: {item.progress}") for item in PLAN]


@pytest.fixture
def district() -> Municipality:
    return make_municipality()


def test_a_later_period_adds_its_progress_to_the_same_activities(district: Municipality) -> None:
    load(district, report_docx())
    outcome = load(district, report_docx(SECOND_HALF, H2_2022))

    assert counts(outcome) == (0, 4, 2)
    assert (Activity.objects.count(), ActivityRevision.objects.count()) == (6, 6)
    assert printed(district, H1_2022) == said(report_docx())
    assert printed(district, H2_2022) == said(report_docx(SECOND_HALF, H2_2022))


def test_a_wording_surely_the_same_is_an_amendment_from_then_on(district: Municipality) -> None:
    load(district, report_docx())
    later = report_docx([AMENDED, *SECOND_HALF[1:]], H2_2022)
    outcome = load(district, later)

    assert counts(outcome) == (0, 4, 2)
    assert outcome.rows[0].changed == ["text", "progress"]
    revisions = ActivityRevision.objects.filter(activity__revisions__text=DATA.text).order_by("since")
    assert [(str(one.since), one.text) for one in revisions] == [
        ("2022-h1", DATA.text),
        ("2022-h2", AMENDED.text),
    ]
    assert printed(district, H1_2022) == said(report_docx())
    assert printed(district, H2_2022) == said(later)
    assert printed(district, H1_2023)[0][2] == AMENDED.text


def test_an_unsure_row_names_its_candidates_and_nothing_is_written(district: Municipality) -> None:
    load(district, report_docx())
    before = everything()
    outcome = load(district, report_docx([UNLIKE, *PLAN[1:]], H2_2022))

    assert outcome.is_undecided
    finding = outcome.findings[-1]
    assert (finding.code, finding.row) == ("activity_unsure", "1")
    assert f"«1 {DATA.text}»" in finding.message
    assert [item["text"] for item in finding.data["candidates"]] == [DATA.text]
    assert everything() == before


def test_unsure_rows_are_new_when_that_is_accepted(district: Municipality) -> None:
    load(district, report_docx())
    later = report_docx([UNLIKE, *SECOND_HALF[1:]], H2_2022)
    outcome = load(district, later, accept_new=True)

    assert counts(outcome) == (1, 3, 2)
    assert [(item.code, item.row) for item in outcome.findings] == [
        ("blank_progress", "4"),
        ("activity_absent", "1"),
    ]
    assert printed(district, H1_2022) == said(report_docx())
    assert [row[2] for row in printed(district, H2_2022)] == [
        DATA.text,
        UNLIKE.text,
        *(item.text for item in PLAN[1:]),
    ]


def test_an_unsure_row_is_written_as_it_was_answered(district: Municipality) -> None:
    load(district, report_docx())
    later = report_docx([UNLIKE, *SECOND_HALF[1:]], H2_2022)
    parsed = read_report(later, "file.docx")
    row = parsed.rows[0].source_row
    pk = Activity.objects.get(revisions__text=DATA.text).pk

    def answer(choice: str):
        options = ImportOptions(answers={row: choice}, dry_run=choice != str(pk))
        return bring_in(parsed, district, options=options, by=COMMAND)

    assert answer("new").rows[0].fate == "created"
    assert answer("skip").rows[0].fate == "skipped"
    assert answer("12345678").is_undecided
    assert answer(str(pk)).rows[0].changed == ["text", "progress"]
    assert printed(district, H2_2022) == said(later)


def test_a_skipped_group_takes_its_rows_along(district: Municipality) -> None:
    load(district, report_docx())
    group = GROUP.but(text="Обсуждать с жителями округа и депутатами вопросы развития:")
    parsed = read_report(report_docx([DATA, SURVEY, group, ROADS, PARKS, YOUTH], H2_2022), "file.docx")
    row = parsed.rows[2].source_row
    assert bring_in(parsed, district, options=ImportOptions(), by=COMMAND).is_undecided
    outcome = bring_in(parsed, district, options=ImportOptions(answers={row: "skip"}), by=COMMAND)

    assert [row.fate for row in outcome.rows] == [
        "updated",
        "updated",
        "skipped",
        "skipped",
        "skipped",
        "unchanged",
    ]
    assert [row[:3] for row in printed(district, H2_2022)] == [row[:3] for row in said(report_docx())]
    assert codes(outcome) == ["blank_progress", "activity_absent"]


def test_a_new_row_is_put_in_its_place_and_both_half_years_keep_their_numbers(district: Municipality) -> None:
    load(district, report_docx())
    renumbered = [
        DATA,
        DOORS.but(number="2"),
        SURVEY.but(number="3"),
        GROUP.but(number="4"),
        ROADS,
        Item("", "работа сельских библиотек", "Кузьмина А.Ю.", "постоянно", "Обсуждена."),
        PARKS,
        YOUTH.but(number="5"),
    ]
    later = report_docx(renumbered, H2_2022)

    assert counts(load(district, later))[0] == 2
    assert printed(district, H1_2022) == said(report_docx())
    assert printed(district, H2_2022) == said(later)
    assert [row[0] for row in printed(district, H2_2022)] == ["1", "2", "3", "4", "4.1", "4.2", "4.3", "5"]


def test_a_row_that_the_file_lacks_is_found_and_never_ended(district: Municipality) -> None:
    load(district, report_docx())
    outcome = load(district, report_docx([*SECOND_HALF[:1], *SECOND_HALF[2:]], H2_2022))

    absent = [(item.row, item.message) for item in outcome.findings if item.code == "activity_absent"]
    assert absent == [("2", f"Мероприятия плана «2 {SURVEY.text}» в файле нет; в плане оно остается.")]
    assert [row[2] for row in printed(district, H2_2022)] == [item.text for item in PLAN]
    assert not Activity.objects.filter(last_period__isnull=False).exists()


def test_officers_and_deadlines_change_from_that_period_only(district: Municipality) -> None:
    load(district, report_docx())
    changed = [
        DATA.but(officers="Вершинин К.Н.\nКузьмина А.Ю.", deadline="ежеквартально"),
        SURVEY.but(officers="главный специалист Белоусова Е.И."),
        *PLAN[2:],
    ]
    later = report_docx(changed, H2_2022)
    outcome = load(district, later)

    assert [row.changed for row in outcome.rows[:2]] == [
        ["deadline", "officers", "progress"],
        ["officers", "progress"],
    ]
    assert printed(district, H1_2022) == said(report_docx())
    assert printed(district, H2_2022) == said(later)
    assert set(
        Assignment.objects.filter(until_period=H1_2022).values_list("officer__surname", flat=True)
    ) == {
        "Рябинина",
        "Вершинин",
        "Белоусова",
    }


def test_a_group_in_other_words_keeps_its_children_and_children_may_move(district: Municipality) -> None:
    load(district, report_docx())
    children = dict(Activity.objects.values_list("revisions__text", "pk"))
    group = GROUP.but(text="Обсуждать вместе с жителями вопросы местной жизни:")
    other = Item("4", "Советоваться с общественными объединениями:")
    moved = [DATA, SURVEY, group, ROADS, other, PARKS, YOUTH.but(number="5")]
    later = report_docx(moved, H2_2022)
    outcome = load(district, later)

    assert outcome.count("created") == 1
    assert printed(district, H1_2022) == said(report_docx())
    assert printed(district, H2_2022) == said(later)
    parents = {one.activity_id: one.parent_id for one in ActivityRevision.objects.filter(since=H2_2022)}
    assert parents[children[PARKS.text]] == Activity.objects.get(revisions__text=other.text).pk
    assert children[ROADS.text] not in parents


# Three half-years that differ in everything: words, officers, deadlines, order, sections, rows of their own.
YEARS = {
    H2_2021: report_docx(
        [
            section("I. Открытость"),
            SURVEY.but(number="1", progress="Опрошено 12."),
            DATA.but(number="2", officers="Ларионов Г.М.", progress="Три набора."),
            Item(
                "3",
                "Рассылка печатного вестника в отдаленные села",
                "Ефимова Л.Д.",
                "ежемесячно",
                "Шесть номеров.",
            ),
            GROUP.but(number="4"),
            PARKS.but(progress="Десять предложений."),
            ROADS.but(progress="Один проект."),
        ],
        H2_2021,
    ),
    H1_2022: report_docx(
        [
            section("I. Открытость"),
            DATA,
            SURVEY.but(officers="Белоусова Е.И.\nначальник отдела Ефимова Л.Д."),
            section("II. Участие"),
            GROUP,
            ROADS,
            PARKS,
            YOUTH,
        ]
    ),
    H2_2022: report_docx(
        [
            section("I. Открытость органов власти"),
            AMENDED,
            DOORS.but(number="2"),
            SURVEY.but(number="3", deadline="ежеквартально", progress="Опрошено 90."),
            section("II. Участие"),
            GROUP.but(number="4", text="Обсуждать вместе с жителями вопросы местной жизни:"),
            ROADS.but(progress="Три проекта."),
            YOUTH.but(number="5", progress="Два заседания."),
        ],
        H2_2022,
    ),
}


# What a file lacks stays in the plan where a file before had it: never ended unasked. Its section is printed over it.
LEFT_OVER = {
    said_of[2] for said_of in (said(YEARS[H2_2021])[3], said(YEARS[H2_2021])[0], said(YEARS[H1_2022])[6])
}


@pytest.mark.parametrize(
    "order", [pytest.param(order, id="-".join(map(str, order))) for order in permutations(YEARS)]
)
def test_in_whatever_order_files_come_each_half_year_prints_its_own(
    district: Municipality, order: tuple
) -> None:
    for place, period in enumerate(order):
        assert not load(district, YEARS[period], publish=True).is_undecided
        for seen in order[: place + 1]:
            words = {row[2] for row in said(YEARS[seen])}
            left_over = {row[2] for row in printed(district, seen)} - words
            assert left_over <= (LEFT_OVER if seen > min(order[: order.index(seen) + 1]) else set())
            found = [row for row in printed(district, seen) if row[2] in words]
            assert [row[1:] for row in found] == [row[1:] for row in said(YEARS[seen])]
            if not left_over:
                assert found == said(YEARS[seen])
    for period in order:
        assert load(district, YEARS[period], publish=True).publication.version == 1
        assert counts(load(district, YEARS[period]))[:2] == (0, 0)


def test_newest_first_prints_every_half_year_exactly(district: Municipality) -> None:
    for period in (H2_2022, H1_2022, H2_2021):
        load(district, YEARS[period], publish=True)
    for period, data in YEARS.items():
        assert printed(district, period) == said(data)


def test_a_row_that_a_half_year_between_did_without_stays_out_of_it(district: Municipality) -> None:
    """The middle one is known first: neither an older nor a newer file may put rows into it."""
    middle = report_docx(PLAN, H1_2022)
    around = [*SECOND_HALF, DOORS]
    load(district, report_docx(around, H2_2022), publish=True)
    load(district, middle, publish=True)
    outcome = load(district, report_docx(around, H2_2021), publish=True)

    assert outcome.rows[-1].fate == "created"
    assert printed(district, H1_2022) == said(middle)
    assert printed(district, H2_2021) == said(report_docx(around, H2_2021))
    assert printed(district, H2_2022) == said(report_docx(around, H2_2022))
    later, older = Activity.objects.filter(revisions__text=DOORS.text).order_by("-first_period")
    assert (later.replaces, older.last_period) == (older, H2_2021)
    for data, period in ((around, H2_2021), (PLAN, H1_2022), (around, H2_2022)):
        assert counts(load(district, report_docx(data, period)))[:2] == (0, 0)


def test_a_row_of_the_past_that_comes_back_stands_for_the_old_one(district: Municipality) -> None:
    load(district, report_docx(PLAN, H2_2022), publish=True)
    load(district, report_docx([*PLAN, DOORS], H1_2022), publish=True)
    load(district, report_docx([*PLAN, DOORS], H1_2023), publish=True)

    assert printed(district, H2_2022) == said(report_docx(PLAN, H2_2022))
    assert printed(district, H1_2023) == said(report_docx([*PLAN, DOORS], H1_2023))
    new, old = Activity.objects.filter(revisions__text=DOORS.text).order_by("-first_period")
    assert new.replaces == old

    reworded = DOORS.but(text=DOORS.text.replace("сельских", "всех сельских"))
    assert counts(load(district, report_docx([*PLAN, reworded], H1_2023.next))) == (0, 5, 2)


def test_a_row_that_a_known_half_year_gains_ends_before_the_next_one(district: Municipality) -> None:
    for items, period in (
        (PLAN, H1_2023),
        (PLAN, H2_2022),
        ([*PLAN, DOORS], H1_2022),
        ([*PLAN, DOORS], H2_2022),
    ):
        load(district, report_docx(items, period))

    assert Activity.objects.count() == 7
    assert printed(district, H2_2022) == said(report_docx([*PLAN, DOORS], H2_2022))
    assert printed(district, H1_2023) == said(report_docx(PLAN, H1_2023))


def test_an_older_half_year_that_is_amended_again_leaves_the_newer_as_it_was(district: Municipality) -> None:
    load(district, report_docx())
    load(district, report_docx(PLAN, H2_2022))
    load(district, report_docx(PLAN, H1_2023))
    changed = [DATA.but(deadline="ежегодно, до 01 апреля", officers="Ларионов Г.М."), *PLAN[1:]]
    load(district, report_docx(changed, H2_2022))
    load(
        district,
        report_docx([AMENDED, SURVEY.but(text=SURVEY.text + " и маршруток"), *PLAN[2:]]),
        accept_new=True,
    )

    assert printed(district, H2_2022) == said(report_docx(changed, H2_2022))
    assert printed(district, H1_2023) == said(report_docx(PLAN, H1_2023))
    assert printed(district, H1_2022)[0][2] == AMENDED.text


def test_a_newer_half_year_that_is_amended_leaves_an_older_one_brought_in_after_it(
    district: Municipality,
) -> None:
    load(district, report_docx(PLAN, H2_2022))
    load(district, report_docx(PLAN, H1_2022))
    load(district, report_docx([AMENDED.but(officers="Ларионов Г.М."), *PLAN[1:]], H2_2022))

    assert printed(district, H1_2022) == said(report_docx())


def test_an_older_half_year_with_the_same_rows_changes_nothing_but_progress(district: Municipality) -> None:
    load(district, report_docx(PLAN, H2_2022))
    outcome = load(district, report_docx(PLAN, H1_2022))

    assert [row.changed for row in outcome.rows] == [["progress"]] * 2 + [[]] + [["progress"]] * 2 + [[]]
    assert counts(outcome) == (0, 4, 2)


def test_a_plan_follows_the_title_of_its_newest_report_and_past_ones_keep_theirs(
    district: Municipality,
) -> None:
    load(district, report_docx(), publish=True)
    newer = title_of(H2_2022, "Плана «Открытый округ»")
    load(district, report_docx(SECOND_HALF, H2_2022, title=newer))
    older = title_of(H2_2021, "дорожной карты открытости")
    load(district, report_docx(PLAN, H2_2021, title=older))

    plan = plan_for(district)
    assert plan.title_pattern == newer.replace("II полугодие 2022 года", "{period}")
    titles = {str(one.plan_period.period): one.title for one in Report.objects.all()}
    assert titles == {"2022-h1": title_of(H1_2022), "2021-h2": older}
    assert load(district, report_docx(), publish=True).publication.version == 1


def test_a_section_in_other_words_leaves_the_half_year_before_as_it_was(district: Municipality) -> None:
    first = report_docx([section("I. Открытость"), *PLAN])
    second = report_docx([section("I. Открытость власти"), *SECOND_HALF], H2_2022)
    load(district, first)
    load(district, second)

    assert (printed(district, H1_2022), printed(district, H2_2022)) == (said(first), said(second))


def test_sections_in_another_order_are_followed(district: Municipality) -> None:
    load(district, report_docx([section("Раздел А"), DATA, section("Раздел Б"), SURVEY.but(number="2")]))
    again = report_docx(
        [section("Раздел Б"), SURVEY.but(number="1"), section("Раздел А"), DATA.but(number="2")]
    )
    load(district, again)

    assert printed(district, H1_2022) == said(again)
    assert Section.objects.count() == 2


def test_the_same_words_twice_in_a_plan_stay_two_activities(district: Municipality) -> None:
    groups = [
        Item("1", "Проводить опросы:"),
        Item("", "на сайте округа", "Белоусова Е.И.", "ежегодно", "Один."),
        Item("2", "Проводить обсуждения:"),
        Item("", "на сайте округа", "Кузьмина А.Ю.", "постоянно", "Два."),
    ]
    load(district, report_docx(groups))
    pks = list(Activity.objects.order_by("pk").values_list("pk", flat=True))
    swapped = [groups[2].but(number="1"), groups[3], groups[0].but(number="2"), groups[1]]
    outcome = load(district, report_docx(swapped, H2_2022))

    assert outcome.count("created") == 0
    assert printed(district, H2_2022) == said(report_docx(swapped, H2_2022))
    texts = dict(ProgressEntry.objects.filter(plan_period__period=H2_2022).values_list("activity", "text"))
    assert texts == {pks[1]: "Один.", pks[3]: "Два."}
