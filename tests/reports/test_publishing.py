"""A report's road: who may move it, from which state, and what a publication freezes."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.history import COMMAND, Actor
from accounts.models import HistoryEvent
from accounts.permissions import Role
from plans.changes import Changes
from plans.models import ProgressEntry
from plans.workflow import approve_filled, write_imported
from reports import freezing, publishing
from reports.content import ReportContent, sha256_of
from reports.errors import EntriesMissing, ReasonNeeded, ReportError, WrongState
from reports.models import Job, Publication, Report
from tests.factories import APPROVAL, District, make_district, make_next_period, make_user

pytestmark = pytest.mark.django_db

State = Report.State
SIGN = {
    "signatory_name": "Н. С. Поляков",
    "signatory_position": "первый заместитель главы администрации",
    "approved_on": date(2022, 7, 15),
}


def approved(district: District) -> Report:
    """The district's report with every text approved, gaps confirmed, ready to be published."""
    by = district.actor()
    blanks = approve_filled(district.plan_period, by=by)
    report = publishing.send_on(district.report, by=by, confirmed_gaps=blanks)
    return publishing.approve(report, by=by, **SIGN)


def rewrite(district: District, number: int, text: str, *, by: object) -> None:
    """What an import does to a published report: open the entry, then write into it."""
    entry = ProgressEntry.objects.get(pk=district.entries[number - 1].pk)
    publishing.correct(district.report, by=by, entries=[entry], reason="Уточнены сведения")
    entry = ProgressEntry.objects.get(pk=entry.pk)
    write_imported([(entry, text)], plan_period=district.plan_period, by=by, changes=Changes())


def test_a_report_goes_from_collecting_to_published() -> None:
    district = make_district(gaps=[2])
    by = district.actor()
    blanks = approve_filled(district.plan_period, by=by)
    report = district.report
    states = [report.state]
    report = publishing.send_on(report, by=by, confirmed_gaps=blanks)
    states.append(report.state)
    report = publishing.approve(report, by=by, **SIGN)
    states.append(report.state)
    publication = publishing.publish(report, by=by)
    states.append(Report.objects.get(pk=report.pk).state)
    assert states == [State.COLLECTING, State.SUBMITTED, State.APPROVED, State.PUBLISHED]
    assert list(report.confirmed_gaps.values_list("pk", flat=True)) == [district.entries[1].pk]
    assert (publication.version, publication.sequence, publication.previous_sha256) == (1, 1, "")
    assert (publication.reportable, publication.filled) == (3, 2)
    assert publication.published_by == by.user


def test_the_frozen_text_is_canonical_and_named_by_its_hash() -> None:
    district = make_district(gaps=[2])
    publication = district.publish()
    content = ReportContent.from_text(publication.content)
    assert content.to_text() == publication.content
    assert sha256_of(publication.content) == publication.sha256
    assert json.loads(publication.content)["schema"] == 1
    assert content.title == (
        "Отчет о ходе реализации плана в Заречном муниципальном округе за I полугодие 2022 года"
    )
    assert [(row.number, row.text, row.progress) for row in content.rows] == [
        ("1", "Пробное мероприятие 1", "Сделано по мероприятию 1."),
        ("2", "Пробное мероприятие 2", ""),
        ("3", "Пробное мероприятие 3", "Сделано по мероприятию 3."),
    ]
    assert (content.signatory_name, content.signatory_position, content.approved_on) == (
        APPROVAL.signatory_name,
        APPROVAL.signatory_position,
        "2022-07-15",
    )
    assert content.published_at == "" or content.published_at.startswith(
        publication.published_at.astimezone().strftime("%Y-")
    )


def test_every_step_leaves_its_line_in_the_history() -> None:
    district = make_district(gaps=[2])
    sha256 = publishing.publish(approved(district), by=district.actor()).sha256
    events = HistoryEvent.objects.filter(object_type="reports.report").order_by("pk")
    assert [(event.action, event.before, event.after) for event in events] == [
        ("report_send_on", {"state": "collecting"}, {"state": "submitted", "gaps": ["2"]}),
        (
            "report_approve",
            {"state": "submitted"},
            {
                "state": "approved",
                "signatory_name": "Н. С. Поляков",
                "signatory_position": "первый заместитель главы администрации",
                "approved_on": "2022-07-15",
            },
        ),
        ("report_publish", {"state": "approved"}, {"state": "published", "version": 1, "sha256": sha256}),
    ]


def test_a_report_with_unconfirmed_gaps_does_not_go_on() -> None:
    district = make_district(activities=4, gaps=[2, 4])
    approve_filled(district.plan_period, by=COMMAND)
    with pytest.raises(EntriesMissing) as caught:
        publishing.send_on(district.report, by=district.actor(), confirmed_gaps=[district.entries[1]])
    assert caught.value.numbers == ("4",)
    assert district.report.state == State.COLLECTING


