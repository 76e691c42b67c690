"""What is shown of a survey, in numbers and words."""

from dataclasses import replace
from decimal import Decimal

import pytest

from accounts.wording import NBSP, THIN
from surveys.results import Whose, results_of
from surveys.scales import tones_of
from surveys.sentences import most_and_least, who_answered
from surveys.titles import heading, same_through_years
from surveys.values import Answer, Meaning
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


def shown(value, *earlier, whose=WHOSE):
    return results_of(value, whose, earlier)


def test_a_question_in_numbers_and_words():
    first = shown(buses_and_roads()).questions[0]
    assert [(a.words, a.count, plain(a.percent_words), a.tone) for a in first.answers] == [
        ("Да", 195, "30 %", "yes"),
        ("скорее Да", 176, "27 %", "ryes"),
        ("Нет", 145, "23 %", "no"),
        ("скорее Нет", 126, "20 %", "rno"),
    ]
    assert [a.words for a in first.scale] == ["Да", "скорее Да", "скорее Нет", "Нет"]
    assert (first.total, plain(first.satisfaction_words)) == (642, "58 %")


def test_who_answered_is_told_with_the_share_of_the_region():
    value = buses_and_roads()
    with_region = replace(value, places=(*value.places, region((None,) * 4, (None,) * 4, respondents=5942)))
    assert plain(shown(with_region).lead) == "Ответили 642 жителя округа из 5 942 в области, это 10,8 %."
    assert plain(shown(value).lead) == "Ответили 642 жителя округа."


@pytest.mark.parametrize(
    ("ours", "all_of_region", "words"),
    [
        (1, None, "Ответил 1 житель района."),
        (None, 5942, "В крае ответили 5 942 жителя."),
        (None, None, ""),
        (700, 642, "Ответили 700 жителей района."),  # more than the whole: a share would be nonsense
    ],
)
def test_who_answered(ours, all_of_region, words):
    said = who_answered(ours, all_of_region, our_name="Энский район", region_name="Энский край")
    assert plain(said) == words


def test_the_best_and_the_worst_are_told_in_the_nominative():
    ranked = [
        ("Газоснабжение", 88),
        ("ЖКХ", 87),
        ("Электричество", 86),
        ("Вода", 62),
        ("Автобусы", 58),
        ("Дороги", 53),
    ]
    assert plain(most_and_least([(topic, Decimal(percent)) for topic, percent in ranked])) == (
        "Больше всего довольны: газоснабжение (88 %), ЖКХ (87 %), электричество (86 %). "
        "Меньше всего: дороги (53 %), автобусы (58 %)."
    )


@pytest.mark.parametrize(
    ("percents_of_topics", "words"),
    [
        ([], ""),
        ([("А", 40)], "Довольны: а (40 %)."),
        ([("А", 40), ("Б", 40)], "По всем вопросам довольны одинаково: 40 %."),
        (
            [("А", 40), ("Б", 40), ("В", 40), ("Г", 10)],
            "Больше всего довольны: а (40 %), б (40 %), в (40 %). Меньше всего: г (10 %).",
        ),
        (
            [("Вода, тепло", 40), ("Б", 10)],
            "Больше всего довольны: вода, тепло (40 %). Меньше всего: б (10 %).",
        ),
    ],
)
def test_those_that_share_a_place_are_named_together(percents_of_topics, words):
    ranked = [(topic, Decimal(percent)) for topic, percent in percents_of_topics]
    assert plain(most_and_least(ranked)) == words


def test_many_that_share_a_place_are_not_listed():
    ranked = [(f"Тема {number}", Decimal(90)) for number in range(9)] + [("Дороги", Decimal(10))]
    assert plain(most_and_least(ranked)) == "Меньше всего довольны: дороги (10 %)."


def test_ranking_is_exact_and_leaves_out_what_is_not_known():
    value = survey(
        question("Первый", topic="Первый"),
        question("Второй", topic="Второй"),
        question("Третий", topic="Третий"),
        places=(own(people(501, 0, 499, 0), people(502, 0, 498, 0), percents("30", "20", "30", "20")),),
    )
    assert [each.topic for each in shown(value).ranked] == ["Второй", "Первый"]


def test_the_same_question_of_earlier_years_is_found_and_compared():
    now = buses_and_roads()
    before = survey(
        question("Дороги: довольны ли Вы?", topic="Дороги"),
        question("Довольны ли Вы автобусами?"),
        places=(own(people(100, 0, 100, 0), people(55, 0, 45, 0)),),
        year=2020,
    )
    older = survey(
        question("Автобусами довольны?", THREE[:1], topic="Автобусы"),
        places=(own(percents("61.5")),),
        year=2019,
    )
    results = shown(now, older, before, buses_and_roads(2022))
    assert results.earlier_years == (2020, 2019)
    buses, roads = results.questions
    assert [(c.name, plain(c.words), c.points_words, c.direction) for c in buses.earlier] == [
        ("2020 год", "55 %", "+3", "up"),
        ("2019 год", "61,5 %", "−4", "down"),  # 61.5 rounded half up is 62
    ]
    assert [c and c.points_words for c in roads.earlier] == ["+3", None]
    assert buses.change == buses.earlier[0]


