"""Forms of the pages of surveys: what is asked of a survey itself, and a file or a text to bring in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from surveys.keeping import DEFAULT_TITLE
from surveys.office.grid.typed import ABOUT

FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST_TEXT = 400_000
YEAR_ERRORS = {
    "required": "Укажите год опроса, например 2021.",
    "invalid": "Введите год четырьмя цифрами, например 2021.",
    "min_value": f"Год опроса: от {FIRST_YEAR} до {LAST_YEAR}.",
    "max_value": f"Год опроса: от {FIRST_YEAR} до {LAST_YEAR}.",
}
DATE_ERRORS = {"invalid": "Введите дату, например 14.07.2022."}


def _year(**options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label="Год", min_value=FIRST_YEAR, max_value=LAST_YEAR, error_messages=YEAR_ERRORS, **options
    )


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=DATE_ERRORS,
    )


class AboutForm(forms.Form):
    """The survey itself; its questions and figures stand in the table."""

    title = forms.CharField(
        label="Название",
        max_length=300,
        error_messages={"required": f"Назовите опрос, например «{DEFAULT_TITLE}»."},
    )
    year = _year()
    starts_on = _day("Начат (необязательно)")
    ends_on = _day("Завершён (необязательно)")
    source = forms.CharField(
        label="Источник (необязательно)",
        required=False,
        max_length=500,
        help_text="Кто опрашивал, где опубликовано.",
    )
    intro = forms.CharField(
        label="Вступление (необязательно)",
        required=False,
        strip=True,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "doc"}),
        help_text="Слова перед ответами в отчёте. Строка станет абзацем.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "Опрос кончается раньше, чем начинается. Поменяйте дни местами.")
        return cleaned

    def about(self) -> dict[str, Any]:
        """For a `SurveyValue`; of a field that is wrong, nothing."""
        values: dict[str, Any] = {"title": ""} | {name: self.cleaned_data.get(name) for name in ABOUT}
        for name in ("starts_on", "ends_on"):
            values[name] = values[name].isoformat() if values[name] else ""
        return {name: value if name == "year" else value or "" for name, value in values.items()}


class ReadForm(forms.Form):
    """A survey as the office has it: a file, or a text to paste."""

    file = forms.FileField(
        label="Файл",
        required=False,
        max_length=255,
        error_messages={"empty": "Файл пуст. Проверьте, тот ли это файл."},
    )
    text = forms.CharField(
        label="Текст с ответами",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10, "class": "doc"}),
        error_messages={"max_length": "Текст слишком длинный. Вставьте только вопросы с ответами."},
    )
    title = forms.CharField(label="Название (необязательно)", required=False, max_length=300)
    year = _year(required=False, help_text="Если не указать, берётся из файла или текста.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = settings.IMPORT_MAX_FILE_MB
        self.fields["file"].help_text = f"Excel (.xlsx), CSV, Word (.docx) или текст (.txt), до {most} МБ"

    def clean_file(self) -> UploadedFile | None:
        upload: UploadedFile | None = self.cleaned_data["file"]
        most = settings.IMPORT_MAX_FILE_MB
        if upload and (upload.size or 0) > most * 1024 * 1024:
            raise forms.ValidationError(f"Файл больше {most} МБ. Оставьте в нём только таблицу с опросом.")
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not cleaned.get("text"):
            self.add_error("file", "Выберите файл или вставьте текст ниже.")
        elif cleaned.get("file") and cleaned.get("text"):
            self.add_error("file", "Выбран файл, и есть вставленный текст. Оставьте что-то одно.")
        return cleaned


class WriteForm(forms.Form):
    """What a file may not say, asked before it is written."""

    title = forms.CharField(
        label="Название",
        max_length=300,
        error_messages={"required": f"Назовите опрос, например «{DEFAULT_TITLE}»."},
    )
    year = _year()
