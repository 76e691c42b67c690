"""The half-year in the database."""

from __future__ import annotations

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError

from plans.fields import PeriodField
from plans.models import Activity, PlanPeriod
from plans.periods import ReportingPeriod
from tests.factories import make_activity, make_period, make_plan

pytestmark = pytest.mark.django_db
H2_2021, H1_2022, H2_2022 = ReportingPeriod(2021, 2), ReportingPeriod(2022, 1), ReportingPeriod(2022, 2)


def test_half_years_are_stored_compared_and_ordered_as_time_goes() -> None:
    plan = make_plan()
    for period in (H1_2022, H2_2022, H2_2021):
        make_period(plan, period)

    assert list(plan.periods.order_by("period").values_list("period", flat=True)) == [
        H2_2021,
        H1_2022,
        H2_2022,
    ]
    assert [one.period for one in plan.periods.filter(period__lt=H2_2022).order_by("period")] == [
        H2_2021,
        H1_2022,
    ]
    assert plan.periods.get(period="2022-h1").period == H1_2022


def test_nothing_is_stored_as_nothing() -> None:
    activity = make_activity(make_plan())
    assert Activity.objects.get(last_period__isnull=True).last_period is None
    activity.last_period = H2_2022
    activity.save()
    assert Activity.objects.get().last_period == H2_2022


def test_half_years_survive_a_dump() -> None:
    make_period(make_plan(), H1_2022)
    text = serializers.serialize("json", PlanPeriod.objects.all())
    assert '"period": "2022-h1"' in text
    (item,) = serializers.deserialize("json", text)
    assert item.object.period == H1_2022


@pytest.mark.parametrize("value", ["2022", "2022-h3", "завтра"])
def test_other_words_are_a_validation_error_in_russian(value: str) -> None:
    with pytest.raises(ValidationError, match=r"полугоди"):
        PeriodField().to_python(value)


def test_a_period_passes_the_validators_of_a_model() -> None:
    period = make_period(make_plan(), H1_2022)
    period.full_clean()
    assert PeriodField().to_python("") is None
    assert PeriodField().to_python(H1_2022) == H1_2022
