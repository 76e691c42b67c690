"""The filter of the history's page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts import telling
from accounts.models import Municipality
from plans.chronicle import PORTAL, Filter
from plans.models import PlanPeriod


class HistoryForm(forms.Form):
    """What is asked for stands in the address; a value that is none asks for nothing."""

    # In this order; what may be chosen is known with the municipality.
    group = forms.Field()
    person = forms.Field()
    period = forms.Field()
    since = forms.DateField(label="С", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="По", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(label="Слова", required=False, max_length=200)

    def __init__(
        self, data: Any = None, *, municipality: Municipality, people: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        self.fields["group"] = forms.ChoiceField(
            label="Что", required=False, choices=[("", "Всё"), *telling.GROUPS.items()]
        )
        self.fields["person"] = forms.ChoiceField(
            label="Кто", required=False, choices=[("", "Все"), *people, (PORTAL, "Портал и команды")]
        )
        periods = PlanPeriod.objects.filter(plan__municipality=municipality).select_related("plan")
        self.fields["period"] = forms.ModelChoiceField(
            label="Полугодие",
            queryset=periods.order_by("-period", "plan"),
            required=False,
            empty_label="Любое",
        )
        for field in self.fields.values():
            is_select = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if is_select else "form-control"

    @property
    def asked(self) -> Filter:
        if not self.is_bound:
            return Filter()
        self.is_valid()
        found = self.cleaned_data
        return Filter(
            group=found.get("group") or "",
            person=found.get("person") or "",
            plan_period=found.get("period"),
            since=found.get("since"),
            until=found.get("until"),
            text=found.get("text") or "",
        )
