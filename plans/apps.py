"""The app that holds plans of activities and the progress reported on them."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "Планы мероприятий"
