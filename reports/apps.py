"""The app that brings reports in, freezes them, draws them and shows them to citizens."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Отчеты"
