"""The app of residents' surveys; so far the reading of printed answers and their arithmetic."""

from django.apps import AppConfig

from plans.checking import add_rule
from surveys.checking import wrong_percentages


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "Опросы жителей"

    def ready(self) -> None:
        add_rule(wrong_percentages)
