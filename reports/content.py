"""The frozen value of a report: what is hashed, published and drawn; nothing else reaches a reader of the report.

`ReportContent` is immutable and self-contained. Its canonical form is JSON text (UTF-8, sorted keys, no spaces,
``"schema": 1``); the sha256 of that text is the publication's name in the chain. Renderers take a ReportContent and
nothing more: no database, no settings, no clock.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Self

from plans.inserts.values import InsertValue

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class FrozenAct:
    """``kind``: «распоряжение», «постановление»…; ``adopted_on``: ISO date; ``is_amendment``: changes the plan."""

    kind: str
    number: str
    adopted_on: str
    is_amendment: bool = False


@dataclass(frozen=True, slots=True)
class FrozenOfficer:
    """``kind``: ``official`` or ``collective``."""

    name: str
    kind: str = "official"


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """The value of an indicator. ``key``: the same in every period; ``kind``: ``whole``, ``decimal`` or ``yes_no``;
    ``value``, ``target``: ``12.5``, without idle zeros (yes is 1, no is 0; no target is ``""``); ``adds_up``: the
    half-years of a year may be summed; ``is_main``: shown on top of the report."""

    key: str
    name: str
    value: str
    unit: str = ""
    kind: str = "whole"
    adds_up: bool = True
    target: str = ""
    is_main: bool = False

    @property
    def number(self) -> Decimal:
        return Decimal(self.value)


@dataclass(frozen=True, slots=True)
class FrozenAttachment:
    """A document that proves a row: a link (``url``), or a file, named by the ``sha256`` of its bytes."""

    title: str
    url: str = ""
    sha256: str = ""
    size: int = 0
    filename: str = ""
    content_type: str = ""


# What rows have been able to say since releases 0.2 and 0.3; a row that says none of it is written as it was before, so
# that what was published then keeps its text and its hash.
_LATER = ("figures", "attachments", "is_unapproved", "inserts")


@dataclass(frozen=True, slots=True)
class FrozenRow:
    """A line of the report's table.

    ``kind``: ``section``, ``group`` or ``activity``; ``key``: the activity's lasting key, the same in every period
    (``""`` for a section); ``number``: printed number (``""`` for a section); ``level``: 0 is the top; ``deadline``:
    the office's wording without brackets; ``progress``: plain text (a line is a paragraph, ``– `` and ``1) `` lines are
    lists, ``words (address)`` is a link), ``""`` for a gap; ``nothing_reason``: why there was nothing to report;
    ``is_optional``: its deadline names a day in the other half-year, so a blank is no gap;
    ``is_unapproved``: in a draft, a text that nobody has approved yet; ``inserts``: surveys and other blocks that stand
    under the text.
    """

    kind: str
    number: str
    level: int
    text: str
    key: str = ""
    officers: tuple[FrozenOfficer, ...] = ()
    deadline: str = ""
    progress: str = ""
    nothing_reason: str = ""
    is_optional: bool = False
    figures: tuple[FrozenFigure, ...] = ()
    attachments: tuple[FrozenAttachment, ...] = ()
    is_unapproved: bool = False
    inserts: tuple[InsertValue, ...] = ()

    @property
    def is_reportable(self) -> bool:
        return self.kind == "activity"

    @property
    def is_filled(self) -> bool:
        return bool(self.progress or self.nothing_reason or self.inserts)

    @property
    def is_gap(self) -> bool:
        """Missing information; a blank optional row is none."""
        return self.is_reportable and not self.is_filled and not self.is_optional


@dataclass(frozen=True, slots=True)
class FrozenMunicipality:
    slug: str
    name: str
    name_genitive: str
    name_prepositional: str
    region: str


@dataclass(frozen=True, slots=True)
class ReportContent:
    """``title``: the official long title. ``version`` counts from 1, 0 is a draft that was never published;
    ``reason``: why this version was made, ``""`` for the first. ``approved_on``: ISO date or ``""``;
    ``published_at``: ISO date-time with offset; ``previous_sha256``: the municipality's previous publication, ``""``
    for its first."""

    municipality: FrozenMunicipality
    plan_slug: str
    plan_title: str
    acts: tuple[FrozenAct, ...]
    period: str
    title: str
    version: int
    reason: str
    signatory_name: str
    signatory_position: str
    approved_on: str
    prepared_by: str
    published_at: str
    previous_sha256: str
    rows: tuple[FrozenRow, ...]

    @property
    def is_draft(self) -> bool:
        return self.version == 0

    def to_text(self) -> str:
        """The canonical JSON text that is stored and hashed."""
        value = asdict(self)
        for row, told in zip(value["rows"], self.rows, strict=True):
            row["inserts"] = [insert.to_dict() for insert in told.inserts]
            for name in _LATER:
                if not row[name]:
                    del row[name]
        return canonical(value | {"schema": SCHEMA})

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read a stored value back; raises ValueError for a schema this release does not know."""
        value = json.loads(text)
        schema = value.pop("schema", None)
        if schema != SCHEMA:
            raise ValueError(f"Неизвестная схема опубликованного отчета: {schema}.")
        return cls(
            **value
            | {
                "municipality": FrozenMunicipality(**value["municipality"]),
                "acts": tuple(FrozenAct(**act) for act in value["acts"]),
                "rows": tuple(_row(row) for row in value["rows"]),
            }
        )


def _row(value: dict[str, Any]) -> FrozenRow:
    parts: dict[str, Any] = {"officers": tuple(FrozenOfficer(**officer) for officer in value["officers"])}
    if "figures" in value:
        parts["figures"] = tuple(FrozenFigure(**figure) for figure in value["figures"])
    if "attachments" in value:
        parts["attachments"] = tuple(FrozenAttachment(**attachment) for attachment in value["attachments"])
    if "inserts" in value:
        parts["inserts"] = tuple(InsertValue.from_dict(insert) for insert in value["inserts"])
    return FrozenRow(**value | parts)


def canonical(value: dict[str, Any]) -> str:
    """One value, one text: sorted keys, no spaces, Cyrillic as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
