"""Questions asked of surveys, and what they cost."""

from dataclasses import replace

import pytest

from accounts.history import COMMAND
from surveys.keeping import keep, publish
from surveys.models import Survey
from surveys.queries import (
    marks_of,
    published,
    published_survey,
    results,
    survey_for,
    survey_of,
    survey_value,
    survey_values,
    surveys_of,
    values_through_years,
    years_of,
)
from surveys.values import PlaceKind
from tests.factories import make_municipality
from tests.surveys.building import buses_and_roads, many_questions, other, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_municipality()


def make(place, value, *, is_public=False):
    survey = keep(place, value, by=COMMAND).survey
    return publish(survey, by=COMMAND) if is_public else survey


def test_citizens_see_the_published_of_one_municipality(place):
    seen = make(place, buses_and_roads(2021), is_public=True)
    draft = make(place, buses_and_roads(2020))
    make(make_municipality("drugoy"), buses_and_roads(2022), is_public=True)
    assert list(published("zarechny")) == [seen]
    assert published_survey("zarechny", "opros-zhiteley", 2021) == seen
    assert published_survey("zarechny", "opros-zhiteley", 2020) is None
    assert list(surveys_of(place)) == [seen, draft]
    assert survey_of(place, draft.pk) == draft
    assert survey_of(make_municipality("tretiy"), draft.pk) is None
    assert list(years_of(draft, public=True)) == [seen]
    assert list(years_of(seen, public=False)) == [seen, draft]


def test_a_survey_is_found_by_its_title(place):
    found = make(place, buses_and_roads(title="Опрос жителей за 2021 год"))
    assert survey_for(place, 2021, "опрос жителей") == found
    assert survey_for(place, 2020, "опрос жителей") is None
    assert survey_for(place, 2021, "опрос") is None


def test_marks_change_with_whatever_a_page_shows(place, django_assert_num_queries):
    survey = make(place, buses_and_roads(), is_public=True)
    other = make(place, buses_and_roads(title="Другой"), is_public=True)
    make(place, buses_and_roads(2020))
    with django_assert_num_queries(1):
        before = marks_of("zarechny")
    assert before == ((survey.pk, 2, survey.published_at), (other.pk, 2, other.published_at))
    assert marks_of("zarechny", other.series) == before[1:]
    keep(place, buses_and_roads(source="Сайт"), by=COMMAND, survey=survey)
    assert marks_of("zarechny")[0][1] == 3


@pytest.mark.parametrize("count", [1, 200])
def test_a_survey_costs_the_same_for_many_questions(place, count, django_assert_num_queries):
    make(place, many_questions(count, 2019))
    make(place, many_questions(count, 2020))
    survey = Survey.objects.select_related("municipality").get(pk=make(place, many_questions(count)).pk)
    with django_assert_num_queries(4):
        assert survey_value(survey).questions[-1].text == f"Довольны ли Вы услугой {count - 1}?"
    with django_assert_num_queries(5):
        shown = results(survey, public=False)
    assert (len(shown.questions), shown.earlier_years) == (count, (2020, 2019))
    surveys = list(surveys_of(place))
    with django_assert_num_queries(4):
        assert [value.year for value in survey_values(surveys)] == [2021, 2020, 2019]


def test_earlier_years_that_citizens_do_not_see_are_not_compared_with(place):
    make(place, buses_and_roads(2020))
    survey = make(place, buses_and_roads(2021), is_public=True)
    assert results(survey, public=True).earlier_years == ()
    assert results(survey, public=False).earlier_years == (2020,)


def test_of_earlier_years_the_nearest_are_compared_by_our_own_answers(place, django_assert_num_queries):
    for year in range(2012, 2020):
        make(place, buses_and_roads(year))
    before = buses_and_roads(2020)
    places = (*before.places, other("Дальний округ", people(1, 2, 3, 4), people(1, 2, 3, 4)))
    make(place, replace(before, places=places))
    survey = Survey.objects.select_related("municipality").get(pk=make(place, buses_and_roads(2021)).pk)
    assert results(survey, public=False).earlier_years == (2020, 2019, 2018, 2017, 2016)
    earlier = list(surveys_of(place).filter(year=2020))
    with django_assert_num_queries(4):
        _, nearest = values_through_years(survey, earlier)
    assert [each.kind for each in nearest.places] == [PlaceKind.OWN]
