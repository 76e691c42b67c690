"""The web's road of a file: kept, read, looked at, written, and taken back whole."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.history import Actor
from accounts.models import HistoryEvent, Municipality
from plans.models import ActivityRevision, Officer, Plan, PlanAct, ProgressEntry
from plans.planning import correct_deadline, editing
from reports import publishing
from reports.errors import WrongState
from reports.importing import ImportOptions, ImportOutcome, confirm, discard, preview, read_upload, start
from reports.models import ImportRun, Report
from tests.factories import actor, make_municipality
from tests.reports.bringing import TRACES, counts, everything, load, printed, said
from tests.reports.files import (
    DATA,
    H1_2022,
    H1_2023,
    H2_2022,
    PLAN,
    SURVEY,
    YOUTH,
    Item,
    plan_docx,
    report_docx,
    section,
    title_of,
)

pytestmark = pytest.mark.django_db

AMENDED = [
    section("I. Открытость"),
    SURVEY.but(number="1", officers="Ларионов Г.М.", progress="Опрошено 90."),
    DATA.but(number="2", text=DATA.text.replace("сайте", "официальном сайте"), deadline="ежеквартально"),
    section("II. Участие"),
    *PLAN[2:5],
    Item("4", "Дни открытых дверей в сельских школах", "Кузьмина А.Ю.", "ежегодно", "Прошли."),
    YOUTH.but(number="5", progress="Совет собирался дважды."),
]


def state() -> dict[str, list[dict[str, Any]]]:
    """Every row but the traces; the counter of an entry's saves only ever rises, so it is no part of the state."""
    rows = everything(TRACES)
    for entry in rows["plans.progressentry"]:
        del entry["revision"]
    for row in rows.get("plans.periodline", []):  # made anew, the same
        del row["id"]
    return rows


@pytest.fixture
def district() -> Municipality:
    return make_municipality()


@pytest.fixture
def by(district: Municipality) -> Actor:
    return actor(district, "coordinator")


def upload(district: Municipality, data: bytes, by: Actor, name: str = "отчет.docx") -> ImportRun:
    """A file, uploaded and read by the worker."""
    run = start(district, SimpleUploadedFile(name, data), by=by)
    read_upload(run, lambda *progress: None)
    run.refresh_from_db()
    return run


def write(run: ImportRun, by: Actor, **options: Any) -> ImportOutcome:
    return confirm(run, ImportOptions(**options), by=by)


def test_a_file_is_kept_read_previewed_and_written(district: Municipality, by: Actor) -> None:
    run = upload(district, report_docx(), by)
    assert (run.state, run.filename, len(run.sha256)) == ("ready", "отчет.docx", 64)

    before = everything()
    looked_at = preview(run, ImportOptions(), by=by)
    assert everything() == before

    written = write(run, by)
    run.refresh_from_db()
    assert looked_at.summary() == written.summary()
    assert (run.state, run.plan_period.period, counts(written)) == ("written", H1_2022, (6, 0, 0))
    assert {name: run.result[name] for name in written.summary()} == written.summary()
    assert printed(district, H1_2022) == said(report_docx())
    with pytest.raises(WrongState):
        write(run, by)


def test_a_file_that_is_no_report_is_refused_in_one_sentence(district: Municipality, by: Actor) -> None:
    run = upload(district, b"not a document", by)

    assert run.state == "refused"
    assert run.refusal.endswith(".")
    with pytest.raises(WrongState):
        write(run, by)


def test_an_unsure_row_waits_for_an_answer(district: Municipality, by: Actor) -> None:
    load(district, report_docx())
    unlike = DATA.but(text="Публикация наборов открытых данных на федеральном портале")
    run = upload(district, report_docx([unlike, *PLAN[1:]], H2_2022), by)
    before = everything()
    outcome = write(run, by)
    assert outcome.is_undecided
    assert everything() == before

    row = outcome.findings[-1].data["source_row"]
    candidate = outcome.findings[-1].data["candidates"][0]["id"]
    assert not write(run, by, answers={row: str(candidate)}).is_undecided
    run.refresh_from_db()
    assert (run.state, run.answers) == ("written", {str(row): str(candidate)})


def test_an_officer_of_the_plan_may_not_bring_files_in(district: Municipality, by: Actor) -> None:
    officer = actor(district, "officer")
    run = upload(district, report_docx(), by)
    for deed in (
        lambda: start(district, SimpleUploadedFile("a.docx", b""), by=officer),
        lambda: write(run, officer),
        lambda: discard(run, by=officer),
    ):
        with pytest.raises(PermissionDenied):
            deed()


def test_a_first_import_is_taken_back_whole(district: Municipality, by: Actor) -> None:
    before = state()
    run = upload(district, report_docx(AMENDED), by)
    write(run, by)
    assert state() != before

    discard(run, by=by)
    assert state() == before
    run.refresh_from_db()
    assert (run.state, run.file.name, run.changes) == ("discarded", "", [])
    with pytest.raises(WrongState):
        discard(run, by=by)


