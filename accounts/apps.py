"""The app that knows who is who and who did what."""

from django.apps import AppConfig

from accounts.navigation import Section, add_section


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Пользователи и муниципалитеты"

    def ready(self) -> None:
        add_section(Section("Сотрудники", "accounts:members", "manage_members", order=80))
        add_section(Section("Настройки", "accounts:settings", "manage_settings", order=90))
