"""ReportContent -> JSON for programs; `docs/formats.md` describes the keys."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, BinaryIO

from plans.inserts.values import InsertValue
from plans.periods import ReportingPeriod
from reports.content import SCHEMA, FrozenAttachment, FrozenFigure, FrozenRow, ReportContent, sha256_of


def render(content: ReportContent, out: BinaryIO) -> None:
    """Write every cell and all that is known of the version; UTF-8, readable for people too."""
    value = {
        "schema": SCHEMA,
        "title": content.title,
        "municipality": asdict(content.municipality),
        "plan": {"slug": content.plan_slug, "title": content.plan_title},
        "acts": [asdict(act) for act in content.acts],
        "period": content.period,
        "period_title": ReportingPeriod.parse(content.period).title,
        "version": content.version,
        "reason": content.reason,
        "signatory": {"name": content.signatory_name, "position": content.signatory_position},
        "approved_on": content.approved_on,
        "prepared_by": content.prepared_by,
        "published_at": content.published_at,
        "sha256": sha256_of(content.to_text()),
        "previous_sha256": content.previous_sha256,
        "rows": [_row(row) for row in content.rows],
    }
    out.write(json.dumps(value, ensure_ascii=False, indent=2).encode())
    out.write(b"\n")


def _row(row: FrozenRow) -> dict[str, Any]:
    value: dict[str, Any] = {
        "number": row.number,
        "kind": row.kind,
        "level": row.level,
        "key": row.key,
        "activity": row.text,
        "officers": [{"name": officer.name, "kind": officer.kind} for officer in row.officers],
        "deadline": row.deadline,
        "progress": row.progress,
        "nothing_reason": row.nothing_reason,
        "is_optional": row.is_optional,
    }
    # Rows without any are written as before there were any.
    if row.figures:
        value["figures"] = [_figure(figure) for figure in row.figures]
    if row.attachments:
        value["attachments"] = [_attachment(attachment) for attachment in row.attachments]
    if row.inserts:
        value["inserts"] = [_insert(insert) for insert in row.inserts]
    return value


def _figure(figure: FrozenFigure) -> dict[str, Any]:
    return {
        "key": figure.key,
        "name": figure.name,
        "unit": figure.unit,
        "kind": figure.kind,
        "value": _typed(figure.kind, figure.value),
        "target": _typed(figure.kind, figure.target) if figure.target else None,
        "adds_up": figure.adds_up,
        "is_main": figure.is_main,
    }


def _typed(kind: str, value: str) -> bool | int | float:
    if kind == "yes_no":
        return value != "0"
    return int(value) if value.removeprefix("-").isdigit() else float(value)


def _attachment(attachment: FrozenAttachment) -> dict[str, Any]:
    if attachment.url:
        return {"title": attachment.title, "url": attachment.url}
    return {
        "title": attachment.title,
        "file": attachment.filename,
        "content_type": attachment.content_type,
        "size": attachment.size,
        "sha256": attachment.sha256,
    }


def _insert(insert: InsertValue) -> dict[str, Any]:
    """Its figures as its source gives them, and its tables as printed; pictures are left to people."""
    return {
        "kind": insert.kind,
        "title": insert.title,
        "lead": insert.lead,
        "words": insert.words,
        "note": insert.note,
        "as_of": insert.as_of,
        "url": insert.url,
        "data": json.loads(insert.data) if insert.data else None,
        "tables": [asdict(table) for table in insert.tables],
    }
