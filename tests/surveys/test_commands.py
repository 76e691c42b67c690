"""`manage.py import_survey` and `render_survey`: whole or not at all, an error is one sentence."""

from __future__ import annotations

import io
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.history import COMMAND
from accounts.models import HistoryEvent
from reports.demo import surveys as demo
from surveys.keeping import keep
from surveys.models import Survey
from surveys.queries import survey_value
from surveys.renderers import FORMATS, render
from surveys.results import results_of
from tests.factories import make_municipality
from tests.surveys.building import WHOSE, buses_and_roads, many_questions

pytestmark = pytest.mark.django_db
REAL = Path(__file__).resolve().parents[3] / "shared" / "input" / "report-2022-h1.docx"
TABLE = (
    "Вопрос;Вариант ответа;Ответов;Процент\n"
    "Довольны ли Вы дорогами?;Да;60;60\n"
    "Довольны ли Вы дорогами?;Нет;40;41\n"
)


@pytest.fixture(autouse=True)
def place():
    return make_municipality()


def written(folder: Path, text: str = TABLE, name: str = "opros.csv") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def told(path: Path, *more: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import_survey", str(path), "--municipality", "zarechny", "--json", *more, stdout=out)
    return json.loads(out.getvalue())


def refused(path: Path | str, *more: str) -> str:
    with pytest.raises(CommandError) as error:
        call_command(
            "import_survey", str(path), *(more or ("--municipality", "zarechny")), stdout=io.StringIO()
        )
    assert (Survey.objects.count(), HistoryEvent.objects.count()) == (0, 0)
    return str(error.value)


def drawn(format: str, *more: str, folder: Path) -> bytes:
    path = folder / f"survey.{format}"
    arguments = ("--format", format, "--output", str(path), *more)
    call_command("render_survey", "zarechny", "2021", *arguments, stdout=io.StringIO())
    assert [item.name for item in folder.iterdir() if item.name.startswith(".")] == []
    return path.read_bytes()


# Import


def test_an_import_is_told_in_one_object(tmp_path):
    said = told(written(tmp_path), "--year", "2021")
    assert {name: said[name] for name in ("questions", "tallies", "respondents", "respondents_region")} == {
        "questions": 1,
        "tallies": 2,
        "respondents": 100,
        "respondents_region": None,
    }
    (finding,) = said["findings"]
    assert (finding["code"], finding["question"]) == ("percentage_mismatch", "Довольны ли Вы дорогами?")
    assert "40" in finding["message"]
    assert (said["title"], said["year"], said["outcome"], said["published"]) == (
        "Опрос жителей",
        2021,
        "created",
        False,
    )


def test_importing_twice_changes_nothing(tmp_path):
    path = written(tmp_path)
    told(path, "--year", "2021")
    assert told(path, "--year", "2021")["outcome"] == "unchanged"
    assert list(Survey.objects.values_list("revision", flat=True)) == [1]
    assert list(HistoryEvent.objects.values_list("action", "source")) == [("survey_created", "command")]


def test_a_dry_run_tells_the_same_and_writes_nothing(tmp_path):
    path = written(tmp_path)
    dry = told(path, "--year", "2021", "--dry-run")
    assert (Survey.objects.count(), HistoryEvent.objects.count()) == (0, 0)
    assert dry | {"dry_run": False} == told(path, "--year", "2021")


def test_title_and_year_come_from_the_options_then_from_the_file(tmp_path):
    text = "Итоги опроса предпринимателей за 2020 год;;;\n" + TABLE
    path = written(tmp_path, text)
    assert (told(path)["title"], told(path)["year"]) == ("Итоги опроса предпринимателей за 2020 год", 2020)
    said = told(path, "--year", "2019", "--title", "Опрос о дорогах")
    assert (said["title"], said["year"], said["series"]) == ("Опрос о дорогах", 2019, "opros-o-dorogakh")


def test_a_survey_may_be_published_at_once(tmp_path):
    assert told(written(tmp_path), "--year", "2021", "--publish")["published"]
    assert Survey.objects.get().is_published


def test_words_for_people(tmp_path):
    out = io.StringIO()
    arguments = ("--municipality", "zarechny", "--year", "2021")
    call_command("import_survey", str(written(tmp_path)), *arguments, stdout=out)
    assert "[percentage_mismatch]" in out.getvalue()
    assert out.getvalue().splitlines()[-1] == "Опрос записан; это черновик, жители его не видят."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TABLE, "В файле не сказано, за какой год опрос. Добавьте год: --year 2021."),
        ("", "пуст"),
        ("просто слова", "нет ответов"),
        (TABLE.replace(";60;", ";много;") + "за 2021 год", "строка 2"),
        (TABLE.replace(";60;", ";-60;"), "строка 2"),
        (TABLE.replace(";41", ";141"), "строка 3"),
    ],
)
def test_bad_files_are_refused_in_one_sentence(tmp_path, text, words):
    said = refused(written(tmp_path, text))
    assert words.lower() in said.lower()
    assert said.count("\n") == 0


