"""What a process remembers of frozen reports: each is read once, and only so many rows are kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reports.content import ReportContent
from reports.public.contents import Contents
from tests.factories import make_district

pytestmark = pytest.mark.django_db


def test_contents_come_in_the_order_asked_for_and_are_read_once(django_assert_num_queries: Callable) -> None:
    contents = Contents()
    one, other = make_district("one").publish(), make_district("other").publish()
    with django_assert_num_queries(1):
        found = contents.of([other, one])
    assert found == [ReportContent.from_text(item.content) for item in (other, one)]
    with django_assert_num_queries(0):
        assert contents.of([one, other]) == found[::-1]
    assert contents.of([]) == []


def test_those_asked_for_longest_ago_are_forgotten_first(django_assert_num_queries: Callable) -> None:
    contents = Contents(most_rows=7)
    one, two, three = (make_district(slug, activities=3).publish() for slug in ("one", "two", "three"))
    contents.of([one, two])
    contents.of([one])
    contents.of([three])
    with django_assert_num_queries(0):
        contents.of([one, three])
    with django_assert_num_queries(1):
        contents.of([two])


def test_a_report_larger_than_the_memory_is_answered_and_not_kept(
    django_assert_num_queries: Callable,
) -> None:
    contents = Contents(most_rows=2)
    large = make_district(activities=3).publish()
    for _ in range(2):
        with django_assert_num_queries(1):
            assert len(contents.of([large])[0].rows) == 3
