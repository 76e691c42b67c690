"""The pictures of public pages as plain values: bars that never overflow, lines that are cut, years that are marked."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.inserts.values import Bar, Cell, Chart, Key, Part, Table
from plans.templatetags import charts
from surveys.public.answers import answer_sets
from surveys.public.notes import notes_of
from surveys.public.places import MOST_COLUMNS, tables_of_places
from surveys.public.ranking import ENDS, MOST_LINES, ranking_of
from surveys.public.words import in_region, of_ours, our_word, region_word, to_region
from surveys.public.years import MOST_PICTURES, MOST_YEARS, years_of
from surveys.results import SurveyResults, results_of
from surveys.values import Meaning
from tests.surveys.building import (
    THREE,
    WHOSE,
    YES_NO,
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


def bar(*shares: str, result: str = "") -> Bar:
    return Bar("Газ", tuple(Part(share, share, "yes", f"Ответ {share}") for share in shares), result)


def results(*figures: tuple, answers: tuple[Answer, ...] = YES_NO) -> SurveyResults:
    questions = [question(f"Вопрос {number}", answers) for number in range(len(figures))]
    return results_of(survey(*questions, places=(own(*figures),)), WHOSE)


def test_parts_lie_end_to_end() -> None:
    drawn = list(charts.drawn(bar("30.5", "0", "20")))
    assert [(part.start, part.length) for part in drawn] == [("0.000%", "30.500%"), ("30.500%", "20.000%")]


@given(st.lists(st.decimals(0, 100, places=4), max_size=8))
def test_parts_never_leave_the_bar(shares: list[Decimal]) -> None:
    drawn = list(charts.drawn(bar(*map(str, shares))))
    ends = [Decimal(part.start[:-1]) + Decimal(part.length[:-1]) for part in drawn]
    assert all(end <= Decimal("100.01") for end in ends)
    assert [part.start for part in drawn[:1]] in ([], ["0.000%"])


@pytest.mark.parametrize(
    ("share", "label", "shown", "is_tight"),
    [
        ("54", "54", "54", False),
        ("5", "5", "5", False),
        ("3", "3", "3", True),
        ("2", "2", "", True),
        ("9", "10,25", "", True),
        ("10.25", "10,25", "10,25", True),
        ("20", "20,70", "20,70", False),
    ],
)
def test_a_label_that_does_not_fit_is_left_out(share: str, label: str, shown: str, is_tight: bool) -> None:
    [part] = charts.drawn(Bar("", (Part(share, label, "no", "Нет"),)))
    assert (part.label, part.is_tight) == (shown, is_tight)


def test_a_bar_is_told_with_all_its_values() -> None:
    chart = Chart("Доли", (Key("Да", "yes"),), (), "Довольны")
    said = charts.spoken(bar("64", "2", result="88 %"), chart).replace("\xa0", " ")
    assert said == "Газ: Ответ 64 64 %, Ответ 2 2 %; Довольны: 88 %"
    assert charts.spoken(bar("64"), Chart("", (), (), unit="")) == "Газ: Ответ 64 64"


def test_cells_know_their_columns() -> None:
    table = Table("", ("Вопрос", "Да"), ((Cell("Газ"), Cell("5", "1 %")),))
    assert charts.labelled(table) == [[("Вопрос", Cell("Газ")), ("Да", Cell("5", "1 %"))]]


def test_answers_stand_from_wholly_for_to_wholly_against() -> None:
    [found] = answer_sets(results(people(195, 176, 145, 126)))
    assert found.table.head == ("Вопрос", "Да", "Скорее Да", "Скорее Нет", "Нет")
    assert [key.tone for key in found.chart.legend] == ["yes", "ryes", "rno", "no"]
    assert [part.label for part in found.chart.bars[0].parts] == ["30", "27", "20", "23"]


def test_questions_of_other_answers_stand_apart() -> None:
    value = survey(
        question("Один"),
        question("Два", THREE),
        places=(own(people(1, 2, 3, 4), percents("69.6", "9.7", "20.7")),),
    )
    titles = [each.title for each in answer_sets(results_of(value, WHOSE))]
    assert titles == [
        "Ответы: да, скорее да, скорее нет, нет",
        "Ответы: удовлетворён, затрудняюсь ответить, не удовлетворён",
    ]


def test_what_is_not_known_is_said() -> None:
    value = survey(question("Один"), places=(own(people(1, None, 3, 4)),))
    [found] = answer_sets(results_of(value, WHOSE))
    assert found.table.rows[0][2] == Cell("нет данных")
    assert ranking_of(results_of(value, WHOSE)) is None


@pytest.mark.parametrize(
    ("count", "shown"),
    [(MOST_LINES, (MOST_LINES, 0, 0)), (MOST_LINES + 1, (ENDS, MOST_LINES + 1 - 2 * ENDS, ENDS))],
)
def test_a_long_ranking_keeps_both_ends(count: int, shown: tuple[int, int, int]) -> None:
    ranking = ranking_of(results_of(many_questions(count), WHOSE))
    assert ranking is not None
    assert (len(ranking.lines), ranking.left_out, len(ranking.tail)) == shown
    assert len(ranking.table.rows) == count


def test_changes_are_told_with_a_sign_and_an_arrow() -> None:
    value = survey(
        *buses_and_roads().questions,
        places=(
            own(people(195, 176, 145, 126), people(144, 198, 150, 150)),
            region(people(400, 200, 200, 200), people(100, 200, 300, 400)),
        ),
    )
    ranking = ranking_of(results_of(value, WHOSE, [buses_and_roads(2020)]))
    assert ranking is not None
    assert ranking.columns == ("К 2020 году", "К области")
    assert [[(change.sign, change.words) for change in line.changes] for line in ranking.lines] == [
        [("equals", "0"), ("arrow-down", "−2")],
        [("equals", "0"), ("arrow-up", "+23")],
    ]


def test_the_year_before_is_the_nearest_that_asked_the_same() -> None:
    culture = survey(question("О театрах"), places=(own(people(1, 1, 1, 1)),), year=2020)
    ranking = ranking_of(results_of(buses_and_roads(), WHOSE, [culture, buses_and_roads(2019)]))
    assert ranking is not None
    assert ranking.columns == ("К 2019 году",)


def test_years_stand_from_old_to_new_and_the_last_ones_only() -> None:
    earlier = [buses_and_roads(year) for year in range(2010, 2021)]
    years = years_of(results_of(buses_and_roads(), WHOSE, earlier), {2020})
    assert years is not None
    assert [bar.year for bar in years.lines[0].bars] == [2021 - back for back in reversed(range(MOST_YEARS))]
    assert [bar.is_printed for bar in years.lines[0].bars] == [False] * 4 + [True, False]
    assert years.table.head[-2:] == ("2020, в процентах", "2021")
    assert years.printed == "2020"


def test_years_need_something_to_compare_with() -> None:
    assert years_of(results_of(buses_and_roads(), WHOSE), set()) is None


def test_pictures_of_years_are_not_endless() -> None:
    years = years_of(results_of(many_questions(30), WHOSE, [many_questions(30, 2020)]), set())
    assert years is not None
    assert (len(years.lines), years.left_out, len(years.table.rows)) == (MOST_PICTURES, 6, 30)


def test_many_questions_of_places_are_told_in_several_tables() -> None:
    value = many_questions(MOST_COLUMNS + 1)
    rows = value.own.figures
    value = survey(*value.questions, places=(value.own, other("Белоярский округ", *rows, respondents=511)))
    first, second = tables_of_places(results_of(value, WHOSE))
    assert (len(first.head), len(second.head)) == (MOST_COLUMNS + 2, 2)
    assert [row[1].text for row in first.rows] == ["нет данных", "511"]
    assert tables_of_places(results_of(many_questions(3), WHOSE)) == ()


def test_every_finding_is_told_without_advice() -> None:
    positive = Answer("да", Meaning.POSITIVE)
    value = survey(
        question("Один", topic="Один"),
        question("Два", topic="Два"),
        question("Три", (positive, Answer("нет", Meaning.NEGATIVE)), topic="Три"),
        places=(own(people(1, 2, 3, 4), people(1, 2, 3, 5), percents("60.0", "70.0"), respondents=10),),
    )
    notes = notes_of(results_of(value, WHOSE))
    assert [note for note in notes if "Проверьте" in note or not note.endswith((".", "округления."))] == []
    assert [note.partition(".")[0] for note in notes] == [
        "Три",
        "У вопросов разное число ответов: от 10 до 11",
        "Два",
    ]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Ставропольский край", ("Край", "К краю", "В крае")),
        ("Северная область", ("Область", "К области", "В области")),
        ("Республика Алтай", ("Республика", "К республике", "В республике")),
        ("Москва", ("Регион", "К региону", "В регионе")),
    ],
)
def test_a_region_is_named_shortly(name: str, told: tuple[str, str, str]) -> None:
    assert (region_word(name), to_region(name), in_region(name)) == told


def test_a_municipality_is_named_shortly() -> None:
    assert (our_word("Заречный муниципальный округ"), of_ours("Заречный район")) == ("Округ", "района")
    assert our_word("ЗАТО Северное") == "Муниципалитет"
    assert region_word("Ненецкий автономный округ", ours="Округ") == "Регион"
