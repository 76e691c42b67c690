"""The table of a survey: typed, moved, checked, saved; nothing that was typed is lost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.history import COMMAND
from accounts.models import Municipality
from surveys import keeping
from surveys.limits import MOST_ANSWERS, MOST_QUESTIONS
from surveys.models import Survey
from surveys.office.grid import room
from surveys.queries import survey_value
from surveys.values import Answer, AskedQuestion, Figure, Meaning, PlaceFigures, PlaceKind, SurveyValue
from tests.factories import make_municipality, make_user
from tests.surveys import building
from tests.surveys.office_work import fields_of, make_survey, percent, press, yes_no_survey

pytestmark = pytest.mark.django_db
ADD = "/work/zarechny/surveys/add/"


@pytest.fixture
def office() -> Municipality:
    return make_municipality()


@pytest.fixture
def client(office: Municipality) -> Client:
    client = Client()
    client.force_login(make_user(office, "coordinator"))
    return client


def edit_url(survey: Survey) -> str:
    return reverse("surveys:office-edit", kwargs={"municipality": "zarechny", "pk": survey.pk})


def own_counts(survey: Survey) -> list[list[int | None]]:
    return [[figure and figure.count for figure in row] for row in survey_value(survey).own.figures]


def text_of(page: Any) -> str:
    return page.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def test_a_survey_is_entered_by_hand(client: Client) -> None:
    fields = fields_of(client.get(ADD))
    page = press(client, ADD, fields | {"new_questions": "Газ\nСвет", "new_set": "yes-no"}, "questions")
    fields = fields_of(page) | {"title": "Опрос", "year": "2021"}
    fields |= {"respondents-0": "1 000", "respondents-1": "5\xa0942"}
    fields |= {"c-0-0": "400", "c-0-1": "300", "c-0-2": "200", "c-0-3": "100", "c-1-0": "1\u202f000"}
    page = press(client, ADD, fields, "save")
    assert page.status_code == 302
    survey = Survey.objects.get()
    value = survey_value(survey)
    assert (value.title, value.year, value.own.respondents) == ("Опрос", 2021, 1000)
    assert value.region and value.region.respondents == 5942
    assert own_counts(survey) == [[400, 300, 200, 100], [1000, None, None, None]]
    assert fields_of(client.get(page.url))["c-0-1"] == "300"


def test_sums_and_shares_are_computed_without_saving(client: Client, office: Municipality) -> None:
    survey = make_survey(office)
    fields = fields_of(client.get(edit_url(survey))) | {"c-0-1": "181"}
    page = press(client, edit_url(survey), fields, "recalculate")
    assert "<span data-total>643</span>" in text_of(page)
    assert "ответов 643, на 1 больше, чем опрошенных" in text_of(page)
    assert "<span data-satisfied>58 %</span>" in text_of(page)
    assert own_counts(survey) == [[195, 180, 117, 150]]


def test_a_printed_percentage_that_is_wrong_stands_beside_the_right_one(
    client: Client, office: Municipality
) -> None:
    value = yes_no_survey((366, 183, 39, 54))
    printed = tuple(
        Figure(figure.count, Decimal(text))
        for figure, text in zip(value.own.figures[0], ("57", "28", "6", "8"), strict=True)
        if figure
    )
    survey = make_survey(office, replace(value, places=(replace(value.own, figures=(printed,)),)))
    page = client.get(edit_url(survey))
    assert text_of(page).count("напечатано") == 1
    assert "напечатано 28 %" in text_of(page)
    page = press(client, edit_url(survey), fields_of(page), "printed")
    assert "напечатано" not in text_of(page)
    press(client, edit_url(survey), fields_of(page), "save")
    assert survey_value(survey).own.figures == ((Figure(366), Figure(183), Figure(39), Figure(54)),)


def test_printed_percentages_outlive_a_save_that_shows_counts_alone(
    client: Client, office: Municipality
) -> None:
    value = yes_no_survey((366, 183, 39, 54))
    printed = (Figure(366, Decimal("57.0")), Figure(183, Decimal("28.5")), Figure(39), Figure(54))
    survey = make_survey(office, replace(value, places=(replace(value.own, figures=(printed,)),)))
    fields = fields_of(client.get(edit_url(survey)))
    assert "p-0-1" in fields
    press(client, edit_url(survey), fields | {"c-0-2": "40"}, "save")
    assert [str(figure.percent) for figure in survey_value(survey).own.figures[0] if figure] == [
        "57.0",
        "28.5",
        "None",
        "None",
    ]


def test_per_cents_alone_keep_their_precision_and_are_not_summed(
    client: Client, office: Municipality
) -> None:
    fields = fields_of(client.get(ADD))
    page = press(client, ADD, fields | {"new_questions": "Газ", "new_set": "satisfied"}, "questions")
    page = press(client, ADD, fields_of(page), "mode-percents")
    fields = fields_of(page) | {"title": "Опрос", "year": "2020"}
    fields |= {"p-0-0": "69,60", "p-0-1": "9.7 %", "p-0-2": "20,7"}
    page = press(client, ADD, fields, "recalculate")
    assert "<span data-total>—</span>" in text_of(page)
    assert "<span data-satisfied>69,60 %</span>" in text_of(page)
    assert press(client, ADD, fields_of(page), "save").status_code == 302
    figures = survey_value(Survey.objects.get()).own.figures
    assert figures == ((percent("69.60"), percent("9.7"), percent("20.7")),)
    assert str(figures[0][0] and figures[0][0].percent) == "69.60"


BAD_CELLS = [
    ("c-0-1", "-5", "число ответов не бывает меньше нуля"),
    ("c-0-1", "много", "введите целое число, например 195"),
    ("c-0-1", "12,5", "введите целое число, например 195"),
    ("c-0-1", "=1+1", "введите целое число, например 195"),
    ("c-0-1", "9" * 40, "число слишком большое, проверьте его"),
    ("c-0-1", "٣", "введите целое число, например 195"),
    ("p-0-1", "100,1", "процент не бывает больше 100"),
    ("p-0-1", "1,23456", "после запятой может быть не больше 4 знаков"),
    ("p-0-1", "треть", "введите процент числом, например 42,3"),
]


@pytest.mark.parametrize(("name", "typed", "message"), BAD_CELLS)
def test_a_bad_cell_is_named_and_kept(
    client: Client, office: Municipality, name: str, typed: str, message: str
) -> None:
    survey = make_survey(office)
    page = press(client, edit_url(survey), fields_of(client.get(edit_url(survey))), "mode-both")
    page = press(client, edit_url(survey), fields_of(page) | {name: typed}, "save")
    assert page.status_code == 422
    assert f'<a href="#id_{name}">Вопрос 1, «скорее Да»: {message}</a>' in text_of(page)
    assert fields_of(page)[name] == typed
    assert f'id="error-{name}"' in text_of(page)
    assert own_counts(survey) == [[195, 180, 117, 150]]


def test_rows_that_disagree_say_so_without_saving(client: Client, office: Municipality) -> None:
    value = yes_no_survey((195, 180, 117, 150), (100, 100, 100, 100), (195, 180, 117, 150), respondents=None)
    survey = make_survey(office, value)
    page = client.get(edit_url(survey))
    warnings = [row.warning.replace("\u202f", " ") for row in page.context["tables"][0].rows]
    assert warnings == ["", "ответов 400, а на другие вопросы обычно 642", ""]
    fields = fields_of(page) | {"c-0-0": "-5"}
    page = press(client, edit_url(survey), fields, "recalculate")
    assert [cell.mark for cell in page.context["tables"][0].rows[0].cells] == [
        "число ответов не бывает меньше нуля",
        "",
        "",
        "",
    ]
    page = press(client, edit_url(survey), fields, "save")
    assert {cell.mark for cell in page.context["tables"][0].rows[0].cells} == {""}
    page = client.post(edit_url(survey), fields | {"c-0-0": "195", "action": "save"}, follow=True)
    assert f'<a href="/work/zarechny/surveys/{survey.pk}/#findings-title">1 находка</a>' in text_of(page)


def test_typing_goes_on_in_what_was_added(client: Client, office: Municipality) -> None:
    survey = make_survey(office)
    page = press(
        client,
        edit_url(survey),
        fields_of(client.get(edit_url(survey))) | {"new_questions": "Газ"},
        "questions",
    )
    assert page.content.decode().count(" autofocus") == 1
    assert 'name="c-1-0" value="" data-cell="count" autofocus' in text_of(page)
    page = press(client, edit_url(survey), fields_of(page), "questions")
    assert 'name="q-2-text" rows="3" maxlength="1000" autofocus' in text_of(page)
    assert " autofocus" not in text_of(client.get(edit_url(survey)))


def test_very_many_errors_are_counted(client: Client, office: Municipality) -> None:
    survey = make_survey(office, yes_no_survey(*[(1, 2, 3, 4)] * 10))
    fields = fields_of(client.get(edit_url(survey)))
    fields |= {name: "x" for name in fields if name.startswith("c-")}
    page = press(client, edit_url(survey), fields, "save")
    assert text_of(page).count('<li><a href="#id_c-') == 20
    assert "И ещё 20 мест." in text_of(page)


def test_errors_of_another_place_are_shown_by_opening_it(client: Client, office: Municipality) -> None:
    survey = make_survey(office)
    page = press(client, edit_url(survey), fields_of(client.get(edit_url(survey))), "show-1")
    page = press(client, edit_url(survey), fields_of(page) | {"c-0-0": "x"}, "show-0")
    assert fields_of(page)["c-0-0"] == "195"
    page = press(client, edit_url(survey), fields_of(page), "save")
    assert fields_of(page)["shown"] == "1"
    assert fields_of(page)["c-0-0"] == "x"


def test_other_municipalities_stand_beside_ours(client: Client, office: Municipality) -> None:
    survey = make_survey(office)
    url = edit_url(survey)
    page = press(client, url, fields_of(client.get(url)) | {"new_place": " Луговой  округ "}, "place")
    fields = fields_of(page)
    assert (fields["shown"], fields["place-name"], fields["new_place"]) == ("2", "Луговой округ", "")
    fields |= {"respondents-2": "100", "c-0-0": "10", "c-0-1": "20", "c-0-2": "30", "c-0-3": "40"}
    page = press(client, url, fields, "save")
    assert page.url.endswith(
        "?place=%D0%9B%D1%83%D0%B3%D0%BE%D0%B2%D0%BE%D0%B9+%D0%BE%D0%BA%D1%80%D1%83%D0%B3"
    )
    other = survey_value(survey).places[-1]
    assert (other.kind, other.name, other.respondents) == (PlaceKind.OTHER, "Луговой округ", 100)
    assert own_counts(survey) == [[195, 180, 117, 150]]
    again = client.get(page.url)
    assert fields_of(again)["c-0-3"] == "40"
    refused = press(client, url, fields_of(again), "unplace-2")
    assert "У «Луговой округ» есть числа" in text_of(refused)
    assert refused.status_code == 422
    refused = press(client, url, fields_of(again) | {"new_place": "луговой округ"}, "place")
    assert "в этом опросе уже есть" in text_of(refused)
    assert fields_of(refused)["new_place"] == "луговой округ"


def test_a_question_is_moved_removed_and_put_back_with_its_figures_everywhere(
    client: Client, office: Municipality
) -> None:
    value = yes_no_survey((1, 2, 3, 4), (5, 6, 7, 8), (9, 10, 11, 12), respondents=None)
    region = PlaceFigures(
        PlaceKind.REGION, tuple((Figure(n), None, None, None) for n in (91, 92, 93)), "Край"
    )
    survey = make_survey(office, replace(value, places=(*value.places, region)))
    url = edit_url(survey)
    page = press(client, url, fields_of(client.get(url)), "down-0")
    assert [fields_of(page)[f"c-{row}-0"] for row in range(3)] == ["5", "1", "9"]
    page = press(client, url, fields_of(page), "remove-1")
    assert [fields_of(page)[f"c-{row}-0"] for row in range(2)] == ["5", "9"]
    page = press(client, url, fields_of(page), "show-1")
    assert [fields_of(page)[f"c-{row}-0"] for row in range(2)] == ["92", "93"]
    page = press(client, url, fields_of(page), "restore")
    assert [fields_of(page)[f"c-{row}-0"] for row in range(3)] == ["92", "91", "93"]
    press(client, url, fields_of(page), "save")
    assert [question.text for question in survey_value(survey).questions] == [
        "Вопрос 2",
        "Вопрос 1",
        "Вопрос 3",
    ]
    assert own_counts(survey) == [[5, 6, 7, 8], [1, 2, 3, 4], [9, 10, 11, 12]]


def test_answers_in_ones_own_words(client: Client) -> None:
    fields = fields_of(client.get(ADD)) | {"title": "Опрос", "year": "2021"}
    page = press(client, ADD, fields | {"new_questions": "Парк", "new_set": "own"}, "questions")
    fields = fields_of(page) | {
        "set-0-0-words": "Хочу",
        "set-0-1-words": "Не хочу",
        "c-0-0": "10",
        "c-0-1": "5",
    }
    page = press(client, ADD, fields, "save")
    assert page.status_code == 422
    assert "Ответ «Хочу»: выберите, это за, против или ни то ни другое" in text_of(page)
    fields = fields_of(page) | {"set-0-0-meaning": "positive", "set-0-1-meaning": "negative"}
    assert press(client, ADD, fields, "save").status_code == 302
    assert survey_value(Survey.objects.get()).questions[0].answers == (
        Answer("Хочу", Meaning.POSITIVE),
        Answer("Не хочу", Meaning.NEGATIVE),
    )


def test_a_set_of_answers_is_changed_for_one_question(client: Client, office: Municipality) -> None:
    value = yes_no_survey((1, 2, 3, 4), (5, 6, 7, 8), respondents=None)
    survey = make_survey(office, value)
    url = edit_url(survey)
    fields = fields_of(client.get(url))
    refused = press(client, url, fields | {"q-1-set": "satisfied"}, "recalculate")
    assert "больше чисел, чем ответов в выбранном наборе" in text_of(refused)
    assert fields_of(refused)["c-1-3"] == "8"
    page = press(client, url, fields | {"q-1-set": "satisfied", "c-1-3": ""}, "save")
    assert page.status_code == 302
    answers = [question.answers for question in survey_value(survey).questions]
    assert [answer.words for answer in answers[1]] == [
        "Удовлетворён",
        "Не удовлетворён",
        "Затрудняюсь ответить",
    ]
    assert own_counts(survey) == [[1, 2, 3, 4], [5, 6, 7]]


def test_an_answer_with_figures_is_not_removed(client: Client, office: Municipality) -> None:
    survey = make_survey(office)
    url = edit_url(survey)
    fields = fields_of(client.get(url))
    refused = press(client, url, fields, "unanswer-0-3")
    assert "У ответа «скорее Нет» есть числа" in text_of(refused)
    page = press(client, url, fields | {"c-0-3": ""}, "unanswer-0-3")
    assert press(client, url, fields_of(page), "save").status_code == 302
    assert own_counts(survey) == [[195, 180, 117]]


def test_questions_that_were_typed_and_not_added_are_not_lost(client: Client, office: Municipality) -> None:
    survey = make_survey(office)
    fields = fields_of(client.get(edit_url(survey))) | {"new_questions": "Ещё вопрос"}
    page = press(client, edit_url(survey), fields, "save")
    assert page.status_code == 422
    assert fields_of(page)["new_questions"] == "Ещё вопрос"
    assert "вы написали вопросы и не добавили их" in text_of(page)


def test_alike_questions_are_named(client: Client, office: Municipality) -> None:
    survey = make_survey(office, yes_no_survey((1, 2, 3, 4), (5, 6, 7, 8), respondents=None))
    fields = fields_of(client.get(edit_url(survey))) | {"q-1-text": "вопрос  1"}
    page = press(client, edit_url(survey), fields, "save")
    assert "Вопрос 2: такой же вопрос уже стоит под номером 1" in text_of(page)


def test_what_the_survey_itself_lacks_is_said_at_its_fields(client: Client) -> None:
    page = press(client, ADD, fields_of(client.get(ADD)) | {"year": "21"}, "save")
    assert page.status_code == 422
    assert "Название: Назовите опрос" in text_of(page)
    assert "Год: Год опроса: от 1990 до 2100." in text_of(page)
    assert "добавьте хотя бы один вопрос" in text_of(page)
    assert Survey.objects.count() == 0


def test_the_write_module_complains_at_the_field(client: Client, office: Municipality) -> None:
    make_survey(office)
    page = press(client, ADD, fields_of(client.get(ADD)) | {"new_questions": "Газ"}, "questions")
    fields = fields_of(page) | {"title": "опрос жителей", "year": "2021", "c-0-0": "5"}
    page = press(client, ADD, fields, "save")
    assert page.status_code == 422
    assert '<a href="#id_title">Название: Опрос с таким названием за этот год уже есть.' in text_of(page)
    assert fields_of(page)["c-0-0"] == "5"


def test_two_write_at_once(client: Client, office: Municipality) -> None:
    survey = make_survey(office)
    fields = fields_of(client.get(edit_url(survey)))
    value = yes_no_survey((200, 175, 117, 150))
    keeping.keep(office, value, by=COMMAND, survey=survey)
    page = press(client, edit_url(survey), fields | {"c-0-0": "190"}, "save")
    assert page.status_code == 409
    assert fields_of(page)["c-0-0"] == "190"
    assert "этот опрос сохранил другой человек" in text_of(page)
    assert "Наш муниципалитет, «Тема 1», «Да»" in text_of(page)
    assert own_counts(survey) == [[200, 175, 117, 150]]
    assert press(client, edit_url(survey), fields_of(page), "save").status_code == 302
    assert own_counts(survey) == [[190, 180, 117, 150]]


@pytest.mark.parametrize("read", [None, "", "x", "-1", "1" * 30, "٣"])
def test_a_table_that_does_not_say_what_was_read_goes_over_nobody(
    client: Client, office: Municipality, read: str | None
) -> None:
    survey = make_survey(office)
    fields = fields_of(client.get(edit_url(survey))) | {"c-0-0": "190"}
    del fields["read"]
    page = press(client, edit_url(survey), fields if read is None else fields | {"read": read}, "save")
    assert page.status_code == 409
    assert fields_of(page)["c-0-0"] == "190"
    assert own_counts(survey) == [[195, 180, 117, 150]]


def test_an_officer_leaves_a_published_survey_alone(office: Municipality) -> None:
    survey = make_survey(office)
    client = Client()
    client.force_login(make_user(office, "officer"))
    fields = fields_of(client.get(edit_url(survey)))
    assert press(client, edit_url(survey), fields | {"c-0-0": "190"}, "save").status_code == 302
    keeping.publish(survey, by=COMMAND)
    assert client.get(edit_url(survey)).status_code == 403
    assert press(client, edit_url(survey), fields, "save").status_code == 403


def test_a_session_that_has_run_out_swallows_nothing(client: Client, office: Municipality) -> None:
    survey = make_survey(office)
    url = edit_url(survey)
    fields = fields_of(client.get(url)) | {"c-0-0": "190"}
    user = client.session["_auth_user_id"]
    client.logout()
    page = press(client, url, fields, "save")
    assert page.url == f"/accounts/login/?next={url}"
    client.force_login(type(survey.updated_by or make_user()).objects.get(pk=user))
    page = client.get(url)
    assert "Набранное вернулось в таблицу" in text_of(page)
    assert fields_of(page)["c-0-0"] == "190"
    assert fields_of(client.get(url))["c-0-0"] == "195"


def test_another_person_does_not_see_what_was_typed(client: Client, office: Municipality) -> None:
    survey = make_survey(office)
    fields = fields_of(client.get(edit_url(survey))) | {"c-0-0": "190"}
    client.logout()
    press(client, edit_url(survey), fields, "save")
    client.force_login(make_user(office, "officer"))
    assert fields_of(client.get(edit_url(survey)))["c-0-0"] == "195"


def test_the_structure_is_copied_for_another_year(client: Client, office: Municipality) -> None:
    survey = make_survey(office, yes_no_survey((1, 2, 3, 4), (5, 6, 7, 8), respondents=None))
    page = client.get(f"{ADD}?like={survey.pk}&year=2022")
    fields = fields_of(page)
    assert (fields["title"], fields["year"], fields["questions"]) == ("Опрос жителей", "2022", "2")
    assert (fields["q-1-text"], fields["c-1-0"]) == ("Вопрос 2", "")
    assert press(client, ADD, fields | {"c-0-0": "7"}, "save").status_code == 302
    copy = Survey.objects.get(year=2022)
    assert (copy.series, own_counts(copy)[0]) == (survey.series, [7, None, None, None])


def garbled(fields: dict[str, str]) -> list[dict[str, str]]:
    return [
        {name: text for name, text in fields.items() if name != "rest"},
        fields | {"rest": "[" * 100_000},
        fields | {"rest": '[[["own","","",[]]],null]'},
        fields | {"rest": '{"a": 1}'},
        fields | {"questions": "100000000"},
        fields | {"questions": "-1"},
        fields | {"sets": "x"},
        fields | {"set-0": "1000000"},
        fields | {"q-0-of": "7"},
        fields | {"q-0-set": "7"},
        fields | {"q-0-set": "all"},
        fields | {"new_set": "7"},
        fields | {"set-0-0-meaning": "zzz"},
        fields | {"rest": "[" * 3000 + "]" * 3000},
        fields | {"shown": "99"},
        fields | {"mode": "all"},
        fields | {"action": "show-99"},
        fields | {"action": "remove-99"},
        fields | {"action": "unanswer-0-77"},
        fields | {"action": "up"},
    ]


def test_garbled_fields_are_refused(client: Client, office: Municipality) -> None:
    survey = make_survey(office)
    fields = fields_of(client.get(edit_url(survey)))
    for bad in garbled(fields):
        page = client.post(edit_url(survey), {"action": "save"} | bad)
        assert page.status_code == 400, bad
    assert own_counts(survey) == [[195, 180, 117, 150]]


def test_hostile_words_are_only_words(client: Client, office: Municipality) -> None:
    survey = make_survey(office)
    fields = fields_of(client.get(edit_url(survey)))
    words = '"><script>alert(1)</script>'
    page = press(
        client, edit_url(survey), fields | {"q-0-text": words + "\0", "q-0-topic": words}, "recalculate"
    )
    assert "<script>alert" not in page.content.decode()
    assert fields_of(page)["q-0-text"] == words
    assert press(client, edit_url(survey), fields_of(page), "save").status_code == 302


def test_too_many_questions_are_refused_and_kept(client: Client) -> None:
    lines = "\n".join(f"Вопрос {number}" for number in range(MOST_QUESTIONS + 1))
    page = press(client, ADD, fields_of(client.get(ADD)) | {"new_questions": lines}, "questions")
    assert page.status_code == 422
    assert f"не больше {MOST_QUESTIONS} вопросов" in text_of(page)
    assert fields_of(page)["new_questions"].replace("\r", "") == lines


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_two_hundred_questions_cost_no_more_queries(client: Client, office: Municipality) -> None:
    few = make_survey(office, yes_no_survey(year=2020))
    many = make_survey(office, yes_no_survey(*[(10, 20, 30, 40)] * 200))
    queries(client, edit_url(few))
    assert queries(client, edit_url(few)) == queries(client, edit_url(many))
    fields = fields_of(client.get(edit_url(many)))
    assert len(fields) < 20_000
    page = press(client, edit_url(many), fields | {"c-199-0": "11"}, "save")
    assert page.status_code == 302
    assert own_counts(many)[199] == [11, 20, 30, 40]


def test_questions_of_two_sets_stand_in_two_tables(client: Client, office: Municipality) -> None:
    value = yes_no_survey((1, 2, 3, 4), respondents=None)
    share = AskedQuestion("Газ", (Answer("Удовлетворены", Meaning.POSITIVE),), "2", "Газоснабжение")
    mixed = SurveyValue(
        "Опрос",
        (*value.questions, share),
        (replace(value.own, figures=(*value.own.figures, (percent("42.3"),))),),
        2021,
    )
    survey = make_survey(office, mixed)
    page = client.get(edit_url(survey))
    assert text_of(page).count("<table") == 2
    assert fields_of(page)["p-1-0"] == "42,3"
    assert press(client, edit_url(survey), fields_of(page) | {"c-0-0": "2"}, "save").status_code == 302
    assert survey_value(survey).own.figures[1] == (percent("42.3"),)


def test_what_may_be_written_may_be_edited_or_is_led_to_its_file(
    client: Client, office: Municipality
) -> None:
    answers = tuple(Answer(f"Вариант {number}", Meaning.NEUTRAL) for number in range(MOST_ANSWERS))
    rows = [building.people(*range(MOST_ANSWERS))]
    wide = building.survey(
        building.question("Чем довольны?", answers), places=(building.own(*rows),), title="Широкий"
    )
    assert own_counts(saved_again(client, make_survey(office, wide))) == [list(range(MOST_ANSWERS))]
    long = make_survey(office, replace(building.many_questions(MOST_QUESTIONS), title="Длинный"))
    assert len(own_counts(saved_again(client, long))) == MOST_QUESTIONS
    asked = [building.question(f"Вопрос {number}", answers) for number in range(MOST_QUESTIONS)]
    huge = make_survey(
        office, building.survey(*asked, places=(building.own(*rows * MOST_QUESTIONS),), title="Огромный")
    )
    for url in (edit_url(huge), f"{ADD}?like={huge.pk}&year=2030"):
        page = client.get(url, follow=True)
        assert page.redirect_chain == [(f"/work/zarechny/surveys/{huge.pk}/", 302)]
        assert room.NO_ROOM in text_of(page)


def test_no_button_makes_a_table_that_would_not_arrive(
    client: Client, office: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MOST_FIELDS", 40)
    page = press(client, ADD, fields_of(client.get(ADD)) | {"new_questions": "А\nБ"}, "questions")
    assert page.status_code == 200
    fields = fields_of(page) | {"c-0-0": "7", "new_questions": "В"}
    page = press(client, ADD, fields, "questions")
    assert page.status_code == 422
    assert room.FULL in text_of(page)
    assert (
        fields_of(page)["questions"],
        fields_of(page)["c-0-0"],
        fields_of(page)["new_questions"].strip(),
    ) == (
        "2",
        "7",
        "В",
    )


def test_the_table_asks_for_less_than_the_server_takes() -> None:
    assert room.MOST_FIELDS + 1000 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert room.MOST_BYTES + 1_000_000 < settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def saved_again(client: Client, survey: Survey) -> Survey:
    page = client.get(edit_url(survey))
    assert press(client, edit_url(survey), fields_of(page), "save").status_code == 302
    return survey
