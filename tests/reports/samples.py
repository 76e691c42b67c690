"""Made-up reports for tests and benchmarks of the renderers: `sample_content` in any size, `small_content` to taste."""

from __future__ import annotations

from random import Random
from typing import Any

from reports.content import FrozenAct, FrozenMunicipality, FrozenOfficer, FrozenRow, ReportContent

TITLE = (
    "Отчет о ходе реализации Плана мероприятий по внедрению системы «Открытое правительство»"
    " в Прикумском муниципальном округе за I полугодие 2022 года"
)
OFFICERS = (
    FrozenOfficer("Астахова И.Н."),
    FrozenOfficer("Ветров С.П."),
    FrozenOfficer("начальники отделов администрации округа", "collective"),
)
DEADLINES = (
    "ежегодно, до 01 марта",
    "постоянно",
    "по мере необходимости",
    "до 15 числа месяца, следующего за отчетным",
)
SHORT = "Проверено пять наборов, все размещены на сайте округа."
LISTED = (
    "В первом полугодии проведены две встречи с жителями, на них пришли 84 человека.\n"
    "\n"
    "Жители спрашивали:\n"
    "– о ремонте улицы Садовой (https://prikumsk.example/sadovaya);\n"
    "– о работе почты: pochta@prikumsk.example.\n"
    "Решено:\n"
    "1) включить улицу в план на 2023 год;\n"
    "2) написать о решении на https://www.prikumsk.example."
)
LONG = "\n".join(f"Вопрос {number}: ответили «Да» {number * 7} чел. из 642." for number in range(1, 41))
WORDS = (
    "администрация округа жители встреча вопрос ремонт дорога улица сад школа библиотека портал сайт раздел"
    " набор данные отчет проверка мониторинг обсуждение проект решение обращение ответ срок порядок служба"
    " совет поселок парк концерт проведена размещен рассмотрено утверждена опубликованы подготовлен обновлены открыт"
    " принята направлены в на по из для с о при после до 12 27 84 236 642 2022 году полугодии и также кроме того"
).split()
HOSTILE = '=1+1\n<script>alert("x")</script> & «кавычки»\n\x00нули\x0b и 😀\n' + "ж" * 10_000


def small_content(*rows: FrozenRow, **changes: Any) -> ReportContent:
    """A report of the given rows."""
    values: dict[str, Any] = {
        "municipality": FrozenMunicipality(
            "prikumsk",
            "Прикумский муниципальный округ",
            "Прикумского муниципального округа",
            "Прикумском муниципальном округе",
            "Ставропольский край",
        ),
        "plan_slug": "open-government",
        "plan_title": "План мероприятий по внедрению системы «Открытое правительство»",
        "acts": (
            FrozenAct("распоряжение", "165-р", "2021-06-23"),
            FrozenAct("распоряжение", "20-р", "2022-02-01", is_amendment=True),
        ),
        "period": "2022-h1",
        "title": TITLE,
        "version": 1,
        "reason": "",
        "signatory_name": "Колесников А.П.",
        "signatory_position": "Первый заместитель главы администрации Прикумского муниципального округа",
        "approved_on": "2022-07-13",
        "prepared_by": "организационный отдел, Астахова И.Н.",
        "published_at": "2022-07-14T01:30:00+03:00",
        "previous_sha256": "",
        "rows": rows,
    }
    return ReportContent(**values | changes)


def activity(number: str = "1", progress: str = SHORT, **changes: Any) -> FrozenRow:
    """One activity with two officers and a deadline."""
    values: dict[str, Any] = {
        "kind": "activity",
        "number": number,
        "level": number.count("."),
        "text": f"Проведение мониторинга № {number}",
        "key": f"a{number}",
        "officers": OFFICERS[:2],
        "deadline": DEADLINES[0],
        "progress": progress,
    }
    return FrozenRow(**values | changes)


def sample_content(rows: int = 29, **changes: Any) -> ReportContent:
    """A report of about the shape and size of a real one, in any number of rows; its texts do not repeat.

    Of every ten rows one is a group with three under it, one has a list and links, two are gaps; of thirty one is long.
    """
    return small_content(*(_row(place) for place in range(rows)), **changes)


def _row(place: int) -> FrozenRow:
    ten, unit = divmod(place, 10)
    words = Random(place)  # noqa: S311
    if unit == 3:
        return FrozenRow("group", str(ten * 7 + 4), 0, f"{_sentence(words)[:-1]}:", f"g{place}")
    number = (
        f"{ten * 7 + 4}.{unit - 3}" if 4 <= unit <= 6 else str(ten * 7 + (unit - 2 if unit > 6 else unit + 1))
    )
    if unit in (2, 5):
        progress = ""
    elif unit == 1:
        progress = f"{_sentence(words)}\n{LISTED}"
    elif unit == 8 and ten % 3 == 0:
        progress = f"{_sentence(words)}\n{LONG}"
    else:
        progress = "\n".join(" ".join(_sentence(words) for _ in range(3)) for _ in range(1 + place % 3))
    return activity(
        number,
        progress,
        text=_sentence(words)[:-1],
        key=f"a{place}",
        officers=OFFICERS[: 1 + place % 3],
        deadline=DEADLINES[place % len(DEADLINES)],
    )


def _sentence(words: Random) -> str:
    return " ".join(words.choices(WORDS, k=16)).capitalize() + "."
