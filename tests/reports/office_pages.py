"""The office's pages as tests read them: files on their road, and what stands in the answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from accounts.history import Actor
from accounts.models import Municipality
from accounts.wording import NBSP, THIN
from reports import importing
from reports.importing import ImportOptions
from reports.models import ImportRun
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


# The second row in words near enough to the plan's to ask, and too far to be sure.
UNSURE_TEXT = "Проверка официального сайта и страниц в социальных сетях"
UNSURE_ROWS = (ROWS[0], ("2", UNSURE_TEXT, "Юн Б.Б.\n(постоянно)", "Проверено дважды."), *ROWS[2:])
SECOND_HALF = TITLE.replace(" I полугодие", " II полугодие")


def many_rows(count: int) -> tuple[tuple[str, ...], ...]:
    """So many activities of one officer; every tenth is blank."""
    return tuple(
        (
            str(number),
            f"Мероприятие {_words(number)}",
            "Юн Б.Б.\n(постоянно)",
            "" if number % 10 == 0 else f"Сделано {number}.",
        )
        for number in range(1, count + 1)
    )


def _words(number: int) -> str:
    """Words of its own for every number: one a digit."""
    digits = "ноль берег ветер город дорога ель житель закон игра куст".split()
    return " ".join(digits[int(digit)] for digit in str(number))


def upload(data: bytes, name: str = "отчет.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def brought(municipality: Municipality, data: bytes, by: Actor) -> ImportRun:
    """A file that was uploaded and read."""
    run = importing.start(municipality, upload(data), by=by)
    importing.read_upload(run, lambda *_: None)
    run.refresh_from_db()
    return run


def written(municipality: Municipality, data: bytes, by: Actor, **options: Any) -> ImportRun:
    """A file that was written into the plan."""
    run = brought(municipality, data, by)
    importing.confirm(run, ImportOptions(**options), by=by)
    run.refresh_from_db()
    return run


def url(run: ImportRun, step: str = "detail") -> str:
    """The address of a file's page; `step`: ``progress``, ``confirm``, ``discard``."""
    return reverse(f"reports:import-{step}", kwargs={"municipality": "zarechny", "pk": run.pk})


def choices(**changes: str) -> dict[str, str]:
    """What the preview's form sends for the first file of a district."""
    return {"period": "2022-h1", "plan": "+", "mode": "drafts"} | changes


def queries(client: Client, address: str) -> int:
    """How many queries the page takes."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


class Page:
    """An answer: its status, and the texts in it by CSS selector, without needless spaces."""

    def __init__(self, response: HttpResponse) -> None:
        self.status = response.status_code
        self.size = len(response.content)
        self.tree = html.fromstring(response.content.decode())

    def all(self, selector: str) -> list[Any]:
        """Elements by the simplest of CSS: ``tag``, ``.class``, ``tag.class``, one inside another by a space."""
        path = ""
        for part in selector.split():
            tag, _, name = part.partition(".")
            path += f"//{tag or '*'}"
            path += f"[contains(concat(' ', @class, ' '), ' {name} ')]" if name else ""
        return self.tree.xpath(path)

    def texts(self, selector: str) -> list[str]:
        return [text_of(item) for item in self.all(selector)]

    def text(self, selector: str) -> str:
        """The text of the only one there is."""
        (text,) = self.texts(selector)
        return text

    def values(self, name: str) -> list[str]:
        """What the form holds under the name: of a field, an area, the picked option or radio."""
        found = []
        for item in self.tree.xpath("//*[@name=$name]", name=name):
            if item.tag == "select":
                found += [option.get("value") for option in item.xpath(".//option[@selected]")]
            elif item.tag == "textarea":
                found.append((item.text or "").strip())
            elif item.get("type") in ("radio", "checkbox"):
                found += [item.get("value", "on")] * ("checked" in item.attrib)
            else:
                found.append(item.get("value", ""))
        return found

    def options(self, name: str) -> list[str]:
        return [option.get("value") for option in self.tree.xpath("//*[@name=$name]/option", name=name)]

    def table(self) -> list[list[str]]:
        """The cells of the only table's body."""
        (table,) = self.all("table")
        return [[text_of(cell) for cell in row.xpath("./td")] for row in table.xpath("./tbody/tr")]


def text_of(item: Any) -> str:
    return " ".join(item.text_content().replace(NBSP, " ").replace(THIN, " ").split())
