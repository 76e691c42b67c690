"""The ledger of what was written, and taking it back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plans.changes import Changes, undo
from plans.models import Activity, Assignment, Officer, PlanPeriod, ProgressEntry
from plans.periods import ReportingPeriod
from tests.factories import make_activity, make_district, make_entry, make_officer, make_period, make_plan

pytestmark = pytest.mark.django_db
H1_2022, H2_2022 = ReportingPeriod(2022, 1), ReportingPeriod(2022, 2)


def kept_as_json(changes: Changes) -> list[dict[str, Any]]:
    """As the database keeps it between the import and its discarding."""
    return json.loads(json.dumps(changes.entries))


def test_created_rows_go_and_changed_and_deleted_ones_come_back() -> None:
    district = make_district()
    changes = Changes()
    changed = district.entries[0]
    before = ProgressEntry.objects.values().get(pk=changed.pk)
    changes.updated(
        changed, {name: getattr(changed, name) for name in ("text", "updated_at", "updated_by_id")}
    )
    ProgressEntry.objects.filter(pk=changed.pk).update(text="иначе", updated_at=timezone.now())
    assignment = Assignment.objects.first()
    assert assignment is not None
    gone = Assignment.objects.values().get(pk=assignment.pk)
    changes.deleted(assignment)
    assignment.delete()
    new = make_activity(district.plan)
    changes.created([new, *new.revisions.all()])

    assert undo(kept_as_json(changes)) == []
    assert ProgressEntry.objects.values().get(pk=changed.pk) == before
    assert Assignment.objects.values().get(pk=gone["id"]) == gone
    assert not Activity.objects.filter(pk=new.pk).exists()


def test_of_several_changes_of_a_row_the_first_state_comes_back() -> None:
    period = make_period(make_plan(), H1_2022)
    changes = Changes()
    for year in (2023, 2024):
        changes.updated(period, {"period": period.period})
        period.period = ReportingPeriod(year, 1)
        period.save()
    undo(kept_as_json(changes))
    assert PlanPeriod.objects.get().period == H1_2022


def test_what_others_need_stays_and_is_named() -> None:
    plan = make_plan()
    officer, other = make_officer(plan.municipality), make_officer(plan.municipality)
    changes = Changes()
    changes.created([officer, other])
    make_activity(plan, officers=[officer])

    assert undo(kept_as_json(changes)) == [officer]
    assert list(Officer.objects.all()) == [officer]


def test_a_row_that_is_gone_already_is_no_trouble() -> None:
    plan_period = make_period(make_plan())
    entry = make_entry(plan_period, make_activity(plan_period.plan))
    changes = Changes()
    changes.updated(entry, {"text": "было"})
    changes.created([entry])
    entry.delete()
    assert undo(kept_as_json(changes)) == []


def test_undoing_hundreds_of_rows_takes_few_queries() -> None:
    spent = []
    for slug, activities in (("one", 5), ("two", 105)):
        district = make_district(slug, activities=activities)
        changes = Changes()
        for entry in district.entries:
            changes.updated(entry, {"text": "было"})
        changes.created(district.entries)
        with CaptureQueriesContext(connection) as queries:
            undo(changes.entries)
        spent.append(len(queries))
    assert spent[1] - spent[0] <= 5
