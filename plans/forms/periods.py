"""Forms of half-years: the day by which texts are collected."""

from __future__ import annotations

from django import forms

from plans.forms.plan import date_input


class CollectionForm(forms.Form):
    """The day by which officials send their texts."""

    collection_on = forms.DateField(
        label="Собрать сведения до",
        widget=date_input(),
        help_text="К этому дню нужны сведения по мероприятиям, у которых в плане нет своего дня.",
        error_messages={
            "required": "Укажите день, до которого нужно собрать сведения.",
            "invalid": "Введите дату, например 10.01.2023.",
        },
    )
