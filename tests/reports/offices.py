"""Reports of offices for tests: the real one where it is at hand, and one of our own with the same shapes in small."""

from __future__ import annotations

from pathlib import Path

from tests.reports.builders import docx, paragraph, row, table

REAL_REPORT = Path(__file__).resolve().parents[3] / "shared" / "input" / "report-2022-h1.docx"

TITLE = (
    "Отчет о ходе реализации Плана мероприятий по внедрению системы «Открытое правительство» "
    "в Заречном муниципальном округе за I полугодие 2022 года"
)
HEADINGS = (
    "№ п/п",
    "Наименование мероприятия",
    "Ответственные исполнители, (срок исполнения)",
    "Информация о проведении",
)
ROWS = (
    (
        "1",
        "Встречи с жителями",
        "Полякова Н.С.\nЮн Б.Б.\n(ежегодно, до 01 марта)",
        "За полугодие провели 12 встреч.",
    ),
    ("2", "Проверка официального сайта", "Юн Б.Б.\n(постоянно)", ""),
    ("3", "Работа с обращениями:", "", ""),
    ("", "прием граждан", "Полякова Н.С.\n(постоянно)", "Принято 4 жителя."),
    ("", "телефон доверия", "отдел по общим вопросам\n(постоянно)", "Поступило 7 звонков."),
)


def office_report(title: str = TITLE, rows: tuple[tuple[str, ...], ...] = ROWS) -> bytes:
    """A .docx of our own: 5 rows, one group of two, 4 reportable, one of them blank."""
    body = (row(*cells) for cells in (HEADINGS, ("1", "2", "3", "4"), *rows))
    return docx(paragraph(title) + table(*body))
