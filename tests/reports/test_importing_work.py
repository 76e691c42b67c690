"""Importing over work done in the portal, and importing what is to be published at once."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import HistoryEvent, Municipality
from plans.models import Activity, EntryVersion, Plan, PlanAct, ProgressEntry
from plans.workflow import lock_period
from reports import publishing
from reports.content import ReportContent
from reports.importing import ImportRefused
from reports.models import Publication, Report
from tests.factories import actor, make_municipality
from tests.reports.bringing import COMMAND, codes, counts, everything, load, printed, said
from tests.reports.files import DATA, H1_2022, H2_2022, PLAN, SURVEY, YOUTH, Item, report_docx, title_of

pytestmark = pytest.mark.django_db

CHANGED = [DATA.but(progress="Опубликовано шесть наборов."), *PLAN[1:]]


@pytest.fixture
def district() -> Municipality:
    municipality = make_municipality()
    load(municipality, report_docx())
    return municipality


def worked_on(text: str, state: str = "draft", item: Item = DATA, cause: str = "approved") -> ProgressEntry:
    """An entry as the portal's people leave it."""
    entry = ProgressEntry.objects.get(activity__revisions__text=item.text)
    entry.text, entry.state, entry.origin = text, state, "portal"
    if state == "approved":
        entry.approved_version = EntryVersion.objects.create(entry=entry, number=1, text=text, cause=cause)
    entry.save()
    return entry


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "approved"])
def test_work_in_the_portal_is_skipped_with_its_whole_row(district: Municipality, state: str) -> None:
    worked_on("Написано в портале.", state)
    changed = [DATA.but(progress="Из файла.", deadline="ежеквартально", officers="Ларионов Г.М."), *PLAN[1:]]
    before = everything()
    outcome = load(district, report_docx(changed))

    assert [(item.code, item.row) for item in outcome.findings] == [
        ("blank_progress", "4"),
        ("entry_in_work", "1"),
    ]
    assert f"«1 {DATA.text}»" in outcome.findings[1].message
    assert [row.fate for row in outcome.rows] == ["in_work"] + ["unchanged"] * 5
    assert everything() == before


def test_what_people_have_approved_is_their_work_wherever_it_came_from(district: Municipality) -> None:
    entry = worked_on(DATA.progress, "approved")
    ProgressEntry.objects.filter(pk=entry.pk).update(origin="import")

    assert "entry_in_work" in codes(load(district, report_docx(CHANGED)))
    assert printed(district, H1_2022) == said(report_docx())


def test_work_in_the_portal_keeps_a_row_that_an_amendment_would_change(district: Municipality) -> None:
    worked_on("Написано в портале.")
    amended = DATA.but(text=DATA.text.replace("сайте", "официальном сайте"), progress="Из файла.")
    load(district, report_docx([amended, SURVEY.but(progress="Опрошено 90."), *PLAN[2:]]))

    rows = printed(district, H1_2022)
    assert (rows[0][2], rows[0][5]) == (DATA.text, "Написано в портале.")
    assert rows[1][5] == "Опрошено 90."


def test_the_same_words_in_the_portal_are_no_finding(district: Municipality) -> None:
    worked_on(DATA.progress)
    outcome = load(district, report_docx())

    assert (counts(outcome), codes(outcome)) == ((0, 0, 6), ["blank_progress"])
    assert ProgressEntry.objects.get(text=DATA.progress).origin == "portal"


def test_a_blank_cell_does_not_empty_what_the_portal_holds(district: Municipality) -> None:
    worked_on("Написано в портале.", item=YOUTH)

    assert "entry_in_work" in codes(load(district, report_docx()))
    assert printed(district, H1_2022)[-1][5] == "Написано в портале."
    load(district, report_docx(), overwrite=True)
    assert ProgressEntry.objects.get(activity__revisions__text=YOUTH.text).state == "empty"


