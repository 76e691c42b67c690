"""The app that brings reports in, freezes them, draws them and shows them to citizens."""

from django.apps import AppConfig

from accounts.navigation import Section, add_section


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Отчеты"

    def ready(self) -> None:
        add_section(Section("Отчёты", "reports:office-report-list", "see_work", order=20))
        add_section(Section("Загрузка", "reports:import-list", "import", order=30))
