"""Other offices' documents as a person reads them, and their way through the portal and back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from plans.files.document import read_document
from reports.readers.parsed import ParsedReport, ParsedRow
from reports.readers.understanding import understand
from tests.reports.offices import FILES

# title, and each row: number (a section's text has none), text, officers, deadline, progress
EXPECTED: dict[str, list[str]] = {
    "stages.docx": [
        "Информация о реализации Плана («дорожной карты») по открытости на 2021-2023 годы за 1 полугодие 2022 г.",
        " | I. Информационная открытость |  |  | ",
        "1 | Раздел о порядке доступа |  | постоянно | Главная / О сайте",
        "2 | Перечень закрытых сведений |  | до 15 июля | Размещен: www.sosnovka.example/spisok",
        " | II. Понятность |  |  | ",
        "3 | Памятки для жителей |  | I-IV кварталы | ",
    ],
    "order.docx": [
        "ОТЧЁТ о ходе выполнения плана мероприятий по открытости за второе полугодие 2022 года",
        "1 | Открыть вакансии | Отдел кадров (Ромашов В.К.) | до 01.11.2022 | Открыты",
        "2 | Вести блог | гл. специалист Ким А.А.; Юн Б.Б. | IV кв. 2022 | Ведется",
        "3 | Вести прием | Заместители главы; начальники управлений | еженедельно, по средам | ",
    ],
    "plan.docx": [
        "ПЛАН МЕРОПРИЯТИЙ («ДОРОЖНАЯ КАРТА») ПО ОТКРЫТОСТИ ОКРУГА НА 2022 – 2024 ГОДЫ",
        " | Раздел 1. Открытые данные |  |  | ",
        "1.1 | Утвердить реестр | КИМ АННА АНДРЕЕВНА | до 1 марта 2022 г. | ",
        "1.2 | Обновлять наборы | Ким А.А.; руководители отделов | ежеквартально | ",
        " | Раздел 2. Обращения |  |  | ",
        "2.1 | Проводить опросы | отдел обращений; пресс-служба | не реже 1 раза в год | ",
    ],
    "halves.docx": [
        "О ходе реализации плана открытости за II полугодие 2022 года",
        "1 | Сайт | Ким А.А., начальник отдела | постоянно | Обновлен",
        "2 | Газета | Ким А.А., начальник отдела | ежемесячно | ",
    ],
    "groups.docx": [
        "Отчет по плану открытости с 01.01.2023 по 30.06.2023",
        "1 | Обратная связь |  |  | ",
        "1.1 | Прием обращений: |  |  | ",
        "1.1.1 | письменных | Ким А.А. | постоянно | Принято 120, / рассмотрено 118.",
        "1.1.2 | электронных | Ким А.А. | постоянно | Принято 340.",
        "2 | Собрать отчеты, в том числе: |  |  | ",
        "2.1 | – школ | Юн Б.Б. | до 1 июля | Собраны.",
        "2.2 | – больниц | Юн Б.Б. | до 1 июля | ",
        "3 | Обучить: |  |  | ",
        "3.1 | служащих | Юн Б.Б. | до 1 июня | 1) Обучены двое.",
        "3.2 | жителей | Юн Б.Б. | до 25 июня | ",
    ],
    "sections.docx": [
        "Информация об исполнении плана по открытости за 1-е полугодие 2022 года",
        " | I. Организация |  |  | ",
        "1 | Создать группу | Первый заместитель главы | до 01.03.2022 | Создана",
        "2 | Утвердить план | организационный отдел | 1 квартал 2022 г. | Утвержден",
        " | II. Информирование |  |  | ",
        "1 | Размещать отчеты | организационный отдел | раз в полугодие | ",
    ],
    "pages.docx": [
        "Отчет о реализации плана за 2 п/г 2022 г.",
        "1 | Первое | Ким А.А. | до 31.12.2022 | Итоги: / Показатель | Число / жалобы | 5 / Все.",
        "2 | Второе | Юн Б.Б. | 2022 год | ",
    ],
    "layout.docx": [
        "Отчет по плану за первое полугодие 2022 года",
        "1 | Сайт | Ким А.А. | постоянно | Ведется",
        "2 | Опрос | Юн Б.Б. | ежегодно | ",
    ],
    "word.docx": [
        "Отчет о ходе реализации плана за II полугодие 2022 года",
        "1 | Мониторинг наборов | Ромашов В.К.; Лютикова А.С. | ежегодно, до 01 марта | Размещен новый набор здесь (http://sosnovka.example/1)",
        "2 | Реестр | Ромашов В.К. | постоянно | Ведется: / 1) 14 наборов; / 2) 3 новых.",
    ],
    "book.xlsx": [
        "Отчет о реализации дорожной карты по открытости Сосновского округа за 1 полугодие 2024 года",
        "1 | Развитие сайта: |  |  | ",
        "1.1 | Новости | Пак О.О. | постоянно | 120 новостей",
        "1.2 | Баннеры | Пак О.О. | до 01.06.2024 | ",
        "2 | Соцсети | Ли И.И.; Пак О.О. | 30.06.2024 | 15",
        "3 | Охват | Ли И.И. | ежегодно | 25%",
    ],
    "facts.xlsx": [
        "Мониторинг исполнения плана открытости в I полугодии 2022 года",
        "1 | День карьеры | Отдел образования | апрель 2022 | Проведен",
        "2 | Отчет | Пак О.О.; Ли И.И. | до 20 июня | ",
    ],
}


def read(data: bytes, name: str) -> ParsedReport:
    return understand(read_document(data, name))


def told(row: ParsedRow) -> str:
    officers = "; ".join(officer.printed or officer.name for officer in row.officers)
    cells = (row.number, row.text, officers, row.deadline, row.progress.replace("\n", " / "))
    return " | ".join(cells)


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_as_a_person_reads_it(name: str) -> None:
    parsed = read(FILES[name](), name)
    assert [parsed.title, *(told(row) for row in parsed.rows)] == EXPECTED[name]


@pytest.mark.parametrize(
    ("name", "findings"),
    [
        ("stages.docx", {"unknown_column": 1, "blank_progress": 1}),
        ("order.docx", {"unknown_column": 1, "row_left_out": 1, "blank_progress": 1}),
        ("plan.docx", {}),
        ("sections.docx", {"row_left_out": 1, "blank_progress": 1}),
        ("book.xlsx", {"unknown_column": 2, "row_left_out": 1, "blank_progress": 1}),
        ("facts.xlsx", {"unknown_column": 1, "row_left_out": 1, "blank_progress": 1}),
    ],
)
def test_what_is_left_out_is_told(name: str, findings: dict[str, int]) -> None:
    assert Counter(finding.code for finding in read(FILES[name](), name).findings) == findings


@pytest.fixture
def bring(db: None, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Import a file with the real command into a municipality of its own."""

    def bring(slug: str, name: str, data: bytes, *arguments: str) -> dict[str, Any]:
        path = tmp_path / name
        path.write_bytes(data)
        call_command("create_municipality", slug, "--name", "Сосновский округ", stdout=StringIO())
        out = StringIO()
        call_command("import_report", str(path), "--municipality", slug, "--json", *arguments, stdout=out)
        summary: dict[str, Any] = json.loads(out.getvalue())
        return {key: value for key, value in summary.items() if key != "findings"}

    return bring


@pytest.mark.parametrize("name", [name for name in FILES if name != "plan.docx"])
def test_a_report_comes_back_from_its_published_files(
    name: str, bring: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    data = FILES[name]()
    parsed = read(data, name)
    summary = bring("first", name, data, "--publish")
    assert summary["created"] == summary["rows"] == sum(row.number != "" for row in parsed.rows)
    for format in ("docx", "xlsx"):
        path = tmp_path / f"out.{format}"
        call_command(
            "render_report",
            "first",
            str(parsed.period),
            "--format",
            format,
            "--output",
            str(path),
            stdout=StringIO(),
        )
        again = read(path.read_bytes(), path.name)
        assert [again.title, *(told(row) for row in again.rows)] == EXPECTED[name]
        assert bring(format, path.name, path.read_bytes()) == summary


def test_a_bare_plan_is_brought_in_without_a_period(bring: Callable[..., dict[str, Any]]) -> None:
    summary = bring("first", "plan.docx", FILES["plan.docx"]())
    assert (summary["period"], summary["created"], summary["officers"], summary["collectives"]) == (
        None,
        3,
        1,
        3,
    )
