"""The form of a person's notices: how to be told."""

from __future__ import annotations

from django import forms

from plans.models import NoticeSettings

Delivery = NoticeSettings.Delivery

WORDS = {
    Delivery.AT_ONCE: "Письмом сразу: каждое уведомление придёт отдельным письмом",
    Delivery.DAILY: "Одним письмом в день: утром, после восьми, если есть новое",
    Delivery.PORTAL: "Только в портале: писем не будет",
}


class DeliveryForm(forms.Form):
    """One of the three ways; `notices.choose_delivery` writes it."""

    delivery = forms.ChoiceField(
        label="О каждом новом уведомлении",
        choices=[(value, WORDS[value]) for value in Delivery],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Выберите, как вам сообщать.",
            "invalid_choice": "Выберите один из трёх.",
        },
    )
