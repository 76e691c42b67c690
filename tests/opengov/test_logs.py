"""Log lines are JSON objects with the request and the job that they belong to."""

from __future__ import annotations

import json
import logging
import sys

from opengov.logs import JsonFormatter, PlainFormatter, job_id
from opengov.request_id import request_id


def record(message: str, *args: object, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("reports.jobs", logging.WARNING, "file.py", 1, message, args, None)
    made.__dict__.update(extra)
    return made


def test_a_line_is_one_json_object() -> None:
    line = JsonFormatter().format(record("Отчет «%s»\nготов", "I полугодие", took_ms=7, pages={1}))
    assert "\n" not in line
    values = json.loads(line)
    assert values.pop("time").endswith("+00:00")
    assert values == {
        "level": "WARNING",
        "logger": "reports.jobs",
        "message": "Отчет «I полугодие»\nготов",
        "took_ms": 7,
        "pages": "{1}",
    }


def test_the_ids_stand_in_the_line() -> None:
    tokens = request_id.set("abc-123"), job_id.set("42")
    try:
        values = json.loads(JsonFormatter().format(record("done")))
        plain = PlainFormatter().format(record("done"))
    finally:
        request_id.reset(tokens[0])
        job_id.reset(tokens[1])
    assert (values["request_id"], values["job_id"]) == ("abc-123", "42")
    assert plain.endswith("WARNING reports.jobs: done [request_id=abc-123 job_id=42]")


def test_a_traceback_stays_in_its_line() -> None:
    made = record("failed")
    try:
        raise ValueError("bad")
    except ValueError:
        made.exc_info = sys.exc_info()
    values = json.loads(JsonFormatter().format(made))
    assert values["exception"].endswith("ValueError: bad")