def test_a_reason_for_nothing_is_work_too(district: Municipality) -> None:
    entry = worked_on("", item=YOUTH)
    ProgressEntry.objects.filter(pk=entry.pk).update(nothing_reason="Совет еще не избран.")
    outcome = load(district, report_docx([*PLAN[:-1], YOUTH.but(progress="Избран совет.")]))

    assert "entry_in_work" in codes(outcome)
    entry.refresh_from_db()
    assert (entry.text, entry.nothing_reason) == ("", "Совет еще не избран.")


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "approved"])
def test_overwriting_puts_the_file_s_words_in_and_keeps_the_others(
    district: Municipality, state: str
) -> None:
    entry = worked_on("Написано в портале.", state)
    outcome = load(district, report_docx(CHANGED), overwrite=True)

    assert (counts(outcome), codes(outcome)) == ((0, 1, 5), ["blank_progress"])
    entry.refresh_from_db()
    assert (entry.text, entry.state, entry.origin) == ("Опубликовано шесть наборов.", "draft", "import")
    assert [version.text for version in entry.versions.all()] == ["Написано в портале."]
    event = HistoryEvent.objects.get(action="entry_imported", object_id=entry.pk, before__state=state)
    assert event.before["text"] == "Написано в портале."


def test_overwriting_does_not_reach_into_a_half_year_that_has_gone_on(district: Municipality) -> None:
    worked_on("Написано в портале.", "approved")
    lock_period(Plan.objects.get().periods.get(), by=COMMAND)
    before = everything()
    with pytest.raises(ImportRefused, match="уже передан на утверждение"):
        load(district, report_docx(CHANGED), overwrite=True)
    assert everything() == before
    assert counts(load(district, report_docx())) == (0, 0, 5)


def test_a_report_of_the_past_is_published_as_it_stands(district: Municipality) -> None:
    outcome = load(district, report_docx(), publish=True)
    publication = Publication.objects.get()

    assert outcome.publication == publication
    assert (publication.version, publication.reportable, publication.filled) == (1, 5, 4)
    content = ReportContent.from_text(publication.content)
    assert content.title == title_of(H1_2022)
    assert [(row.number, row.text, row.progress) for row in content.rows] == [
        (row[0], row[2], row[5]) for row in said(report_docx())
    ]
    report = Report.objects.get()
    assert [entry.activity_id for entry in report.confirmed_gaps.all()] == [
        Activity.objects.get(revisions__text=YOUTH.text).pk
    ]
    assert report.plan_period.locked_at is not None


def test_publishing_again_makes_no_second_version(district: Municipality) -> None:
    load(district, report_docx(), publish=True)
    before = everything()
    again = load(district, report_docx(), publish=True)

    assert (again.publication.version, counts(again)) == (1, (0, 0, 6))
    assert everything() == before


def test_what_changed_beside_the_file_makes_no_second_version_either(district: Municipality) -> None:
    first = load(district, report_docx(PLAN), publish=True).publication
    plan = Plan.objects.get()
    PlanAct.objects.create(plan=plan, kind="order", number="165-р", adopted_on=date(2021, 6, 23))
    Municipality.objects.update(name="Новозаречный муниципальный округ", prepared_by="Другой отдел")
    assert load(Municipality.objects.get(), report_docx(PLAN), publish=True).publication == first
    assert Publication.objects.count() == 1