def test_other_refusals(tmp_path):
    assert "нет" in refused(tmp_path / "none.csv")
    assert "папка" in refused(tmp_path)
    assert "drugoy" in refused(written(tmp_path), "--municipality", "drugoy")
    here = ("--municipality", "zarechny", "--year")
    assert refused(written(tmp_path), *here, "21") == "Год «21» не прочитан. Напишите его так: --year 2021."
    assert refused(written(tmp_path), *here, "1900") == "Укажите год опроса: от 1990 до 2100."
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(60 * 1024**2)
    assert "МБ" in refused(huge, *here, "2021")


def test_two_hundred_questions_are_imported_quickly(tmp_path):
    path = tmp_path / "many.xlsx"
    with path.open("wb") as file:
        render("xlsx", results_of(many_questions(200), WHOSE), file)
    started = time.monotonic()
    said = told(path)
    assert (said["questions"], said["tallies"], said["year"]) == (200, 800, 2021)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("format", ["csv", "xlsx", "text"])
def test_our_own_files_change_nothing_when_they_are_imported(place, tmp_path, format):
    survey = keep(place, buses_and_roads(), by=COMMAND).survey
    path = tmp_path / f"opros.{'txt' if format == 'text' else format}"
    path.write_bytes(drawn(format, folder=tmp_path))
    said = told(path, "--year", "2021", "--title", survey.title)
    assert (said["outcome"], said["findings"]) == ("unchanged", [])


@pytest.mark.skipif(not REAL.exists(), reason="нет настоящего отчета в ../shared/input")
def test_the_real_report_is_read_and_printed_back_with_its_one_mistake_mended(tmp_path):
    said = told(REAL)
    assert {
        name: said[name] for name in ("questions", "tallies", "respondents", "respondents_region", "year")
    } == {
        "questions": 6,
        "tallies": 24,
        "respondents": 642,
        "respondents_region": 5942,
        "year": 2021,
    }
    assert [each["code"] for each in said["findings"]] == ["percentage_mismatch"]
    printed = REAL.with_suffix(".txt").read_text()
    block = printed[printed.index("В 1-ом полугодии 2022 года подведены") :]
    block = block[: block.index("46 чел. (7%).") + len("46 чел. (7%).")]
    assert block.count("28%") == 2
    mended = re.sub(r"(183 чел\. )\(28%\)", r"\1(29%)", block)
    assert " ".join(drawn("text", folder=tmp_path).decode().split()) == " ".join(mended.split())


@pytest.mark.skipif(not REAL.exists(), reason="нет настоящего отчета в ../shared/input")
def test_the_real_report_over_a_survey_in_other_words_leaves_the_other_places_alone(place):
    before = survey_value(demo.load(place, by=COMMAND))
    said = told(REAL, "--title", demo.TITLE, "--year", "2021")
    now = survey_value(Survey.objects.get(year=2021))
    assert (said["outcome"], said["erased"]) == ("changed", [])
    assert [each.topic for each in now.questions] == list(demo.TOPICS)
    assert [each.name for each in now.places] == [each.name for each in before.places]
    assert now.places[1:] == before.places[1:]
    counts = [[figure.count for figure in row if figure] for row in now.own.figures]
    assert counts == [list(row) for row in demo.OWN_2021]
    said = told(REAL, "--title", demo.TITLE, "--year", "2021")
    assert said["outcome"] == "unchanged"


# Render


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_a_draft_is_drawn_in_every_format(place, tmp_path, format):
    keep(place, buses_and_roads(), by=COMMAND)
    out = io.BytesIO()
    render(format, results_of(buses_and_roads(), WHOSE), out)
    (tmp_path / f"survey.{format}").write_text("what stood here before")
    assert drawn(format, folder=tmp_path) == out.getvalue()


def test_one_of_several_surveys_is_named(place, tmp_path):
    keep(place, buses_and_roads(), by=COMMAND)
    keep(place, buses_and_roads(title="Опрос предпринимателей"), by=COMMAND)
    said = json.loads(drawn("json", "--title", "опрос предпринимателей", folder=tmp_path))
    assert said["title"] == "Опрос предпринимателей"


def test_refusals_to_draw(place, tmp_path):
    def words(*arguments: str, output: Path = tmp_path / "a.csv") -> str:
        with pytest.raises(CommandError) as error:
            call_command("render_survey", *arguments, "--format", "csv", "--output", str(output))
        return str(error.value)

    assert words("drugoy", "2021") == "Муниципалитета «drugoy» в портале нет."
    assert words("zarechny", "2021") == "Опроса за 2021 год у муниципалитета «zarechny» нет."
    assert words("zarechny", "год") == "Год «год» не прочитан. Напишите его так: 2021."
    survey = keep(place, buses_and_roads(), by=COMMAND).survey
    assert survey_value(survey) == buses_and_roads()
    assert words("zarechny", "2021", "--title", "Нет такого") == (
        "Опроса «Нет такого» за 2021 год нет. Есть: «Опрос жителей»."
    )
    keep(place, buses_and_roads(title="Другой"), by=COMMAND)
    assert words("zarechny", "2021") == (
        "За 2021 год опросов несколько: «Другой», «Опрос жителей». Добавьте название: --title «…»."
    )
    title = ("--title", "Другой")
    assert "такой папки нет" in words("zarechny", "2021", *title, output=tmp_path / "none" / "a.csv")
    assert "это папка" in words("zarechny", "2021", *title, output=tmp_path)
    assert list(tmp_path.iterdir()) == []
