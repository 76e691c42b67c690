"""Sign-in as allauth does it, in our words: nobody registers alone, and every refusal says what to do."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url


class AccountAdapter(DefaultAccountAdapter):
    """Named in the settings as `ACCOUNT_ADAPTER`."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Учетная запись отключена. Обратитесь к координатору вашей администрации.",
        "email_password_mismatch": (
            "Почта или пароль не подошли. Проверьте раскладку клавиатуры и Caps Lock, а если пароль забыт, "
            "нажмите «Забыли пароль?»."
        ),
        "enter_current_password": "Прежний пароль не подошел. Введите его еще раз.",
        "incorrect_password": "Пароль не подошел. Введите его еще раз.",
        "invalid_password_reset": "Ссылка устарела или уже сработала. Запросите новую.",
        "rate_limited": "Слишком много попыток подряд. Подождите минуту и повторите.",
        "too_many_login_attempts": (
            "Слишком много неудачных попыток. Подождите пять минут или задайте новый пароль: «Забыли пароль?»."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by administrators only."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The other ways to confirm who one is, named in our words."""
        words = {"reauthenticate": "Ввести пароль", "mfa_reauthenticate": "Ввести код из приложения"}
        methods = super().get_reauthentication_methods(user)
        return [
            {**method, "description": words.get(method["id"], method["description"])} for method in methods
        ]
