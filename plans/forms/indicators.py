"""Forms of an activity's indicators: one indicator, its end, and those that its texts offer."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from plans.figures import plain
from plans.models import Indicator
from plans.numbers import Found
from plans.periods import ReportingPeriod


class IndicatorForm(forms.ModelForm):
    """What is counted, in what, how, and in which half-years."""

    first_period = forms.TypedChoiceField(label="Собирать с полугодия", coerce=ReportingPeriod.parse)
    last_period = forms.TypedChoiceField(
        label="По полугодие (необязательно)", coerce=ReportingPeriod.parse, required=False, empty_value=None
    )

    class Meta:
        model = Indicator
        fields = [
            "name",
            "unit",
            "kind",
            "adds_up",
            "target",
            "is_main",
            "sought",
            "first_period",
            "last_period",
        ]
        labels = {
            "name": "Что считать",
            "unit": "Единица (необязательно)",
            "kind": "Вид",
            "adds_up": "Полугодия складываются в год",
            "target": "Плановое значение (необязательно)",
            "is_main": "Главный: показывать вверху отчета",
            "sought": "Искать в тексте словами (необязательно)",
        }
        help_texts = {
            "name": "Например: Обращений на телефон доверия.",
            "unit": "Например: тыс. рублей, км. Если считаются люди, заседания, публикации, оставьте пустой.",
            "adds_up": "Обученные за год складываются, а члены совета нет.",
            "sought": "Если в тексте говорят иначе, чем названо здесь. Варианты через точку с запятой.",
        }
        error_messages = {
            "name": {
                "required": "Напишите, что считать.",
                "max_length": "Название длиннее 200 знаков. Сократите его.",
            },
            "target": {"invalid": "Здесь нужно число, например 12,5."},
        }

    def __init__(
        self, *args: Any, periods: Sequence[ReportingPeriod], ending: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(period), period.title) for period in periods]
        self.fields["first_period"].choices = choices  # type: ignore[attr-defined]
        self.fields["last_period"].choices = [("", "Бессрочно"), *choices]  # type: ignore[attr-defined]
        if not ending:
            del self.fields["last_period"]
        target = self.instance.target
        self.initial["target"] = Decimal(plain(target)) if target is not None else None
        self.fields["target"].localize = True
        self.fields["target"].widget = forms.TextInput(attrs={"inputmode": "decimal"})
        self.fields["target"].widget.is_localized = True

    def _get_validation_exclusions(self) -> set[str]:
        """The write module checks the model: there its siblings are known."""
        return {*(field.name for field in self._meta.model._meta.fields)}

    def refuse(self, error: ValidationError) -> None:
        """Show why it was not written, at its field where there is one."""
        for name, words in (error.message_dict if hasattr(error, "error_dict") else {}).items():
            self.add_error(name if name in self.fields else None, words)
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)


class EndForm(forms.Form):
    """The last half-year in which an indicator is asked for."""

    last_period = forms.TypedChoiceField(label="Последнее полугодие", coerce=ReportingPeriod.parse)

    def __init__(self, *args: Any, periods: Sequence[ReportingPeriod], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(period), period.title) for period in periods]
        self.fields["last_period"].choices = choices  # type: ignore[attr-defined]


class SuggestionForm(forms.Form):
    """Figures found in an activity's text, each with a tick and a name: ``take-0``, ``name-0``, ``main-0``."""

    def __init__(self, *args: Any, found: Sequence[Found], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        for place, one in enumerate(found):
            self.fields[f"take-{place}"] = forms.BooleanField(required=False, label=one.name)
            self.fields[f"name-{place}"] = forms.CharField(
                required=False, max_length=200, initial=one.name, label="Название показателя"
            )

    @property
    def rows(self) -> list[tuple[Found, forms.BoundField, forms.BoundField]]:
        return [(one, self[f"take-{place}"], self[f"name-{place}"]) for place, one in enumerate(self.found)]

    def clean(self) -> dict[str, Any]:
        chosen: dict[str, Any] = super().clean() or {}
        ticked = [place for place in range(len(self.found)) if chosen.get(f"take-{place}")]
        if not ticked and not self.errors:
            raise ValidationError("Отметьте хотя бы одно число.")
        names: set[str] = set()
        for place in ticked:
            name = " ".join(chosen.get(f"name-{place}", "").split())
            if not name:
                self.add_error(f"name-{place}", "Назовите показатель.")
            elif name.casefold() in names:
                self.add_error(f"name-{place}", "Так уже назван другой показатель. Назовите иначе.")
            names.add(name.casefold())
        return chosen

    def indicators(self, since: ReportingPeriod) -> list[Indicator]:
        """The ticked ones, unsaved; a name of the person's own is found again by the words of the text."""
        return [
            Indicator(
                name=name,
                kind=Indicator.Kind.WHOLE if one.is_whole else Indicator.Kind.DECIMAL,
                adds_up=not one.is_stock,
                sought="" if name == one.name else one.name,
                first_period=since,
            )
            for place, one in enumerate(self.found)
            if self.cleaned_data[f"take-{place}"]
            for name in [" ".join(self.cleaned_data[f"name-{place}"].split())]
        ]
