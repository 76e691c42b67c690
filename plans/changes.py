"""A ledger of rows written in one go, so that the whole of it can be taken back (an import that is discarded)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from plans.bulk import write_back
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
    """The values as JSON keeps them; moments whole, since Django's encoder cuts them to milliseconds."""
    plain = {
        name: str(value) if isinstance(value, ReportingPeriod | datetime) else value
        for name, value in values.items()
    }
    return json.loads(json.dumps(plain, cls=DjangoJSONEncoder))


def undo(entries: Sequence[dict[str, Any]]) -> list[models.Model]:
    """Take everything back, last first; a run of like changes takes a fixed number of queries.

    A created row that others have come to need stays where it is; answers those rows. Call inside a transaction.
    """
    kept: list[models.Model] = []
    for (deed, label), run in groupby(reversed(entries), key=lambda entry: (entry["op"], entry["model"])):
        model = apps.get_model(label)
        if deed == "created":
            kept += _remove(model, [entry["pk"] for entry in run])
        elif deed == "updated":
            _restore(model, run)
        else:
            _add_again(model, list(run))
    return kept


def _remove(model: type[models.Model], pks: list[int]) -> list[models.Model]:
    """Delete rows but those that another row cannot do without; what the same ledger made of them is gone by then."""
    needed: set[int] = set()
    for relation in model._meta.related_objects:
        if relation.on_delete is not models.SET_NULL:
            name = relation.field.name
            users = relation.related_model._default_manager.order_by()
            needed.update(users.filter(**{f"{name}__in": pks}).values_list(name, flat=True).distinct())
    model._default_manager.filter(pk__in=set(pks) - needed).delete()
    return list(model._default_manager.filter(pk__in=needed & set(pks)))


def _restore(model: type[models.Model], entries: Iterable[dict[str, Any]]) -> None:
    """Put values back. Of several changes of one value the first one's, which comes last here, holds."""
    before: dict[int, dict[str, Any]] = defaultdict(dict)
    for entry in entries:
        before[entry["pk"]] |= _values(model, entry["before"])
    items = list(model._default_manager.filter(pk__in=before))
    for item in items:
        for name, value in before[item.pk].items():
            setattr(item, name, value)
    names = {name for values in before.values() for name in values}
    fields = [field.name for field in model._meta.concrete_fields if field.attname in names]
    write_back(items, fields)


def _add_again(model: type[models.Model], entries: list[dict[str, Any]]) -> None:
    pks = [entry["pk"] for entry in entries]
    present = set(model._default_manager.filter(pk__in=pks).values_list("pk", flat=True))
    rows = [model(**_values(model, entry["before"])) for entry in entries if entry["pk"] not in present]
    model._default_manager.bulk_create(rows, batch_size=500)


def _values(model: type[models.Model], before: dict[str, Any]) -> dict[str, Any]:
    columns = {field.attname: field for field in model._meta.concrete_fields}
    return {name: columns[name].to_python(value) for name, value in before.items()}
