"""What publishing and corrections refuse: unreviewed texts, gaps that changed, corrections that changed something."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.history import COMMAND
from plans import workflow
from plans.models import Attachment, Indicator, ProgressEntry
from plans.workflow import Draft, Outdated, WrongState
from reports import publishing
from reports.errors import EntriesMissing
from tests.factories import H1_2022, District, make_district

pytestmark = pytest.mark.django_db


def fresh(entry: ProgressEntry) -> ProgressEntry:
    return ProgressEntry.objects.select_related("activity", "plan_period__plan__municipality").get(
        pk=entry.pk
    )


@pytest.mark.parametrize("step", ["draft", "submitted", "returned"])
def test_what_officials_wrote_is_not_published_around_its_review(step: str) -> None:
    district = make_district()
    entry = workflow.save(fresh(district.entries[0]), Draft("Написано."), read=0, by=COMMAND)
    if step != "draft":
        entry = workflow.submit(entry, Draft("Написано."), read=entry.revision, by=COMMAND)
    if step == "returned":
        newest = entry.versions.order_by("-number").first()
        workflow.give_back(entry, version=newest.number, comment="Еще раз", by=COMMAND)
    with pytest.raises(WrongState, match="непроверенные"):
        district.publish()


def test_gaps_that_changed_since_the_page_was_read_are_read_again() -> None:
    district = make_district(gaps=[2])
    with pytest.raises(EntriesMissing):
        district.publish(confirmed_gaps=["1"])
    assert district.publish(confirmed_gaps=["2"]).filled == 2


def test_an_approval_is_undone_only_as_it_was_left() -> None:
    district = make_district(activities=1)
    entry = workflow.submit(fresh(district.entries[0]), Draft("Написано."), read=0, by=COMMAND)
    newest = entry.versions.order_by("-number").first()
    [approved] = workflow.approve(district.plan_period, {entry: newest.number}, by=COMMAND)
    with pytest.raises(Outdated):
        workflow.undo_approval(district.plan_period, {approved: approved.revision - 1}, by=COMMAND)
    [undone] = workflow.undo_approval(district.plan_period, {approved: approved.revision}, by=COMMAND)
    assert undone.state == "submitted"


@pytest.fixture
def corrected() -> District:
    """Published with a figure, the first of two entries open for a correction."""
    district = make_district(activities=2)
    indicator = Indicator.objects.create(activity=district.activities[0], name="Дел", first_period=H1_2022)
    district.entries[0].figures.create(indicator=indicator, value=Decimal(7))
    district.publish()
    publishing.correct(district.report, by=COMMAND, entries=[district.entries[0]], reason="Ошибка")
    return district


def test_a_correction_that_changed_nothing_is_taken_back(corrected: District) -> None:
    assert publishing.cancel_correction(corrected.report, by=COMMAND).state == "published"


def test_a_correction_that_changed_a_figure_is_not(corrected: District) -> None:
    entry = fresh(corrected.entries[0])
    [indicator] = entry.activity.indicators.all()
    draft = Draft(entry.text, figures={indicator.pk: Decimal(8)})
    workflow.save(entry, draft, read=entry.revision, by=COMMAND)
    with pytest.raises(WrongState):
        publishing.cancel_correction(corrected.report, by=COMMAND)


def test_a_correction_that_attached_a_document_is_not(corrected: District) -> None:
    workflow.attach_link(fresh(corrected.entries[0]), "https://example.org/", by=COMMAND)
    assert Attachment.objects.count() == 1
    with pytest.raises(WrongState):
        publishing.cancel_correction(corrected.report, by=COMMAND)


def test_a_correction_of_everything_leaves_the_plan_closed() -> None:
    district = make_district(activities=2)
    district.publish()
    publishing.correct(district.report, by=COMMAND, entries=district.entries, reason="Все заново")
    district.plan_period.refresh_from_db()
    assert district.plan_period.is_correcting
    publishing.cancel_correction(district.report, by=COMMAND)
    district.plan_period.refresh_from_db()
    assert not district.plan_period.is_correcting
