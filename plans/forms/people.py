"""Forms of the people's pages: invitations, new officers, collectives, substitutions, handing over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.validators import validate_email

from accounts.models import User
from plans.models import Officer, PlanAct
from plans.people import Passing
from plans.periods import ReportingPeriod
from plans.planning import OfficerName, officer_name

NAME_HINT = "Например: Сидоров П. П. Так имя будет напечатано в плане и в отчёте."
EMAIL_HINT = "По этому адресу человек входит в портал."


class EmailField(forms.CharField):
    """An address of mail that names itself in its errors; kept in lower case."""

    widget = forms.EmailInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=kwargs.pop("label", "Электронная почта"), max_length=254, **kwargs)
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> str:
        email = str(super().clean(value)).lower()
        if email:
            validate_email(email)
        return email


class InviteForm(forms.Form):
    """Where to send the invitation."""

    email = EmailField(
        help_text=EMAIL_HINT, error_messages={"required": "Укажите адрес, на который пригласить."}
    )


class LinkForm(forms.Form):
    """Which member of the municipality the official is."""

    user = forms.ModelChoiceField(
        label="Кто из тех, у кого уже есть доступ",
        queryset=User.objects.none(),
        empty_label="Выберите",
        error_messages={"required": "Выберите человека.", "invalid_choice": "Такого человека в списке нет."},
    )

    def __init__(self, data: Any = None, *, colleagues: Sequence[tuple[User, str]]) -> None:
        super().__init__(data)
        field: Any = self.fields["user"]
        field.queryset = get_user_model().objects.filter(pk__in=[user.pk for user, _ in colleagues])
        field.choices = [("", "Выберите"), *((user.pk, words) for user, words in colleagues)]


class OfficerForm(forms.Form):
    """An officer who stands in no plan yet."""

    name = forms.CharField(
        label="Фамилия и инициалы, должность или название коллектива",
        max_length=200,
        help_text=NAME_HINT,
        error_messages={"required": "Напишите, кого добавить."},
    )
    kind = forms.ChoiceField(
        label="Кто это",
        choices=[("official", "Один человек"), ("collective", "Коллектив: отделы, комиссия, руководители")],
        initial="official",
        widget=forms.RadioSelect,
    )
    position = forms.CharField(label="Должность (необязательно)", max_length=300, required=False)


class PositionForm(forms.Form):
    """The official's post."""

    position = forms.CharField(label="Должность", max_length=300, required=False)


class MembersForm(forms.Form):
    """Who of the officials belongs to a collective."""

    members = forms.ModelMultipleChoiceField(
        label="Кто входит",
        queryset=Officer.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Такого исполнителя в списке нет."},
    )

    def __init__(self, data: Any = None, *, officials: Any, members: Iterable[Officer]) -> None:
        super().__init__(data, initial={"members": [officer.pk for officer in members]})
        self.fields["members"].queryset = officials  # type: ignore[attr-defined]


class SubstitutionForm(forms.Form):
    """Who stands in, and in which days."""

    substitute = forms.ModelChoiceField(
        label="Кто замещает",
        queryset=Officer.objects.none(),
        empty_label="Выберите",
        error_messages={"required": "Выберите, кто замещает.", "invalid_choice": "Такого исполнителя нет."},
    )
    from_day = forms.DateField(
        label="С какого дня",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Укажите первый день.", "invalid": "Введите дату, например 14.07.2026."},
    )
    until_day = forms.DateField(
        label="По какой день (необязательно)",
        required=False,
        help_text="Этот день тоже входит. Без него: пока вы не закончите замещение.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Введите дату, например 31.07.2026."},
    )

    def __init__(self, data: Any = None, *, officials: Any) -> None:
        super().__init__(data)
        self.fields["substitute"].queryset = officials  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """To whom, from when, and which activities; `passing` are those that the officer answers for from then on."""

    successor = forms.ModelChoiceField(
        label="Кому передать",
        queryset=Officer.objects.none(),
        required=False,
        empty_label="Новому человеку: напишите его ниже",
        error_messages={"invalid_choice": "Такого исполнителя в списке нет."},
    )
    name = forms.CharField(
        label="Новый человек: фамилия и инициалы", max_length=200, required=False, help_text=NAME_HINT
    )
    position = forms.CharField(label="Его должность (необязательно)", max_length=300, required=False)
    email = EmailField(
        label="Его почта, чтобы сразу пригласить (необязательно)", required=False, help_text=EMAIL_HINT
    )
    since = forms.TypedChoiceField(
        label="С какого полугодия",
        coerce=ReportingPeriod.parse,
        help_text="Прежние полугодия останутся за прежним исполнителем.",
        error_messages={"required": "Выберите полугодие.", "invalid_choice": "Выберите полугодие из списка."},
    )
    act = forms.ModelChoiceField(
        label="По какому акту (необязательно)",
        queryset=PlanAct.objects.none(),
        required=False,
        empty_label="Без акта",
        error_messages={"invalid_choice": "Такого акта у плана нет."},
    )
    with_collectives = forms.BooleanField(label="Заменить и в коллективах, сразу", required=False)
    activities = forms.MultipleChoiceField(
        label="Что передать",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Одного из мероприятий в списке уже нет: проверьте отметки."},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        heirs: Any,
        periods: Sequence[ReportingPeriod],
        passing: Sequence[Passing],
        has_collectives: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["successor"].queryset = heirs
        plans = {row.plan for row in passing}
        fields["act"].queryset = PlanAct.objects.filter(plan__in=plans).order_by("-adopted_on", "-pk")
        fields["since"].choices = [(str(period), period.title) for period in periods]
        fields["activities"].choices = [(row.activity.pk, row.text) for row in passing]
        if not has_collectives:
            del fields["with_collectives"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        heir, name = cleaned.get("successor"), cleaned.get("name")
        if "successor" in cleaned and not (heir or name):
            self.add_error("successor", "Выберите преемника или напишите нового человека.")
        if heir and name:
            self.add_error("name", "Выбран преемник из списка. Уберите имя или выберите «Новому человеку».")
        if not cleaned.get("activities") and not cleaned.get("with_collectives"):
            self.add_error("activities", "Отметьте хотя бы одно мероприятие.")
        return cleaned

    @property
    def heir(self) -> Officer | OfficerName:
        """Whom the valid form names."""
        chosen: Officer | None = self.cleaned_data["successor"]
        return chosen or officer_name(self.cleaned_data["name"], position=self.cleaned_data["position"])

    @property
    def ticked(self) -> set[int]:
        return {int(pk) for pk in self.cleaned_data["activities"]}
