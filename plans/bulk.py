"""Writing many changed rows at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models


def write_back(items: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Save these fields of rows of one model that are all there, whose tables the caller's transaction holds.

    An insert that turns into an update: about five times as quick as `bulk_update`, which spells out a condition per
    row and field.
    """
    if items:
        type(items[0])._default_manager.bulk_create(
            items, batch_size=500, update_conflicts=True, unique_fields=["pk"], update_fields=list(fields)
        )