def test_a_question_on_another_subject_is_not_the_same_one():
    words = "Удовлетворённость граждан уровнем организации {} в населённом пункте проживания"
    heat, water, roads, post = (
        survey(question(text), places=(own(people(1, 2, 3, 4)),), year=year)
        for year, text in (
            (2020, words.format("теплоснабжения")),
            (2021, words.format("водоснабжения")),
            (2020, "Довольны ли Вы дорогами?"),
            (2021, "Довольны ли Вы почтой?"),
        )
    )
    assert [shown(water, heat).questions[0].change, shown(post, roads).questions[0].change] == [None, None]


def test_the_region_and_the_neighbours_stand_beside_ours():
    value = buses_and_roads()
    beside = (
        region(people(61, 0, 39, 0), people(47, 0, 53, 0), respondents=100),
        other("Соседний округ", people(58, 0, 42, 0), (None,) * 4),
    )
    results = shown(replace(value, places=(*value.places, *beside)))
    buses, roads = results.questions
    assert (buses.region.points_words, roads.region.points_words) == ("−3", "+6")
    assert [each and (each.points_words, each.direction) for each in buses.others] == [("0", "same")]
    assert roads.others == (None,)
    assert [(p.name, p.respondents_words, [plain(w) for w in p.satisfaction]) for p in results.places] == [
        ("Заречный муниципальный округ", "642", ["58 %", "53 %"]),
        ("Северная область", "100", ["61 %", "47 %"]),
        ("Соседний округ", "", ["58 %", ""]),
    ]


def test_small_print_tells_what_a_reader_should_know():
    assert plain(shown(buses_and_roads()).note) == (
        "На каждый вопрос ответили 642 жителя. «Довольны» – доля ответов «Да» и «скорее Да». "
        "Доли округлены до целого процента, поэтому в сумме может быть не ровно 100."
    )
    printed = survey(question("Дороги", YES_NO), places=(own(percents("30", "27", "23", "20")),))
    assert shown(printed).note == (
        "Источник приводит только проценты, без числа ответов. «Довольны» – доля ответов «Да» и «скорее Да». "
        "Готовые проценты не складываются: где их несколько, общая доля не показана."
    )


def test_bars_are_never_longer_than_the_whole():
    value = survey(question("Дороги", THREE), places=(own(percents("80", "30", "40")),))
    assert sum(answer.width for answer in shown(value).questions[0].answers) <= 100
    assert [plain(a.percent_words) for a in shown(value).questions[0].answers] == ["80 %", "30 %", "40 %"]


def test_a_survey_without_figures_is_shown_too():
    results = shown(survey(question("Дороги"), places=(own((None,) * 4),)), whose=Whose("a", "Село"))
    assert (results.lead, results.ranked_words, results.ranked) == ("", "", ())
    assert results.questions[0].satisfaction is None


P, M, N = Meaning.POSITIVE, Meaning.NEGATIVE, Meaning.NEUTRAL


@pytest.mark.parametrize(
    ("answers", "tones"),
    [
        ([("Да", P), ("скорее Да", P), ("Нет", M), ("скорее Нет", M)], ["yes", "ryes", "no", "rno"]),
        ([("скорее Нет", M), ("Нет", M), ("Да", P)], ["rno", "no", "yes"]),
        (
            [("Отлично", P), ("Хорошо", P), ("Так себе", N), ("Плохо", M), ("Ужасно", M)],
            ["yes", "ryes", "neutral", "rno", "no"],
        ),
        ([("В основном удовлетворён", P), ("Не вполне удовлетворён", M)], ["ryes", "rno"]),
        ([], []),
    ],
)
def test_tones(answers, tones):
    assert list(tones_of([Answer(*answer) for answer in answers])) == tones


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Опрос жителей", "Опрос жителей за 2021 год"),
        ("Итоги опроса 2021 года", "Итоги опроса 2021 года"),
        ("Довольны ли вы?", "Довольны ли вы? 2021 год"),
    ],
)
def test_headings(title, expected):
    assert plain(heading(title, 2021)) == expected


def test_a_title_is_known_through_the_years():
    titles = [
        "Опрос жителей",
        "опрос жителей за 2021 год",
        "Опрос жителей (2020 г.)",
        "Опрос жителей в 2019 году",
    ]
    assert {same_through_years(title) for title in titles} == {"опрос жителей"}
