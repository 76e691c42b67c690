"""A model field for half-years: ReportingPeriod in Python, ``2022-h1`` in the database (sorts as time does)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from plans.periods import ReportingPeriod


class PeriodField(models.CharField):
    """Comparisons in queries work on the slug, since four-digit years order as text."""

    if TYPE_CHECKING:  # what django-stubs reads to type the attribute
        _pyi_private_set_type: ReportingPeriod | str  # type: ignore[assignment]
        _pyi_private_get_type: ReportingPeriod  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 7
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, *_: Any) -> ReportingPeriod | None:
        return ReportingPeriod.parse(value) if value else None

    def to_python(self, value: Any) -> ReportingPeriod | None:
        if value is None or value == "" or isinstance(value, ReportingPeriod):
            return value or None
        try:
            return ReportingPeriod.parse(str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def get_prep_value(self, value: Any) -> str | None:
        return str(value) if value else None

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj) or "")

    def run_validators(self, value: Any) -> None:
        super().run_validators(str(value) if value else value)
