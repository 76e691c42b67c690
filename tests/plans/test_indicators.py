"""Indicators of activities: adding, changing, ending, suggesting; and their pages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import HistoryEvent
from plans import standing
from plans.models import Indicator, IndicatorValue
from plans.planning.indicators import add_indicators, change_indicator, end_indicator, remove_indicator
from tests.factories import H1_2022, H2_2022, District, make_activity, make_district, make_entry

pytestmark = pytest.mark.django_db
LIST = "/work/zarechny/plan/indicators/"


@pytest.fixture
def district() -> District:
    made = make_district(text="Проведено {number} заседания совета, рассмотрено 15 обращений.")
    standing.refresh(made.plan)
    return made


@pytest.fixture
def signed_in(district: District, client: Client) -> Client:
    user = district.actor("coordinator").user
    assert user is not None
    client.force_login(user)
    return client


def indicator(district: District, name: str = "Обращений", **fields: object) -> Indicator:
    return district.activities[0].indicators.create(name=name, **{"first_period": H1_2022} | fields)


def give(one: Indicator, district: District, value: int) -> IndicatorValue:
    return one.values.create(entry=district.entries[0], value=Decimal(value))


def events() -> list[tuple[str, dict[str, object], dict[str, object]]]:
    found = HistoryEvent.objects.filter(object_type="plans.indicator").order_by("pk")
    return list(found.values_list("action", "before", "after"))


# --- Writing ----------------------------------------------------------------------------------------------------------


def test_indicators_are_added_behind_each_other_and_told_of(district: District) -> None:
    by = district.actor("coordinator")
    for name in ("Заседаний  совета", "Обращений"):
        add_indicators(district.activities[0], [Indicator(name=name, first_period=H1_2022)], by=by)
    assert list(district.activities[0].indicators.values_list("name", "position")) == [
        ("Заседаний совета", 1),
        ("Обращений", 2),
    ]
    assert events() == [
        ("indicator_added", {}, {"name": name, "kind": "whole", "adds_up": True, "first_period": "2022-h1"})
        for name in ("Заседаний совета", "Обращений")
    ]


def test_an_official_adds_none(district: District) -> None:
    with pytest.raises(PermissionDenied):
        add_indicators(
            district.activities[0],
            [Indicator(name="Обращений", first_period=H1_2022)],
            by=district.actor("officer"),
        )


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"name": "ОБРАЩЕНИЙ"}, "name"),
        ({"name": ""}, "name"),
        ({"name": "Встреч", "first_period": H1_2022.previous}, "first_period"),
        ({"name": "Встреч", "first_period": H2_2022, "last_period": H1_2022}, "last_period"),
        ({"name": "Встреч", "kind": "odd"}, "kind"),
    ],
)
def test_an_indicator_that_cannot_stand_is_refused_at_its_field(
    district: District, fields: dict[str, object], name: str
) -> None:
    indicator(district)
    with pytest.raises(ValidationError) as refused:
        add_indicators(
            district.activities[0], [Indicator(**{"first_period": H1_2022} | fields)], by=district.actor()
        )
    assert list(refused.value.message_dict) == [name]
    assert Indicator.objects.count() == 1


def test_a_change_tells_only_what_changed(district: District) -> None:
    one = indicator(district)
    one.name, one.is_main = "Обращений граждан", True
    change_indicator(one, by=district.actor())
    change_indicator(one, by=district.actor())
    assert events() == [
        (
            "indicator_changed",
            {"name": "Обращений", "is_main": False},
            {"name": "Обращений граждан", "is_main": True},
        )
    ]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"kind": "yes_no"}, "kind"),
        ({"first_period": H2_2022}, "first_period"),
        ({"first_period": H1_2022.previous}, "first_period"),
    ],
)
def test_values_that_are_entered_hold_an_indicator(
    district: District, fields: dict[str, object], name: str
) -> None:
    one = indicator(district)
    give(one, district, 15)
    for field, value in fields.items():
        setattr(one, field, value)
    with pytest.raises(ValidationError) as refused:
        change_indicator(one, by=district.actor())
    assert list(refused.value.message_dict) == [name]


def test_an_indicator_with_values_is_ended_and_never_removed(district: District) -> None:
    one = indicator(district)
    give(one, district, 15)
    with pytest.raises(ValidationError):
        remove_indicator(one, by=district.actor())
    end_indicator(one, H1_2022, by=district.actor())
    one.refresh_from_db()
    assert (one.last_period, one.values.count()) == (H1_2022, 1)
    assert events() == [("indicator_ended", {}, {"last_period": "2022-h1"})]


def test_an_indicator_does_not_end_before_its_last_value(district: District) -> None:
    one = indicator(district, first_period=H1_2022.previous)
    give(one, district, 15)
    with pytest.raises(ValidationError) as refused:
        end_indicator(one, H1_2022.previous, by=district.actor())
    assert refused.value.message_dict == {"last_period": ["За I полугодие 2022 года уже введено значение."]}


def test_an_indicator_without_values_goes(district: District) -> None:
    remove_indicator(indicator(district), by=district.actor())
    assert Indicator.objects.count() == 0
    assert [action for action, _, _ in events()] == ["indicator_removed"]


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_the_list_shows_the_newest_value_and_the_one_before(district: District, signed_in: Client) -> None:
    one = indicator(district, is_main=True)
    give(one, district, 15)
    before = district.plan.periods.create(period=H1_2022.previous)
    one.values.create(entry=make_entry(before, district.activities[0], "Было."), value=Decimal("12.0000"))
    page = " ".join(signed_in.get(LIST).content.decode().split())
    assert '<b>15</b> <span class="meta">I полугодие 2022 года, раньше 12</span>' in page
    assert "главный: вверху отчета" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [1, 2, 3]),
        ("?q=мероприятие 2", [2]),
        ("?q=Обращений", [1]),
        ("?q=нигде", []),
        ("?show=with", [1]),
        ("?show=without", [2, 3]),
        ("?show=odd", [1, 2, 3]),
    ],
)
def test_the_list_is_narrowed(district: District, signed_in: Client, query: str, expected: list[int]) -> None:
    indicator(district)
    rows = signed_in.get(LIST + query).context["rows"]
    assert [row.pk for row in rows] == [district.activities[number - 1].pk for number in expected]


def test_the_list_takes_the_same_queries_for_any_plan(district: District, signed_in: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as taken:
            signed_in.get(LIST)
        return len(taken)

    indicator(district)
    few = queries()
    for number in range(60):
        activity = make_activity(district.plan, f"Дело {number}")
        activity.indicators.create(name="Встреч", first_period=H1_2022)
    standing.refresh(district.plan)
    assert queries() == few
    assert len(signed_in.get(f"{LIST}?page=2").context["rows"]) == 13


def test_a_plan_without_half_years_says_what_to_do(signed_in: Client, district: District) -> None:
    district.plan_period.entries.all().delete()
    district.plan_period.delete()
    assert "Полугодий пока нет" in signed_in.get(LIST).content.decode()


def filled(**fields: str) -> dict[str, str]:
    return {"name": "Встреч с жителями", "kind": "decimal", "first_period": "2022-h1"} | fields


def test_an_indicator_is_added_by_its_form(district: District, signed_in: Client) -> None:
    url = f"/work/zarechny/plan/rows/{district.activities[0].pk}/indicators/add/"
    answer = signed_in.post(url, filled(target="12,5", unit="км", is_main="on", last_period="2022-h2"))
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{LIST}?plan=open-government#activity-{district.activities[0].pk}",
    )
    one = Indicator.objects.get()
    assert (one.name, one.unit, one.kind, one.target, one.is_main, one.adds_up, one.last_period) == (
        "Встреч с жителями",
        "км",
        "decimal",
        Decimal("12.5"),
        True,
        False,
        H2_2022,
    )


def test_a_form_that_is_wrong_keeps_what_was_typed(district: District, signed_in: Client) -> None:
    indicator(district)
    url = f"/work/zarechny/plan/rows/{district.activities[0].pk}/indicators/add/"
    answer = signed_in.post(url, filled(name="Обращений", unit="штук"))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"name": ["У мероприятия уже есть показатель с таким названием."]}
    assert 'value="штук"' in answer.content.decode()


def test_an_indicator_is_changed_by_its_form(district: District, signed_in: Client) -> None:
    one = indicator(district, target=Decimal("80.0000"))
    url = f"{LIST}{one.pk}/"
    assert 'value="80"' in signed_in.get(url).content.decode()
    assert signed_in.post(url, filled(kind="whole", sought="встречи; сходы")).status_code == 302
    one.refresh_from_db()
    assert (one.name, one.sought, one.target) == ("Встреч с жителями", "встречи; сходы", None)


def test_an_indicator_is_ended_or_removed_on_its_page(district: District, signed_in: Client) -> None:
    kept, gone = indicator(district), indicator(district, "Встреч")
    give(kept, district, 15)
    signed_in.post(f"{LIST}{kept.pk}/end/", {"last_period": "2022-h1"})
    signed_in.post(f"{LIST}{gone.pk}/end/", {"remove": "1"})
    assert list(Indicator.objects.values_list("name", "last_period")) == [("Обращений", H1_2022)]
    assert signed_in.post(f"{LIST}{kept.pk}/end/", {"remove": "1"}).status_code == 302
    assert Indicator.objects.count() == 1


def suggest_url(district: District, number: int = 2) -> str:
    return f"/work/zarechny/plan/rows/{district.activities[number - 1].pk}/indicators/suggest/"


def test_a_text_offers_its_figures_as_indicators(district: District, signed_in: Client) -> None:
    url = suggest_url(district)
    assert [(str(one.value), name.value()) for one, _, name in signed_in.get(url).context["form"].rows] == [
        ("2", "Заседаний совета"),
        ("15", "Обращений"),
    ]
    sent = {"take-0": "1", "name-0": "Сколько раз собирался совет", "name-1": "Обращений"}
    assert signed_in.post(url, sent).status_code == 302
    one = Indicator.objects.get()
    assert (one.name, one.sought, one.first_period) == (
        "Сколько раз собирался совет",
        "Заседаний совета",
        H1_2022,
    )
    left = signed_in.get(url).context["form"].rows
    assert [str(one.value) for one, _, _ in left] == ["15"]


def test_a_suggestion_of_a_closed_half_year_begins_with_the_next(
    district: District, signed_in: Client
) -> None:
    district.publish()
    signed_in.post(suggest_url(district), {"take-1": "1", "name-1": "Обращений"})
    assert Indicator.objects.get().first_period == H2_2022


@pytest.mark.parametrize(
    "sent",
    [
        {"name-0": "Заседаний"},
        {"take-0": "1", "name-0": " "},
        {"take-0": "1", "take-1": "1", "name-0": "Обращений", "name-1": "обращений"},
        {"take-0": "1", "name-0": "Встреч"},
    ],
)
def test_suggestions_that_cannot_be_taken_are_refused(
    district: District, signed_in: Client, sent: dict[str, str]
) -> None:
    district.activities[1].indicators.create(name="Встреч", first_period=H1_2022)
    assert signed_in.post(suggest_url(district), sent).status_code == 422
    assert Indicator.objects.count() == 1


def test_a_text_without_figures_says_so(district: District, signed_in: Client) -> None:
    district.entries[0].text = "Работа ведется."
    district.entries[0].save()
    assert "Новых чисел не нашлось" in signed_in.get(suggest_url(district, 1)).content.decode()
    district.plan_period.entries.update(text="", state="empty")
    assert "Текста еще нет" in signed_in.get(suggest_url(district, 1)).content.decode()
