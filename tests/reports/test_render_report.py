"""`manage.py render_report`: the frozen text into a file, or one sentence."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.history import COMMAND
from reports import publishing, renderers
from reports.content import ReportContent
from reports.models import Job, Publication, Rendition
from tests.factories import District, make_district, make_next_period, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    """A published report with two versions."""
    district = make_district()
    district.publish()
    district.activities[0].revisions.update(text="Новое наименование")
    publishing.publish_as_it_stands(district.plan_period, by=COMMAND, reason="Изменен план")
    return district


def drawn(publication: Publication, format: str) -> bytes:
    out = BytesIO()
    renderers.render(format, ReportContent.from_text(publication.content), out)
    return out.getvalue()


@pytest.mark.parametrize("format", sorted(renderers.FORMATS))
def test_the_newest_version_is_drawn_without_a_worker(
    district: District, tmp_path: Path, format: str
) -> None:
    path = tmp_path / f"report.{format}"
    call_command("render_report", "zarechny", "2022-h1", "--format", format, "--output", str(path))
    assert path.read_bytes() == drawn(Publication.objects.get(version=2), format)
    assert [item.name for item in path.parent.iterdir()] == [path.name]
    assert (Rendition.objects.count(), Job.objects.filter(state="queued").count()) == (0, 8)


def test_an_older_version_is_drawn_on_request(district: District, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text("what stood here before")
    arguments = ["--format", "json", "--output", str(path), "--version", "1"]
    call_command("render_report", "zarechny", "2022-H1", *arguments)
    assert path.read_bytes() == drawn(Publication.objects.get(version=1), "json")


@pytest.mark.parametrize("slug", ["open-government", "roads"])
def test_a_plan_is_named(district: District, tmp_path: Path, slug: str) -> None:
    plan = make_plan(district.municipality, slug="roads", is_primary=False, title="План по дорогам")
    make_district(plan=plan).publish()
    path = tmp_path / "report.json"
    call_command(
        "render_report", "zarechny", "2022-h1", "--format=json", f"--output={path}", f"--plan={slug}"
    )
    newest = Publication.objects.filter(report__plan_period__plan__slug=slug).order_by("version").last()
    assert path.read_bytes() == drawn(newest, "json")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere", "2022-h1"], "Муниципалитета «nowhere» в портале нет."),
        (["zarechny", "2021-h1"], "Отчет за I полугодие 2021 года не опубликован."),
        (["zarechny", "2022-h2"], "Отчет за II полугодие 2022 года не опубликован."),
        (
            ["zarechny", "2022"],
            "Период «2022» не распознан. Напишите год и полугодие, например 2022-h1.",
        ),
        (["zarechny", "2022-h1", "--version", "3"], "Версии 3 у отчета за I полугодие 2022 года нет."),
        (["zarechny", "2022-h1", "--plan", "roads"], "Плана «roads» у муниципалитета «zarechny» нет."),
    ],
)
def test_what_cannot_be_found_is_a_sentence(
    district: District, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    make_next_period(district)
    path = tmp_path / "report.json"
    with pytest.raises(CommandError) as caught:
        call_command("render_report", *arguments, "--format", "json", "--output", str(path))
    assert (str(caught.value), caught.value.returncode, path.exists()) == (sentence, 1, False)


def test_a_withdrawn_version_is_not_drawn(district: District, tmp_path: Path) -> None:
    newest = Publication.objects.get(version=2)
    publishing.withdraw(newest, by=COMMAND, reason="Персональные данные.")
    path = tmp_path / "report.json"
    arguments = ["render_report", "zarechny", "2022-h1", "--format", "json", "--output", str(path)]
    with pytest.raises(CommandError) as caught:
        call_command(*arguments, "--version", "2")
    assert str(caught.value) == ("Версия 2 отчета за I полугодие 2022 года отозвана: Персональные данные.")
    call_command(*arguments)
    assert path.read_bytes() == drawn(Publication.objects.get(version=1), "json")
    publishing.withdraw(Publication.objects.get(version=1), by=COMMAND, reason="Персональные данные.")
    with pytest.raises(CommandError) as caught:
        call_command(*arguments)
    assert str(caught.value) == "Все версии отчета за I полугодие 2022 года отозваны."


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("no such folder/report.json", "такой папки нет"),
        ("file/report.json", "такой папки нет"),
        ("folder", "это папка"),
        ("а" * 300, "проверьте имя файла, место на диске и права"),
    ],
)
def test_a_place_that_cannot_be_written_is_a_sentence(
    district: District, tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / "file").write_text("not a folder")
    (tmp_path / "folder").mkdir()
    path = tmp_path / name
    with pytest.raises(CommandError) as caught:
        call_command("render_report", "zarechny", "2022-h1", "--format", "json", "--output", str(path))
    assert (str(caught.value), caught.value.returncode) == (f"Не удалось записать файл {path}: {words}.", 1)
    assert sorted(item.name for item in tmp_path.rglob("*")) == ["file", "folder"]