@pytest.mark.parametrize(
    ("items", "title"),
    [
        (CHANGED, None),
        ([DATA.but(text=DATA.text.replace("сайте", "официальном сайте")), *PLAN[1:]], None),
        ([DATA.but(officers="Ларионов Г.М."), *PLAN[1:]], None),
        ([*PLAN, Item("5", "Дни открытых дверей", "Кузьмина А.Ю.", "ежегодно", "Прошли.")], None),
        ([SURVEY.but(number="1"), DATA.but(number="2"), *PLAN[2:]], None),
        (PLAN, title_of(H1_2022, "дорожной карты открытости")),
    ],
    ids=["progress", "wording", "officers", "new row", "order", "title"],
)
def test_a_changed_file_needs_a_reason_and_makes_a_second_version(
    district: Municipality, items: list[Item], title: str | None
) -> None:
    load(district, report_docx(), publish=True)
    first = Publication.objects.values().get()
    before = everything()
    changed = report_docx(items, title=title)
    opening = "Отчет за I полугодие 2022 года опубликован, а файл от него отличается. "
    as_report = "Запишите файл сразу как опубликованный отчет, с причиной исправления."
    why = "Укажите причину исправления: она будет видна на странице отчета."
    for options, advice in (
        ({}, as_report),
        ({"publish": True}, why),
        ({"publish": True, "reason": "  "}, why),
    ):
        with pytest.raises(ImportRefused) as refused:
            load(district, changed, **options)
        assert str(refused.value) == opening + advice
        assert everything() == before

    outcome = load(district, changed, publish=True, reason="Уточнены сведения.")
    assert (outcome.publication.version, outcome.publication.reason) == (2, "Уточнены сведения.")
    assert Publication.objects.values().get(version=1) == first
    second = ReportContent.from_text(outcome.publication.content)
    assert [(row.number, row.text, row.progress) for row in second.rows] == [
        (row[0], row[2], row[5]) for row in said(changed)
    ]
    assert second.title == (title or title_of(H1_2022))
    assert load(district, changed, publish=True).publication.version == 2
    assert Report.objects.get().state == "published"


def test_a_correction_under_way_is_finished_by_a_file_with_its_reason(district: Municipality) -> None:
    load(district, report_docx(), publish=True)
    survey = ProgressEntry.objects.get(activity__revisions__text=SURVEY.text)
    by = actor(district, "administrator")
    publishing.correct(Report.objects.get(), by=by, entries=[survey], reason="Ошибка в числе.")
    before = everything()
    with pytest.raises(ImportRefused, match="опубликован"):
        load(district, report_docx(CHANGED))
    assert everything() == before

    outcome = load(district, report_docx(CHANGED), publish=True, reason="Уточнены сведения.")
    assert outcome.publication.version == 2
    assert printed(district, H1_2022) == said(report_docx(CHANGED))
    assert set(ProgressEntry.objects.values_list("state", flat=True)) == {"approved", "empty"}


def test_unfinished_work_is_not_published_by_a_file(district: Municipality) -> None:
    worked_on("Написано в портале.")
    before = everything()
    with pytest.raises(ImportRefused, match=r"есть незаконченные записи \(1\)"):
        load(district, report_docx(), publish=True)
    assert everything() == before

    outcome = load(district, report_docx(), publish=True, overwrite=True)
    assert ReportContent.from_text(outcome.publication.content).rows[0].progress == DATA.progress


def test_work_that_says_what_the_file_says_is_published_with_it(district: Municipality) -> None:
    worked_on(DATA.progress)

    assert load(district, report_docx(), publish=True).publication.version == 1


def test_work_approved_by_people_is_published_with_the_file_s_other_rows(district: Municipality) -> None:
    worked_on("Утверждено в портале.", "approved")
    outcome = load(district, report_docx(), publish=True)

    assert "entry_in_work" in codes(outcome)
    rows = ReportContent.from_text(outcome.publication.content).rows
    assert [row.progress for row in rows[:2]] == ["Утверждено в портале.", SURVEY.progress]


def test_the_next_half_year_is_published_beside_and_leaves_the_first(district: Municipality) -> None:
    load(district, report_docx(), publish=True)
    first = Publication.objects.values().get()
    load(district, report_docx(CHANGED, H2_2022), publish=True)

    versions = Publication.objects.order_by("sequence").values_list("report__plan_period__period", "version")
    assert [(str(period), version) for period, version in versions] == [("2022-h1", 1), ("2022-h2", 1)]
    assert Publication.objects.values().get(sequence=1) == first
    assert Publication.objects.get(sequence=2).previous_sha256 == first["sha256"]
