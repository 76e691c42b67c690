"""The app that holds plans of activities and the progress reported on them."""

from django.apps import AppConfig

from accounts.navigation import Section, add_section


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Планы мероприятий"

    def ready(self) -> None:
        add_section(Section("План", "plans:plan", "see_work", order=10))