def test_a_draft_is_missing_until_it_is_approved() -> None:
    district = make_district(activities=2)
    with pytest.raises(EntriesMissing) as caught:
        publishing.send_on(district.report, by=district.actor())
    assert caught.value.numbers == ("1", "2")


def test_an_optional_activity_is_not_missed() -> None:
    district = make_district(activities=2, gaps=[2])
    revision = district.activities[1].revisions.get()
    revision.deadline_rule = {"kind": "dates", "dates": [{"from": "10-01", "to": "10-01"}]}
    revision.save()
    approve_filled(district.plan_period, by=COMMAND)
    report = publishing.send_on(district.report, by=district.actor(Role.COORDINATOR))
    assert report.state == State.SUBMITTED
    assert [row.is_gap for row in publishing.preview(district.plan_period).rows] == [False, False]


def test_only_an_administrator_confirms_gaps() -> None:
    district = make_district(gaps=[2])
    blanks = approve_filled(district.plan_period, by=COMMAND)
    with pytest.raises(PermissionDenied):
        publishing.send_on(district.report, by=district.actor(Role.COORDINATOR), confirmed_gaps=blanks)


STEPS = {
    "send_on": lambda report, by: publishing.send_on(report, by=by),
    "approve": lambda report, by: publishing.approve(report, by=by, **SIGN),
    "return_to_collecting": lambda report, by: publishing.return_to_collecting(
        report, by=by, comment="Проверьте цифры"
    ),
    "publish": lambda report, by: publishing.publish(report, by=by, reason="Уточнение"),
    "correct": lambda report, by: publishing.correct(report, by=by, entries=[], reason="Уточнение"),
}
ALLOWED = {
    (State.COLLECTING, "send_on"): State.SUBMITTED,
    (State.SUBMITTED, "approve"): State.APPROVED,
    (State.SUBMITTED, "return_to_collecting"): State.COLLECTING,
    (State.APPROVED, "return_to_collecting"): State.COLLECTING,
    (State.APPROVED, "publish"): State.PUBLISHED,
    (State.PUBLISHED, "correct"): State.COLLECTING,
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", State.values)
def test_a_step_is_taken_only_from_its_states(state: str, step: str) -> None:
    district = make_district(activities=1)
    approve_filled(district.plan_period, by=COMMAND)
    report = district.report
    Report.objects.filter(pk=report.pk).update(state=state)
    by = district.actor()
    if (state, step) in ALLOWED:
        STEPS[step](report, by)
        assert Report.objects.get(pk=report.pk).state == ALLOWED[state, step]
    else:
        with pytest.raises(WrongState):
            STEPS[step](report, by)
        assert Report.objects.get(pk=report.pk).state == state


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("role", ["", Role.OFFICER, Role.COORDINATOR])
@pytest.mark.parametrize("state", State.values)
def test_the_person_is_checked_before_the_state(state: str, role: str, step: str) -> None:
    if (role, step) == (Role.COORDINATOR, "send_on"):
        return
    district = make_district(activities=1)
    report = district.report
    Report.objects.filter(pk=report.pk).update(state=state)
    other = make_district("another").municipality
    by = district.actor(role) if role else Actor(make_user(other, Role.ADMINISTRATOR))
    with pytest.raises(PermissionDenied):
        STEPS[step](report, by)


def test_a_report_on_its_way_is_locked_and_a_returned_one_is_open() -> None:
    district = make_district(activities=1)
    approve_filled(district.plan_period, by=COMMAND)
    by = district.actor()
    report = publishing.send_on(district.report, by=by)
    district.plan_period.refresh_from_db()
    assert district.plan_period.locked_at == report.plan_period.locked_at != None  # noqa: E711 - both at once
    publishing.return_to_collecting(report, by=by, comment="Проверьте цифры")
    district.plan_period.refresh_from_db()
    assert district.plan_period.locked_at is None


def test_a_correction_makes_a_second_version_and_leaves_the_first_alone() -> None:
    district = make_district(gaps=[2])
    by = district.actor()
    first = district.publish()
    rewrite(district, 2, "Сделано позже.", by=by)
    report = district.report
    assert report.state == State.COLLECTING
    assert list(report.writable_entries.values_list("pk", flat=True)) == [district.entries[1].pk]
    assert Publication.objects.get().content == first.content
    published = publishing.publish_as_it_stands(district.plan_period, by=by)
    second = published.publication
    assert published.created is True
    assert (second.version, second.sequence, second.reason) == (2, 2, "Уточнены сведения")
    assert second.previous_sha256 == first.sha256
    assert ReportContent.from_text(second.content).previous_sha256 == first.sha256
    assert [row.progress for row in ReportContent.from_text(second.content).rows] == [
        "Сделано по мероприятию 1.",
        "Сделано позже.",
        "Сделано по мероприятию 3.",
    ]
    report = district.report
    assert (report.state, report.correction_reason, list(report.writable_entries.all())) == (
        State.PUBLISHED,
        "",
        [],
    )


def test_a_correction_opens_only_entries_of_its_own_report() -> None:
    district = make_district()
    district.publish()
    stranger = make_district("another").entries[0]
    with pytest.raises(ReportError):
        publishing.correct(district.report, by=district.actor(), entries=[stranger], reason="Уточнение")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_what_needs_a_reason_is_refused_without_it(reason: str) -> None:
    district = make_district()
    publication = district.publish()
    by = district.actor()
    with pytest.raises(ReasonNeeded):
        publishing.correct(district.report, by=by, entries=district.entries[:1], reason=reason)
    with pytest.raises(ReasonNeeded):
        publishing.withdraw(publication, by=by, reason=reason)
    assert district.report.state == State.PUBLISHED


def test_publishing_the_same_again_makes_no_second_version() -> None:
    district = make_district(gaps=[2])
    first = district.publish()
    events = HistoryEvent.objects.count()
    again = publishing.publish_as_it_stands(district.plan_period, by=district.actor(), approval=APPROVAL)
    assert again == (first, False)
    assert Publication.objects.count() == 1
    assert HistoryEvent.objects.count() == events


def test_changed_content_needs_a_reason_and_all_is_rolled_back_without_it() -> None:
    district = make_district()
    first = district.publish()
    district.activities[0].revisions.update(text="Другое наименование")
    with pytest.raises(ReasonNeeded) as caught:
        publishing.publish_as_it_stands(district.plan_period, by=COMMAND)
    assert str(caught.value) == (
        "Версия 1 этого отчета уже опубликована. Чтобы опубликовать следующую, напишите, чем она вызвана."
    )
    assert list(Publication.objects.all()) == [first]
    second = publishing.publish_as_it_stands(district.plan_period, by=COMMAND, reason="Изменен план")
    assert (second.created, second.publication.version, second.publication.reason) == (
        True,
        2,
        "Изменен план",
    )


def test_a_withdrawn_version_does_not_come_back_unasked() -> None:
    district = make_district()
    by = district.actor()
    first = publishing.withdraw(district.publish(), by=by, reason="Персональные данные")
    with pytest.raises(ReasonNeeded):
        publishing.publish_as_it_stands(district.plan_period, by=by)
    second = publishing.publish_as_it_stands(district.plan_period, by=by, reason="Данные удалены").publication
    assert (second.version, second.previous_sha256) == (2, first.sha256)


def test_a_withdrawal_keeps_text_and_hash_and_is_made_once() -> None:
    district = make_district()
    by = district.actor()
    before = district.publish()
    publishing.withdraw(before, by=by, reason="Персональные данные")
    after = Publication.objects.get(pk=before.pk)
    assert (after.content, after.sha256, after.withdrawn_reason) == (
        before.content,
        before.sha256,
        "Персональные данные",
    )
    with pytest.raises(WrongState):
        publishing.withdraw(after, by=by, reason="Еще раз")
    with pytest.raises(PermissionDenied):
        publishing.withdraw(after, by=district.actor(Role.COORDINATOR), reason="Еще раз")


def test_publications_of_a_municipality_form_one_chain() -> None:
    district = make_district()
    other = make_district("another").publish()
    first = district.publish()
    second = make_next_period(district).publish()
    assert [(item.sequence, item.version, item.previous_sha256) for item in (first, second, other)] == [
        (1, 1, ""),
        (2, 1, first.sha256),
        (1, 1, ""),
    ]


def test_one_render_job_a_format_is_queued() -> None:
    publication = make_district().publish()
    assert sorted(Job.objects.values_list("publication", "kind", "format", "state")) == [
        (publication.pk, "render", name, "queued") for name in ("csv", "docx", "json", "xlsx")
    ]


def test_the_preview_shows_drafts_and_writes_nothing() -> None:
    district = make_district(gaps=[2])
    shown = publishing.preview(district.plan_period, approval=APPROVAL)
    assert [row.progress for row in shown.rows] == [
        "Сделано по мероприятию 1.",
        "",
        "Сделано по мероприятию 3.",
    ]
    assert (shown.version, shown.published_at, shown.signatory_name) == (0, "", "Н. С. Поляков")
    assert Report.objects.count() == 0
    assert set(ProgressEntry.objects.values_list("state", flat=True)) == {"draft", "empty"}


def test_the_approved_version_is_printed_whatever_was_typed_since() -> None:
    district = make_district(activities=1)
    approve_filled(district.plan_period, by=COMMAND)
    ProgressEntry.objects.update(text="Набрано после утверждения.")
    publication = district.publish()
    assert ReportContent.from_text(publication.content).rows[0].progress == "Сделано по мероприятию 1."


def test_a_published_version_cannot_be_saved_over() -> None:
    publication = make_district().publish()
    publication.content = "{}"
    with pytest.raises(TypeError):
        publication.save()


@pytest.mark.parametrize("activities", [1, 3])
def test_freezing_takes_the_same_number_of_queries_for_any_plan(
    activities: int, django_assert_num_queries: object
) -> None:
    district = make_district(activities=activities)
    report = district.report
    with django_assert_num_queries(6):
        freezing.build(report, version=1)
