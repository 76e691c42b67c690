"""Forms of the administrator's pages: settings of a municipality, a new member, a member's roles."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email

from accounts.images import MAX_BYTES, BadImage, clean_emblem
from accounts.models import Membership, Municipality
from accounts.tenants import SETTINGS

ROLE_WORDS = {
    Membership.Role.OFFICER: "Исполнитель: пишет о своих мероприятиях",
    Membership.Role.COORDINATOR: "Координатор: загружает отчеты, ведет план, проверяет тексты",
    Membership.Role.ADMINISTRATOR: "Администратор: утверждает и публикует, ведет сотрудников и настройки",
}


def helper(*layout: Any) -> FormHelper:
    """The fields only: the page writes the tag, the buttons and the summary of errors."""
    made = FormHelper()
    made.form_tag = False
    made.disable_csrf = True
    made.template = "accounts/form_fields.html"
    made.layout = Layout(*layout)
    return made


def panel(title: str, *fields: Any) -> Div:
    """One box of a long form; `title` is a text of ours."""
    head = Div(HTML(f"<h2>{title}</h2>"), css_class="panel-head")
    return Div(head, Div(*fields, css_class="panel-body"), css_class="panel")


class SettingsForm(forms.ModelForm):
    """Names in three cases, who signs, contacts, emblem. It checks; `tenants.update_settings` writes."""

    website = forms.URLField(
        label="Официальный сайт",
        required=False,
        assume_scheme="https",
        max_length=200,
        error_messages={"invalid": "Введите адрес сайта целиком, например https://okrug.example.ru."},
    )
    logo = forms.FileField(
        label="Герб или знак",
        required=False,
        help_text="Картинка PNG или JPEG, до 2 МБ.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    remove_logo = forms.BooleanField(label="Убрать герб", required=False)

    class Meta:
        model = Municipality
        fields = [name for name in SETTINGS if name != "logo"]
        labels = {"name": "Название", "email": "Электронная почта"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = str(field.label)[:1].upper() + str(field.label)[1:]
        if self.instance.logo:
            self.fields["logo"].help_text += " Новый файл заменит ваш нынешний герб."
        else:
            del self.fields["remove_logo"]
        emblem = ["logo", "remove_logo"] if self.instance.logo else ["logo"]
        self.helper = helper(
            panel("Как называется муниципалитет", "name", "name_genitive", "name_prepositional", "region"),
            panel(
                "Кто утверждает и готовит отчет (необязательно)",
                Div("signatory_name", "signatory_position", css_class="field-row"),
                "prepared_by",
            ),
            panel(
                "Как связаться (необязательно)",
                "address",
                Div("phone", "email", css_class="field-row"),
                "website",
            ),
            panel("Герб (необязательно)", *emblem),
        )

    def clean_logo(self) -> ContentFile[bytes] | None:
        """The emblem drawn anew, under a name that changes with its content so that no old one stays in a cache."""
        upload: UploadedFile | None = self.cleaned_data["logo"]
        if not upload:
            return None
        if (upload.size or 0) > MAX_BYTES:
            raise forms.ValidationError("Файл больше 2 МБ. Уменьшите картинку и выберите ее снова.")
        try:
            data, extension = clean_emblem(upload.read())
        except BadImage as error:
            raise forms.ValidationError(str(error)) from error
        return ContentFile(data, name=f"{self.instance.slug}-{sha256(data).hexdigest()[:12]}.{extension}")

    def values(self) -> dict[str, Any]:
        """What `update_settings` is to write: the emblem only when it changes."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        if self.cleaned_data["logo"]:
            values["logo"] = self.cleaned_data["logo"]
        elif self.cleaned_data.get("remove_logo"):
            values["logo"] = False
        return values


def roles_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="Роли",
        choices=[(role.value, words) for role, words in ROLE_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте хотя бы одну роль."},
    )


class AddMemberForm(forms.Form):
    """Whom to let in, and as what. Names are for those whom the portal does not know yet."""

    email = forms.CharField(
        label="Электронная почта",
        max_length=254,
        help_text="По этому адресу сотрудник входит в портал.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    last_name = forms.CharField(label="Фамилия", max_length=150)
    first_name = forms.CharField(label="Имя", max_length=150)
    patronymic = forms.CharField(label="Отчество (необязательно)", max_length=150, required=False)
    roles = roles_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(
            "email", Div("last_name", "first_name", "patronymic", css_class="field-row"), Field("roles")
        )

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        validate_email(email)
        return email


class RolesForm(forms.Form):
    """The roles of one member."""

    roles = roles_field()

    def __init__(self, data: Any = None, *, roles: Collection[str]) -> None:
        super().__init__(data, initial={"roles": list(roles)})
        self.helper = helper("roles")
