"""What is frozen of an entry: the figures and documents that its approved version names, whatever came since."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.history import COMMAND
from plans import workflow
from plans.models import Indicator, IndicatorValue, ProgressEntry
from reports import freezing
from reports.content import FrozenAttachment, FrozenFigure, FrozenRow
from tests.factories import H1_2022, District, make_activity, make_district, make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return make_district(gaps=[3])


def add_figure(entry: ProgressEntry, name: str, value: str, **fields: object) -> Indicator:
    indicator = Indicator.objects.create(
        activity=entry.activity, name=name, **{"first_period": H1_2022, "position": 1} | fields
    )
    IndicatorValue.objects.create(entry=entry, indicator=indicator, value=Decimal(value))
    return indicator


def frozen(district: District, **arguments: object) -> tuple[FrozenRow, ...]:
    return freezing.build(district.report, version=1, **arguments).rows


def approve(district: District) -> None:
    workflow.approve_filled(district.plan_period, by=COMMAND)


def test_figures_stand_in_the_indicators_order_with_all_that_describes_them(district: District) -> None:
    entry = district.entries[0]
    second = add_figure(entry, "Доля", "69.6000", kind="decimal", unit="%", adds_up=False, position=2)
    first = add_figure(entry, "Обучено", "12.0000", unit="чел.", target=Decimal("15"), is_main=True)
    third = add_figure(entry, "Портал работает", "1", kind="yes_no", position=3)
    approve(district)
    assert frozen(district)[0].figures == (
        FrozenFigure(str(first.pk), "Обучено", "12", "чел.", "whole", True, "15", True),
        FrozenFigure(str(second.pk), "Доля", "69.6", "%", "decimal", False),
        FrozenFigure(str(third.pk), "Портал работает", "1", "", "yes_no", False),
    )
    assert [row.figures for row in frozen(district)[1:]] == [(), ()]


def test_the_approved_version_says_which_values_and_documents_are_frozen(district: District) -> None:
    entry = district.entries[0]
    indicator = add_figure(entry, "Обучено", "12")
    link = workflow.attach_link(entry, "https://example.org/a", by=COMMAND, title="Было")
    approve(district)
    IndicatorValue.objects.filter(indicator=indicator).update(value=99)
    entry.attachments.create(kind="link", title="Пришло потом", url="https://example.org/b")
    [row, *_] = frozen(district)
    assert [figure.value for figure in row.figures] == ["12"]
    assert row.attachments == (FrozenAttachment("Было", link.url),)


def test_a_draft_is_taken_as_it_stands_only_where_drafts_are_wanted(district: District) -> None:
    entry = district.entries[0]
    add_figure(entry, "Обучено", "12")
    workflow.attach_link(entry, "https://example.org/a", by=COMMAND, title="Ссылка")
    [published, *_] = frozen(district)
    [drafted, *_] = frozen(district, with_drafts=True)
    assert (published.progress, published.figures, published.attachments) == ("", (), ())
    assert (published.is_unapproved, drafted.is_unapproved) == (False, True)
    assert [figure.value for figure in drafted.figures] == ["12"]
    assert [item.title for item in drafted.attachments] == ["Ссылка"]


@pytest.mark.parametrize(
    ("filename", "title", "expected"),
    [
        ("протокол.txt", "Протокол № 3", "Протокол № 3.txt"),
        ('../../etc/pass"wd.txt', "", "pass wd.txt"),
        ("a.txt", "../../etc/passwd", "-..-etc-passwd.txt"),
        ("a.txt", 'Приказ "О кадрах" 12/3', "Приказ О кадрах 12-3.txt"),
        ("Отчет.TXT", "Отчет.txt", "Отчет.txt"),
    ],
)
def test_a_file_is_named_by_its_title_and_safely(
    district: District, filename: str, title: str, expected: str
) -> None:
    upload = SimpleUploadedFile(filename, b"text")
    kept = workflow.attach_file(district.entries[0], upload, by=COMMAND, title=title)
    approve(district)
    [attachment] = frozen(district)[0].attachments
    assert (attachment.filename, attachment.url) == (expected, "")
    assert (attachment.sha256, attachment.size, attachment.content_type) == (kept.sha256, 4, "text/plain")


def test_a_document_taken_off_after_the_approval_stays_named(district: District) -> None:
    entry = district.entries[0]
    workflow.attach_link(entry, "https://example.org/a", by=COMMAND, title="Ссылка")
    approve(district)
    entry.attachments.update(removed_at=district.plan_period.opened_at)
    assert [item.title for item in frozen(district)[0].attachments] == ["Ссылка"]


@pytest.mark.parametrize("with_drafts", [False, True])
def test_the_queries_do_not_grow_with_the_plan(
    with_drafts: bool, django_assert_max_num_queries: Callable
) -> None:
    district = make_district(activities=30)
    report = district.report
    for entry in district.entries:
        add_figure(entry, "Обучено", "1")
        entry.attachments.create(kind="link", title="Ссылка", url="https://example.org/")
    workflow.approve_filled(district.plan_period, by=COMMAND)
    # A few that nobody has approved.
    for number in range(5):
        make_entry(district.plan_period, make_activity(district.plan), f"Черновик {number}")
    with django_assert_max_num_queries(12):
        rows = freezing.build(report, version=1, with_drafts=with_drafts).rows
    assert sum(len(row.figures) for row in rows) == 30
