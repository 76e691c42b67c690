"""The app that knows who is who and who did what."""

from django.apps import AppConfig

from accounts.navigation import Section, add_section
from accounts.public.addresses import register_converters


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Пользователи и муниципалитеты"

    def ready(self) -> None:
        from accounts.telling import tell_accounts  # noqa: PLC0415 (models are not there yet when apps are named)

        register_converters()
        tell_accounts()
        add_section(Section("Сотрудники", "accounts:members", "manage_members", order=80, icon="users"))
        add_section(Section("Настройки", "accounts:settings", "manage_settings", order=90, icon="gear"))
