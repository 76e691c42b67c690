"""What is frozen of an entry's inserts: those that its approved version names, in their order, whatever came since."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.core.management import call_command

from accounts.history import COMMAND
from plans import workflow
from plans.models import Insert, ProgressEntry
from reports import freezing
from reports.content import FrozenRow, ReportContent, sha256_of
from tests.factories import District, make_activity, make_district, make_entry
from tests.plans.inserting import CHART, TABLE, value_of
from tests.reports.samples import activity, small_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return make_district(gaps=[3])


def put(entry: ProgressEntry, source: str = "roads", position: int = 0, **fields: object) -> Insert:
    value = value_of(f"Опрос {source}", **fields)
    return Insert.objects.create(
        entry=entry, kind="tally", source=source, title=value.title, value=value.to_text(), position=position
    )


def frozen(district: District, **arguments: object) -> tuple[FrozenRow, ...]:
    return freezing.build(district.report, version=1, **arguments).rows


def titles(row: FrozenRow) -> list[str]:
    return [insert.title for insert in row.inserts]


def test_the_approved_version_says_which_inserts_are_frozen_and_in_which_order(district: District) -> None:
    entry = district.entries[0]
    second, first = put(entry, "second", 1, chart=CHART, tables=(TABLE,)), put(entry, "first", 0)
    workflow.approve_filled(district.plan_period, by=COMMAND)
    put(entry, "later", 2)
    Insert.objects.filter(pk=first.pk).update(removed_at=district.plan_period.opened_at)
    [row, *others] = frozen(district)
    assert row.inserts == (first.content, second.content)
    assert row.inserts[1].chart == CHART
    assert [other.inserts for other in others] == [(), ()]


def test_a_draft_is_taken_as_it_stands_only_where_drafts_are_wanted(district: District) -> None:
    put(district.entries[0], "kept")
    put(district.entries[0], "gone").delete()
    put(district.entries[0], "off", 1)
    Insert.objects.filter(source="off").update(removed_at=district.plan_period.opened_at)
    assert titles(frozen(district)[0]) == []
    assert titles(frozen(district, with_drafts=True)[0]) == ["Опрос kept"]


def test_an_insert_alone_fills_a_row(district: District) -> None:
    put(district.entries[2])
    row = frozen(district, with_drafts=True)[2]
    assert (row.progress, row.is_filled, row.is_gap, row.is_unapproved) == ("", True, False, True)


def test_a_frozen_insert_is_read_back_and_says_nothing_idle() -> None:
    content = small_content(activity("1", inserts=(value_of(chart=CHART, tables=(TABLE,)), value_of())))
    text = content.to_text()
    assert ReportContent.from_text(text) == content
    assert ReportContent.from_text(text).to_text() == text
    assert set(json.loads(text)["rows"][0]["inserts"][1]) == {"kind", "title", "words", "as_of"}


def test_a_report_without_inserts_has_the_text_that_it_always_had() -> None:
    text = small_content(activity("1", "Сделано."), activity("2", "")).to_text()
    assert "inserts" not in text
    assert sha256_of(text) == "50bcdaeeaf43c5bfe3a71f2c79c1c065cd7d31e230716916afe79063b935928e"


def test_the_queries_do_not_grow_with_the_inserts(django_assert_max_num_queries: Callable) -> None:
    district = make_district(activities=30)
    report = district.report
    for entry in district.entries:
        put(entry, "roads")
        put(entry, "water", 1)
    workflow.approve_filled(district.plan_period, by=COMMAND)
    for number in range(5):
        put(make_entry(district.plan_period, make_activity(district.plan), f"Черновик {number}"))
    with django_assert_max_num_queries(12):
        rows = freezing.build(report, version=1, with_drafts=True).rows
    assert sum(len(row.inserts) for row in rows) == 65


def test_a_published_report_with_inserts_stays_as_it_is_and_is_verified(district: District) -> None:
    insert = put(district.entries[0], chart=CHART, tables=(TABLE,))
    publication = district.publish()
    Insert.objects.filter(pk=insert.pk).update(value=value_of("Другой").to_text())
    publication.refresh_from_db()
    [row, *_] = ReportContent.from_text(publication.content).rows
    assert row.inserts == (insert.content,)
    assert publication.filled == 2
    call_command("verify_publications")
