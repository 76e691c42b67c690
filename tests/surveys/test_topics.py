"""Short names of questions, and questions found again in other years."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.topics import match_questions, topic_of, topics_of


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Удовлетворённость граждан организацией транспортного обслуживания", "Транспортное обслуживание"),
        ("Транспортное обслуживание в нашем муниципальном образовании", "Транспортное обслуживание"),
        ("Удовлетворены ли Вы качеством автомобильных дорог в посёлке?", "Автомобильные дороги"),
        ("Дороги", "Дороги"),
        ("Довольны ли Вы уровнем организации теплоснабжения (снабжения населения топливом)?", "Теплоснабжение"),
        ("Водоснабжение (водоотведение)", "Водоснабжение (водоотведение)"),
        ("УДОВЛЕТВОРЁННОСТЬ ЭЛЕКТРОСНАБЖЕНИЕМ", "Электроснабжение"),
        ("Уровень организации газоснабжения", "Уровень организации газоснабжения"),
        ("Довольны ли Вы качеством жилищно-коммунальных услуг", "Жилищно-коммунальные услуги"),
        ("Качество дошкольного образования", "Качество дошкольного образования"),
        ("Удовлетворённость качеством общего образования", "Общее образование"),
        ("Удовлетворены ли Вы работой поликлиник?", "Работа поликлиник"),
        ("Удовлетворённость качеством услуг в сфере культуры", "Культура"),
        ("Довольны ли Вы физической культурой и спортом", "Физическая культура и спорт"),
        ("Удовлетворённость деятельностью главы Заречного округа", "Деятельность главы"),
        ("Довольны ли Вы деятельностью администрации округа", "Деятельность администрации"),
        ("Удовлетворены ли Вы работой почты?", "Работа почты"),
        ("Удовлетворены ли Вы работой управляющей компании", "Работа управляющей компании"),
        ("Довольны ли вы водой?", "Вода"),
        ("Довольны ли вы ценой за отопление?", "Цена за отопление"),
        ("Устраивает ли Вас уборка снега на дорогах", "Уборка снега на дорогах"),
        ("Как Вы оцениваете работу почты и новыми школами", "Работа почты и новыми школами"),
        ("Довольны ли Вы качеством связи и её доступностью?", "Качество связи и её доступность"),
        ("Довольны ли Вы новыми школами, детскими садами", "Новые школы, детские сады"),
        ("Удовлетворены ли Вы тем, как чистят снег?", "Удовлетворены ли Вы тем, как чистят снег"),
        ("Качество дорог в населённом пункте", "Качество дорог в населённом пункте"),
        ("Как Вы оцениваете доступность аптек", "Доступность аптек"),
        ("В муниципальном образовании есть почта?", "В муниципальном образовании есть почта"),
        ("Почта", "Почта"),
        ("Удовлетворены ли Вы?", "Удовлетворены ли Вы"),
    ],
)  # fmt: skip
def test_topics(text, topic):
    assert topic_of(text) == topic


def test_a_long_question_is_cut_between_words():
    topic = topic_of(
        "Устраивает ли Вас доступность магазинов и аптек в отдалённых населённых пунктах и на хуторах"
    )
    assert topic == "Доступность магазинов и аптек в отдалённых населённых…"


def test_topics_of_one_survey_differ():
    asked = ["Автомобильные дороги", "Удовлетворены ли Вы качеством автомобильных дорог?", "Ремонт дорог"]
    assert topics_of([(text, "") for text in asked]) == [
        "Автомобильные дороги",
        "Качество автомобильных дорог",
        "Ремонт дорог",
    ]
    long = "Довольны ли Вы доступностью магазинов, аптек и почтовых отделений на хуторах"
    found = topics_of([(f"{long} зимой", ""), (f"{long} летом", "")])
    assert [topic[-5:] for topic in found] == ["зимой", "летом"]
    # What a person named stays.
    assert topics_of([("Почта?", "Связь"), ("Телефон?", "Связь")]) == ["Связь", "Связь"]


@settings(deadline=None)
@given(st.text(max_size=300))
def test_a_topic_is_short_and_the_same_again(text):
    assert len(topic_of(text)) <= 62
    assert topic_of(f"  {text}\n") == topic_of(text)


def pairs(*texts):
    return [(text, topic_of(text)) for text in texts]


def test_questions_are_found_again_by_topic_though_reworded_and_moved():
    earlier = pairs("Газоснабжение", "Качество дорог", "Работа почты в округе")
    now = pairs(
        "Удовлетворены ли Вы работой почты в округе?",
        "Довольны ли Вы дорогами?",
        "Подача газоснабжения",
        "Связь",
    )
    assert match_questions(earlier, now) == [2, 1, 0, None]


def test_two_questions_of_one_topic_are_told_apart_by_their_words():
    earlier = pairs("Качество дорог в посёлке", "Качество дорог между посёлками округа")
    now = pairs("Качество дорог между посёлками района", "Качество дорог в вашем посёлке")
    assert match_questions(earlier, now) == [1, 0]


def test_likeness_of_words_where_topics_differ():
    earlier = [("Довольны ли Вы работой почты в посёлке", "Почта"), ("Связь", "Связь")]
    now = [("Довольны ли Вы работой почты в нашем посёлке", "Работа почты")]
    assert match_questions(earlier, now) == [0]
    assert match_questions([], now) == [None]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.text("абв ", max_size=12), st.sampled_from(["", "Газ", "Вода"])), max_size=8),
    st.randoms(),
)
def test_one_to_one_and_every_question_matches_itself(earlier, chance):
    now = list(earlier)
    chance.shuffle(now)
    found = match_questions(earlier, now)
    matched = [place for place in found if place is not None]
    assert len(set(matched)) == len(matched)
    once = [
        text
        for text, _ in earlier
        if text.strip() and [other.split() for other, _ in earlier].count(text.split()) == 1
    ]
    for place, (text, _) in enumerate(now):
        if text in once:
            assert found[place] is not None
            assert earlier[found[place]][0] == text
