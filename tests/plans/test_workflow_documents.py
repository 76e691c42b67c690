"""Documents of an entry: attached, attached twice, taken off before and after a version named them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.history import COMMAND, Actor
from accounts.models import HistoryEvent
from plans import workflow
from plans.models import Attachment, ProgressEntry
from plans.queries import attachments_of
from plans.workflow import Draft, WrongState
from tests.factories import H1_2022, actor, make_activity, make_officer, make_plan, make_user
from tests.plans.test_documents import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> ProgressEntry:
    plan = make_plan()
    officer = make_officer(plan.municipality, user=make_user(plan.municipality, "officer"))
    make_activity(plan, officers=[officer])
    period = workflow.open_for_work(plan, H1_2022, collection_on=date(2022, 7, 10), by=COMMAND)
    return period.entries.get()


@pytest.fixture
def by(entry: ProgressEntry) -> Actor:
    return Actor(entry.activity.assignments.get().officer.user)


def pdf(name: str = "Журнал обращений.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def test_a_file_is_kept_under_its_hash_and_told_in_the_history(entry: ProgressEntry, by: Actor) -> None:
    attachment = workflow.attach_file(entry, pdf(), by=by)
    municipality = entry.plan_period.plan.municipality_id
    assert attachment.title == "Журнал обращений"
    assert attachment.file.name.startswith(f"attachments/{municipality}/{attachment.sha256}/")
    assert (attachment.size, attachment.content_type) == (len(PDF), "application/pdf")
    assert HistoryEvent.objects.filter(action="attachment_added", object_id=entry.pk).count() == 1


def test_the_same_file_is_attached_once(entry: ProgressEntry, by: Actor) -> None:
    first = workflow.attach_file(entry, pdf(), by=by)
    assert workflow.attach_file(entry, pdf("Копия.pdf"), by=by) == first
    assert list(attachments_of(entry)) == [first]


def test_a_bad_file_and_a_bad_address_are_refused_in_words(entry: ProgressEntry, by: Actor) -> None:
    with pytest.raises(ValidationError) as refused:
        workflow.attach_file(entry, SimpleUploadedFile("Журнал.pdf", b"<html>"), by=by)
    assert list(refused.value.message_dict) == ["attachment_file"]
    for address in ("", "javascript:alert(1)", "просто слова", "ftp://example.org/a"):
        with pytest.raises(ValidationError) as refused:
            workflow.attach_link(entry, address, by=by)
        assert list(refused.value.message_dict) == ["attachment_url"]
    assert not Attachment.objects.exists()


def test_an_address_without_its_scheme_is_completed(entry: ProgressEntry, by: Actor) -> None:
    link = workflow.attach_link(entry, "example.org/reestr", by=by)
    assert (link.url, link.title) == ("https://example.org/reestr", "example.org")


def test_a_stranger_attaches_nothing(entry: ProgressEntry) -> None:
    stranger = actor(entry.plan_period.plan.municipality, "officer")
    with pytest.raises(PermissionDenied):
        workflow.attach_file(entry, pdf(), by=stranger)


def test_what_no_version_names_goes_with_its_file(
    entry: ProgressEntry, by: Actor, django_capture_on_commit_callbacks: object
) -> None:
    attachment = workflow.attach_file(entry, pdf(), by=by)
    storage, name = attachment.file.storage, attachment.file.name
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        workflow.detach(attachment, by=by)
    assert not Attachment.objects.exists()
    assert not storage.exists(name)


def test_what_a_version_names_stays_kept_and_is_attached_no_more(entry: ProgressEntry, by: Actor) -> None:
    attachment = workflow.attach_file(entry, pdf(), by=by)
    sent = workflow.submit(entry, Draft("Сделано."), read=0, by=by)
    with pytest.raises(WrongState):
        workflow.detach(attachment, by=by)
    workflow.give_back(sent, version=1, comment="Другой журнал", by=COMMAND)
    workflow.detach(attachment, by=by)
    attachment.refresh_from_db()
    assert attachment.removed_at is not None
    assert attachment.file.storage.exists(attachment.file.name)
    assert not attachments_of(entry).exists()
    assert entry.versions.get(number=1).attachments == [attachment.pk]


def test_a_document_changed_while_the_text_waits_makes_a_version_that_must_be_read(
    entry: ProgressEntry, by: Actor
) -> None:
    attachment = workflow.attach_file(entry, pdf(), by=by)
    sent = workflow.submit(entry, Draft("Сделано."), read=0, by=by)
    workflow.detach(attachment, by=COMMAND)
    with pytest.raises(WrongState):
        workflow.approve(entry.plan_period, {sent: 1}, by=COMMAND)
    workflow.approve(entry.plan_period, {sent: 2}, by=COMMAND)
    sent.refresh_from_db()
    assert (sent.approved_version.number, sent.approved_version.attachments) == (2, [])


@pytest.mark.parametrize("text", ["\u200b", "\u2060 \ufeff", "\u00ad", "\u3164", "\u2800", "—", " \n\t"])
def test_a_text_that_shows_nothing_is_not_sent(entry: ProgressEntry, by: Actor, text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        workflow.submit(entry, Draft(text), read=0, by=by)
    assert list(refused.value.message_dict) == ["text"]


def test_an_entry_that_is_gone_says_so(entry: ProgressEntry, by: Actor) -> None:
    workflow.cancel_period(entry.plan_period, by=COMMAND)
    with pytest.raises(WrongState, match="больше нет"):
        workflow.save(entry, Draft("Сделано."), read=0, by=by)
