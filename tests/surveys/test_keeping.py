"""Writing surveys: whole, once, by those who may, with its history."""

import threading
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from accounts.history import COMMAND
from accounts.models import HistoryEvent
from surveys import keeping
from surveys.keeping import Outcome, Stale, WrongState, bring, keep, publish, remove, unpublish, would_bring
from surveys.keeping.naming import slug_of
from surveys.models import Choice, Place, Question, Survey, Tally
from surveys.queries import survey_value
from surveys.values import Answer, Figure, Meaning
from tests.factories import actor, make_municipality
from tests.surveys.building import (
    THREE,
    YES_NO,
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
NOTHING = ((None,) * 4,) * 2  # of two questions


@pytest.fixture
def place():
    return make_municipality()


def kept(place, value, **more):
    return keep(place, value, **{"by": COMMAND} | more)


def refusals(place, value, **more):
    with pytest.raises(ValidationError) as refused:
        kept(place, value, **more)
    return {field: messages[0] for field, messages in refused.value.message_dict.items()}


def events():
    return list(HistoryEvent.objects.order_by("pk").values_list("action", flat=True))


def everything():
    """One of everything that a survey may hold."""
    return survey(
        question("Автобусы?", YES_NO, number="1", topic="Автобусы"),
        question("Вода?", THREE, number="2.1", topic="Вода"),
        places=(
            own(people(1, 2, 3, 4), percents("69.6", "9.7", "20.70"), respondents=10),
            region((None, Figure(5, Decimal("50")), None, None), (None,) * 3, respondents=100),
            other("Дальний округ", (None,) * 4, percents("1", "2", "3")),
            other("Соседний округ", people(4, 3, 2, 1), (None,) * 3, respondents=0),
        ),
        intro="Первая строка\nВторая",
        source="Администрация",
        starts_on="2021-03-01",
        ends_on="2021-12-31",
    )


def test_what_is_kept_comes_back_whole(place):
    result = kept(place, everything())
    assert result.outcome == Outcome.CREATED
    assert survey_value(result.survey) == everything()
    assert str(survey_value(result.survey).own.figures[1][2].percent) == "20.70"


def test_the_same_again_changes_nothing(place):
    first = kept(place, everything()).survey
    again = kept(place, everything(), survey=first)
    assert (again.outcome, again.survey.revision, events()) == (Outcome.UNCHANGED, 1, ["survey_created"])


def test_a_right_whole_per_cent_beside_a_count_is_no_change(place):
    """So a file that the portal has drawn itself is loaded back without a trace."""
    value = survey(question("А", topic="А"), places=(own(people(195, 176, 145, 126)),))
    first = kept(place, value).survey
    printed = tuple(
        Figure(count, Decimal(p)) for count, p in zip((195, 176, 145, 126), (30, 27, 23, 20), strict=True)
    )
    assert kept(place, replace(value, places=(own(printed),)), survey=first).outcome == Outcome.UNCHANGED
    wrong = (*printed[:3], Figure(126, Decimal(19)))
    changed = kept(place, replace(value, places=(own(wrong),)), survey=first)
    assert (changed.outcome, [each.code for each in changed.findings]) == (
        Outcome.CHANGED,
        ["percentage_mismatch"],
    )


def test_questions_and_answers_keep_their_ids_by_their_words(place):
    first = kept(place, everything()).survey
    ids = dict(Question.objects.values_list("text", "pk"))
    choices = {
        (text, words): pk for text, words, pk in Choice.objects.values_list("question__text", "words", "pk")
    }
    value = everything()
    turned = replace(
        value,
        questions=(question("Новый?", THREE, topic="Новый"), *value.questions[::-1]),
        places=(own((None,) * 3, percents("1", "2", "3"), people(9, 8, 7, 6)),),
    )
    result = kept(place, turned, survey=first)
    assert (result.outcome, result.survey.revision) == (Outcome.CHANGED, 2)
    assert survey_value(result.survey) == turned
    assert {text: pk for text, pk in Question.objects.values_list("text", "pk") if text in ids} == ids
    now = {
        (text, words): pk for text, words, pk in Choice.objects.values_list("question__text", "words", "pk")
    }
    assert {key: now[key] for key in choices} == choices


def test_a_neighbour_may_become_the_region(place):
    value = buses_and_roads()
    first = kept(
        place, replace(value, places=(*value.places, other("Край", (None,) * 4, people(1, 2, 3, 4))))
    ).survey
    now = replace(value, places=(*value.places, region((None,) * 4, people(1, 2, 3, 4), name="Край")))
    assert survey_value(kept(place, now, survey=first).survey) == now


def test_writing_costs_the_same_for_many_questions(place, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        first = kept(place, many_questions(200)).survey
    changed = replace(many_questions(200), places=(own(*[people(1, 2, 3, 4)] * 200),))
    with django_assert_max_num_queries(40):
        kept(place, changed, survey=first)


def test_a_stale_form_is_refused_and_nothing_is_lost(place):
    first = kept(place, buses_and_roads()).survey
    theirs = replace(buses_and_roads(), source="Сайт")
    kept(place, theirs, survey=first, by=actor(place, "officer"))
    mine = replace(buses_and_roads(), source="Газета")
    with pytest.raises(Stale) as refused:
        kept(place, mine, survey=first, read=1)
    assert (refused.value.standing, refused.value.survey.revision) == (theirs, 2)
    assert "сохранён позже" in str(refused.value)
    assert kept(place, theirs, survey=first, read=1).outcome == Outcome.UNCHANGED  # the second of two clicks
    assert kept(place, mine, survey=first, read=2).outcome == Outcome.CHANGED


def test_a_form_opened_before_publication_is_refused_once(place):
    first = kept(place, buses_and_roads()).survey
    was = Survey.objects.get().updated_at
    publish(first, by=COMMAND)
    mine = replace(buses_and_roads(), source="Газета")
    with pytest.raises(Stale, match="опубликован позже, чем вы его открыли: его видят жители") as refused:
        kept(place, mine, survey=first, read=1)
    assert (refused.value.survey.revision, refused.value.survey.updated_at) == (2, was)
    unpublish(first, by=COMMAND)
    assert Survey.objects.get().revision == 3
    with pytest.raises(Stale):
        kept(place, mine, survey=first, read=2)
    assert kept(place, mine, survey=first, read=3).outcome == Outcome.CHANGED


def test_a_survey_that_is_gone_is_told(place):
    first = kept(place, buses_and_roads()).survey
    remove(first, by=COMMAND)
    with pytest.raises(WrongState, match="больше нет"):
        kept(place, buses_and_roads(), survey=first)


def test_figures_that_do_not_agree_are_kept_with_findings(place):
    value = survey(
        question("А"), question("Б"), places=(own(people(1, 2, 3, 4), people(1, 2, 3, 5), respondents=10),)
    )
    assert {each.code for each in kept(place, value).findings} == {"totals_differ", "respondents_differ"}


def test_a_title_stands_once_a_year(place):
    kept(place, buses_and_roads())
    same = replace(buses_and_roads(), title="ОПРОС ЖИТЕЛЕЙ за 2021 год")
    assert list(refusals(place, same)) == ["title"]
    other_one = kept(place, replace(same, title="Опрос предпринимателей")).survey
    assert list(refusals(place, same, survey=other_one)) == ["title"]
    assert kept(place, replace(same, year=2020)).outcome == Outcome.CREATED


def test_the_same_survey_of_every_year_is_one_series(place):
    first = kept(place, buses_and_roads(2020)).survey
    second = kept(place, buses_and_roads(2021, title="Опрос жителей за 2021 год")).survey
    third = kept(place, buses_and_roads(2021, title="Опрос предпринимателей")).survey
    assert [each.series for each in (first, second, third)] == [
        "opros-zhiteley",
        "opros-zhiteley",
        "opros-predprinimateley",
    ]


def test_a_series_may_be_named(place):
    kept(place, buses_and_roads(2020))
    named = kept(place, buses_and_roads(2021, title="Довольны ли вы"), series="opros-zhiteley").survey
    assert named.series == "opros-zhiteley"
    assert (
        kept(place, buses_and_roads(2021)).survey.series == "opros-zhiteley-2"
    )  # that of this year is taken
    assert list(refusals(place, buses_and_roads(2020, title="Ещё"), series="opros-zhiteley")) == ["series"]
    assert list(refusals(place, buses_and_roads(2020, title="Ещё"), series="Опрос!")) == ["series"]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Опрос жителей за 2021 год", "opros-zhiteley"),
        ("Съёмка объектов: щи", "semka-obektov-shchi"),
        ("2021", "opros"),
        ("1317", "opros-1317"),
        (
            "Очень длинное название опроса, которое не помещается в адрес",
            "ochen-dlinnoe-nazvanie-oprosa-kotoroe-ne-pomeshchaetsya-v",
        ),
    ],
)
def test_slugs(title, slug):
    assert slug_of(title) == slug
    assert slug_of(title, {slug}).endswith("-2")
    assert len(slug_of(title, {slug})) <= 60


