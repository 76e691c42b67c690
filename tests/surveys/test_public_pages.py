"""The public pages of surveys: addresses, what they show and cost, and that they are the same bytes for everybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.template.base import Template
from django.test import Client
from django.utils import timezone

from accounts.history import COMMAND
from accounts.models import Municipality
from accounts.permissions import Role
from surveys import keeping
from surveys.models import Survey
from surveys.values import Meaning, SurveyValue
from tests.factories import make_municipality, make_user
from tests.surveys.building import (
    THREE,
    Answer,
    buses_and_roads,
    many_questions,
    other,
    own,
    people,
    percents,
    question,
    region,
    survey,
)

pytestmark = pytest.mark.django_db

LIST = "/zarechny/surveys/"
SERIES = "/zarechny/surveys/opros-zhiteley/"
PAGE = f"{SERIES}2021/"
FORMATS = ("xlsx", "csv", "json")


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def place() -> Municipality:
    return make_municipality()


def publish(place: Municipality, value: SurveyValue) -> Survey:
    kept = keeping.keep(place, value, by=COMMAND).survey
    return keeping.publish(kept, by=COMMAND)


def text_of(response: HttpResponse) -> str:
    """With plain spaces."""
    return re.sub(r"[\s\u202f\xa0]+", " ", unescape(response.content.decode()))


def links_to_surveys(page: str) -> list[str]:
    main = page[page.index("<main") : page.index("</main>")]
    return re.findall(r'href="(/zarechny/surveys/[^"]+)"', main)


def test_a_municipality_without_surveys_says_so(client: Client, place: Municipality) -> None:
    page = client.get(LIST)
    assert (page.status_code, text_of(page).count("Опросов пока нет")) == (200, 1)
    assert text_of(client.get("/zarechny/")).count("<h2>Опросы жителей</h2>") == 0


def test_the_list_names_series_with_their_years_newest_first(client: Client, place: Municipality) -> None:
    publish(place, buses_and_roads(2020))
    publish(place, buses_and_roads(2021))
    publish(place, buses_and_roads(2022, title="О культуре"))
    keeping.keep(place, buses_and_roads(2023), by=COMMAND)
    page = text_of(client.get(LIST))
    assert links_to_surveys(page) == [
        "/zarechny/surveys/o-kulture/2022/",
        "/zarechny/surveys/o-kulture/2022/",
        PAGE,
        PAGE,
        f"{SERIES}2020/",
    ]
    assert page.count("642 жителя") == 3


def test_a_series_leads_to_its_newest_published_year(client: Client, place: Municipality) -> None:
    publish(place, buses_and_roads(2020))
    publish(place, buses_and_roads(2021))
    keeping.keep(place, buses_and_roads(2022), by=COMMAND)
    response = client.get(SERIES)
    assert (response.status_code, response["Location"], dict(response.cookies)) == (302, PAGE, {})


@pytest.mark.parametrize(
    "url",
    [
        "/nowhere/surveys/",
        "/zarechny/surveys/no-such/",
        "/zarechny/surveys/no-such/2021/",
        f"{SERIES}2022/",
        f"{SERIES}2019/",
        f"{SERIES}02021/",
        f"{SERIES}1889/",
        f"{SERIES}2022/survey.csv",
        f"{PAGE}survey.docx",
        f"{PAGE}survey.text",
        "/another/surveys/opros-zhiteley/2021/",
    ],
)
def test_what_was_never_published_is_not_found(client: Client, place: Municipality, url: str) -> None:
    make_municipality("another")
    publish(place, buses_and_roads(2021))
    keeping.keep(place, buses_and_roads(2022), by=COMMAND)
    assert client.get(url).status_code == 404


def test_a_hidden_survey_is_gone_at_once(client: Client, place: Municipality) -> None:
    shown = publish(place, buses_and_roads())
    assert [client.get(url).status_code for url in (PAGE, f"{PAGE}survey.csv")] == [200, 200]
    keeping.unpublish(shown, by=COMMAND)
    assert [client.get(url).status_code for url in (PAGE, f"{PAGE}survey.csv", SERIES)] == [404] * 3
    assert links_to_surveys(text_of(client.get("/zarechny/"))) == []


@pytest.mark.parametrize(
    ("url", "right"),
    [
        ("/zarechny/surveys", LIST),
        ("/Zarechny/Surveys/", LIST),
        ("/zarechny/surveys/Opros-Zhiteley/2021", PAGE),
        (f"{PAGE}survey.CSV", f"{PAGE}survey.csv"),
    ],
)
def test_addresses_typed_otherwise_lead_to_the_right_ones(
    client: Client, place: Municipality, url: str, right: str
) -> None:
    publish(place, buses_and_roads())
    response = client.get(url)
    assert (response.status_code, response["Location"]) == (301, right)


def test_a_survey_shows_its_figures_in_pictures_and_tables(client: Client, place: Municipality) -> None:
    value = survey(
        *buses_and_roads().questions,
        places=(
            own(people(195, 176, 145, 126), people(144, 198, 150, 150), respondents=642),
            region(people(1000, 500, 250, 250), people(700, 300, 500, 500), respondents=5942),
        ),
        source="Портал области",
        starts_on="2021-03-01",
        ends_on="2021-12-31",
    )
    publish(place, buses_and_roads(2020))
    publish(place, value)
    page = text_of(client.get(PAGE))
    for words in (
        "<h1>Опрос жителей за 2021 год</h1>",
        "<dd>642 жителя</dd>",
        "<dt>В области</dt><dd>5 942 жителя, доля округа 10,8 %</dd>",
        "<dd>1 марта – 31 декабря 2021 г.</dd>",
        "<dd>Портал области</dd>",
        'aria-label="Автобусы: Да 30 %, Скорее Да 27 %, Скорее Нет 20 %, Нет 23 %; Довольны: 58 %"',
        'aria-label="Автобусы: Округ, 2021 – 58 %, Округ, 2020 – 58 %, Область, 2021 – 75 %"',
        'aria-label="Дороги: 2020 год – 53 %; 2021 год – 53 %"',
    ):
        assert page.count(words) == 1, words
    assert page.count('<th scope="col">Округ, 2020</th>') == 1
    assert page.count('<td data-label="Да">195 <span class="more">30 %</span></td>') == 1
    assert page.count(f'href="{SERIES}2020/"') == 1
    assert re.findall(r"<[^>]* style=", page) == []


def test_what_does_not_agree_is_told_and_nobody_is_advised(client: Client, place: Municipality) -> None:
    value = survey(
        *buses_and_roads().questions,
        places=(own(people(195, 176, 145, 125), people(144, 198, 150, 150), respondents=642),),
    )
    publish(place, value)
    page = text_of(client.get(PAGE))
    assert page.count("<li>Автобусы. Ответов на вопрос меньше, чем опрошенных: 641 и 642.</li>") == 1
    assert page.count("Проверьте") == 0


def test_per_cents_are_shown_as_printed_and_never_summed(client: Client, place: Municipality) -> None:
    value = survey(
        question("Вода", THREE, topic="Вода"),
        places=(own(percents("69.60", "9.7", "20.7"), respondents=264),),
    )
    publish(place, value)
    page = text_of(client.get(PAGE))
    assert page.count('<td data-label="Удовлетворён">69,60 %</td>') == 1
    assert page.count("Источник приводит только проценты, без числа ответов.") == 1
    assert page.count(">100") == page.count(">100 %</text>") == 1


def test_one_value_a_question_has_no_bar_of_one_part(client: Client, place: Municipality) -> None:
    positive = (Answer("удовлетворены", Meaning.POSITIVE),)
    value = survey(question("Вода", positive), places=(own(percents("42.3"), respondents=264),))
    publish(place, value)
    page = text_of(client.get(PAGE))
    assert (page.count('class="chart-bar"'), page.count('class="rank-bar"')) == (0, 1)
    assert page.count('<td data-label="Удовлетворены">42,3 %</td>') == 1


def test_a_year_in_per_cents_is_marked_beside_years_of_people(client: Client, place: Municipality) -> None:
    positive = (Answer("довольны", Meaning.POSITIVE),)
    before = survey(
        question("Довольны ли Вы дорогами?", positive, topic="Дороги"),
        places=(own(percents("44.0"), respondents=264),),
        year=2019,
    )
    publish(place, before)
    publish(place, buses_and_roads())
    page = text_of(client.get(PAGE))
    assert page.count('<th scope="col">2019, в процентах</th>') == 1
    assert page.count('aria-label="Дороги: 2019 год – 44,0 %, в процентах; 2021 год – 53 %"') == 1
    assert page.count("years-bar is-printed") == 2  # in the picture and in its legend


def test_other_municipalities_stand_in_one_table_and_ours_is_marked(
    client: Client, place: Municipality
) -> None:
    value = survey(
        *buses_and_roads().questions,
        places=(
            *buses_and_roads().places,
            other("Белоярский округ", people(10, 10, 10, 10), people(20, 20, 0, 0), respondents=40),
        ),
    )
    publish(place, value)
    page = text_of(client.get(PAGE))
    assert page.count('<tr class="is-ours"><th scope="row">Заречный муниципальный округ</th>') == 1
    assert page.count('<th scope="row">Белоярский округ</th><td data-label="Ответили">40</td>') == 1


def test_the_home_page_shows_the_newest_survey_ranked(client: Client, place: Municipality) -> None:
    publish(place, buses_and_roads(2020))
    publish(place, buses_and_roads())
    page = text_of(client.get("/zarechny/"))
    assert page.count("Больше всего довольны: автобусы (58 %). Меньше всего: дороги (53 %).") == 1
    assert links_to_surveys(page) == [PAGE]
    assert page.count(f'href="{LIST}"') == 4  # the masthead, its fold, the rubric, the footer


def test_hostile_words_stay_words(client: Client, place: Municipality) -> None:
    evil = '"><script>alert(1)</script>'
    value = survey(
        question(f"Вопрос {evil}", topic=evil),
        places=(own(people(1, 2, 3, 4)), region(people(1, 2, 3, 4), name=f"Край {evil}")),
        title=f"Опрос {evil}",
        intro=evil,
        source=evil,
    )
    shown = publish(place, value)
    page = client.get(f"/zarechny/surveys/{shown.series}/2021/").content.decode()
    assert page.count("<script>") == 0
    assert page.count("&lt;script&gt;") > 5


PAGES = [LIST, PAGE]


@pytest.mark.parametrize("url", [*PAGES, *[f"{PAGE}survey.{format}" for format in FORMATS]])
def test_after_the_first_view_it_costs_one_query_and_no_template(
    client: Client,
    place: Municipality,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Callable,
) -> None:
    publish(place, buses_and_roads())
    first = client.get(url)
    monkeypatch.setattr(Template, "render", None)
    with django_assert_num_queries(1):
        second = client.get(url)
    assert second.content == first.content
    with django_assert_num_queries(1):
        third = client.get(url, headers={"If-None-Match": second["ETag"]})
    assert (third.status_code, third.content, third["ETag"]) == (304, b"", second["ETag"])
    head = client.head(url)
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(len(first.content)))


@pytest.mark.parametrize("count", [6, 200])
def test_a_first_view_takes_the_same_queries_for_any_number_of_questions(
    client: Client, place: Municipality, count: int, django_assert_num_queries: Callable
) -> None:
    publish(place, many_questions(count, 2020))
    publish(place, many_questions(count))
    with django_assert_num_queries(6):
        page = client.get(PAGE)
    assert page.content.count(b'class="chart-bar"') == count
    assert page.content.count(b'class="rank-bar"') == min(count, 20)
    with django_assert_num_queries(1):
        client.get(PAGE)


@pytest.mark.parametrize("url", [*PAGES, *[f"{PAGE}survey.{format}" for format in FORMATS]])
def test_public_answers_belong_to_everybody(
    client: Client, place: Municipality, url: str, settings: object
) -> None:
    settings.PUBLIC_CACHE_SECONDS = 10
    publish(place, buses_and_roads())
    response = client.get(url)
    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=10, must-revalidate"
    assert response["ETag"].startswith('"')
    assert (response.has_header("Vary"), dict(response.cookies)) == (False, {})


@pytest.mark.parametrize("url", [*PAGES, "/zarechny/"])
def test_an_editor_gets_the_same_bytes_and_costs_no_more(
    client: Client, place: Municipality, url: str, django_assert_num_queries: Callable
) -> None:
    publish(place, buses_and_roads())
    as_nobody = client.get(url)
    user = make_user(place, Role.ADMINISTRATOR, email="boss@example.org", last_name="Начальникова")
    client.force_login(user)
    cache.clear()
    as_boss = client.get(url)
    with django_assert_num_queries(3 if url == "/zarechny/" else 1):
        client.get(url)
    assert as_boss.content == as_nobody.content
    assert as_boss.headers.items() - as_nobody.headers.items() == {("X-Request-ID", as_boss["X-Request-ID"])}
    assert dict(as_boss.cookies) == {}
    found = [
        w for w in ("csrfmiddlewaretoken", "office-bar", "Начальникова", "boss@") if w in text_of(as_boss)
    ]
    assert found == []


@pytest.mark.parametrize("url", [*PAGES, SERIES, f"{PAGE}survey.csv"])
def test_only_reading_is_allowed(client: Client, place: Municipality, url: str) -> None:
    publish(place, buses_and_roads())
    assert client.post(url).status_code == 405


@pytest.mark.parametrize("url", [*PAGES, "/zarechny/", f"{PAGE}survey.json"])
def test_it_changes_with_whatever_it_shows(client: Client, place: Municipality, url: str) -> None:
    shown = publish(place, buses_and_roads())
    tags = [client.get(url)["ETag"]]
    keeping.keep(place, buses_and_roads(source="Другой источник"), by=COMMAND, survey=shown)
    tags.append(client.get(url)["ETag"])
    earlier = publish(place, buses_and_roads(2020))
    tags.append(client.get(url)["ETag"])
    keeping.unpublish(earlier, by=COMMAND)
    tags.append(client.get(url)["ETag"])
    place.phone = "8 (800) 000-00-00"
    place.save()
    tags.append(client.get(url)["ETag"])
    Survey.objects.filter(pk=shown.pk).update(published_at=timezone.now() - timedelta(days=1))
    tags.append(client.get(url)["ETag"])
    # Without its earlier year it is what it was before.
    assert (len(set(tags)), tags[1] == tags[3]) == (5, True)


def test_files_carry_names_in_russian_and_in_ascii(client: Client, place: Municipality) -> None:
    publish(place, buses_and_roads())
    page = text_of(client.get(PAGE))
    for format in FORMATS:
        response = client.get(f"{PAGE}survey.{format}")
        assert response["Content-Disposition"].startswith(
            f"attachment; filename=\"zarechny-opros-zhiteley-2021.{format}\"; filename*=UTF-8''%D0%9E%D0%BF"
        )
        assert page.count(f'href="{PAGE}survey.{format}"') == 1
        assert response["Content-Length"] == str(len(response.content))


def test_a_survey_without_facts_has_no_empty_box_and_says_what_is_not_known(
    client: Client, place: Municipality
) -> None:
    value = buses_and_roads(2021)
    publish(place, survey(*value.questions, places=(own(people(1, 2, 3, 4), people(4, 3, 2, 1)),)))
    page = text_of(client.get(PAGE))
    assert page.count('class="facts"') == 0
    assert page.count("В опросе 2 вопроса. Сколько жителей ответили, источник не называет.") == 1


def test_the_table_for_programs_says_so(client: Client, place: Municipality) -> None:
    publish(place, buses_and_roads(2021))
    assert text_of(client.get(PAGE)).count("Для программ: запятые, UTF-8; для Excel есть XLSX") == 1
