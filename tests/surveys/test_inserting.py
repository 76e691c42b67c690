"""A survey as an insert of a report: complete in itself, the same for the same survey."""

import json
from dataclasses import replace

import pytest
from django.utils import timezone

from accounts.history import COMMAND
from accounts.wording import NBSP, THIN
from plans.inserts import TONES, InsertValue, Key, kind_of
from surveys.inserting import KIND, current, insert_of
from surveys.keeping import keep, publish, remove
from surveys.results import results_of
from surveys.values import Answer, Meaning
from tests.factories import make_municipality
from tests.surveys.building import (
    THREE,
    WHOSE,
    YES_NO,
    buses_and_roads,
    other,
    own,
    people,
    percents,
    question,
    region,
    survey,
)


def plain(words):
    return words.replace(NBSP, " ").replace(THIN, " ")


def inserted(value, **more):
    return insert_of(results_of(value, WHOSE), as_of="2022-07-14", **more)


def with_region():
    value = buses_and_roads()
    return replace(value, places=(*value.places, region((None,) * 4, (None,) * 4, respondents=5942)))


def test_words_are_the_usual_ones_under_a_line_on_who_answered():
    lines = plain(inserted(with_region()).words).split("\n")
    assert lines[:4] == [
        "Опрос жителей за 2021 год. Ответили 642 жителя округа из 5 942 в области, это 10,8 %.",
        "",
        "1. Довольны ли Вы автобусами?",
        "ответов «Да» - 195 чел. (30%);",
    ]
    assert lines[-1] == "ответов «скорее Нет» - 150 чел. (23%)."


def test_the_picture_runs_from_for_to_against():
    chart = inserted(buses_and_roads()).chart
    assert chart.title == "Довольны ли жители округа"
    assert chart.legend == (
        Key("Да", "yes"),
        Key("скорее Да", "ryes"),
        Key("скорее Нет", "rno"),
        Key("Нет", "no"),
    )
    first = chart.bars[0]
    assert (first.label, plain(first.result), chart.result_title) == ("Автобусы", "58 %", "Довольны")
    assert [(part.name, part.label, part.share, part.tone) for part in first.parts] == [
        ("Да", "30", "30.3738", "yes"),
        ("скорее Да", "27", "27.4143", "ryes"),
        ("скорее Нет", "20", "19.6262", "rno"),
        ("Нет", "23", "22.5857", "no"),
    ]


def test_the_same_answers_stand_in_a_table():
    (table,) = inserted(buses_and_roads()).tables
    assert (table.title, table.head) == (
        "Те же ответы числами",
        ("Вопрос", "Да", "скорее Да", "скорее Нет", "Нет", "Всего"),
    )
    assert [(cell.text, plain(cell.more)) for cell in table.rows[1]] == [
        ("Дороги", ""),
        ("144", "22 %"),
        ("198", "31 %"),
        ("150", "23 %"),
        ("150", "23 %"),
        ("642", ""),
    ]


def test_each_set_of_answers_has_its_table():
    value = survey(
        question("А"),
        question("Б", THREE),
        question("В"),
        places=(own(people(1, 2, 3, 4), percents("69.6", "9.7", "20.70"), people(4, 3, 2, 1)),),
    )
    first, second = inserted(value).tables
    assert (first.title, len(first.rows)) == ("Те же ответы числами: вопросы 1, 3", 2)
    assert second.title == "Те же ответы в процентах: вопрос 2"
    assert [plain(cell.text) for cell in second.rows[0]] == ["Б", "69,6 %", "20,70 %", "9,7 %"]


def test_without_the_picture_the_table_tells_the_result():
    value = inserted(buses_and_roads(), with_chart=False)
    assert value.chart is None
    assert (value.tables[0].head[-1], plain(value.tables[0].rows[0][-1].text)) == ("Довольны", "58 %")


