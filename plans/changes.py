"""A ledger of rows written in one go, so that the whole of it can be taken back (an import that is discarded)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from plans.periods import ReportingPeriod


class Changes:
    """Collects what was created, changed and deleted, in the order in which it happened."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []

    def created(self, objects: Iterable[models.Model]) -> None:
        self.entries += [
            {"op": "created", "model": item._meta.label_lower, "pk": item.pk} for item in objects
        ]

    def updated(self, item: models.Model, before: dict[str, Any]) -> None:
        """before: attribute name -> value as it was (foreign keys by `…_id`)."""
        self.entries.append(
            {"op": "updated", "model": item._meta.label_lower, "pk": item.pk, "before": _plain(before)}
        )

    def deleted(self, item: models.Model) -> None:
        """Call before the deletion: the row is remembered whole."""
        values = {field.attname: getattr(item, field.attname) for field in item._meta.concrete_fields}
        self.entries.append(
            {"op": "deleted", "model": item._meta.label_lower, "pk": item.pk, "before": _plain(values)}
        )


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    plain = {
        name: str(value) if isinstance(value, ReportingPeriod) else value for name, value in values.items()
    }
    return json.loads(json.dumps(plain, cls=DjangoJSONEncoder))


def undo(entries: list[dict[str, Any]]) -> None:
    """Take everything back, last first. A created row that others have come to need stays where it is.

    Call inside a transaction.
    """
    for entry in reversed(entries):
        model = apps.get_model(entry["model"])
        if entry["op"] == "created":
            item = model._default_manager.filter(pk=entry["pk"]).first()
            if item is not None and not _needed(item):
                item.delete()
        elif entry["op"] == "updated":
            model._default_manager.filter(pk=entry["pk"]).update(**_values(model, entry["before"]))
        elif not model._default_manager.filter(pk=entry["pk"]).exists():
            model(**_values(model, entry["before"])).save(force_insert=True)


def _needed(item: models.Model) -> bool:
    """Whether another row cannot do without this one; by then all of the same ledger that could not is gone."""
    relations = [
        relation for relation in item._meta.related_objects if relation.on_delete is not models.SET_NULL
    ]
    return any(
        relation.related_model._default_manager.filter(**{relation.field.name: item.pk}).exists()
        for relation in relations
    )


def _values(model: type[models.Model], before: dict[str, Any]) -> dict[str, Any]:
    columns = {field.attname: field for field in model._meta.concrete_fields}
    return {name: columns[name].to_python(value) for name, value in before.items()}
