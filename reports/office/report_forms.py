"""Forms of the report's page: sending on, approval, return, publication, correction, withdrawal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from accounts.models import Municipality
from plans.models import PeriodLine
from reports.models import Report
from reports.publishing import check_day


def plain_helper() -> FormHelper:
    """A crispy helper for fields inside a form of our own."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


def day_field(label: str, *, required: bool) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": "Введите дату, например 14.07.2022.",
            "required": "Укажите, каким днём отчёт утверждён.",
        },
    )


class GapsForm(forms.Form):
    """One tick for every missing entry: whoever confirms a gap has read its name."""

    def __init__(self, data: QueryDict | None = None, *, missing: Sequence[PeriodLine]) -> None:
        super().__init__(data)
        self.missing = missing
        self.ticked = frozenset(data.getlist("gaps") if data is not None else ())

    @property
    def ticks(self) -> list[tuple[PeriodLine, bool]]:
        """Every missing row with whether it is ticked."""
        return [(line, str(line.entry_id) in self.ticked) for line in self.missing if line.entry_id]


class ApproveForm(forms.Form):
    """Who approves the report and when, as it will be printed."""

    signatory_name = forms.CharField(
        label="Кто утвердил",
        max_length=200,
        error_messages={"required": "Укажите, кто утвердил отчёт."},
    )
    signatory_position = forms.CharField(
        label="Должность",
        max_length=300,
        error_messages={"required": "Укажите должность: она печатается в отчёте."},
    )
    approved_on = day_field("Дата утверждения", required=True)

    def __init__(self, data: Any = None, *, report: Report, municipality: Municipality) -> None:
        super().__init__(data, initial=_signed(report, municipality) | {"approved_on": timezone.localdate()})
        self.helper = plain_helper()


class CommentForm(forms.Form):
    """Why a report comes back to those who make it."""

    comment = forms.CharField(
        label="Что исправить",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Это увидят координаторы.",
        error_messages={"required": "Напишите, почему отчёт возвращается: это увидят те, кто его готовит."},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = plain_helper()


class ReasonForm(forms.Form):
    """A second version says why it is made; the first has nothing to say."""

    reason = forms.CharField(
        label="Причина новой версии",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Печатается в отчёте.",
        error_messages={"required": "Напишите, чем вызвана новая версия: это будет напечатано в отчёте."},
    )

    def __init__(self, data: Any = None, *, report: Report) -> None:
        super().__init__(data, initial={"reason": report.correction_reason})
        if not report.pk or not report.publications.exists():
            del self.fields["reason"]
        self.helper = plain_helper()


class ImportedForm(forms.Form):
    """A report of the past, published as its file says: who approved it and when, its gaps, the reason of a version."""

    signatory_name = forms.CharField(label="Кто утвердил (необязательно)", max_length=200, required=False)
    signatory_position = forms.CharField(label="Должность (необязательно)", max_length=300, required=False)
    approved_on = day_field("Дата утверждения (необязательно)", required=False)
    gaps_confirmed = forms.BooleanField(label="Публикую с пропусками", required=False)
    reason = forms.CharField(
        label="Что изменилось в новой версии", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, data: Any = None, *, report: Report, municipality: Municipality, gaps: Sequence[str]
    ) -> None:
        initial = _signed(report, municipality) | {"approved_on": report.approved_on}
        super().__init__(data, initial=initial)
        self.report = report
        self.gaps = ",".join(gaps)
        if gaps:
            field = self.fields["gaps_confirmed"]
            field.required = True
            # The tick carries the very gaps that stood beside it: whoever confirms has read them.
            field.widget.attrs["value"] = self.gaps
            field.label = f"Публикую с пропусками: {', '.join(gaps)}"
            field.error_messages["required"] = "Подтвердите пропуски: они будут показаны на странице отчёта."
        else:
            del self.fields["gaps_confirmed"]
        if not report.pk or not report.publications.exists():
            del self.fields["reason"]
        self.helper = plain_helper()

    def clean_gaps_confirmed(self) -> bool:
        if self.data.get("gaps_confirmed") != self.gaps:
            raise ValidationError("Пропуски изменились, пока страница была открыта. Посмотрите их ещё раз.")
        return True

    def clean(self) -> None:
        day = self.cleaned_data.get("approved_on")
        if day:
            check_day(day, self.report.plan_period.period, on=timezone.localdate())


class CorrectForm(forms.Form):
    """Which entries of a published report to open, and why. ``is_running``: further ones of a running correction."""

    entries = forms.Field()  # what may be chosen is known with the report
    only_approval = forms.BooleanField(
        label="Сведения верны: исправить только то, кто и когда утвердил, или слова плана", required=False
    )
    reason = forms.CharField(
        label="Причина исправления",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Её увидят исполнители, а граждане прочтут в новой версии отчёта.",
        error_messages={"required": "Напишите причину исправления: она будет напечатана в новой версии."},
    )

    def __init__(self, data: Any = None, *, known: Sequence[int], report: Report, is_running: bool) -> None:
        super().__init__(data, initial={"reason": report.correction_reason})
        self.fields["entries"] = forms.MultipleChoiceField(
            label="Что исправить",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(str(pk), "") for pk in known],
        )
        if is_running:
            del self.fields["only_approval"]
            self.fields["reason"].label = "Что исправить: это увидят исполнители"
            self.fields["reason"].help_text = ""

    def clean(self) -> None:
        if "entries" in self.errors:
            return
        if not self.cleaned_data.get("entries") and not self.cleaned_data.get("only_approval"):
            self.add_error("entries", "Отметьте мероприятия, которые нужно исправить.")
        elif self.cleaned_data.get("entries") and self.cleaned_data.get("only_approval"):
            self.add_error(
                "only_approval", "Оставьте что-то одно: отмеченные мероприятия или только утверждение."
            )

    def clean_entries(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["entries"]]


class WithdrawForm(forms.Form):
    """Why a published version must go."""

    reason = forms.CharField(
        label="Причина отзыва",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Напишите причину отзыва: ее увидят все, кто откроет адрес этой версии."},
    )


def _signed(report: Report, municipality: Municipality) -> dict[str, Any]:
    """What the report says of its signatory, else what the settings propose."""
    return {
        "signatory_name": report.signatory_name or municipality.signatory_name,
        "signatory_position": report.signatory_position or municipality.signatory_position,
    }