@pytest.mark.parametrize(
    "data",
    [
        report_docx(AMENDED, H2_2022),
        report_docx(AMENDED, H1_2022),
        report_docx(AMENDED, H1_2022, title=title_of(H1_2022, "дорожной карты")),
        report_docx(AMENDED, H1_2023, title=title_of(H1_2023, "дорожной карты")),
        plan_docx([item.but(progress="") for item in AMENDED]),
    ],
    ids=[
        "a later half-year",
        "the same again",
        "with another title",
        "the next with another title",
        "a bare plan",
    ],
)
def test_an_import_that_amended_things_is_taken_back_whole(
    district: Municipality, by: Actor, data: bytes
) -> None:
    load(district, report_docx())
    load(district, report_docx(PLAN, H2_2022))
    before = state()
    run = upload(district, data, by)
    write(run, by)
    assert state() != before

    discard(run, by=by)
    assert state() == before


def test_an_older_half_year_is_taken_back_whole(district: Municipality, by: Actor) -> None:
    load(district, report_docx(PLAN, H2_2022), publish=True)
    before = state()
    run = upload(district, report_docx(AMENDED, H1_2022, title=title_of(H1_2022, "дорожной карты")), by)
    write(run, by)
    discard(run, by=by)
    assert state() == before


def test_overwritten_work_comes_back(district: Municipality, by: Actor) -> None:
    load(district, report_docx())
    survey = ProgressEntry.objects.filter(activity__revisions__text=SURVEY.text)
    survey.update(text="Написано в портале.", origin="portal", updated_by=by.user, revision=4)
    before = state()
    run = upload(district, report_docx(AMENDED), by)
    write(run, by, overwrite=True)
    assert survey.get().text == "Опрошено 90."

    discard(run, by=by)
    assert state() == before
    # A page that had read the file's words must not save over the words that are back.
    assert survey.get().revision == 6
    told = HistoryEvent.objects.filter(action="entry_taken_back", object_id=survey.get().pk).get()
    assert told.after["text"] == "Написано в портале."


def test_what_the_command_brought_in_is_taken_back_too(district: Municipality, by: Actor) -> None:
    before = state()
    load(district, report_docx())
    discard(ImportRun.objects.get(), by=by)
    assert state() == before


def refused(run: ImportRun, by: Actor) -> str:
    before = everything()
    with pytest.raises(WrongState) as error:
        discard(run, by=by)
    assert everything() == before
    return str(error.value)


def test_what_is_published_or_sent_on_is_not_taken_back(district: Municipality, by: Actor) -> None:
    run = upload(district, report_docx(), by)
    write(run, by)
    report = publishing.report_for(Plan.objects.get().periods.get())
    Report.objects.filter(pk=report.pk).update(state="submitted")
    assert "передан на утверждение" in refused(run, by)
    load(district, report_docx(), publish=True)
    assert "опубликован" in refused(run, by)


def test_what_people_work_on_is_not_taken_back(district: Municipality, by: Actor) -> None:
    run = upload(district, report_docx(), by)
    write(run, by)
    entry = ProgressEntry.objects.filter(text=SURVEY.progress)
    entry.update(origin="portal")
    assert "уже работают" in refused(run, by)
    entry.update(origin="import", state="submitted")
    assert "уже работают" in refused(run, by)
    entry.update(state="draft")

    revision = ActivityRevision.objects.get(text=SURVEY.text)
    correct_deadline(revision, rule={"kind": "ongoing"}, by=by)
    assert "уже работают" in refused(run, by)


def test_an_import_into_a_plan_that_was_changed_by_hand_since_is_not_taken_back(
    district: Municipality, by: Actor
) -> None:
    run = upload(district, report_docx(), by)
    write(run, by)
    activity = ActivityRevision.objects.get(text=SURVEY.text).activity
    editing.amend_activity(activity, H2_2022, text="Иначе", by=by)
    assert "план меняли в портале" in refused(run, by)


def test_what_other_rows_lean_on_is_not_taken_back(district: Municipality, by: Actor) -> None:
    run = upload(district, report_docx(), by)
    write(run, by)
    act = PlanAct.objects.create(
        plan=Plan.objects.get(), kind="order", number="1", adopted_on=timezone.localdate()
    )
    assert "опираются другие данные" in refused(run, by)
    act.delete()
    discard(run, by=by)
    assert not Plan.objects.exists()


def test_an_officer_who_answers_for_another_plan_by_now_stays(district: Municipality, by: Actor) -> None:
    run = upload(district, report_docx(), by)
    write(run, by)
    load(district, report_docx([DATA]), plan_slug="other")
    discard(run, by=by)

    assert sorted(Officer.objects.values_list("surname", flat=True)) == ["Вершинин", "Рябинина"]
    assert [plan.slug for plan in Plan.objects.all()] == ["other"]


def test_only_the_newest_import_of_a_plan_is_taken_back(district: Municipality, by: Actor) -> None:
    first = upload(district, report_docx(), by)
    second = upload(district, report_docx(PLAN, H2_2022), by)
    write(second, by)
    write(first, by)
    assert "записан другой" in refused(second, by)
    load(district, report_docx(PLAN, H1_2023))
    assert "записан другой" in refused(first, by)

    for run in (ImportRun.objects.get(period=H1_2023), first, second):
        discard(run, by=by)
    assert not Plan.objects.exists()