def test_very_many_kinds_of_answers_are_named_by_their_tones():
    questions = [
        question(
            f"Вопрос {n}", (Answer(f"Хорошо {n}", Meaning.POSITIVE), Answer(f"Плохо {n}", Meaning.NEGATIVE))
        )
        for n in range(9)
    ]
    chart = inserted(survey(*questions, places=(own(*[people(1, 2)] * 9),))).chart
    assert [key.tone for key in chart.legend] == ["yes", "no"]
    assert chart.legend[0].name == "Положительные ответы"


def test_a_survey_without_figures_is_not_drawn():
    value = inserted(survey(question("А"), places=(own((None,) * 4),)))
    assert (value.chart, value.lead, plain(value.words)) == (None, "", "Опрос жителей за 2021 год.")


@pytest.mark.parametrize("value", [buses_and_roads(), with_region()])
def test_an_insert_is_the_same_after_freezing(value):
    insert = inserted(value, url="/zarechny/surveys/opros-zhiteley/2021/")
    assert InsertValue.from_text(insert.to_text()) == insert
    assert {part.tone for bar in insert.chart.bars for part in bar.parts} <= set(TONES)
    assert json.loads(insert.data)["questions"][0]["results"][0]["satisfaction"] == 58


@pytest.mark.django_db
def test_an_insert_is_made_from_the_survey_as_it_stands_now():
    place = make_municipality()
    made = keep(place, buses_and_roads(), by=COMMAND).survey
    draft = current(place, str(made.pk), {})
    assert (draft.kind, draft.url, draft.url_words, draft.as_of) == (
        KIND,
        "",
        "",
        timezone.localtime(made.updated_at).date().isoformat(),
    )
    assert draft.chart is not None
    assert current(place, str(made.pk), {"chart": False}).chart is None
    publish(made, by=COMMAND)
    shown = current(place, str(made.pk), {"chart": True})
    assert (shown.url, shown.url_words) == ("/zarechny/surveys/opros-zhiteley/2021/", "Все результаты")
    keep(place, buses_and_roads(2022), by=COMMAND, survey=None)
    assert current(place, str(made.pk), {}).words == draft.words


@pytest.mark.django_db
def test_an_insert_holds_nothing_of_other_years_and_of_neighbours():
    place = make_municipality()
    keep(place, buses_and_roads(2020), by=COMMAND)  # a draft that citizens do not see
    value = with_region()
    rows = (people(7, 7, 7, 7), people(7, 7, 7, 7))
    value = replace(value, places=(*value.places, other("Дальний округ", *rows)))
    made = keep(place, value, by=COMMAND).survey
    insert = current(place, str(made.pk), {})
    data = json.loads(insert.data)
    assert [each["kind"] for each in data["places"]] == ["own", "region"]
    assert [each["earlier"] for each in data["questions"]] == [[], []]
    assert {len(a["figures"]) for each in data["questions"] for a in each["answers"]} == {2}
    assert "2020" not in insert.to_text()
    assert "Дальний" not in insert.to_text()


@pytest.mark.django_db
@pytest.mark.parametrize("source", ["", "x", "²", "999999999999", "9" * 30])
def test_a_source_that_is_not_there_makes_no_insert(source):
    assert current(make_municipality(), source, {}) is None


@pytest.mark.django_db
def test_a_survey_that_is_gone_or_another_municipality_s_makes_no_insert():
    place, other = make_municipality(), make_municipality("drugoy")
    made = keep(place, buses_and_roads(), by=COMMAND).survey
    assert current(other, str(made.pk), {}) is None
    remove(made, by=COMMAND)
    assert current(place, str(made.pk), {}) is None


def test_the_kind_is_named_at_the_start():
    kind = kind_of(KIND)
    assert (kind.title, kind.picker) == ("Опрос жителей", "surveys:insert")
    assert [answer.meaning for answer in YES_NO].count(Meaning.POSITIVE) == 2
