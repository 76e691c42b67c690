"""What is typed into the table of a survey, as plain values: there and back, numbers, differences."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.office.grid import moves
from surveys.office.grid.checked import checked
from surveys.office.grid.differences import Difference, differences
from surveys.office.grid.losses import told
from surveys.office.grid.numbers import count_of, percent_of
from surveys.office.grid.posting import rest_of, typed_from
from surveys.office.grid.showing import tables_of
from surveys.office.grid.typed import Mode, TypedSurvey, typed_of
from surveys.values import Answer, AskedQuestion, Figure, Meaning, PlaceFigures, PlaceKind, SurveyValue
from tests.surveys.office_work import YES_NO, yes_no_survey

SHARE = (Answer("Удовлетворены", Meaning.POSITIVE),)
ABOUT = ("title", "year", "starts_on", "ends_on", "source", "intro")

figures = st.none() | st.builds(
    Figure,
    st.none() | st.integers(0, 999_999),
    st.none() | st.decimals(0, 100, places=2) | st.decimals(0, 100, places=0),
).filter(lambda figure: figure.count is not None or figure.percent is not None)


@st.composite
def surveys(draw: st.DrawFn) -> SurveyValue:
    sets = draw(st.lists(st.sampled_from([YES_NO, SHARE, YES_NO[:2]]), min_size=1, max_size=5))
    questions = tuple(
        AskedQuestion(f"Вопрос {number}", answers, draw(st.sampled_from(["", "1.1"])), f"Тема {number}")
        for number, answers in enumerate(sets)
    )

    def place(kind: PlaceKind, name: str) -> PlaceFigures:
        rows = tuple(tuple(draw(figures) for _ in answers) for answers in sets)
        return PlaceFigures(kind, rows, name, draw(st.none() | st.integers(0, 99_999)))

    places = [place(PlaceKind.OWN, "")]
    region = place(PlaceKind.REGION, "Край")
    if region.respondents is not None or any(figure for row in region.figures for figure in row):
        places.append(region)
    places += [place(PlaceKind.OTHER, name) for name in draw(st.sampled_from([(), ("Луговой",), ("А", "Б")]))]
    return SurveyValue("Опрос", questions, tuple(places), 2021)


def posted(typed: TypedSurvey) -> dict[str, str]:
    """The fields of the page, as the template writes them."""
    fields = dict(typed.about) | {
        "rest": rest_of(typed),
        "shown": str(typed.shown),
        "mode": typed.mode,
        "sets": str(len(typed.sets)),
        "questions": str(len(typed.questions)),
    }
    for which, answers in enumerate(typed.sets):
        fields[f"set-{which}"] = str(len(answers))
        for number, answer in enumerate(answers):
            fields[f"set-{which}-{number}-words"] = answer.words
            fields[f"set-{which}-{number}-meaning"] = answer.meaning
    for table in tables_of(typed, {}):
        for row in table.rows:
            fields[f"q-{row.place}-of"] = str(table.which)
            fields[f"q-{row.place}-text"] = row.question.text
            fields[f"q-{row.place}-number"] = row.question.number
            fields[f"q-{row.place}-topic"] = row.question.topic
            for cell in row.cells:
                fields |= {cell.name: cell.count, cell.percent_name: cell.percent}
    return fields


def saved(typed: TypedSurvey, survey: SurveyValue) -> SurveyValue:
    found = checked(typed, {name: getattr(survey, name) for name in ABOUT})
    assert found.problems == []
    return found.value


@settings(max_examples=60, deadline=None)
@given(surveys(), st.integers(0, 3), st.sampled_from(list(Mode)))
def test_what_stands_comes_back_from_the_form_as_it_was(survey: SurveyValue, shown: int, mode: Mode) -> None:
    typed = typed_of(survey, region="Край")
    moves.show_place(typed, min(shown, len(typed.places) - 1))
    typed.mode = mode
    assert saved(typed_from(posted(typed)), survey) == survey


@settings(max_examples=60, deadline=None)
@given(surveys(), st.data())
def test_moves_there_and_back_lose_nothing(survey: SurveyValue, data: st.DataObject) -> None:
    typed = typed_of(survey, region="Край")
    question = data.draw(st.integers(0, len(typed.questions) - 1))
    moves.remove_question(typed, question)
    typed.drop_idle_sets()
    typed = typed_from(posted(typed))
    assert moves.restore_question(typed) == question
    to = moves.move_question(typed, question, 1)
    if to != question:
        assert moves.move_question(typed, to, -1) == question
    assert saved(typed_from(posted(typed)), survey) == survey


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("", None),
        (" ", None),
        ("0", 0),
        ("195", 195),
        ("5 942", 5942),
        ("5\xa0942", 5942),
        ("5\u202f942", 5942),
    ],
)
def test_counts_as_people_type_them(typed: str, number: int | None) -> None:
    assert count_of(typed) == number


@pytest.mark.parametrize(
    ("typed", "number"), [("", "None"), ("20,70", "20.70"), ("9.7 %", "9.7"), ("100", "100"), ("0", "0")]
)
def test_per_cents_as_people_type_them(typed: str, number: str) -> None:
    assert str(percent_of(typed)) == number


@pytest.mark.parametrize("typed", ["-1", "−1", "1,5", "1e3", "=A1", "x", "²", "1000000000"])
def test_what_is_no_count(typed: str) -> None:
    with pytest.raises(ValueError, match="числ"):
        count_of(typed)


@pytest.mark.parametrize("typed", ["-1", "100.01", "1,2,3", "x", "%", "1,23456", "1e1", "NaN"])
def test_what_is_no_percentage(typed: str) -> None:
    with pytest.raises(ValueError, match=r"процент|запятой"):
        percent_of(typed)


def test_the_same_has_no_differences() -> None:
    assert differences(yes_no_survey(), yes_no_survey()) == []


def test_a_whole_per_cent_that_its_count_says_is_no_difference() -> None:
    survey = yes_no_survey((50, 50, 0, 0))
    printed = tuple(
        Figure(figure.count, Decimal(percent))
        for figure, percent in zip(survey.own.figures[0], (50, 50, 0, 0), strict=True)
        if figure
    )
    assert differences(survey, replace(survey, places=(replace(survey.own, figures=(printed,)),))) == []


def test_differences_in_words() -> None:
    before = replace(yes_no_survey((195, 180, 117, 150), (1, 2, 3, 4)), intro="Было сказано. " * 20)
    after = replace(
        yes_no_survey((195, 181, 117, 150), (1, 2, 3, 4), respondents=None),
        intro="Было сказано. " * 20 + "И ещё.",
        year=2022,
    )
    assert differences(before, after) == [
        Difference("Год", "2021", "2022"),
        Difference("Вступление", "…азано. Было сказано.", "…азано. Было сказано. И ещё."),
        Difference("Наш муниципалитет, опрошено", "642", "нет"),
        Difference("Наш муниципалитет, «Тема 1», «скорее Да»", "180", "181", "Наш муниципалитет"),
    ]


def test_questions_that_come_go_and_move_are_named() -> None:
    before = yes_no_survey((1, 2, 3, 4), (5, 6, 7, 8), respondents=None)
    first, second = before.questions
    moved = replace(
        before,
        questions=(second, first),
        places=(replace(before.own, figures=before.own.figures[::-1]),),
    )
    assert differences(before, moved) == [Difference("Порядок вопросов", "прежний", "новый")]
    less = replace(before, questions=(first,), places=(replace(before.own, figures=before.own.figures[:1]),))
    assert differences(before, less) == [Difference("«Тема 2»", "есть", "нет")]
    assert differences(less, before)[0] == Difference("«Тема 2»", "нет", "есть")


def test_figures_of_others_that_lose_their_question_are_told() -> None:
    before = yes_no_survey((1, 2, 3, 4), (5, 6, 7, 8), respondents=None)
    region = replace(before.own, kind=PlaceKind.REGION, name="Край")
    before = replace(before, places=(before.own, region))
    less = replace(
        before,
        questions=before.questions[:1],
        places=tuple(replace(place, figures=place.figures[:1]) for place in before.places),
    )
    found = told(differences(before, less))
    assert found is not None
    assert [lost.words for lost in found.lost] == ["Край: 4\xa0ответа будут стёрты"]
    assert found.first == (Difference("«Тема 2»", "есть", "нет"),)


def test_losses_are_told_first_by_place_and_nothing_is_left_out() -> None:
    lines = [
        Difference("Год", "2021", "2022"),
        *(Difference(f"Край, «{n}»", "5", "нет", "Край") for n in range(21)),
        *(Difference(f"Луговой, «{n}»", "5", "нет", "Луговой") for n in range(2)),
        *(Difference(f"Край, «{n}»", "5", "6", "Край") for n in range(60)),
        Difference("«Тема 2»", "есть", "нет"),
    ]
    found = told(lines)
    assert found is not None
    assert [lost.words for lost in found.lost] == [
        "Край: 21\xa0ответ будет стёрт",
        "Луговой: 2\xa0ответа будут стёрты",
    ]
    assert found.first[:2] == (lines[-1], lines[0])
    assert {*found.first, *found.rest, *(line for lost in found.lost for line in lost.lines)} == set(lines)
    assert told([]) is None
