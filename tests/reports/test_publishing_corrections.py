"""Corrections of what is published: which entries open, who cannot touch the rest, how one widens and is cancelled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.history import COMMAND
from accounts.models import HistoryEvent
from plans import standing, workflow
from plans.changes import Changes
from plans.models import Notice
from plans.workflow import Draft
from reports import publishing
from reports.completeness import completeness_of, missing_lines
from reports.content import ReportContent
from reports.errors import EntriesMissing, ReasonNeeded, WrongState
from reports.freezing import lines_of
from reports.models import Publication, Report
from tests.factories import District, make_district
from tests.reports.working import SIGN, TODAY, approve, fresh, worked_on

pytestmark = pytest.mark.django_db
State = Report.State


def published(district: District) -> Publication:
    """The whole road by an administrator, gaps confirmed."""
    by = district.actor()
    gaps = [entry for entry in map(fresh, district.entries) if entry.state != "approved"]
    report = publishing.send_on(district.report, by=by, confirmed_gaps=gaps)
    report = publishing.approve(report, by=by, **SIGN)
    return publishing.publish(report, by=by)


@pytest.fixture
def district() -> District:
    """Three approved texts, published as version 1."""
    made = worked_on()
    published(made)
    return made


def correcting(district: District, *numbers: int, reason: str = "Ошибка в числе") -> Report:
    entries = [district.entries[number - 1] for number in numbers]
    return publishing.correct(district.report, by=district.actor(), entries=entries, reason=reason)


# --- What a correction closes ----------------------------------------------------------------------------------------


def test_only_the_named_entries_can_be_touched(district: District) -> None:
    correcting(district, 2)
    coordinator = district.actor("coordinator")
    closed, opened = fresh(district.entries[0]), fresh(district.entries[1])
    deeds = [
        lambda: workflow.save(closed, Draft("Иначе."), read=closed.revision, by=coordinator, on=TODAY),
        lambda: workflow.submit(closed, Draft("Иначе."), read=closed.revision, by=coordinator, on=TODAY),
        lambda: workflow.take_back(closed, by=coordinator, on=TODAY),
        lambda: workflow.approve(closed.plan_period, {closed: 1}, by=coordinator),
        lambda: workflow.reopen_entry(closed, comment="И это", by=coordinator),
        lambda: workflow.write_imported(
            [(closed, "Из файла.")], plan_period=closed.plan_period, by=coordinator, changes=Changes()
        ),
    ]
    for deed in deeds:
        with pytest.raises(WrongState, match="исправляются другие"):
            deed()
    assert fresh(closed).text == "Сделано по мероприятию 1."
    saved = workflow.save(opened, Draft("Иначе."), read=opened.revision, by=coordinator, on=TODAY)
    assert (saved.text, saved.state) == ("Иначе.", "returned")


def test_a_correction_of_one_entry_changes_one_row_and_leaves_the_first_version(district: District) -> None:
    first = Publication.objects.get()
    before = first.content
    correcting(district, 2)
    approve(district.entries[1], "Сделано иначе.", by=COMMAND)
    report = publishing.send_on(district.report, by=district.actor("coordinator"))
    report = publishing.approve(report, by=district.actor(), **SIGN)
    second = publishing.publish(report, by=district.actor())
    assert (second.version, second.reason) == (2, "Ошибка в числе")
    rows = ReportContent.from_text(second.content).rows
    old = ReportContent.from_text(before).rows
    assert [new.number for was, new in zip(old, rows, strict=True) if was != new] == ["2"]
    assert Publication.objects.get(version=1).content == before
    assert not district.plan_period.entries.filter(is_closed=True).exists()


def test_gaps_that_a_correction_leaves_alone_stay_confirmed() -> None:
    district = worked_on(approved=2)
    published(district)
    correcting(district, 1)
    approve(district.entries[0], "Сделано иначе.", by=COMMAND)
    assert completeness_of(district.plan_period).confirmed == 1
    report = publishing.send_on(district.report, by=district.actor("coordinator"))
    assert list(report.confirmed_gaps.values_list("pk", flat=True)) == [district.entries[2].pk]


def test_a_gap_that_is_being_corrected_is_missing_again() -> None:
    district = worked_on(approved=2)
    published(district)
    correcting(district, 3)
    with pytest.raises(EntriesMissing) as caught:
        publishing.send_on(district.report, by=district.actor("coordinator"))
    assert caught.value.numbers == ("3",)


def test_a_draft_that_was_published_as_a_gap_can_be_corrected() -> None:
    district = worked_on(approved=2)
    entry = fresh(district.entries[2])
    workflow.save(entry, Draft("Не успели."), read=entry.revision, by=COMMAND, on=TODAY)
    assert ReportContent.from_text(published(district).content).rows[2].progress == ""
    correcting(district, 3)
    opened = fresh(entry)
    assert (opened.state, opened.text, opened.is_closed) == ("draft", "Не успели.", False)


def test_officers_are_told_what_to_mend(district: District) -> None:
    user = district.actor("officer").user
    officer = district.activities[1].assignments.get().officer
    officer.user = user
    officer.save()
    correcting(district, 2)
    assert Notice.objects.filter(user=user, kind=Notice.Kind.RETURNED).count() == 1


# --- Widening it ------------------------------------------------------------------------------------------------------


def test_one_more_entry_joins_a_running_correction(district: District) -> None:
    report = correcting(district, 2)
    publishing.add_to_correction(
        report, by=district.actor(), entries=[district.entries[2]], comment="И здесь"
    )
    assert [fresh(entry).is_closed for entry in district.entries] == [True, False, False]
    assert fresh(district.entries[2]).remark == "И здесь"
    assert set(report.writable_entries.all()) == set(district.entries[1:])
    told = HistoryEvent.objects.get(action="report_widen_correction")
    assert (told.after["entries"], told.comment) == (["3"], "И здесь")
    with pytest.raises(WrongState, match="уже открыты"):
        publishing.add_to_correction(
            report, by=district.actor(), entries=[district.entries[2]], comment="И здесь"
        )


def test_nothing_joins_a_correction_that_is_not_running(district: District) -> None:
    with pytest.raises(WrongState):
        publishing.add_to_correction(
            district.report, by=district.actor(), entries=district.entries[:1], comment="И здесь"
        )
    bare = worked_on("lugovoy")
    with pytest.raises(WrongState, match="не исправляется"):
        publishing.add_to_correction(
            bare.report, by=bare.actor(), entries=bare.entries[:1], comment="И здесь"
        )


def test_whoever_may_not_publish_neither_widens_nor_cancels(district: District) -> None:
    report = correcting(district, 2)
    coordinator = district.actor("coordinator")
    with pytest.raises(PermissionDenied):
        publishing.add_to_correction(report, by=coordinator, entries=district.entries[:1], comment="И здесь")
    with pytest.raises(PermissionDenied):
        publishing.cancel_correction(report, by=coordinator)
    with pytest.raises(ReasonNeeded):
        publishing.add_to_correction(report, by=district.actor(), entries=district.entries[:1], comment=" ")


# --- Cancelling it ----------------------------------------------------------------------------------------------------


def test_a_correction_that_changed_nothing_is_cancelled_and_leaves_its_history(district: District) -> None:
    versions = [fresh(entry).approved_version_id for entry in district.entries]
    report = correcting(district, 1, 2)
    publishing.cancel_correction(report, by=district.actor())
    report = district.report
    assert (report.state, report.correction_reason) == (State.PUBLISHED, "")
    assert list(report.writable_entries.all()) == []
    assert [fresh(entry).state for entry in district.entries] == ["approved"] * 3
    assert [fresh(entry).approved_version_id for entry in district.entries] == versions
    assert period_is_locked(district)
    actions = list(HistoryEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions[-4:] == [
        "entry_approval_restored",
        "entry_approval_restored",
        "period_locked",
        "report_cancel_correction",
    ]


def period_is_locked(district: District) -> bool:
    district.plan_period.refresh_from_db()
    return district.plan_period.locked_at is not None


def test_a_text_sent_again_unchanged_does_not_stand_in_the_way(district: District) -> None:
    report = correcting(district, 2)
    entry = fresh(district.entries[1])
    workflow.submit(entry, Draft(entry.text), read=entry.revision, by=COMMAND, on=TODAY)
    publishing.cancel_correction(report, by=district.actor())
    assert fresh(entry).state == "approved"


@pytest.mark.parametrize("is_approved", [False, True])
def test_a_correction_that_changed_a_text_is_not_cancelled(district: District, is_approved: bool) -> None:
    report = correcting(district, 1, 2)
    if is_approved:
        approve(district.entries[1], "Сделано иначе.", by=COMMAND)
    else:
        entry = fresh(district.entries[1])
        workflow.save(entry, Draft("Сделано иначе."), read=entry.revision, by=COMMAND, on=TODAY)
    with pytest.raises(WrongState, match=r"изменило: 2\."):
        publishing.cancel_correction(report, by=district.actor())
    assert district.report.state == State.COLLECTING
    assert fresh(district.entries[0]).state == "returned"


def test_a_gap_that_somebody_began_to_fill_is_not_cancelled_away() -> None:
    district = worked_on(approved=2)
    published(district)
    report = correcting(district, 3)
    entry = fresh(district.entries[2])
    workflow.save(entry, Draft("Нашлось."), read=entry.revision, by=COMMAND, on=TODAY)
    with pytest.raises(WrongState, match=r"изменило: 3\."):
        publishing.cancel_correction(report, by=district.actor())


def test_a_correction_is_cancelled_once(district: District) -> None:
    report = correcting(district, 2)
    publishing.cancel_correction(report, by=district.actor())
    with pytest.raises(WrongState):
        publishing.cancel_correction(report, by=district.actor())


# --- Days, news, counts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2021, 12, 31), "ещё не началось"),
        (date(2022, 7, 21), "ещё далеко"),
        (date(2222, 7, 1), "ещё далеко"),
    ],
)
def test_a_day_that_no_signature_can_have_is_refused(day: date, words: str) -> None:
    district = worked_on()
    report = publishing.send_on(district.report, by=district.actor())
    with pytest.raises(ValidationError, match=words) as caught:
        publishing.approve(report, by=district.actor(), on=date(2022, 7, 13), **SIGN | {"approved_on": day})
    assert list(caught.value.message_dict) == ["approved_on"]
    assert district.report.state == State.SUBMITTED


@pytest.mark.parametrize("day", [date(2022, 1, 1), date(2022, 7, 20)])
def test_the_first_and_the_last_day_of_a_signature_are_taken(day: date) -> None:
    district = worked_on()
    report = publishing.send_on(district.report, by=district.actor())
    signed = publishing.approve(
        report, by=district.actor(), on=date(2022, 7, 13), **SIGN | {"approved_on": day}
    )
    assert signed.approved_on == day


def test_people_are_told_what_waits_for_them() -> None:
    district = worked_on()
    administrator, coordinator = district.actor(), district.actor("coordinator")
    report = publishing.send_on(district.report, by=coordinator)
    report = publishing.return_to_collecting(report, by=administrator, comment="Проверьте п. 2")
    report = publishing.send_on(report, by=coordinator)
    report = publishing.approve(report, by=administrator, **SIGN)
    publishing.publish(report, by=administrator)
    told = Notice.objects.order_by("pk")
    assert (
        list(told.filter(user=administrator.user).values_list("title", flat=True))
        == ["Отчет за I полугодие 2022 года ждет утверждения"] * 2
    )
    assert list(told.filter(user=coordinator.user).values_list("kind", "title")) == [
        ("report_returned", "Отчет за I полугодие 2022 года возвращен"),
        ("report_waits", "Отчет за I полугодие 2022 года утвержден"),
        ("report_waits", "Отчет за I полугодие 2022 года опубликован, версия 1"),
    ]
    assert told.get(kind="report_returned").text == "Проверьте п. 2"


def test_counts_and_names_say_what_the_rule_of_sending_on_says() -> None:
    district = worked_on(activities=5, approved=2)
    revision = district.activities[4].revisions.get()
    revision.deadline_rule = {"kind": "dates", "dates": [{"from": "10-01", "to": "10-01"}]}
    revision.save()
    standing.refresh_period(district.plan_period)
    entry = fresh(district.entries[2])
    workflow.submit(entry, Draft("На проверке."), read=entry.revision, by=COMMAND, on=TODAY)
    counts = completeness_of(district.plan_period)
    assert (counts.total, counts.optional, counts.approved, counts.submitted, counts.filled, counts.missing) == (
        4, 1, 2, 1, 3, 2,
    )  # fmt: skip
    by_rule = [line.plan_line.number for line in lines_of(district.plan_period) if line.is_missing]
    assert [line.number for line in missing_lines(district.plan_period)] == by_rule == ["3", "4"]


def test_what_was_worked_on_is_not_published_as_it_stands() -> None:
    district = worked_on()
    arguments = {"reason": "", "approval": publishing.Approval("", "", None), "confirmed_gaps": []}
    with pytest.raises(WrongState, match="работают в портале"):
        publishing.publish_imported(district.plan_period, by=district.actor(), **arguments)
    with pytest.raises(PermissionDenied):
        publishing.publish_imported(district.plan_period, by=district.actor("coordinator"), **arguments)
    imported = make_district("lugovoy")
    assert publishing.publish_imported(imported.plan_period, by=imported.actor(), **arguments).created is True


def test_an_approval_day_long_ago_needs_no_clock() -> None:
    period = worked_on().plan_period.period
    today = date(2026, 3, 1)
    publishing.check_day(today + timedelta(days=7), period, on=today)
    with pytest.raises(ValidationError):
        publishing.check_day(today + timedelta(days=8), period, on=today)
