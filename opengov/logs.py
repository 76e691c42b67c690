"""Log lines: JSON for machines in production, one readable line in development."""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

from opengov.request_id import request_id

job_id: ContextVar[str] = ContextVar("job_id", default="")

# What every record carries by itself; anything else came through `extra=` and belongs in the line.
STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


def context() -> dict[str, str]:
    """The request and the job that this line belongs to, where there is one."""
    pairs = {"request_id": request_id.get(), "job_id": job_id.get()}
    return {name: value for name, value in pairs.items() if value}


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, context, extras, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **context(),
        }
        for name, value in record.__dict__.items():
            if name not in STANDARD and name not in line:
                line[name] = value if isinstance(value, (str, int, float, bool, type(None))) else str(value)
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class PlainFormatter(logging.Formatter):
    """The same for the eye: time, level, logger, message and the ids in brackets."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", datefmt="%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        ids = " ".join(f"{name}={value}" for name, value in context().items())
        line = super().format(record)
        return f"{line} [{ids}]" if ids else line
