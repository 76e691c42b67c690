"""The command that explains how a deadline is read; without the db mark, a query would fail the test."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone


def explain(*arguments: str) -> str:
    out = StringIO()
    call_command("explain_deadline", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("wording", "rule", "due"),
    [
        (
            "ежегодно, до 01 марта",
            {"kind": "dates", "dates": [{"from": "03-01", "to": "03-01"}]},
            ["2022-03-01"],
        ),
        ("постоянно", {"kind": "ongoing"}, []),
        ("По мере необходимости", {"kind": "as_needed"}, []),
        ("по графику", None, []),
        ("", None, []),
    ],
)
def test_json_is_one_object(wording: str, rule: dict | None, due: list[str]) -> None:
    assert json.loads(explain(wording, "--year", "2022", "--json")) == {
        "wording": wording,
        "rule": rule,
        "readable": rule is not None,
        "due": due,
    }


def test_january_counts_for_the_quarter_before() -> None:
    wording = "ежеквартально, до 10 числа месяца, следующего за отчетным кварталом"
    answer = json.loads(explain(wording, "--year", "2022", "--json"))
    assert answer["due"] == ["2022-01-10", "2022-04-10", "2022-07-10", "2022-10-10"]


def test_without_json_it_answers_in_russian_lines() -> None:
    assert explain("до 1 марта и 1 сентября", "--year", "2022").splitlines() == [
        "Срок: «до 1 марта и 1 сентября»",
        "Каждый год: 1 марта и 1 сентября.",
        "Даты в 2022 году: 01.03.2022, 01.09.2022.",
    ]
    assert explain("постоянно", "--year", "2022").splitlines()[-1] == "В 2022 году своих дат нет."


def test_the_year_is_the_current_one_unless_named() -> None:
    year = timezone.localdate().year
    assert json.loads(explain("ежегодно", "--json"))["due"] == [f"{year}-12-31"]


@pytest.mark.parametrize("year", ["abc", "0", "10000", "-5", ""])
def test_a_year_that_is_none_is_refused_with_a_sentence(year: str) -> None:
    with pytest.raises(CommandError, match="не год"):
        explain("ежегодно", f"--year={year}")
