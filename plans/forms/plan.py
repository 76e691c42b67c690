"""Forms of the plan's pages: a deadline's reading put right, and an act of the plan."""

from __future__ import annotations

from typing import Any

from django import forms

from plans.deadlines import Rule, read_deadline
from plans.models import PlanAct


class DeadlineForm(forms.Form):
    """The same deadline in words that the portal can read; the office's own wording stays in print."""

    wording = forms.CharField(
        label="Срок другими словами",
        max_length=300,
        help_text="Например: ежегодно, до 1 марта; ежеквартально; до 31.12.2026; постоянно.",
        error_messages={"required": "Напишите срок словами, которые портал умеет читать."},
    )

    def clean_wording(self) -> Rule:
        deadline = read_deadline(self.cleaned_data["wording"])
        if deadline.rule is None:
            raise forms.ValidationError(
                "И такой срок не прочитан. Напишите его проще, например «ежегодно, до 1 марта»."
            )
        return deadline.rule


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def act_fields() -> tuple[forms.Field, forms.Field, forms.Field]:
    """The kind, the number and the date of an act that is named beside a change; none is needed."""
    return (
        forms.ChoiceField(label="Вид", required=False, choices=[("", "Выберите вид"), *PlanAct.Kind.choices]),
        forms.CharField(label="Номер", required=False, max_length=40),
        forms.DateField(
            label="Дата",
            required=False,
            widget=date_input(),
            error_messages={"invalid": "Введите дату, например 14.07.2022."},
        ),
    )


class ActForm(forms.ModelForm):
    """The act that adopted or amended the plan."""

    class Meta:
        model = PlanAct
        fields = ["kind", "number", "adopted_on", "is_amendment", "effective_from"]
        labels = {
            "is_amendment": "Вносит изменения в план",
            "effective_from": "Изменения действуют с полугодия (необязательно)",
        }
        help_texts = {"effective_from": "Например 2022-h2. Без него с полугодия, в котором принят акт."}
        widgets = {"adopted_on": date_input()}
        error_messages = {
            "kind": {"required": "Выберите вид акта."},
            "number": {"required": "Напишите номер акта, например 165-р."},
            "adopted_on": {
                "required": "Укажите дату акта.",
                "invalid": "Введите дату, например 14.07.2022.",
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Выберите вид"), *PlanAct.Kind.choices]  # type: ignore[attr-defined]
