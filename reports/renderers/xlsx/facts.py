"""The sheet of what is known of the version."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xlsxwriter import Workbook

from plans.periods import ReportingPeriod
from reports.content import FrozenAct, ReportContent
from reports.renderers.words import DRAFT, clean, published_at
from reports.renderers.xlsx.styles import CELL_LIMIT, FONT, set_up_page


def write_facts(book: Workbook, content: ReportContent) -> None:
    """Names and values; dates and counts typed."""
    sheet = book.add_worksheet("Сведения")
    name_format = book.add_format(FONT)
    text_format = book.add_format(FONT | {"text_wrap": True, "align": "left"})
    day_format = book.add_format(FONT | {"num_format": "dd.mm.yyyy", "align": "left"})
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    for place, (name, value) in enumerate(_facts(content)):
        sheet.write_string(place, 0, name, name_format)
        if isinstance(value, date):
            sheet.write_datetime(place, 1, value, day_format)
        elif isinstance(value, int):
            sheet.write_number(place, 1, value, text_format)
        else:
            sheet.write_string(place, 1, clean(value)[: CELL_LIMIT // 2], text_format)
    set_up_page(sheet)


def _facts(content: ReportContent) -> Iterator[tuple[str, str | int | date]]:
    facts: list[tuple[str, str | int | date | None]] = [
        ("Муниципалитет", content.municipality.name),
        ("Регион", content.municipality.region),
        ("План", content.plan_title),
        *(
            ("Акт о внесении изменений" if act.is_amendment else "План утвержден", _act_words(act))
            for act in content.acts
        ),
        ("Отчетный период", ReportingPeriod.parse(content.period).title),
        ("Версия", DRAFT if content.is_draft else content.version),
        ("Причина исправления", content.reason),
        ("Дата публикации", published_at(content).date() if content.published_at else None),
        ("Утвердил", content.signatory_name),
        ("Должность", content.signatory_position),
        ("Дата утверждения", date.fromisoformat(content.approved_on) if content.approved_on else None),
        ("Подготовлено", content.prepared_by),
        ("Мероприятий, по которым отчитываются", sum(row.is_reportable for row in content.rows)),
        ("Из них со сведениями", sum(row.is_reportable and row.is_filled for row in content.rows)),
        ("SHA-256 предыдущей публикации", content.previous_sha256),
    ]
    yield from ((name, value) for name, value in facts if value or isinstance(value, int))


def _act_words(act: FrozenAct) -> str:
    day = f" от {date.fromisoformat(act.adopted_on):%d.%m.%Y}" if act.adopted_on else ""
    return f"{act.kind}{day} № {act.number}" if act.number else f"{act.kind}{day}"
