"""The forms of sign-in and of passwords: allauth's own, with our words and without placeholders."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout

WHAT_IS_GOOD = "Не короче 10 знаков, не одни цифры и не слово, которое легко угадать: фамилия, почта, qwerty."
EMAIL = ("Электронная почта", "")
CODE = ("Код", "Шесть цифр из приложения или запасной код.")


class Worded:
    """Labels and hints by field; a password gets the button that shows it."""

    words: ClassVar[dict[str, tuple[str, str]]] = {}
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label, field.help_text = self.words.get(name, (field.label, ""))
            field.widget.attrs.pop("placeholder", None)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        # The summary of errors stands above the form.
        self.helper.template = "accounts/form_fields.html"
        self.helper.layout = Layout(
            *(
                Field(name, template="account/password_field.html") if "password" in name else name
                for name in self.fields
            )
        )


class SignInForm(Worded, account.LoginForm):
    words: ClassVar = {
        "login": EMAIL,
        "password": ("Пароль", ""),
        "remember": ("Не выходить на этом компьютере 14 дней", "Не отмечайте на общем компьютере."),
    }


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    words: ClassVar = {
        "oldpassword": ("Прежний пароль", ""),
        "password1": ("Новый пароль", WHAT_IS_GOOD),
        "password2": ("Новый пароль еще раз", ""),
    }


class SetPasswordForm(Worded, account.SetPasswordForm):
    words: ClassVar = {"password1": ("Пароль", WHAT_IS_GOOD), "password2": ("Пароль еще раз", "")}


class ForgottenPasswordForm(Worded, account.ResetPasswordForm):
    words: ClassVar = {"email": EMAIL}


class NewPasswordForm(Worded, account.ResetPasswordKeyForm):
    words: ClassVar = {
        "password1": ("Новый пароль", WHAT_IS_GOOD),
        "password2": ("Новый пароль еще раз", ""),
    }


class ConfirmForm(Worded, account.ReauthenticateForm):
    words: ClassVar = {"password": ("Пароль", "")}


class CodeForm(Worded, mfa.AuthenticateForm):
    words: ClassVar = {"code": CODE}


class ConfirmByCodeForm(Worded, mfa.ReauthenticateForm):
    words: ClassVar = {"code": CODE}


class TurnOnForm(Worded, totp.ActivateTOTPForm):
    words: ClassVar = {"code": ("Код из приложения", "Шесть цифр, которые приложение показывает сейчас.")}
