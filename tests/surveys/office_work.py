"""What tests of the office's pages of surveys lean on: a survey that stands, and the fields of its table."""

from __future__ import annotations

from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from accounts.history import COMMAND
from accounts.models import Municipality
from surveys import keeping
from surveys.models import Survey
from surveys.values import Answer, AskedQuestion, Figure, Meaning, PlaceFigures, PlaceKind, SurveyValue

YES_NO = (
    Answer("Да", Meaning.POSITIVE),
    Answer("скорее Да", Meaning.POSITIVE),
    Answer("Нет", Meaning.NEGATIVE),
    Answer("скорее Нет", Meaning.NEGATIVE),
)


def yes_no_survey(
    *rows: tuple[int, int, int, int],
    title: str = "Опрос жителей",
    year: int = 2021,
    respondents: int | None = 642,
) -> SurveyValue:
    """Questions «Вопрос 1»… with these counts of the usual four answers."""
    rows = rows or ((195, 180, 117, 150),)
    questions = tuple(
        AskedQuestion(f"Вопрос {number}", YES_NO, str(number), f"Тема {number}")
        for number, _ in enumerate(rows, start=1)
    )
    figures = tuple(tuple(Figure(count) for count in row) for row in rows)
    return SurveyValue(title, questions, (PlaceFigures(PlaceKind.OWN, figures, "", respondents),), year)


def make_survey(municipality: Municipality, value: SurveyValue | None = None) -> Survey:
    return keeping.keep(municipality, value or yes_no_survey(), by=COMMAND).survey


def percent(text: str) -> Figure:
    return Figure(None, Decimal(text))


class _Fields(HTMLParser):
    """The fields of the form `survey-form` as a browser would send them, without its buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.is_inside = False
        self.select = ""
        self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        if tag == "form":
            self.is_inside = of.get("id") == "survey-form"
        if not self.is_inside:
            return
        name = of.get("name") or ""
        if tag == "input" and name:
            self.found[name] = of.get("value") or ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            value = of.get("value") or ""
            if "selected" in of or self.select not in self.found:
                self.found[self.select] = value
        elif tag == "textarea":
            self.textarea = name
            self.found[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.found[self.textarea] = self.found.get(self.textarea, "").removeprefix("\n")
            self.textarea = ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.found[self.textarea] += data


def fields_of(page: Any) -> dict[str, str]:
    """What the table would send."""
    parser = _Fields()
    parser.feed(page.content.decode())
    return parser.found


def press(client: Client, url: str, fields: dict[str, str], action: str) -> Any:
    """Send the table by one of its buttons."""
    return client.post(url, fields | {"action": action})
