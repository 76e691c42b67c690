"""Reports and plans as offices' files, written row by row: bytes of .docx and .xlsx for tests of importing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from plans.periods import ReportingPeriod
from tests.reports import builders

H2_2021, H1_2022, H2_2022 = ReportingPeriod(2021, 2), ReportingPeriod(2022, 1), ReportingPeriod(2022, 2)
H1_2023 = ReportingPeriod(2023, 1)
HEADINGS = ("№ п/п", "Наименование мероприятия", "Исполнители, (срок исполнения)", "Информация о проведении")


@dataclass(frozen=True)
class Item:
    """A row of an office's table; `number` as printed, ``""`` under a group; a section has only a text."""

    number: str
    text: str
    officers: str = ""
    deadline: str = ""
    progress: str = ""
    is_section: bool = False

    def but(self, **changed: Any) -> Item:
        return replace(self, **changed)


def section(text: str) -> Item:
    return Item("", text, is_section=True)


GROUP = Item("3", "Обсуждать с жителями вопросы местной жизни:")
DATA = Item(
    "1",
    "Публикация наборов открытых данных на сайте администрации округа",
    "Рябинина Т.С.\nВершинин К.Н.",
    "ежегодно, до 01 марта",
    "Опубликовано пять наборов.",
)
SURVEY = Item(
    "2",
    "Анкетирование пассажиров пригородных автобусов",
    "Белоусова Е.И.",
    "ежегодно",
    "Опрошено 84 пассажира.",
)
ROADS = Item("", "проекты ремонта сельских дорог", "Дьяченко А.В.", "постоянно", "Обсуждено два проекта.")
PARKS = Item("", "благоустройство парков и скверов", "Кузьмина А.Ю.", "постоянно", "Собрано 40 предложений.")
YOUTH = Item(
    "4", "Молодежный совет при главе", "руководители отделов администрации", "по мере необходимости", ""
)
PLAN = (DATA, SURVEY, GROUP, ROADS, PARKS, YOUTH)


def title_of(period: ReportingPeriod, plan: str = "Плана мероприятий по открытости") -> str:
    return f"Отчет о ходе реализации {plan} в Заречном муниципальном округе за {period.title}"


def report_docx(
    items: Sequence[Item] = PLAN,
    period: ReportingPeriod = H1_2022,
    *,
    title: str | None = None,
    headings: Sequence[str] = HEADINGS,
    order: Sequence[int] = (0, 1, 2, 3),
) -> bytes:
    """The report as a Word document; `order`: in which order the four columns stand."""
    rows = [[headings[place] for place in order]]
    for item in items:
        who = "\n".join(
            part for part in (item.officers, f"({item.deadline})" if item.deadline else "") if part
        )
        cells = (item.number, item.text, who, item.progress)
        rows.append([item] if item.is_section else [cells[place] for place in order])
    return _docx(title_of(period) if title is None else title, rows, width=4)


def apart_xlsx(items: Sequence[Item] = PLAN, period: ReportingPeriod = H1_2022) -> bytes:
    """The same report as another office's Excel sheet: other headings, another order, officers and deadline apart."""
    rows = {
        1: [title_of(period)],
        3: ["№", "Срок", "Мероприятия", "Отметка об исполнении", "Исполнители", "Примечание"],
    }
    for place, item in enumerate(items, start=4):
        rows[place] = [item.number or None, item.deadline, item.text, item.progress, item.officers, ""]
    return builders.xlsx(rows)


def plan_docx(items: Sequence[Item] = PLAN, title: str = "План мероприятий по открытости") -> bytes:
    """A bare plan: no column of progress."""
    rows: list[list[Any]] = [["№ п/п", "Мероприятие", "Ответственные исполнители", "Срок исполнения"]]
    for item in items:
        rows.append([item] if item.is_section else [item.number, item.text, item.officers, item.deadline])
    return _docx(title, rows, width=4)


def _docx(title: str, rows: Sequence[Sequence[Any]], *, width: int) -> bytes:
    lines = []
    for cells in rows:
        if isinstance(cells[0], Item):
            lines.append(builders.row(builders.cell(cells[0].text, f'<w:gridSpan w:val="{width}"/>')))
        else:
            lines.append(builders.row(*cells))
    return builders.docx(builders.paragraph(title) + builders.table(*lines, grid=[1000] * width))
