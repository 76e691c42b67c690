"""The app of the project package: it brings the checks of the configuration."""

from django.apps import AppConfig


class OpengovConfig(AppConfig):
    name = "opengov"
    verbose_name = "Открытое правительство"

    def ready(self) -> None:
        from opengov import checks  # noqa: F401, PLC0415 - registering needs the apps loaded
