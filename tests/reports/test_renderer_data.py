"""The files for programs, JSON and CSV, and the list of formats."""

from __future__ import annotations

import csv
import io
import json

import pytest

from reports import renderers
from reports.content import FrozenRow, ReportContent, sha256_of
from reports.renderers import csvfile
from tests.reports.samples import LISTED, activity, sample_content, small_content


def drawn(format: str, content: ReportContent) -> bytes:
    out = io.BytesIO()
    renderers.render(format, content, out)
    return out.getvalue()


def csv_rows(content: ReportContent) -> list[list[str]]:
    text = drawn("csv", content).decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=","))


def test_json_holds_all_that_is_known() -> None:
    content = small_content(
        FrozenRow("section", "", 0, "I. Данные"),
        activity("6.4", "", nothing_reason="Не было.", is_optional=True),
    )
    value = json.loads(drawn("json", content))
    assert value["rows"] == [
        {
            "number": "",
            "kind": "section",
            "level": 0,
            "key": "",
            "activity": "I. Данные",
            "officers": [],
            "deadline": "",
            "progress": "",
            "nothing_reason": "",
            "is_optional": False,
        },
        {
            "number": "6.4",
            "kind": "activity",
            "level": 1,
            "key": "a6.4",
            "activity": "Проведение мониторинга № 6.4",
            "officers": [
                {"name": "Астахова И.Н.", "kind": "official"},
                {"name": "Ветров С.П.", "kind": "official"},
            ],
            "deadline": "ежегодно, до 01 марта",
            "progress": "",
            "nothing_reason": "Не было.",
            "is_optional": True,
        },
    ]
    del value["rows"]
    assert value == {
        "schema": 1,
        "title": content.title,
        "municipality": {
            "slug": "prikumsk",
            "name": "Прикумский муниципальный округ",
            "name_genitive": "Прикумского муниципального округа",
            "name_prepositional": "Прикумском муниципальном округе",
            "region": "Ставропольский край",
        },
        "plan": {"slug": "open-government", "title": content.plan_title},
        "acts": [
            {"kind": "распоряжение", "number": "165-р", "adopted_on": "2021-06-23", "is_amendment": False},
            {"kind": "распоряжение", "number": "20-р", "adopted_on": "2022-02-01", "is_amendment": True},
        ],
        "period": "2022-h1",
        "period_title": "I полугодие 2022 года",
        "version": 1,
        "reason": "",
        "signatory": {"name": content.signatory_name, "position": content.signatory_position},
        "approved_on": "2022-07-13",
        "prepared_by": content.prepared_by,
        "published_at": "2022-07-14T01:30:00+03:00",
        "sha256": sha256_of(content.to_text()),
        "previous_sha256": "",
    }


def test_json_is_readable_text() -> None:
    text = drawn("json", small_content(activity("1", "=1+1 <script> 😀"))).decode()
    assert '      "progress": "=1+1 <script> 😀",\n' in text
    assert text.endswith("}\n")


def test_csv_holds_every_cell_exactly() -> None:
    phone = "+7 (86543) 0-00-00; «звоните»"
    assert csv_rows(
        small_content(
            FrozenRow("section", "", 0, "I. Данные"),
            FrozenRow("group", "1", 0, "Обеспечение:"),
            activity("1.1", "=1+1", text='-А "б"'),
            activity("1.2", ""),
            activity("1.3", "", nothing_reason=phone),
            activity("2", LISTED),
        )
    ) == [
        list(csvfile.COLUMNS),
        ["", "раздел", "0", "I. Данные", "", "", ""],
        ["1", "группа", "0", "Обеспечение:", "", "", ""],
        _row("1.1", 1, "=1+1", text='-А "б"'),
        _row("1.2", 1, ""),
        _row("1.3", 1, phone),
        _row("2", 0, LISTED),
    ]


def _row(number: str, level: int, progress: str, text: str = "") -> list[str]:
    text = text or f"Проведение мониторинга № {number}"
    officers = "Астахова И.Н.\nВетров С.П."
    return [number, "мероприятие", str(level), text, officers, "ежегодно, до 01 марта", progress]


def test_csv_is_plain_utf8_with_commas() -> None:
    data = drawn("csv", small_content(activity("1", "ab\x00в")))
    assert data.startswith("№ п/п,Вид строки,Уровень,".encode())
    assert data.endswith("abв\r\n".encode())


@pytest.mark.parametrize("format", renderers.FORMATS)
def test_every_format_gives_the_same_bytes_for_the_same_content(format: str) -> None:
    content = sample_content(60)
    assert drawn(format, content) == drawn(format, ReportContent.from_text(content.to_text()))


@pytest.mark.parametrize("format", renderers.FORMATS)
def test_every_format_takes_a_preview_without_dates_and_rows(format: str) -> None:
    bare = small_content(published_at="", approved_on="", acts=(), signatory_name="", signatory_position="")
    assert len(drawn(format, bare)) > 100


def test_the_formats_in_their_order() -> None:
    assert {
        name: (each.purpose, each.content_type.partition(";")[0], each.file_name)
        for name, each in renderers.FORMATS.items()
    } == {
        "docx": (
            "Документ Word",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "report.docx",
        ),
        "xlsx": (
            "Таблица Excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "report.xlsx",
        ),
        "json": ("Данные для программ", "application/json", "report.json"),
        "csv": ("Таблица для обработки", "text/csv", "report.csv"),
    }
    with pytest.raises(KeyError):
        drawn("pdf", small_content())
