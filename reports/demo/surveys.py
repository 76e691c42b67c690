"""The demo's residents' surveys: three years, one of them in per cents only; region and neighbours are made up."""

from __future__ import annotations

from decimal import Decimal

from accounts.history import Actor
from accounts.models import Municipality
from plans import workflow
from plans.models import ProgressEntry
from surveys import keeping
from surveys.models import Survey
from surveys.values import Answer, AskedQuestion, Figure, Meaning, PlaceFigures, PlaceKind, SurveyValue

TITLE = "Удовлетворённость жителей услугами"
REGION = "Ставропольский край"
# Their years, the last one inserted into the published report.
COUNTED_BEFORE, COUNTED = 2020, 2021
IN_PER_CENTS = 2019
# The activity that reports on surveys, by its printed number.
NUMBER = "4"

TOPICS = (
    "Транспортное обслуживание",
    "Качество дорог в населённом пункте",
    "Теплоснабжение и снабжение топливом",
    "Водоснабжение и водоотведение",
    "Электроснабжение",
    "Газоснабжение",
)
ANSWERS = (
    Answer("Да", Meaning.POSITIVE),
    Answer("скорее Да", Meaning.POSITIVE),
    Answer("Нет", Meaning.NEGATIVE),
    Answer("скорее Нет", Meaning.NEGATIVE),
)
SATISFIED = (Answer("Удовлетворены", Meaning.POSITIVE),)

Counts = tuple[tuple[int, int, int, int], ...]

# By question: да, скорее да, нет, скорее нет. The district's figures of 2021 are those of a real report.
OWN_2021: Counts = (
    (195, 176, 145, 126),
    (144, 198, 150, 150),
    (344, 213, 37, 48),
    (219, 182, 118, 123),
    (366, 183, 39, 54),
    (413, 154, 29, 46),
)
REGION_2021: Counts = (
    (1890, 1745, 1262, 1045),
    (1111, 1680, 1704, 1447),
    (2799, 2000, 568, 575),
    (2337, 1708, 995, 902),
    (3294, 1803, 464, 381),
    (3649, 1488, 425, 380),
)
NEIGHBOURS_2021: dict[str, Counts] = {
    "Белоярский муниципальный округ": (
        (97, 91, 56, 51),
        (61, 87, 76, 71),
        (163, 90, 23, 19),
        (126, 93, 41, 35),
        (177, 79, 21, 18),
        (187, 74, 17, 17),
    ),
    "Заозёрный муниципальный округ": (
        (146, 125, 80, 67),
        (107, 140, 90, 81),
        (210, 131, 40, 37),
        (172, 125, 63, 58),
        (241, 115, 32, 30),
        (278, 91, 26, 23),
    ),
    "Подгорный муниципальный округ": (
        (201, 186, 190, 156),
        (124, 183, 229, 197),
        (320, 251, 90, 72),
        (222, 188, 172, 151),
        (371, 226, 74, 62),
        (435, 190, 61, 47),
    ),
}
OWN_2020: Counts = (
    (166, 150, 144, 111),
    (116, 167, 151, 137),
    (294, 188, 48, 41),
    (212, 168, 95, 96),
    (314, 164, 46, 47),
    (354, 146, 33, 38),
)
REGION_2020: Counts = (
    (1579, 1508, 1230, 993),
    (978, 1453, 1583, 1296),
    (2436, 1736, 567, 571),
    (1997, 1477, 961, 875),
    (2791, 1602, 470, 447),
    (3177, 1343, 424, 366),
)
# A source that gives one per cent a question and the number of respondents.
OWN_2019 = ("51.9", "42.3", "83.6", "64.8", "82.2", "86.7")
RESPONDENTS_2019 = 264


def load(municipality: Municipality, *, by: Actor) -> Survey:
    """Keep and publish the surveys of three years; answers the newest."""
    for value in (_in_per_cents(), _counted(COUNTED_BEFORE, OWN_2020, {REGION: REGION_2020})):
        keeping.publish(keeping.keep(municipality, value, by=by).survey, by=by)
    newest = _counted(COUNTED, OWN_2021, {REGION: REGION_2021, **NEIGHBOURS_2021})
    return keeping.publish(keeping.keep(municipality, newest, by=by).survey, by=by)


def insert(entry: ProgressEntry, survey: Survey, *, by: Actor) -> None:
    """Put a survey with its chart under an entry's text."""
    workflow.add_insert(entry, kind="survey", source=str(survey.pk), options={"chart": True}, by=by)


def _counted(year: int, own: Counts, others: dict[str, Counts]) -> SurveyValue:
    return SurveyValue(
        title=TITLE,
        year=year,
        source="Администрация округа, портал края",
        starts_on=f"{year}-03-01",
        ends_on=f"{year}-12-31",
        questions=_questions(ANSWERS),
        places=(
            _place(PlaceKind.OWN, "", own),
            *(
                _place(PlaceKind.REGION if name == REGION else PlaceKind.OTHER, name, counts)
                for name, counts in others.items()
            ),
        ),
    )


def _in_per_cents() -> SurveyValue:
    return SurveyValue(
        title=TITLE,
        year=IN_PER_CENTS,
        source="Сводка края: доля довольных, без числа ответов",
        questions=_questions(SATISFIED),
        places=(
            PlaceFigures(
                PlaceKind.OWN,
                tuple((Figure(percent=Decimal(percent)),) for percent in OWN_2019),
                respondents=RESPONDENTS_2019,
            ),
        ),
    )


def _questions(answers: tuple[Answer, ...]) -> tuple[AskedQuestion, ...]:
    return tuple(
        AskedQuestion(text=topic, answers=answers, number=str(place))
        for place, topic in enumerate(TOPICS, start=1)
    )


def _place(kind: PlaceKind, name: str, counts: Counts) -> PlaceFigures:
    """Everybody answered every question."""
    figures = tuple(tuple(Figure(count) for count in row) for row in counts)
    return PlaceFigures(kind, figures, name=name, respondents=sum(counts[0]))
