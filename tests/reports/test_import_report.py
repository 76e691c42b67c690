"""`manage.py import_report`: its one object of JSON, its exit status, its one sentence when it refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Municipality
from plans.models import Plan
from reports.models import Publication
from tests.conftest import ROOT
from tests.factories import make_municipality
from tests.reports.bringing import everything
from tests.reports.builders import docx, paragraph
from tests.reports.files import DATA, H2_2022, PLAN, apart_xlsx, plan_docx, report_docx

UNLIKE = DATA.but(text="Публикация наборов открытых данных на федеральном портале")
KEYS = {
    "period": str,
    "rows": int,
    "top_level": int,
    "groups": int,
    "reportable": int,
    "filled": int,
    "blank": list,
    "officers": int,
    "collectives": int,
    "created": int,
    "updated": int,
    "unchanged": int,
    "findings": list,
}


@pytest.fixture
def district(db: None) -> Municipality:
    return make_municipality()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "отчет за полугодие.docx"
    path.write_bytes(report_docx())
    return path


def run(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_report", str(path), "--municipality", "zarechny", *options, stdout=out)
    return out.getvalue()


def as_json(path: Path, *options: str) -> dict[str, Any]:
    return json.loads(run(path, "--json", *options))


def test_the_object_holds_exactly_the_named_keys_and_types(district: Municipality, file: Path) -> None:
    told = as_json(file)

    assert {name: type(value) for name, value in told.items()} == KEYS
    assert told == {
        "period": "2022-h1",
        "rows": 6,
        "top_level": 4,
        "groups": 1,
        "reportable": 5,
        "filled": 4,
        "blank": ["4"],
        "officers": 5,
        "collectives": 1,
        "created": 6,
        "updated": 0,
        "unchanged": 0,
        "findings": [
            {
                "code": "blank_progress",
                "row": "4",
                "message": "В пункте 4 нет информации о проведении мероприятия.",
            }
        ],
    }
    again = as_json(file)
    assert [again[name] for name in ("created", "updated", "unchanged")] == [0, 0, 6]


def test_every_option_reaches_the_import(district: Municipality, file: Path, tmp_path: Path) -> None:
    assert as_json(file, "--period", "2022-h2", "--dry-run")["period"] == "2022-h2"
    assert not Plan.objects.exists()
    as_json(file, "--plan", "open", "--publish")
    assert [plan.slug for plan in Plan.objects.all()] == ["open"]
    file.write_bytes(report_docx([DATA.but(progress="Шесть наборов."), *PLAN[1:]]))
    as_json(file, "--plan", "open", "--publish", "--reason", "Уточнено.")
    assert list(Publication.objects.order_by("version").values_list("version", "reason")) == [
        (1, ""),
        (2, "Уточнено."),
    ]
    file.write_bytes(report_docx([UNLIKE, *PLAN[1:]], H2_2022))
    assert as_json(file, "--plan", "open", "--accept-new")["created"] == 1


def test_without_json_it_tells_in_words(district: Municipality, file: Path) -> None:
    assert run(file, "--publish").splitlines() == [
        "Период: I полугодие 2022 года",
        "Строк: 6, верхнего уровня 4, групп 1; отчетных 5, со сведениями 4.",
        "Создано: 6, изменено: 0, без изменений: 0.",
        "– 4: В пункте 4 нет информации о проведении мероприятия. [blank_progress]",
        f"Опубликован отчет, версия 1, sha256 {Publication.objects.get().sha256}.",
    ]
    assert run(file, "--dry-run").splitlines()[-1] == "Ничего не записано: это была проверка."


def test_an_undecided_file_ends_with_2_and_writes_nothing(district: Municipality, file: Path) -> None:
    as_json(file)
    file.write_bytes(report_docx([UNLIKE, *PLAN[1:]], H2_2022))
    before = everything()
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import_report", str(file), "--municipality", "zarechny", "--json", stdout=out)

    assert ended.value.code == 2
    told = json.loads(out.getvalue())
    assert [told[name] for name in ("created", "updated", "unchanged")] == [0, 0, 0]
    assert [item["code"] for item in told["findings"]] == ["blank_progress", "activity_unsure"]
    assert DATA.text in told["findings"][1]["message"]
    assert everything() == before


def test_a_sheet_and_a_bare_plan_are_taken_too(district: Municipality, tmp_path: Path) -> None:
    sheet, plan = tmp_path / "отчет.xlsx", tmp_path / "план.docx"
    sheet.write_bytes(apart_xlsx())
    plan.write_bytes(plan_docx())

    assert [item["code"] for item in as_json(sheet)["findings"]] == ["unknown_column", "blank_progress"]
    told = as_json(plan)
    assert (told["period"], told["unchanged"], told["blank"]) == (None, 6, [])


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            ["--municipality", "nowhere"],
            "Муниципалитета «nowhere» нет. Создайте его командой create_municipality.",
        ),
        (["--period", "2022"], "Период «2022» не распознан. Напишите год и полугодие, например 2022-h1."),
        (["--period", "0000-h1"], "Нет такого полугодия: 1 полугодие 0 года."),
        (["--plan", "reports"], "Имя «reports» нужно самому порталу. Выберите другое."),
    ],
)
def test_a_bad_option_is_refused(
    district: Municipality, file: Path, options: list[str], sentence: str
) -> None:
    before = everything()
    with pytest.raises(CommandError) as refused:
        call_command("import_report", str(file), *["--municipality", "zarechny", *options])
    assert str(refused.value) == sentence
    assert everything() == before


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("папка.docx", None, "папка. Укажите файл"),
        ("нет.docx", b"", None),
        ("пустой.docx", b"", "пуст"),
        ("слова.docx", b"just words", None),
        ("без таблицы.docx", docx(paragraph("Отчет за I полугодие 2022 года")), "таблиц"),
        ("без периода.docx", report_docx(title="Отчет о ходе реализации плана"), "не найдено полугодие"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(
    district: Municipality, tmp_path: Path, name: str, content: bytes | None, sentence: str | None
) -> None:
    path = tmp_path / name
    if content is None:
        path.mkdir()
    elif name != "нет.docx":
        path.write_bytes(content)
    before = everything()
    with pytest.raises(CommandError) as refused:
        run(path)
    message = str(refused.value)
    assert message.endswith(".")
    assert "\n" not in message
    assert (sentence or "") in message
    assert everything() == before


def test_the_program_s_exit_status(tmp_path: Path) -> None:
    """The real program on a real database: 0 with findings, 1 refused, 2 undecided; no traceback."""
    environment = {
        **os.environ,
        "DEBUG": "1",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite3'}",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
    }

    def manage(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    def import_report(data: bytes) -> subprocess.CompletedProcess[str]:
        path = tmp_path / "file.docx"
        path.write_bytes(data)
        return manage("import_report", str(path), "--municipality", "zarechny", "--publish", "--json")

    assert manage("migrate", "--verbosity", "0").returncode == 0
    assert manage("create_municipality", "zarechny", "--name", "Заречный муниципальный округ").returncode == 0
    first = import_report(report_docx())
    assert (first.returncode, json.loads(first.stdout)["created"]) == (0, 6)
    refused = import_report(b"not a document")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert len(refused.stderr.strip().splitlines()) == 1
    assert "Traceback" not in refused.stderr
    undecided = import_report(report_docx([UNLIKE, *PLAN[1:]], H2_2022))
    assert (undecided.returncode, json.loads(undecided.stdout)["created"]) == (2, 0)
    assert undecided.stderr == ""
