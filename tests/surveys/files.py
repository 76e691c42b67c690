"""Files with surveys for tests, and a survey told in plain words."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from surveys.reading import ReadSurvey

OURS = (
    "Энский муниципальный округ Зареченского края",
    "Энского муниципального округа Зареченского края",
    "Энском муниципальном округе Зареченского края",
)
TEMPLATE = ("Вопрос", "Вариант ответа", "Ответов", "Процент")


def csv_file(*rows: Sequence[str], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def figures(read: ReadSurvey) -> dict[str, list[list[str]]]:
    """Each place's figures as texts: «195», «30%», «195 30%», «» for none; ours under «»."""
    return {
        place.name: [
            [
                " ".join(
                    filter(
                        None,
                        [
                            "" if each is None or each.count is None else str(each.count),
                            "" if each is None or each.percent is None else f"{each.percent}%",
                        ],
                    )
                )
                for each in row
            ]
            for row in place.figures
        ]
        for place in read.survey.places
    }


def questions(read: ReadSurvey) -> list[tuple[str, str, list[str]]]:
    """``(number, text, answers)``."""
    return [
        (question.number, question.text, [answer.words for answer in question.answers])
        for question in read.survey.questions
    ]


def respondents(read: ReadSurvey) -> dict[str, int | None]:
    return {place.name: place.respondents for place in read.survey.places}


def codes(read: ReadSurvey) -> list[str]:
    return [finding.code for finding in read.findings]