def test_topics_are_given_or_found(place):
    old = kept(
        place,
        survey(
            question("Нравятся ли Вам наши автобусы?", topic="Автобусы!"),
            places=(own((None,) * 4),),
            year=2020,
        ),
    )
    value = survey(
        question("Нравятся ли Вам наши автобусы?"),
        question("Удовлетворены ли Вы газоснабжением?"),
        places=(own(*NOTHING),),
    )
    now = kept(place, value).survey
    assert list(now.questions.values_list("topic", flat=True)) == ["Автобусы!", "Газоснабжение"]
    assert old.survey.series == now.series
    kept(
        place,
        replace(value, questions=(replace(value.questions[0], topic="Другое"), value.questions[1])),
        survey=now,
    )
    assert kept(place, value, survey=now).outcome == Outcome.UNCHANGED  # none said: the one that stands


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "О" * 301}, "title"),
        ({"year": None}, "year"),
        ({"year": 1989}, "year"),
        ({"source": "С" * 501}, "source"),
        ({"intro": "В" * 20_001}, "intro"),
        ({"starts_on": "вчера"}, "starts_on"),
        ({"starts_on": "2021-12-31", "ends_on": "2021-03-01"}, "ends_on"),
        ({"questions": (), "places": (own(),)}, "questions"),
        ({"questions": (question("А", ()), question("Б"))}, "question-0"),
        ({"questions": (question("А"), question("а?"))}, "question-1"),
        ({"questions": (question(""), question("Б"))}, "question-0"),
        ({"questions": (question("А" * 1001), question("Б"))}, "question-0"),
        ({"questions": (question("А"), question("Б", topic="Т" * 121))}, "topic-1"),
        ({"questions": (question("А", number="1" * 21), question("Б"))}, "number-0"),
        (
            {"questions": (question("А", (*YES_NO, Answer("ДА", Meaning.NEUTRAL))), question("Б"))},
            "answer-0-4",
        ),
        ({"questions": (question("А", (Answer(" ", Meaning.NEUTRAL),)), question("Б"))}, "answer-0-0"),
        ({"places": (own(people(-1, 0, 0, 0), (None,) * 4),)}, "figure-0-0-0"),
        ({"places": (own((None,) * 4, (None, None, Figure(10**10), None)),)}, "figure-0-1-2"),
        ({"places": (own(percents("100.1", "0", "0", "0"), (None,) * 4),)}, "figure-0-0-0"),
        ({"places": (own(percents("1.00001", "0", "0", "0"), (None,) * 4),)}, "figure-0-0-0"),
        ({"places": (own(percents("NaN", "0", "0", "0"), (None,) * 4),)}, "figure-0-0-0"),
        ({"places": (own(*NOTHING, respondents=-1),)}, "respondents-0"),
        ({"places": (own(*NOTHING), other("", *NOTHING))}, "place-1"),
        ({"places": (own(*NOTHING), other("А", *NOTHING), other("а", *NOTHING))}, "place-2"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_written(place, change, field):
    value = replace(buses_and_roads(), **change)
    if "questions" in change and "places" not in change:
        value = replace(value, places=(own(*[(None,) * len(each.answers) for each in value.questions]),))
    found = refusals(place, value)
    assert (list(found), found[field][-1]) == ([field], ".")
    assert (Survey.objects.count(), events()) == (0, [])


def test_figures_that_do_not_fit_are_a_mistake_of_a_program(place):
    with pytest.raises(ValueError, match="each answer"):
        kept(place, replace(buses_and_roads(), places=(own(people(1, 2, 3, 4)),)))


def test_texts_are_kept_on_one_line_without_what_no_database_takes(place):
    value = survey(
        question(" Дороги\x00\n и  мосты ", topic="Дороги\ud800"),
        places=(own(people(1, 2, 3, 4)),),
        intro=" а \r\nб\n\n",
    )
    found = survey_value(kept(place, value).survey)
    assert (found.questions[0].text, found.questions[0].topic, found.intro) == (
        "Дороги и мосты",
        "Дороги",
        " а\nб",
    )


# Who may


def test_officers_enter_and_correct_drafts(place):
    officer = actor(place, "officer")
    first = kept(place, buses_and_roads(), by=officer).survey
    assert first.updated_by == officer.user
    kept(place, replace(buses_and_roads(), source="Сайт"), survey=first, by=officer)
    remove(first, by=officer)


def test_only_who_publishes_changes_what_citizens_see(place):
    officer, coordinator = actor(place, "officer"), actor(place, "coordinator")
    first = kept(place, buses_and_roads(), by=officer).survey
    with pytest.raises(PermissionDenied):
        publish(first, by=officer)
    publish(first, by=coordinator)
    changed = replace(buses_and_roads(), source="Сайт")
    for refused in (
        lambda: kept(place, changed, survey=first, by=officer),
        lambda: kept(place, buses_and_roads(), survey=first, by=officer),
        lambda: unpublish(first, by=officer),
        lambda: remove(first, by=officer),
        lambda: bring(place, changed, by=officer),
    ):
        with pytest.raises(PermissionDenied):
            refused()
    assert kept(place, changed, survey=first, by=coordinator).outcome == Outcome.CHANGED


def test_strangers_write_nothing(place):
    stranger = actor(make_municipality("drugoy", name="Другой округ"), "administrator")
    with pytest.raises(PermissionDenied):
        kept(place, buses_and_roads(), by=stranger)
    assert Survey.objects.count() == 0


# Moves


def test_publishing_and_hiding_are_done_once(place):
    first = kept(place, buses_and_roads()).survey
    shown = publish(first, by=COMMAND, read=1)
    assert publish(first, by=COMMAND, read=7).published_at == shown.published_at
    with pytest.raises(WrongState, match="Сначала снимите"):
        remove(first, by=COMMAND)
    assert unpublish(first, by=COMMAND).published_at is None
    unpublish(first, by=COMMAND)
    remove(first, by=COMMAND)
    assert events() == ["survey_created", "survey_published", "survey_unpublished", "survey_removed"]
    assert [model.objects.count() for model in (Survey, Question, Choice, Place, Tally)] == [0] * 5


def test_a_survey_changed_in_between_is_not_published_unseen(place):
    first = kept(place, buses_and_roads()).survey
    kept(place, replace(buses_and_roads(), source="Сайт"), survey=first)
    with pytest.raises(WrongState, match="ещё раз"):
        publish(first, by=COMMAND, read=1)


def test_a_survey_without_answers_is_not_published(place):
    value = buses_and_roads()
    nothing = replace(value, places=(own(*NOTHING), region(people(1, 2, 3, 4), (None,) * 4)))
    with pytest.raises(WrongState, match="ни одного ответа"):
        publish(kept(place, nothing).survey, by=COMMAND)


def test_the_year_of_a_published_survey_stands_in_its_address(place):
    first = publish(kept(place, buses_and_roads()).survey, by=COMMAND)
    assert list(refusals(place, buses_and_roads(2020), survey=first)) == ["year"]
    unpublish(first, by=COMMAND)
    assert kept(place, buses_and_roads(2020), survey=first).survey.year == 2020


def test_a_year_of_the_series_that_is_taken_is_refused(place):
    kept(place, buses_and_roads(2020))
    first = kept(place, buses_and_roads(2021)).survey
    renamed = kept(place, buses_and_roads(2021, title="Другое название"), survey=first).survey
    assert list(refusals(place, buses_and_roads(2020, title="Другое название"), survey=renamed)) == ["year"]


# Files


def test_a_topic_guessed_from_words_gives_way_to_one_that_stands(place):
    buses, roads = buses_and_roads(2020).questions
    kept(place, replace(buses_and_roads(2020), questions=(replace(buses, topic="Автобус"), roads)))
    guessed = survey(
        question("Довольны ли Вы автобусами?", topic="Автобусы"),
        question("Довольны ли Вы почтой?", topic="Почта"),
        places=(own(people(1, 2, 3, 4), people(4, 3, 2, 1)),),
    )
    brought = bring(place, guessed, by=COMMAND).survey
    assert list(brought.questions.values_list("topic", flat=True)) == ["Автобус", "Почта"]


def test_a_file_is_brought_over_the_survey_of_its_title_and_year(place):
    first = bring(place, buses_and_roads(), by=COMMAND)
    again = bring(place, buses_and_roads(title="Опрос жителей за 2021 год"), by=COMMAND)
    assert (first.outcome, again.outcome, again.survey.pk) == (
        Outcome.CREATED,
        Outcome.UNCHANGED,
        first.survey.pk,
    )
    assert not first.survey.is_published
    assert bring(place, buses_and_roads(title=""), by=COMMAND).survey.title == keeping.DEFAULT_TITLE


def test_what_a_file_does_not_say_stays(place):
    first = kept(place, everything()).survey
    table = survey(
        question("Автобусы?", YES_NO),
        question("Вода?", THREE),
        places=(own(people(4, 3, 2, 1), (None,) * 3),),
    )
    brought = survey_value(bring(place, table, by=COMMAND).survey)
    said = everything()
    expected = replace(said, places=(own(people(4, 3, 2, 1), (None,) * 3, respondents=10), *said.places[1:]))
    assert brought == expected
    assert first.series == "opros-zhiteley"


def test_figures_of_other_places_are_carried_under_questions_worded_differently(place):
    standing = replace(
        everything(),
        questions=(
            question("Газоснабжение", YES_NO, number="1"),
            question("Качество дорог в населённом пункте", THREE, number="2"),
        ),
    )
    first = survey_value(kept(place, standing).survey)
    answers = tuple(replace(answer, words=answer.words.upper()) for answer in THREE)
    file = survey(
        question("Удовлетворённость граждан качеством автомобильных дорог в населённом пункте:", answers),
        question("Удовлетворённость граждан уровнем организации газоснабжения:", YES_NO),
        places=(own(people(1, 2, 3), people(4, 3, 2, 1)), region((None,) * 3, (None,) * 4, name="Край")),
    )
    result = bring(place, file, by=COMMAND)
    now = survey_value(result.survey)
    assert now.places == (
        own(people(1, 2, 3), people(4, 3, 2, 1), respondents=10),
        *(replace(each, figures=each.figures[::-1]) for each in first.places[1:]),
    )
    assert [each.topic for each in now.questions] == ["Качество дорог в населённом пункте", "Газоснабжение"]
    assert [each.number for each in now.questions] == ["2", "1"]
    assert result.erased == ()
    assert bring(place, file, by=COMMAND).outcome == Outcome.UNCHANGED


def test_what_a_file_takes_from_other_places_is_told(place):
    kept(place, everything())
    one = survey(question("Автобусы?", YES_NO[:2]), places=(own(people(1, 2)),))
    told = (
        "Северная область: ответы на вопрос «Автобусы» будут стёрты.",
        "Дальний округ: ответы на вопрос «Вода» будут стёрты.",
        "Соседний округ: ответы на вопрос «Автобусы» будут стёрты.",
    )
    whole = replace(one, questions=(question("Автобусы?", YES_NO),), places=(own(people(1, 2, 3, 4)),))
    assert would_bring(place, whole, by=COMMAND).erased == (told[1],)
    one = replace(one, questions=(question("Автобусы?", YES_NO[2:]),))
    assert would_bring(place, one, by=COMMAND).erased == told


def test_a_meaning_that_a_person_corrected_stays(place):
    often = (Answer("Часто", Meaning.NEUTRAL), Answer("Редко", Meaning.NEUTRAL))
    table = survey(question("Почта?", often), places=(own(people(4, 3)),))
    first = bring(place, table, by=COMMAND).survey
    corrected = (Answer("Часто", Meaning.POSITIVE), Answer("Редко", Meaning.NEGATIVE))
    kept(place, replace(table, questions=(question("Почта?", corrected),)), survey=first)
    assert bring(place, table, by=COMMAND).outcome == Outcome.UNCHANGED


def test_a_region_without_a_name_is_ours(place):
    value = buses_and_roads()
    unnamed = replace(value, places=(*value.places, region(*NOTHING, name="Регион в целом", respondents=9)))
    assert survey_value(bring(place, unnamed, by=COMMAND).survey).region.name == "Северная область"
    assert bring(place, unnamed, by=COMMAND).outcome == Outcome.UNCHANGED


def test_a_rehearsal_writes_nothing(place):
    result = would_bring(place, buses_and_roads(), by=COMMAND, publish=True)
    assert (result.outcome, Survey.objects.count(), events()) == (Outcome.CREATED, 0, [])


def test_a_file_may_be_published_at_once(place):
    assert bring(place, buses_and_roads(), by=COMMAND, publish=True).survey.is_published
    assert bring(place, buses_and_roads(), by=COMMAND, publish=True).outcome == Outcome.UNCHANGED
    assert events() == ["survey_created", "survey_published"]


# History


def test_the_history_tells_what_changed(place):
    first = kept(place, buses_and_roads()).survey
    before = timezone.now() - timedelta(days=1)
    Survey.objects.update(updated_at=before)
    value = replace(
        buses_and_roads(),
        source="Сайт",
        places=(own(people(195, 176, 145, 126), people(145, 197, 150, 150), respondents=642),),
    )
    result = kept(place, value, survey=first)
    event = HistoryEvent.objects.get(action="survey_changed")
    assert event.before == {
        "source": "",
        "tallies": ["Дороги – «Да»: 144", "Дороги – «скорее Да»: 198"],
    }
    assert event.after == {
        "source": "Сайт",
        "tallies": ["Дороги – «Да»: 145", "Дороги – «скорее Да»: 197"],
    }
    assert result.survey.updated_at > before
    created = HistoryEvent.objects.get(action="survey_created")
    assert created.after == {
        "title": "Опрос жителей",
        "year": 2021,
        "questions_count": 2,
        "respondents": 642,
    }


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_make_one_survey():
    place = make_municipality()
    outcomes, failures = [], []
    together = threading.Barrier(4)

    def run():
        together.wait()
        try:
            outcomes.append(bring(place, buses_and_roads(), by=COMMAND).outcome)
        except Exception as error:  # noqa: BLE001 - whatever it is, the person was thrown out
            failures.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(outcomes) == [Outcome.CREATED, *[Outcome.UNCHANGED] * 3]
    assert Survey.objects.count() == 1


def test_a_file_without_a_title_is_of_the_one_survey_that_asks_the_same(place):
    standing = kept(place, replace(everything(), title="О жизни округа")).survey
    untitled = replace(everything(), title="")
    again = bring(place, untitled, by=COMMAND)
    assert (again.survey, again.outcome) == (standing, Outcome.UNCHANGED)
    questions = tuple(replace(each, text=f"{each.text} Зимой?") for each in untitled.questions)
    assert bring(place, replace(untitled, questions=questions), by=COMMAND).survey.title == "Опрос жителей"
    # Two that ask the same: which one is meant, nobody can tell.
    kept(place, replace(everything(), title="Ещё один"))
    assert bring(place, untitled, by=COMMAND).survey.title == "Опрос жителей"
